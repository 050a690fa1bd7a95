// Reads the lines of transfers, ahead of the writer, and says what each line means.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// At most `dma.bursts_in_flight` lines are requested and not yet consumed; each
// has its place in the buffer from the start, so answers are never held back.
// Rows of one line are asked for in two of three cycles: what the public cluster
// takes for them, and what schedules of software that waits no longer rest on.
module dma_reader
  import seeker_cfg_pkg::*;
  import dma_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                transfer_valid_i,
  output logic                transfer_ready_o,
  input  transfer_t           transfer_i,

  output logic                rd_valid_o,
  input  logic                rd_ready_i,
  output logic [31:0]         rd_addr_o,
  input  logic                rd_rvalid_i,
  output logic                rd_rready_o,
  input  logic [511:0]        rd_rdata_i,
  input  logic                rd_rerror_i,

  output logic                line_valid_o,
  input  logic                line_ready_i,
  output logic [511:0]        line_data_o,
  output logic                line_error_o,
  output piece_t              line_piece_o,

  input  logic                cut_i,      // transfer `cut_tag_i` is given up
  input  logic [TagWidth-1:0] cut_tag_i,

  output logic                active_o,
  output logic                burst_o     // the request opens a burst
);

  localparam int unsigned Lines      = DmaBurstsInFlight;
  localparam int unsigned CountWidth = $clog2(Lines + 1);

  logic                  start, skip;
  logic                  rows_valid, rows_ready, rows_last, row_first, row_last, issue;
  logic [25:0]           line;
  logic [5:0]            lo, hi;
  logic                  cut_q;
  logic [TagWidth-1:0]   tag_q;        // of the transfer in i_rows
  logic [TagWidth-1:0]   next_tag_q;
  logic [5:0]            from_q, from_stride_q;  // byte lanes at which the row starts
  logic [5:0]            to_q, to_stride_q;
  logic [CountWidth-1:0] in_flight_q;
  piece_t                piece;
  logic                  consume, room;
  logic                  short_row, pair_q, pause_q;
  logic                  pieces_ready, pieces_valid, data_ready;

  assign skip             = transfer_valid_i && transfer_i.skip;
  assign start            = transfer_valid_i && !transfer_i.skip;
  assign transfer_ready_o = skip || rows_ready;

  dma_rows i_rows (
    .clk_i,
    .rst_ni,
    .start_valid_i (start),
    .start_ready_o (rows_ready),
    .start_addr_i  (transfer_i.src),
    .start_bytes_i (transfer_i.bytes),
    .start_stride_i(transfer_i.src_stride),
    .start_rows_i  (transfer_i.rows),
    .next_i        (issue),
    .cut_i         (cut_q),
    .drop_i        (1'b0),
    .valid_o       (rows_valid),
    .line_o        (line),
    .lo_o          (lo),
    .hi_o          (hi),
    .row_first_o   (row_first),
    .row_last_o    (row_last),
    .burst_o,
    .last_o        (rows_last)
  );

  assign active_o = rows_valid;
  assign room     = in_flight_q != CountWidth'(Lines);
  assign issue    = rd_valid_o && rd_ready_i;
  assign consume  = line_valid_o && line_ready_i;

  // The second short row in successive cycles is followed by a pause.
  assign short_row = row_first && row_last;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      pair_q  <= 1'b0;
      pause_q <= 1'b0;
    end else begin
      pair_q  <= issue && short_row && !pair_q;
      pause_q <= issue && short_row && pair_q;
    end
  end

  assign rd_valid_o = rows_valid && room && !pause_q;
  assign rd_addr_o  = {line, 6'd0};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      next_tag_q  <= '0;
      in_flight_q <= '0;
      cut_q       <= 1'b0;
    end else begin
      if (transfer_valid_i && transfer_ready_o) next_tag_q <= next_tag_q + 1'b1;
      if (issue != consume) in_flight_q <= issue ? in_flight_q + 1'b1 : in_flight_q - 1'b1;
      // The request on the bus cannot be withdrawn: it becomes the last one.
      if (issue && rows_last) begin
        cut_q <= 1'b0;
      end else if (cut_i && rows_valid && cut_tag_i == tag_q) begin
        cut_q <= 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (start && rows_ready) begin
      tag_q         <= next_tag_q;
      to_q          <= transfer_i.dst[5:0];
      to_stride_q   <= transfer_i.dst_stride[5:0];
      from_q        <= transfer_i.src[5:0];
      from_stride_q <= transfer_i.src_stride[5:0];
    end else if (issue && row_last) begin
      to_q   <= to_q + to_stride_q;
      from_q <= from_q + from_stride_q;
    end
  end

  always_comb begin
    piece.tag   = tag_q;
    piece.last  = rows_last;
    piece.shift = to_q - from_q;
    piece.lo    = lo;
    piece.hi    = hi;
  end

  fifo #(
    .Width($bits(piece_t)),
    .Depth(Lines)
  ) i_pieces (
    .clk_i,
    .rst_ni,
    .valid_i(issue),
    .ready_o(pieces_ready),
    .data_i (piece),
    .valid_o(pieces_valid),
    .ready_i(consume),
    .data_o (line_piece_o)
  );

  fifo #(
    .Width(513),
    .Depth(Lines)
  ) i_data (
    .clk_i,
    .rst_ni,
    .valid_i(rd_rvalid_i),
    .ready_o(data_ready),
    .data_i ({rd_rerror_i, rd_rdata_i}),
    .valid_o(line_valid_o),
    .ready_i(line_ready_i),
    .data_o ({line_error_o, line_data_o})
  );

  assign rd_rready_o = data_ready;

`ifdef VERILATOR
  always_ff @(posedge clk_i) begin
    if (observe_pkg::accesses && issue) begin
      observe_pkg::seeker_observe_dma($time, 32'd0, rd_addr_o, lanes(lo, hi));
    end
  end
`endif

  logic unused_transfer;
  assign unused_transfer = transfer_i.wrong;  // the writer's to report

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (rd_rvalid_i) begin
      assert (data_ready) else $error("dma_reader: an answer without a request");
    end
    if (issue) begin
      assert (pieces_ready) else $error("dma_reader: more lines in flight than places");
    end
    if (line_valid_o) begin
      assert (pieces_valid) else $error("dma_reader: data without a piece");
    end
  end
`else
  logic unused_levels;
  assign unused_levels = pieces_ready ^ pieces_valid;
`endif

endmodule
