// The boot ROM: a line for fetch and DMA, a word for data reads.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Answers in the cycle after `*_en_i` and keeps them until the next one. Contents
// come from a package that rtl/cfg/rom.py makes of a flat binary.
module boot_rom
  import seeker_cfg_pkg::*;
#(
  localparam int unsigned LineWidth = $clog2(BootRomBytes / 64),
  localparam int unsigned WordWidth = $clog2(BootRomBytes / 8)
) (
  input  logic                 clk_i,
  input  logic                 line_en_i,
  input  logic [LineWidth-1:0] line_i,
  output logic [511:0]         line_data_o,
  input  logic                 word_en_i,
  input  logic [WordWidth-1:0] word_i,
  output logic [63:0]          word_data_o
);

  always_ff @(posedge clk_i) begin
    if (line_en_i) begin
      for (int unsigned w = 0; w < 8; w++) begin
        line_data_o[64*w+:64] <= seeker_boot_rom_pkg::Words[{line_i, 3'(w)}];
      end
    end
    if (word_en_i) word_data_o <= seeker_boot_rom_pkg::Words[word_i];
  end

endmodule
