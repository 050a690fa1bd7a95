// The rows of the kernels' table: cycles of the public cluster's RTL, and how
// far off we may be.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ROW(name, text, expected, allowed, why), as in tests/rtl/timing/rows.h.
#define SHARE(cycles) ((cycles) * 0.03)

// Matrix-vector kernels of 8 cores: R rows a core, K, row pitch in bytes; two
// in sequence, alone and beside a DMA that streams into L1 without pause.
#define ALONE(r, k, pitch, cycles, allowed, why)                               \
  ROW(Alone##r##_##k##_##pitch, #r " rows, K " #k ", pitch " #pitch, cycles,   \
      allowed, why)
#define BESIDE(r, k, pitch, cycles, allowed, why)                              \
  ROW(Beside##r##_##k##_##pitch,                                               \
      #r " rows, K " #k ", pitch " #pitch ", with DMA", cycles, allowed, why)
#define PITCH(r, k, pitch, alone, beside)                                      \
  ALONE(r, k, pitch, alone, SHARE(alone), "")                                  \
  BESIDE(r, k, pitch, beside, SHARE(beside), "")
#define TWO_SUPERBANKS                                                         \
  "all cores begin in one bank and go back and forth between two "             \
  "superbanks: when they come apart depends on their first accesses; the "     \
  "public cluster lost 183 cycles with K 100, 80 with K 200"
PITCH(4, 100, 800, 857, 979)
PITCH(4, 100, 808, 861, 1002)
PITCH(4, 100, 832, 863, 878)
ALONE(4, 100, 896, 1046, 1046 * 0.17, TWO_SUPERBANKS)
BESIDE(4, 100, 896, 1267, 1267 * 0.24, TWO_SUPERBANKS)
PITCH(4, 200, 1600, 1670, 1725)
ALONE(4, 200, 1632, 1667, SHARE(1667), "")
BESIDE(4, 200, 1632, 1930, 1930 * 0.04,
       "1,869 to 2,025 as the DMA's transfers are of 4 or 16 KiB")
ALONE(4, 200, 1664, 1745, 1745 * 0.04, TWO_SUPERBANKS)
BESIDE(4, 200, 1664, 2501, 2501 * 0.2, TWO_SUPERBANKS)
PITCH(4, 200, 1728, 1663, 1909)
PITCH(5, 100, 800, 1058, 1246)
PITCH(5, 100, 832, 1073, 1266)

// d1: 1x1200x400 and bias, DMA and compute overlapped, start to result in L1.
// Where x lay in L1 is not known; from one place to another the rows with a
// `why` change by a tenth, the others by a few hundredths.
ROW(TwoBuffers, "32 rows x 200, two buffers", 67342, SHARE(67342), "")
ROW(FiveBuffers, "32 rows x 72, five buffers, late fence", 67041, SHARE(67041),
    "")
ROW(EightBuffers, "32 rows x 40, eight buffers, late fence", 68321,
    SHARE(68321), "")
ROW(TwoPhases, "16 rows x 200, two phases of K", 76959, 76959 * 0.13,
    "78,231 to 86,540 with x in other banks")
ROW(FourPhases, "8 rows x 400, four phases of K", 79309, 79309 * 0.33,
    "86,996 to 105,366 with x in other banks: all cores read it in each cycle, "
    "and their four data ahead are used up by the way to L1")
ROW(Sixteen, "16 rows x 400, two phases, x read each time", 94832, SHARE(94832),
    "90,119 to 102,086 with x in other banks")
