// Transmitter of a serial line: 8 data bits, no parity, one stop bit.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A bit lasts ClockHz / Baud cycles on average; each edge is at most a cycle late.
module uart_tx #(
  parameter int unsigned ClockHz = 25_000_000,
  parameter int unsigned Baud = 3_000_000
) (
  input  logic       clk_i,
  input  logic       rst_ni,
  input  logic       valid_i,
  output logic       ready_o,
  input  logic [7:0] data_i,
  output logic       tx_o,
  output logic       busy_o
);

  localparam logic [16:0] Step = uart_pkg::phase_step(ClockHz, Baud);

  logic [15:0] phase_q;
  logic [16:0] phase;
  logic [3:0] left_q;  // bits, the one on the line included
  logic [9:0] bits_q;

  assign phase = {1'b0, phase_q} + Step;
  assign ready_o = left_q == '0;
  assign busy_o = left_q != '0;
  assign tx_o = bits_q[0];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      phase_q <= '0;
      left_q <= '0;
      bits_q <= '1;
    end else if (left_q == '0) begin
      phase_q <= '0;
      if (valid_i) begin
        bits_q <= {1'b1, data_i, 1'b0};
        left_q <= 4'd10;
      end
    end else begin
      phase_q <= phase[15:0];
      if (phase[16]) begin
        bits_q <= {1'b1, bits_q[9:1]};
        left_q <= left_q - 1'b1;
      end
    end
  end

endmodule
