// One prefetcher of a private buffer: a line that is wanted, then one on its way.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A wanted line that is in the buffer, or on its way for somebody else, is
// forgotten. A newer wish takes the place of one that was not asked for yet.
module icache_prefetch #(
  parameter int unsigned Lines     = 8,
  parameter int unsigned LineWidth = 26
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 enable_i,
  input  logic                 forget_i,

  input  logic                 want_i,
  input  logic [LineWidth-1:0] want_line_i,

  input  logic [Lines-1:0]     buffer_valid_i,
  input  logic [LineWidth-1:0] buffer_line_i [Lines],
  input  logic                 other_away_i  [2],
  input  logic [LineWidth-1:0] other_line_i  [2],

  output logic                 req_valid_o,
  output logic [LineWidth-1:0] req_line_o,
  input  logic                 req_ready_i,

  input  logic                 fill_valid_i,
  input  logic [LineWidth-1:0] fill_line_i,

  output logic                 away_o,
  output logic [LineWidth-1:0] away_line_o
);

  logic                 wanted_q, away_q, here;
  logic [LineWidth-1:0] wanted_line_q, away_line_q;

  always_comb begin
    here = 1'b0;
    if (wanted_q) begin
      for (int unsigned i = 0; i < Lines; i++) begin
        if (buffer_valid_i[i] && buffer_line_i[i] == wanted_line_q) here = 1'b1;
      end
      for (int unsigned i = 0; i < 2; i++) begin
        if (other_away_i[i] && other_line_i[i] == wanted_line_q) here = 1'b1;
      end
      if (away_q && away_line_q == wanted_line_q) here = 1'b1;
    end
  end

  assign req_valid_o = wanted_q && !here && !away_q && enable_i;
  assign req_line_o  = wanted_line_q;
  assign away_o      = away_q;
  assign away_line_o = away_line_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      wanted_q <= 1'b0;
      away_q   <= 1'b0;
    end else begin
      if (fill_valid_i && fill_line_i == away_line_q) away_q <= 1'b0;
      if (req_valid_o && req_ready_i) away_q <= 1'b1;

      if (forget_i) wanted_q <= 1'b0;
      else if (want_i) wanted_q <= 1'b1;
      else if (here || !enable_i || (req_valid_o && req_ready_i)) wanted_q <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (want_i) wanted_line_q <= want_line_i;
    if (req_valid_o && req_ready_i) away_line_q <= wanted_line_q;
  end

endmodule
