// Round-robin arbiter: one-hot grant of the next requester after the last one served.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The grant is combinational. The turn moves on only in a cycle with `accept_i`,
// so a grant that is not taken up is given to the same requester again unless
// one before it in the turn appears. It holds no request and needs none held.
module rr_arbiter #(
  parameter int unsigned NumRequests = 2
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic [NumRequests-1:0] req_i,
  input  logic                   accept_i,
  output logic [NumRequests-1:0] grant_o
);

  // Requesters whose turn comes before the wrap: those above the last served.
  logic [NumRequests-1:0] above_q;
  logic [NumRequests-1:0] candidates;

  assign candidates = |(req_i & above_q) ? (req_i & above_q) : req_i;
  // Isolates the lowest set bit: a carry chain instead of a priority tree.
  assign grant_o = candidates & (~candidates + 1'b1);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      above_q <= '0;
    end else if (accept_i) begin
      above_q <= ~(grant_o | (grant_o - 1'b1));
    end
  end

endmodule
