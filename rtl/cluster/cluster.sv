// The cluster: harts, L1, DMA, instruction cache, and the buses between them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Harts 0 to NumCores - 1 compute, the last one has the DMA. TCDM ports: three a
// compute core, one for the DM core, one from the narrow bus (and through it
// from the SoC). `in_*` reaches what lies inside the cluster; `out_*` and the
// wide L3 ports lead outside, `out_src_o` tells the hart for the sake of LR/SC.
module cluster
  import core_pkg::*;
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
  import cluster_pkg::*;
#(
  localparam int unsigned SrcWidth = $clog2(NumHarts + 1)
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                irq_msip_i[NumHarts],
  input  logic                irq_mtip_i[NumHarts],
  input  logic                irq_meip_i[NumHarts],

  input  logic                in_valid_i,
  output logic                in_ready_o,
  input  logic [31:0]         in_addr_i,
  input  logic                in_write_i,
  input  amo_e                in_amo_i,
  input  logic [7:0]          in_strb_i,
  input  logic [63:0]         in_wdata_i,
  output logic                in_rvalid_o,
  input  logic                in_rready_i,
  output logic [63:0]         in_rdata_o,
  output logic                in_rerror_o,

  output logic                out_valid_o,
  input  logic                out_ready_i,
  output logic [31:0]         out_addr_o,
  output logic                out_write_o,
  output amo_e                out_amo_o,
  output logic [7:0]          out_strb_o,
  output logic [63:0]         out_wdata_o,
  output logic [SrcWidth-1:0] out_src_o,
  input  logic                out_rvalid_i,
  output logic                out_rready_o,
  input  logic [63:0]         out_rdata_i,
  input  logic                out_rerror_i,

  output logic                l3_rd_valid_o,
  input  logic                l3_rd_ready_i,
  output logic [31:0]         l3_rd_addr_o,
  input  logic                l3_rd_rvalid_i,
  output logic                l3_rd_rready_o,
  input  logic [511:0]        l3_rd_rdata_i,
  input  logic                l3_rd_rerror_i,

  output logic                l3_wr_valid_o,
  input  logic                l3_wr_ready_i,
  output logic [31:0]         l3_wr_addr_o,
  output logic [63:0]         l3_wr_strb_o,
  output logic [511:0]        l3_wr_data_o,
  input  logic                l3_wr_rvalid_i,
  output logic                l3_wr_rready_o,
  input  logic                l3_wr_rerror_i,

  output hart_state_e         state_o [NumHarts],
  output logic [31:0]         pc_o    [NumHarts],
  output logic [7:0]          mcause_o[NumHarts],
  output hart_wait_e          wait_o  [NumHarts],
  output logic [4:0]          quiet_o [NumHarts],
  output logic                dma_busy_o,

  // Debug module: requests and answers a hart, the rest for all
  input  debug_request_t      debug_request_i[NumHarts],
  input  logic [31:0]         debug_instr_i,
  input  logic [63:0]         debug_data_i,
  output debug_answer_t       debug_answer_o[NumHarts],
  output logic [63:0]         debug_data_o[NumHarts],

  output logic                idle_o
);

  localparam int unsigned NumMasters = NumHarts + 1;
  localparam int unsigned StreamPorts = 3;  // of a compute core
  localparam int unsigned NumTcdm    = StreamPorts * NumCores + ClusterDmCores + 1;
  localparam int unsigned BusPort    = NumTcdm - 1;
  localparam int unsigned DmHart     = NumHarts - 1;
  localparam logic [31:0] BootAddr   = address_pkg::AliasBase + BootRomBase[31:0] - TcdmBase[31:0];

  // Load/store units and the bus; the other ports of compute cores are streams'.
  function automatic bit [NumTcdm-1:0] atomic_ports();
    bit [NumTcdm-1:0] ports = '0;
    for (int unsigned h = 0; h < NumCores; h++) ports[StreamPorts*h] = 1'b1;
    for (int unsigned p = StreamPorts * NumCores; p < NumTcdm; p++) ports[p] = 1'b1;
    return ports;
  endfunction

  // ---- Signals ----

  logic        fetch_valid[NumHarts], fetch_ready[NumHarts], fetch_error[NumHarts];
  logic [31:0] fetch_addr[NumHarts], fetch_data[NumHarts];
  logic        flush_valid[NumHarts], flush_ready[NumHarts];

  logic        tcdm_valid[NumTcdm], tcdm_ready[NumTcdm], tcdm_write[NumTcdm], tcdm_rvalid[NumTcdm];
  logic [31:0] tcdm_addr[NumTcdm];
  amo_e        tcdm_amo[NumTcdm];
  logic [7:0]  tcdm_strb[NumTcdm];
  logic [63:0] tcdm_wdata[NumTcdm], tcdm_rdata[NumTcdm];
  logic [SrcWidth-1:0] tcdm_src[NumTcdm];

  logic        narrow_valid[NumMasters], narrow_ready[NumMasters], narrow_write[NumMasters];
  logic        narrow_rvalid[NumMasters], narrow_rready[NumMasters], narrow_rerror[NumMasters];
  logic [31:0] narrow_addr[NumMasters];
  amo_e        narrow_amo[NumMasters];
  logic [7:0]  narrow_strb[NumMasters];
  logic [63:0] narrow_wdata[NumMasters], narrow_rdata[NumMasters];

  logic        md_valid[NumHarts], md_ready[NumHarts], md_rvalid[NumHarts], md_rready[NumHarts];
  logic [2:0]  md_op[NumHarts];
  logic [31:0] md_a[NumHarts], md_b[NumHarts], md_rdata[NumHarts];
  logic [4:0]  md_tag[NumHarts], md_rtag[NumHarts];

  logic        dma_valid, dma_ready, dma_rvalid, dma_rready;
  logic [31:0] dma_instr, dma_a, dma_b, dma_rdata;
  logic [4:0]  dma_rtag;

  logic                arrive[NumHarts];
  logic                barrier_release;
  logic [NumHarts-1:0] irq_cl;
  logic                prefetch_enable, irq_cl_due, tick;

  logic [NumHarts-1:0] retired_instr, retired_load, retired_i, retired_acc;
  logic [NumHarts-1:0] issue_fpu, issue_fpu_seq, issue_core_to_fpu;
  logic [1:0]          tcdm_accessed[NumHarts], tcdm_congested[NumHarts];
  logic                icache_miss[NumHarts], icache_hit[NumHarts], icache_prefetch[NumHarts];
  logic                icache_double_hit[NumHarts], icache_stall[NumHarts];

  // ---- Harts ----

  ticker i_ticker (.clk_i, .rst_ni, .tick_o(tick));
  for (genvar h = 0; h < NumHarts; h++) begin : gen_hart
    localparam bit          IsDm     = h == DmHart;
    localparam int unsigned Ports    = IsDm ? 1 : StreamPorts;
    localparam int unsigned FirstPort = StreamPorts * h;

    logic        valid[Ports], ready[Ports], write[Ports], rvalid[Ports];
    logic [31:0] addr[Ports];
    amo_e        amo[Ports];
    logic [7:0]  strb[Ports];
    logic [63:0] wdata[Ports], rdata[Ports];
    logic        this_dma_valid, this_dma_rready;
    logic [31:0] this_dma_instr, this_dma_a, this_dma_b;

    core_complex #(
      .IsDm        (IsDm),
      .NumTcdmPorts(Ports)
    ) i_core_complex (
      .clk_i, .rst_ni,
      .tick_i                   (tick),
      .hart_id_i                (32'(h)),
      .boot_addr_i              (BootAddr),
      .irq_msip_i               (irq_msip_i[h]),
      .irq_mtip_i               (irq_mtip_i[h]),
      .irq_meip_i               (irq_meip_i[h]),
      .irq_cl_i                 (irq_cl[h]),
      .fetch_valid_o            (fetch_valid[h]),
      .fetch_addr_o             (fetch_addr[h]),
      .fetch_ready_i            (fetch_ready[h]),
      .fetch_data_i             (fetch_data[h]),
      .fetch_error_i            (fetch_error[h]),
      .flush_valid_o            (flush_valid[h]),
      .flush_ready_i            (flush_ready[h]),
      .tcdm_valid_o             (valid),
      .tcdm_ready_i             (ready),
      .tcdm_addr_o              (addr),
      .tcdm_write_o             (write),
      .tcdm_amo_o               (amo),
      .tcdm_strb_o              (strb),
      .tcdm_wdata_o             (wdata),
      .tcdm_rvalid_i            (rvalid),
      .tcdm_rdata_i             (rdata),
      .narrow_valid_o           (narrow_valid[h]),
      .narrow_ready_i           (narrow_ready[h]),
      .narrow_addr_o            (narrow_addr[h]),
      .narrow_write_o           (narrow_write[h]),
      .narrow_amo_o             (narrow_amo[h]),
      .narrow_strb_o            (narrow_strb[h]),
      .narrow_wdata_o           (narrow_wdata[h]),
      .narrow_rvalid_i          (narrow_rvalid[h]),
      .narrow_rready_o          (narrow_rready[h]),
      .narrow_rdata_i           (narrow_rdata[h]),
      .narrow_rerror_i          (narrow_rerror[h]),
      .md_valid_o               (md_valid[h]),
      .md_ready_i               (md_ready[h]),
      .md_op_o                  (md_op[h]),
      .md_a_o                   (md_a[h]),
      .md_b_o                   (md_b[h]),
      .md_tag_o                 (md_tag[h]),
      .md_rvalid_i              (md_rvalid[h]),
      .md_rready_o              (md_rready[h]),
      .md_rtag_i                (md_rtag[h]),
      .md_rdata_i               (md_rdata[h]),
      .dma_valid_o              (this_dma_valid),
      .dma_ready_i              (IsDm && dma_ready),
      .dma_instr_o              (this_dma_instr),
      .dma_a_o                  (this_dma_a),
      .dma_b_o                  (this_dma_b),
      .dma_rvalid_i             (IsDm && dma_rvalid),
      .dma_rready_o             (this_dma_rready),
      .dma_rtag_i               (IsDm ? dma_rtag : '0),
      .dma_rdata_i              (IsDm ? dma_rdata : '0),
      .barrier_arrive_o         (arrive[h]),
      .barrier_release_i        (barrier_release),
      .debug_request_i          (debug_request_i[h]),
      .debug_instr_i            (debug_instr_i),
      .debug_data_i             (debug_data_i),
      .debug_answer_o           (debug_answer_o[h]),
      .debug_data_o             (debug_data_o[h]),
      .state_o                  (state_o[h]),
      .pc_o                     (pc_o[h]),
      .mcause_o                 (mcause_o[h]),
      .wait_o                   (wait_o[h]),
      .quiet_o                  (quiet_o[h]),
      .event_retired_instr_o    (retired_instr[h]),
      .event_retired_load_o     (retired_load[h]),
      .event_retired_i_o        (retired_i[h]),
      .event_retired_acc_o      (retired_acc[h]),
      .event_issue_fpu_o        (issue_fpu[h]),
      .event_issue_fpu_seq_o    (issue_fpu_seq[h]),
      .event_issue_core_to_fpu_o(issue_core_to_fpu[h])
    );

    for (genvar p = 0; p < Ports; p++) begin : gen_port
      assign tcdm_valid[FirstPort+p] = valid[p];
      assign tcdm_addr[FirstPort+p]  = addr[p];
      assign tcdm_write[FirstPort+p] = write[p];
      assign tcdm_amo[FirstPort+p]   = amo[p];
      assign tcdm_strb[FirstPort+p]  = strb[p];
      assign tcdm_wdata[FirstPort+p] = wdata[p];
      assign tcdm_src[FirstPort+p]   = '0;
      assign ready[p]  = tcdm_ready[FirstPort+p];
      assign rvalid[p] = tcdm_rvalid[FirstPort+p];
      assign rdata[p]  = tcdm_rdata[FirstPort+p];
    end

    always_comb begin
      tcdm_accessed[h]  = '0;
      tcdm_congested[h] = '0;
      for (int unsigned p = 0; p < Ports; p++) begin
        tcdm_accessed[h]  += 2'(valid[p] && ready[p]);
        tcdm_congested[h] += 2'(valid[p] && !ready[p]);
      end
    end

    if (IsDm) begin : gen_dma_port
      assign dma_valid  = this_dma_valid;
      assign dma_instr  = this_dma_instr;
      assign dma_a      = this_dma_a;
      assign dma_b      = this_dma_b;
      assign dma_rready = this_dma_rready;
    end else begin : gen_no_dma_port
      logic unused_dma;
      assign unused_dma = ^{this_dma_valid, this_dma_rready, this_dma_instr, this_dma_a, this_dma_b};
    end
  end

  muldiv #(
    .NumPorts(NumHarts)
  ) i_muldiv (
    .clk_i, .rst_ni,
    .md_valid_i (md_valid),
    .md_ready_o (md_ready),
    .md_op_i    (md_op),
    .md_a_i     (md_a),
    .md_b_i     (md_b),
    .md_tag_i   (md_tag),
    .md_rvalid_o(md_rvalid),
    .md_rready_i(md_rready),
    .md_rtag_o  (md_rtag),
    .md_rdata_o (md_rdata)
  );

  barrier #(
    .NumHarts(NumHarts)
  ) i_barrier (
    .clk_i, .rst_ni,
    .arrive_i (arrive),
    .release_o(barrier_release)
  );

  // ---- Wide side ----

  localparam int unsigned RomWordWidth = $clog2(BootRomBytes / 8);

  logic                    tcdm_rd_valid, tcdm_rd_ready, tcdm_rd_rvalid;
  logic                    tcdm_wr_valid, tcdm_wr_ready;
  logic [31:0]             tcdm_rd_addr;
  logic [511:0]            tcdm_rd_rdata;
  logic                    rom_word_en;
  logic [RomWordWidth-1:0] rom_word;
  logic [63:0]             rom_word_data;
  logic                    wide_busy, narrow_busy;
  logic                    dma_aw_stall, dma_ar_stall, dma_r_stall, dma_w_stall, dma_buf_w_stall;
  logic                    dma_buf_r_stall, dma_aw_done, dma_ar_done, dma_r_done, dma_w_done;
  logic                    dma_b_done;
  logic [6:0]              dma_r_bytes, dma_w_bytes;

  cluster_wide i_wide (
    .clk_i, .rst_ni,
    .fetch_valid_i          (fetch_valid),
    .fetch_ready_o          (fetch_ready),
    .fetch_addr_i           (fetch_addr),
    .fetch_data_o           (fetch_data),
    .fetch_error_o          (fetch_error),
    .flush_valid_i          (flush_valid),
    .flush_ready_o          (flush_ready),
    .prefetch_enable_i      (prefetch_enable),
    .dma_valid_i            (dma_valid),
    .dma_ready_o            (dma_ready),
    .dma_instr_i            (dma_instr),
    .dma_a_i                (dma_a),
    .dma_b_i                (dma_b),
    .dma_rvalid_o           (dma_rvalid),
    .dma_rready_i           (dma_rready),
    .dma_rtag_o             (dma_rtag),
    .dma_rdata_o            (dma_rdata),
    .rom_word_en_i          (rom_word_en),
    .rom_word_i             (rom_word),
    .rom_word_data_o        (rom_word_data),
    .tcdm_rd_valid_o        (tcdm_rd_valid),
    .tcdm_rd_ready_i        (tcdm_rd_ready),
    .tcdm_rd_addr_o         (tcdm_rd_addr),
    .tcdm_rd_rvalid_i       (tcdm_rd_rvalid),
    .tcdm_rd_rdata_i        (tcdm_rd_rdata),
    .tcdm_wr_valid_o        (tcdm_wr_valid),
    .tcdm_wr_ready_i        (tcdm_wr_ready),
    .l3_rd_valid_o, .l3_rd_ready_i, .l3_rd_addr_o,
    .l3_rd_rvalid_i, .l3_rd_rready_o, .l3_rd_rdata_i, .l3_rd_rerror_i,
    .l3_wr_valid_o, .l3_wr_ready_i,
    .l3_wr_rvalid_i, .l3_wr_rready_o, .l3_wr_rerror_i,
    .wr_addr_o              (l3_wr_addr_o),
    .wr_strb_o              (l3_wr_strb_o),
    .wr_data_o              (l3_wr_data_o),
    .dma_busy_o,
    .busy_o                 (wide_busy),
    .event_icache_miss_o    (icache_miss),
    .event_icache_hit_o     (icache_hit),
    .event_icache_prefetch_o(icache_prefetch),
    .event_icache_double_hit_o(icache_double_hit),
    .event_icache_stall_o   (icache_stall),
    .event_dma_aw_stall_o   (dma_aw_stall),
    .event_dma_ar_stall_o   (dma_ar_stall),
    .event_dma_r_stall_o    (dma_r_stall),
    .event_dma_w_stall_o    (dma_w_stall),
    .event_dma_buf_w_stall_o(dma_buf_w_stall),
    .event_dma_buf_r_stall_o(dma_buf_r_stall),
    .event_dma_aw_done_o    (dma_aw_done),
    .event_dma_ar_done_o    (dma_ar_done),
    .event_dma_r_done_o     (dma_r_done),
    .event_dma_w_done_o     (dma_w_done),
    .event_dma_b_done_o     (dma_b_done),
    .event_dma_r_bytes_o    (dma_r_bytes),
    .event_dma_w_bytes_o    (dma_w_bytes)
  );

  // ---- Narrow bus ----

  narrow_request_t tcdm_request, peripheral_request, out_request;
  logic            peripheral_valid, peripheral_rvalid;
  narrow_answer_t  peripheral_answer;

  assign narrow_valid[NumHarts]  = in_valid_i;
  assign narrow_addr[NumHarts]   = in_addr_i;
  assign narrow_write[NumHarts]  = in_write_i;
  assign narrow_amo[NumHarts]    = in_amo_i;
  assign narrow_strb[NumHarts]   = in_strb_i;
  assign narrow_wdata[NumHarts]  = in_wdata_i;
  assign narrow_rready[NumHarts] = in_rready_i;
  assign in_ready_o  = narrow_ready[NumHarts];
  assign in_rvalid_o = narrow_rvalid[NumHarts];
  assign in_rdata_o  = narrow_rdata[NumHarts];
  assign in_rerror_o = narrow_rerror[NumHarts];

  narrow_xbar #(
    .NumMasters(NumMasters)
  ) i_narrow_xbar (
    .clk_i, .rst_ni,
    .in_valid_i          (narrow_valid),
    .in_ready_o          (narrow_ready),
    .in_addr_i           (narrow_addr),
    .in_write_i          (narrow_write),
    .in_amo_i            (narrow_amo),
    .in_strb_i           (narrow_strb),
    .in_wdata_i          (narrow_wdata),
    .in_rvalid_o         (narrow_rvalid),
    .in_rready_i         (narrow_rready),
    .in_rdata_o          (narrow_rdata),
    .in_rerror_o         (narrow_rerror),
    .tcdm_valid_o        (tcdm_valid[BusPort]),
    .tcdm_ready_i        (tcdm_ready[BusPort]),
    .tcdm_request_o      (tcdm_request),
    .tcdm_src_o          (tcdm_src[BusPort]),
    .tcdm_rvalid_i       (tcdm_rvalid[BusPort]),
    .tcdm_rdata_i        (tcdm_rdata[BusPort]),
    .peripheral_valid_o  (peripheral_valid),
    .peripheral_request_o(peripheral_request),
    .peripheral_rvalid_i (peripheral_rvalid),
    .peripheral_answer_i (peripheral_answer),
    .rom_en_o            (rom_word_en),
    .rom_word_o          (rom_word),
    .rom_rdata_i         (rom_word_data),
    .out_valid_o, .out_ready_i,
    .out_request_o       (out_request),
    .out_src_o,
    .out_rvalid_i, .out_rready_o, .out_rdata_i, .out_rerror_i,
    .busy_o              (narrow_busy)
  );

  assign tcdm_addr[BusPort]  = tcdm_request.addr - TcdmBase[31:0];
  assign tcdm_write[BusPort] = tcdm_request.write;
  assign tcdm_amo[BusPort]   = tcdm_request.amo;
  assign tcdm_strb[BusPort]  = tcdm_request.strb;
  assign tcdm_wdata[BusPort] = tcdm_request.wdata;

  assign out_addr_o  = out_request.addr;
  assign out_write_o = out_request.write;
  assign out_amo_o   = out_request.amo;
  assign out_strb_o  = out_request.strb;
  assign out_wdata_o = out_request.wdata;

  // ---- TCDM ----

  // Bases are multiples of the TCDM's size, so absolute addresses do as offsets.
  tcdm #(
    .NumPorts   (NumTcdm),
    .AtomicPorts(atomic_ports()),
    .SrcWidth   (SrcWidth)
  ) i_tcdm (
    .clk_i, .rst_ni,
    .narrow_valid_i  (tcdm_valid),
    .narrow_ready_o  (tcdm_ready),
    .narrow_addr_i   (tcdm_addr),
    .narrow_write_i  (tcdm_write),
    .narrow_amo_i    (tcdm_amo),
    .narrow_strb_i   (tcdm_strb),
    .narrow_wdata_i  (tcdm_wdata),
    .narrow_src_i    (tcdm_src),
    .narrow_rvalid_o (tcdm_rvalid),
    .narrow_rdata_o  (tcdm_rdata),
    .wide_rd_valid_i (tcdm_rd_valid),
    .wide_rd_ready_o (tcdm_rd_ready),
    .wide_rd_addr_i  (tcdm_rd_addr),
    .wide_rd_rvalid_o(tcdm_rd_rvalid),
    .wide_rd_rdata_o (tcdm_rd_rdata),
    .wide_wr_valid_i (tcdm_wr_valid),
    .wide_wr_ready_o (tcdm_wr_ready),
    .wide_wr_addr_i  (l3_wr_addr_o),
    .wide_wr_strb_i  (l3_wr_strb_o),
    .wide_wr_data_i  (l3_wr_data_o)
  );

  // ---- Peripheral and observation ----

  logic [NumHarts-1:0] miss, hit, prefetch, double_hit, stall, asleep, woken;
  for (genvar h = 0; h < NumHarts; h++) begin : gen_observe
    assign {miss[h], hit[h], prefetch[h], double_hit[h], stall[h]} =
        {icache_miss[h], icache_hit[h], icache_prefetch[h], icache_double_hit[h], icache_stall[h]};
    assign asleep[h] = state_o[h] == HartSleeping || state_o[h] == HartTrapped ||
                       debug_answer_o[h].idle;
    assign woken[h]  = irq_msip_i[h] || irq_mtip_i[h] || irq_meip_i[h] || irq_cl[h];
  end

  peripheral i_peripheral (
    .clk_i, .rst_ni,
    .valid_i                 (peripheral_valid),
    .request_i               (peripheral_request),
    .rvalid_o                (peripheral_rvalid),
    .answer_o                (peripheral_answer),
    .irq_cl_o                (irq_cl),
    .irq_cl_due_o            (irq_cl_due),
    .icache_prefetch_enable_o(prefetch_enable),
    .tcdm_accessed_i         (tcdm_accessed),
    .tcdm_congested_i        (tcdm_congested),
    .issue_fpu_i             (issue_fpu),
    .issue_fpu_seq_i         (issue_fpu_seq),
    .issue_core_to_fpu_i     (issue_core_to_fpu),
    .retired_instr_i         (retired_instr),
    .retired_load_i          (retired_load),
    .retired_i_i             (retired_i),
    .retired_acc_i           (retired_acc),
    .icache_miss_i           (miss),
    .icache_hit_i            (hit),
    .icache_prefetch_i       (prefetch),
    .icache_double_hit_i     (double_hit),
    .icache_stall_i          (stall),
    .dma_busy_i              (dma_busy_o),
    .dma_aw_stall_i          (dma_aw_stall),
    .dma_ar_stall_i          (dma_ar_stall),
    .dma_r_stall_i           (dma_r_stall),
    .dma_w_stall_i           (dma_w_stall),
    .dma_buf_w_stall_i       (dma_buf_w_stall),
    .dma_buf_r_stall_i       (dma_buf_r_stall),
    .dma_aw_done_i           (dma_aw_done),
    .dma_ar_done_i           (dma_ar_done),
    .dma_r_done_i            (dma_r_done),
    .dma_w_done_i            (dma_w_done),
    .dma_b_done_i            (dma_b_done),
    .dma_r_bytes_i           (dma_r_bytes),
    .dma_w_bytes_i           (dma_w_bytes)
  );

  // An interrupt may wake a hart in the next cycle.
  assign idle_o = &asleep && !(|woken) && !irq_cl_due && !dma_busy_o && !narrow_busy &&
                  !wide_busy && !in_valid_i;

`ifndef SYNTHESIS
  initial begin
    assert (ClusterDmCores == 1) else $fatal(1, "cluster.dm_cores is not 1");
    assert (TcdmBase[31:0] % TcdmBytes == 0) else $fatal(1, "tcdm.base is not aligned to its size");
  end
`endif

endmodule
