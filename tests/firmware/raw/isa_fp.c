// RV32F and D: results and flags, instruction by instruction.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "isa.h"

enum { kNX = 1, kUF = 2, kOF = 4, kDZ = 8, kNV = 16 };

static inline double d(uint64_t bits) {
  union {
    uint64_t bits;
    double value;
  } u = {bits};
  return u.value;
}
static inline uint64_t d_bits(double value) {
  union {
    double value;
    uint64_t bits;
  } u = {value};
  return u.bits;
}
static inline float s(uint32_t bits) {
  union {
    uint32_t bits;
    float value;
  } u = {bits};
  return u.value;
}
static inline uint32_t s_bits(float value) {
  union {
    float value;
    uint32_t bits;
  } u = {value};
  return u.bits;
}

// An instruction with its operands, between the flags' reset and their read.
#define RUN(instruction, result, flags, ...)                                   \
  __asm__ volatile("csrwi fflags, 0\n\t" instruction "\n\tcsrr %1, fflags"     \
                   : result, "=&r"(flags)                                      \
                   : __VA_ARGS__)
#define FP(type, bits, instruction, want, flags, ...)                          \
  do {                                                                         \
    type r_;                                                                   \
    uint32_t f_;                                                               \
    RUN(instruction, "=&f"(r_), f_, __VA_ARGS__);                              \
    CHECK(bits(r_) == (want));                                                 \
    CHECK(f_ == (flags));                                                      \
  } while (0)
#define D1(op, mode, a, want, flags)                                           \
  FP(double, d_bits, op " %0, %2" mode, want, flags, "f"(d(a)))
#define D2(op, mode, a, b, want, flags)                                        \
  FP(double, d_bits, op " %0, %2, %3" mode, want, flags, "f"(d(a)), "f"(d(b)))
#define D3(op, mode, a, b, c, want, flags)                                     \
  FP(double, d_bits, op " %0, %2, %3, %4" mode, want, flags, "f"(d(a)),        \
     "f"(d(b)), "f"(d(c)))
#define S1(op, mode, a, want, flags)                                           \
  FP(float, s_bits, op " %0, %2" mode, want, flags, "f"(s(a)))
#define S2(op, mode, a, b, want, flags)                                        \
  FP(float, s_bits, op " %0, %2, %3" mode, want, flags, "f"(s(a)), "f"(s(b)))
#define S3(op, mode, a, b, c, want, flags)                                     \
  FP(float, s_bits, op " %0, %2, %3, %4" mode, want, flags, "f"(s(a)),         \
     "f"(s(b)), "f"(s(c)))
// With an integer result.
#define X(instruction, want, flags, ...)                                       \
  do {                                                                         \
    uint32_t r_, f_;                                                           \
    RUN(instruction, "=&r"(r_), f_, __VA_ARGS__);                              \
    CHECK(r_ == (uint32_t)(want) && f_ == (flags));                            \
  } while (0)
#define XD1(op, mode, a, want, flags)                                          \
  X(op " %0, %2" mode, want, flags, "f"(d(a)))
#define XD2(op, a, b, want, flags)                                             \
  X(op " %0, %2, %3", want, flags, "f"(d(a)), "f"(d(b)))
#define XS1(op, mode, a, want, flags)                                          \
  X(op " %0, %2" mode, want, flags, "f"(s(a)))
#define XS2(op, a, b, want, flags)                                             \
  X(op " %0, %2, %3", want, flags, "f"(s(a)), "f"(s(b)))

#define D_NAN 0x7FF8000000000000
#define D_PAYLOAD 0xFFF8000000000123 // a quiet NaN
#define D_SIGNALING 0x7FF0000000000001
#define D_INF 0x7FF0000000000000
#define D_MAX 0x7FEFFFFFFFFFFFFF
#define D_LEAST 0x0010000000000000 // normal
#define D_ONE 0x3FF0000000000000
#define D_NEXT 0x3FF0000000000001 // to one
#define D_TINY 0x3CA0000000000000 // half of what is between them
#define D_HALF 0x3FE0000000000000
#define D_MINUS 0x8000000000000000
#define S_NAN 0x7FC00000
#define S_SIGNALING 0x7F800001
#define S_INF 0x7F800000
#define S_MAX 0x7F7FFFFF
#define S_ONE 0x3F800000
#define S_MINUS 0x80000000

