// The LR/SC reservation of one TCDM port: one 32-bit word.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lost at any store to the word, by whomever, its own hart included; at the next
// LR, which moves it; at any SC. A port that several harts share tells them
// apart by `src_i`: the last LR's owner alone may succeed.
module tcdm_reservation #(
  parameter int unsigned WordAddrWidth = 15,
  parameter int unsigned SrcWidth = 4
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     set_i,    // an LR is granted
  input  logic                     clear_i,  // an SC is granted
  input  logic                     lost_i,   // the reserved word is being written
  input  logic [WordAddrWidth-1:0] addr_i,   // 32-bit word of the LR or SC
  input  logic [SrcWidth-1:0]      src_i,
  output logic                     valid_o,
  output logic [WordAddrWidth-1:0] addr_o,
  output logic                     match_o   // an SC would succeed
);

  logic [SrcWidth-1:0] src_q;

  assign match_o = valid_o && addr_o == addr_i && src_q == src_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else if (set_i) begin
      valid_o <= 1'b1;
    end else if (clear_i || lost_i) begin
      valid_o <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (set_i) begin
      addr_o <= addr_i;
      src_q  <= src_i;
    end
  end

endmodule
