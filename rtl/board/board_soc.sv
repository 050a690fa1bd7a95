// The SoC of a board: a serial line as its link, an SDRAM as its L3, JTAG, lamps.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lamps: 0 lives (blinks with the clock), 1 receives, 2 sends, 3 works, 4 memory
// is up, 5 a byte of the line was damaged, 6 a byte was lost, 7 a debugger's TCK
// has moved. 5 to 7 stay until reset.
//
// `idle_o` tells simulations that nothing moves until a pin does; refreshes of
// the memory go on.
module board_soc
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  parameter int unsigned ClockHz = 25_000_000,
  parameter int unsigned Baud = 3_000_000,
  parameter int unsigned BankBits = 2,
  parameter int unsigned RowBits = 13,
  parameter int unsigned ColBits = 9,
  parameter int unsigned PowerUpNs = 200_000
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                uart_rx_i,
  output logic                uart_tx_o,

  input  logic                tck_i,
  input  logic                trst_ni,
  input  logic                tms_i,
  input  logic                tdi_i,
  output logic                tdo_o,

  output logic                sdram_cke_o,
  output logic                sdram_cs_no,
  output logic                sdram_ras_no,
  output logic                sdram_cas_no,
  output logic                sdram_we_no,
  output logic [BankBits-1:0] sdram_ba_o,
  output logic [RowBits-1:0]  sdram_a_o,
  output logic [1:0]          sdram_dqm_o,
  output logic [15:0]         sdram_dq_o,
  output logic                sdram_dq_en_o,
  input  logic [15:0]         sdram_dq_i,

  output logic [7:0]          lamps_o,
  output logic                idle_o
);

  localparam int unsigned SrcWidth = $clog2(NumHarts + 1);
  localparam int unsigned AddrBits = BankBits + RowBits + ColBits;
  // Some 10 ms of light for an event.
  localparam int unsigned LightBits = $clog2(ClockHz / 100);
  localparam int unsigned BlinkBits = $clog2(ClockHz);

  // L3 is what the memory holds, and the link passes a byte at a time.
  if (L3Bytes != 2 ** (AddrBits + 1)) begin : gen_l3_differs
    $error("the configuration's L3 is not of the memory's size");
  end
  if (BridgeLinkBytes != 1) begin : gen_link_differs
    $error("the configuration's bridge does not pass a byte at a time");
  end

  ///////////////////
  // Serial line   //
  ///////////////////

  logic got, queued, queue_empty, queue_ready, damaged, lost, rx_busy, tx_busy, tx_valid, tx_ready;
  logic [7:0] got_data, queue_data;
  logic [511:0] tx_data;
  logic [6:0] tx_bytes;

  uart_rx #(.ClockHz(ClockHz), .Baud(Baud)) i_uart_rx (
    .clk_i,
    .rst_ni,
    .rx_i   (uart_rx_i),
    .valid_o(got),
    .data_o (got_data),
    .error_o(damaged),
    .busy_o (rx_busy)
  );

  uart_queue i_queue (
    .clk_i,
    .rst_ni,
    .valid_i(got),
    .data_i (got_data),
    .lost_o (lost),
    .valid_o(queued),
    .ready_i(queue_ready),
    .data_o (queue_data),
    .empty_o(queue_empty)
  );

  uart_tx #(.ClockHz(ClockHz), .Baud(Baud)) i_uart_tx (
    .clk_i,
    .rst_ni,
    .valid_i(tx_valid),
    .ready_o(tx_ready),
    .data_i (tx_data[7:0]),
    .tx_o   (uart_tx_o),
    .busy_o (tx_busy)
  );

  /////////
  // SoC //
  /////////

  logic l3_valid, l3_ready, l3_write, l3_rvalid, l3_rready, l3_rerror;
  logic [31:0] l3_addr;
  amo_e l3_amo;
  logic [7:0] l3_strb;
  logic [63:0] l3_wdata, l3_rdata;
  logic [SrcWidth-1:0] l3_src;
  logic rd_valid, rd_ready, rd_rvalid, rd_rready, rd_rerror;
  logic [31:0] rd_addr;
  logic [511:0] rd_rdata;
  logic wr_valid, wr_ready, wr_rvalid, wr_rready, wr_rerror;
  logic [31:0] wr_addr;
  logic [63:0] wr_strb;
  logic [511:0] wr_data;
  logic soc_idle, l3_idle, up, tdo_en;

  soc i_soc (
    .clk_i,
    .rst_ni,
    .link_reset_i   (1'b0),
    .rx_valid_i     (queued),
    .rx_ready_o     (queue_ready),
    .rx_data_i      (512'(queue_data)),
    .rx_bytes_i     (7'd1),
    .tx_valid_o     (tx_valid),
    .tx_ready_i     (tx_ready),
    .tx_data_o      (tx_data),
    .tx_bytes_o     (tx_bytes),
    .tck_i,
    .trst_ni,
    .tms_i,
    .tdi_i,
    .tdo_o,
    .tdo_en_o       (tdo_en),
    .l3_valid_o     (l3_valid),
    .l3_ready_i     (l3_ready),
    .l3_addr_o      (l3_addr),
    .l3_write_o     (l3_write),
    .l3_amo_o       (l3_amo),
    .l3_strb_o      (l3_strb),
    .l3_wdata_o     (l3_wdata),
    .l3_src_o       (l3_src),
    .l3_rvalid_i    (l3_rvalid),
    .l3_rready_o    (l3_rready),
    .l3_rdata_i     (l3_rdata),
    .l3_rerror_i    (l3_rerror),
    .l3_rd_valid_o  (rd_valid),
    .l3_rd_ready_i  (rd_ready),
    .l3_rd_addr_o   (rd_addr),
    .l3_rd_rvalid_i (rd_rvalid),
    .l3_rd_rready_o (rd_rready),
    .l3_rd_rdata_i  (rd_rdata),
    .l3_rd_rerror_i (rd_rerror),
    .l3_wr_valid_o  (wr_valid),
    .l3_wr_ready_i  (wr_ready),
    .l3_wr_addr_o   (wr_addr),
    .l3_wr_strb_o   (wr_strb),
    .l3_wr_data_o   (wr_data),
    .l3_wr_rvalid_i (wr_rvalid),
    .l3_wr_rready_o (wr_rready),
    .l3_wr_rerror_i (wr_rerror),
    .idle_o         (soc_idle)
  );

  ////////
  // L3 //
  ////////

  logic req_valid, req_ready, req_write, wr_take, word_valid, done;
  logic [AddrBits-1:0] req_addr;
  logic [5:0] req_words;
  logic [15:0] wr_word, rd_word;
  logic [1:0] wr_word_strb;

  l3_sdram #(.SrcWidth(SrcWidth), .AddrBits(AddrBits)) i_l3 (
    .clk_i,
    .rst_ni,
    .l3_valid_i    (l3_valid),
    .l3_ready_o    (l3_ready),
    .l3_addr_i     (l3_addr),
    .l3_write_i    (l3_write),
    .l3_amo_i      (l3_amo),
    .l3_strb_i     (l3_strb),
    .l3_wdata_i    (l3_wdata),
    .l3_src_i      (l3_src),
    .l3_rvalid_o   (l3_rvalid),
    .l3_rready_i   (l3_rready),
    .l3_rdata_o    (l3_rdata),
    .l3_rerror_o   (l3_rerror),
    .l3_rd_valid_i (rd_valid),
    .l3_rd_ready_o (rd_ready),
    .l3_rd_addr_i  (rd_addr),
    .l3_rd_rvalid_o(rd_rvalid),
    .l3_rd_rready_i(rd_rready),
    .l3_rd_rdata_o (rd_rdata),
    .l3_rd_rerror_o(rd_rerror),
    .l3_wr_valid_i (wr_valid),
    .l3_wr_ready_o (wr_ready),
    .l3_wr_addr_i  (wr_addr),
    .l3_wr_strb_i  (wr_strb),
    .l3_wr_data_i  (wr_data),
    .l3_wr_rvalid_o(wr_rvalid),
    .l3_wr_rready_i(wr_rready),
    .l3_wr_rerror_o(wr_rerror),
    .req_valid_o   (req_valid),
    .req_ready_i   (req_ready),
    .req_write_o   (req_write),
    .req_addr_o    (req_addr),
    .req_words_o   (req_words),
    .wr_take_i     (wr_take),
    .wr_data_o     (wr_word),
    .wr_strb_o     (wr_word_strb),
    .rd_valid_i    (word_valid),
    .rd_data_i     (rd_word),
    .done_i        (done),
    .idle_o        (l3_idle)
  );

  sdram_controller #(
    .ClockHz  (ClockHz),
    .BankBits (BankBits),
    .RowBits  (RowBits),
    .ColBits  (ColBits),
    .PowerUpNs(PowerUpNs)
  ) i_sdram (
    .clk_i,
    .rst_ni,
    .up_o       (up),
    .req_valid_i(req_valid),
    .req_ready_o(req_ready),
    .req_write_i(req_write),
    .req_addr_i (req_addr),
    .req_words_i(req_words),
    .wr_take_o  (wr_take),
    .wr_data_i  (wr_word),
    .wr_strb_i  (wr_word_strb),
    .rd_valid_o (word_valid),
    .rd_data_o  (rd_word),
    .done_o     (done),
    .sdram_cke_o,
    .sdram_cs_no,
    .sdram_ras_no,
    .sdram_cas_no,
    .sdram_we_no,
    .sdram_ba_o,
    .sdram_a_o,
    .sdram_dqm_o,
    .sdram_dq_o,
    .sdram_dq_en_o,
    .sdram_dq_i
  );

  ///////////
  // Lamps //
  ///////////

  logic [BlinkBits-1:0] blink_q;
  logic [LightBits-1:0] rx_light_q, tx_light_q;
  logic damaged_q, lost_q, debugged_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      blink_q <= '0;
      rx_light_q <= '0;
      tx_light_q <= '0;
      damaged_q <= 1'b0;
      lost_q <= 1'b0;
      debugged_q <= 1'b0;
    end else begin
      blink_q <= blink_q + 1'b1;
      rx_light_q <= got ? '1 : (rx_light_q == '0) ? '0 : rx_light_q - 1'b1;
      tx_light_q <= (tx_valid && tx_ready) ? '1 : (tx_light_q == '0) ? '0 : tx_light_q - 1'b1;
      damaged_q <= damaged_q || damaged;
      lost_q <= lost_q || lost;
      debugged_q <= debugged_q || tdo_en;
    end
  end

  assign lamps_o = {debugged_q, lost_q, damaged_q, up, !soc_idle, tx_light_q != '0,
                    rx_light_q != '0, blink_q[BlinkBits-1]};
  assign idle_o = soc_idle && l3_idle && up && !rx_busy && !tx_busy && queue_empty && !got;

  logic unused;
  assign unused = ^{tx_data[511:8], tx_bytes};

endmodule
