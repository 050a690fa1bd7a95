// Writes the lines of transfers as their bytes come together, and tells when each has ended.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A transfer is complete when the answers of all its writes are in; transfers
// complete in order. One that is dropped ends with the writes already made.
module dma_writer
  import dma_pkg::*;
#(
  parameter int unsigned MaxWrites = 32
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                transfer_valid_i,
  output logic                transfer_ready_o,
  input  transfer_t           transfer_i,

  input  logic [63:0]         lanes_i,
  output logic                take_o,
  output logic [63:0]         take_lanes_o,

  output logic                wr_valid_o,
  input  logic                wr_ready_i,
  output logic [31:0]         wr_addr_o,
  output logic [63:0]         wr_strb_o,
  input  logic                wr_rvalid_i,
  output logic                wr_rready_o,
  input  logic                wr_rerror_i,

  output logic                starved_o,      // a transfer waits for bytes, and may be dropped
  output logic [TagWidth-1:0] tag_o,          // ... this one
  output logic                write_failed_o, // ... a write of it was refused
  input  logic                drop_i,         // end it here; only when starved

  output logic                completed_o,
  output logic                failed_o,
  output logic [31:0]         failed_id_o,
  output logic                burst_o,
  output logic [6:0]          bytes_o         // of the line on the bus
);

  localparam int unsigned CountWidth = $clog2(MaxWrites + 1);

  logic                start, skip, rows_valid, rows_ready, rows_last;
  logic [25:0]         line;
  logic [5:0]          lo, hi;
  logic                enough, write, row_first, row_last;
  logic [TagWidth-1:0] next_tag_q;
  logic [31:0]         id_q;         // of the transfer that ends next here
  logic [31:0]         answer_id_q;  // of the transfer that completes next

  // What is waited for at the bus, in order: {answer expected, ends a transfer}.
  logic                  end_put_valid, end_put_ready, end_valid, end_ready;
  logic                  end_put_answer, end_put_last, end_answer, end_last;
  logic [CountWidth-1:0] ends_q;     // transfers that have ended here, not completed
  logic                  ended, refused;

  assign skip  = transfer_valid_i && transfer_i.skip && !rows_valid;
  assign start = transfer_valid_i && !transfer_i.skip;
  assign transfer_ready_o = skip ? end_put_ready : (start && rows_ready);

  dma_rows i_rows (
    .clk_i,
    .rst_ni,
    .start_valid_i (start),
    .start_ready_o (rows_ready),
    .start_addr_i  (transfer_i.dst),
    .start_bytes_i (transfer_i.bytes),
    .start_stride_i(transfer_i.dst_stride),
    .start_rows_i  (transfer_i.rows),
    .next_i        (write),
    .cut_i         (1'b0),
    .drop_i,
    .valid_o       (rows_valid),
    .line_o        (line),
    .lo_o          (lo),
    .hi_o          (hi),
    .row_first_o   (row_first),
    .row_last_o    (row_last),
    .burst_o,
    .last_o        (rows_last)
  );

  assign take_lanes_o = lanes(lo, hi);
  assign enough       = (take_lanes_o & ~lanes_i) == '0;
  assign starved_o    = rows_valid && !enough && end_put_ready;
  assign wr_valid_o   = rows_valid && enough && end_put_ready;
  assign wr_addr_o    = {line, 6'd0};
  assign wr_strb_o    = take_lanes_o;
  assign write        = wr_valid_o && wr_ready_i;
  assign take_o       = write;
  assign bytes_o      = 7'(hi) - 7'(lo) + 7'd1;

  assign end_put_valid  = write || drop_i || skip;
  assign end_put_answer = write;
  assign end_put_last   = write ? rows_last : 1'b1;

  fifo #(
    .Width(2),
    .Depth(MaxWrites)
  ) i_ends (
    .clk_i,
    .rst_ni,
    .valid_i(end_put_valid),
    .ready_o(end_put_ready),
    .data_i ({end_put_answer, end_put_last}),
    .valid_o(end_valid),
    .ready_i(end_ready),
    .data_o ({end_answer, end_last})
  );

  assign wr_rready_o = end_valid && end_answer;
  assign end_ready   = !end_answer || wr_rvalid_i;
  assign completed_o = end_valid && end_ready && end_last;
  assign refused     = wr_rvalid_i && wr_rready_o && wr_rerror_i;
  assign ended       = end_put_valid && end_put_ready && end_put_last;

  // Refused writes belong to the transfer that completes next, errors seen at
  // this end to a later one or to the same: the earlier id goes first.
  assign failed_o    = refused || drop_i || (skip && end_put_ready && transfer_i.wrong);
  assign failed_id_o = refused ? answer_id_q : id_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      next_tag_q     <= '0;
      id_q           <= 32'd2;
      answer_id_q    <= 32'd2;
      ends_q         <= '0;
      write_failed_o <= 1'b0;
    end else begin
      if (transfer_valid_i && transfer_ready_o) next_tag_q <= next_tag_q + 1'b1;
      if (ended) id_q <= id_q + 32'd1;
      if (completed_o) answer_id_q <= answer_id_q + 32'd1;
      if (ended != completed_o) ends_q <= ended ? ends_q + 1'b1 : ends_q - 1'b1;
      if (ended) begin
        write_failed_o <= 1'b0;
      end else if (refused && ends_q == '0) begin
        write_failed_o <= 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (start && rows_ready) tag_o <= next_tag_q;
  end

  logic unused;
  assign unused = ^{row_first, row_last, transfer_i.src, transfer_i.src_stride};

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (drop_i) begin
      assert (starved_o && end_put_ready) else $error("dma_writer: dropped while writing");
    end
  end
`endif

endmodule