static int sums_and_products(void) {
  D2("fadd.d", ", rne", D_ONE, D_TINY, D_ONE, kNX);
  D2("fadd.d", ", rtz", D_ONE, D_TINY, D_ONE, kNX);
  D2("fadd.d", ", rup", D_ONE, D_TINY, D_NEXT, kNX);
  D2("fadd.d", ", rdn", D_ONE, D_TINY, D_ONE, kNX);
  D2("fadd.d", ", rmm", D_ONE, D_TINY, D_NEXT, kNX);
  D2("fsub.d", ", rdn", D_MINUS | D_ONE, D_TINY, D_MINUS | D_NEXT, kNX);
  D2("fadd.d", ", rne", D_INF, D_MINUS | D_INF, D_NAN, kNV);
  D2("fsub.d", ", rne", D_INF, D_INF, D_NAN, kNV);
  D2("fadd.d", ", rne", D_SIGNALING, D_ONE, D_NAN, kNV);
  D2("fadd.d", ", rne", D_PAYLOAD, D_ONE, D_NAN, 0);
  D2("fadd.d", ", rne", D_MAX, D_MAX, D_INF, kOF | kNX);
  D2("fadd.d", ", rtz", D_MAX, D_MAX, D_MAX, kOF | kNX);
  D2("fadd.d", ", rdn", D_MAX, D_MAX, D_MAX, kOF | kNX);
  D2("fsub.d", ", rne", D_ONE, D_ONE, 0, 0);
  D2("fsub.d", ", rdn", D_ONE, D_ONE, D_MINUS, 0);
  D2("fmul.d", ", rne", D_LEAST, D_HALF, 0x0008000000000000, 0);
  D2("fmul.d", ", rne", 1, D_HALF, 0, kUF | kNX);
  D2("fmul.d", ", rup", 1, D_HALF, 1, kUF | kNX);
  D2("fmul.d", ", rmm", 1, D_HALF, 1, kUF | kNX);
  D2("fmul.d", ", rdn", 1, D_MINUS | D_HALF, D_MINUS | 1, kUF | kNX);
  D2("fmul.d", ", rne", 0, D_INF, D_NAN, kNV);
  D2("fmul.d", ", rne", D_MINUS, D_ONE, D_MINUS, 0);
  S2("fadd.s", ", rne", S_ONE, 0x33800000, S_ONE, kNX);
  S2("fadd.s", ", rup", S_ONE, 0x33800000, 0x3F800001, kNX);
  S2("fadd.s", ", rmm", S_ONE, 0x33800000, 0x3F800001, kNX);
  S2("fsub.s", ", rne", S_INF, S_INF, S_NAN, kNV);
  S2("fmul.s", ", rne", S_MAX, S_MAX, S_INF, kOF | kNX);
  S2("fmul.s", ", rtz", S_MAX, S_MINUS | S_MAX, S_MINUS | S_MAX, kOF | kNX);
  S2("fmul.s", ", rne", 1, 0x3F000000, 0, kUF | kNX);
  S2("fmul.s", ", rne", S_SIGNALING, S_ONE, S_NAN, kNV);
  return 0;
}

