// What the public cluster gets wrong and a program can see: the right
// behaviour.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A line a defect of the list of known ones; the exit code is the number of one
// that shows.
#include "raw.h"

enum { kTransfers = 6, kWords = 1024, kRows = 64, kRowWords = 32 };
static uint32_t source[kWords] __attribute__((aligned(64)));
static volatile uint32_t sink[kRows * kRowWords] __attribute__((aligned(64)));
static volatile int failed;

// Xssr by its encodings: the register in imm[11:5], the stream in imm[4:0].
#define SCFGWI(value, reg, ssr)                                                \
  ".insn i 0x2b, 2, x0, " value ", " #reg " * 32 + " #ssr "\n\t"
#define SCFGRI(to, reg, ssr)                                                   \
  ".insn i 0x2b, 1, " to ", x0, " #reg " * 32 + " #ssr "\n\t"
// A body of `length` instructions.
#define FREP(iterations_less_one, length)                                      \
  ".insn i 0x0b, 0, x1, " iterations_less_one ", " #length                     \
  " - " STRING(SEEKER_FREP_LENGTH_MINUS_ONE) "\n\t"
#define STRING(x) STRING_OF(x)
#define STRING_OF(x) #x

// 1: scfgri never answers, and the FPU hangs.
static int configuration_reads(void) {
  uint32_t got;
  double sum = 1;
  __asm__ volatile(SCFGWI("%2", 2, 0) SCFGRI("%0", 2, 0) "fadd.d %1, %1, %1"
                   : "=&r"(got), "+f"(sum)
                   : "r"(7));
  return got == 7 && sum == 2 ? 0 : 1;
}

// 2: ids repeat while requests queue; who waits for a queued one goes on early.
static int ids_of_queued_transfers(void) {
  uint32_t id[kTransfers];
  volatile uint32_t *to = (volatile uint32_t *)SEEKER_TCDM_BASE;
  for (uint32_t i = 0; i < kWords; ++i)
    source[i] = i + 1;
  for (uint32_t i = 0; i < kTransfers; ++i)
    to[(i + 1) * kWords - 1] = 0;
  __asm__ volatile("fence" ::: "memory");
  for (uint32_t i = 0; i < kTransfers; ++i)
    id[i] = dma_1d(to + i * kWords, source, 4 * kWords);
  for (uint32_t i = 0; i < kTransfers; ++i) {
    dma_wait(id[i]);
    if (to[(i + 1) * kWords - 1] != kWords || (i && id[i] != id[i - 1] + 1))
      return 2;
  }
  return 0;
}

// 3: a nest of loops with the same first and last instruction runs a wrong
// number of times.
static int perfect_nest(void) {
  double one = 1, a = 0, b = 0;
  __asm__ volatile(FREP("%2", 2) FREP("%3", 2) "fadd.d %0, %0, %4\n\t"
                                               "fadd.d %1, %1, %4"
                   : "+f"(a), "+f"(b)
                   : "r"(2), "r"(4), "f"(one));
  return a == 15 && b == 15 ? 0 : 3;
}

// 4: a read of fcsr does not see what is still in the FPU.
static int flags_of_the_last_instruction(void) {
  enum { kInexact = 1, kDividedByZero = 8 };
  uint32_t first, second;
  double one = 1, three = 3, zero = 0, result;
  __asm__ volatile("csrw fcsr, zero\n\tfdiv.d %2, %3, %4\n\tcsrr %0, fflags\n\t"
                   "fdiv.d %2, %3, %5\n\tcsrr %1, fcsr"
                   : "=&r"(first), "=&r"(second), "=&f"(result)
                   : "f"(one), "f"(three), "f"(zero));
  return first == kInexact && second == (kInexact | kDividedByZero) ? 0 : 4;
}

// 5: unknown CSRs read 0.
static int unknown_csrs(void) {
  uint32_t value;
  expect_trap();
  __asm__ volatile("csrr %0, 0x5c0" : "=r"(value));
  if (taken_trap() != 2)
    return 5;
  expect_trap();
  __asm__ volatile("csrw 0x7c9, zero");
  return taken_trap() == 2 ? 0 : 5;
}

// 6: an instruction of a format that there is not blocks the FPU.
static int unknown_fp_instruction(void) {
  double sum = 1;
  expect_trap();
  __asm__ volatile(".word 0x04000053"); // fadd.h ft0, ft0, ft0
  if (taken_trap() != 2)
    return 6;
  __asm__ volatile("fadd.d %0, %0, %0" : "+f"(sum));
  return sum == 2 ? 0 : 6;
}

// 7: -1 / 1 is 0, and its remainder -1.
static int minus_one_by_one(void) {
  int32_t quotient, remainder;
  __asm__ volatile("div %0, %1, %2" : "=r"(quotient) : "r"(-1), "r"(1));
  __asm__ volatile("rem %0, %1, %2" : "=r"(remainder) : "r"(-1), "r"(1));
  return quotient == -1 && remainder == 0 ? 0 : 7;
}

// 8: an infinity narrows to the largest number in modes that point away from
// it.
#define NARROWED(value, mode)                                                  \
  ({                                                                           \
    uint32_t bits_;                                                            \
    __asm__ volatile("fcvt.s.d ft3, %1, " mode "\n\tfmv.x.w %0, ft3"           \
                     : "=r"(bits_)                                             \
                     : "f"(value)                                              \
                     : "ft3");                                                 \
    bits_;                                                                     \
  })
