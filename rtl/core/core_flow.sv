// What the hart does next: control, and the debugger that may want something else.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In debug mode nothing traps: an exception is the debug module's business, and
// what has no meaning while the pc stands is illegal.
module core_flow
  import core_pkg::*;
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
(
  input  logic           clk_i,
  input  logic           rst_ni,
  input  logic [31:0]    boot_addr_i,

  output logic           fetch_valid_o,
  input  logic           fetch_ready_i,
  input  logic [31:0]    fetch_data_i,
  input  logic           fetch_error_i,
  output logic           flush_valid_o,
  input  logic           flush_ready_i,

  output logic [31:0]    pc_o,
  output logic           present_o,
  output logic [31:0]    instr_o,
  output logic           instr_error_o,

  // What the instruction does in this cycle (core_control)
  input  logic           offered_i,
  input  logic           offered_firm_i,
  input  logic           next_i,
  input  logic           jumps_i,
  input  logic [31:0]    target_i,
  input  logic           mret_i,
  input  logic           retire_i,
  input  logic           sleep_i,
  input  logic           flush_i,
  input  logic           device_i,
  input  logic           device_done_i,

  input  logic           raw_trap_i,
  output logic           trap_o,          // unless in debug mode
  input  logic           trap_irq_i,
  input  logic [31:0]    mtvec_i,
  input  logic [31:0]    mepc_i,
  input  logic           irq_pending_i,
  input  logic           irq_take_i,
  input  logic           irq_hold_i,
  input  logic           late_pending_i,
  input  logic           body_busy_i,     // a trap would drop what is being handed over
  output logic           take_irq_o,
  output logic           take_late_o,
  input  logic           barrier_release_i,

  input  debug_request_t debug_request_i,
  input  logic [31:0]    debug_instr_i,
  input  logic [63:0]    debug_data_i,
  output debug_answer_t  debug_answer_o,

  // CSRs of core_debug
  input  logic           csr_write_i,
  input  logic [31:0]    csr_wdata_i,
  output logic           csr_exists_o,
  output logic [31:0]    csr_rdata_o,

  // What the instruction is; where it loads or stores
  input  unit_e          unit_i,
  input  logic           awaited_i,       // its operands are not there yet
  input  logic           loads_i,
  input  logic           stores_i,
  input  logic [31:0]    addr_i,

  // What is under way
  input  logic           fp_held_i,       // FP instructions mean more than themselves
  input  logic           fp_issue_i,
  input  logic           at_rest_i,
  input  logic           mem_idle_i,

  output logic           stop_o,          // the instruction does not execute
  output logic           illegal_o,       // in debug mode
  output logic           settling_o,
  output logic           debug_o,
  output logic           waiting_o,
  output hart_state_e    state_o
);

  logic reset_exit, halt, halting, halted, resuming, stepping, settled, stuck, give_up, pc_write;

  assign trap_o = raw_trap_i && !debug_o;

  if (DebugModule) begin : gen_debug
    logic data_write, data_index, meaningless, is_mem;

    assign is_mem = loads_i || stores_i;

    always_comb begin
      unique case (unit_i)
        UnitJal, UnitJalr, UnitBranch, UnitEcall, UnitEbreak, UnitMret, UnitFrep:
          meaningless = 1'b1;
        UnitAlu: meaningless = instr_o[6:0] == 7'b0010111;  // auipc
        UnitFp:  meaningless = stuck || fp_held_i;
        default: meaningless = 1'b0;
      endcase
    end

    assign illegal_o = debug_o && (meaningless || awaited_i || give_up);

    core_debug i_debug (
      .clk_i, .rst_ni,
      .request_i   (debug_request_i),
      .data_i      (debug_data_i),
      .csr_addr_i  (instr_o[31:20]),
      .csr_write_i, .csr_wdata_i, .csr_exists_o, .csr_rdata_o,
      .data_write_o(data_write),
      .data_index_o(data_index),
      .pc_write_o  (pc_write),
      .present_i   (present_o),
      .pc_i        (pc_o),
      .ebreak_i    (unit_i == UnitEbreak && !instr_error_o),
      .loads_i     (loads_i && !awaited_i),
      .stores_i    (stores_i && !awaited_i),
      .addr_i, .stop_o,
      .reset_i     (reset_exit),
      .executed_i  (retire_i || trap_o),
      .halting_i   (halting),
      .stopping_i  (stop_o),
      .settling_i  (settling_o),
      .halted_i    (halted),
      .debug_i     (debug_o),
      .resuming_i  (resuming),
      .at_rest_i, .mem_idle_i, .fp_issue_i,
      .offered_i   (present_o && !is_mem && unit_i != UnitMd && unit_i != UnitDma),
      .halt_o      (halt),
      .stepping_o  (stepping),
      .settled_o   (settled),
      .stuck_o     (stuck),
      .give_up_o   (give_up)
    );

    assign debug_answer_o = '{
      halted:     debug_o,
      idle:       halted && settled && !late_pending_i,
      done:       halted && (next_i || device_i || raw_trap_i),
      exception:  debug_o && raw_trap_i,
      data_write: data_write,
      data_index: data_index,
      fp_done:    1'b0
    };
  end else begin : gen_no_debug
    logic unused;
    assign unused = ^{debug_request_i, debug_data_i, csr_write_i, csr_wdata_i, unit_i, awaited_i,
                      loads_i, stores_i, addr_i, retire_i, fp_held_i, fp_issue_i, at_rest_i,
                      mem_idle_i, reset_exit, halting, halted, resuming};
    assign {stop_o, illegal_o, halt, stepping, settled, stuck, give_up, pc_write} = '0;
    assign csr_exists_o   = 1'b0;
    assign csr_rdata_o    = '0;
    assign debug_answer_o = '0;
  end

  core_control i_control (
    .clk_i, .rst_ni, .boot_addr_i, .fetch_valid_o, .fetch_ready_i, .fetch_data_i,
    .fetch_error_i, .flush_valid_o, .flush_ready_i, .pc_o, .present_o, .instr_o, .instr_error_o,
    .offered_i     (offered_i || offered_firm_i),
    .offered_firm_i, .next_i, .jumps_i, .target_i, .mret_i, .sleep_i, .flush_i, .device_i,
    .device_done_i,
    .trap_i        (trap_o),
    .trap_irq_i, .mtvec_i, .mepc_i, .irq_pending_i, .irq_take_i, .irq_hold_i,
    .late_pending_i(late_pending_i && !body_busy_i),
    .take_irq_o, .take_late_o,
    .halt_i        (halt && !barrier_release_i),
    .stop_i        (stop_o),
    .stepping_i    (stepping),
    .settled_i     (settled),
    .resume_i      (debug_request_i.resume),
    .debug_valid_i (debug_request_i.valid),
    .debug_instr_i,
    .pc_write_i    (pc_write),
    .pc_wdata_i    (csr_wdata_i[31:2]),
    .reset_o       (reset_exit),
    .halting_o     (halting),
    .settling_o,
    .halted_o      (halted),
    .debug_o,
    .resuming_o    (resuming),
    .waiting_o, .state_o
  );

endmodule
