// Types and constants that every part of the cluster shares: buses, offload, metrics.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One handshake everywhere: a transfer happens in a cycle in which `valid` and
// `ready` are both high; `valid` does not wait for `ready` and its payload is
// stable until the transfer. Responses come in the order of the requests.
//
// Ports carry scalars and unpacked arrays of at most 64 bits where that is
// possible: Verilator handles them as machine words.
//
// Data port of a core (integer LSU, FP LSU) and narrow bus
//   request   valid/ready, addr[31:0] (bytes), write, amo (amo_e), strb[7:0],
//             wdata[63:0]. Data lie on their own byte lanes of the 64-bit word
//             at addr[31:3]; addr[2:0] tells which half an AMO works on.
//   response  valid/ready, rdata[63:0] (the whole word), error. One response a
//             request, also for writes.
//
// TCDM port
//   request   valid/ready (ready is the bank's grant, same cycle), addr[31:0]
//             as a byte offset into the TCDM, write, amo, strb, wdata as above.
//   response  valid exactly one cycle after the grant, rdata. It cannot be held
//             back: whoever requests has room for the answer. Writes answer too.
//
// Wide bus (DMA, instruction refills): reads and writes are separate channels,
// one 64-byte line a request; a burst is a run of requests.
//   read      valid/ready, addr[31:0] (64-byte aligned); answer: valid/ready,
//             data[511:0], error.
//   write     valid/ready, addr[31:0] (64-byte aligned), strb[63:0],
//             data[511:0]; answer: valid/ready, error.
/* verilator lint_off UNUSEDPARAM */  // no one design reads every number
package seeker_pkg;

  import seeker_cfg_pkg::*;

  localparam int unsigned NumCores = ClusterComputeCores;
  localparam int unsigned NumHarts = ClusterComputeCores + ClusterDmCores;
  localparam int unsigned TcdmAddrWidth = $clog2(TcdmBytes);
  localparam int unsigned NumSuperbanks = TcdmBanks / TcdmSuperbankBanks;

  // Atomic operation of a request; AmoNone is a plain access.
  typedef enum logic [3:0] {
    AmoNone = 4'd0,
    AmoSwap = 4'd1,
    AmoAdd  = 4'd2,
    AmoXor  = 4'd3,
    AmoAnd  = 4'd4,
    AmoOr   = 4'd5,
    AmoMin  = 4'd6,
    AmoMax  = 4'd7,
    AmoMinu = 4'd8,
    AmoMaxu = 4'd9,
    AmoLr   = 4'd10,
    AmoSc   = 4'd11
  } amo_e;

  // Floating-point formats.
  typedef enum logic [0:0] {
    FmtS = 1'b0,
    FmtD = 1'b1
  } fp_fmt_e;

  // Rounding modes as in the frm field (RISC-V unprivileged, table 11.1).
  typedef enum logic [2:0] {
    RmRne = 3'd0,
    RmRtz = 3'd1,
    RmRdn = 3'd2,
    RmRup = 3'd3,
    RmRmm = 3'd4,
    RmDyn = 3'd7
  } fp_rm_e;

  // Exception flags, in the order of fflags.
  typedef struct packed {
    logic nv;
    logic dz;
    logic of;
    logic uf;
    logic nx;
  } fp_flags_t;

  // What the FPU can do. Operands: a, b, c as rs1, rs2, rs3 (add: a + b).
  typedef enum logic [4:0] {
    FpFmadd,    // a * b + c
    FpFmsub,    // a * b - c
    FpFnmsub,   // -(a * b) + c
    FpFnmadd,   // -(a * b) - c
    FpAdd,      // a + b
    FpSub,      // a - b
    FpMul,      // a * b
    FpDiv,
    FpSqrt,
    FpSgnj,     // rm 0 sgnj, 1 sgnjn, 2 sgnjx
    FpMinMax,   // rm 0 min, 1 max
    FpCmp,      // rm 0 le, 1 lt, 2 eq: integer result
    FpClass,    // integer result
    FpMvXF,     // bits to integer
    FpMvFX,     // integer bits to FP
    FpCvtFF,    // from src_fmt to dst_fmt
    FpCvtFI,    // FP to integer; is_unsigned
    FpCvtIF,    // integer to FP; is_unsigned
    FpVsum      // (a's lane 0 + a's lane 1) + c's lane 0, boxed f32
  } fp_op_e;

  // Run state of a hart as the bridge reports it.
  typedef enum logic [1:0] {
    HartRunning  = 2'd0,
    HartSleeping = 2'd1,   // WFI
    HartTrapped  = 2'd2,   // a trap with mtvec's handler not yet set, or a trap in a trap
    HartReset    = 2'd3
  } hart_state_e;

  // What a hart waits for, as the bridge reports it. When the core waits for its FP
  // side and a stream blocks that, the stream is named.
  typedef enum logic [4:0] {
    WaitNone          = 5'd0,
    WaitFetch         = 5'd1,
    WaitLoad          = 5'd2,   // a load's value, or room in the load/store unit
    WaitStore         = 5'd3,   // a store, or the narrow bus
    WaitMulDiv        = 5'd4,
    WaitDma           = 5'd5,   // the DMA front end is full, or its answer is due
    WaitFpQueue       = 5'd6,   // the FP queue is full
    WaitFpResult      = 5'd7,   // an FP result, or an idle FP subsystem
    WaitBarrier       = 5'd8,
    WaitFence         = 5'd9,
    WaitSleep         = 5'd10,  // WFI
    WaitDmaPoll       = 5'd11,  // runs, and asks for the DMA's status
    WaitDebug         = 5'd12,  // halted by a debugger
    WaitStreamData0   = 5'd16,  // the FPU wants data of a read stream
    WaitStreamData1   = 5'd17,
    WaitStreamData2   = 5'd18,
    WaitStreamRoom0   = 5'd20,  // a result does not get into a write stream
    WaitStreamRoom1   = 5'd21,
    WaitStreamRoom2   = 5'd22,
    WaitStreamConfig0 = 5'd24,  // a configuration write waits for a stream
    WaitStreamConfig1 = 5'd25,
    WaitStreamConfig2 = 5'd26,
    WaitFrepBody      = 5'd28   // a FREP body is incomplete
  } hart_wait_e;

  // Log2 of the cycles between two looks at what harts wait for.
  localparam int unsigned TickLog = 6;

  // Metrics of the performance counters (snitch cluster numbering).
  typedef enum logic [15:0] {
    MetricCycle         = 16'd0,
    MetricTcdmAccessed  = 16'd1,
    MetricTcdmCongested = 16'd2,
    MetricIssueFpu      = 16'd3,
    MetricIssueFpuSeq   = 16'd4,
    MetricIssueCoreFpu  = 16'd5,
    MetricRetiredInstr  = 16'd6,
    MetricRetiredLoad   = 16'd7,
    MetricRetiredI      = 16'd8,
    MetricRetiredAcc    = 16'd9,
    MetricDmaAwStall    = 16'd10,
    MetricDmaArStall    = 16'd11,
    MetricDmaRStall     = 16'd12,
    MetricDmaWStall     = 16'd13,
    MetricDmaBufWStall  = 16'd14,
    MetricDmaBufRStall  = 16'd15,
    MetricDmaAwDone     = 16'd16,
    MetricDmaAwBw       = 16'd17,
    MetricDmaArDone     = 16'd18,
    MetricDmaArBw       = 16'd19,
    MetricDmaRDone      = 16'd20,
    MetricDmaRBw        = 16'd21,
    MetricDmaWDone      = 16'd22,
    MetricDmaWBw        = 16'd23,
    MetricDmaBDone      = 16'd24,
    MetricDmaBusy       = 16'd25,
    MetricIcacheMiss    = 16'd26,
    MetricIcacheHit     = 16'd27,
    MetricIcachePrefetch = 16'd28,
    MetricIcacheDoubleHit = 16'd29,
    MetricIcacheStall   = 16'd30
  } metric_e;

endpackage
/* verilator lint_on UNUSEDPARAM */
