// Traps, CSRs and interrupts: what a handler sees, what software may write.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "isa.h"

// Of the last trap of a hart; mscratch points to it. An exception goes on at
// `resume`, or behind the instruction where that is 0; an interrupt clears mie.
struct seen {
  uint32_t cause, epc, tval, resume, status;
  uint32_t saved;
};
static volatile struct seen seen_by[kHarts];

__asm__(
    ".text\n\t.balign 4\n"
    "record_trap:\n\t"
    "csrrw t0, mscratch, t0\n\tsw t1, 20(t0)\n\t"
    "csrr t1, mcause\n\tsw t1, 0(t0)\n\tcsrr t1, mepc\n\tsw t1, 4(t0)\n\t"
    "csrr t1, mtval\n\tsw t1, 8(t0)\n\tcsrr t1, mstatus\n\tsw t1, 16(t0)\n\t"
    "lw t1, 0(t0)\n\tbltz t1, 1f\n\tlw t1, 12(t0)\n\tbnez t1, 2f\n\t"
    "lw t1, 4(t0)\n\taddi t1, t1, 4\n2:\tcsrw mepc, t1\n\tj 3f\n"
    "1:\tcsrw mie, zero\n"
    "3:\tlw t1, 20(t0)\n\tcsrrw t0, mscratch, t0\n\tmret");
void record_trap(void);

