// The sequencer behind the rules of FREP bodies, with an instruction's registers as ports.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module frep_bench
  import core_pkg::*;
  import frep_pkg::*;
#(
  parameter bit LengthMinusOne = 1'b1
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        fp_valid_i,
  output logic        fp_ready_o,
  input  logic [4:0]  rd_i,
  input  logic [4:0]  rs1_i,
  input  logic [4:0]  rs2_i,
  input  logic [4:0]  rs3_i,
  input  logic        rs3_is_rd_i,
  input  logic        once_i,
  input  logic [31:0] operand_i,
  input  logic        frep_valid_i,
  output logic        frep_ready_o,
  input  logic [11:0] length_i,
  input  logic [2:0]  stagger_max_i,
  input  logic [3:0]  stagger_mask_i,
  input  logic        trap_i,
  output logic        illegal_o,
  output logic        open_o,

  output logic        valid_o,
  input  logic        ready_i,
  output logic [4:0]  rd_o,
  output logic [4:0]  rs1_o,
  output logic [4:0]  rs2_o,
  output logic [4:0]  rs3_o,
  output logic [31:0] operand_o,
  output logic        final_o,
  output logic        empty_o,
  output logic        starved_o
);

  fp_ctrl_t ctrl_in;
  /* verilator lint_off UNUSEDSIGNAL */  // the rest of an instruction passes through
  fp_ctrl_t ctrl_out;
  /* verilator lint_on UNUSEDSIGNAL */
  frep_t    frep;
  logic     frep_illegal, once_illegal, drop;
  logic [IndexWidth-1:0] length;

  always_comb begin
    ctrl_in           = '0;
    ctrl_in.rd        = rd_i;
    ctrl_in.rs1       = rs1_i;
    ctrl_in.rs2       = rs2_i;
    ctrl_in.rs3       = rs3_i;
    ctrl_in.rs3_is_rd = rs3_is_rd_i;
  end

  assign frep      = '{outer: !open_o, length: length, stagger_max: stagger_max_i,
                       stagger_mask: stagger_mask_i};
  assign illegal_o = (frep_valid_i && frep_illegal) || (fp_valid_i && once_illegal);
  assign rd_o      = ctrl_out.rd;
  assign rs1_o     = ctrl_out.rs1;
  assign rs2_o     = ctrl_out.rs2;
  assign rs3_o     = ctrl_out.rs3;

  frep_capture #(
    .LengthMinusOne(LengthMinusOne)
  ) i_capture (
    .clk_i,
    .rst_ni,
    .length_i,
    .frep_illegal_o(frep_illegal),
    .length_o      (length),
    .once_i,
    .once_illegal_o(once_illegal),
    .open_o,
    .frep_fire_i   (frep_valid_i && frep_ready_o && !illegal_o),
    .fp_fire_i     (fp_valid_i && fp_ready_o && !illegal_o),
    .trap_i,
    .drop_o        (drop)
  );

  frep_sequencer i_sequencer (
    .clk_i,
    .rst_ni,
    .valid_i     (fp_valid_i && !illegal_o),
    .ready_o     (fp_ready_o),
    .ctrl_i      (ctrl_in),
    .operand_i,
    .frep_valid_i(frep_valid_i && !illegal_o),
    .frep_ready_o,
    .frep_i      (frep),
    .iterations_i(operand_i),
    .frep_drop_i (drop),
    .valid_o,
    .ready_i,
    .ctrl_o      (ctrl_out),
    .operand_o,
    .final_o,
    .empty_o,
    .starved_o
  );

endmodule
