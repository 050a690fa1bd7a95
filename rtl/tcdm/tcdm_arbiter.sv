// A bank's arbiter: a tree in which a turn decides between the halves that both request.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// At each level the turn's bit chooses the half, where both have a requester. The
// turn moves on by one with each grant that somebody has lost, whoever won: a
// requester waits for at most NumRequests such grants, and neighbours of silent
// ports get several grants in a row. That is on purpose. Cores that walk through
// the banks in step and in each other's way come apart within a few accesses;
// under a strict rotation they would stay in step for good.
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
  localparam logic [Levels-1:0] Last = Levels'(NumRequests - 1);

  // The leaves whose number has this bit set.
  function automatic logic [Leaves-1:0] upper(int bit_index);
    logic [Leaves-1:0] leaves;
    for (int unsigned i = 0; i < Leaves; i++) leaves[i] = 1'(i >> bit_index);
    return leaves;
  endfunction

  logic [Levels-1:0] turn_q;
  logic [Leaves-1:0] left, above, below;

  always_comb begin
    left  = Leaves'(req_i);
    above = '0;
    below = '0;
    if (req_i != '0) begin
      for (int l = int'(Levels) - 1; l >= 0; l--) begin
        above = left & upper(l);
        below = left & ~upper(l);
        left  = (above != '0 && (turn_q[l] || below == '0)) ? above : below;
      end
    end
  end
  assign grant_o = left[NumRequests-1:0];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      turn_q <= '0;
    end else if (grant_o != req_i) begin
      turn_q <= (turn_q == Last) ? '0 : turn_q + 1'b1;
    end
  end

endmodule