static int quotients_and_roots(void) {
  D2("fdiv.d", ", rne", D_ONE, 0, D_INF, kDZ);
  D2("fdiv.d", ", rne", D_ONE, D_MINUS, D_MINUS | D_INF, kDZ);
  D2("fdiv.d", ", rne", 0, 0, D_NAN, kNV);
  D2("fdiv.d", ", rne", D_INF, D_INF, D_NAN, kNV);
  D2("fdiv.d", ", rne", D_INF, 0, D_INF, 0);
  D2("fdiv.d", ", rne", D_ONE, D_INF, 0, 0);
  D2("fdiv.d", ", rne", D_ONE, 0x4008000000000000, 0x3FD5555555555555, kNX);
  D2("fdiv.d", ", rup", D_ONE, 0x4008000000000000, 0x3FD5555555555556, kNX);
  D1("fsqrt.d", ", rne", D_MINUS | D_ONE, D_NAN, kNV);
  D1("fsqrt.d", ", rne", D_MINUS, D_MINUS, 0);
  D1("fsqrt.d", ", rne", D_INF, D_INF, 0);
  D1("fsqrt.d", ", rne", 0x4000000000000000, 0x3FF6A09E667F3BCD, kNX);
  D1("fsqrt.d", ", rtz", 0x4000000000000000, 0x3FF6A09E667F3BCC, kNX);
  D1("fsqrt.d", ", rne", 0x4010000000000000, 0x4000000000000000, 0);
  S2("fdiv.s", ", rne", S_ONE, 0, S_INF, kDZ);
  S2("fdiv.s", ", rne", S_ONE, 0x40400000, 0x3EAAAAAB, kNX);
  S2("fdiv.s", ", rtz", S_ONE, 0x40400000, 0x3EAAAAAA, kNX);
  S1("fsqrt.s", ", rne", 0x40000000, 0x3FB504F3, kNX);
  S1("fsqrt.s", ", rne", S_MINUS | S_ONE, S_NAN, kNV);
  return 0;
}

static int fused(void) {
  const uint64_t two = 0x4000000000000000, three = 0x4008000000000000;
  D3("fmadd.d", ", rne", two, three, D_ONE, 0x401C000000000000, 0);
  D3("fmsub.d", ", rne", two, three, D_ONE, 0x4014000000000000, 0);
  D3("fnmsub.d", ", rne", two, three, D_ONE, 0xC014000000000000, 0);
  D3("fnmadd.d", ", rne", two, three, D_ONE, 0xC01C000000000000, 0);
  // (1 + 2^-30) (1 - 2^-30) - 1, rounded once.
  D3("fmadd.d", ", rne", 0x3FF0000000400000, 0x3FEFFFFFFF800000,
     D_MINUS | D_ONE, 0xBC30000000000000, 0);
  D3("fmadd.d", ", rne", 0, D_INF, D_NAN, D_NAN, kNV);
  D3("fmadd.d", ", rne", D_ONE, D_ONE, D_PAYLOAD, D_NAN, 0);
  D3("fmsub.d", ", rne", D_INF, D_ONE, D_INF, D_NAN, kNV);
  D3("fnmadd.d", ", rne", 0, D_ONE, D_MINUS, 0, 0);
  D3("fnmadd.d", ", rne", 0, D_ONE, 0, D_MINUS, 0);
  D3("fmadd.d", ", rdn", D_ONE, D_ONE, D_MINUS | D_ONE, D_MINUS, 0);
  S3("fmadd.s", ", rne", 0x40000000, 0x40400000, S_ONE, 0x40E00000, 0);
  S3("fmsub.s", ", rne", 0x40000000, 0x40400000, S_ONE, 0x40A00000, 0);
  S3("fnmsub.s", ", rne", 0x40000000, 0x40400000, S_ONE, 0xC0A00000, 0);
  S3("fnmadd.s", ", rne", 0x40000000, 0x40400000, S_ONE, 0xC0E00000, 0);
  S3("fmadd.s", ", rne", S_INF, 0, S_SIGNALING, S_NAN, kNV);
  return 0;
}

