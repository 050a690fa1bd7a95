// A bank's storage for proofs: keeps the one bit that tcdm_reference follows; all else is noise.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stands in for tcdm_ram. Nobody drives `noise`, so that the solver chooses it.
module tcdm_ram #(
  parameter int unsigned Words = 2,
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

  logic        here, hit_q, value_q, kept_q;
  logic [5:0]  place;
  logic [63:0] noise;

  assign place = tcdm_props.i_reference.place;
  assign here  = row_i == tcdm_props.i_reference.row;

  always_ff @(posedge clk_i) begin
    if (en_i && !write_i) begin
      hit_q   <= here;
      value_q <= kept_q;
    end
    if (en_i && write_i && here && strb_i[place[5:3]]) kept_q <= wdata_i[place];
  end

  always_comb begin
    rdata_o = noise;
    if (hit_q) rdata_o[place] = value_q;
  end

endmodule
