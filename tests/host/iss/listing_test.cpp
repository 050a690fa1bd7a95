// Instructions are named as the ISA names them, each in its own way.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/iss/listing.hpp"

#include <gtest/gtest.h>

#include <set>

namespace seeker::iss {
namespace {

TEST(Listing, NamesInstructions) {
  EXPECT_EQ(listing_of(0x22C5F543u), "22c5f543 fmadd.d f10, f11, f12, f4");
  EXPECT_EQ(listing_of(0xFFF10093u), "fff10093 addi x1, x2, -1");
  EXPECT_EQ(listing_of(0u), "00000000 illegal");
}

TEST(Listing, NamesEachEncodingOnce) {
  std::set<std::string> names;
  for (std::uint32_t word : encodings())
    EXPECT_TRUE(names.insert(mnemonic(decode(word))).second)
        << listing_of(word);
  for (const char *name :
       {"xor", "fence.i", "amomaxu.w", "fcvt.wu.d", "fcvt.s.wu", "fmv.x.w",
        "fsqrt.s", "vfsqrt.s", "vfmac.r.s", "vfmre.s", "vfcpka.s.d", "frep.o"})
    EXPECT_EQ(names.count(name), 1u) << name;
}

} // namespace
} // namespace seeker::iss
