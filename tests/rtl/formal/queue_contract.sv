// What a queue promises on its handshakes: order, nothing lost, nothing twice, nothing made up.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Follows one datum at a time, any: one that goes in while `mark_i` is high.
module queue_contract #(
  parameter int unsigned Width = 1,
  parameter int unsigned Capacity = 2,
  localparam int unsigned CountWidth = $clog2(Capacity + 2)
) (
  input logic             clk_i,
  input logic             rst_ni,
  input logic             put_i,
  input logic [Width-1:0] put_data_i,
  input logic             valid_i,
  input logic             get_i,
  input logic [Width-1:0] get_data_i,
  input logic             mark_i
);

  logic [CountWidth-1:0] fill_q;
  logic                  marked_q;
  logic [CountWidth-1:0] ahead_q;  // of the marked one
  logic [Width-1:0]      datum_q;
  logic                  held_q;   // a datum is offered and was not taken
  logic [Width-1:0]      held_data_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      fill_q   <= '0;
      marked_q <= 1'b0;
      held_q   <= 1'b0;
    end else begin
      if (put_i != get_i) fill_q <= put_i ? fill_q + 1'b1 : fill_q - 1'b1;
      if (marked_q && get_i) begin
        ahead_q  <= ahead_q - 1'b1;
        marked_q <= ahead_q != '0;
      end else if (!marked_q && put_i && mark_i) begin
        marked_q <= 1'b1;
        ahead_q  <= fill_q - CountWidth'(get_i);
        datum_q  <= put_data_i;
      end
      held_q      <= valid_i && !get_i;
      held_data_q <= get_data_i;
      made_up:  assert (!valid_i || fill_q != '0);
      overflow: assert (32'(fill_q) <= Capacity);
      in_order: assert (!marked_q || !get_i || ahead_q != '0 || get_data_i == datum_q);
      stable:   assert (!held_q || (valid_i && get_data_i == held_data_q));
      last_out: cover (marked_q && get_i && 32'(ahead_q) == Capacity - 1);
    end
  end

endmodule
