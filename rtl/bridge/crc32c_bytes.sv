// CRC-32C over 0 to Bytes bytes a cycle, as one balanced tree of exclusive ors.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Combinational. `crc_o` is the state after the first `count_i` bytes of
// `data_i`; start with wire_pkg::CrcInit, invert at the end. While `enable_i` is
// low, `crc_o` is `crc_i` (and simulation has nothing to compute).
//
// A CRC is linear: with the bytes moved to the end of the window and the old
// state added to the first four of them, a fixed matrix gives the new state,
// whatever the count. Of fewer than four bytes, the rest of the state moves on.
module crc32c_bytes
  import wire_pkg::*;
#(
  parameter int unsigned Bytes = 64
) (
  input  logic                     enable_i,
  input  logic [31:0]              crc_i,
  input  logic [8*Bytes-1:0]       data_i,
  input  logic [$clog2(Bytes+1)-1:0] count_i,
  output logic [31:0]              crc_o
);

  localparam int unsigned Bits = 8 * Bytes;

  typedef logic [31:0][Bits-1:0] matrix_t;

  // Row r: the bits of the window that bit r of the result depends on.
  function automatic matrix_t matrix();
    matrix_t rows;
    logic [31:0] column;
    column = CrcPolynomial;
    for (int unsigned i = 0; i < Bits; i++) begin
      for (int unsigned r = 0; r < 32; r++) rows[r][Bits-1-i] = column[r];
      column = {1'b0, column[31:1]} ^ (column[0] ? CrcPolynomial : 32'b0);
    end
    return rows;
  endfunction

  localparam matrix_t Matrix = matrix();

  // What of the state the window takes up.
  logic [Bits-1:0] state;
  logic [Bits-1:0] window;
  if (Bits < 32) begin : gen_part
    assign state = crc_i[Bits-1:0];
  end else begin : gen_whole
    assign state = Bits'(crc_i);
  end

  always_comb begin
    window = '0;
    crc_o = crc_i;
    if (enable_i) begin
      window = (data_i ^ state) << (8 * (Bytes - 32'(count_i)));
      for (int unsigned r = 0; r < 32; r++) crc_o[r] = ^(window & Matrix[r]);
      if (32'(count_i) < 4) crc_o = crc_o ^ (crc_i >> (8 * 32'(count_i)));
    end
  end

endmodule
