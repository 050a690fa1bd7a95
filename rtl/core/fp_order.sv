// Keeps integer accesses behind earlier FP loads and stores to the same place.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Holds the 64-bit words of the FP loads and stores that are offloaded but not
// yet sent to memory, in order. `conflict_o`: the access on `check_*` must wait,
// for it or an entry for the same word writes. The other direction needs no
// record: an integer access is sent before a later FP instruction is.
//
// `overflow_i`: an access went without a place here. Every integer access is held
// until those of that kind have been sent (`pop_unknown_i`); not longer, for what
// is queued behind them may wait for the integer core.
module fp_order
  import seeker_cfg_pkg::*;
#(
  parameter int unsigned Depth = CoreFpStoreOrderDepth
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        push_i,
  input  logic        push_store_i,
  input  logic [28:0] push_word_i,   // address [31:3]
  input  logic        overflow_i,
  input  logic        pop_i,
  input  logic        pop_unknown_i,
  input  logic        clear_i,         // nothing is left of all that came
  input  logic        check_i,
  input  logic        check_store_i,
  input  logic [28:0] check_word_i,
  output logic        conflict_o,
  output logic        full_o,
  output logic        empty_o
);

  localparam int unsigned PtrWidth     = $clog2(Depth);
  localparam int unsigned UnknownWidth = $clog2(FrepBuffer + 1);

  logic [28:0]             word_q [Depth];
  logic [Depth-1:0]        valid_q, store_q;
  logic [PtrWidth-1:0]     head_q, tail_q;
  logic [UnknownWidth-1:0] unknown_q;  // accesses without a place

  assign full_o  = valid_q[tail_q];
  assign empty_o = valid_q == '0 && unknown_q == '0;

  always_comb begin
    conflict_o = unknown_q != '0;
    if (check_i && !empty_o) begin
      for (int unsigned i = 0; i < Depth; i++) begin
        if (valid_q[i] && (check_store_i || store_q[i]) && word_q[i] == check_word_i) begin
          conflict_o = 1'b1;
        end
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= '0;
      store_q <= '0;
      head_q  <= '0;
      tail_q  <= '0;
      unknown_q <= '0;
    end else if (clear_i) begin
      valid_q <= '0;
      head_q  <= tail_q;
      unknown_q <= '0;
    end else begin
      if (overflow_i != pop_unknown_i) begin
        unknown_q <= overflow_i ? unknown_q + 1'b1 : unknown_q - 1'b1;
      end
      if (pop_i) begin
        valid_q[head_q] <= 1'b0;
        head_q          <= head_q + 1'b1;
      end
      if (push_i) begin
        valid_q[tail_q] <= 1'b1;
        store_q[tail_q] <= push_store_i;
        tail_q          <= tail_q + 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (push_i) word_q[tail_q] <= push_word_i;
  end

`ifndef SYNTHESIS
  initial begin
    assert (2 ** PtrWidth == Depth) else $fatal(1, "fp_order: Depth is not a power of 2");
  end
`endif

endmodule
