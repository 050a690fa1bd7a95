// Xssr: the streams' configuration registers and what a job is.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A streamer has a set of configuration registers. Writing one of the start
// registers makes a job of them: it runs at once, or is queued behind the one
// that runs. While one is queued, a further configuration write waits.
//
//   reg     name      bits
//   0       STATUS    read only: 31 done, 30 write, 29:28 loops - 1, 27 indirect,
//                     16:0 pointer (the next address) of the job that runs or ran
//                     last. done: no job runs or is queued, and every datum that
//                     was pushed is in memory
//   1       REPEAT    3:0 times - 1 that each datum of a read is delivered
//   2..5    BOUND     16:0 iterations - 1 of loops 0 (innermost) to 3
//   6..9    STRIDE    16:3 bytes
//   10      IDX_CFG   15:8 shift (12:8 count), 1:0 log2 of an index' bytes
//   11      IDX_BASE  16:0
//   16..19  start an indirect read of 1 to 4 loops
//   20..23  start an indirect write
//   24..27  start a read
//   28..31  start a write: the value is the pointer
//
// Start registers read as STATUS; the others that are not listed read 0 and
// ignore writes, and so do the bits that are not listed. Streamers without
// indirection ignore 10, 11, and 16 to 23. Streamer 31 is all of them; it and
// streamers that do not exist read 0.
//
// Pointers are offsets into the TCDM and wrap; data are the 64-bit words at them,
// bits 2:0 are ignored. After each datum the pointer moves by the stride of the
// innermost loop that has iterations left, and the loops inside it start anew.
//
// Indirect: the loops walk over indices, in loop 0 without a gap: there the
// stride is an index' size, whatever STRIDE0 says. An index lies at a multiple of
// its size (lower bits of its pointer are ignored), and its lower 32 bits count;
// the datum's pointer is IDX_BASE + (index << 3 << shift).
//
// Jobs of one direction follow each other without a pause. A read job waits until
// what was pushed is written; a write job until what was read is popped.
/* verilator lint_off UNUSEDPARAM */  // no one module needs every number
package ssr_pkg;

  import seeker_cfg_pkg::*;
  import seeker_pkg::*;

  localparam int unsigned AddrWidth   = TcdmAddrWidth;
  localparam int unsigned BoundWidth  = 17;
  localparam int unsigned RepeatWidth = 4;
  localparam int unsigned LoopWidth   = $clog2(SsrLoops);
  // Streamers from 0 on that know indirection.
  localparam int unsigned NumIndirect = 2;

  localparam logic [4:0] RegStatus  = 5'd0;
  localparam logic [4:0] RegRepeat  = 5'd1;
  localparam logic [4:0] RegBound   = 5'd2;
  localparam logic [4:0] RegStride  = 5'd6;
  localparam logic [4:0] RegIdxCfg  = 5'd10;
  localparam logic [4:0] RegIdxBase = 5'd11;

  localparam logic [4:0] AllStreams = 5'd31;

  typedef logic [AddrWidth-1:0] addr_t;

  typedef struct packed {
    logic       write;
    logic       indirect;
    logic [1:0] loops;     // - 1
    addr_t      pointer;
  } job_t;

  // The job that a write of `value` to start register 16 + `start` makes.
  function automatic job_t job_of(logic [3:0] start, addr_t value);
    return '{write: start[2], indirect: !start[3], loops: start[1:0], pointer: value};
  endfunction

endpackage
/* verilator lint_on UNUSEDPARAM */
