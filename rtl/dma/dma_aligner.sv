// Turns lines as they were read into lines as they are written: rotates, and joins pieces.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A line is rotated by its piece's shift, by whole words, then by bytes, in a
// register stage each, and its valid bytes join their lanes (dma_lanes).
module dma_aligner
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

  // The two stages of the rotation.
  logic        coarse_valid_q, coarse_ready, turned_valid_q, turned_ready;
  logic [63:0] coarse_q[8];
  logic [63:0] coarse_lanes_q;
  logic [2:0]  coarse_shift_q;  // bytes still to go
  logic [63:0] turned_q[8];
  logic [63:0] turned_lanes_q;

  // The lanes of the piece, turned by the shift.
  function automatic logic [63:0] rotate_lanes(logic [63:0] straight, logic [5:0] shift);
    return (straight << shift) | (straight >> (7'd64 - 7'(shift)));
  endfunction

  assign coarse_ready = !coarse_valid_q || turned_ready;
  assign put_ready_o  = coarse_ready;
  assign settled_o    = !coarse_valid_q && !turned_valid_q;

  logic [6:0] up, down;
  assign up   = {1'b0, coarse_shift_q, 3'd0};
  assign down = 7'd64 - up;  // 64 shifts everything out

  logic [63:0] word[8];
  for (genvar w = 0; w < 8; w++) begin : gen_turn
    localparam int unsigned Below = (w + 7) % 8;
    logic [2:0] from;
    assign word[w] = put_data_i[64*w+:64];
    assign from    = 3'(w) - put_shift_i[5:3];
    always_ff @(posedge clk_i) begin
      if (put_valid_i && coarse_ready) coarse_q[w] <= word[from];
      if (coarse_valid_q && turned_ready) begin
        turned_q[w] <= (coarse_q[w] << up) | (coarse_q[Below] >> down);
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (put_valid_i && coarse_ready) begin
      coarse_lanes_q <= rotate_lanes(lanes(put_lo_i, put_hi_i), put_shift_i);
      coarse_shift_q <= put_shift_i[2:0];
    end
    if (coarse_valid_q && turned_ready) turned_lanes_q <= coarse_lanes_q;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      coarse_valid_q <= 1'b0;
      turned_valid_q <= 1'b0;
    end else begin
      if (coarse_ready) coarse_valid_q <= put_valid_i;
      if (turned_ready) turned_valid_q <= coarse_valid_q;
    end
  end

  dma_lanes i_lanes (
    .clk_i,
    .rst_ni,
    .put_valid_i(turned_valid_q),
    .put_ready_o(turned_ready),
    .put_lanes_i(turned_lanes_q),
    .put_data_i (turned_q),
    .clear_i,
    .lanes_o,
    .data_o,
    .take_i,
    .take_lanes_i
  );

endmodule
