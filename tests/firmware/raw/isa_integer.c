// RV32I and M, instruction by instruction, with the operands that go wrong.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "isa.h"

#define RR(op, a, b, want)                                                     \
  do {                                                                         \
    uint32_t r_;                                                               \
    __asm__ volatile(#op " %0, %1, %2"                                         \
                     : "=r"(r_)                                                \
                     : "r"((uint32_t)(a)), "r"((uint32_t)(b)));                \
    CHECK(r_ == (uint32_t)(want));                                             \
    r_ = (uint32_t)(a); /* in place */                                         \
    __asm__ volatile(#op " %0, %0, %1" : "+r"(r_) : "r"((uint32_t)(b)));       \
    CHECK(r_ == (uint32_t)(want));                                             \
  } while (0)
#define RI(op, a, imm, want)                                                   \
  do {                                                                         \
    uint32_t r_;                                                               \
    __asm__ volatile(#op " %0, %1, " #imm : "=r"(r_) : "r"((uint32_t)(a)));    \
    CHECK(r_ == (uint32_t)(want));                                             \
  } while (0)
// The operation on one register alone.
#define SELF(op, a, want)                                                      \
  do {                                                                         \
    uint32_t r_ = (uint32_t)(a);                                               \
    __asm__ volatile(#op " %0, %0, %0" : "+r"(r_));                            \
    CHECK(r_ == (uint32_t)(want));                                             \
  } while (0)

static int arithmetic(void) {
  RR(add, 0x7FFFFFFF, 1, 0x80000000);
  RR(add, 0xFFFFFFFF, 1, 0);
  RR(add, 0x80000000, 0x80000000, 0);
  SELF(add, 0x40000001, 0x80000002);
  RR(sub, 0, 1, 0xFFFFFFFF);
  RR(sub, 0x80000000, 1, 0x7FFFFFFF);
  RR(sub, 0x80000000, 0xFFFFFFFF, 0x80000001);
  SELF(sub, 0x12345678, 0);
  RI(addi, 0x7FFFFFFF, 2047, 0x800007FE);
  RI(addi, 0, -2048, 0xFFFFF800);
  RR(slt, 0x80000000, 0x7FFFFFFF, 1);
  RR(slt, 0x7FFFFFFF, 0x80000000, 0);
  RR(slt, 5, 5, 0);
  RR(sltu, 0x80000000, 0x7FFFFFFF, 0);
  RR(sltu, 0, 0xFFFFFFFF, 1);
  RI(slti, 0xFFFFFFFF, 0, 1);
  RI(slti, 0, -2048, 0);
  RI(sltiu, 0, -1, 1); // the immediate is extended by its sign, then unsigned
  RI(sltiu, 0xFFFFF7FF, -2048, 1);
  RI(sltiu, 0xFFFFF800, -2048, 0);
  RI(sltiu, 0, 1, 1);
  RR(and, 0xFF00FF00, 0x0FF00FF0, 0x0F000F00);
  RR(or, 0xFF00FF00, 0x0FF00FF0, 0xFFF0FFF0);
  RR(xor, 0xFF00FF00, 0x0FF00FF0, 0xF0F0F0F0);
  SELF(xor, 0xDEADBEEF, 0);
  RI(andi, 0xFF00FF00, -241, 0xFF00FF00);
  RI(ori, 0x00FF00FF, 0x70F, 0x00FF07FF);
  RI(xori, 0x00FF0F00, -1, 0xFF00F0FF);
  RR(sll, 1, 31, 0x80000000);
  RR(sll, 1, 32, 1); // only the lower five bits count
  RR(sll, 0x21212121, 0xFFFFFFC7, 0x90909080);
  RR(srl, 0x80000000, 31, 1);
  RR(srl, 0x80000000, 0xFFFFFFE0, 0x80000000);
  RR(sra, 0x80000000, 31, 0xFFFFFFFF);
  RR(sra, 0x7FFFFFFF, 0x3E, 1);
  RR(sra, 0x81818181, 0xFFFFFFC7, 0xFF030303);
  RI(slli, 0xFFFFFFFF, 0, 0xFFFFFFFF);
  RI(slli, 0x21212121, 31, 0x80000000);
  RI(srli, 0xFFFFFFFF, 31, 1);
  RI(srai, 0x80000000, 1, 0xC0000000);
  RI(srai, 0x80000000, 31, 0xFFFFFFFF);
  uint32_t high, pc, pc_4096;
  __asm__ volatile("lui %0, 0xfffff" : "=r"(high));
  CHECK(high == 0xFFFFF000);
  __asm__ volatile("auipc %0, 0\n\tauipc %1, 1" : "=r"(pc), "=&r"(pc_4096));
  CHECK(pc_4096 - pc == 0x1004);
  __asm__ volatile("auipc %0, 0\n\tauipc %1, 0xfffff"
                   : "=r"(pc), "=&r"(pc_4096));
  CHECK(pc_4096 - pc == 4u - 0x1000u);
  // x0 stays 0, whatever is written to it.
  uint32_t zero;
  __asm__ volatile("addi x0, %1, 1\n\tlui x0, 5\n\tmul x0, %1, %1\n\t"
                   "lw x0, 0(%1)\n\taddi %0, x0, 0"
                   : "=r"(zero)
                   : "r"(SEEKER_TCDM_BASE));
  CHECK(zero == 0);
  return 0;
}

static int multiplication(void) {
  RR(mul, 0xFFFFFFFF, 0xFFFFFFFF, 1);
  RR(mul, 0x80000000, 0x80000000, 0);
  RR(mul, 0xAAAAAAAB, 0x0002FE7D, 0x0000FF7F);
  RR(mulh, 0xFFFFFFFF, 0xFFFFFFFF, 0);
  RR(mulh, 0x80000000, 0x80000000, 0x40000000);
  RR(mulh, 0x80000000, 0x7FFFFFFF, 0xC0000000);
  RR(mulh, 0xFFFFFFFF, 1, 0xFFFFFFFF);
  RR(mulhu, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE);
  RR(mulhu, 0x80000000, 0x80000000, 0x40000000);
  RR(mulhu, 0xFFFFFFFF, 1, 0);
  RR(mulhsu, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF);
  RR(mulhsu, 0x80000000, 0xFFFFFFFF, 0x80000000);
  RR(mulhsu, 1, 0xFFFFFFFF, 0);
  RR(mulhsu, 0x7FFFFFFF, 0x80000000, 0x3FFFFFFF);
  SELF(mul, 0xFFFFFFFB, 25);
  RR(div, 20, 6, 3);
  RR(div, -20, 6, -3); // towards zero
  RR(div, 20, -6, -3);
  RR(div, -20, -6, 3);
  RR(div, -1, 1, -1);
  RR(div, 0x80000000, 1, 0x80000000);
  RR(div, 0x80000000, -1, 0x80000000); // overflow
  RR(div, 7, 0, 0xFFFFFFFF);
  RR(div, 0x80000000, 0, 0xFFFFFFFF);
  RR(divu, 0x80000000, 0xFFFFFFFF, 0);
  RR(divu, 0xFFFFFFFF, 1, 0xFFFFFFFF);
  RR(divu, 0xFFFFFFFE, 2, 0x7FFFFFFF);
  RR(divu, 1, 0, 0xFFFFFFFF);
  RR(rem, 20, 6, 2);
  RR(rem, -20, 6, -2); // the sign is the dividend's
  RR(rem, 20, -6, 2);
  RR(rem, -20, -6, -2);
  RR(rem, -1, 1, 0);
  RR(rem, 0x80000000, -1, 0);
  RR(rem, 0x80000000, 0, 0x80000000);
  RR(rem, -7, 0, -7);
  RR(remu, 0x80000000, 0xFFFFFFFF, 0x80000000);
  RR(remu, 0xFFFFFFFF, 10, 5);
  RR(remu, 7, 0, 7);
  SELF(div, 0x80000000, 1);
  SELF(rem, 0x80000000, 0);
  return 0;
}

#define LOAD(op, offset, want)                                                 \
  do {                                                                         \
    uint32_t r_;                                                               \
    __asm__ volatile(#op " %0, " #offset "(%1)"                                \
                     : "=r"(r_)                                                \
                     : "r"(at)                                                 \
                     : "memory");                                              \
    CHECK(r_ == (uint32_t)(want));                                             \
  } while (0)
#define STORE(op, offset, value)                                               \
  do {                                                                         \
    __asm__ volatile(#op " %0, " #offset "(%1)"                                \
                     :                                                         \
                     : "r"(value), "r"(at)                                     \
                     : "memory");                                              \
  } while (0)

// `at` is the middle of 16 words.
static int memory(volatile uint32_t *at) {
  at[0] = 0x80FF7F01;
  at[-1] = 0xF00F8001;
  LOAD(lw, 0, 0x80FF7F01);
  LOAD(lw, -4, 0xF00F8001);
  LOAD(lb, 0, 0x01);
  LOAD(lb, 1, 0x7F);
  LOAD(lb, 2, 0xFFFFFFFF);
  LOAD(lb, 3, 0xFFFFFF80);
  LOAD(lbu, 2, 0xFF);
  LOAD(lbu, 3, 0x80);
  LOAD(lh, 0, 0x7F01);
  LOAD(lh, 2, 0xFFFF80FF);
  LOAD(lh, -4, 0xFFFF8001);
  LOAD(lhu, 2, 0x80FF);
  LOAD(lhu, -2, 0xF00F);
  // A narrow store leaves its neighbours.
  at[0] = at[1] = 0x11111111;
  STORE(sb, 0, 0xFFFFFFA0);
  CHECK(at[0] == 0x111111A0);
  STORE(sb, 3, 0xB1);
  CHECK(at[0] == 0xB11111A0 && at[1] == 0x11111111);
  STORE(sh, 2, 0x12345678);
  CHECK(at[0] == 0x567811A0);
  STORE(sh, 4, 0xFFFF9ABC);
  CHECK(at[0] == 0x567811A0 && at[1] == 0x11119ABC);
  STORE(sw, -16, 0xCAFEBABE);
  CHECK(at[-4] == 0xCAFEBABE);
  // A load into its own base; a store of its own base.
  uint32_t both = (uint32_t)at;
  at[0] = 77;
  __asm__ volatile("sw %0, 8(%0)\n\tlw %0, 8(%0)\n\tlw %0, 0(%0)"
                   : "+r"(both)::"memory");
  CHECK(both == 77 && at[2] == (uint32_t)at);
  return 0;
}

// Whether a branch is taken; forward and back.
#define BRANCH(op, a, b, taken)                                                \
  do {                                                                         \
    uint32_t r_ = 0;                                                           \
    __asm__ volatile(#op " %1, %2, 1f\n\taddi %0, %0, 1\n1:\taddi %0, %0, 2"   \
                     : "+r"(r_)                                                \
                     : "r"((uint32_t)(a)), "r"((uint32_t)(b)));                \
    CHECK(r_ == ((taken) ? 2 : 3));                                            \
    __asm__ volatile("li %0, 0\n\tj 2f\n1:\taddi %0, %0, 4\n\tj 3f\n"          \
                     "2:\t" #op " %1, %2, 1b\n\taddi %0, %0, 8\n3:"            \
                     : "=&r"(r_)                                               \
                     : "r"((uint32_t)(a)), "r"((uint32_t)(b)));                \
    CHECK(r_ == ((taken) ? 4 : 8));                                            \
  } while (0)

static int jumps(void) {
  BRANCH(beq, 0, 0, 1);
  BRANCH(beq, 0, 0x80000000, 0);
  BRANCH(bne, 0, 0, 0);
  BRANCH(bne, -1, 1, 1);
  BRANCH(blt, -1, 0, 1);
  BRANCH(blt, 0, -1, 0);
  BRANCH(blt, 0x80000000, 0x7FFFFFFF, 1);
  BRANCH(blt, 3, 3, 0);
  BRANCH(bge, 3, 3, 1);
  BRANCH(bge, -1, 0, 0);
  BRANCH(bge, 0x7FFFFFFF, 0x80000000, 1);
  BRANCH(bltu, -1, 0, 0);
  BRANCH(bltu, 0, -1, 1);
  BRANCH(bltu, 3, 3, 0);
  BRANCH(bgeu, -1, 0, 1);
  BRANCH(bgeu, 0, 1, 0);
  BRANCH(bgeu, 3, 3, 1);
  uint32_t link, here, passed = 0;
  __asm__ volatile("auipc %1, 0\n\tjal %0, 1f\n\taddi %2, %2, 1\n1:"
                   : "=&r"(link), "=&r"(here), "+r"(passed));
  CHECK(link == here + 8 && passed == 0);
  // jalr into its own base; the lowest bit of the target is dropped.
  __asm__ volatile("auipc %0, 0\n\taddi %1, %0, 0\n\tjalr %0, 17(%0)\n\t"
                   "addi %2, %2, 1\n\taddi %2, %2, 2"
                   : "=&r"(link), "=&r"(here), "+r"(passed));
  CHECK(link == here + 12 && passed == 2);
  return 0;
}

static uint32_t in_l3[kHarts * 16];

static int isa_main(uint32_t hart) {
  int line = arithmetic();
  if (!line)
    line = multiplication();
  if (!line)
    line = memory(own_l1(hart) + 8);
  if (!line)
    line = memory(in_l3 + 16 * hart + 8);
  return line ? line : jumps();
}
