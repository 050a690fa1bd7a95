// Lines as they lie in memory to lines of a payload, counted and with their CRC.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After `start_i` with the place of the first byte and the count, lines come in
// one a cycle at most, and always in time: there is no back-pressure. The
// payload's lines go out with their number. `done_o` rises when all are out and
// `crc_o` holds the finished CRC.
module bridge_aligner
  import wire_pkg::*;
#(
  parameter int unsigned LineIndexWidth = 6
) (
  input  logic                      clk_i,
  input  logic                      rst_ni,
  input  logic                      start_i,
  input  logic [5:0]                place_i,
  input  logic [31:0]               count_i,

  input  logic                      in_valid_i,
  input  logic [LineBits-1:0]       in_line_i,

  output logic                      out_valid_o,
  output logic [LineIndexWidth-1:0] out_index_o,
  output logic [LineBits-1:0]       out_line_o,

  output logic                      done_o,
  output logic [31:0]               crc_o
);

  logic [5:0] place_q;
  logic first_q;
  logic [LineBits-1:0] hold_q;
  logic [31:0] left_q;       // bytes that did not go out yet
  logic [31:0] in_left_q;    // bytes that did not come in yet
  logic [31:0] in_line_bytes;
  logic [6:0] out_bytes;
  logic emit, flush;

  logic out_valid_q;
  logic [6:0] out_bytes_q;
  logic [LineBits-1:0] out_line_q, out_line_d;
  logic [LineIndexWidth-1:0] out_index_q;
  logic [31:0] crc_q, crc_next;

  assign in_line_bytes = 32'(LineBytes) - (first_q ? 32'(place_q) : 32'd0);
  // The last line that comes in may fill less than one, or two that go out.
  assign flush = left_q != '0 && in_left_q == '0 && !in_valid_i;
  assign emit = (in_valid_i && (!first_q || place_q == '0)) || flush;
  assign out_bytes = left_q < 32'(LineBytes) ? left_q[6:0] : 7'(LineBytes);

  always_comb begin
    out_line_d = in_line_i;
    if (emit && place_q != '0) begin
      out_line_d = LineBits'({flush ? LineBits'(0) : in_line_i, hold_q} >> {place_q, 3'b0});
    end
  end

  crc32c_bytes #(
    .Bytes(LineBytes)
  ) i_crc (
    .enable_i(out_valid_q),
    .crc_i   (crc_q),
    .data_i  (out_line_q),
    .count_i (out_bytes_q),
    .crc_o   (crc_next)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      left_q <= '0;
      in_left_q <= '0;
      out_valid_q <= 1'b0;
    end else if (start_i) begin
      left_q <= count_i;
      in_left_q <= count_i;
      out_valid_q <= 1'b0;
    end else begin
      if (emit) left_q <= left_q - 32'(out_bytes);
      if (in_valid_i) begin
        in_left_q <= in_left_q < in_line_bytes ? '0 : in_left_q - in_line_bytes;
      end
      out_valid_q <= emit;
    end
  end

  always_ff @(posedge clk_i) begin
    if (start_i) begin
      place_q <= place_i;
      first_q <= 1'b1;
      crc_q <= CrcInit;
      out_index_q <= '1;
    end else begin
      if (in_valid_i) begin
        first_q <= 1'b0;
        hold_q <= in_line_i;
      end
      if (emit) begin
        out_line_q <= out_line_d;
        out_bytes_q <= out_bytes;
        out_index_q <= out_index_q + 1'b1;
      end
      if (out_valid_q) crc_q <= crc_next;
    end
  end

  assign out_valid_o = out_valid_q;
  assign out_index_o = out_index_q;
  assign out_line_o = out_line_q;
  assign done_o = left_q == '0 && !out_valid_q;
  assign crc_o = ~crc_q;

endmodule
