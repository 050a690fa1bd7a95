// What a queue promises on its handshakes: order, nothing lost, nothing twice, nothing made up.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Follows one datum: the `watched_i`-th that goes in, any number, chosen in reset.
module queue_contract #(
  parameter int unsigned Width = 1,
  parameter int unsigned Capacity = 2,
  localparam int unsigned CountWidth = 5
) (
  input logic                  clk_i,
  input logic                  rst_ni,
  input logic                  put_i,
  input logic [Width-1:0]      put_data_i,
  input logic                  valid_i,
  input logic                  get_i,
  input logic [Width-1:0]      get_data_i,
  input logic [CountWidth-1:0] watched_i
);

  logic [CountWidth-1:0] put_q, get_q, watched_q, fill;
  logic [Width-1:0]      datum_q;
  logic                  held_q;  // a datum is offered and was not taken
  logic [Width-1:0]      held_data_q;

  assign fill = put_q - get_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      put_q     <= '0;
      get_q     <= '0;
      held_q    <= 1'b0;
      watched_q <= watched_i;
    end else begin
      if (put_i) put_q <= put_q + 1'b1;
      if (put_i && put_q == watched_q) datum_q <= put_data_i;
      if (get_i) get_q <= get_q + 1'b1;
      held_q      <= valid_i && !get_i;
      held_data_q <= get_data_i;
      made_up:    assert (!valid_i || fill != '0);
      overflow:   assert (32'(fill) <= Capacity);
      in_order:   assert (!get_i || get_q != watched_q || get_data_i == datum_q);
      stable:     assert (!held_q || (valid_i && get_data_i == held_data_q));
    end
  end

endmodule
