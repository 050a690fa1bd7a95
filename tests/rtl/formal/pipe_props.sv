// pipe's contract: a queue, `busy_o` when something is inside, a way through in Stages cycles.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module pipe_props #(
  parameter int unsigned Stages = 2
) (
  input logic       clk_i,
  input logic       rst_ni,
  input logic       valid_i,
  input logic [1:0] data_i,
  input logic       ready_i,
  input logic       mark_i
);

  logic       ready, valid, busy;
  logic [1:0] data;

  pipe #(
    .Width (2),
    .Stages(Stages)
  ) i_pipe (
    .clk_i,
    .rst_ni,
    .valid_i,
    .ready_o(ready),
    .data_i,
    .valid_o(valid),
    .ready_i,
    .data_o (data),
    .busy_o (busy)
  );

  queue_contract #(
    .Width   (2),
    .Capacity(2 * Stages)
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

  // Cycles in which something was inside and nothing came out.
  logic [3:0] silent_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      silent_q <= '0;
    end else begin
      silent_q <= (busy && !valid) ? silent_q + 1'b1 : '0;
      busy_when_filled: assert (busy == (i_contract.fill_q != '0));
      arrives:          assert (32'(silent_q) < Stages);
      takes_in:         assert (ready || i_contract.fill_q >= 5'(Stages + 1));
    end
  end

endmodule
