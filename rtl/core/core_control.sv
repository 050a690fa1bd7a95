// Where a hart is: pc, fetch, run state, and when it takes an interrupt.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Offers the instruction at the pc (`present_o`, `instr_o`) until it leaves. One
// that cannot leave in its first cycle is kept, so that its handshakes do not
// depend on what the instruction cache does meanwhile. Interrupts and late error
// answers come between instructions and never into an open handshake, interrupts
// not into a FREP body that is being handed over: a handler's FP instructions
// would become part of it.
//
// A debugger's halt comes there too, and where only the hart itself would wait on:
// in WFI, at the barrier, for room in the FP queue. The hart then waits until
// what is under way has settled. In debug mode it executes what the debug module
// offers, and the pc stands. It resumes where it was, in WFI too.
module core_control
  import core_pkg::*;
  import seeker_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] boot_addr_i,

  output logic        fetch_valid_o,
  input  logic        fetch_ready_i,
  input  logic [31:0] fetch_data_i,
  input  logic        fetch_error_i,
  output logic        flush_valid_o,
  input  logic        flush_ready_i,

  output logic [31:0] pc_o,
  output logic        present_o,
  output logic [31:0] instr_o,
  output logic        instr_error_o,

  // What the instruction does in this cycle
  input  logic        offered_i,      // it waits for a handshake, or has it now
  input  logic        offered_firm_i, // one that cannot be given up
  input  logic        next_i,         // leaves; the pc goes on, or jumps
  input  logic        jumps_i,
  input  logic [31:0] target_i,
  input  logic        mret_i,
  input  logic        sleep_i,        // with next_i: WFI
  input  logic        flush_i,        // with next_i: fence.i
  input  logic        device_i,       // leaves, and the core waits for its answer
  input  logic        device_done_i,  // which is here

  input  logic        trap_i,
  input  logic        trap_irq_i,
  input  logic [31:0] mtvec_i,
  input  logic [31:0] mepc_i,
  input  logic        irq_pending_i,
  input  logic        irq_take_i,
  input  logic        irq_hold_i,     // not now
  input  logic        late_pending_i,
  output logic        take_irq_o,
  output logic        take_late_o,

  // Debug mode
  input  logic        halt_i,         // stop, between instructions
  input  logic        stop_i,         // the instruction at the pc does not execute
  input  logic        stepping_i,
  input  logic        settled_i,
  input  logic        resume_i,
  input  logic        debug_valid_i,
  input  logic [31:0] debug_instr_i,
  input  logic        pc_write_i,
  input  logic [31:2] pc_wdata_i,
  output logic        reset_o,        // it comes out of reset
  output logic        halting_o,
  output logic        settling_o,
  output logic        halted_o,
  output logic        debug_o,
  output logic        resuming_o,

  output logic        waiting_o,      // for a device's answer
  output hart_state_e state_o
);

  typedef enum logic [2:0] {
    StReset,
    StRun,
    StFlush,   // fence.i: the caches forget
    StDevice,  // a load or atomic whose answer decides whether it traps
    StSleep,   // WFI
    StHalt,    // no way to handle a trap
    StSettle,  // on the way to debug mode
    StDebug
  } state_e;

  state_e      state_q, state_d, from_q, from_d;
  logic [31:0] pc_q, pc_d, instr_q;
  logic        kept_q, hold_q, firm_hold_q, handling_q, nested_q, debug_q;

  ////////////
  // Fetch //
  ////////////

  logic interruptible, diverted;

  assign interruptible = state_q == StRun && !hold_q;
  assign take_late_o   = late_pending_i &&
                         (interruptible || state_q == StSettle || state_q == StDebug);
  assign halting_o     = halt_i && !late_pending_i &&
                         ((state_q == StRun && !firm_hold_q) || state_q == StSleep ||
                          state_q == StHalt);
  assign take_irq_o    = interruptible && irq_take_i && !irq_hold_i && !late_pending_i &&
                         !halting_o && !stepping_i;
  assign diverted      = take_irq_o || take_late_o || halting_o;
  assign fetch_valid_o = state_q == StRun && !kept_q && !diverted;

  always_comb begin
    present_o     = kept_q ? !diverted : fetch_valid_o && fetch_ready_i;
    instr_o       = kept_q ? instr_q : fetch_data_i;
    instr_error_o = !kept_q && fetch_error_i;
    if (state_q == StDebug) begin
      present_o     = debug_valid_i && settled_i && !late_pending_i;
      instr_o       = debug_instr_i;
      instr_error_o = 1'b0;
    end
  end

  assign reset_o       = state_q == StReset;
  assign settling_o    = state_q == StSettle;
  assign halted_o      = state_q == StDebug;
  assign debug_o       = debug_q;
  assign resuming_o    = halted_o && resume_i;
  assign flush_valid_o = state_q == StFlush;
  assign waiting_o     = state_q == StDevice;
  assign pc_o          = pc_q;

  always_ff @(posedge clk_i) begin
    if (present_o && !kept_q && !debug_q) instr_q <= fetch_data_i;
  end

  //////////////////
  // pc and state //
  //////////////////

  logic leaves;
  assign leaves = trap_i || next_i || mret_i || device_i;

  always_comb begin
    state_d = state_q;
    pc_d    = pc_q;
    from_d  = from_q;
    unique case (state_q)
      StReset: begin
        state_d = StRun;
        pc_d    = boot_addr_i;
      end
      StFlush: if (flush_ready_i) state_d = debug_q ? StDebug : StRun;
      StSleep: if (irq_pending_i || late_pending_i) state_d = StRun;
      StSettle: if (settled_i && !late_pending_i) state_d = StDebug;
      StDebug: begin
        if (resume_i) state_d = stepping_i ? StRun : from_q;
        if (pc_write_i) begin
          pc_d   = {pc_wdata_i, 2'b0};
          from_d = StRun;
        end
      end
      default: ;
    endcase
    if (halting_o || stop_i) begin
      state_d = StSettle;
      from_d  = state_q;
    end
    if (trap_i) begin
      // Nobody would ever get out of these two.
      if (mtvec_i == '0 || (!trap_irq_i && pc_q == mtvec_i)) begin
        state_d = StHalt;
      end else begin
        state_d = StRun;
        pc_d    = mtvec_i;
      end
    end else if (device_i) begin
      state_d = StDevice;
    end else if (mret_i) begin
      pc_d = mepc_i;
    end else if (next_i || device_done_i) begin
      if (!debug_q) pc_d = jumps_i && next_i ? target_i : pc_q + 32'd4;
      if (device_done_i) state_d = debug_q ? StDebug : StRun;
      else if (sleep_i && !stepping_i && !debug_q) state_d = StSleep;
      else if (flush_i) state_d = StFlush;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q    <= StReset;
      pc_q       <= '0;
      from_q     <= StRun;
      hold_q     <= 1'b0;
      firm_hold_q <= 1'b0;
      kept_q     <= 1'b0;
      debug_q    <= 1'b0;
      handling_q <= 1'b0;
      nested_q   <= 1'b0;
    end else begin
      state_q <= state_d;
      pc_q    <= pc_d;
      from_q  <= from_d;
      hold_q  <= (fetch_valid_o && !fetch_ready_i) || (offered_i && !leaves);
      firm_hold_q <= (fetch_valid_o && !fetch_ready_i) || (offered_firm_i && !leaves);
      kept_q  <= present_o && !leaves && !stop_i && !debug_q;
      if (state_d == StDebug) debug_q <= 1'b1;
      else if (resuming_o) debug_q <= 1'b0;
      if (trap_i && !trap_irq_i) begin
        handling_q <= 1'b1;
        nested_q   <= handling_q;
      end else if (mret_i) begin
        handling_q <= 1'b0;
        nested_q   <= 1'b0;
      end
    end
  end

  // To others a debugger changes nothing: who slept when it came sleeps.
  always_comb begin
    unique case (state_q == StSettle || state_q == StDebug ? from_q : state_q)
      StReset: state_o = HartReset;
      StHalt:  state_o = HartTrapped;
      StSleep: state_o = nested_q ? HartTrapped : HartSleeping;
      default: state_o = nested_q ? HartTrapped : HartRunning;
    endcase
  end

endmodule
