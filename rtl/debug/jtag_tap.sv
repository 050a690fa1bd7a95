// The JTAG test access port: state machine, instruction register, IDCODE and BYPASS.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// IEEE 1149.1. State and shift registers change at TCK's rising edge, TDO at its
// falling edge. Whoever has more data registers sees `ir_o` and the phases of a
// scan, and gives their last bits; an instruction without a register is BYPASS.
module jtag_tap
  import debug_pkg::*;
(
  input  logic               tck_i,
  input  logic               trst_ni,
  input  logic               tms_i,
  input  logic               tdi_i,
  output logic               tdo_o,
  output logic               tdo_en_o,   // TDO is driven

  output logic [IrWidth-1:0] ir_o,
  output logic               reset_o,    // Test-Logic-Reset
  output logic               capture_o,  // the data register
  output logic               shift_o,
  output logic               update_o,
  input  logic               selected_i, // ir_o has a register outside
  input  logic               tdo_i       // its last bit
);

  typedef enum logic [3:0] {
    TestLogicReset,
    RunTestIdle,
    SelectDr,
    CaptureDr,
    ShiftDr,
    Exit1Dr,
    PauseDr,
    Exit2Dr,
    UpdateDr,
    SelectIr,
    CaptureIr,
    ShiftIr,
    Exit1Ir,
    PauseIr,
    Exit2Ir,
    UpdateIr
  } state_e;

  state_e state_q, state_d;

  always_comb begin
    unique case (state_q)
      TestLogicReset: state_d = tms_i ? TestLogicReset : RunTestIdle;
      RunTestIdle:    state_d = tms_i ? SelectDr : RunTestIdle;
      SelectDr:       state_d = tms_i ? SelectIr : CaptureDr;
      CaptureDr:      state_d = tms_i ? Exit1Dr : ShiftDr;
      ShiftDr:        state_d = tms_i ? Exit1Dr : ShiftDr;
      Exit1Dr:        state_d = tms_i ? UpdateDr : PauseDr;
      PauseDr:        state_d = tms_i ? Exit2Dr : PauseDr;
      Exit2Dr:        state_d = tms_i ? UpdateDr : ShiftDr;
      UpdateDr:       state_d = tms_i ? SelectDr : RunTestIdle;
      SelectIr:       state_d = tms_i ? TestLogicReset : CaptureIr;
      CaptureIr:      state_d = tms_i ? Exit1Ir : ShiftIr;
      ShiftIr:        state_d = tms_i ? Exit1Ir : ShiftIr;
      Exit1Ir:        state_d = tms_i ? UpdateIr : PauseIr;
      PauseIr:        state_d = tms_i ? Exit2Ir : PauseIr;
      Exit2Ir:        state_d = tms_i ? UpdateIr : ShiftIr;
      default:        state_d = tms_i ? SelectDr : RunTestIdle;
    endcase
  end

  logic [IrWidth-1:0] ir_q, ir_shift_q;
  logic [31:0]        idcode_q;
  logic               bypass_q, last;

  assign ir_o      = ir_q;
  assign reset_o   = state_q == TestLogicReset;
  assign capture_o = state_q == CaptureDr;
  assign shift_o   = state_q == ShiftDr;
  assign update_o  = state_q == UpdateDr;

  always_ff @(posedge tck_i or negedge trst_ni) begin
    if (!trst_ni) begin
      state_q <= TestLogicReset;
      ir_q    <= IrIdcode;
    end else begin
      state_q <= state_d;
      if (reset_o) ir_q <= IrIdcode;
      else if (state_q == UpdateIr) ir_q <= ir_shift_q;
    end
  end

  always_ff @(posedge tck_i) begin
    if (state_q == CaptureIr) ir_shift_q <= IrWidth'(1);
    else if (state_q == ShiftIr) ir_shift_q <= {tdi_i, ir_shift_q[IrWidth-1:1]};
    if (capture_o) begin
      idcode_q <= Idcode;
      bypass_q <= 1'b0;
    end else if (shift_o) begin
      idcode_q <= {tdi_i, idcode_q[31:1]};
      bypass_q <= tdi_i;
    end
  end

  always_comb begin
    if (state_q == ShiftIr) last = ir_shift_q[0];
    else if (selected_i) last = tdo_i;
    else if (ir_q == IrIdcode) last = idcode_q[0];
    else last = bypass_q;
  end

  always_ff @(negedge tck_i or negedge trst_ni) begin
    if (!trst_ni) begin
      tdo_o    <= 1'b0;
      tdo_en_o <= 1'b0;
    end else begin
      tdo_o    <= last;
      tdo_en_o <= state_q == ShiftIr || state_q == ShiftDr;
    end
  end

endmodule
