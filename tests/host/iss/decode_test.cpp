// The decoder against words assembled by hand from the manuals' fields.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/iss/decode.hpp"

#include <gtest/gtest.h>

namespace seeker::iss {
namespace {

TEST(Decode, TakesRegistersAndSignExtendedImmediates) {
  const instruction addi = decode(0xFFF10093); // addi x1, x2, -1
  EXPECT_EQ(addi.code, op::addi);
  EXPECT_EQ(addi.rd, 1);
  EXPECT_EQ(addi.rs1, 2);
  EXPECT_EQ(addi.imm, -1);
}

TEST(Decode, PutsTheBranchImmediateTogether) {
  const instruction beq = decode(0xFE208EE3); // beq x1, x2, -4
  EXPECT_EQ(beq.code, op::beq);
  EXPECT_EQ(beq.imm, -4);
}

TEST(Decode, PutsTheJumpImmediateTogether) {
  const instruction jal = decode(0x0010006F); // jal x0, +2048
  EXPECT_EQ(jal.code, op::jal);
  EXPECT_EQ(jal.imm, 2048);
}

TEST(Decode, PutsTheStoreImmediateTogether) {
  const instruction fsd = decode(0xFE513C27); // fsd f5, -8(x2)
  EXPECT_EQ(fsd.code, op::fsd);
  EXPECT_EQ(fsd.imm, -8);
  EXPECT_EQ(fsd.rs2, 5);
}

TEST(Decode, KnowsTheFormatOfAFusedMultiplyAdd) {
  const instruction fmadd = decode(0x22C5F543); // fmadd.d fa0, fa1, fa2, ft4
  EXPECT_EQ(fmadd.code, op::fmadd);
  EXPECT_EQ(fmadd.fmt, format::double_);
  EXPECT_EQ(fmadd.rs3, 4);
  EXPECT_EQ(fmadd.rm, 7);
}

TEST(Decode, KnowsXdma) {
  const instruction dmstati = decode(0x0820052B); // dmstati a0, 2
  EXPECT_EQ(dmstati.code, op::dmstati);
  EXPECT_EQ(dmstati.rd, 10);
  EXPECT_EQ(dmstati.rs2, 2);
}

// As the RTL's decoder: what no document describes, and what the default
// configuration has no unit for.
TEST(Decode, HasNoOtherFormats) {
  for (std::uint32_t word :
       {0xAFC00033u /* vfnsum.s */, 0x98100033u /* vfclass.s */,
        0x82002033u /* vfadd.h */, 0x04000053u /* fadd.h */,
        0x00001007u /* flh */, 0xD200002Bu /* fcvt.d.w of copift */})
    EXPECT_EQ(decode(word).code, op::illegal) << std::hex << word;
}

TEST(Decode, ListsEachEncoding) {
  for (std::uint32_t word : encodings())
    EXPECT_NE(decode(word).code, op::illegal) << std::hex << word;
}

TEST(Decode, CallsTheRestIllegal) {
  EXPECT_EQ(decode(0).code, op::illegal);
  EXPECT_EQ(decode(0xFFFFFFFF).code, op::illegal);
  EXPECT_EQ(decode(0x02A5D513 | 1u << 25).code, op::illegal); // 6-bit shift
}

} // namespace
} // namespace seeker::iss
