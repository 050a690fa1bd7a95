// The cluster's wide side: instruction cache, DMA, and the bus of 64-byte lines under them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The bus leads to the TCDM's wide port, to L3 and to the boot ROM, whose second
// port, of words, is passed through to the narrow bus. `wr_*` are address,
// strobes and data of a write to either TCDM or L3: the valids tell which.
module cluster_wide
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  localparam int unsigned RomLineWidth = $clog2(BootRomBytes / 64),
  localparam int unsigned RomWordWidth = $clog2(BootRomBytes / 8)
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,

  input  logic                    fetch_valid_i[NumHarts],
  output logic                    fetch_ready_o[NumHarts],
  input  logic [31:0]             fetch_addr_i [NumHarts],
  output logic [31:0]             fetch_data_o [NumHarts],
  output logic                    fetch_error_o[NumHarts],
  input  logic                    flush_valid_i[NumHarts],
  output logic                    flush_ready_o[NumHarts],
  input  logic                    prefetch_enable_i,

  input  logic                    dma_valid_i,
  output logic                    dma_ready_o,
  input  logic [31:0]             dma_instr_i,
  input  logic [31:0]             dma_a_i,
  input  logic [31:0]             dma_b_i,
  output logic                    dma_rvalid_o,
  input  logic                    dma_rready_i,
  output logic [4:0]              dma_rtag_o,
  output logic [31:0]             dma_rdata_o,

  input  logic                    rom_word_en_i,
  input  logic [RomWordWidth-1:0] rom_word_i,
  output logic [63:0]             rom_word_data_o,

  output logic                    tcdm_rd_valid_o,
  input  logic                    tcdm_rd_ready_i,
  output logic [31:0]             tcdm_rd_addr_o,
  input  logic                    tcdm_rd_rvalid_i,
  input  logic [511:0]            tcdm_rd_rdata_i,
  output logic                    tcdm_wr_valid_o,
  input  logic                    tcdm_wr_ready_i,

  output logic                    l3_rd_valid_o,
  input  logic                    l3_rd_ready_i,
  output logic [31:0]             l3_rd_addr_o,
  input  logic                    l3_rd_rvalid_i,
  output logic                    l3_rd_rready_o,
  input  logic [511:0]            l3_rd_rdata_i,
  input  logic                    l3_rd_rerror_i,
  output logic                    l3_wr_valid_o,
  input  logic                    l3_wr_ready_i,
  input  logic                    l3_wr_rvalid_i,
  output logic                    l3_wr_rready_o,
  input  logic                    l3_wr_rerror_i,

  output logic [31:0]             wr_addr_o,
  output logic [63:0]             wr_strb_o,
  output logic [511:0]            wr_data_o,

  output logic                    dma_busy_o,
  output logic                    busy_o,     // the bus
  output logic                    event_icache_miss_o      [NumHarts],
  output logic                    event_icache_hit_o       [NumHarts],
  output logic                    event_icache_prefetch_o  [NumHarts],
  output logic                    event_icache_double_hit_o[NumHarts],
  output logic                    event_icache_stall_o     [NumHarts],
  output logic                    event_dma_aw_stall_o,
  output logic                    event_dma_ar_stall_o,
  output logic                    event_dma_r_stall_o,
  output logic                    event_dma_w_stall_o,
  output logic                    event_dma_buf_w_stall_o,
  output logic                    event_dma_buf_r_stall_o,
  output logic                    event_dma_aw_done_o,
  output logic                    event_dma_ar_done_o,
  output logic                    event_dma_r_done_o,
  output logic                    event_dma_w_done_o,
  output logic                    event_dma_b_done_o,
  output logic [6:0]              event_dma_r_bytes_o,
  output logic [6:0]              event_dma_w_bytes_o
);

  // ---- Instruction cache ----

  logic         rd_valid[2], rd_ready[2], rd_rvalid[2], rd_rready[2], rd_rerror[2];
  logic [31:0]  rd_addr[2];
  logic [511:0] rd_rdata[2];

  icache #(
    .NumPorts(NumHarts)
  ) i_icache (
    .clk_i, .rst_ni,
    .fetch_valid_i, .fetch_ready_o, .fetch_addr_i, .fetch_data_o, .fetch_error_o,
    .flush_valid_i, .flush_ready_o, .prefetch_enable_i,
    .refill_valid_o    (rd_valid[0]),
    .refill_ready_i    (rd_ready[0]),
    .refill_addr_o     (rd_addr[0]),
    .refill_rvalid_i   (rd_rvalid[0]),
    .refill_rready_o   (rd_rready[0]),
    .refill_rdata_i    (rd_rdata[0]),
    .refill_rerror_i   (rd_rerror[0]),
    .event_miss_o      (event_icache_miss_o),
    .event_hit_o       (event_icache_hit_o),
    .event_prefetch_o  (event_icache_prefetch_o),
    .event_double_hit_o(event_icache_double_hit_o),
    .event_stall_o     (event_icache_stall_o)
  );

  // ---- DMA ----

  logic         wr_valid, wr_ready, wr_rvalid, wr_rready, wr_rerror;
  logic [31:0]  wr_addr;
  logic [63:0]  wr_strb;
  logic [511:0] wr_data;

  dma i_dma (
    .clk_i, .rst_ni,
    .dma_valid_i, .dma_ready_o, .dma_instr_i, .dma_a_i, .dma_b_i,
    .dma_rvalid_o, .dma_rready_i, .dma_rtag_o, .dma_rdata_o,
    .rd_valid_o         (rd_valid[1]),
    .rd_ready_i         (rd_ready[1]),
    .rd_addr_o          (rd_addr[1]),
    .rd_rvalid_i        (rd_rvalid[1]),
    .rd_rready_o        (rd_rready[1]),
    .rd_rdata_i         (rd_rdata[1]),
    .rd_rerror_i        (rd_rerror[1]),
    .wr_valid_o         (wr_valid),
    .wr_ready_i         (wr_ready),
    .wr_addr_o          (wr_addr),
    .wr_strb_o          (wr_strb),
    .wr_data_o          (wr_data),
    .wr_rvalid_i        (wr_rvalid),
    .wr_rready_o        (wr_rready),
    .wr_rerror_i        (wr_rerror),
    .busy_o             (dma_busy_o),
    .event_aw_stall_o   (event_dma_aw_stall_o),
    .event_ar_stall_o   (event_dma_ar_stall_o),
    .event_r_stall_o    (event_dma_r_stall_o),
    .event_w_stall_o    (event_dma_w_stall_o),
    .event_buf_w_stall_o(event_dma_buf_w_stall_o),
    .event_buf_r_stall_o(event_dma_buf_r_stall_o),
    .event_aw_done_o    (event_dma_aw_done_o),
    .event_ar_done_o    (event_dma_ar_done_o),
    .event_r_done_o     (event_dma_r_done_o),
    .event_w_done_o     (event_dma_w_done_o),
    .event_b_done_o     (event_dma_b_done_o),
    .event_r_bytes_o    (event_dma_r_bytes_o),
    .event_w_bytes_o    (event_dma_w_bytes_o)
  );

  // ---- Wide bus ----

  logic                    rom_line_en;
  logic [RomLineWidth-1:0] rom_line;
  logic [511:0]            rom_line_data;

  wide_xbar i_wide_xbar (
    .clk_i, .rst_ni,
    .rd_valid_i      (rd_valid),
    .rd_ready_o      (rd_ready),
    .rd_addr_i       (rd_addr),
    .rd_rvalid_o     (rd_rvalid),
    .rd_rready_i     (rd_rready),
    .rd_rdata_o      (rd_rdata),
    .rd_rerror_o     (rd_rerror),
    .wr_valid_i      (wr_valid),
    .wr_ready_o      (wr_ready),
    .wr_addr_i       (wr_addr),
    .wr_strb_i       (wr_strb),
    .wr_data_i       (wr_data),
    .wr_rvalid_o     (wr_rvalid),
    .wr_rready_i     (wr_rready),
    .wr_rerror_o     (wr_rerror),
    .tcdm_rd_valid_o, .tcdm_rd_ready_i, .tcdm_rd_addr_o, .tcdm_rd_rvalid_i, .tcdm_rd_rdata_i,
    .tcdm_wr_valid_o, .tcdm_wr_ready_i,
    .l3_rd_valid_o, .l3_rd_ready_i, .l3_rd_addr_o,
    .l3_rd_rvalid_i, .l3_rd_rready_o, .l3_rd_rdata_i, .l3_rd_rerror_i,
    .l3_wr_valid_o, .l3_wr_ready_i, .l3_wr_rvalid_i, .l3_wr_rready_o, .l3_wr_rerror_i,
    .wr_addr_o, .wr_strb_o, .wr_data_o,
    .rom_en_o        (rom_line_en),
    .rom_line_o      (rom_line),
    .rom_data_i      (rom_line_data),
    .busy_o
  );

  boot_rom i_boot_rom (
    .clk_i,
    .line_en_i  (rom_line_en),
    .line_i     (rom_line),
    .line_data_o(rom_line_data),
    .word_en_i  (rom_word_en_i),
    .word_i     (rom_word_i),
    .word_data_o(rom_word_data_o)
  );

endmodule
