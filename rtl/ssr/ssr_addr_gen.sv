// Walks up to four nested loops: one pointer a step.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `load_i` takes a new nest with its first pointer; loops from `loops_i` + 1 on
// do not count; `indices_i`: loop 0 walks over indices of 2^`idx_size_i` bytes,
// without a gap. `step_i` moves the pointer by the stride of the innermost loop
// with iterations left and starts the loops inside that anew: strides are
// relative to where the inner loops ended. At the last pointer (`last_o`) a step
// has no meaning.
module ssr_addr_gen
  import seeker_cfg_pkg::*;
  import ssr_pkg::*;
(
  input  logic                  clk_i,
  input  logic                  load_i,
  input  addr_t                 pointer_i,
  input  logic [1:0]            loops_i,
  input  logic [BoundWidth-1:0] bound_i  [SsrLoops],  // iterations - 1
  input  addr_t                 stride_i [SsrLoops],
  input  logic                  indices_i,
  input  logic [1:0]            idx_size_i,
  input  logic                  step_i,
  output addr_t                 pointer_o,
  output logic                  last_o
);

  addr_t                 pointer_q;
  addr_t                 stride_q [SsrLoops];
  logic [BoundWidth-1:0] bound_q  [SsrLoops];
  logic [BoundWidth-1:0] left_q   [SsrLoops];  // iterations after this one

  logic [SsrLoops-1:0]  open;
  logic [LoopWidth-1:0] moves;  // the innermost open loop

  always_comb begin
    moves = '0;
    for (int k = int'(SsrLoops) - 1; k >= 0; k--) begin
      open[k] = left_q[k] != '0;
      if (open[k]) moves = LoopWidth'(k);
    end
  end

  assign pointer_o = pointer_q;
  assign last_o    = open == '0;

  always_ff @(posedge clk_i) begin
    if (load_i) begin
      pointer_q <= pointer_i;
      for (int unsigned k = 0; k < SsrLoops; k++) begin
        stride_q[k] <= stride_i[k];
        bound_q[k]  <= bound_i[k];
        left_q[k]   <= k <= 32'(loops_i) ? bound_i[k] : '0;
      end
      if (indices_i) stride_q[0] <= addr_t'(1) << idx_size_i;
    end else if (step_i) begin
      pointer_q <= pointer_q + stride_q[moves];
      for (int unsigned k = 0; k < SsrLoops; k++) begin
        if (k == 32'(moves)) left_q[k] <= left_q[k] - 1'b1;
        else if (k < 32'(moves)) left_q[k] <= bound_q[k];
      end
    end
  end

endmodule