static int infinities(void) {
  double up = __builtin_inf(), down = -up;
  if (NARROWED(up, "rtz") != 0x7f800000 || NARROWED(up, "rdn") != 0x7f800000 ||
      NARROWED(up, "rne") != 0x7f800000)
    return 8;
  if (NARROWED(down, "rtz") != 0xff800000 ||
      NARROWED(down, "rup") != 0xff800000 ||
      NARROWED(down, "rmm") != 0xff800000)
    return 8;
  return 0;
}

// 9: a misaligned FP load or store hangs.
static int misaligned_fp_access(void) {
  double value = 1;
  expect_trap();
  __asm__ volatile("fld %0, 4(%1)" : "+f"(value) : "r"(SEEKER_TCDM_BASE));
  if (taken_trap() != 4)
    return 9;
  expect_trap();
  __asm__ volatile("fsw %0, 2(%1)" ::"f"(value), "r"(SEEKER_TCDM_BASE));
  return taken_trap() == 6 && value == 1 ? 0 : 9;
}

// 10: a read job that is posted while the streamer's own write job runs hangs.
static int read_job_behind_a_write_job(void) {
  volatile double *at = (volatile double *)(SEEKER_TCDM_BASE + 0x9000);
  double a = 3, b = 4, difference;
  at[2] = 10;
  at[3] = 7;
  __asm__ volatile("fence\n\t" SCFGWI("%3", 2, 0) SCFGWI("%4", 6, 0)
                       SCFGWI("%5", 28, 0)               // writes two
                   "csrsi 0x7c0, 1\n\tfmv.d ft0, %1\n\t" // one of them
                   SCFGWI("%6", 24, 0)                   // reads two
                   "fmv.d ft0, %2\n\tfmv.d ft3, ft0\n\t"
                   "fsub.d %0, ft3, ft0\n\tcsrci 0x7c0, 1"
                   : "=&f"(difference)
                   : "f"(a), "f"(b), "r"(1), "r"(8), "r"(at), "r"(at + 2)
                   : "ft0", "ft1", "ft2", "ft3", "memory");
  return difference == 3 && at[0] == 3 && at[1] == 4 ? 0 : 10;
}

// 11: rows of 128 bytes to L3, and a read after them.
static int rows_to_l3(void) {
  volatile uint32_t *from = (volatile uint32_t *)SEEKER_TCDM_BASE;
  for (uint32_t i = 0; i < kRows * kRowWords; ++i)
    from[i] = ~i;
  __asm__ volatile("fence" ::: "memory");
  dma_wait(
      dma_2d(sink, from, 4 * kRowWords, 4 * kRowWords, 4 * kRowWords, kRows));
  dma_wait(dma_1d(from, source, 4 * kWords));
  for (uint32_t i = 0; i < kRows * kRowWords; ++i)
    if (sink[i] != ~i)
      return 11;
  return from[kWords - 1] == source[kWords - 1] ? 0 : 11;
}

// 12: sc.w succeeds after a store of its own to the reserved word.
static int own_store_loses_the_reservation(void) {
  volatile uint32_t *at = (volatile uint32_t *)(SEEKER_TCDM_BASE + 0x8000);
  uint32_t old, refused;
  *at = 1;
  __asm__ volatile("lr.w %0, (%2)\n\tsw %3, 0(%2)\n\tsc.w %1, %4, (%2)"
                   : "=&r"(old), "=&r"(refused)
                   : "r"(at), "r"(2), "r"(3)
                   : "memory");
  return refused != 0 && *at == 2 ? 0 : 12;
}

static const struct {
  int (*shows)(void); // its number, or 0
  uint32_t hart;
  const char *right;
} kDefects[] = {
    {configuration_reads, 0, "1 scfgri answers\n"},
    {ids_of_queued_transfers, kDm, "2 a transfer has its id when it queues\n"},
    {perfect_nest, 0, "3 a perfect nest runs as often as it says\n"},
    {flags_of_the_last_instruction, 0, "4 fcsr is read after the FPU\n"},
    {unknown_csrs, 0, "5 an unknown CSR traps\n"},
    {unknown_fp_instruction, 0, "6 an unknown FP instruction traps\n"},
    {minus_one_by_one, 0, "7 -1 by 1 is -1, the remainder 0\n"},
    {infinities, 0, "8 an infinity narrows to one\n"},
    {misaligned_fp_access, 0, "9 a misaligned FP access traps\n"},
    {read_job_behind_a_write_job, 0, "10 a read job waits for its write job\n"},
    {rows_to_l3, kDm, "11 rows of 128 bytes to L3, then a read\n"},
    {own_store_loses_the_reservation, 0, "12 sc.w fails after an own store\n"},
};

int raw_main(uint32_t hart) {
  for (uint32_t i = 0; i < sizeof kDefects / sizeof *kDefects; ++i) {
    if (hart == kDefects[i].hart)
      failed = kDefects[i].shows();
    barrier();
    if (failed)
      return failed;
    if (hart == 0)
      print(kDefects[i].right);
    barrier();
  }
  return 0;
}
