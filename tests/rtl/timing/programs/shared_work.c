// Cycles of whole kernels that eight cores share: from a barrier to the barrier
// after the last result.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Vectors are cut into equal pieces, so all cores begin in the same bank; a
// product's rows go round the cores.
#include "measure.h"
#include "streams.h"

enum { kN = 2048, kPiece = kN / kComputeCores, kColumns = 8 };
#define X ((volatile double *)TCDM)
#define Y (X + kN)
#define SUMS (Y + kN)
#define C (SUMS + 64)

#define TOGETHER() __asm__ volatile("csrr zero, 0x7c2" ::: "memory")

static void dot(uint32_t hart) {
  if (hart != kDm) {
    SSR_SET(kSsrAll, kSsrBound, kPiece - 1);
    SSR_SET(kSsrAll, kSsrStride, 8);
    SSR_SET(0, kSsrRead, X + hart * kPiece);
    SSR_SET(1, kSsrRead, Y + hart * kPiece);
    __asm__ volatile(
        "fcvt.d.w fa0, zero\n\tfcvt.d.w fa1, zero\n\t"
        "fcvt.d.w fa2, zero\n\tfcvt.d.w fa3, zero\n\t" SSR_ON FREP_STAGGER(
            "%0", 1, 3,
            "x19") "fmadd.d fa0, ft0, ft1, fa0\n\tfadd.d fa0, fa0, fa1\n\t"
                   "fadd.d fa2, fa2, fa3\n\tfadd.d fa0, fa0, fa2\n\t" SSR_OFF
                   "fsd fa0, 0(%1)\n\t" FP_FENCE ::"r"(kPiece - 1),
        "r"(SUMS + hart)
        : "t0", "memory", "fa0", "fa1", "fa2", "fa3", "ft0", "ft1", "ft2");
  }
  TOGETHER();
  if (hart == 0)
    __asm__ volatile(
        "fld fa0, 0(%0)\n\tfld fa1, 8(%0)\n\tfld fa2, 16(%0)\n\t"
        "fld fa3, 24(%0)\n\tfld fa4, 32(%0)\n\tfld fa5, 40(%0)\n\t"
        "fld fa6, 48(%0)\n\tfld fa7, 56(%0)\n\tfadd.d fa0, fa0, fa1\n\t"
        "fadd.d fa0, fa0, fa2\n\tfadd.d fa0, fa0, fa3\n\t"
        "fadd.d fa0, fa0, fa4\n\tfadd.d fa0, fa0, fa5\n\t"
        "fadd.d fa0, fa0, fa6\n\tfadd.d fa0, fa0, fa7\n\t"
        "fsd fa0, 0(%0)\n\t" FP_FENCE ::"r"(SUMS)
        : "t0", "memory", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5", "fa6",
          "fa7");
}

// y = 2 x + y.
static void axpy(uint32_t hart) {
  if (hart == kDm)
    return;
  SSR_SET(kSsrAll, kSsrBound, kPiece - 1);
  SSR_SET(kSsrAll, kSsrStride, 8);
  SSR_SET(0, kSsrRead, X + hart * kPiece);
  SSR_SET(1, kSsrRead, Y + hart * kPiece);
  SSR_SET(2, kSsrWrite, Y + hart * kPiece);
  __asm__ volatile(
      "fcvt.d.w fa0, %1\n\t" SSR_ON FREP(
          "%0",
          1) "fmadd.d ft2, fa0, ft0, ft1\n\t" SSR_OFF FP_FENCE ::"r"(kPiece -
                                                                     1),
      "r"(2)
      : "t0", "memory", "fa0", "ft0", "ft1", "ft2");
}

#define EIGHT(text)                                                            \
  text(0) text(1) text(2) text(3) text(4) text(5) text(6) text(7)
#define FIRST(i) "fmul.d fa" #i ", ft0, ft1\n\t"
#define MULTIPLY(i) "fmadd.d fa" #i ", ft0, ft1, fa" #i "\n\t"
#define STORE(i) "fsd fa" #i ", 8*" #i "(%1)\n\t"