static int signs_and_extrema(void) {
  D2("fmin.d", "", 0, D_MINUS, D_MINUS, 0);
  D2("fmax.d", "", D_MINUS, 0, 0, 0);
  D2("fmin.d", "", D_PAYLOAD, D_ONE, D_ONE, 0);
  D2("fmax.d", "", D_ONE, D_SIGNALING, D_ONE, kNV);
  D2("fmin.d", "", D_PAYLOAD, D_PAYLOAD, D_NAN, 0);
  D2("fmax.d", "", D_MINUS | D_INF, D_ONE, D_ONE, 0);
  D2("fsgnj.d", "", D_PAYLOAD, 0, 0x7FF8000000000123, 0);
  D2("fsgnjn.d", "", D_SIGNALING, 0, D_MINUS | D_SIGNALING, 0);
  D2("fsgnjx.d", "", D_MINUS | D_ONE, D_MINUS, D_ONE, 0);
  S2("fmin.s", "", S_SIGNALING, S_ONE, S_ONE, kNV);
  S2("fmax.s", "", S_MINUS, 0, 0, 0);
  S2("fsgnj.s", "", S_ONE, S_MINUS, S_MINUS | S_ONE, 0);
  S2("fsgnjn.s", "", S_ONE, S_MINUS, S_ONE, 0);
  S2("fsgnjx.s", "", S_MINUS | S_ONE, S_ONE, S_MINUS | S_ONE, 0);
  XD2("feq.d", 0, D_MINUS, 1, 0);
  XD2("flt.d", D_MINUS, 0, 0, 0);
  XD2("fle.d", 0, D_MINUS, 1, 0);
  XD2("feq.d", D_NAN, D_NAN, 0, 0);
  XD2("feq.d", D_SIGNALING, D_ONE, 0, kNV);
  XD2("flt.d", D_NAN, D_ONE, 0, kNV);
  XD2("fle.d", D_ONE, D_NAN, 0, kNV);
  XD2("flt.d", D_MINUS | D_INF, D_MINUS | D_MAX, 1, 0);
  XS2("feq.s", S_NAN, S_ONE, 0, 0);
  XS2("flt.s", S_NAN, S_ONE, 0, kNV);
  XS2("fle.s", S_MINUS | S_ONE, S_ONE, 1, 0);
  static const uint64_t of_class[] = {
      D_MINUS | D_INF, D_MINUS | D_ONE, D_MINUS | 1, D_MINUS,  0, 1,
      D_ONE,           D_INF,           D_SIGNALING, D_PAYLOAD};
  for (uint32_t i = 0; i < 10; ++i)
    XD1("fclass.d", "", of_class[i], 1u << i, 0);
  static const uint32_t of_class_s[] = {
      S_MINUS | S_INF, S_MINUS | S_ONE, S_MINUS | 1, S_MINUS,   0, 1,
      S_ONE,           S_INF,           S_SIGNALING, 0xFFC00001};
  for (uint32_t i = 0; i < 10; ++i)
    XS1("fclass.s", "", of_class_s[i], 1u << i, 0);
  return 0;
}

