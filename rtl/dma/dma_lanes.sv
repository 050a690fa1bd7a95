// Bytes on their way to a written line: every byte lane is a queue of two.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is put joins its lanes at once, or waits until all of them have room; the
// writer takes the lanes of one written line at once. Since bytes of a lane keep
// their order and rows follow each other in both walks, nothing has to know
// where rows begin: a row that is split differently on the two sides costs at
// most one line more, and none when the neighbouring rows' gaps fit together.
module dma_lanes (
  input  logic         clk_i,
  input  logic         rst_ni,

  input  logic         put_valid_i,
  output logic         put_ready_o,
  input  logic [63:0]  put_lanes_i,
  input  logic [63:0]  put_data_i[8],

  input  logic         clear_i,        // forget all bytes

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

  function automatic logic [63:0] byte_mask(logic [7:0] bits);
    logic [63:0] mask;
    for (int unsigned i = 0; i < 8; i++) mask[8*i+:8] = {8{bits[i]}};
    return mask;
  endfunction

  assign taken      = take_i ? take_lanes_i : '0;
  assign moved      = taken & back_valid_q;
  assign front_left = (front_valid_q & ~taken) | moved;
  assign back_left  = back_valid_q & ~taken;

  assign put         = put_valid_i && (put_lanes_i & back_left) == '0;
  assign to_front    = put ? put_lanes_i & ~front_left : '0;
  assign to_back     = put ? put_lanes_i & front_left : '0;
  assign put_ready_o = !put_valid_i || put;

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
                      (put_data_i[w] & byte_mask(to_front[8*w+:8])) |
                      (back_q[w] & byte_mask(moved[8*w+:8]));
      end
      if (|to_back) begin
        back_q[w] <= (back_q[w] & ~byte_mask(to_back[8*w+:8])) |
                     (put_data_i[w] & byte_mask(to_back[8*w+:8]));
      end
    end
    assign data_o[64*w+:64] = front_q[w];
  end

  assign lanes_o = front_valid_q;

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (take_i) begin
      assert ((take_lanes_i & ~front_valid_q) == '0)
      else $error("dma_lanes: takes bytes that are not there");
    end
  end
`endif

endmodule
