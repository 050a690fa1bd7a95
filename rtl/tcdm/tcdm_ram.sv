// One bank's storage: single port, synchronous read, byte write enables; maps to block RAM.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `rdata_o` holds the word read last; a write leaves it. Contents are undefined
// until written.
module tcdm_ram #(
  parameter int unsigned Words = 512,
  parameter int unsigned AddrWidth = $clog2(Words)
) (
  input  logic                 clk_i,
  input  logic                 en_i,
  input  logic                 write_i,
  input  logic [AddrWidth-1:0] row_i,
  input  logic [7:0]           strb_i,
  input  logic [63:0]          wdata_i,
  output logic [63:0]          rdata_o
);

  logic [63:0] mem[Words];

  always_ff @(posedge clk_i) begin
    if (en_i) begin
      if (write_i) begin
        for (int unsigned i = 0; i < 8; i++) begin
          if (strb_i[i]) mem[row_i][8*i+:8] <= wdata_i[8*i+:8];
        end
      end else begin
        rdata_o <= mem[row_i];
      end
    end
  end

endmodule
