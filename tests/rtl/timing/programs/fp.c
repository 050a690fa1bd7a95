// Cycles of FP instructions, to one that uses the result.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "measure.h"

// The integer core runs ahead: a move to it ends what is measured.
#define DRAIN "fmv.x.w t0, ft3\n\tmv t1, t0"
#define CHAIN(row, text, ...) report(row, EACH(text, DRAIN, __VA_ARGS__), kEach)
// Two cycles of the fsgnj.d that uses the result and writes the same register.
#define TO_FP(row, text, ...)                                                  \
  report(row,                                                                  \
         EACH(text "\n\tfsgnj.d ft3, ft3, ft3", DRAIN, __VA_ARGS__) -          \
             2 * kEach,                                                        \
         kEach)
#define TO_INTEGER(row, text, ...)                                             \
  report(row, EACH(text "\n\tmv t1, t0", "", __VA_ARGS__) - kEach, kEach)
// ft3 = rd = rs1 in packed instructions that .insn spells.
#define PACKED(funct7) ".insn r 0x33, 0, " funct7 ", ft3, ft3, ft4"

int raw_main(uint32_t hart) {
  if (hart != 0)
    return 0;
  volatile double *l1 = (volatile double *)SEEKER_TCDM_BASE;
  l1[0] = 1.5;
  double one = 1.0;
  float single = 1.0f;
  // ft4 has a value that the simulator's random start-up cannot make slow.
  __asm__ volatile("fmv.d ft4, %0\n\tfmv.d ft3, %0" ::"f"(one) : "ft3", "ft4");

  CHAIN(kFaddD, "fadd.d ft3, ft3, %2", "f"(one));
  CHAIN(kFmulD, "fmul.d ft3, ft3, %2", "f"(one));
  CHAIN(kFmaddD, "fmadd.d ft3, %2, %2, ft3", "f"(one));
  CHAIN(kFaddS, "fadd.s ft3, ft3, %2", "f"(single));
  CHAIN(kVfaddS, PACKED("0x41"), "r"(0));
  CHAIN(kVfmulS, PACKED("0x43"), "r"(0));
  CHAIN(kVfmacS, PACKED("0x48"), "r"(0));
  CHAIN(kFsgnjD, "fsgnj.d ft3, ft3, %2", "f"(one));
  CHAIN(kFminD, "fmin.d ft3, ft3, %2", "f"(one));
  CHAIN(kFmaxS, "fmax.s ft3, ft3, %2", "f"(single));
  TO_FP(kFcvtDS, "fcvt.d.s ft3, %2", "f"(single));
  TO_FP(kFcvtSD, "fcvt.s.d ft3, %2", "f"(one));
  TO_FP(kFcvtDW, "fcvt.d.w ft3, %2", "r"(5));
  TO_FP(kFmvWX, "fmv.w.x ft3, %2", "r"(5));
  TO_FP(kFldTcdm, "fld ft3, 0(%2)", "r"(l1));
  TO_FP(kFlwTcdm, "flw ft3, 0(%2)", "r"(l1));
  TO_INTEGER(kFeqD, "feq.d t0, %2, %2", "f"(one));
  TO_INTEGER(kFltD, "flt.d t0, %2, %2", "f"(one));
  TO_INTEGER(kFleD, "fle.d t0, %2, %2", "f"(one));
  TO_INTEGER(kFclassD, "fclass.d t0, %2", "f"(one));
  TO_INTEGER(kFmvXW, "fmv.x.w t0, %2", "f"(one));
  TO_INTEGER(kFcvtWD, "fcvt.w.d t0, %2", "f"(one));
  CHAIN(kFaddWaw, "fadd.d ft3, %2, %2", "f"(one));
  report(kFaddIndependent,
         EACH("fadd.d ft3, %2, %2\n\tfadd.d ft5, %2, %2\n\t"
              "fadd.d ft6, %2, %2\n\tfadd.d ft7, %2, %2",
              DRAIN, "f"(one)),
         4 * kEach);
  return 0;
}
