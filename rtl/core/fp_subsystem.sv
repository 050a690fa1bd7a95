// Executes offloaded FP instructions: queue and loops, FP registers, load/store unit, FPU.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The queue lets the integer core run ahead; instructions leave it in order, one
// a cycle, when what they read is there. They finish out of order, the scoreboard
// keeps reads and writes apart. Operand a of an instruction with an integer
// operand, and the address of a load or store, come with it; so do the values of
// the mode CSRs (SSR, chaining), which change in order with the instructions.
//
// Streams (Streams = 1): while SSR is enabled the first registers are the ports
// of streams; `stream_*`: one pop an instruction and stream, one push a result.
module fp_subsystem
  import core_pkg::*;
  import frep_pkg::*;
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit          Streams    = 1'b1,  // streams, chaining, loops
  parameter int unsigned QueueDepth = FrepBuffer
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] hart_id_i,      // for observers

  input  logic        valid_i,
  output logic        ready_o,
  input  fp_ctrl_t    ctrl_i,
  input  logic [31:0] operand_i,
  input  logic        frep_valid_i,
  output logic        frep_ready_o,
  input  frep_t       frep_i,         // with the iterations - 1 on operand_i
  input  logic        frep_drop_i,

  output logic        rvalid_o,
  input  logic        rready_i,
  output logic [4:0]  rtag_o,
  output logic [31:0] rdata_o,

  output logic        tcdm_valid_o,
  input  logic        tcdm_ready_i,
  output logic        narrow_valid_o,
  input  logic        narrow_ready_i,
  output logic [31:0] mem_addr_o,
  output logic        mem_write_o,
  output logic [7:0]  mem_strb_o,
  output logic [63:0] mem_wdata_o,
  input  logic        tcdm_rvalid_i,
  input  logic [63:0] tcdm_rdata_i,
  input  logic        narrow_rvalid_i,
  output logic        narrow_rready_o,
  input  logic [63:0] narrow_rdata_i,
  input  logic        narrow_rerror_i,

  input  logic [SsrStreams-1:0] stream_rvalid_i,
  input  logic [63:0]           stream_rdata_i [SsrStreams],
  output logic [SsrStreams-1:0] stream_rpop_o,
  input  logic [SsrStreams-1:0] stream_wready_i,
  output logic [SsrStreams-1:0] stream_wvalid_o,
  output logic [63:0]           stream_wdata_o,

  output logic        empty_o,       // the queue is
  output logic        idle_o,        // queue, loops, FPU and load/store unit are
  output hart_wait_e  wait_o,        // what of a stream or a loop holds it up
  output logic        mem_sent_o,    // a tracked load or store has left the queue for good
  output logic        mem_sent_unknown_o,  // an untracked one has
  output logic        mem_idle_o,
  output logic        mem_error_o,
  output logic        mem_error_store_o,
  output logic [31:0] mem_error_addr_o,

  // The debug module's way to the registers, while the hart is halted: nothing is
  // issued meanwhile, and what streams and chaining make of a register is left out.
  input  logic        debug_access_i,
  input  logic        debug_write_i,
  input  logic [4:0]  debug_reg_i,
  input  logic [63:0] debug_wdata_i,
  output logic        debug_done_o,
  output logic [63:0] debug_rdata_o,

  output fp_flags_t   fflags_o,
  input  logic        fflags_write_i,
  input  fp_flags_t   fflags_i,

  output logic        event_issue_o,
  output logic        event_mem_o
);

  ///////////
  // Queue //
  ///////////

  logic        pop, head_valid, head_final, starved;
  fp_ctrl_t    head;
  logic [31:0] head_operand;

  frep_sequencer #(
    .Loops(Streams),
    .Depth(QueueDepth)
  ) i_sequencer (
    .clk_i,
    .rst_ni,
    .valid_i,
    .ready_o,
    .ctrl_i,
    .operand_i,
    .frep_valid_i,
    .frep_ready_o,
    .frep_i,
    .iterations_i(operand_i),
    .frep_drop_i,
    .valid_o     (head_valid),
    .ready_i     (pop),
    .ctrl_o      (head),
    .operand_o   (head_operand),
    .final_o     (head_final),
    .empty_o,
    .starved_o   (starved)
  );

  //////////////////////////
  // Registers, operands //
  //////////////////////////

  logic [63:0] fpr_q [32];
  logic [63:0] rs1, rs1_reg, rs2, rs3, fpr_wdata, reg_wdata;
  logic [4:0]  rs1_num, fpr_waddr, reg_waddr;
  logic        fpr_we, reg_we;
  logic [SsrStreams-1:0] stream_reads;

  assign reg_we        = fpr_we || (debug_access_i && debug_write_i);
  assign reg_waddr     = fpr_we ? fpr_waddr : debug_reg_i;
  assign reg_wdata     = fpr_we ? fpr_wdata : debug_wdata_i;
  assign rs1_num       = debug_access_i ? debug_reg_i : head.rs1;
  assign rs1_reg       = fpr_q[rs1_num];
  assign debug_done_o  = debug_access_i && !fpr_we;
  assign debug_rdata_o = rs1_reg;

  always_ff @(posedge clk_i) begin
    if (reg_we) fpr_q[reg_waddr] <= reg_wdata;
  end

  if (Streams) begin : gen_stream_operands
    always_comb begin
      rs1 = rs1_reg;
      rs2 = fpr_q[head.rs2];
      rs3 = fpr_q[head.rs3];
      if (stream_reads != '0) begin
        for (int unsigned k = 0; k < SsrStreams; k++) begin
          if (stream_reads[k]) begin
            if (head.rs1 == 5'(k)) rs1 = stream_rdata_i[k];
            if (head.rs2 == 5'(k)) rs2 = stream_rdata_i[k];
            if (head.rs3 == 5'(k)) rs3 = stream_rdata_i[k];
          end
        end
      end
    end
  end else begin : gen_operands
    logic unused;
    assign rs1 = rs1_reg;
    assign rs2 = fpr_q[head.rs2];
    assign rs3 = fpr_q[head.rs3];
    always_comb begin
      unused = 1'b0;
      for (int unsigned k = 0; k < SsrStreams; k++) unused ^= ^stream_rdata_i[k];
    end
  end

  ///////////
  // Issue //
  ///////////

  logic        awaited, mode_wait, to_stream, is_mem, is_mode, result_room;
  logic        go, fpu_valid, fpu_ready, lsu_valid, lsu_ready;
  logic [31:0] chained, closed;
  logic        fifo_left, writeback_empty, drop, lsu_stream;
  logic [4:0]  lsu_rd;

  fp_scoreboard #(
    .Streams(Streams)
  ) i_scoreboard (
    .clk_i,
    .rst_ni,
    .valid_i      (head_valid),
    .ctrl_i       (head),
    .operand_i    (head_operand),
    .rvalid_i     (stream_rvalid_i),
    .awaited_o    (awaited),
    .mode_wait_o  (mode_wait),
    .to_stream_o  (to_stream),
    .reads_o      (stream_reads),
    .issue_i      (pop),
    .chained_o    (chained),
    .closed_o     (closed),
    .write_i      (fpr_we),
    .write_rd_i   (fpr_waddr),
    .fifo_i       (fifo_left),
    .fifos_wait_i (!writeback_empty),
    .drop_i       (drop),
    .drop_rd_i    (lsu_rd),
    .drop_stream_i(lsu_stream)
  );

  assign is_mem    = head.load || head.store;
  assign is_mode   = head.set_ssr || head.set_chain;
  assign go        = head_valid && !awaited && !debug_access_i;
  assign fpu_valid = go && !is_mem && !is_mode && (!head.write_int || result_room);
  assign lsu_valid = go && is_mem;
  assign pop       = (fpu_valid && fpu_ready) || (lsu_valid && lsu_ready) ||
                     (head_valid && is_mode && !mode_wait && !debug_access_i);

  assign stream_rpop_o = pop ? stream_reads : '0;

  /////////
  // FPU //
  /////////

  logic        fpu_rvalid, fpu_rready, fpu_to_int, fpu_to_stream, fpu_busy;
  logic [63:0] fpu_result;
  fp_flags_t   fpu_flags;
  logic [4:0]  fpu_rtag;

  fpu #(
    .TagWidth(7)
  ) i_fpu (
    .clk_i,
    .rst_ni,
    .in_valid_i   (fpu_valid),
    .in_ready_o   (fpu_ready),
    .op_i         (head.op),
    .src_fmt_i    (head.src_fmt),
    .dst_fmt_i    (head.dst_fmt),
    .rm_i         (head.rm),
    .is_unsigned_i(head.is_unsigned),
    .is_packed_i  (head.packed_simd),
    .replicate_i  (head.replicate),
    .a_i          (head.use_rs1 ? rs1 : {32'b0, head_operand}),
    .b_i          (rs2),
    .c_i          (rs3),
    .tag_i        ({head.write_int, to_stream, head.rd}),
    .out_valid_o  (fpu_rvalid),
    .out_ready_i  (fpu_rready),
    .result_o     (fpu_result),
    .flags_o      (fpu_flags),
    .tag_o        ({fpu_to_int, fpu_to_stream, fpu_rtag}),
    .busy_o       (fpu_busy)
  );

  fp_results i_results (
    .clk_i,
    .rst_ni,
    .room_o (result_room),
    .claim_i(fpu_valid && fpu_ready && head.write_int),
    .valid_i(fpu_rvalid && fpu_rready && fpu_to_int),
    .tag_i  (fpu_rtag),
    .data_i (fpu_result[31:0]),
    .valid_o(rvalid_o),
    .ready_i(rready_i),
    .tag_o  (rtag_o),
    .data_o (rdata_o)
  );

  fp_flags_t fflags_q;
  assign fflags_o = fflags_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      fflags_q <= '0;
    end else if (fflags_write_i) begin
      fflags_q <= fflags_i;
    end else if (fpu_rvalid && fpu_rready) begin
      fflags_q <= fflags_q | fpu_flags;
    end
  end

  /////////////////////
  // Load/store unit //
  /////////////////////

  logic        lsu_rvalid, lsu_rready, lsu_rload, lsu_rerror, lsu_write, lsu_empty;
  logic [31:0] lsu_raddr;
  logic [63:0] lsu_rdata;
  amo_e        unused_amo;

  lsu #(
    .IsFp    (1'b1),
    .TagWidth(6)
  ) i_lsu (
    .clk_i,
    .rst_ni,
    .req_valid_i     (lsu_valid),
    .req_ready_o     (lsu_ready),
    .req_addr_i      (head_operand),
    .req_narrow_i    (head.narrow),
    .req_write_i     (head.store),
    .req_amo_i       (AmoNone),
    .req_size_i      ({1'b1, head.dword}),
    .req_unsigned_i  (1'b0),
    .req_tag_i       ({to_stream, head.rd}),
    .req_data_i      (rs2),
    .tcdm_valid_o,
    .tcdm_ready_i,
    .narrow_valid_o,
    .narrow_ready_i,
    .addr_o          (mem_addr_o),
    .write_o         (mem_write_o),
    .amo_o           (unused_amo),
    .strb_o          (mem_strb_o),
    .wdata_o         (mem_wdata_o),
    .tcdm_rvalid_i,
    .tcdm_rdata_i,
    .narrow_rvalid_i,
    .narrow_rready_o,
    .narrow_rdata_i,
    .narrow_rerror_i,
    .rsp_valid_o     (lsu_rvalid),
    .rsp_ready_i     (lsu_rready),
    .rsp_data_valid_o(lsu_rload),
    .rsp_error_o     (lsu_rerror),
    .rsp_tag_o       ({lsu_stream, lsu_rd}),
    .rsp_addr_o      (lsu_raddr),
    .rsp_data_o      (lsu_rdata),
    .empty_o         (lsu_empty)
  );

  logic mem_left;
  assign mem_left           = lsu_valid && lsu_ready && head_final;
  assign mem_sent_o         = mem_left && head.tracked;
  assign mem_sent_unknown_o = mem_left && !head.tracked;
  assign mem_idle_o        = lsu_empty;
  assign mem_error_o       = lsu_rvalid && lsu_rerror;
  assign mem_error_store_o = !lsu_rload;
  assign mem_error_addr_o  = lsu_raddr;

  ////////////////
  // Write back //
  ////////////////

  logic                  load_ready, writeback_ready;
  logic [SsrStreams-1:0] room_wait;

  assign lsu_write  = lsu_rvalid && lsu_rload && !lsu_rerror;
  assign lsu_rready = !lsu_write || load_ready;
  assign drop       = mem_error_o && lsu_rload;
  assign fpu_rready = fpu_to_int || writeback_ready;

  fp_writeback i_writeback (
    .clk_i,
    .rst_ni,
    .fpu_valid_i  (fpu_rvalid && !fpu_to_int),
    .fpu_ready_o  (writeback_ready),
    .fpu_stream_i (fpu_to_stream),
    .fpu_rd_i     (fpu_rtag),
    .fpu_data_i   (fpu_result),
    .load_valid_i (lsu_write),
    .load_ready_o (load_ready),
    .load_stream_i(lsu_stream),
    .load_rd_i    (lsu_rd),
    .load_data_i  (lsu_rdata),
    .chained_i    (chained),
    .closed_i     (closed),
    .we_o         (fpr_we),
    .waddr_o      (fpr_waddr),
    .wdata_o      (fpr_wdata),
    .wready_i     (stream_wready_i),
    .wvalid_o     (stream_wvalid_o),
    .fifo_o       (fifo_left),
    .room_wait_o  (room_wait),
    .empty_o      (writeback_empty)
  );

  assign stream_wdata_o = fpr_wdata;

  ///////////
  // State //
  ///////////

  assign idle_o        = empty_o && !starved && !fpu_busy && writeback_empty && lsu_empty;
  assign event_issue_o = fpu_valid && fpu_ready;
  assign event_mem_o   = lsu_valid && lsu_ready;

  always_comb begin
    wait_o = WaitNone;
    if (starved) wait_o = WaitFrepBody;
    for (int unsigned k = 0; k < SsrStreams; k++) begin
      if (stream_reads[k] && !stream_rvalid_i[k]) wait_o = hart_wait_e'(WaitStreamData0 + 5'(k));
    end
    for (int unsigned k = 0; k < SsrStreams; k++) begin
      if (room_wait[k]) wait_o = hart_wait_e'(WaitStreamRoom0 + 5'(k));
    end
  end

`ifdef VERILATOR
  always_ff @(posedge clk_i) begin
    if (observe_pkg::operations && event_issue_o) begin
      observe_pkg::seeker_observe_fpu(hart_id_i, $time, 32'(head.op));
    end
    if (observe_pkg::instructions && fpr_we) begin
      observe_pkg::seeker_observe_write_f(hart_id_i, $time, 32'(fpr_waddr), fpr_wdata);
    end
  end

  logic [4:0] told_q, now;

  always_comb begin
    now = 5'(observe_pkg::FpEmpty);
    if (observe_pkg::states) begin
      if (event_issue_o) now = 5'(observe_pkg::FpIssue);
      else if (event_mem_o) now = 5'(observe_pkg::FpMemory);
      else if (wait_o != WaitNone) now = wait_o;
      else if (!empty_o) now = 5'(observe_pkg::FpHeld);
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      told_q <= 5'(observe_pkg::FpEmpty);
    end else if (now != told_q) begin
      told_q <= now;
      observe_pkg::seeker_observe_fp_side(hart_id_i, $time, 32'(now));
    end
  end
`else
  logic unused_hart_id;
  assign unused_hart_id = ^hart_id_i;
`endif

endmodule
