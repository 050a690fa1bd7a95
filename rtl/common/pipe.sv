// Registers in a handshake: a transfer every cycle, `Stages` cycles later.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Cuts paths in both directions.
module pipe #(
  parameter int unsigned Width = 1,
  parameter int unsigned Stages = 1
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             valid_i,
  output logic             ready_o,
  input  logic [Width-1:0] data_i,
  output logic             valid_o,
  input  logic             ready_i,
  output logic [Width-1:0] data_o,
  output logic             busy_o   // something is inside
);

  logic [Stages:0]  valid, ready;
  logic [Width-1:0] data[Stages+1];

  assign valid[0]      = valid_i;
  assign ready_o       = ready[0];
  assign data[0]       = data_i;
  assign valid_o       = valid[Stages];
  assign ready[Stages] = ready_i;
  assign data_o        = data[Stages];
  assign busy_o        = |valid[Stages:1];

  for (genvar s = 0; s < Stages; s++) begin : gen_stage
    fifo #(
      .Width(Width),
      .Depth(2)
    ) i_fifo (
      .clk_i,
      .rst_ni,
      .valid_i(valid[s]),
      .ready_o(ready[s]),
      .data_i (data[s]),
      .valid_o(valid[s+1]),
      .ready_i(ready[s+1]),
      .data_o (data[s+1])
    );
  end

endmodule
