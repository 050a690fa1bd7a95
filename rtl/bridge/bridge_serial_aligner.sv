// The lines and the CRC of bridge_aligner at a byte a cycle, for links that are no faster.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shift registers take the place of a shifter by any number of bytes and of a
// CRC over a whole line. A line is taken when `in_ready_o` is high; the next one
// may be asked for as soon as `ask_o` is, which leaves its way some time. Bytes
// of the last line beyond the count are 0.
module bridge_serial_aligner
  import wire_pkg::*;
#(
  parameter int unsigned LineIndexWidth = 6
) (
  input  logic                      clk_i,
  input  logic                      rst_ni,
  input  logic                      start_i,
  input  logic [5:0]                place_i,
  input  logic [31:0]               count_i,

  output logic                      ask_o,
  input  logic                      in_valid_i,
  output logic                      in_ready_o,
  input  logic [LineBits-1:0]       in_line_i,

  output logic                      out_valid_o,
  output logic [LineIndexWidth-1:0] out_index_o,
  output logic [LineBits-1:0]       out_line_o,

  output logic                      done_o,
  output logic [31:0]               crc_o
);

  // A line that is asked for is on its way for about as long as these last.
  localparam int unsigned AskBytes = 16;

  logic [LineBits-1:0] in_q, out_q;
  logic [6:0]          in_bytes_q;   // that are still in in_q
  logic [5:0]          skip_q;       // in front of the range
  logic [31:0]         left_q;       // bytes of the range that did not come yet
  logic [5:0]          out_bytes_q;  // of the line that goes out next
  logic                out_valid_q;
  logic [LineIndexWidth-1:0] out_index_q;
  logic [31:0]         crc_q, crc_next;
  logic                shift, take, push;

  assign shift = in_bytes_q != '0;
  assign take  = shift && skip_q == '0 && left_q != '0;
  assign push  = take || (left_q == '0 && out_bytes_q != '0);

  assign in_ready_o = in_bytes_q == '0;
  assign ask_o      = in_bytes_q <= 7'(AskBytes);

  crc32c_bytes #(
    .Bytes(1)
  ) i_crc (
    .enable_i(take),
    .crc_i   (crc_q),
    .data_i  (in_q[7:0]),
    .count_i (1'b1),
    .crc_o   (crc_next)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      in_bytes_q <= '0;
      left_q <= '0;
      out_bytes_q <= '0;
      out_valid_q <= 1'b0;
    end else if (start_i) begin
      in_bytes_q <= '0;
      left_q <= count_i;
      out_bytes_q <= '0;
      out_valid_q <= 1'b0;
    end else begin
      if (in_valid_i && in_ready_o) begin
        in_bytes_q <= 7'(LineBytes);
      end else if (left_q == '0) begin
        in_bytes_q <= '0;
      end else if (shift) begin
        in_bytes_q <= in_bytes_q - 1'b1;
      end
      if (take) left_q <= left_q - 1'b1;
      if (push) out_bytes_q <= out_bytes_q + 1'b1;
      out_valid_q <= push && out_bytes_q == '1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (in_valid_i && in_ready_o) begin
      in_q <= in_line_i;
    end else if (shift) begin
      in_q <= {8'b0, in_q[LineBits-1:8]};
    end
    if (push) out_q <= {take ? in_q[7:0] : 8'b0, out_q[LineBits-1:8]};
    if (start_i) begin
      skip_q <= place_i;
      crc_q <= CrcInit;
      out_index_q <= '1;
    end else begin
      if (shift && skip_q != '0) skip_q <= skip_q - 1'b1;
      crc_q <= crc_next;
      if (push && out_bytes_q == '1) out_index_q <= out_index_q + 1'b1;
    end
  end

  assign out_valid_o = out_valid_q;
  assign out_index_o = out_index_q;
  assign out_line_o = out_q;
  assign done_o = left_q == '0 && out_bytes_q == '0 && !out_valid_q;
  assign crc_o = ~crc_q;

endmodule
