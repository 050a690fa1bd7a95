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
  import seeker_pkg::*;
#(
  parameter bit IsDm = 1'b0
) (
  input  logic        clk_i,
  input  logic        rst_ni,
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

  // FP subsystem: offload, integer results, state
  output logic        fp_valid_o,
  input  logic        fp_ready_i,
  output fp_ctrl_t    fp_ctrl_o,
  output logic [31:0] fp_operand_o,
  input  logic        fp_rvalid_i,
  output logic        fp_rready_o,
  input  logic [4:0]  fp_rtag_i,
  input  logic [31:0] fp_rdata_i,
  input  logic        fp_idle_i,        // nothing queued, nothing in flight
  input  logic        fp_mem_sent_i,    // the oldest FP load or store has gone out
  input  logic        fp_mem_idle_i,    // none of those that went out awaits its answer
  input  logic        fp_mem_error_i,   // one answered with an error
  input  logic        fp_mem_error_store_i,
  input  logic [31:0] fp_mem_error_addr_i,
  input  fp_flags_t   fflags_i,
  output logic        fflags_write_o,
  output fp_flags_t   fflags_o,

  output logic        barrier_arrive_o,
  input  logic        barrier_release_i,

  output hart_state_e state_o,
  output logic [31:0] pc_o,
  output logic [7:0]  mcause_o,
  output logic        event_retired_instr_o,
  output logic        event_retired_load_o,
  output logic        event_retired_i_o,
  output logic        event_retired_acc_o
);

  typedef enum logic [2:0] {
    StReset,
    StRun,
    StFlush,   // fence.i: the caches forget
    StDevice,  // a load or atomic whose answer decides whether it traps
    StSleep,   // WFI
    StHalt     // no way to handle a trap
  } state_e;

  state_e      state_q, state_d;
  logic [31:0] pc_q, pc_d;
  logic [31:0] busy_q;       // registers awaited from LSU or accelerators
  logic        hold_q;       // a handshake is open: no interrupt in between
  logic        nested_q, handling_q;

  ////////////
  // Fetch //
  ////////////

  // An instruction that cannot leave in its first cycle is kept here, so that
  // its handshakes do not depend on what the instruction cache does meanwhile.
  logic        kept_q;
  logic [31:0] instr_q, instr;
  logic running, irq_take, irq_pending, bus_error_q, take_irq, take_bus_error, present, leaves;

  assign running        = state_q == StRun;
  assign take_bus_error = running && !hold_q && bus_error_q;
  assign take_irq       = running && !hold_q && irq_take && !bus_error_q;
  assign fetch_valid_o  = running && !kept_q && !take_irq && !take_bus_error;
  assign fetch_addr_o   = pc_q;
  assign present        = kept_q ? !take_irq && !take_bus_error : fetch_valid_o && fetch_ready_i;
  assign instr          = kept_q ? instr_q : fetch_data_i;

  /////////////
  // Decode //
  /////////////

  unit_e       int_unit, unit;
  alu_op_e     alu_op;
  logic        int_use_rs1, int_use_rs2, int_write_rd, fp_legal, fp_int_rs1;
  logic        use_rs1, use_rs2, write_rd;
  logic        a_is_pc, a_is_zero, b_is_imm, store, is_unsigned;
  logic [31:0] imm;
  logic [1:0]  int_size, size;
  amo_e        amo;
  logic [2:0]  frm;
  fp_ctrl_t    fp_ctrl;
  logic [4:0]  rd;

  assign rd = instr[11:7];

  core_decode #(
    .IsDm(IsDm)
  ) i_decode (
    .instr_i         (instr),
    .unit_o          (int_unit),
    .alu_op_o        (alu_op),
    .use_rs1_o       (int_use_rs1),
    .use_rs2_o       (int_use_rs2),
    .write_rd_o      (int_write_rd),
    .operand_a_pc_o  (a_is_pc),
    .operand_a_zero_o(a_is_zero),
    .operand_b_imm_o (b_is_imm),
    .imm_o           (imm),
    .store_o         (store),
    .amo_o           (amo),
    .size_o          (int_size),
    .unsigned_o      (is_unsigned)
  );

  fp_decode #(
    .PackedSimd(!IsDm)
  ) i_fp_decode (
    .instr_i  (instr),
    .frm_i    (frm),
    .legal_o  (fp_legal),
    .int_rs1_o(fp_int_rs1),
    .ctrl_o   (fp_ctrl)
  );

  // The two decoders accept disjoint sets of instructions.
  assign unit     = fp_legal ? UnitFp : int_unit;
  assign use_rs1  = fp_legal ? fp_int_rs1 : int_use_rs1;
  assign use_rs2  = !fp_legal && int_use_rs2;
  assign write_rd = fp_legal ? fp_ctrl.write_int : int_write_rd;
  assign size     = fp_legal ? {1'b1, fp_ctrl.dword} : int_size;

  //////////////////////////
  // Operands, scoreboard //
  //////////////////////////

  logic [31:0] rs1, rs2, rf_wdata;
  logic [4:0]  rf_waddr;
  logic        rf_we, awaited;

  core_regfile i_regfile (
    .clk_i,
    .raddr_a_i(instr[19:15]),
    .rdata_a_o(rs1),
    .raddr_b_i(instr[24:20]),
    .rdata_b_o(rs2),
    .we_i     (rf_we),
    .waddr_i  (rf_waddr),
    .wdata_i  (rf_wdata)
  );

  assign awaited = (use_rs1 && busy_q[instr[19:15]]) || (use_rs2 && busy_q[instr[24:20]]) ||
                   (write_rd && busy_q[rd]);

  /////////////
  // Execute //
  /////////////

  logic [31:0] alu_result, target, addr_raw, addr;
  logic        taken, fp_mem, any_mem, mem_writes;
  region_e     region;

  core_alu i_alu (
    .op_i    (alu_op),
    .a_i     (a_is_pc ? pc_q : a_is_zero ? '0 : rs1),
    .b_i     (b_is_imm ? imm : rs2),
    .result_o(alu_result)
  );

  always_comb begin
    unique case (instr[14:12])
      3'd0:    taken = rs1 == rs2;
      3'd1:    taken = rs1 != rs2;
      3'd4:    taken = $signed(rs1) < $signed(rs2);
      3'd5:    taken = $signed(rs1) >= $signed(rs2);
      3'd6:    taken = rs1 < rs2;
      default: taken = rs1 >= rs2;
    endcase
  end

  logic [31:0] fp_imm;
  assign fp_imm     = {{20{instr[31]}}, instr[31:25], fp_ctrl.store ? instr[11:7] : instr[24:20]};
  assign fp_mem     = fp_legal && (fp_ctrl.load || fp_ctrl.store);
  assign any_mem    = unit == UnitMem || fp_mem;
  assign mem_writes = fp_legal ? fp_ctrl.store : store;
  assign addr_raw   = rs1 + (fp_legal ? fp_imm : imm);
  assign target     = unit == UnitJalr ? {addr_raw[31:1], 1'b0} : pc_q + imm;

  always_comb begin
    addr   = addr_raw;
    region = RegionNone;
    if (any_mem) begin
      addr   = resolve_alias(addr_raw);
      region = region_of(addr);
    end
  end

  logic misaligned;
  always_comb begin
    unique case (size)
      2'd0:    misaligned = 1'b0;
      2'd1:    misaligned = addr_raw[0];
      2'd2:    misaligned = addr_raw[1:0] != 2'd0;
      default: misaligned = addr_raw[2:0] != 3'd0;
    endcase
  end

  //////////
  // CSRs //
  //////////

  logic [11:0] csr_addr;
  logic [31:0] csr_rdata, mtvec, mepc;
  logic        csr_illegal, csr_modifies, csr_fire, csr_go, csr_barrier, csr_fflags;
  logic [4:0]  irq_cause;
  logic        retire, trap, trap_irq, mret;
  logic [4:0]  trap_cause;
  logic [31:0] trap_value;

  assign csr_addr     = instr[31:20];
  assign csr_modifies = instr[13:12] == 2'd1 || instr[19:15] != 5'd0;
  assign csr_barrier  = csr_addr == 12'h7c2;
  assign csr_fflags   = csr_addr == 12'h001 || csr_addr == 12'h003;

  core_csr i_csr (
    .clk_i,
    .rst_ni,
    .hart_id_i,
    .irq_msip_i,
    .irq_mtip_i,
    .irq_meip_i,
    .irq_cl_i,
    .csr_addr_i    (csr_addr),
    .csr_op_i      (instr[13:12]),
    .csr_operand_i (instr[14] ? {27'b0, instr[19:15]} : rs1),
    .csr_modifies_i(csr_modifies),
    .csr_write_i   (csr_fire && csr_modifies),
    .csr_rdata_o   (csr_rdata),
    .csr_illegal_o (csr_illegal),
    .retire_i      (retire),
    .trap_i        (trap),
    .trap_irq_i    (trap_irq),
    .trap_cause_i  (trap_cause),
    .trap_pc_i     (pc_q),
    .trap_value_i  (trap_value),
    .mret_i        (mret),
    .mtvec_o       (mtvec),
    .mepc_o        (mepc),
    .irq_pending_o (irq_pending),
    .irq_take_o    (irq_take),
    .irq_cause_o   (irq_cause),
    .mcause_o,
    .frm_o         (frm),
    .fflags_i,
    .fflags_write_o,
    .fflags_o
  );

  ////////////////
  // Exceptions //
  ////////////////

  logic       exception;
  logic [4:0] exception_cause;
  logic [31:0] exception_value;

  always_comb begin
    exception       = 1'b0;
    exception_cause = '0;
    exception_value = '0;
    if (present) begin
      if (!kept_q && fetch_error_i) begin
        exception       = 1'b1;
        exception_cause = 5'(CauseFetchFault);
        exception_value = pc_q;
      end else if (unit == UnitIllegal || (unit == UnitCsr && csr_illegal)) begin
        exception       = 1'b1;
        exception_cause = 5'(CauseIllegal);
        exception_value = instr;
      end else if (!awaited) begin
        unique case (unit)
          UnitJal, UnitJalr, UnitBranch: begin
            exception       = target[1] && (unit != UnitBranch || taken);
            exception_cause = 5'(CauseMisalignedFetch);
            exception_value = target;
          end
          UnitEcall: begin
            exception       = 1'b1;
            exception_cause = 5'(CauseEcallM);
          end
          UnitEbreak: begin
            exception       = 1'b1;
            exception_cause = 5'(CauseBreakpoint);
            exception_value = pc_q;
          end
          UnitMem, UnitFp: begin
            if (any_mem && misaligned) begin
              exception       = 1'b1;
              exception_cause = mem_writes ? 5'(CauseMisalignedStore) : 5'(CauseMisalignedLoad);
              exception_value = addr_raw;
            end else if (any_mem && region == RegionNone) begin
              exception       = 1'b1;
              exception_cause = mem_writes ? 5'(CauseStoreFault) : 5'(CauseLoadFault);
              exception_value = addr_raw;
            end
          end
          default: ;
        endcase
      end
    end
  end

  ///////////
  // Issue //
  ///////////

  logic go, alu_fire, wfi_fire, lsu_valid, lsu_ready, lsu_empty, lsu_fire;
  logic order_conflict, order_full, order_empty, mem_idle, mem_may_go, waits_for_answer;
  logic fence_fire, flush_fire, md_fire, dma_fire, fp_fire, md_skip;

  assign go       = present && !awaited && !exception;
  assign mem_idle = lsu_empty && order_empty && fp_mem_idle_i;

  // Device loads and atomics on the narrow bus go alone and are waited for.
  assign waits_for_answer = (region == RegionDevice && (!store || amo != AmoNone)) ||
                            (region == RegionMemory && amo != AmoNone);
  // A release (aq and rl are instr[26:25]) waits for all earlier accesses.
  assign mem_may_go = !order_conflict && (!waits_for_answer || lsu_empty) &&
                      (amo == AmoNone || !instr[25] || mem_idle);

  assign lsu_valid     = go && unit == UnitMem && mem_may_go;
  assign lsu_fire      = lsu_valid && lsu_ready;

  // x0 as a destination: nothing to compute.
  assign md_skip       = rd == 5'd0;
  assign md_valid_o    = go && unit == UnitMd && !md_skip;
  assign md_op_o       = instr[14:12];
  assign md_a_o        = rs1;
  assign md_b_o        = rs2;
  assign md_tag_o      = rd;
  assign md_fire       = go && unit == UnitMd && (md_skip || md_ready_i);

  assign dma_valid_o   = go && unit == UnitDma;
  assign dma_instr_o   = instr;
  assign dma_a_o       = rs1;
  assign dma_b_o       = rs2;
  assign dma_fire      = dma_valid_o && dma_ready_i;

  assign fp_valid_o    = go && unit == UnitFp && !(fp_mem && order_full);
  assign fp_operand_o  = fp_mem ? addr : rs1;
  assign fp_fire       = fp_valid_o && fp_ready_i;
  always_comb begin
    fp_ctrl_o        = fp_ctrl;
    fp_ctrl_o.narrow = region != RegionTcdm;
  end

  assign flush_valid_o = state_q == StFlush;
  assign flush_fire    = go && unit == UnitFenceI && mem_idle;
  assign fence_fire    = go && unit == UnitFence && mem_idle;
  assign wfi_fire      = go && unit == UnitWfi && lsu_empty && fp_idle_i;

  // Everybody's accesses have been performed when the barrier opens.
  assign csr_go           = go && unit == UnitCsr && (!csr_fflags || fp_idle_i);
  assign barrier_arrive_o = csr_go && csr_barrier && mem_idle;
  assign csr_fire         = csr_barrier ? barrier_arrive_o && barrier_release_i : csr_go;

  assign alu_fire = go && (unit == UnitAlu || unit == UnitJal || unit == UnitJalr ||
                           unit == UnitBranch);
  assign mret     = go && unit == UnitMret;

  logic next;      // the instruction at pc leaves, to the one after it
  assign next = alu_fire || csr_fire || (lsu_fire && !waits_for_answer) || md_fire || dma_fire ||
                fp_fire || flush_fire || fence_fire || wfi_fire;

  fp_order i_order (
    .clk_i,
    .rst_ni,
    .push_i       (fp_fire && fp_mem),
    .push_store_i (fp_ctrl.store),
    .push_word_i  (addr[31:3]),
    .pop_i        (fp_mem_sent_i),
    .check_i      (unit == UnitMem),
    .check_store_i(store),
    .check_word_i (addr[31:3]),
    .conflict_o   (order_conflict),
    .full_o       (order_full),
    .empty_o      (order_empty)
  );

  /////////
  // LSU //
  /////////

  logic        lsu_rvalid, lsu_rready, lsu_rdata_valid, lsu_rerror, lsu_rfire, lsu_write;
  logic [4:0]  lsu_rtag;
  logic [31:0] lsu_raddr, lsu_rdata;

  lsu #(
    .IsFp(1'b0)
  ) i_lsu (
    .clk_i,
    .rst_ni,
    .req_valid_i     (lsu_valid),
    .req_ready_o     (lsu_ready),
    .req_addr_i      (addr),
    .req_narrow_i    (region != RegionTcdm),
    .req_write_i     (store),
    .req_amo_i       (amo),
    .req_size_i      (size),
    .req_unsigned_i  (is_unsigned),
    .req_tag_i       (rd),
    .req_data_i      (rs2),
    .tcdm_valid_o,
    .tcdm_ready_i,
    .narrow_valid_o,
    .narrow_ready_i,
    .addr_o          (mem_addr_o),
    .write_o         (mem_write_o),
    .amo_o           (mem_amo_o),
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
    .rsp_data_valid_o(lsu_rdata_valid),
    .rsp_error_o     (lsu_rerror),
    .rsp_tag_o       (lsu_rtag),
    .rsp_addr_o      (lsu_raddr),
    .rsp_data_o      (lsu_rdata),
    .empty_o         (lsu_empty)
  );

  ////////////////
  // Write port //
  ////////////////

  logic        alu_write, acc_free;
  logic [31:0] link;

  assign link        = pc_q + 32'd4;
  assign alu_write   = (alu_fire || csr_fire) && write_rd;
  assign lsu_write   = lsu_rvalid && lsu_rdata_valid && !lsu_rerror;
  assign lsu_rready  = !(lsu_write && alu_write);
  assign lsu_rfire   = lsu_rvalid && lsu_rready;
  assign acc_free    = !alu_write && !lsu_write;
  assign md_rready_o = acc_free;
  assign fp_rready_o = acc_free && !md_rvalid_i;
  assign dma_rready_o = acc_free && !md_rvalid_i && !fp_rvalid_i;

  always_comb begin
    rf_we    = 1'b1;
    rf_waddr = rd;
    rf_wdata = alu_result;
    if (alu_write) begin
      if (unit == UnitCsr) rf_wdata = csr_rdata;
      else if (unit != UnitAlu) rf_wdata = link;
    end else if (lsu_write) begin
      rf_waddr = lsu_rtag;
      rf_wdata = lsu_rdata;
    end else if (md_rvalid_i) begin
      rf_waddr = md_rtag_i;
      rf_wdata = md_rdata_i;
    end else if (fp_rvalid_i) begin
      rf_waddr = fp_rtag_i;
      rf_wdata = fp_rdata_i;
    end else if (dma_rvalid_i) begin
      rf_waddr = dma_rtag_i;
      rf_wdata = dma_rdata_i;
    end else begin
      rf_we = 1'b0;
    end
  end

  logic set_busy, clear_busy;
  assign set_busy   = (lsu_fire || md_fire || dma_fire || fp_fire) && write_rd && rd != 5'd0;
  assign clear_busy = rf_we && !alu_write;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_q <= '0;
    end else begin
      if (clear_busy) busy_q[rf_waddr] <= 1'b0;
      // A load that failed writes nothing, and nobody waits for it any more.
      if (lsu_rfire && lsu_rdata_valid && lsu_rerror) busy_q[lsu_rtag] <= 1'b0;
      if (set_busy) busy_q[rd] <= 1'b1;
    end
  end

  //////////////////////////////
  // Error answers, imprecise //
  //////////////////////////////

  logic        bus_error_store_q;
  logic [31:0] bus_error_addr_q;
  logic        lsu_late_error;

  assign lsu_late_error = lsu_rfire && lsu_rerror && state_q != StDevice;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      bus_error_q <= 1'b0;
    end else if (take_bus_error) begin
      bus_error_q <= 1'b0;
    end else if (lsu_late_error || fp_mem_error_i) begin
      bus_error_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!bus_error_q) begin
      bus_error_store_q <= lsu_late_error ? !lsu_rdata_valid : fp_mem_error_store_i;
      bus_error_addr_q  <= lsu_late_error ? lsu_raddr : fp_mem_error_addr_i;
    end
  end

  ///////////
  // Traps //
  ///////////

  logic device_done, device_store_q;
  assign device_done = state_q == StDevice && lsu_rfire;

  always_ff @(posedge clk_i) begin
    if (lsu_fire) device_store_q <= store;
  end

  always_comb begin
    trap       = 1'b1;
    trap_irq   = 1'b0;
    trap_cause = exception_cause;
    trap_value = exception_value;
    if (take_bus_error) begin
      trap_cause = bus_error_store_q ? 5'(CauseStoreFault) : 5'(CauseLoadFault);
      trap_value = bus_error_addr_q;
    end else if (take_irq) begin
      trap_irq   = 1'b1;
      trap_cause = irq_cause;
      trap_value = '0;
    end else if (device_done && lsu_rerror) begin
      trap_cause = device_store_q ? 5'(CauseStoreFault) : 5'(CauseLoadFault);
      trap_value = lsu_raddr;
    end else begin
      trap = exception;
    end
  end

  ////////////////////
  // pc and state //
  ////////////////////

  assign retire = next || mret || (device_done && !lsu_rerror);

  always_comb begin
    state_d = state_q;
    pc_d    = pc_q;
    unique case (state_q)
      StReset: begin
        state_d = StRun;
        pc_d    = boot_addr_i;
      end
      StFlush: if (flush_ready_i) state_d = StRun;
      StSleep: if (irq_pending || bus_error_q) state_d = StRun;
      default: ;
    endcase
    if (trap) begin
      if (mtvec == '0 || (!trap_irq && pc_q == mtvec)) begin
        state_d = StHalt;
      end else begin
        state_d = StRun;
        pc_d    = mtvec;
      end
    end else if (device_done) begin
      state_d = StRun;
      pc_d    = link;
    end else if (lsu_fire && waits_for_answer) begin
      state_d = StDevice;
    end else if (mret) begin
      pc_d = mepc;
    end else if (next) begin
      pc_d = link;
      if (unit == UnitJal || unit == UnitJalr || (unit == UnitBranch && taken)) pc_d = target;
      if (wfi_fire) state_d = StSleep;
      if (flush_fire) state_d = StFlush;
    end
  end

  assign leaves = trap || mret || next || lsu_fire;

  logic handshake_open;
  assign handshake_open = (fetch_valid_o && !fetch_ready_i) ||
                          (lsu_valid && !lsu_ready) ||
                          (md_valid_o && !md_ready_i) ||
                          (dma_valid_o && !dma_ready_i) ||
                          (fp_valid_o && !fp_ready_i) ||
                          (barrier_arrive_o && !barrier_release_i);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q    <= StReset;
      pc_q       <= '0;
      hold_q     <= 1'b0;
      kept_q     <= 1'b0;
      handling_q <= 1'b0;
      nested_q   <= 1'b0;
    end else begin
      state_q <= state_d;
      pc_q    <= pc_d;
      hold_q  <= handshake_open;
      kept_q  <= present && !leaves;
      if (trap && !trap_irq) begin
        handling_q <= 1'b1;
        nested_q   <= handling_q;
      end else if (mret) begin
        handling_q <= 1'b0;
        nested_q   <= 1'b0;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (present && !kept_q) instr_q <= instr;
  end

  /////////////////
  // Observation //
  /////////////////

  always_comb begin
    unique case (state_q)
      StReset: state_o = HartReset;
      StHalt:  state_o = HartTrapped;
      StSleep: state_o = nested_q ? HartTrapped : HartSleeping;
      default: state_o = nested_q ? HartTrapped : HartRunning;
    endcase
  end

  assign pc_o                  = pc_q;
  assign event_retired_instr_o = retire;
  assign event_retired_load_o  = lsu_rfire && lsu_write;
  assign event_retired_i_o     = alu_fire || csr_fire || fence_fire || flush_fire || wfi_fire ||
                                 mret;
  assign event_retired_acc_o   = clear_busy && !lsu_write;

endmodule
