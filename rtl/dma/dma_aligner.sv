// Turns lines as they were read into lines as they are written: rotates, and joins pieces.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every byte lane is a queue of two. A line is rotated by its piece's shift, by
// whole words, then by bytes, in a register stage each, and
// its valid bytes join their lanes; the writer takes the lanes of one written
// line at once. Since bytes of a lane keep their order and rows follow each
// other in both walks, nothing has to know where rows begin: a row that is split
// differently on the two sides costs at most one line more, and none when the
// neighbouring rows' gaps fit together.
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

  // Front and back of each lane's queue, as eight words: the simulator works on
  // machine words, and only in cycles in which something moves.
  logic [63:0] front_valid_q, back_valid_q;
  logic [63:0] front_q[8];
  logic [63:0] back_q[8];

  logic [63:0] taken, moved, front_left, back_left;
  logic [63:0] to_front, to_back;
  logic        put;

  // The two stages of the rotation.
  logic        coarse_valid_q, coarse_ready, turned_valid_q, turned_ready;
  logic [63:0] coarse_q[8];
  logic [63:0] coarse_lanes_q;
  logic [2:0]  coarse_shift_q;  // bytes still to go
  logic [63:0] turned_q[8];
  logic [63:0] turned_lanes_q;

  function automatic logic [63:0] byte_mask(logic [7:0] bits);
    logic [63:0] mask;
    for (int unsigned i = 0; i < 8; i++) mask[8*i+:8] = {8{bits[i]}};
    return mask;
  endfunction

  // The lanes of the piece, turned by the shift.
  function automatic logic [63:0] rotate_lanes(logic [63:0] straight, logic [5:0] shift);
    return (straight << shift) | (straight >> (7'd64 - 7'(shift)));
  endfunction

  assign taken      = take_i ? take_lanes_i : '0;
  assign moved      = taken & back_valid_q;
  assign front_left = (front_valid_q & ~taken) | moved;
  assign back_left  = back_valid_q & ~taken;

  assign put          = turned_valid_q && (turned_lanes_q & back_left) == '0;
  assign to_front     = put ? turned_lanes_q & ~front_left : '0;
  assign to_back      = put ? turned_lanes_q & front_left : '0;
  assign turned_ready = !turned_valid_q || put;
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

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      front_valid_q <= '0;
      back_valid_q  <= '0;
    end else if (clear_i) begin
      front_valid_q <= '0;
      back_valid_q  <= '0;
    end else begin
      front_valid_q <= front_left | to_front;
      back_valid_q  <= back_left | to_back;
    end
  end

  for (genvar w = 0; w < 8; w++) begin : gen_word
    always_ff @(posedge clk_i) begin
      if (put || |moved) begin
        front_q[w] <= (front_q[w] & ~byte_mask(to_front[8*w+:8] | moved[8*w+:8])) |
                      (turned_q[w] & byte_mask(to_front[8*w+:8])) |
                      (back_q[w] & byte_mask(moved[8*w+:8]));
      end
      if (|to_back) begin
        back_q[w] <= (back_q[w] & ~byte_mask(to_back[8*w+:8])) |
                     (turned_q[w] & byte_mask(to_back[8*w+:8]));
      end
    end
    assign data_o[64*w+:64] = front_q[w];
  end

  assign lanes_o = front_valid_q;

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (take_i) begin
      assert ((take_lanes_i & ~front_valid_q) == '0)
      else $error("dma_aligner: takes bytes that are not there");
    end
  end
`endif

endmodule
