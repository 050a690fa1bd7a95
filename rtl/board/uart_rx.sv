// Receiver of a serial line: 8 data bits, no parity, one stop bit.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A bit lasts ClockHz / Baud cycles, which need not be a whole number: a phase
// of 16 bits is carried along, and each bit is sampled in its middle, to a cycle.
// `valid_o` is high for one cycle with a byte. A byte without its stop bit is
// dropped, with one cycle of `error_o`; the next one begins after the line has
// been high again, so that a line held low (a break) counts as one error.
module uart_rx #(
  parameter int unsigned ClockHz = 25_000_000,
  parameter int unsigned Baud = 3_000_000
) (
  input  logic       clk_i,
  input  logic       rst_ni,
  input  logic       rx_i,
  output logic       valid_o,
  output logic [7:0] data_o,
  output logic       error_o,
  output logic       busy_o
);

  localparam logic [16:0] Step = uart_pkg::phase_step(ClockHz, Baud);
  // Start bit, 8 data bits, stop bit.
  localparam int unsigned LastBit = 9;

  logic [2:0] line_q;
  logic line, fell, sample, busy_q;
  logic [15:0] phase_q;
  logic [16:0] phase;
  logic [3:0] bit_q;
  logic [7:0] data_q;

  assign line = line_q[1];
  assign fell = line_q[2] && !line;
  assign phase = {1'b0, phase_q} + Step;
  assign sample = busy_q && phase[16];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      line_q <= '1;
      busy_q <= 1'b0;
      phase_q <= '0;
      bit_q <= '0;
      valid_o <= 1'b0;
      error_o <= 1'b0;
    end else begin
      line_q <= {line_q[1:0], rx_i};
      valid_o <= 1'b0;
      error_o <= 1'b0;
      if (!busy_q) begin
        busy_q <= fell;
        // Half a bit to the middle of the start bit.
        phase_q <= 16'h8000;
        bit_q <= '0;
      end else begin
        phase_q <= phase[15:0];
        if (sample) begin
          bit_q <= bit_q + 1'b1;
          // A start bit that is over in its middle was none.
          if (bit_q == '0 && line) busy_q <= 1'b0;
          if (bit_q == 4'(LastBit)) begin
            busy_q <= 1'b0;
            valid_o <= line;
            error_o <= !line;
          end
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (sample && bit_q != 4'(LastBit)) data_q <= {line, data_q[7:1]};
  end

  assign data_o = data_q;
  assign busy_o = busy_q || line_q != '1 || valid_o;

endmodule
