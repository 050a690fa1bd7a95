// tcdm_arbiter's contract: one grant, to a requester, and whoever keeps asking loses few turns.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Follows one requester, any, chosen in reset.
module tcdm_arbiter_props #(
  parameter int unsigned NumRequests = 5,
  parameter int unsigned Longest = 4,
  localparam int unsigned IndexWidth = $clog2(NumRequests)
) (
  input logic                   clk_i,
  input logic                   rst_ni,
  input logic [NumRequests-1:0] req_i,
  input logic [IndexWidth-1:0]  watched_i
);

  logic [NumRequests-1:0] grant;

  tcdm_arbiter #(
    .NumRequests(NumRequests)
  ) i_arbiter (
    .clk_i,
    .rst_ni,
    .req_i,
    .grant_o(grant)
  );

  logic [IndexWidth-1:0] watched_q;
  logic [3:0]            passed_q;  // grants of others since it asks

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      watched_q <= watched_i;
      passed_q  <= '0;
    end else begin
      passed_q <= (req_i[watched_q] && !grant[watched_q]) ? passed_q + 1'b1 : '0;
      in_range: assume (32'(watched_q) < NumRequests);
      one:      assert ((grant & (grant - 1'b1)) == '0);
      asked:    assert ((grant & ~req_i) == '0);
      served:   assert ((grant != '0) == (req_i != '0));
      fair:     assert (32'(passed_q) <= Longest);
      longest:  cover (32'(passed_q) == Longest);
    end
  end

endmodule
