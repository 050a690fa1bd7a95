// The cluster's DMA engine: 1-D and 2-D copies of any alignment, 64 bytes a cycle or 8.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// front end -> queue -> reader -> aligner -> writer. The reader runs ahead into
// the next transfers, so short rows and short transfers keep the buses busy;
// hence a transfer does not wait for an earlier one whose result it reads:
// software waits for the id. Writes come in order, transfers complete in order
// and only when their writes are answered.
//
// Errors: a transfer that meets a bus error or has an address above 4 GiB ends
// early, what it had still to write stays unwritten, it completes as usual, and
// its id can be read (dma_frontend, status 28). Where a transfer's source and
// destination overlap, the result is unspecified. On the write bus, lanes without
// a strobe carry anything.
module dma
  import dma_pkg::*;
  import seeker_cfg_pkg::*;
#(
  parameter int unsigned DataBytes = DmaDataBytes
) (
  input  logic         clk_i,
  input  logic         rst_ni,

  input  logic         dma_valid_i,
  output logic         dma_ready_o,
  input  logic [31:0]  dma_instr_i,
  input  logic [31:0]  dma_a_i,
  input  logic [31:0]  dma_b_i,
  output logic         dma_rvalid_o,
  input  logic         dma_rready_i,
  output logic [4:0]   dma_rtag_o,
  output logic [31:0]  dma_rdata_o,

  output logic         rd_valid_o,
  input  logic         rd_ready_i,
  output logic [31:0]  rd_addr_o,
  input  logic         rd_rvalid_i,
  output logic         rd_rready_o,
  input  logic [511:0] rd_rdata_i,
  input  logic         rd_rerror_i,

  output logic         wr_valid_o,
  input  logic         wr_ready_i,
  output logic [31:0]  wr_addr_o,
  output logic [63:0]  wr_strb_o,
  output logic [511:0] wr_data_o,
  input  logic         wr_rvalid_i,
  output logic         wr_rready_o,
  input  logic         wr_rerror_i,

  output logic         busy_o,
  // Performance counters: pulses, and bytes moved in the cycle.
  output logic         event_aw_stall_o,
  output logic         event_ar_stall_o,
  output logic         event_r_stall_o,
  output logic         event_w_stall_o,
  output logic         event_buf_w_stall_o,
  output logic         event_buf_r_stall_o,
  output logic         event_aw_done_o,
  output logic         event_ar_done_o,
  output logic         event_r_done_o,
  output logic         event_w_done_o,
  output logic         event_b_done_o,
  output logic [6:0]   event_r_bytes_o,
  output logic [6:0]   event_w_bytes_o
);

  logic      put_valid, put_ready, read_valid, read_ready, write_valid, write_ready;
  transfer_t put_transfer, read_transfer, write_transfer;
  logic      completed, failed;
  logic [31:0] failed_id;

  dma_frontend i_frontend (
    .clk_i,
    .rst_ni,
    .dma_valid_i,
    .dma_ready_o,
    .dma_instr_i,
    .dma_a_i,
    .dma_b_i,
    .dma_rvalid_o,
    .dma_rready_i,
    .dma_rtag_o,
    .dma_rdata_o,
    .transfer_valid_o(put_valid),
    .transfer_ready_i(put_ready),
    .transfer_o      (put_transfer),
    .completed_i     (completed),
    .failed_i        (failed),
    .failed_id_i     (failed_id),
    .busy_o
  );

  dma_queue i_queue (
    .clk_i,
    .rst_ni,
    .put_valid_i  (put_valid),
    .put_ready_o  (put_ready),
    .put_i        (put_transfer),
    .read_valid_o (read_valid),
    .read_ready_i (read_ready),
    .read_o       (read_transfer),
    .write_valid_o(write_valid),
    .write_ready_i(write_ready),
    .write_o      (write_transfer)
  );

  logic                line_valid, line_ready, line_error;
  logic [511:0]        line_data;
  piece_t              piece;
  logic                give_up;
  logic [TagWidth-1:0] write_tag;
  logic                reader_active, read_burst, write_burst;

  dma_reader i_reader (
    .clk_i,
    .rst_ni,
    .transfer_valid_i(read_valid),
    .transfer_ready_o(read_ready),
    .transfer_i      (read_transfer),
    .rd_valid_o,
    .rd_ready_i,
    .rd_addr_o,
    .rd_rvalid_i,
    .rd_rready_o,
    .rd_rdata_i,
    .rd_rerror_i,
    .line_valid_o    (line_valid),
    .line_ready_i    (line_ready),
    .line_data_o     (line_data),
    .line_error_o    (line_error),
    .line_piece_o    (piece),
    .cut_i           (give_up),
    .cut_tag_i       (write_tag),
    .active_o        (reader_active),
    .burst_o         (read_burst)
  );

  // A line in error waits until everything before it is written. Then its
  // transfer is given up on both sides, and its remaining lines are thrown away.
  logic        discard_q, bad_line, settled, starved, write_failed;
  logic        align_valid, align_ready, take;
  logic [63:0] lanes_there, take_lanes;

  logic         line_out_valid, line_out_ready, line_out_burst, line_out_busy;
  logic [31:0]  line_out_addr;
  logic [63:0]  line_out_strb;
  logic [6:0]   line_out_bytes;
  logic [511:0] line_written;

  assign bad_line    = line_valid && (line_error || (write_failed && piece.tag == write_tag));
  assign give_up     = bad_line && !discard_q && settled && starved && piece.tag == write_tag;
  assign align_valid = line_valid && !discard_q && !bad_line;
  assign line_ready  = discard_q || (align_ready && !bad_line);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      discard_q <= 1'b0;
    end else if (give_up) begin
      discard_q <= 1'b1;
    end else if (line_valid && piece.last) begin
      discard_q <= 1'b0;
    end
  end

  if (DataBytes == 64) begin : gen_lines
    dma_aligner i_aligner (
      .clk_i,
      .rst_ni,
      .put_valid_i (align_valid),
      .put_ready_o (align_ready),
      .put_data_i  (line_data),
      .put_shift_i (piece.shift),
      .put_lo_i    (piece.lo),
      .put_hi_i    (piece.hi),
      .clear_i     (give_up),
      .settled_o   (settled),
      .lanes_o     (lanes_there),
      .data_o      (line_written),
      .take_i      (take),
      .take_lanes_i(take_lanes)
    );
  end else begin : gen_words
    dma_word_aligner i_aligner (
      .clk_i,
      .rst_ni,
      .put_valid_i (align_valid),
      .put_ready_o (align_ready),
      .put_data_i  (line_data),
      .put_shift_i (piece.shift),
      .put_lo_i    (piece.lo),
      .put_hi_i    (piece.hi),
      .clear_i     (give_up),
      .settled_o   (settled),
      .lanes_o     (lanes_there),
      .data_o      (line_written),
      .take_i      (take),
      .take_lanes_i(take_lanes)
    );
  end

  if (DataBytes != 64 && DataBytes != 8) begin : gen_bad_bytes
    $error("dma.data_bytes must be 64 or 8, is %0d", DataBytes);
  end

  dma_writer i_writer (
    .clk_i,
    .rst_ni,
    .transfer_valid_i(write_valid),
    .transfer_ready_o(write_ready),
    .transfer_i      (write_transfer),
    .lanes_i         (lanes_there),
    .take_o          (take),
    .take_lanes_o    (take_lanes),
    .wr_valid_o      (line_out_valid),
    .wr_ready_i      (line_out_ready),
    .wr_addr_o       (line_out_addr),
    .wr_strb_o       (line_out_strb),
    .wr_rvalid_i,
    .wr_rready_o,
    .wr_rerror_i,
    .starved_o       (starved),
    .tag_o           (write_tag),
    .write_failed_o  (write_failed),
    .drop_i          (give_up),
    .completed_o     (completed),
    .failed_o        (failed),
    .failed_id_o     (failed_id),
    .burst_o         (line_out_burst),
    .bytes_o         (line_out_bytes)
  );

  pipe #(
    .Width (32 + 64 + 512 + 1 + 7),
    .Stages(1)
  ) i_writes (
    .clk_i,
    .rst_ni,
    .valid_i(line_out_valid),
    .ready_o(line_out_ready),
    .data_i ({line_out_addr, line_out_strb, line_written, line_out_burst, line_out_bytes}),
    .valid_o(wr_valid_o),
    .ready_i(wr_ready_i),
    .data_o ({wr_addr_o, wr_strb_o, wr_data_o, write_burst, event_w_bytes_o}),
    .busy_o (line_out_busy)
  );

  logic unused_busy;
  assign unused_busy = line_out_busy;

`ifdef VERILATOR
  always_ff @(posedge clk_i) begin
    if (observe_pkg::accesses && wr_valid_o && wr_ready_i) begin
      observe_pkg::seeker_observe_dma($time, 32'd1, wr_addr_o, wr_strb_o);
    end
  end
`endif

  // There are no address beats on the write bus: one counts at a burst's first line.
  assign event_aw_stall_o    = wr_valid_o && write_burst && !wr_ready_i;
  assign event_ar_stall_o    = rd_valid_o && !rd_ready_i;
  assign event_r_stall_o     = reader_active && !rd_rvalid_i;
  assign event_w_stall_o     = wr_valid_o && !wr_ready_i;
  assign event_buf_w_stall_o = starved;
  assign event_buf_r_stall_o = line_valid && !line_ready;
  assign event_aw_done_o     = wr_valid_o && write_burst && wr_ready_i;
  assign event_ar_done_o     = rd_valid_o && read_burst && rd_ready_i;
  assign event_r_done_o      = rd_rvalid_i && rd_rready_o;
  assign event_w_done_o      = wr_valid_o && wr_ready_i;
  assign event_b_done_o      = wr_rvalid_i && wr_rready_o;
  assign event_r_bytes_o     = 7'd64;

endmodule
