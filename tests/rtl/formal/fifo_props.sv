// fifo's contract: a queue of Depth, ready unless full, valid unless empty.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module fifo_props #(
  parameter int unsigned Depth = 3
) (
  input logic       clk_i,
  input logic       rst_ni,
  input logic       valid_i,
  input logic [1:0] data_i,
  input logic       ready_i,
  input logic       mark_i
);

  logic       ready, valid;
  logic [1:0] data;

  fifo #(
    .Width(2),
    .Depth(Depth)
  ) i_fifo (
    .clk_i,
    .rst_ni,
    .valid_i,
    .ready_o(ready),
    .data_i,
    .valid_o(valid),
    .ready_i,
    .data_o (data)
  );

  queue_contract #(
    .Width   (2),
    .Capacity(Depth)
  ) i_contract (
    .clk_i,
    .rst_ni,
    .put_i     (valid_i && ready),
    .put_data_i(data_i),
    .valid_i   (valid),
    .get_i     (valid && ready_i),
    .get_data_i(data),
    .mark_i
  );

  always_ff @(posedge clk_i) begin
    if (rst_ni) begin
      ready_unless_full:  assert (ready == (32'(i_contract.fill_q) != Depth));
      valid_unless_empty: assert (valid == (i_contract.fill_q != '0));
    end
  end

endmodule