// C = X Y, n x n: eight columns at a time, a stream for each factor.
static void product(uint32_t hart, uint32_t n) {
  if (hart == kDm)
    return;
  int32_t row = 8 * (int32_t)n;
  struct loop of_x[3] = {
      {n, 8}, {n / kColumns, 0}, {n / kComputeCores, kComputeCores * row}};
  struct loop of_y[4] = {
      {kColumns, 8}, {n, row}, {n / kColumns, 64}, {n / kComputeCores, 0}};
  SSR_SET(0, kSsrRepeat, kColumns - 1);
  SSR_LOOPS(0, 3, of_x);
  SSR_LOOPS(1, 4, of_y);
  SSR_SET(0, kSsrRead + 2, X + hart * n);
  SSR_SET(1, kSsrRead + 3, Y);
  __asm__ volatile(SSR_ON);
  for (uint32_t i = hart; i < n; i += kComputeCores)
    for (uint32_t j = 0; j < n; j += kColumns)
      __asm__ volatile(
          EIGHT(FIRST) FREP("%0", 8) EIGHT(MULTIPLY) EIGHT(STORE)::"r"(n - 2),
          "r"(C + i * n + j)
          : "memory", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7");
  __asm__ volatile(SSR_OFF FP_FENCE ::: "t0", "memory");
  SSR_SET(0, kSsrRepeat, 0);
}

// x repeats 1, 2, 3, and y 1, 2, 3, 4, 5: numbers whose sums are exact.
static void fill(uint32_t hart) {
  if (hart < kComputeCores)
    for (uint32_t i = hart * kPiece; i < (hart + 1) * kPiece; ++i) {
      X[i] = (double)(int32_t)(1 + i % 3);
      Y[i] = (double)(int32_t)(1 + i % 5);
    }
  barrier();
}

// The second call's cycles: the first one brings the code.
#define SHARED(call)                                                           \
  ({                                                                           \
    uint32_t start_ = 0;                                                       \
    for (int warm_ = 0; warm_ < 2; ++warm_) {                                  \
      fill(hart);                                                              \
      TOGETHER();                                                              \
      start_ = cycle();                                                        \
      call;                                                                    \
      TOGETHER();                                                              \
      start_ = cycle() - start_;                                               \
    }                                                                          \
    start_;                                                                    \
  })

static int wrong_dot(void) {
  int32_t sum = 0;
  for (int32_t i = 0; i < kN; ++i)
    sum += (1 + i % 3) * (1 + i % 5);
  return SUMS[0] != (double)sum;
}

static int wrong_axpy(void) {
  for (int32_t i = 0; i < kN; ++i)
    if (Y[i] != (double)(2 * (1 + i % 3) + 1 + i % 5))
      return 2;
  return 0;
}

static int wrong_product(int32_t n) {
  for (int32_t i = 0; i < n; i += 5)
    for (int32_t j = 0; j < n; j += 3) {
      int32_t sum = 0;
      for (int32_t k = 0; k < n; ++k)
        sum += (1 + (i * n + k) % 3) * (1 + (k * n + j) % 5);
      if (C[i * n + j] != (double)sum)
        return n;
    }
  return 0;
}

int raw_main(uint32_t hart) {
  int wrong = 0;
  uint32_t cycles = SHARED(dot(hart));
  if (hart == 0) {
    report(kDot2048, cycles, 1);
    wrong |= wrong_dot();
  }
  barrier();
  cycles = SHARED(axpy(hart));
  if (hart == 0) {
    report(kAxpy2048, cycles, 1);
    wrong |= wrong_axpy();
  }
  barrier();
  cycles = SHARED(product(hart, 16));
  if (hart == 0) {
    report(kGemm16, cycles, 1);
    wrong |= wrong_product(16);
  }
  barrier();
  cycles = SHARED(product(hart, 32));
  if (hart == 0) {
    report(kGemm32, cycles, 1);
    wrong |= wrong_product(32);
  }
  return wrong;
}
