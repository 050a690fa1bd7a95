// Queue of one clock domain: what goes in comes out in order, a cycle later at the earliest.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `ready_o` depends on the fill level alone: a full queue takes nothing even in
// a cycle in which it gives. Depth need not be a power of 2; 2 is enough for a
// transfer every cycle.
module fifo #(
  parameter int unsigned Width = 1,
  parameter int unsigned Depth = 2
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             valid_i,
  output logic             ready_o,
  input  logic [Width-1:0] data_i,
  output logic             valid_o,
  input  logic             ready_i,
  output logic [Width-1:0] data_o
);

  localparam int unsigned IndexWidth = (Depth > 1) ? $clog2(Depth) : 1;
  localparam int unsigned CountWidth = $clog2(Depth + 1);
  localparam logic [IndexWidth-1:0] Last = IndexWidth'(Depth - 1);

  logic [Width-1:0]      mem[Depth];
  logic [IndexWidth-1:0] head_q, tail_q;
  logic [CountWidth-1:0] count_q;
  logic                  put, get;

  assign ready_o = count_q != CountWidth'(Depth);
  assign valid_o = count_q != '0;
  assign data_o  = mem[head_q];
  assign put     = valid_i && ready_o;
  assign get     = valid_o && ready_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q  <= '0;
      tail_q  <= '0;
      count_q <= '0;
    end else begin
      if (put) tail_q <= (tail_q == Last) ? '0 : tail_q + 1'b1;
      if (get) head_q <= (head_q == Last) ? '0 : head_q + 1'b1;
      if (put != get) count_q <= put ? count_q + 1'b1 : count_q - 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (put) mem[tail_q] <= data_i;
  end

endmodule
