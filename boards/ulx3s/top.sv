// ULX3S: Lattice ECP5-85F, 25 MHz, 32 MiB of SDRAM, an FTDI as serial line.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The clock is the crystal's. Reset: at power-up, and while button 0 (low when
// pressed) is held. JTAG is on the header J1, for any adapter: the FPGA's own
// TAP stays what it is. Names of pins are those of the board's schematics.
module top (
  input  logic        clk_25mhz,
  input  logic [0:0]  btn,
  output logic [7:0]  led,
  output logic        wifi_gpio0,  // low would restart the board's second chip

  input  logic        ftdi_txd,    // from the host
  output logic        ftdi_rxd,    // to the host

  input  logic        jtag_tck,
  input  logic        jtag_tms,
  input  logic        jtag_tdi,
  output logic        jtag_tdo,
  input  logic        jtag_trst_n,

  output logic        sdram_clk,
  output logic        sdram_cke,
  output logic        sdram_csn,
  output logic        sdram_rasn,
  output logic        sdram_casn,
  output logic        sdram_wen,
  output logic [1:0]  sdram_ba,
  output logic [12:0] sdram_a,
  output logic [1:0]  sdram_dqm,
  inout  wire  [15:0] sdram_d
);

  // Counts up once after configuration, then again after the button.
  logic [7:0] up_q = '0;
  logic [1:0] button_q = '0;
  logic rst_n_q = 1'b0;

  always_ff @(posedge clk_25mhz) begin
    button_q <= {button_q[0], btn[0]};
    up_q <= !button_q[1] ? '0 : (up_q == '1) ? up_q : up_q + 1'b1;
    rst_n_q <= up_q == '1;
  end

  logic [15:0] dq;
  logic dq_en, idle;

  board_soc #(
    .ClockHz (25_000_000),
    .Baud    (3_000_000),
    .BankBits(2),
    .RowBits (13),
    .ColBits (9)
  ) i_board (
    .clk_i        (clk_25mhz),
    .rst_ni       (rst_n_q),
    .uart_rx_i    (ftdi_txd),
    .uart_tx_o    (ftdi_rxd),
    .tck_i        (jtag_tck),
    .trst_ni      (jtag_trst_n),
    .tms_i        (jtag_tms),
    .tdi_i        (jtag_tdi),
    .tdo_o        (jtag_tdo),
    .sdram_cke_o  (sdram_cke),
    .sdram_cs_no  (sdram_csn),
    .sdram_ras_no (sdram_rasn),
    .sdram_cas_no (sdram_casn),
    .sdram_we_no  (sdram_wen),
    .sdram_ba_o   (sdram_ba),
    .sdram_a_o    (sdram_a),
    .sdram_dqm_o  (sdram_dqm),
    .sdram_dq_o   (dq),
    .sdram_dq_en_o(dq_en),
    .sdram_dq_i   (sdram_d),
    .lamps_o      (led),
    .idle_o       (idle)
  );

  assign sdram_clk = !clk_25mhz;
  assign sdram_d = dq_en ? dq : 'z;
  assign wifi_gpio0 = 1'b1;

  logic unused;
  assign unused = idle;

endmodule