static int conversions(void) {
  XD1("fcvt.w.d", ", rne", 0x3FF8000000000000, 2, kNX); // 1.5
  XD1("fcvt.w.d", ", rne", 0x4004000000000000, 2, kNX); // 2.5
  XD1("fcvt.w.d", ", rmm", 0x4004000000000000, 3, kNX);
  XD1("fcvt.w.d", ", rdn", 0xBFF8000000000000, -2, kNX);
  XD1("fcvt.w.d", ", rup", 0xBFF8000000000000, -1, kNX);
  XD1("fcvt.w.d", ", rne", 0x41E0000000000000, 0x7FFFFFFF, kNV); // 2^31
  XD1("fcvt.w.d", ", rne", 0xC1E0000000000000, 0x80000000, 0);
  XD1("fcvt.w.d", ", rne", 0xC1E0000000200000, 0x80000000, kNV);
  XD1("fcvt.w.d", ", rtz", 0x41DFFFFFFFE00000, 0x7FFFFFFF, kNX);
  XD1("fcvt.w.d", ", rne", 0x41DFFFFFFFE00000, 0x7FFFFFFF, kNV);
  XD1("fcvt.w.d", ", rne", D_NAN, 0x7FFFFFFF, kNV);
  XD1("fcvt.w.d", ", rne", D_MINUS | D_INF, 0x80000000, kNV);
  XD1("fcvt.wu.d", ", rtz", D_MINUS | D_HALF, 0, kNX);
  XD1("fcvt.wu.d", ", rdn", D_MINUS | D_HALF, 0, kNV);
  XD1("fcvt.wu.d", ", rne", D_MINUS | D_ONE, 0, kNV);
  XD1("fcvt.wu.d", ", rne", 0x41EFFFFFFFE00000, 0xFFFFFFFF, 0);
  XD1("fcvt.wu.d", ", rne", 0x41F0000000000000, 0xFFFFFFFF, kNV);
  XD1("fcvt.wu.d", ", rne", D_NAN, 0xFFFFFFFF, kNV);
  XS1("fcvt.w.s", ", rtz", 0xBFC00000, -1, kNX);
  XS1("fcvt.w.s", ", rne", 0x4F000000, 0x7FFFFFFF, kNV);
  XS1("fcvt.wu.s", ", rne", 0x4F000000, 0x80000000, 0);
  XS1("fcvt.wu.s", ", rne", S_SIGNALING, 0xFFFFFFFF, kNV);
  FP(double, d_bits, "fcvt.d.w %0, %2", 0xC1E0000000000000, 0, "r"(0x80000000));
  FP(double, d_bits, "fcvt.d.wu %0, %2", 0x41EFFFFFFFE00000, 0,
     "r"(0xFFFFFFFF));
  FP(float, s_bits, "fcvt.s.w %0, %2, rne", 0x4F000000, kNX, "r"(0x7FFFFFFF));
  FP(float, s_bits, "fcvt.s.w %0, %2, rtz", 0x4EFFFFFF, kNX, "r"(0x7FFFFFFF));
  FP(float, s_bits, "fcvt.s.w %0, %2, rdn", 0xCF000000, 0, "r"(0x80000000));
  FP(float, s_bits, "fcvt.s.wu %0, %2, rne", 0x4F800000, kNX, "r"(0xFFFFFFFF));
#define NARROW(mode, a, want, flags)                                           \
  FP(float, s_bits, "fcvt.s.d %0, %2" mode, want, flags, "f"(d(a)))
  NARROW(", rne", 0x3FF0000010000000, S_ONE, kNX); // 1 + 2^-24
  NARROW(", rup", 0x3FF0000010000000, 0x3F800001, kNX);
  NARROW(", rne", D_SIGNALING, S_NAN, kNV);
  NARROW(", rne", D_PAYLOAD, S_NAN, 0);
  NARROW(", rne", D_MAX, S_INF, kOF | kNX);
  NARROW(", rtz", D_MAX, S_MAX, kOF | kNX);
  NARROW(", rtz", D_MINUS | D_INF, S_MINUS | S_INF, 0);
  NARROW(", rne", 0x36A0000000000000, 1, 0); // 2^-149
  NARROW(", rne", 0x3690000000000000, 0, kUF | kNX);
  // 2^-126 - 2^-151: not tiny once it is rounded.
  NARROW(", rne", 0x380FFFFFF0000000, 0x00800000, kNX);
  NARROW(", rtz", 0x380FFFFFF0000000, 0x007FFFFF, kUF | kNX);
#define WIDEN(a, want, flags)                                                  \
  FP(double, d_bits, "fcvt.d.s %0, %2", want, flags, "f"(s(a)))
  WIDEN(1, 0x36A0000000000000, 0);
  WIDEN(S_MINUS | S_INF, D_MINUS | D_INF, 0);
  WIDEN(S_SIGNALING, D_NAN, kNV);
  WIDEN(0xFFC00001, D_NAN, 0);
  return 0;
}

