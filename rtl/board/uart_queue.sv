// Bytes that have arrived and wait for the bridge, in a block RAM.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A byte that finds the queue full is lost, with one cycle of `lost_o`: a serial
// line cannot be held back. The host never has more on its way than fits.
module uart_queue #(
  parameter int unsigned Depth = 16384  // a power of 2
) (
  input  logic       clk_i,
  input  logic       rst_ni,
  input  logic       valid_i,
  input  logic [7:0] data_i,
  output logic       lost_o,
  output logic       valid_o,
  input  logic       ready_i,
  output logic [7:0] data_o,
  output logic       empty_o
);

  localparam int unsigned IndexWidth = $clog2(Depth);

  logic [7:0] mem[Depth];
  logic [IndexWidth:0] head_q, tail_q, head;
  logic [7:0] data_q;
  logic valid_q, put, get;

  assign put = valid_i && tail_q - head_q != (IndexWidth + 1)'(Depth);
  assign get = valid_q && ready_i;
  assign head = head_q + (IndexWidth + 1)'(get);

  // The RAM is read a cycle before its datum is offered: never one that is
  // being written.
  always_ff @(posedge clk_i) begin
    if (put) mem[tail_q[IndexWidth-1:0]] <= data_i;
    data_q <= mem[head[IndexWidth-1:0]];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q <= '0;
      tail_q <= '0;
      valid_q <= 1'b0;
      lost_o <= 1'b0;
    end else begin
      head_q <= head;
      tail_q <= tail_q + (IndexWidth + 1)'(put);
      valid_q <= tail_q != head;
      lost_o <= valid_i && !put;
    end
  end

  assign valid_o = valid_q;
  assign data_o = data_q;
  assign empty_o = tail_q == head_q;

endmodule
