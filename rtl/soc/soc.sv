// What every board and the simulation instantiate: cluster, bridge, CLINT, and the way to L3.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The link takes and gives 1 to BridgeLinkBytes bytes a cycle, from bit 0 up.
// `link_reset_i` tells that the link was made anew (bridge). L3 has three ports
// of seeker_pkg's rules; atomics are done behind `l3_*`, whose `l3_src_o` tells
// harts apart for the sake of LR/SC. `idle_o` is high when nothing has moved for
// a while and nothing will until a byte comes over the link, or TCK rises: the
// clock may stop. JTAG leads to the debug module, which is there when the
// configuration says so; `tdo_en_o` is for pins with a third state.
module soc
  import core_pkg::*;
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  localparam int unsigned SrcWidth = $clog2(NumHarts + 1)
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                link_reset_i,
  input  logic                rx_valid_i,
  output logic                rx_ready_o,
  input  logic [511:0]        rx_data_i,
  input  logic [6:0]          rx_bytes_i,
  output logic                tx_valid_o,
  input  logic                tx_ready_i,
  output logic [511:0]        tx_data_o,
  output logic [6:0]          tx_bytes_o,

  input  logic                tck_i,
  input  logic                trst_ni,
  input  logic                tms_i,
  input  logic                tdi_i,
  output logic                tdo_o,
  output logic                tdo_en_o,

  output logic                l3_valid_o,
  input  logic                l3_ready_i,
  output logic [31:0]         l3_addr_o,
  output logic                l3_write_o,
  output amo_e                l3_amo_o,
  output logic [7:0]          l3_strb_o,
  output logic [63:0]         l3_wdata_o,
  output logic [SrcWidth-1:0] l3_src_o,
  input  logic                l3_rvalid_i,
  output logic                l3_rready_o,
  input  logic [63:0]         l3_rdata_i,
  input  logic                l3_rerror_i,

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

  output logic                idle_o
);

  localparam int unsigned LinkBits = 8 * BridgeLinkBytes;
  // Time for an interrupt to wake a hart, after the write that raised it.
  localparam int unsigned QuietCycles = 16;
  localparam int unsigned QuietWidth = $clog2(QuietCycles + 1);

  logic cluster_rst_n, in_reset;
  logic l3_drained, l3_idle, bridge_idle, clint_idle, cluster_idle, out_idle, debug_idle;
  logic ndmreset;

  /////////////
  // Cluster //
  /////////////

  logic msip[NumHarts], mtip[NumHarts], meip[NumHarts];
  hart_state_e state[NumHarts];
  logic [31:0] pc[NumHarts];
  logic [7:0] mcause[NumHarts];
  hart_wait_e wait_cause[NumHarts];
  logic [4:0] wait_quiet[NumHarts];
  logic dma_busy;

  logic in_valid, in_ready, in_rvalid, in_rready, in_rerror;
  logic [63:0] in_rdata;

  logic out_valid, out_ready, out_write, out_rvalid, out_rready, out_rerror;
  logic [31:0] out_addr;
  amo_e out_amo;
  logic [7:0] out_strb;
  logic [63:0] out_wdata, out_rdata;
  logic [SrcWidth-1:0] out_src;

  // Wide masters: 0 the cluster, 1 the bridge.
  logic rd_valid[2], rd_ready[2], rd_rvalid[2], rd_rready[2], rd_rerror;
  logic [31:0] rd_addr[2];
  logic [511:0] rd_rdata;
  logic wr_valid[2], wr_ready[2], wr_rvalid[2], wr_rready[2], wr_rerror;
  logic [31:0] wr_addr[2];
  logic [63:0] wr_strb[2];
  logic [511:0] wr_data[2];

  logic bn_valid, bn_ready, bn_write, bn_rvalid, bn_rready, bn_rerror;
  logic [31:0] bn_addr;
  logic [7:0] bn_strb;
  logic [63:0] bn_wdata, bn_rdata;

  // Of the bridge and the debug module together.
  logic mn_valid, mn_ready, mn_write, mn_rvalid, mn_rready;
  logic [31:0] mn_addr;
  logic [7:0] mn_strb;
  logic [63:0] mn_wdata;

  debug_request_t debug_request[NumHarts];
  debug_answer_t debug_answer[NumHarts];
  logic [31:0] debug_instr;
  logic [63:0] debug_wdata, debug_rdata[NumHarts];

  always_comb begin
    for (int unsigned h = 0; h < NumHarts; h++) meip[h] = 1'b0;
  end

  cluster i_cluster (
    .clk_i,
    .rst_ni        (cluster_rst_n),
    .irq_msip_i    (msip),
    .irq_mtip_i    (mtip),
    .irq_meip_i    (meip),
    .in_valid_i    (in_valid),
    .in_ready_o    (in_ready),
    .in_addr_i     (mn_addr),
    .in_write_i    (mn_write),
    .in_amo_i      (AmoNone),
    .in_strb_i     (mn_strb),
    .in_wdata_i    (mn_wdata),
    .in_rvalid_o   (in_rvalid),
    .in_rready_i   (in_rready),
    .in_rdata_o    (in_rdata),
    .in_rerror_o   (in_rerror),
    .out_valid_o   (out_valid),
    .out_ready_i   (out_ready),
    .out_addr_o    (out_addr),
    .out_write_o   (out_write),
    .out_amo_o     (out_amo),
    .out_strb_o    (out_strb),
    .out_wdata_o   (out_wdata),
    .out_src_o     (out_src),
    .out_rvalid_i  (out_rvalid),
    .out_rready_o  (out_rready),
    .out_rdata_i   (out_rdata),
    .out_rerror_i  (out_rerror),
    .l3_rd_valid_o (rd_valid[0]),
    .l3_rd_ready_i (rd_ready[0]),
    .l3_rd_addr_o  (rd_addr[0]),
    .l3_rd_rvalid_i(rd_rvalid[0]),
    .l3_rd_rready_o(rd_rready[0]),
    .l3_rd_rdata_i (rd_rdata),
    .l3_rd_rerror_i(rd_rerror),
    .l3_wr_valid_o (wr_valid[0]),
    .l3_wr_ready_i (wr_ready[0]),
    .l3_wr_addr_o  (wr_addr[0]),
    .l3_wr_strb_o  (wr_strb[0]),
    .l3_wr_data_o  (wr_data[0]),
    .l3_wr_rvalid_i(wr_rvalid[0]),
    .l3_wr_rready_o(wr_rready[0]),
    .l3_wr_rerror_i(wr_rerror),
    .state_o       (state),
    .pc_o          (pc),
    .mcause_o      (mcause),
    .wait_o        (wait_cause),
    .quiet_o       (wait_quiet),
    .dma_busy_o    (dma_busy),
    .debug_request_i(debug_request),
    .debug_instr_i (debug_instr),
    .debug_data_i  (debug_wdata),
    .debug_answer_o(debug_answer),
    .debug_data_o  (debug_rdata),
    .idle_o        (cluster_idle)
  );

  ////////////
  // Bridge //
  ////////////

  logic [LinkBits-1:0] tx_data;
  assign tx_data_o = 512'(tx_data);

  bridge i_bridge (
    .clk_i,
    .rst_ni,
    .link_reset_i,
    .rx_valid_i,
    .rx_ready_o,
    .rx_data_i      (rx_data_i[LinkBits-1:0]),
    .rx_bytes_i,
    .tx_valid_o,
    .tx_ready_i,
    .tx_data_o      (tx_data),
    .tx_bytes_o,
    .rd_valid_o     (rd_valid[1]),
    .rd_ready_i     (rd_ready[1]),
    .rd_addr_o      (rd_addr[1]),
    .rd_rvalid_i    (rd_rvalid[1]),
    .rd_rready_o    (rd_rready[1]),
    .rd_rdata_i     (rd_rdata),
    .rd_rerror_i    (rd_rerror),
    .wr_valid_o     (wr_valid[1]),
    .wr_ready_i     (wr_ready[1]),
    .wr_addr_o      (wr_addr[1]),
    .wr_strb_o      (wr_strb[1]),
    .wr_data_o      (wr_data[1]),
    .wr_rvalid_i    (wr_rvalid[1]),
    .wr_rready_o    (wr_rready[1]),
    .wr_rerror_i    (wr_rerror),
    .narrow_valid_o (bn_valid),
    .narrow_ready_i (bn_ready),
    .narrow_addr_o  (bn_addr),
    .narrow_write_o (bn_write),
    .narrow_strb_o  (bn_strb),
    .narrow_wdata_o (bn_wdata),
    .narrow_rvalid_i(bn_rvalid),
    .narrow_rready_o(bn_rready),
    .narrow_rdata_i (bn_rdata),
    .narrow_rerror_i(bn_rerror),
    .cluster_rst_no (cluster_rst_n),
    .in_reset_o     (in_reset),
    .ndmreset_i     (ndmreset),
    .drained_i      (l3_drained),
    .state_i        (state),
    .pc_i           (pc),
    .mcause_i       (mcause),
    .wait_i         (wait_cause),
    .quiet_i        (wait_quiet),
    .dma_busy_i     (dma_busy),
    .watch_valid_i  (out_valid && out_ready && out_write && out_amo == AmoNone),
    .watch_word_i   (out_addr[31:3]),
    .watch_strb_i   (out_strb),
    .watch_data_i   (out_wdata),
    .idle_o         (bridge_idle)
  );

  if (LinkBits < 512) begin : gen_unused_link
    logic unused;
    assign unused = ^rx_data_i[511:LinkBits];
  end

  ///////////
  // Debug //
  ///////////

  if (DebugModule) begin : gen_debug
    logic bus_valid, bus_ready, bus_write, bus_rvalid;
    logic [31:0] bus_addr;
    logic [7:0] bus_strb;
    logic [63:0] bus_wdata;

    debug_port i_debug (
      .clk_i, .rst_ni, .tck_i, .trst_ni, .tms_i, .tdi_i, .tdo_o, .tdo_en_o,
      .ndmreset_o   (ndmreset),
      .harts_reset_i(in_reset),
      .request_o    (debug_request),
      .instr_o      (debug_instr),
      .data_o       (debug_wdata),
      .answer_i     (debug_answer),
      .data_i       (debug_rdata),
      .bus_valid_o  (bus_valid),
      .bus_ready_i  (bus_ready),
      .bus_addr_o   (bus_addr),
      .bus_write_o  (bus_write),
      .bus_strb_o   (bus_strb),
      .bus_wdata_o  (bus_wdata),
      .bus_rvalid_i (bus_rvalid),
      .bus_rdata_i  (bn_rdata),
      .bus_rerror_i (bn_rerror),
      .idle_o       (debug_idle)
    );

    narrow_guest i_guest (
      .clk_i,
      .rst_ni        (cluster_rst_n),
      .host_valid_i  (bn_valid),
      .host_ready_o  (bn_ready),
      .host_addr_i   (bn_addr),
      .host_write_i  (bn_write),
      .host_strb_i   (bn_strb),
      .host_wdata_i  (bn_wdata),
      .host_rvalid_o (bn_rvalid),
      .host_rready_i (bn_rready),
      .guest_valid_i (bus_valid),
      .guest_ready_o (bus_ready),
      .guest_addr_i  (bus_addr),
      .guest_write_i (bus_write),
      .guest_strb_i  (bus_strb),
      .guest_wdata_i (bus_wdata),
      .guest_rvalid_o(bus_rvalid),
      .valid_o       (mn_valid),
      .ready_i       (mn_ready),
      .addr_o        (mn_addr),
      .write_o       (mn_write),
      .strb_o        (mn_strb),
      .wdata_o       (mn_wdata),
      .rvalid_i      (mn_rvalid),
      .rready_o      (mn_rready)
    );
  end else begin : gen_no_debug
    logic unused_debug;
    assign tdo_o       = 1'b0;
    assign tdo_en_o    = 1'b0;
    assign ndmreset    = 1'b0;
    assign debug_idle  = 1'b1;
    assign debug_instr = '0;
    assign debug_wdata = '0;
    always_comb begin
      unused_debug = ^{tck_i, trst_ni, tms_i, tdi_i};
      for (int unsigned h = 0; h < NumHarts; h++) begin
        debug_request[h] = '0;
        unused_debug ^= ^{debug_answer[h], debug_rdata[h]};
      end
    end
    assign {mn_valid, mn_addr, mn_write, mn_strb, mn_wdata, mn_rready} =
        {bn_valid, bn_addr, bn_write, bn_strb, bn_wdata, bn_rready};
    assign bn_ready  = mn_ready;
    assign bn_rvalid = mn_rvalid;
  end

  ///////////////////////////////////////
  // Narrow ways: cluster, CLINT and L3 //
  ///////////////////////////////////////

  function automatic logic is_clint(logic [31:0] address);
    return address - ClintBase[31:0] < 32'(ClintBytes);
  endfunction

  logic clint_valid[2], clint_ready[2], clint_write[2], clint_rvalid[2], clint_rready[2];
  logic clint_rerror[2];
  logic [15:0] clint_addr[2];
  amo_e clint_amo[2];
  logic [7:0] clint_strb[2];
  logic [63:0] clint_wdata[2], clint_rdata[2];

  // From the cluster: 0 to L3, 1 to the CLINT.
  logic out_slave_valid[2], out_slave_ready[2], out_slave_rvalid[2], out_slave_rready[2];
  logic out_slave_rerror[2];
  logic [63:0] out_slave_rdata[2];

  narrow_demux i_out_demux (
    .clk_i,
    .rst_ni  (cluster_rst_n),
    .second_i(is_clint(out_addr)),
    .valid_i (out_valid),
    .ready_o (out_ready),
    .rvalid_o(out_rvalid),
    .rready_i(out_rready),
    .rdata_o (out_rdata),
    .rerror_o(out_rerror),
    .valid_o (out_slave_valid),
    .ready_i (out_slave_ready),
    .rvalid_i(out_slave_rvalid),
    .rready_o(out_slave_rready),
    .rdata_i (out_slave_rdata),
    .rerror_i(out_slave_rerror),
    .idle_o  (out_idle)
  );

  // From bridge and debug module: 0 to the cluster, 1 to the CLINT.
  logic bn_slave_valid[2], bn_slave_ready[2], bn_slave_rvalid[2], bn_slave_rready[2];
  logic bn_slave_rerror[2];
  logic [63:0] bn_slave_rdata[2];
  logic bn_idle;

  narrow_demux i_bridge_demux (
    .clk_i,
    .rst_ni  (cluster_rst_n),
    .second_i(is_clint(mn_addr)),
    .valid_i (mn_valid),
    .ready_o (mn_ready),
    .rvalid_o(mn_rvalid),
    .rready_i(mn_rready),
    .rdata_o (bn_rdata),
    .rerror_o(bn_rerror),
    .valid_o (bn_slave_valid),
    .ready_i (bn_slave_ready),
    .rvalid_i(bn_slave_rvalid),
    .rready_o(bn_slave_rready),
    .rdata_i (bn_slave_rdata),
    .rerror_i(bn_slave_rerror),
    .idle_o  (bn_idle)
  );

  assign in_valid = bn_slave_valid[0];
  assign in_rready = bn_slave_rready[0];

  always_comb begin
    bn_slave_ready[0] = in_ready;
    bn_slave_rvalid[0] = in_rvalid;
    bn_slave_rdata[0] = in_rdata;
    bn_slave_rerror[0] = in_rerror;
    bn_slave_ready[1] = clint_ready[1];
    bn_slave_rvalid[1] = clint_rvalid[1];
    bn_slave_rdata[1] = clint_rdata[1];
    bn_slave_rerror[1] = clint_rerror[1];
    out_slave_ready[1] = clint_ready[0];
    out_slave_rvalid[1] = clint_rvalid[0];
    out_slave_rdata[1] = clint_rdata[0];
    out_slave_rerror[1] = clint_rerror[0];

    clint_valid[0] = out_slave_valid[1];
    clint_addr[0] = out_addr[15:0];
    clint_write[0] = out_write;
    clint_amo[0] = out_amo;
    clint_strb[0] = out_strb;
    clint_wdata[0] = out_wdata;
    clint_rready[0] = out_slave_rready[1];
    clint_valid[1] = bn_slave_valid[1];
    clint_addr[1] = mn_addr[15:0];
    clint_write[1] = mn_write;
    clint_amo[1] = AmoNone;
    clint_strb[1] = mn_strb;
    clint_wdata[1] = mn_wdata;
    clint_rready[1] = bn_slave_rready[1];
  end

  clint i_clint (
    .clk_i,
    .rst_ni  (cluster_rst_n),
    .valid_i (clint_valid),
    .ready_o (clint_ready),
    .addr_i  (clint_addr),
    .write_i (clint_write),
    .amo_i   (clint_amo),
    .strb_i  (clint_strb),
    .wdata_i (clint_wdata),
    .rvalid_o(clint_rvalid),
    .rready_i(clint_rready),
    .rdata_o (clint_rdata),
    .rerror_o(clint_rerror),
    .msip_o  (msip),
    .mtip_o  (mtip),
    .idle_o  (clint_idle)
  );

  l3_arbiter #(
    .SrcWidth(SrcWidth)
  ) i_l3_arbiter (
    .clk_i,
    .rst_ni,
    .drop_i         (in_reset),
    .drained_o      (l3_drained),
    .idle_o         (l3_idle),
    .narrow_valid_i (out_slave_valid[0]),
    .narrow_ready_o (out_slave_ready[0]),
    .narrow_addr_i  (out_addr),
    .narrow_write_i (out_write),
    .narrow_amo_i   (out_amo),
    .narrow_strb_i  (out_strb),
    .narrow_wdata_i (out_wdata),
    .narrow_src_i   (out_src),
    .narrow_rvalid_o(out_slave_rvalid[0]),
    .narrow_rready_i(out_slave_rready[0]),
    .narrow_rdata_o (out_slave_rdata[0]),
    .narrow_rerror_o(out_slave_rerror[0]),
    .rd_valid_i     (rd_valid),
    .rd_ready_o     (rd_ready),
    .rd_addr_i      (rd_addr),
    .rd_rvalid_o    (rd_rvalid),
    .rd_rready_i    (rd_rready),
    .rd_rdata_o     (rd_rdata),
    .rd_rerror_o    (rd_rerror),
    .wr_valid_i     (wr_valid),
    .wr_ready_o     (wr_ready),
    .wr_addr_i      (wr_addr),
    .wr_strb_i      (wr_strb),
    .wr_data_i      (wr_data),
    .wr_rvalid_o    (wr_rvalid),
    .wr_rready_i    (wr_rready),
    .wr_rerror_o    (wr_rerror),
    .l3_valid_o,
    .l3_ready_i,
    .l3_addr_o,
    .l3_write_o,
    .l3_amo_o,
    .l3_strb_o,
    .l3_wdata_o,
    .l3_src_o,
    .l3_rvalid_i,
    .l3_rready_o,
    .l3_rdata_i,
    .l3_rerror_i,
    .l3_rd_valid_o,
    .l3_rd_ready_i,
    .l3_rd_addr_o,
    .l3_rd_rvalid_i,
    .l3_rd_rready_o,
    .l3_rd_rdata_i,
    .l3_rd_rerror_i,
    .l3_wr_valid_o,
    .l3_wr_ready_i,
    .l3_wr_addr_o,
    .l3_wr_strb_o,
    .l3_wr_data_o,
    .l3_wr_rvalid_i,
    .l3_wr_rready_o,
    .l3_wr_rerror_i
  );

  //////////
  // Idle //
  //////////

  logic quiet;
  logic [QuietWidth-1:0] quiet_q;

  assign quiet = cluster_idle && bridge_idle && clint_idle && l3_idle && out_idle && bn_idle
      && debug_idle && !in_reset && !rx_valid_i;
  assign idle_o = quiet && quiet_q == QuietWidth'(QuietCycles);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) quiet_q <= '0;
    else if (!quiet) quiet_q <= '0;
    else if (quiet_q != QuietWidth'(QuietCycles)) quiet_q <= quiet_q + 1'b1;
  end

endmodule
