// A bank's arbiter: a turn goes round the ports that request; its port is served first.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The port that has the turn is served when it requests. Where it does not, its
// number decides, as in a tree: at each level the turn's bit chooses the half,
// where both have a requester. With each grant the turn passes to the requester
// above it, of this cycle's, beginning anew after the last: who goes on
// requesting has the turn within NumRequests grants.
//
// The turn passes whoever was served, so a neighbour of a silent port may be
// served twice in a row. That is on purpose: cores that walk through the banks
// in step and in each other's way come apart within a few accesses; with a turn
// that follows the port served last they would stay in step for good.
module tcdm_arbiter #(
  parameter int unsigned NumRequests = 2
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic [NumRequests-1:0] req_i,
  output logic [NumRequests-1:0] grant_o  // one-hot, 0 without a request
);

  localparam int unsigned Levels = (NumRequests > 1) ? $clog2(NumRequests) : 1;
  localparam int unsigned Leaves = 2 ** Levels;

  // The leaves whose number has this bit set.
  function automatic logic [Leaves-1:0] upper(int bit_index);
    logic [Leaves-1:0] leaves;
    for (int unsigned i = 0; i < Leaves; i++) leaves[i] = 1'(i >> bit_index);
    return leaves;
  endfunction

  logic [Levels-1:0]      turn_q, next_turn;
  logic [Leaves-1:0]      left, above, below;
  logic [NumRequests-1:0] after, next;

  always_comb begin
    left  = Leaves'(req_i);
    above = '0;
    below = '0;
    after = '0;
    next  = '0;
    if (req_i != '0) begin
      for (int l = int'(Levels) - 1; l >= 0; l--) begin
        above = left & upper(l);
        below = left & ~upper(l);
        left  = (above != '0 && (turn_q[l] || below == '0)) ? above : below;
      end
      after = req_i & (({NumRequests{1'b1}} << turn_q) << 1);
      next  = after != '0 ? after : req_i;
      next  = next & (~next + 1'b1);  // the lowest of them
    end
  end
  assign grant_o = left[NumRequests-1:0];

  onehot_to_index #(
    .Width(NumRequests)
  ) i_next_turn (
    .onehot_i(next),
    .index_o (next_turn)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      turn_q <= '0;
    end else if (req_i != '0) begin
      turn_q <= next_turn;
    end
  end

endmodule
