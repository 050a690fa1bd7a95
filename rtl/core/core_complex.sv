// A hart: the integer core, its FP subsystem, and their ports to TCDM and narrow bus.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TCDM port 0 belongs to the load/store units and stream 0, the others to the
// other streams. TCDM addresses are offsets into the TCDM, narrow ones absolute with the cluster's
// alias resolved; fetch addresses are as the program has them.
//
// event_issue_fpu_o counts what the FPU takes, event_issue_fpu_seq_o what leaves
// the FP queue for FPU or memory, event_issue_core_to_fpu_o what enters it.
module core_complex
  import core_pkg::*;
  import frep_pkg::*;
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit          IsDm         = 1'b0,
  parameter int unsigned NumTcdmPorts = IsDm ? 1 : 3
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        tick_i,
  input  logic [31:0] hart_id_i,
  input  logic [31:0] boot_addr_i,
  input  logic        irq_msip_i,
  input  logic        irq_mtip_i,
  input  logic        irq_meip_i,
  input  logic        irq_cl_i,

  output logic        fetch_valid_o,
  output logic [31:0] fetch_addr_o,
  input  logic        fetch_ready_i,
  input  logic [31:0] fetch_data_i,
  input  logic        fetch_error_i,
  output logic        flush_valid_o,
  input  logic        flush_ready_i,

  output logic        tcdm_valid_o  [NumTcdmPorts],
  input  logic        tcdm_ready_i  [NumTcdmPorts],
  output logic [31:0] tcdm_addr_o   [NumTcdmPorts],
  output logic        tcdm_write_o  [NumTcdmPorts],
  output amo_e        tcdm_amo_o    [NumTcdmPorts],
  output logic [7:0]  tcdm_strb_o   [NumTcdmPorts],
  output logic [63:0] tcdm_wdata_o  [NumTcdmPorts],
  input  logic        tcdm_rvalid_i [NumTcdmPorts],
  input  logic [63:0] tcdm_rdata_i  [NumTcdmPorts],

  output logic        narrow_valid_o,
  input  logic        narrow_ready_i,
  output logic [31:0] narrow_addr_o,
  output logic        narrow_write_o,
  output amo_e        narrow_amo_o,
  output logic [7:0]  narrow_strb_o,
  output logic [63:0] narrow_wdata_o,
  input  logic        narrow_rvalid_i,
  output logic        narrow_rready_o,
  input  logic [63:0] narrow_rdata_i,
  input  logic        narrow_rerror_i,

  output logic        md_valid_o,
  input  logic        md_ready_i,
  output logic [2:0]  md_op_o,
  output logic [31:0] md_a_o,
  output logic [31:0] md_b_o,
  output logic [4:0]  md_tag_o,
  input  logic        md_rvalid_i,
  output logic        md_rready_o,
  input  logic [4:0]  md_rtag_i,
  input  logic [31:0] md_rdata_i,

  output logic        dma_valid_o,
  input  logic        dma_ready_i,
  output logic [31:0] dma_instr_o,
  output logic [31:0] dma_a_o,
  output logic [31:0] dma_b_o,
  input  logic        dma_rvalid_i,
  output logic        dma_rready_o,
  input  logic [4:0]  dma_rtag_i,
  input  logic [31:0] dma_rdata_i,

  output logic        barrier_arrive_o,
  input  logic        barrier_release_i,

  // Debug module: instruction or FP register's number; data registers, both ways
  input  debug_request_t debug_request_i,
  input  logic [31:0] debug_instr_i,
  input  logic [63:0] debug_data_i,
  output debug_answer_t debug_answer_o,
  output logic [63:0] debug_data_o,

  output hart_state_e state_o,
  output logic [31:0] pc_o,
  output logic [7:0]  mcause_o,
  output hart_wait_e  wait_o,
  output logic [4:0]  quiet_o,
  output logic        event_retired_instr_o,
  output logic        event_retired_load_o,
  output logic        event_retired_i_o,
  output logic        event_retired_acc_o,
  output logic        event_issue_fpu_o,
  output logic        event_issue_fpu_seq_o,
  output logic        event_issue_core_to_fpu_o
);

  ///////////
  // Cores //
  ///////////

  logic        fp_valid, fp_ready, fp_rvalid, fp_rready, fp_idle, fflags_write;
  fp_ctrl_t    fp_ctrl;
  logic [31:0] fp_operand, fp_rdata;
  logic [4:0]  fp_rtag;
  logic        fp_mem_sent, fp_mem_sent_unknown, fp_mem_idle, fp_mem_error, fp_mem_error_store;
  logic [31:0] fp_mem_error_addr;
  fp_flags_t   fflags, fflags_new;

  logic        frep_valid, frep_ready, frep_drop, fp_empty, fp_mem_left;
  frep_t       frep;
  debug_answer_t core_answer;
  logic        debug_fp_access, debug_fp_done;
  logic [31:0] debug_wdata;
  logic [63:0] debug_fp_rdata;
  hart_wait_e  fp_wait;                // what of a stream or a loop holds the FP side up
  hart_wait_e  stream_wait;            // or a configuration write
  logic        ssr_valid, ssr_ready, ssr_write, ssr_drained;
  logic [11:0] ssr_addr;
  logic [31:0] ssr_wdata, ssr_rdata;

  logic        int_tcdm_valid, int_tcdm_ready, int_narrow_valid, int_narrow_ready, int_write;
  logic        fp_tcdm_valid, fp_tcdm_ready, fp_narrow_valid, fp_narrow_ready, fp_write;
  logic [31:0] int_addr, fp_addr;
  amo_e        int_amo;
  logic [7:0]  int_strb, fp_strb;
  logic [63:0] int_wdata, fp_wdata;
  logic        int_tcdm_rvalid, fp_tcdm_rvalid;
  logic        int_narrow_rvalid, int_narrow_rready, fp_narrow_rvalid, fp_narrow_rready;

  core #(
    .IsDm(IsDm)
  ) i_core (
    .clk_i,
    .rst_ni,
    .tick_i,
    .hart_id_i,
    .boot_addr_i,
    .irq_msip_i,
    .irq_mtip_i,
    .irq_meip_i,
    .irq_cl_i,
    .fetch_valid_o,
    .fetch_addr_o,
    .fetch_ready_i,
    .fetch_data_i,
    .fetch_error_i,
    .flush_valid_o,
    .flush_ready_i,
    .tcdm_valid_o        (int_tcdm_valid),
    .tcdm_ready_i        (int_tcdm_ready),
    .narrow_valid_o      (int_narrow_valid),
    .narrow_ready_i      (int_narrow_ready),
    .mem_addr_o          (int_addr),
    .mem_write_o         (int_write),
    .mem_amo_o           (int_amo),
    .mem_strb_o          (int_strb),
    .mem_wdata_o         (int_wdata),
    .tcdm_rvalid_i       (int_tcdm_rvalid),
    .tcdm_rdata_i        (tcdm_rdata_i[0]),
    .narrow_rvalid_i     (int_narrow_rvalid),
    .narrow_rready_o     (int_narrow_rready),
    .narrow_rdata_i,
    .narrow_rerror_i,
    .md_valid_o,
    .md_ready_i,
    .md_op_o,
    .md_a_o,
    .md_b_o,
    .md_tag_o,
    .md_rvalid_i,
    .md_rready_o,
    .md_rtag_i,
    .md_rdata_i,
    .dma_valid_o,
    .dma_ready_i,
    .dma_instr_o,
    .dma_a_o,
    .dma_b_o,
    .dma_rvalid_i,
    .dma_rready_o,
    .dma_rtag_i,
    .dma_rdata_i,
    .ssr_valid_o         (ssr_valid),
    .ssr_ready_i         (ssr_ready),
    .ssr_write_o         (ssr_write),
    .ssr_addr_o          (ssr_addr),
    .ssr_wdata_o         (ssr_wdata),
    .ssr_rdata_i         (ssr_rdata),
    .ssr_drained_i       (ssr_drained),
    .fp_valid_o          (fp_valid),
    .fp_ready_i          (fp_ready),
    .fp_ctrl_o           (fp_ctrl),
    .fp_operand_o        (fp_operand),
    .frep_valid_o        (frep_valid),
    .frep_ready_i        (frep_ready),
    .frep_o              (frep),
    .frep_drop_o         (frep_drop),
    .fp_empty_i          (fp_empty),
    .fp_rvalid_i         (fp_rvalid),
    .fp_rready_o         (fp_rready),
    .fp_rtag_i           (fp_rtag),
    .fp_rdata_i          (fp_rdata),
    .fp_idle_i           (fp_idle),
    .fp_issue_i          (event_issue_fpu_seq_o),
    .fp_wait_i           (stream_wait),
    .fp_mem_sent_i       (fp_mem_sent),
    .fp_mem_sent_unknown_i(fp_mem_sent_unknown),
    .fp_mem_idle_i       (fp_mem_idle),
    .fp_mem_error_i      (fp_mem_error),
    .fp_mem_error_store_i(fp_mem_error_store),
    .fp_mem_error_addr_i (fp_mem_error_addr),
    .fflags_i            (fflags),
    .fflags_write_o      (fflags_write),
    .fflags_o            (fflags_new),
    .barrier_arrive_o,
    .barrier_release_i,
    .debug_request_i,
    .debug_instr_i,
    .debug_data_i,
    .debug_answer_o      (core_answer),
    .debug_wdata_o       (debug_wdata),
    .state_o,
    .pc_o,
    .mcause_o,
    .wait_o,
    .quiet_o,
    .event_retired_instr_o,
    .event_retired_load_o,
    .event_retired_i_o,
    .event_retired_acc_o
  );

  // The DM core's FP instructions do not need to run ahead.
  // Between the streams and the FP side.
  logic [SsrStreams-1:0] ssr_rvalid, ssr_rpop, ssr_wready, ssr_wvalid, ssr_wait;
  logic [63:0]           ssr_data [SsrStreams];
  logic [63:0]           ssr_push;

  fp_subsystem #(
    .Streams   (!IsDm),
    .QueueDepth(IsDm ? 2 : FrepBuffer)
  ) i_fp_subsystem (
    .clk_i,
    .rst_ni,
    .hart_id_i,
    .valid_i          (fp_valid),
    .ready_o          (fp_ready),
    .ctrl_i           (fp_ctrl),
    .operand_i        (fp_operand),
    .frep_valid_i     (frep_valid),
    .frep_ready_o     (frep_ready),
    .frep_i           (frep),
    .frep_drop_i      (frep_drop),
    .rvalid_o         (fp_rvalid),
    .rready_i         (fp_rready),
    .rtag_o           (fp_rtag),
    .rdata_o          (fp_rdata),
    .tcdm_valid_o     (fp_tcdm_valid),
    .tcdm_ready_i     (fp_tcdm_ready),
    .narrow_valid_o   (fp_narrow_valid),
    .narrow_ready_i   (fp_narrow_ready),
    .mem_addr_o       (fp_addr),
    .mem_write_o      (fp_write),
    .mem_strb_o       (fp_strb),
    .mem_wdata_o      (fp_wdata),
    .tcdm_rvalid_i    (fp_tcdm_rvalid),
    .tcdm_rdata_i     (tcdm_rdata_i[0]),
    .stream_rvalid_i  (ssr_rvalid),
    .stream_rdata_i   (ssr_data),
    .stream_rpop_o    (ssr_rpop),
    .stream_wready_i  (ssr_wready),
    .stream_wvalid_o  (ssr_wvalid),
    .stream_wdata_o   (ssr_push),
    .narrow_rvalid_i  (fp_narrow_rvalid),
    .narrow_rready_o  (fp_narrow_rready),
    .narrow_rdata_i,
    .narrow_rerror_i,
    .empty_o          (fp_empty),
    .idle_o           (fp_idle),
    .wait_o           (fp_wait),
    .mem_sent_o       (fp_mem_sent),
    .mem_sent_unknown_o(fp_mem_sent_unknown),
    .mem_idle_o       (fp_mem_idle),
    .mem_error_o      (fp_mem_error),
    .mem_error_store_o(fp_mem_error_store),
    .mem_error_addr_o (fp_mem_error_addr),
    .debug_access_i   (debug_fp_access),
    .debug_write_i    (debug_request_i.fp_write),
    .debug_reg_i      (debug_instr_i[4:0]),
    .debug_wdata_i    (debug_data_i),
    .debug_done_o     (debug_fp_done),
    .debug_rdata_o    (debug_fp_rdata),
    .fflags_o         (fflags),
    .fflags_write_i   (fflags_write),
    .fflags_i         (fflags_new),
    .event_issue_o    (event_issue_fpu_o),
    .event_mem_o      (fp_mem_left)
  );

  assign event_issue_fpu_seq_o     = event_issue_fpu_o || fp_mem_left;
  assign event_issue_core_to_fpu_o = fp_valid && fp_ready;

  assign debug_fp_access = debug_request_i.fp_access && core_answer.halted;

  always_comb begin
    debug_answer_o         = core_answer;
    debug_answer_o.fp_done = debug_fp_done;
    debug_data_o           = '0;
    if (core_answer.halted) begin
      debug_data_o = debug_fp_access ? debug_fp_rdata : {2{debug_wdata}};
    end
  end

  //////////
  // TCDM //
  //////////

  logic tcdm_fp, tcdm_fp_q, lsu_valid, lsu_ready, tcdm_stream, tcdm_stream_q;

  port_arbiter i_tcdm_arbiter (
    .clk_i,
    .rst_ni,
    .a_valid_i(int_tcdm_valid),
    .b_valid_i(fp_tcdm_valid),
    .ready_i  (lsu_ready),
    .b_o      (tcdm_fp),
    .a_ready_o(int_tcdm_ready),
    .b_ready_o(fp_tcdm_ready)
  );

  assign lsu_valid = int_tcdm_valid || fp_tcdm_valid;

  // Stream 0, or all zeros.
  logic                     stream_valid, stream_write;
  logic [TcdmAddrWidth-1:0] stream_addr;
  logic [63:0]              stream_wdata;

  always_comb begin
    tcdm_valid_o[0] = lsu_valid || stream_valid;
    tcdm_amo_o[0]   = AmoNone;
    if (tcdm_stream) begin
      tcdm_addr_o[0]  = 32'(stream_addr);
      tcdm_write_o[0] = stream_write;
      tcdm_strb_o[0]  = '1;
      tcdm_wdata_o[0] = stream_wdata;
    end else if (tcdm_fp) begin
      tcdm_addr_o[0]  = 32'(fp_addr[TcdmAddrWidth-1:0]);
      tcdm_write_o[0] = fp_write;
      tcdm_strb_o[0]  = fp_strb;
      tcdm_wdata_o[0] = fp_wdata;
    end else begin
      tcdm_addr_o[0]  = 32'(int_addr[TcdmAddrWidth-1:0]);
      tcdm_write_o[0] = int_write;
      tcdm_amo_o[0]   = int_amo;
      tcdm_strb_o[0]  = int_strb;
      tcdm_wdata_o[0] = int_wdata;
    end
  end

  // The answer comes exactly one cycle after the grant.
  always_ff @(posedge clk_i) begin
    tcdm_fp_q     <= tcdm_fp;
    tcdm_stream_q <= tcdm_stream;
  end
  assign int_tcdm_rvalid = tcdm_rvalid_i[0] && !tcdm_fp_q && !tcdm_stream_q;
  assign fp_tcdm_rvalid  = tcdm_rvalid_i[0] && tcdm_fp_q && !tcdm_stream_q;

  /////////////
  // Streams //
  /////////////

  if (!IsDm) begin : gen_streams
    logic                     valid  [SsrStreams];
    logic                     ready  [SsrStreams];
    logic                     write  [SsrStreams];
    logic                     rvalid [SsrStreams];
    logic [TcdmAddrWidth-1:0] addr   [SsrStreams];
    logic [63:0]              wdata  [SsrStreams];

    ssr i_ssr (
      .clk_i,
      .rst_ni,
      .cfg_valid_i  (ssr_valid),
      .cfg_ready_o  (ssr_ready),
      .cfg_write_i  (ssr_write),
      .cfg_addr_i   (ssr_addr),
      .cfg_wdata_i  (ssr_wdata),
      .cfg_rdata_o  (ssr_rdata),
      .cfg_wait_o   (ssr_wait),
      .drained_o    (ssr_drained),
      .rvalid_o     (ssr_rvalid),
      .rdata_o      (ssr_data),
      .rpop_i       (ssr_rpop),
      .wready_o     (ssr_wready),
      .wvalid_i     (ssr_wvalid),
      .wdata_i      (ssr_push),
      .tcdm_valid_o (valid),
      .tcdm_ready_i (ready),
      .tcdm_addr_o  (addr),
      .tcdm_write_o (write),
      .tcdm_wdata_o (wdata),
      .tcdm_rvalid_i(rvalid),
      .tcdm_rdata_i (tcdm_rdata_i)
    );

    port_arbiter i_stream_arbiter (
      .clk_i,
      .rst_ni,
      .a_valid_i(lsu_valid),
      .b_valid_i(stream_valid),
      .ready_i  (tcdm_ready_i[0]),
      .b_o      (tcdm_stream),
      .a_ready_o(lsu_ready),
      .b_ready_o(ready[0])
    );

    assign stream_valid = valid[0];
    assign stream_write = write[0];
    assign stream_addr  = addr[0];
    assign stream_wdata = wdata[0];
    assign rvalid[0]    = tcdm_rvalid_i[0] && tcdm_stream_q;

    for (genvar p = 1; p < NumTcdmPorts; p++) begin : gen_port
      assign tcdm_valid_o[p] = valid[p];
      assign tcdm_addr_o[p]  = 32'(addr[p]);
      assign tcdm_write_o[p] = write[p];
      assign tcdm_amo_o[p]   = AmoNone;
      assign tcdm_strb_o[p]  = '1;
      assign tcdm_wdata_o[p] = wdata[p];
      assign ready[p]        = tcdm_ready_i[p];
      assign rvalid[p]       = tcdm_rvalid_i[p];
    end
  end else begin : gen_no_streams
    logic unused;
    assign unused       = ^{ssr_valid, ssr_write, ssr_addr, ssr_wdata, ssr_rpop, ssr_wvalid,
                            ssr_push};
    assign ssr_ready    = 1'b1;
    assign ssr_rdata    = '0;
    assign ssr_wait     = '0;
    assign ssr_drained  = 1'b1;
    assign ssr_rvalid   = '0;
    assign ssr_wready   = '0;
    assign stream_valid = 1'b0;
    assign stream_write = 1'b0;
    assign stream_addr  = '0;
    assign stream_wdata = '0;
    assign tcdm_stream  = 1'b0;
    assign lsu_ready    = tcdm_ready_i[0];
    for (genvar k = 0; k < SsrStreams; k++) begin : gen_stream
      assign ssr_data[k] = '0;
    end
  end

  always_comb begin
    stream_wait = fp_wait;
    for (int unsigned k = 0; k < SsrStreams; k++) begin
      if (ssr_wait[k]) stream_wait = hart_wait_e'(WaitStreamConfig0 + 5'(k));
    end
  end

  ////////////////
  // Narrow bus //
  ////////////////

  localparam int unsigned OwnerDepth = 2 * CoreLsuOutstanding;
  localparam int unsigned OwnerWidth = $clog2(OwnerDepth);

  logic                  narrow_fp, narrow_sent, narrow_done, owner_fp;
  logic [OwnerDepth-1:0] owner_q;
  logic [OwnerWidth-1:0] owner_head_q, owner_tail_q;

  port_arbiter i_narrow_arbiter (
    .clk_i,
    .rst_ni,
    .a_valid_i(int_narrow_valid),
    .b_valid_i(fp_narrow_valid),
    .ready_i  (narrow_ready_i),
    .b_o      (narrow_fp),
    .a_ready_o(int_narrow_ready),
    .b_ready_o(fp_narrow_ready)
  );

  assign narrow_valid_o = int_narrow_valid || fp_narrow_valid;
  assign narrow_addr_o  = narrow_fp ? fp_addr : int_addr;
  assign narrow_write_o = narrow_fp ? fp_write : int_write;
  assign narrow_amo_o   = narrow_fp ? AmoNone : int_amo;
  assign narrow_strb_o  = narrow_fp ? fp_strb : int_strb;
  assign narrow_wdata_o = narrow_fp ? fp_wdata : int_wdata;

  // Answers come in the order of the requests: who sent them.
  assign owner_fp          = owner_q[owner_head_q];
  assign int_narrow_rvalid = narrow_rvalid_i && !owner_fp;
  assign fp_narrow_rvalid  = narrow_rvalid_i && owner_fp;
  assign narrow_rready_o   = owner_fp ? fp_narrow_rready : int_narrow_rready;
  assign narrow_sent       = narrow_valid_o && narrow_ready_i;
  assign narrow_done       = narrow_rvalid_i && narrow_rready_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      owner_q      <= '0;
      owner_head_q <= '0;
      owner_tail_q <= '0;
    end else begin
      if (narrow_sent) begin
        owner_q[owner_tail_q] <= narrow_fp;
        owner_tail_q          <= owner_tail_q + 1'b1;
      end
      if (narrow_done) owner_head_q <= owner_head_q + 1'b1;
    end
  end

`ifdef VERILATOR
  always_ff @(posedge clk_i) begin
    if (observe_pkg::accesses) begin
      for (int unsigned p = 0; p < NumTcdmPorts; p++) begin
        if (tcdm_valid_o[p] && tcdm_ready_i[p]) begin
          observe_pkg::seeker_observe_access(hart_id_i, $time, p, 32'(tcdm_write_o[p]),
                                             TcdmBase[31:0] + tcdm_addr_o[p], 32'(tcdm_strb_o[p]),
                                             tcdm_wdata_o[p]);
        end
      end
      if (narrow_sent) begin
        observe_pkg::seeker_observe_access(hart_id_i, $time, observe_pkg::NarrowPort,
                                           32'(narrow_write_o), narrow_addr_o,
                                           32'(narrow_strb_o), narrow_wdata_o);
      end
    end
  end
`endif

endmodule
