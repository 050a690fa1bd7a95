// The wire protocol in hardware: a byte link on one side, the SoC's memories on the other.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Needs no hart to work. `link_reset_i` (one cycle or more) tells that the link
// was made anew: frames begun are forgotten in both directions, what is being
// executed is finished, and its answer dropped. Ports follow seeker_pkg's rules;
// `watch_*` sees the narrow requests of the cluster that leave it.
module bridge
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
  import wire_pkg::*;
#(
  parameter int unsigned LinkBytes = BridgeLinkBytes,
  parameter int unsigned MaxPayloadBytes = BridgeMaxPayloadBytes,
  parameter logic [63:0] Hash = ConfigHash,
  parameter int unsigned WatchdogBits = 16
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   link_reset_i,

  input  logic                   rx_valid_i,
  output logic                   rx_ready_o,
  input  logic [8*LinkBytes-1:0] rx_data_i,
  input  logic [6:0]             rx_bytes_i,
  output logic                   tx_valid_o,
  input  logic                   tx_ready_i,
  output logic [8*LinkBytes-1:0] tx_data_o,
  output logic [6:0]             tx_bytes_o,

  output logic                   rd_valid_o,
  input  logic                   rd_ready_i,
  output logic [31:0]            rd_addr_o,
  input  logic                   rd_rvalid_i,
  output logic                   rd_rready_o,
  input  logic [511:0]           rd_rdata_i,
  input  logic                   rd_rerror_i,
  output logic                   wr_valid_o,
  input  logic                   wr_ready_i,
  output logic [31:0]            wr_addr_o,
  output logic [63:0]            wr_strb_o,
  output logic [511:0]           wr_data_o,
  input  logic                   wr_rvalid_i,
  output logic                   wr_rready_o,
  input  logic                   wr_rerror_i,

  output logic                   narrow_valid_o,
  input  logic                   narrow_ready_i,
  output logic [31:0]            narrow_addr_o,
  output logic                   narrow_write_o,
  output logic [7:0]             narrow_strb_o,
  output logic [63:0]            narrow_wdata_o,
  input  logic                   narrow_rvalid_i,
  output logic                   narrow_rready_o,
  input  logic [63:0]            narrow_rdata_i,
  input  logic                   narrow_rerror_i,

  output logic                   cluster_rst_no,
  output logic                   in_reset_o,      // the same, active high, for logic
  input  logic                   ndmreset_i,      // the debug module wants it
  input  logic                   drained_i,       // no answer for the cluster is on its way
  input  hart_state_e            state_i  [NumHarts],
  input  logic [31:0]            pc_i     [NumHarts],
  input  logic [7:0]             mcause_i [NumHarts],
  input  hart_wait_e             wait_i   [NumHarts],
  input  logic [4:0]             quiet_i  [NumHarts],
  input  logic                   dma_busy_i,

  input  logic                   watch_valid_i,   // a plain write that is taken
  input  logic [28:0]            watch_word_i,    // its address, in 64-bit words
  input  logic [7:0]             watch_strb_i,
  input  logic [63:0]            watch_data_i,

  output logic                   idle_o
);

  localparam int unsigned RxIndexWidth = $clog2(MaxPayloadBytes / LineBytes + 1) + 1;
  localparam int unsigned TxIndexWidth = $clog2(MaxPayloadBytes / LineBytes) + 1;

  // Receive: link to requests and payload lines.
  logic req_valid, req_ready, rx_idle;
  request_t req;
  logic rx_line_valid, rx_line_read;
  logic [RxIndexWidth-1:0] rx_line_windex, rx_line_rindex;
  logic [LineBits-1:0] rx_line_wdata, rx_line_rdata;

  bridge_rx #(
    .LinkBytes      (LinkBytes),
    .MaxPayloadBytes(MaxPayloadBytes)
  ) i_rx (
    .clk_i,
    .rst_ni,
    .flush_i     (link_reset_i),
    .rx_valid_i,
    .rx_ready_o,
    .rx_data_i,
    .rx_bytes_i,
    .req_valid_o (req_valid),
    .req_ready_i (req_ready),
    .req_o       (req),
    .line_valid_o(rx_line_valid),
    .line_index_o(rx_line_windex),
    .line_data_o (rx_line_wdata),
    .idle_o      (rx_idle)
  );

  line_ram #(
    .IndexWidth(RxIndexWidth)
  ) i_rx_lines (
    .clk_i,
    .write_i (rx_line_valid),
    .windex_i(rx_line_windex),
    .wdata_i (rx_line_wdata),
    .read_i  (rx_line_read),
    .rindex_i(rx_line_rindex),
    .rdata_o (rx_line_rdata)
  );

  // Execute.
  logic ans_valid, ans_ready, ans_slot, exec_idle;
  header_t ans;
  logic move_start, move_done, move_error, rx_slot, tx_slot;
  move_e move;
  route_e route;
  logic [31:0] address, count, move_crc, watch;
  logic [63:0] pattern;
  logic all_sleep, arm, waking;
  logic [15:0] epoch;

  always_comb begin
    all_sleep = 1'b1;
    for (int unsigned h = 0; h < NumHarts; h++) begin
      if (state_i[h] != HartSleeping) all_sleep = 1'b0;
    end
  end

  bridge_exec #(
    .MaxPayloadBytes(MaxPayloadBytes)
  ) i_exec (
    .clk_i,
    .rst_ni,
    .drop_i        (link_reset_i),
    .req_valid_i   (req_valid),
    .req_ready_o   (req_ready),
    .req_i         (req),
    .ans_valid_o   (ans_valid),
    .ans_ready_i   (ans_ready),
    .ans_o         (ans),
    .ans_slot_o    (ans_slot),
    .move_start_o  (move_start),
    .move_o        (move),
    .route_o       (route),
    .address_o     (address),
    .count_o       (count),
    .pattern_o     (pattern),
    .rx_slot_o     (rx_slot),
    .tx_slot_o     (tx_slot),
    .move_done_i   (move_done),
    .move_error_i  (move_error),
    .move_crc_i    (move_crc),
    .cluster_rst_no(cluster_rst_no),
    .in_reset_o    (in_reset_o),
    .ndmreset_i    (ndmreset_i),
    .drained_i     (drained_i),
    .all_sleep_i   (all_sleep),
    .arm_o         (arm),
    .watch_o       (watch),
    .waking_o      (waking),
    .epoch_o       (epoch),
    .idle_o        (exec_idle)
  );

  // The run.
  logic [63:0] cycle, start_cycle, done_cycle;
  logic [31:0] value;
  logic started, done;

  bridge_run i_run (
    .clk_i,
    .rst_ni,
    .clear_i      (in_reset_o),
    .arm_i        (arm),
    .watch_i      (watch),
    .started_i    (waking && narrow_valid_o && narrow_ready_i),
    .write_valid_i(watch_valid_i),
    .write_word_i (watch_word_i),
    .write_strb_i (watch_strb_i),
    .write_data_i (watch_data_i),
    .cycle_o      (cycle),
    .start_cycle_o(start_cycle),
    .done_cycle_o (done_cycle),
    .value_o      (value),
    .started_o    (started),
    .done_o       (done)
  );

  // Move.
  logic tx_line_write, tx_line_read, tx_idle;
  logic [TxIndexWidth-1:0] tx_line_windex, tx_line_rindex;
  logic [LineBits-1:0] tx_line_wdata, tx_line_rdata, report_line;
  logic [7:0] report_index;

  bridge_report #(
    .LinkBytes      (LinkBytes),
    .MaxPayloadBytes(MaxPayloadBytes),
    .Hash           (Hash)
  ) i_report (
    .enable_i     (route == RouteStatus || route == RouteIdentity),
    .status_i     (route == RouteStatus),
    .index_i      (report_index),
    .line_o       (report_line),
    .cycle_i      (cycle),
    .start_cycle_i(start_cycle),
    .done_cycle_i (done_cycle),
    .value_i      (value),
    .started_i    (started),
    .done_i       (done),
    .dma_busy_i   (dma_busy_i),
    .epoch_i      (epoch),
    .state_i,
    .pc_i,
    .mcause_i,
    .wait_i,
    .quiet_i
  );

  bridge_mover #(
    .MaxPayloadBytes(MaxPayloadBytes),
    .WatchdogBits   (WatchdogBits),
    .Serial         (LinkBytes == 1)
  ) i_mover (
    .clk_i,
    .rst_ni,
    .reopen_i       (in_reset_o),
    .start_i        (move_start),
    .move_i         (move),
    .route_i        (route),
    .address_i      (address),
    .count_i        (count),
    .pattern_i      (pattern),
    .rx_slot_i      (rx_slot),
    .tx_slot_i      (tx_slot),
    .done_o         (move_done),
    .error_o        (move_error),
    .crc_o          (move_crc),
    .rx_read_o      (rx_line_read),
    .rx_index_o     (rx_line_rindex),
    .rx_line_i      (rx_line_rdata),
    .tx_write_o     (tx_line_write),
    .tx_index_o     (tx_line_windex),
    .tx_line_o      (tx_line_wdata),
    .source_index_o (report_index),
    .source_line_i  (report_line),
    .rd_valid_o,
    .rd_ready_i,
    .rd_addr_o,
    .rd_rvalid_i,
    .rd_rready_o,
    .rd_rdata_i,
    .rd_rerror_i,
    .wr_valid_o,
    .wr_ready_i,
    .wr_addr_o,
    .wr_strb_o,
    .wr_data_o,
    .wr_rvalid_i,
    .wr_rready_o,
    .wr_rerror_i,
    .narrow_valid_o,
    .narrow_ready_i,
    .narrow_addr_o,
    .narrow_write_o,
    .narrow_strb_o,
    .narrow_wdata_o,
    .narrow_rvalid_i,
    .narrow_rready_o,
    .narrow_rdata_i,
    .narrow_rerror_i
  );

  // Transmit.
  line_ram #(
    .IndexWidth(TxIndexWidth)
  ) i_tx_lines (
    .clk_i,
    .write_i (tx_line_write),
    .windex_i(tx_line_windex),
    .wdata_i (tx_line_wdata),
    .read_i  (tx_line_read),
    .rindex_i(tx_line_rindex),
    .rdata_o (tx_line_rdata)
  );

  bridge_tx #(
    .LinkBytes      (LinkBytes),
    .MaxPayloadBytes(MaxPayloadBytes)
  ) i_tx (
    .clk_i,
    .rst_ni,
    .flush_i     (link_reset_i),
    .ans_valid_i (ans_valid),
    .ans_ready_o (ans_ready),
    .ans_i       (ans),
    .ans_slot_i  (ans_slot),
    .line_read_o (tx_line_read),
    .line_index_o(tx_line_rindex),
    .line_data_i (tx_line_rdata),
    .tx_valid_o,
    .tx_ready_i,
    .tx_data_o,
    .tx_bytes_o,
    .idle_o      (tx_idle)
  );

  assign idle_o = rx_idle && exec_idle && tx_idle && !link_reset_i;

`ifndef SYNTHESIS
  if (LinkBytes == 0 || LinkBytes > LineBytes) begin : gen_link_bytes
    $error("link_bytes must be 1 to 64");
  end
  if (MaxPayloadBytes % LineBytes != 0 || MaxPayloadBytes < 2 * LineBytes
      || StatusHeadBytes + StatusHartBytes * NumHarts > MaxPayloadBytes) begin : gen_payload
    $error("max_payload_bytes must be a multiple of 64, at least 128, and hold the status of all harts");
  end
`endif

endmodule
