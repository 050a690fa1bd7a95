// L3's three ports on an SDRAM of a few rows, for the bench: controller and memory behind them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module l3_sdram_bench
  import seeker_pkg::*;
#(
  localparam int unsigned SrcWidth = 2
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  output logic                up_o,
  output logic                idle_o,

  input  logic                l3_valid_i,
  output logic                l3_ready_o,
  input  logic [31:0]         l3_addr_i,
  input  logic                l3_write_i,
  input  logic [3:0]          l3_amo_i,
  input  logic [7:0]          l3_strb_i,
  input  logic [63:0]         l3_wdata_i,
  input  logic [SrcWidth-1:0] l3_src_i,
  output logic                l3_rvalid_o,
  input  logic                l3_rready_i,
  output logic [63:0]         l3_rdata_o,
  output logic                l3_rerror_o,

  input  logic                l3_rd_valid_i,
  output logic                l3_rd_ready_o,
  input  logic [31:0]         l3_rd_addr_i,
  output logic                l3_rd_rvalid_o,
  input  logic                l3_rd_rready_i,
  output logic [511:0]        l3_rd_rdata_o,
  output logic                l3_rd_rerror_o,

  input  logic                l3_wr_valid_i,
  output logic                l3_wr_ready_o,
  input  logic [31:0]         l3_wr_addr_i,
  input  logic [63:0]         l3_wr_strb_i,
  input  logic [511:0]        l3_wr_data_i,
  output logic                l3_wr_rvalid_o,
  input  logic                l3_wr_rready_i,
  output logic                l3_wr_rerror_o
);

  localparam int unsigned AddrBits = 24;

  logic req_valid, req_ready, req_write, wr_take, rd_valid, done;
  logic [AddrBits-1:0] req_addr;
  logic [5:0] req_words;
  logic [15:0] wr_data, rd_data, dq_out, dq_in;
  logic [1:0] wr_strb, ba, dqm;
  logic cke, cs_n, ras_n, cas_n, we_n, dq_en, model_en;
  logic [12:0] a;

  l3_sdram #(.SrcWidth(SrcWidth), .AddrBits(AddrBits)) i_l3 (
    .l3_amo_i   (amo_e'(l3_amo_i)),
    .req_valid_o(req_valid),
    .req_ready_i(req_ready),
    .req_write_o(req_write),
    .req_addr_o (req_addr),
    .req_words_o(req_words),
    .wr_take_i  (wr_take),
    .wr_data_o  (wr_data),
    .wr_strb_o  (wr_strb),
    .rd_valid_i (rd_valid),
    .rd_data_i  (rd_data),
    .done_i     (done),
    .*
  );

  sdram_controller #(.PowerUpNs(120_000)) i_controller (
    .clk_i,
    .rst_ni,
    .up_o,
    .req_valid_i  (req_valid),
    .req_ready_o  (req_ready),
    .req_write_i  (req_write),
    .req_addr_i   (req_addr),
    .req_words_i  (req_words),
    .wr_take_o    (wr_take),
    .wr_data_i    (wr_data),
    .wr_strb_i    (wr_strb),
    .rd_valid_o   (rd_valid),
    .rd_data_o    (rd_data),
    .done_o       (done),
    .sdram_cke_o  (cke),
    .sdram_cs_no  (cs_n),
    .sdram_ras_no (ras_n),
    .sdram_cas_no (cas_n),
    .sdram_we_no  (we_n),
    .sdram_ba_o   (ba),
    .sdram_a_o    (a),
    .sdram_dqm_o  (dqm),
    .sdram_dq_o   (dq_out),
    .sdram_dq_en_o(dq_en),
    .sdram_dq_i   (model_en ? dq_in : 16'hdead)
  );

  sdram_model i_memory (
    .clk_i  (!clk_i),
    .cke_i  (cke),
    .cs_ni  (cs_n),
    .ras_ni (ras_n),
    .cas_ni (cas_n),
    .we_ni  (we_n),
    .ba_i   (ba),
    .a_i    (a),
    .dqm_i  (dqm),
    .dq_i   (dq_en ? dq_out : 16'hbeef),
    .dq_o   (dq_in),
    .dq_en_o(model_en)
  );

endmodule
