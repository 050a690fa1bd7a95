// The instruction-set simulator as a target: what it refuses.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/target.hpp"

#include "../support/fake_link.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;

TEST(IssTarget, RefusesWhatIsNotThere) {
  boost::asio::io_context context;
  target::wishes wanted;
  wanted.configuration = SEEKER_CFG_SOURCE "/small.json";
  auto on = target::make("iss", context.get_executor(), wanted);
  ASSERT_TRUE(on) << on.error().message;
  ASSERT_TRUE(fake::await(context, (*on)->open()));
  std::vector<std::byte> bytes(16);
  const auto told = [&](task<void> work) {
    const auto done = fake::await(context, std::move(work));
    return done ? "none" : done.error().message;
  };
  EXPECT_EQ(told((*on)->read(0x8ffffff8, bytes)),
            "read of 16 bytes at 0x8ffffff8: not inside one memory");
  EXPECT_EQ(told((*on)->write(0x10, bytes)),
            "write of 16 bytes at 0x10: not inside one memory");
  EXPECT_EQ(told((*on)->fill(0x10, 8, 0)),
            "fill of 8 bytes at 0x10: not inside one memory");
  EXPECT_EQ(told((*on)->start(0x100000000, 0x80010000)),
            "entry point 0x100000000 is above 32 bits");
}

} // namespace
