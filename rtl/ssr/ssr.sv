// The streams of a core: configuration, three streamers, their ports.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Configuration accesses come from the integer core as they are executed, not in
// order with queued FP instructions. Reads are answered at once. A write is
// ready when each streamer that it names has room (`cfg_wait_o`: those that have
// none). Streams that nobody uses do not toggle.
module ssr
  import seeker_cfg_pkg::*;
  import ssr_pkg::*;
(
  input  logic                  clk_i,
  input  logic                  rst_ni,

  input  logic                  cfg_valid_i,
  output logic                  cfg_ready_o,
  input  logic                  cfg_write_i,
  input  logic [11:0]           cfg_addr_i,     // [4:0] streamer, [11:5] register
  input  logic [31:0]           cfg_wdata_i,
  output logic [31:0]           cfg_rdata_o,
  output logic [SsrStreams-1:0] cfg_wait_o,
  output logic                  drained_o,      // all that was pushed is in memory

  output logic [SsrStreams-1:0] rvalid_o,
  output logic [63:0]           rdata_o [SsrStreams],
  input  logic [SsrStreams-1:0] rpop_i,
  output logic [SsrStreams-1:0] wready_o,
  input  logic [SsrStreams-1:0] wvalid_i,
  input  logic [63:0]           wdata_i,

  output logic                  tcdm_valid_o  [SsrStreams],
  input  logic                  tcdm_ready_i  [SsrStreams],
  output addr_t                 tcdm_addr_o   [SsrStreams],
  output logic                  tcdm_write_o  [SsrStreams],
  output logic [63:0]           tcdm_wdata_o  [SsrStreams],
  input  logic                  tcdm_rvalid_i [SsrStreams],
  input  logic [63:0]           tcdm_rdata_i  [SsrStreams]
);

  logic [4:0]            cfg_ssr, cfg_reg;
  logic                  cfg_fire, cfg_known;
  logic [SsrStreams-1:0] selected, room, drained;
  logic [31:0]           rdata [SsrStreams];

  assign cfg_ssr     = cfg_addr_i[4:0];
  assign cfg_reg     = cfg_addr_i[9:5];
  assign cfg_known   = cfg_addr_i[11:10] == '0;
  assign cfg_wait_o  = cfg_valid_i && cfg_write_i ? selected & ~room : '0;
  assign cfg_ready_o = !cfg_write_i || cfg_wait_o == '0;
  assign cfg_fire    = cfg_valid_i && cfg_write_i && cfg_ready_o;
  assign drained_o   = &drained;

  always_comb begin
    for (int unsigned k = 0; k < SsrStreams; k++) begin
      selected[k] = cfg_known && (cfg_ssr == 5'(k) || (cfg_ssr == AllStreams && cfg_write_i));
    end
    cfg_rdata_o = '0;
    if (cfg_valid_i && !cfg_write_i) begin
      for (int unsigned k = 0; k < SsrStreams; k++) cfg_rdata_o |= rdata[k];
    end
  end

  for (genvar k = 0; k < SsrStreams; k++) begin : gen_stream
    localparam bit Indirect = k < int'(NumIndirect);

    logic                   load, accept_read, accept_write, busy;
    job_t                   job;
    logic [RepeatWidth-1:0] repeats;
    logic [BoundWidth-1:0]  bound  [SsrLoops];
    addr_t                  stride [SsrLoops];
    logic [1:0]             idx_size;
    logic [4:0]             idx_shift;
    addr_t                  idx_base, pointer;

    ssr_config #(
      .Indirect(Indirect)
    ) i_config (
      .clk_i,
      .rst_ni,
      .write_i       (cfg_fire && selected[k]),
      .read_i        (cfg_valid_i && !cfg_write_i && selected[k]),
      .reg_i         (cfg_reg),
      .data_i        (cfg_wdata_i),
      .data_o        (rdata[k]),
      .room_o        (room[k]),
      .load_o        (load),
      .job_o         (job),
      .repeat_o      (repeats),
      .bound_o       (bound),
      .stride_o      (stride),
      .idx_size_o    (idx_size),
      .idx_shift_o   (idx_shift),
      .idx_base_o    (idx_base),
      .accept_read_i (accept_read),
      .accept_write_i(accept_write),
      .idle_i        (!busy && drained[k]),
      .pointer_i     (pointer)
    );

    ssr_mover #(
      .Indirect(Indirect)
    ) i_mover (
      .clk_i,
      .rst_ni,
      .load_i        (load),
      .job_i         (job),
      .repeat_i      (repeats),
      .bound_i       (bound),
      .stride_i      (stride),
      .idx_size_i    (idx_size),
      .idx_shift_i   (idx_shift),
      .idx_base_i    (idx_base),
      .accept_read_o (accept_read),
      .accept_write_o(accept_write),
      .busy_o        (busy),
      .drained_o     (drained[k]),
      .pointer_o     (pointer),
      .rvalid_o      (rvalid_o[k]),
      .rdata_o       (rdata_o[k]),
      .rpop_i        (rpop_i[k]),
      .wready_o      (wready_o[k]),
      .wvalid_i      (wvalid_i[k]),
      .wdata_i,
      .tcdm_valid_o  (tcdm_valid_o[k]),
      .tcdm_ready_i  (tcdm_ready_i[k]),
      .tcdm_addr_o   (tcdm_addr_o[k]),
      .tcdm_write_o  (tcdm_write_o[k]),
      .tcdm_wdata_o  (tcdm_wdata_o[k]),
      .tcdm_rvalid_i (tcdm_rvalid_i[k]),
      .tcdm_rdata_i  (tcdm_rdata_i[k])
    );
  end

endmodule
