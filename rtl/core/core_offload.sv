// What the integer core hands to the FP side: instructions, loops, mode CSRs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An instruction with an integer result is handed over when the queue is empty,
// but fmv.x.w and fcvt.w.d, which programs use to wait for the FP side, queue up.
// A load or store waits for a place in the record that keeps integer accesses
// behind it; not so in a FREP body, which must become complete for the record to
// empty: without a place it goes untracked, and the record is told.
//
// The mode CSRs (SSR, chaining) change in order with the FP instructions: their
// new value is queued like one. The DM core has no modes.
module core_offload
  import core_pkg::*;
  import frep_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit IsDm = 1'b0
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        go_i,           // the instruction at the pc may leave
  input  unit_e       unit_i,
  input  logic [11:0] length_i,       // of a frep
  input  logic [2:0]  stagger_max_i,
  input  logic [3:0]  stagger_mask_i,
  input  fp_ctrl_t    ctrl_i,
  input  logic        mem_i,          // an FP load or store
  input  logic        narrow_i,       // outside the TCDM
  input  logic [31:0] addr_i,
  input  logic [31:0] rs1_i,
  input  logic        order_full_i,
  input  logic        mode_ssr_i,     // writes one of the mode CSRs
  input  logic        mode_chain_i,
  input  logic [31:0] mode_value_i,
  input  logic        trap_i,

  output logic        illegal_o,      // not where it stands
  output logic        fp_fire_o,
  output logic        frep_fire_o,
  output logic        mode_o,         // a write to a mode CSR: leaves with mode_ready_o
  output logic        mode_ready_o,
  output logic        tracked_o,
  output logic        body_open_o,    // a FREP body is incomplete

  output logic        fp_valid_o,
  input  logic        fp_ready_i,
  output fp_ctrl_t    fp_ctrl_o,
  output logic [31:0] fp_operand_o,
  output logic        frep_valid_o,
  input  logic        frep_ready_i,
  output frep_t       frep_o,
  output logic        frep_drop_o,
  input  logic        fp_empty_i
);

  logic fp, queues_up, frep_illegal, once_illegal;
  logic [IndexWidth-1:0] length;

  assign fp           = unit_i == UnitFp;
  assign mode_o       = !IsDm && unit_i == UnitCsr && (mode_ssr_i || mode_chain_i);
  assign mode_ready_o = fp_ready_i;
  assign queues_up    = !ctrl_i.write_int || ctrl_i.op == FpMvXF ||
                        (ctrl_i.op == FpCvtFI && ctrl_i.src_fmt == FmtD && !ctrl_i.is_unsigned);
  assign tracked_o    = mem_i && !order_full_i;
  assign fp_valid_o   = go_i && ((fp && (queues_up || fp_empty_i) &&
                                  !(mem_i && order_full_i && !body_open_o)) || mode_o);
  assign fp_fire_o    = fp_valid_o && fp_ready_i;
  assign frep_valid_o = go_i && unit_i == UnitFrep;
  assign frep_fire_o  = frep_valid_o && frep_ready_i;

  always_comb begin
    fp_ctrl_o    = ctrl_i;
    fp_operand_o = mem_i ? addr_i : rs1_i;
    if (mode_o) begin
      fp_ctrl_o           = '0;
      fp_ctrl_o.set_ssr   = mode_ssr_i;
      fp_ctrl_o.set_chain = mode_chain_i;
      fp_operand_o        = mode_value_i;
    end
    fp_ctrl_o.narrow  = narrow_i;
    fp_ctrl_o.tracked = tracked_o;
  end

  assign frep_o = '{outer: !body_open_o, length: length, stagger_max: stagger_max_i,
                    stagger_mask: stagger_mask_i};

  frep_capture i_capture (
    .clk_i,
    .rst_ni,
    .length_i,
    .frep_illegal_o(frep_illegal),
    .length_o      (length),
    .once_i        ((fp && ctrl_i.write_int) || mode_o),
    .once_illegal_o(once_illegal),
    .open_o        (body_open_o),
    .frep_fire_i   (frep_fire_o),
    .fp_fire_i     (fp_fire_o),
    .trap_i,
    .drop_o        (frep_drop_o)
  );

  assign illegal_o = (unit_i == UnitFrep && frep_illegal) || once_illegal;

endmodule
