// Single-port memory of the shared instruction cache: synchronous read, whole words.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `rdata_o` holds the word read last; a write leaves it.
module icache_ram #(
  parameter int unsigned Width = 64,
  parameter int unsigned Words = 128,
  parameter int unsigned AddrWidth = $clog2(Words)
) (
  input  logic                 clk_i,
  input  logic                 en_i,
  input  logic                 write_i,
  input  logic [AddrWidth-1:0] row_i,
  input  logic [Width-1:0]     wdata_i,
  output logic [Width-1:0]     rdata_o
);

  logic [Width-1:0] mem[Words];

  always_ff @(posedge clk_i) begin
    if (en_i) begin
      if (write_i) mem[row_i] <= wdata_i;
      else rdata_o <= mem[row_i];
    end
  end

endmodule
