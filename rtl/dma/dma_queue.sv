// Transfers between the front end, the reader and the writer, each taking them in order.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The reader runs ahead of the writer: `dma.queue` transfers may wait for the
// reader, and as many again be between reader and writer. The reader's next
// transfer stands in a register.
module dma_queue
  import seeker_cfg_pkg::*;
  import dma_pkg::*;
(
  input  logic      clk_i,
  input  logic      rst_ni,

  input  logic      put_valid_i,
  output logic      put_ready_o,
  input  transfer_t put_i,

  output logic      read_valid_o,
  input  logic      read_ready_i,
  output transfer_t read_o,

  output logic      write_valid_o,
  input  logic      write_ready_i,
  output transfer_t write_o
);

  localparam int unsigned Depth      = 2 * DmaQueue;
  localparam int unsigned IndexWidth = $clog2(Depth);
  localparam int unsigned CountWidth = $clog2(Depth + 1);

  logic [$bits(transfer_t)-1:0] mem[Depth];
  logic [IndexWidth-1:0] put_q, read_q, write_q;
  logic [CountWidth-1:0] unread_q, unwritten_q;
  logic                  put, fetch, read, write;

  function automatic logic [IndexWidth-1:0] after(logic [IndexWidth-1:0] index);
    return (index == IndexWidth'(Depth - 1)) ? '0 : index + 1'b1;
  endfunction

  assign put_ready_o   = unread_q < CountWidth'(DmaQueue) && unwritten_q != CountWidth'(Depth);
  assign write_valid_o = unwritten_q != '0;
  assign write_o       = mem[write_q];
  assign put           = put_valid_i && put_ready_o;
  assign read          = read_valid_o && read_ready_i;
  assign fetch         = (!read_valid_o || read) && unread_q > CountWidth'(read_valid_o);
  assign write         = write_valid_o && write_ready_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      put_q        <= '0;
      read_q       <= '0;
      write_q      <= '0;
      unread_q     <= '0;
      unwritten_q  <= '0;
      read_valid_o <= 1'b0;
    end else begin
      if (put) put_q <= after(put_q);
      if (fetch) read_q <= after(read_q);
      if (fetch || read) read_valid_o <= fetch;
      if (write) write_q <= after(write_q);
      if (put != read) unread_q <= put ? unread_q + 1'b1 : unread_q - 1'b1;
      if (put != write) unwritten_q <= put ? unwritten_q + 1'b1 : unwritten_q - 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (put) mem[put_q] <= put_i;
    if (fetch) read_o <= mem[read_q];
  end

endmodule
