// A memory of 64-byte lines with one write and one read port; the read data hold.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `rdata_o` is the line of the last read, from the cycle after it on. Reading a
// line in the cycle in which it is written gives the old or the new one.
module line_ram
  import wire_pkg::*;
#(
  parameter int unsigned IndexWidth = 7
) (
  input  logic                  clk_i,
  input  logic                  write_i,
  input  logic [IndexWidth-1:0] windex_i,
  input  logic [LineBits-1:0]   wdata_i,
  input  logic                  read_i,
  input  logic [IndexWidth-1:0] rindex_i,
  output logic [LineBits-1:0]   rdata_o
);

  logic [LineBits-1:0] lines [2**IndexWidth];

  always_ff @(posedge clk_i) begin
    if (write_i) lines[windex_i] <= wdata_i;
    if (read_i) rdata_o <= lines[rindex_i];
  end

endmodule
