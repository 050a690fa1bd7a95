// The rows of the timing table: what is measured, what the public cluster
// takes, how far off we may be.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ROW(name, text, expected, allowed, why): a program reports under kName, the
// table's program judges. A row is good when it is at most `allowed` cycles
// from the expected ones: CYCLE is the rule, SHARE that of transfers and of the
// dot product. Any other width is argued in `why`. Programs include this for
// the names.
#define CYCLE 1
#define SHARE(cycles) ((cycles) * 0.02)

// Integer core: issue to issue of an instruction that uses the result.
ROW(Alu, "ALU", 1, CYCLE, "")
ROW(BranchTaken, "branch, taken", 1, CYCLE, "")
ROW(BranchNotTaken, "branch, not taken", 1, CYCLE, "")
ROW(Jump, "jump", 1, CYCLE, "")
ROW(LoadTcdm, "load TCDM", 4, CYCLE, "")
ROW(LoadPeripheral, "load peripheral", 8, CYCLE, "")
ROW(LoadL3, "load L3", 11, CYCLE, "")
ROW(AmoTcdm, "AMO TCDM", 4, CYCLE, "")
ROW(Mul, "mul", 4, CYCLE, "")
ROW(Div0, "div, quotient 0", 4, CYCLE, "")
ROW(Div10, "div, quotient of 10 bits", 14, CYCLE, "")
ROW(Rem31, "rem, quotient of 31 bits", 35, CYCLE, "")
ROW(FenceI, "fence.i", 140, CYCLE, "")

// Floating point, the same way.
ROW(FaddD, "fadd.d", 4, CYCLE, "")
ROW(FmulD, "fmul.d", 4, CYCLE, "")
ROW(FmaddD, "fmadd.d", 4, CYCLE, "")
ROW(FaddS, "fadd.s", 4, CYCLE, "")
ROW(VfaddS, "vfadd.s", 4, CYCLE, "")
ROW(VfmulS, "vfmul.s", 4, CYCLE, "")
ROW(VfmacS, "vfmac.s", 4, CYCLE, "")
ROW(FsgnjD, "fsgnj.d", 2, CYCLE, "")
ROW(FminD, "fmin.d", 2, CYCLE, "")
ROW(FmaxS, "fmax.s", 2, CYCLE, "")
ROW(FcvtDS, "fcvt.d.s", 3, CYCLE, "")
ROW(FcvtSD, "fcvt.s.d", 3, CYCLE, "")
ROW(FcvtDW, "fcvt.d.w", 3, CYCLE, "")
ROW(FmvWX, "fmv.w.x", 2, CYCLE, "")
ROW(FldTcdm, "fld TCDM", 3, CYCLE, "")
ROW(FlwTcdm, "flw TCDM", 3, CYCLE, "")
ROW(FeqD, "feq.d to integer", 4, CYCLE, "")
ROW(FltD, "flt.d to integer", 4, CYCLE, "")
ROW(FleD, "fle.d to integer", 4, CYCLE, "")
ROW(FclassD, "fclass.d to integer", 4, CYCLE, "")
ROW(FmvXW, "fmv.x.w to integer", 5, CYCLE, "")
ROW(FcvtWD, "fcvt.w.d to integer", 6, CYCLE, "")
ROW(FaddWaw, "fadd.d, same destination", 4, CYCLE, "")
ROW(FaddIndependent, "fadd.d, independent", 1, CYCLE, "")

// What harts share.
ROW(Barrier, "barrier, all arrive together", 2, CYCLE, "")
ROW(MulAll, "mul, 8 cores at once", 1, CYCLE, "")
ROW(AmosOneWord, "16 AMOs of each of 8 cores, one word", 414, 10,
    "128 AMOs of 3 cycles are 384; the public program's start is not known")
ROW(AmosBanks, "16 AMOs of each of 8 cores, 8 banks", 107, CYCLE, "")
ROW(Wake, "cluster interrupt to handler from WFI", 12, CYCLE, "")

// Instruction fetch: what a jump takes beyond its one cycle.
ROW(JumpShared, "jump to a line in the shared cache", 2, CYCLE, "")
ROW(JumpMiss, "jump to a line in L3", 18, CYCLE, "")
ROW(JumpPrefetched, "jump to a line in L3, seen 8 instructions before", 10,
    CYCLE, "")

// DMA, from the set-up to the end of the poll.
ROW(Dma64, "L3 to L1, 64 B", 22, SHARE(22), "")
ROW(Dma4K, "L3 to L1, 4 KiB", 87, SHARE(87), "")
ROW(Dma64K, "L3 to L1, 64 KiB", 1047, SHARE(1047), "")
ROW(DmaL1, "L1 to L1, 32 KiB", 532, SHARE(532), "")
ROW(Dma2d64, "L3 to L1, 64 rows of 64 B", 119, SHARE(119), "")
ROW(Dma2d256, "L3 to L1, 64 rows of 256 B", 279, SHARE(279), "")
ROW(Dma2d320, "L3 to L1, 64 rows of 320 B", 320 + 23, SHARE(343), "")
ROW(Dma2d1600, "L3 to L1, 32 rows of 1,600 B", 800 + 23, SHARE(823), "")
ROW(DmaMisaligned, "L3 to L1, 4 KiB, 8 B off", 88, SHARE(88), "")
ROW(DmaOut128, "L1 to L3, 64 rows of 128 B", 128 + 23, SHARE(151),
    "public: 30 cycles a row, a defect; rows into L1 take this")

// Hardware loops and streams.
ROW(Frep, "frep, an instruction of four independent ones", 1, CYCLE, "")
ROW(FrepCore, "frep of 100 times 4: when the core goes on", 5, CYCLE, "")
ROW(FrepWaw, "frep of one fadd.d, same destination", 4, CYCLE, "")
ROW(Scfgwi, "scfgwi", 1, CYCLE, "")
ROW(FirstUse, "first use of a stream, beyond the instruction", 2, CYCLE, "")
ROW(FirstUseIndexed, "the same, indirect", 4, CYCLE, "")
ROW(Dot512, "dot product of 512", 538, SHARE(538), "")
ROW(Axpy256, "axpy of 256", 272, SHARE(272), "")
ROW(Gather16, "gather, an element, 16-bit indices", 1.25, 0.05, "")
ROW(Gather32, "gather, an element, 32-bit indices", 1.5, 0.05, "")

// Eight cores that stream from L1.
ROW(OneBank, "8 cores on one bank, a word of each", 8, CYCLE, "")
ROW(Private, "8 dot products of 512, private data, skewed", 538, SHARE(538), "")
ROW(PrivateDma, "the same while the DMA streams", 538 * 1.2, 25,
    "+20 % is what is known; the DMA's own pauses in it are not")

// Whole kernels that eight cores share, from a barrier to a barrier: the bar of
// tests/rtl/kernels, as their code differs a little.
#define WHOLE(cycles) ((cycles) * 0.03)
ROW(Dot2048, "8 cores, dot product of 2,048", 415, WHOLE(415), "")
ROW(Axpy2048, "8 cores, axpy of 2,048", 464, 50,
    "24 streams that begin in one bank: when they come apart depends on their "
    "first accesses, which are not known")
ROW(Gemm16, "8 cores, gemm 16 x 16 x 16", 635, WHOLE(635), "")
ROW(Gemm32, "8 cores, gemm 32 x 32 x 32", 4800, WHOLE(4800), "")
