// Where a hart is: pc, fetch, run state, and when it takes an interrupt.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Offers the instruction at the pc (`present_o`, `instr_o`) until it leaves. One
// that cannot leave in its first cycle is kept, so that its handshakes do not
// depend on what the instruction cache does meanwhile. Interrupts and late error
// answers come between instructions and never into an open handshake, interrupts
// not into a FREP body that is being handed over: a handler's FP instructions
// would become part of it.
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

  output logic        waiting_o,      // for a device's answer
  output hart_state_e state_o
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
  logic [31:0] pc_q, pc_d, instr_q;
  logic        kept_q, hold_q, handling_q, nested_q;

  ////////////
  // Fetch //
  ////////////

  logic interruptible;

  assign interruptible = state_q == StRun && !hold_q;
  assign take_late_o   = interruptible && late_pending_i;
  assign take_irq_o    = interruptible && irq_take_i && !irq_hold_i && !late_pending_i;
  assign fetch_valid_o = state_q == StRun && !kept_q && !take_irq_o && !take_late_o;
  assign present_o     = kept_q ? !take_irq_o && !take_late_o : fetch_valid_o && fetch_ready_i;
  assign instr_o       = kept_q ? instr_q : fetch_data_i;
  assign instr_error_o = !kept_q && fetch_error_i;
  assign flush_valid_o = state_q == StFlush;
  assign waiting_o     = state_q == StDevice;
  assign pc_o          = pc_q;

  always_ff @(posedge clk_i) begin
    if (present_o && !kept_q) instr_q <= fetch_data_i;
  end

  //////////////////
  // pc and state //
  //////////////////

  logic leaves;
  assign leaves = trap_i || next_i || mret_i || device_i;

  always_comb begin
    state_d = state_q;
    pc_d    = pc_q;
    unique case (state_q)
      StReset: begin
        state_d = StRun;
        pc_d    = boot_addr_i;
      end
      StFlush: if (flush_ready_i) state_d = StRun;
      StSleep: if (irq_pending_i || late_pending_i) state_d = StRun;
      default: ;
    endcase
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
      pc_d = jumps_i && next_i ? target_i : pc_q + 32'd4;
      if (device_done_i) state_d = StRun;
      else if (sleep_i) state_d = StSleep;
      else if (flush_i) state_d = StFlush;
    end
  end

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
      hold_q  <= (fetch_valid_o && !fetch_ready_i) || (offered_i && !leaves);
      kept_q  <= present_o && !leaves;
      if (trap_i && !trap_irq_i) begin
        handling_q <= 1'b1;
        nested_q   <= handling_q;
      end else if (mret_i) begin
        handling_q <= 1'b0;
        nested_q   <= 1'b0;
      end
    end
  end

  always_comb begin
    unique case (state_q)
      StReset: state_o = HartReset;
      StHalt:  state_o = HartTrapped;
      StSleep: state_o = nested_q ? HartTrapped : HartSleeping;
      default: state_o = nested_q ? HartTrapped : HartRunning;
    endcase
  end

endmodule
