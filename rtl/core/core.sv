// The integer core: fetch, decode and execute in one cycle, in order, with a scoreboard.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An instruction leaves when its operands and its destination are not awaited
// from elsewhere (scoreboard) and its unit takes it. Loads, multiplications and
// offloaded instructions answer later; their one write port is free in cycles in
// which no ALU or CSR result is written, loads before accelerators.
//
// Traps are precise, with two exceptions that software cannot run into inside
// the address map: an error answer to a store, which has been posted, and to an
// FP access; both trap at the next instruction with the address on the bus in
// mtval. A load from a device region waits for its answer, so that its error is
// precise; L3 has no errors.
//
// A hart without a trap handler (mtvec 0), or whose handler's first instruction
// traps, stops there and reports HartTrapped.
//
// Combinational paths: from fetch_data_i to every valid output. No valid output
// depends on a ready input.
module core
  import core_pkg::*;
  import frep_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit IsDm = 1'b0
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

  // Data memory, integer side
  output logic        tcdm_valid_o,
  input  logic        tcdm_ready_i,
  output logic        narrow_valid_o,
  input  logic        narrow_ready_i,
  output logic [31:0] mem_addr_o,
  output logic        mem_write_o,
  output amo_e        mem_amo_o,
  output logic [7:0]  mem_strb_o,
  output logic [63:0] mem_wdata_o,
  input  logic        tcdm_rvalid_i,
  input  logic [63:0] tcdm_rdata_i,
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

  // Configuration of the streams: [4:0] of the address streamer, [11:5] register
  output logic        ssr_valid_o,
  input  logic        ssr_ready_i,
  output logic        ssr_write_o,
  output logic [11:0] ssr_addr_o,
  output logic [31:0] ssr_wdata_o,
  input  logic [31:0] ssr_rdata_i,
  input  logic        ssr_drained_i,    // what was pushed into streams is in memory

  // FP subsystem: offload, integer results, state
  output logic        fp_valid_o,
  input  logic        fp_ready_i,
  output fp_ctrl_t    fp_ctrl_o,
  output logic [31:0] fp_operand_o,
  output logic        frep_valid_o,
  input  logic        frep_ready_i,
  output frep_t       frep_o,
  output logic        frep_drop_o,
  input  logic        fp_empty_i,       // its queue is
  input  logic        fp_rvalid_i,
  output logic        fp_rready_o,
  input  logic [4:0]  fp_rtag_i,
  input  logic [31:0] fp_rdata_i,
  input  logic        fp_idle_i,        // nothing queued, nothing in flight
  input  logic        fp_issue_i,       // an instruction leaves the queue
  input  hart_wait_e  fp_wait_i,        // what of a stream or a loop holds it up
  input  logic        fp_mem_sent_i,    // the oldest recorded FP load or store has gone out
  input  logic        fp_mem_sent_unknown_i,  // one without a record has
  input  logic        fp_mem_idle_i,    // none of those that went out awaits its answer
  input  logic        fp_mem_error_i,   // one answered with an error
  input  logic        fp_mem_error_store_i,
  input  logic [31:0] fp_mem_error_addr_i,
  input  fp_flags_t   fflags_i,
  output logic        fflags_write_o,
  output fp_flags_t   fflags_o,

  output logic        barrier_arrive_o,
  input  logic        barrier_release_i,

  // Debug module: an instruction goes with valid in the request; data registers
  input  debug_request_t debug_request_i,
  input  logic [31:0] debug_instr_i,
  input  logic [63:0] debug_data_i,
  output debug_answer_t debug_answer_o,
  output logic [31:0] debug_wdata_o,

  output hart_state_e state_o,
  output logic [31:0] pc_o,
  output logic [7:0]  mcause_o,
  output hart_wait_e  wait_o,
  output logic [4:0]  quiet_o,
  output logic        event_retired_instr_o,
  output logic        event_retired_load_o,
  output logic        event_retired_i_o,
  output logic        event_retired_acc_o
);

  logic [31:0] pc, instr;
  logic        present, instr_error, exception, waiting;
  logic        irq_take, irq_pending, late_pending, take_irq, take_late;

  /////////////
  // Execute //
  /////////////

  unit_e       unit;
  logic        use_rs1, use_rs2, write_rd, store, is_unsigned, fp_legal, fp_mem, jumps, awaited;
  logic [31:0] rs1, rs2, imm, alu_result, target, addr_raw, addr, awaited_regs, rf_wdata;
  logic [1:0]  size;
  amo_e        amo;
  logic [2:0]  frm;
  fp_ctrl_t    fp_ctrl;
  logic [4:0]  rd, rf_waddr;
  logic        rf_we, any_mem, misaligned;
  region_e     region;

  assign rd      = instr[11:7];
  assign target  = unit == UnitJalr ? {addr_raw[31:1], 1'b0} : pc + imm;
  assign any_mem = unit == UnitMem || fp_mem;
  assign awaited = (use_rs1 && awaited_regs[instr[19:15]]) ||
                   (use_rs2 && awaited_regs[instr[24:20]]) || (write_rd && awaited_regs[rd]);

  core_execute #(
    .IsDm(IsDm)
  ) i_execute (
    .clk_i,
    .instr_i   (instr),
    .pc_i      (pc),
    .frm_i     (frm),
    .we_i      (rf_we),
    .waddr_i   (rf_waddr),
    .wdata_i   (rf_wdata),
    .unit_o    (unit),
    .use_rs1_o (use_rs1),
    .use_rs2_o (use_rs2),
    .write_rd_o(write_rd),
    .rs1_o     (rs1),
    .rs2_o     (rs2),
    .imm_o     (imm),
    .store_o   (store),
    .amo_o     (amo),
    .size_o    (size),
    .unsigned_o(is_unsigned),
    .fp_legal_o(fp_legal),
    .fp_mem_o  (fp_mem),
    .fp_ctrl_o (fp_ctrl),
    .result_o  (alu_result),
    .jumps_o   (jumps)
  );

  //////////
  // CSRs //
  //////////

  logic [11:0] csr_addr;
  logic [31:0] csr_rdata, mtvec, mepc;
  logic        csr_illegal, csr_modifies, csr_fire;
  logic [31:0] csr_wdata;
  logic [4:0]  irq_cause;
  logic        retire, trap, trap_irq, mret;
  logic [4:0]  trap_cause;
  logic [31:0] trap_value;
  logic        debug, debug_csr_exists, fp_modes;
  logic [31:0] debug_csr_rdata;

  assign csr_addr     = instr[31:20];
  assign csr_modifies = instr[13:12] == 2'd1 || instr[19:15] != 5'd0;

  core_csr i_csr (
    .clk_i, .rst_ni, .hart_id_i, .irq_msip_i, .irq_mtip_i, .irq_meip_i, .irq_cl_i,
    .csr_addr_i    (csr_addr),
    .csr_op_i      (instr[13:12]),
    .csr_operand_i (instr[14] ? {27'b0, instr[19:15]} : rs1),
    .csr_modifies_i(csr_modifies),
    .csr_write_i   (csr_fire && csr_modifies),
    .csr_rdata_o   (csr_rdata),
    .csr_wdata_o   (csr_wdata),
    .csr_illegal_o (csr_illegal),
    .debug_exists_i(debug_csr_exists),
    .debug_rdata_i (debug_csr_rdata),
    .stop_count_i  (debug),
    .retire_i      (retire),
    .trap_i        (trap),
    .trap_irq_i    (trap_irq),
    .trap_cause_i  (trap_cause),
    .trap_pc_i     (pc),
    .trap_value_i  (trap_value),
    .mret_i        (mret),
    .mtvec_o       (mtvec),
    .mepc_o        (mepc),
    .irq_pending_o (irq_pending),
    .irq_take_o    (irq_take),
    .irq_cause_o   (irq_cause),
    .mcause_o,
    .fp_modes_o    (fp_modes),
    .frm_o         (frm),
    .fflags_i, .fflags_write_o,
    .fflags_o
  );

  ///////////
  // Issue //
  ///////////

  logic go, next, alu_fire, wfi_fire, lsu_valid, lsu_fire, lsu_waits, lsu_empty, order_full;
  logic mem_idle, fence_fire, flush_fire, md_fire, dma_fire, fp_fire, ssr_fire, mode, tracked;
  logic body_open, body_busy, misplaced;

  // What may trap in a FREP body waits until its queued part has been issued: the
  // trap drops the body, and what it did must not depend on time.
  assign body_busy = body_open && !fp_empty_i && !debug;

  core_issue #(
    .IsDm(IsDm)
  ) i_issue (
    .clk_i, .rst_ni,
    .instr_i       (instr),
    .go_i          (go),
    .unit_i        (unit),
    .use_rs2_i     (use_rs2),
    .store_i       (store),
    .rs1_i         (rs1),
    .rs2_i         (rs2),
    .fp_ctrl_i     (fp_ctrl),
    .fp_mem_i      (fp_mem),
    .narrow_i      (region != RegionTcdm),
    .addr_i        (addr),
    .csr_modifies_i(csr_modifies),
    .debug_i       (debug),
    .csr_wdata_i   (csr_wdata),
    .lsu_fire_i    (lsu_fire),
    .lsu_waits_i   (lsu_waits),
    .lsu_empty_i   (lsu_empty),
    .mem_idle_i    (mem_idle),
    .order_full_i  (order_full),
    .trap_i        (trap),
    .md_valid_o, .md_ready_i, .md_op_o, .md_a_o, .md_b_o, .md_tag_o,
    .dma_valid_o, .dma_ready_i, .dma_instr_o, .dma_a_o, .dma_b_o,
    .ssr_valid_o, .ssr_ready_i, .ssr_write_o, .ssr_addr_o, .ssr_wdata_o, .ssr_drained_i,
    .fp_valid_o, .fp_ready_i, .fp_ctrl_o, .fp_operand_o, .frep_valid_o, .frep_ready_i, .frep_o,
    .frep_drop_o, .fp_empty_i, .fp_idle_i, .barrier_arrive_o, .barrier_release_i,
    .next_o        (next),
    .alu_fire_o    (alu_fire),
    .csr_fire_o    (csr_fire),
    .md_fire_o     (md_fire),
    .dma_fire_o    (dma_fire),
    .ssr_fire_o    (ssr_fire),
    .fp_fire_o     (fp_fire),
    .flush_fire_o  (flush_fire),
    .fence_fire_o  (fence_fire),
    .wfi_fire_o    (wfi_fire),
    .mode_o        (mode),
    .tracked_o     (tracked),
    .body_open_o   (body_open),
    .misplaced_o   (misplaced)
  );

  assign go   = present && !awaited && !exception;
  assign mret = go && unit == UnitMret;

  ////////////
  // Memory //
  ////////////

  logic        lsu_rvalid, lsu_rready, lsu_rdata_valid, lsu_rerror;
  logic [4:0]  lsu_rtag;
  logic [31:0] lsu_raddr, lsu_rdata;

  core_memory i_memory (
    .clk_i, .rst_ni,
    .mem_i           (any_mem),
    .go_i            (go && unit == UnitMem && !(body_busy && region == RegionDevice)),
    .base_i          (rs1),
    .offset_i        (imm),
    .size_i          (size),
    .store_i         (store),
    .unsigned_i      (is_unsigned),
    .amo_i           (amo),
    .release_i       (amo != AmoNone && instr[25]),
    .tag_i           (rd),
    .data_i          (rs2),
    .addr_raw_o      (addr_raw),
    .addr_o          (addr),
    .region_o        (region),
    .misaligned_o    (misaligned),
    .valid_o         (lsu_valid),
    .fire_o          (lsu_fire),
    .waits_o         (lsu_waits),
    .empty_o         (lsu_empty),
    .idle_o          (mem_idle),
    .fp_push_i       (fp_fire && tracked),
    .fp_overflow_i   (fp_fire && fp_mem && !tracked),
    .fp_store_i      (fp_ctrl.store),
    .fp_sent_i       (fp_mem_sent_i),
    .fp_sent_unknown_i(fp_mem_sent_unknown_i),
    .fp_drop_i       (frep_drop_o),
    .fp_idle_i       (fp_mem_idle_i),
    .fp_full_o       (order_full),
    .tcdm_valid_o, .tcdm_ready_i, .narrow_valid_o, .narrow_ready_i, .mem_addr_o, .mem_write_o,
    .mem_amo_o, .mem_strb_o, .mem_wdata_o, .tcdm_rvalid_i, .tcdm_rdata_i, .narrow_rvalid_i,
    .narrow_rready_o, .narrow_rdata_i, .narrow_rerror_i,
    .rsp_valid_o     (lsu_rvalid),
    .rsp_ready_i     (lsu_rready),
    .rsp_data_valid_o(lsu_rdata_valid),
    .rsp_error_o     (lsu_rerror),
    .rsp_tag_o       (lsu_rtag),
    .rsp_addr_o      (lsu_raddr),
    .rsp_data_o      (lsu_rdata)
  );

  ////////////////
  // Write back //
  ////////////////

  logic [31:0] own_result;

  always_comb begin
    unique case (unit)
      UnitAlu: own_result = alu_result;
      UnitCsr: own_result = csr_rdata;
      UnitSsr: own_result = ssr_rdata_i;
      default: own_result = pc + 32'd4;
    endcase
  end

  core_writeback i_writeback (
    .clk_i, .rst_ni,
    .own_valid_i     ((alu_fire || csr_fire || ssr_fire) && write_rd),
    .own_rd_i        (rd),
    .own_data_i      (own_result),
    .await_i         ((lsu_fire || md_fire || dma_fire || (fp_fire && !mode)) && write_rd),
    .lsu_valid_i     (lsu_rvalid),
    .lsu_ready_o     (lsu_rready),
    .lsu_data_valid_i(lsu_rdata_valid),
    .lsu_error_i     (lsu_rerror),
    .lsu_tag_i       (lsu_rtag),
    .lsu_data_i      (lsu_rdata),
    .md_valid_i      (md_rvalid_i),
    .md_ready_o      (md_rready_o),
    .md_tag_i        (md_rtag_i),
    .md_data_i       (md_rdata_i),
    .fp_valid_i      (fp_rvalid_i),
    .fp_ready_o      (fp_rready_o),
    .fp_tag_i        (fp_rtag_i),
    .fp_data_i       (fp_rdata_i),
    .dma_valid_i     (dma_rvalid_i),
    .dma_ready_o     (dma_rready_o),
    .dma_tag_i       (dma_rtag_i),
    .dma_data_i      (dma_rdata_i),
    .awaited_o       (awaited_regs),
    .we_o            (rf_we),
    .waddr_o         (rf_waddr),
    .wdata_o         (rf_wdata),
    .event_load_o    (event_retired_load_o),
    .event_acc_o     (event_retired_acc_o)
  );

  ///////////
  // Traps //
  ///////////

  logic device_done, device_store_q, lsu_rfire, raw_trap, stop, debug_illegal;

  assign lsu_rfire   = lsu_rvalid && lsu_rready;
  assign device_done = waiting && lsu_rfire;

  // Whether the access that is waited for writes: an atomic answers like a load.
  always_ff @(posedge clk_i) begin
    if (lsu_fire) device_store_q <= store;
  end

  core_trap i_trap (
    .clk_i, .rst_ni,
    .present_i          (present),
    .stop_i             (stop),
    .fetch_error_i      (instr_error),
    .illegal_i          (unit == UnitIllegal || (unit == UnitCsr && csr_illegal) || misplaced ||
                         debug_illegal),
    .awaited_i          (awaited),
    .unit_i             (unit),
    .instr_i            (instr),
    .pc_i               (pc),
    .jumps_i            (jumps),
    .target_i           (target),
    .mem_i              (any_mem),
    .mem_writes_i       (fp_legal ? fp_ctrl.store : store),
    .misaligned_i       (misaligned),
    .region_i           (region),
    .addr_i             (addr_raw),
    .exception_o        (exception),
    .hold_i             (body_busy),
    .take_irq_i         (take_irq),
    .irq_cause_i        (irq_cause),
    .lsu_error_i        (lsu_rfire && lsu_rerror),
    .lsu_error_store_i  (waiting ? device_store_q : !lsu_rdata_valid),
    .lsu_error_addr_i   (lsu_raddr),
    .lsu_error_awaited_i(waiting),
    .fp_error_i         (fp_mem_error_i),
    .fp_error_store_i   (fp_mem_error_store_i),
    .fp_error_addr_i    (fp_mem_error_addr_i),
    .take_late_i        (take_late),
    .late_pending_o     (late_pending),
    .trap_o             (raw_trap),
    .irq_o              (trap_irq),
    .cause_o            (trap_cause),
    .value_o            (trap_value)
  );

  //////////
  // Flow //
  //////////

  logic settling;

  assign retire        = (next || mret || (device_done && !lsu_rerror)) && !debug;
  assign fetch_addr_o  = pc;
  assign debug_wdata_o = csr_wdata;

  core_flow i_flow (
    .clk_i, .rst_ni, .boot_addr_i, .fetch_valid_o, .fetch_ready_i, .fetch_data_i,
    .fetch_error_i, .flush_valid_o, .flush_ready_i,
    .pc_o          (pc),
    .present_o     (present),
    .instr_o       (instr),
    .instr_error_o (instr_error),
    .offered_i     (fp_valid_o || frep_valid_o || barrier_arrive_o),
    .offered_firm_i(lsu_valid || md_valid_o || dma_valid_o),
    .next_i        (next),
    .jumps_i       (jumps),
    .target_i      (target),
    .mret_i        (mret),
    .retire_i      (retire),
    .sleep_i       (wfi_fire),
    .flush_i       (flush_fire),
    .device_i      (lsu_fire && lsu_waits),
    .device_done_i (device_done),
    .raw_trap_i    (raw_trap),
    .trap_o        (trap),
    .trap_irq_i    (trap_irq),
    .mtvec_i       (mtvec),
    .mepc_i        (mepc),
    .irq_pending_i (irq_pending),
    .irq_take_i    (irq_take),
    .irq_hold_i    (body_open),
    .late_pending_i(late_pending),
    .body_busy_i   (body_busy),
    .take_irq_o    (take_irq),
    .take_late_o   (take_late),
    .barrier_release_i,
    .debug_request_i, .debug_instr_i, .debug_data_i, .debug_answer_o,
    .csr_write_i   (csr_fire && csr_modifies),
    .csr_wdata_i   (csr_wdata),
    .csr_exists_o  (debug_csr_exists),
    .csr_rdata_o   (debug_csr_rdata),
    .unit_i        (unit),
    .awaited_i     (awaited),
    .loads_i       (any_mem && (fp_legal ? fp_ctrl.load : !store || amo != AmoNone)),
    .stores_i      (any_mem && (fp_legal ? fp_ctrl.store : store)),
    .addr_i        (addr_raw),
    .fp_held_i     (body_open || fp_modes),
    .fp_issue_i,
    .at_rest_i     (mem_idle && fp_idle_i && ssr_drained_i && awaited_regs == '0),
    .mem_idle_i    (lsu_empty && fp_mem_idle_i),
    .stop_o        (stop),
    .illegal_o     (debug_illegal),
    .settling_o    (settling),
    .debug_o       (debug),
    .waiting_o     (waiting),
    .state_o
  );

  //////////
  // Wait //
  //////////

  logic       dma_copy, dma_status;

  assign dma_copy   = dma_fire && instr[31:26] == 6'd1;  // dmcpyi, dmcpy
  assign dma_status = dma_fire && instr[31:26] == 6'd2;  // dmstati, dmstat

  core_wait #(
    .IsDm(IsDm)
  ) i_wait (
    .clk_i, .rst_ni, .tick_i, .hart_id_i,
    .state_i        (state_o),
    .debug_i        (debug || settling),
    .flush_i        (flush_valid_o),
    .device_i       (waiting),
    .present_i      (present),
    .leaves_i       (next || mret || trap || lsu_fire),
    .unit_i         (unit),
    .store_i        (waiting ? device_store_q : store),
    .offered_i      (lsu_valid),
    .at_barrier_i   (barrier_arrive_o),
    .fp_idle_i, .fp_wait_i,
    .awaited_i      (awaited),
    .awaited_regs_i (awaited_regs),
    .use_rs1_i      (use_rs1),
    .rs1_i          (instr[19:15]),
    .use_rs2_i      (use_rs2),
    .rs2_i          (instr[24:20]),
    .rd_i           (rd),
    .await_i        ((lsu_fire || md_fire || dma_fire || fp_fire) && write_rd),
    .dma_status_i   (dma_status),
    .progress_i     ((lsu_fire && store && amo == AmoNone) || fp_issue_i || dma_copy ||
                     (csr_fire && (csr_modifies || barrier_arrive_o)) || (trap && trap_irq)),
    .jump_i         (mret || (next && jumps && target <= pc)),
    .pc_i           (pc),
    .write_i        (rf_we),
    .write_reg_i    (rf_waddr),
    .write_data_i   (rf_wdata),
    .wait_o,
    .quiet_o
  );

  assign pc_o                  = pc;
  assign event_retired_instr_o = retire;
  assign event_retired_i_o     = (alu_fire || csr_fire || ssr_fire || fence_fire || flush_fire ||
                                  wfi_fire || mret) && !debug;

`ifdef VERILATOR
  logic [31:0] awaited_instr_q;  // of the access that the core waits for

  always_ff @(posedge clk_i) begin
    if (observe_pkg::instructions) begin
      if (lsu_fire) awaited_instr_q <= instr;
      if (retire) begin
        observe_pkg::seeker_observe_retire(hart_id_i, $time, pc,
                                           device_done ? awaited_instr_q : instr);
      end
      if (rf_we && rf_waddr != 5'd0 && !debug) begin
        observe_pkg::seeker_observe_write_x(hart_id_i, $time, 32'(rf_waddr), rf_wdata);
      end
      if (trap) begin
        observe_pkg::seeker_observe_trap(hart_id_i, $time, pc, {trap_irq, 26'b0, trap_cause},
                                         trap_value);
      end
    end
  end
`endif

endmodule
