// The board ulx3s on a desk: its top, with an SDRAM on its pins.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `idle_o` is no pin of the board: simulations stop the clock while nothing moves.
module vboard (
  input  logic       clk_i,
  input  logic       button_ni,
  input  logic       serial_i,   // from the host
  output logic       serial_o,   // to the host
  input  logic       tck_i,
  input  logic       tms_i,
  input  logic       tdi_i,
  input  logic       trst_ni,
  output logic       tdo_o,
  output logic [7:0] lamps_o,
  output logic       idle_o
);

  logic sdram_clk, sdram_cke, sdram_csn, sdram_rasn, sdram_casn, sdram_wen;
  logic [1:0] sdram_ba, sdram_dqm;
  logic [12:0] sdram_a;
  wire [15:0] sdram_d;
  logic [15:0] model_dq;
  logic model_en, unused;

  top i_top (
    .clk_25mhz  (clk_i),
    .btn        (button_ni),
    .led        (lamps_o),
    .wifi_gpio0 (unused),
    .ftdi_txd   (serial_i),
    .ftdi_rxd   (serial_o),
    .jtag_tck   (tck_i),
    .jtag_tms   (tms_i),
    .jtag_tdi   (tdi_i),
    .jtag_tdo   (tdo_o),
    .jtag_trst_n(trst_ni),
    .sdram_clk,
    .sdram_cke,
    .sdram_csn,
    .sdram_rasn,
    .sdram_casn,
    .sdram_wen,
    .sdram_ba,
    .sdram_a,
    .sdram_dqm,
    .sdram_d
  );

  sdram_model #(.ClockHz(25_000_000), .BankBits(2), .RowBits(13), .ColBits(9)) i_sdram (
    .clk_i  (sdram_clk),
    .cke_i  (sdram_cke),
    .cs_ni  (sdram_csn),
    .ras_ni (sdram_rasn),
    .cas_ni (sdram_casn),
    .we_ni  (sdram_wen),
    .ba_i   (sdram_ba),
    .a_i    (sdram_a),
    .dqm_i  (sdram_dqm),
    .dq_i   (sdram_d),
    .dq_o   (model_dq),
    .dq_en_o(model_en)
  );

  assign sdram_d = model_en ? model_dq : 'z;
  assign idle_o = i_top.idle;

endmodule