enum { kMie = 8, kMpie = 0x80 };
#define READ(csr)                                                              \
  ({                                                                           \
    uint32_t value_;                                                           \
    __asm__ volatile("csrr %0, " #csr : "=r"(value_));                         \
    value_;                                                                    \
  })
#define WRITE(csr, value) __asm__ volatile("csrw " #csr ", %0" ::"r"(value))

static volatile struct seen *begin(volatile struct seen *seen) {
  seen->cause = ~0u;
  seen->resume = 0;
  return seen;
}

// `instruction`, which stands at the fourth byte of what is assembled.
#define TRAPS(instruction, why, value, ...)                                    \
  do {                                                                         \
    uint32_t pc_;                                                              \
    begin(seen);                                                               \
    __asm__ volatile("auipc %0, 0\n\t" instruction                             \
                     : "=&r"(pc_)                                              \
                     : __VA_ARGS__                                             \
                     : "memory", "t3", "ft3");                                 \
    pc_ += 4;                                                                  \
    CHECK(seen->cause == (why));                                               \
    CHECK(seen->epc == pc_);                                                   \
    CHECK(seen->tval == (uint32_t)(value));                                    \
  } while (0)
#define PASSES(instruction, ...)                                               \
  do {                                                                         \
    begin(seen);                                                               \
    __asm__ volatile(instruction : : __VA_ARGS__ : "memory", "t3", "ft3");     \
    CHECK(seen->cause == ~0u);                                                 \
  } while (0)

static int exceptions(volatile struct seen *seen, uint32_t at) {
  TRAPS(".word 0xffffffff", 2, 0xFFFFFFFF, "r"(0));
  TRAPS(".word 0", 2, 0, "r"(0));
  TRAPS(".word 0x02051013", 2, 0x02051013, "r"(0)); // slli by 32
  TRAPS(".word 0x30200173", 2, 0x30200173, "r"(0)); // mret with a register
  TRAPS(".word 0x10200073", 2, 0x10200073, "r"(0)); // sret
  TRAPS(".word 0x0000400f", 2, 0x0000400F, "r"(0)); // no fence
  TRAPS(".word 0x0000b02f", 2, 0x0000B02F, "r"(0)); // amoadd.d
  TRAPS(".word 0x04000053", 2, 0x04000053, "r"(0)); // fadd.h
  TRAPS("ecall", 11, 0, "r"(0));
  TRAPS("ebreak", 3, pc_, "r"(0));
  TRAPS("lw t3, 1(%1)", 4, at + 1, "r"(at));
  TRAPS("lw t3, 2(%1)", 4, at + 2, "r"(at));
  TRAPS("lh t3, 3(%1)", 4, at + 3, "r"(at));
  TRAPS("lhu t3, -1(%1)", 4, at - 1, "r"(at));
  TRAPS("flw ft3, 2(%1)", 4, at + 2, "r"(at));
  TRAPS("fld ft3, 4(%1)", 4, at + 4, "r"(at));
  TRAPS("sw zero, 3(%1)", 6, at + 3, "r"(at));
  TRAPS("sh zero, 1(%1)", 6, at + 1, "r"(at));
  TRAPS("fsw ft3, 1(%1)", 6, at + 1, "r"(at));
  TRAPS("fsd ft3, 12(%1)", 6, at + 12, "r"(at));
  TRAPS("lw t3, 0(%1)", 5, 0x200, "r"(0x200));
  TRAPS("sw t3, 4(%1)", 7, 0x204, "r"(0x200));
  TRAPS("amoswap.w t3, t3, (%1)", 7, 0x200, "r"(0x200));
  TRAPS("jalr t3, 2(%1)", 0, at + 2, "r"(at));
  PASSES("la t3, 1f\n\tjalr t3, 1(t3)\n1:", "r"(0)); // the lowest bit goes
  TRAPS(".word 0x0060006f", 0, pc_ + 6, "r"(0));     // jal
  TRAPS(".word 0x00000363", 0, pc_ + 6, "r"(0));     // beq, taken
  PASSES(".word 0x00001363", "r"(0));                // bne, not taken
  // What traps writes no register.
  uint32_t value = 5;
  begin(seen);
  __asm__ volatile("lw %0, 1(%1)\n\tcsrr %0, 0x123\n\tjalr %0, 2(%1)"
                   : "+r"(value)
                   : "r"(at));
  CHECK(value == 5);
  // A jump to where nothing is: the fault is the target's.
  uint32_t behind, link;
  begin(seen);
  __asm__ volatile("la %0, 1f\n\tsw %0, 12(%2)\n\tjalr %1, 0(%3)\n1:"
                   : "=&r"(behind), "=&r"(link)
                   : "r"(seen), "r"(0x300)
                   : "memory");
  CHECK(seen->cause == 1 && seen->epc == 0x300 && seen->tval == 0x300);
  CHECK(link == behind);
  seen->resume = 0;
  return 0;
}

static int registers(volatile struct seen *seen, uint32_t hart) {
  CHECK(READ(mhartid) == hart && READ(misa) == 0x40801129);
  CHECK(READ(mvendorid) == 0 && READ(marchid) == 0 && READ(mimpid) == 0);
  PASSES("csrw misa, zero", "r"(0));
  CHECK(READ(misa) == 0x40801129);
  // Whether a read-only CSR is written is told by the instruction, not by the
  // value.
  PASSES("csrrs t3, mhartid, zero\n\tcsrrc t3, mhartid, zero\n\t"
         "csrrsi t3, mhartid, 0\n\tcsrrci t3, mhartid, 0",
         "r"(0));
  TRAPS("csrrw t3, mhartid, zero", 2, 0xF1401E73, "r"(0));
  TRAPS("csrrwi t3, mhartid, 0", 2, 0xF1405E73, "r"(0));
  TRAPS("csrrsi t3, mhartid, 1", 2, 0xF140EE73, "r"(0));
  TRAPS("csrrc t3, mhartid, t3", 2, 0xF14E3E73, "r"(0));
  TRAPS("csrr t3, 0x123", 2, 0x12302E73, "r"(0));
  TRAPS("csrr t3, 0xc00", 2, 0xC0002E73, "r"(0));
  TRAPS("csrw satp, zero", 2, 0x18001073, "r"(0));
  // mscratch is the handler's: mtval has as many bits.
  uint32_t old;
  WRITE(mtval, 0xF0F0F0F0);
  __asm__ volatile("csrrs %0, mtval, %1" : "=&r"(old) : "r"(0x0F000001));
  CHECK(old == 0xF0F0F0F0 && READ(mtval) == 0xFFF0F0F1);
  __asm__ volatile("csrrc %0, mtval, %1" : "=&r"(old) : "r"(0xF0000000));
  CHECK(old == 0xFFF0F0F1 && READ(mtval) == 0x0FF0F0F1);
  __asm__ volatile("csrrwi %0, mtval, 31" : "=r"(old));
  CHECK(old == 0x0FF0F0F1 && READ(mtval) == 31);
  __asm__ volatile("csrrci %0, mtval, 9\n\tcsrsi mtval, 8" : "=r"(old));
  CHECK(old == 31 && READ(mtval) == 30);
  old = 0xFFFFFFFF;
  __asm__ volatile("csrrw %0, mtval, %0" : "+r"(old)); // both at once
  CHECK(old == 30 && READ(mtval) == 0xFFFFFFFF);
  // Fields that hold but some values.
  const uint32_t vector = READ(mtvec);
  WRITE(mtvec, vector | 3);
  CHECK(READ(mtvec) == vector);
  WRITE(mepc, 0x12345677);
  CHECK(READ(mepc) == 0x12345674);
  WRITE(mie, 0xFFFFFFFF);
  CHECK(READ(mie) == 0x00180888);
  WRITE(mie, 0);
  WRITE(mstatus, 0xFFFFFFFF);
  CHECK(READ(mstatus) == 0x80007888);
  WRITE(mstatus, 0);
  CHECK(READ(mstatus) == 0x80007800);
  // Counters.
  uint32_t first, second;
  __asm__ volatile("csrr %0, minstret\n\tnop\n\tnop\n\tnop\n\tcsrr %1, minstret"
                   : "=&r"(first), "=r"(second));
  CHECK(second - first == 4);
  __asm__ volatile("csrw minstret, %1\n\tcsrr %0, minstret"
                   : "=&r"(first)
                   : "r"(1000));
  CHECK(first == 1000);
  first = READ(mcycle);
  CHECK(READ(mcycle) - first >= 1 && READ(mcycle) - first < 10000);
  WRITE(mcycleh, 7);
  CHECK(READ(mcycleh) == 7);
  return 0;
}

static volatile uint32_t *msip(uint32_t hart) {
  return (volatile uint32_t *)(SEEKER_CLINT_BASE + 4 * hart);
}
static volatile uint32_t *mtimecmp(uint32_t hart) {
  return (volatile uint32_t *)(SEEKER_CLINT_BASE + 0x4000 + 8 * hart);
}

enum { kSoftware, kTimer, kCluster, kSources };
static const uint32_t number_of[kSources] = {3, 7, 19};

static void raise(uint32_t source, uint32_t hart, int up) {
  if (source == kSoftware)
    *msip(hart) = up;
  else if (source == kTimer)
    mtimecmp(hart)[1] = up ? 0 : 0xFFFFFFFF, mtimecmp(hart)[0] = 0;
  else
    *(volatile uint32_t *)(SEEKER_PERIPHERAL_BASE + (up ? 0x1A0 : 0x1A8)) =
        1u << hart;
  // On its way.
  for (int i = 0; i < 1000; ++i)
    if ((READ(mip) >> number_of[source] & 1) == (uint32_t)up)
      break;
}

static int interrupts(volatile struct seen *seen, uint32_t hart) {
  uint32_t before, behind;
  WRITE(mie, 0);
  WRITE(mstatus, 0);
  for (uint32_t source = 0; source < kSources; ++source) {
    const uint32_t bit = 1u << number_of[source];
    CHECK(!(READ(mip) & bit));
    raise(source, hart, 1);
    CHECK(READ(mip) & bit);
    // Neither enable is enough.
    begin(seen);
    WRITE(mie, bit);
    __asm__ volatile("nop\n\tnop\n\tnop");
    WRITE(mie, 0);
    WRITE(mstatus, kMie);
    __asm__ volatile("nop\n\tnop\n\tnop");
    WRITE(mstatus, 0);
    CHECK(seen->cause == ~0u);
    // What is pending ends a sleep, enabled or not by mstatus.
    WRITE(mie, bit);
    __asm__ volatile("wfi");
    CHECK(seen->cause == ~0u);
    __asm__ volatile(
        "la %0, 1f\n\tla %1, 2f\n1:\tcsrsi mstatus, 8\n2:\tnop\n\tnop"
        : "=&r"(before), "=&r"(behind)
        :
        : "memory");
    CHECK(seen->cause == (0x80000000 | number_of[source]));
    CHECK(seen->epc == behind);
    CHECK((seen->status & (kMie | kMpie)) == kMpie);
    CHECK((READ(mstatus) & (kMie | kMpie)) == (kMie | kMpie));
    WRITE(mstatus, 0);
    raise(source, hart, 0);
    CHECK(!(READ(mip) & bit));
  }
  // All at once: software, timer, cluster.
  for (uint32_t source = kSources; source-- > 0;)
    raise(source, hart, 1);
  for (uint32_t source = 0; source < kSources; ++source) {
    begin(seen);
    WRITE(mie, 0x00180888);
    __asm__ volatile("csrsi mstatus, 8\n\tnop\n\tnop\n\tcsrci mstatus, 8" ::
                         : "memory");
    CHECK(seen->cause == (0x80000000 | number_of[source]));
    raise(source, hart, 0);
  }
  // Asleep until a timer ends it: the handler returns behind the wfi.
  begin(seen);
  WRITE(mie, 1u << 7);
  mtimecmp(hart)[1] = 0xFFFFFFFF;
  mtimecmp(hart)[0] = *(volatile uint32_t *)(SEEKER_CLINT_BASE + 0xBFF8) + 2000;
  mtimecmp(hart)[1] = 0;
  __asm__ volatile("fence\n\tla %0, 1f\n\tcsrsi mstatus, 8\n\twfi\n1:\tnop\n\t"
                   "csrci mstatus, 8"
                   : "=&r"(behind)
                   :
                   : "memory");
  CHECK(seen->cause == 0x80000007 && seen->epc == behind);
  raise(kTimer, hart, 0);
  return 0;
}

static int isa_main(uint32_t hart) {
  volatile struct seen *seen = &seen_by[hart];
  const uint32_t vector = READ(mtvec), enabled = READ(mie);
  WRITE(mtvec, record_trap);
  WRITE(mie, 0);
  WRITE(mscratch, seen);
  int line = exceptions(seen, (uint32_t)own_l1(hart) + 64);
  if (!line)
    line = registers(seen, hart);
  if (!line)
    line = interrupts(seen, hart);
  WRITE(mtvec, vector);
  WRITE(mscratch, 0);
  WRITE(mie, enabled);
  return line;
}