// An f32 is boxed in ones; what is not counts as a NaN, but for moves.
static int boxes(volatile uint32_t *at) {
  const uint64_t unboxed = 0x000000003F800000; // 1 in the lower half
  FP(float, s_bits, "fadd.s %0, %2, %2", S_NAN, 0, "f"(d(unboxed)));
  FP(float, s_bits, "fsgnj.s %0, %2, %2", S_NAN, 0, "f"(d(unboxed)));
  FP(double, d_bits, "fcvt.d.s %0, %2", D_NAN, 0, "f"(d(unboxed)));
  X("fclass.s %0, %2", 1u << 9, 0, "f"(d(unboxed)));
  X("fmv.x.w %0, %2", S_ONE, 0, "f"(d(unboxed)));
  FP(double, d_bits, "fmv.w.x %0, %2", 0xFFFFFFFF12345678, 0, "r"(0x12345678));
  FP(double, d_bits, "fadd.s %0, %2, %2", 0xFFFFFFFF40000000, 0, "f"(s(S_ONE)));
  at[0] = 0x7F800001; // loads and stores do not look at what they move
  at[1] = 0x13579BDF;
  __asm__ volatile("flw ft3, 0(%0)\n\tfsd ft3, 8(%0)\n\tfsw ft3, 16(%0)\n\t"
                   "fld ft3, 0(%0)\n\tfsw ft3, 20(%0)\n\tfsd ft3, 24(%0)\n\t"
                   "fence" ::"r"(at)
                   : "ft3", "memory");
  CHECK(at[2] == 0x7F800001 && at[3] == 0xFFFFFFFF && at[4] == 0x7F800001);
  CHECK(at[5] == 0x7F800001 && at[6] == 0x7F800001 && at[7] == 0x13579BDF);
  return 0;
}

// frm; flags that stay until somebody clears them; modes that there are not.
static int control(void) {
  static const uint64_t sums[] = {D_ONE, D_ONE, D_ONE, D_NEXT, D_NEXT};
  for (uint32_t mode = 0; mode < 5; ++mode) {
    __asm__ volatile("csrw frm, %0" ::"r"(mode));
    D2("fadd.d", ", dyn", D_ONE, D_TINY, sums[mode], kNX);
    D2("fadd.d", ", rtz", D_ONE, D_TINY, D_ONE, kNX);
  }
  for (uint32_t mode = 5; mode < 8; ++mode) {
    double sum = 3;
    __asm__ volatile("csrw frm, %0" ::"r"(mode));
    expect_trap();
    __asm__ volatile("fadd.d %0, %0, %0, dyn" : "+f"(sum));
    CHECK(taken_trap() == 2 && sum == 3);
    D2("fadd.d", ", rup", D_ONE, D_TINY, D_NEXT, kNX);
  }
  __asm__ volatile("csrwi frm, 0");
  expect_trap();
  __asm__ volatile(".word 0x02005053"); // fadd.d ft0, ft0, ft0 with mode 5
  CHECK(taken_trap() == 2);
  uint32_t fcsr, old;
  __asm__ volatile(
      "csrwi fcsr, 0\n\tfdiv.d ft3, %2, %3\n\tfadd.d ft3, %2, %4\n\t"
      "csrrwi %1, frm, 3\n\tcsrr %0, fcsr"
      : "=r"(fcsr), "=&r"(old)
      : "f"(d(D_ONE)), "f"(d(0)), "f"(d(D_TINY))
      : "ft3");
  CHECK(old == 0 && fcsr == (3 << 5 | kDZ | kNX));
  __asm__ volatile("csrrw %0, fcsr, %2\n\tcsrr %1, fflags"
                   : "=&r"(old), "=r"(fcsr)
                   : "r"(0xFFFFFF12)); // frm 0, and bits that there are not
  CHECK(old == (3 << 5 | kDZ | kNX) && fcsr == 0x12);
  __asm__ volatile("csrrci %0, fflags, 2\n\tcsrr %1, fcsr"
                   : "=&r"(old), "=r"(fcsr));
  CHECK(old == 0x12 && fcsr == 0x10);
  __asm__ volatile("csrwi fcsr, 0");
  return 0;
}

static int isa_main(uint32_t hart) {
  int line = sums_and_products();
  if (!line)
    line = quotients_and_roots();
  if (!line)
    line = fused();
  if (!line)
    line = signs_and_extrema();
  if (!line)
    line = conversions();
  if (!line)
    line = boxes(own_l1(hart));
  return line ? line : control();
}
