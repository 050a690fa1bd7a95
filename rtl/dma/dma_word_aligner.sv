// What dma_aligner does, at a word of eight bytes a cycle: for memories that are no faster.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words of a line go one by one through one rotation by bytes; each lands in
// two neighbouring words of the written line. The line is taken with its last
// word.
module dma_word_aligner
  import dma_pkg::*;
(
  input  logic         clk_i,
  input  logic         rst_ni,

  input  logic         put_valid_i,
  output logic         put_ready_o,
  input  logic [511:0] put_data_i,
  input  logic [5:0]   put_shift_i,
  input  logic [5:0]   put_lo_i,
  input  logic [5:0]   put_hi_i,

  input  logic         clear_i,        // forget all bytes
  output logic         settled_o,      // all that was put has come to its lanes

  output logic [63:0]  lanes_o,        // lanes that hold a byte
  output logic [511:0] data_o,
  input  logic         take_i,
  input  logic [63:0]  take_lanes_i    // a subset of lanes_o
);

  logic        turned_valid_q, turned_ready, step, last;
  logic [63:0] turned_q, turned_lanes_q;
  logic [2:0]  words_q;         // of the line that are done
  logic [2:0]  from, to, by;    // word that is read, word that its first byte goes to, bytes
  logic [63:0] word, put_data[8];
  logic [7:0]  valid, turned_valid;
  logic [63:0] straight, turned_lanes;

  assign from = put_lo_i[5:3] + words_q;
  assign to   = from + put_shift_i[5:3];
  assign by   = put_shift_i[2:0];
  assign last = from == put_hi_i[5:3];

  assign straight = lanes(put_lo_i, put_hi_i);
  assign valid    = straight[{from, 3'd0}+:8];
  assign word     = put_data_i[{from, 6'd0}+:64];

  assign turned_valid = 8'({valid, valid} << by >> 8);

  // Bytes below `by` came over the word's end.
  always_comb begin
    turned_lanes = '0;
    for (int unsigned i = 0; i < 8; i++) begin
      turned_lanes[{to + 3'(32'(by) > i), 3'(i)}] = turned_valid[i];
    end
  end

  assign step        = put_valid_i && (!turned_valid_q || turned_ready);
  assign put_ready_o = (!turned_valid_q || turned_ready) && last;
  assign settled_o   = !turned_valid_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      turned_valid_q <= 1'b0;
      words_q        <= '0;
    end else begin
      if (turned_ready) turned_valid_q <= step;
      if (clear_i || (step && last)) begin
        words_q <= '0;
      end else if (step) begin
        words_q <= words_q + 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (step) begin
      turned_q       <= 64'({word, word} << {by, 3'd0} >> 64);
      turned_lanes_q <= turned_lanes;
    end
  end

  for (genvar w = 0; w < 8; w++) begin : gen_word
    assign put_data[w] = turned_q;
  end

  dma_lanes i_lanes (
    .clk_i,
    .rst_ni,
    .put_valid_i(turned_valid_q),
    .put_ready_o(turned_ready),
    .put_lanes_i(turned_lanes_q),
    .put_data_i (put_data),
    .clear_i,
    .lanes_o,
    .data_o,
    .take_i,
    .take_lanes_i
  );

endmodule
