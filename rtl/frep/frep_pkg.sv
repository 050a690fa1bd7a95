// Xfrep: what a hardware loop is, and which loops there may be.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// frep.o repeats the FP instructions that follow it. The last `length` of them in
// the queue are its body, kept there until the last iteration has left it; an
// frep in a body is not part of it and makes an inner loop, which starts anew in
// each iteration of the outer one. An instruction belongs to the innermost loop
// around it: that one's counter is added to its masked register fields (modulo
// 32), counts iterations and wraps after `stagger_max`.
//
// A trap in a body that is not complete waits until what came of it has been
// issued, loops inside it and all. Then it drops the loop: the handler begins
// outside of loops.
package frep_pkg;

  import seeker_cfg_pkg::*;

  // Loops that the sequencer knows at a time: an outer one and those inside it,
  // or several that are queued.
  localparam int unsigned TableDepth = 8;
  localparam int unsigned TableWidth = $clog2(TableDepth);

  // Positions in the queue, with a bit more than its indices to tell full from empty.
  localparam int unsigned IndexWidth = $clog2(FrepBuffer);
  typedef logic [IndexWidth:0] position_t;

  // As frep.o has it; outer: it stands in no body.
  typedef struct packed {
    logic                  outer;
    logic [IndexWidth-1:0] length;       // - 1
    logic [2:0]            stagger_max;
    logic [3:0]            stagger_mask; // rd, rs1, rs2, rs3 from bit 0 up
  } frep_t;

  typedef struct packed {
    position_t   first;
    position_t   last;
    logic [31:0] left;                   // iterations after this one
    logic [2:0]  stagger_max;
    logic [3:0]  stagger_mask;
  } loop_t;

endpackage
