// The rows of the kernels' table: cycles of the public cluster's RTL, and how
// far off we may be.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ROW(name, text, expected, allowed, why), as in tests/rtl/timing/rows.h.
#define SHARE(cycles) ((cycles) * 0.03)

// Matrix-vector kernels of 8 cores: R rows a core, K, row pitch in bytes; two
// in sequence, alone and beside a DMA that streams into L1 without pause.
#define PITCH(r, k, pitch, alone, beside)                                      \
  ROW(Alone##r##_##k##_##pitch, #r " rows, K " #k ", pitch " #pitch, alone,    \
      SHARE(alone), "")                                                        \
  ROW(Beside##r##_##k##_##pitch,                                               \
      #r " rows, K " #k ", pitch " #pitch ", with DMA", beside, SHARE(beside), \
      "")
PITCH(4, 100, 800, 857, 979)
PITCH(4, 100, 808, 861, 1002)
PITCH(4, 100, 832, 863, 878)
PITCH(4, 100, 896, 1046, 1267)
PITCH(4, 200, 1600, 1670, 1725)
PITCH(4, 200, 1632, 1667, 1930)
PITCH(4, 200, 1664, 1745, 2501)
PITCH(4, 200, 1728, 1663, 1909)
PITCH(5, 100, 800, 1058, 1246)
PITCH(5, 100, 832, 1073, 1266)

// d1: 1x1200x400 and bias, DMA and compute overlapped, start to result in L1.
ROW(TwoBuffers, "32 rows x 200, two buffers", 67342, SHARE(67342), "")
ROW(FiveBuffers, "32 rows x 72, five buffers, late fence", 67041, SHARE(67041),
    "")
ROW(EightBuffers, "32 rows x 40, eight buffers, late fence", 68321,
    SHARE(68321), "")
ROW(TwoPhases, "16 rows x 200, two phases of K", 76959, SHARE(76959), "")
ROW(FourPhases, "8 rows x 400, four phases of K", 79309, SHARE(79309), "")
ROW(Sixteen, "16 rows x 400, two phases, x read each time", 94832, SHARE(94832),
    "")
