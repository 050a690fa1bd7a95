// What an instruction is and what its operands make of it: decoder, register file, ALU.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Combinational but for the register file. The results hold when no register
// that the instruction uses is awaited from elsewhere.
module core_execute
  import core_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit IsDm = 1'b0
) (
  input  logic        clk_i,
  input  logic [31:0] instr_i,
  input  logic [31:0] pc_i,
  input  logic [2:0]  frm_i,

  input  logic        we_i,        // register file
  input  logic [4:0]  waddr_i,
  input  logic [31:0] wdata_i,

  output unit_e       unit_o,
  output logic        use_rs1_o,
  output logic        use_rs2_o,
  output logic        write_rd_o,
  output logic [31:0] rs1_o,
  output logic [31:0] rs2_o,
  output logic [31:0] imm_o,
  output logic        store_o,     // as core_decoder has them
  output amo_e        amo_o,
  output logic [1:0]  size_o,
  output logic        unsigned_o,
  output logic        fp_legal_o,
  output logic        fp_mem_o,
  output fp_ctrl_t    fp_ctrl_o,

  output logic [31:0] result_o,
  output logic        jumps_o
);

  alu_op_e alu_op;
  logic    a_is_pc, a_is_zero, b_is_imm, taken;

  core_decoder #(
    .IsDm(IsDm)
  ) i_decoder (
    .instr_i, .frm_i, .unit_o,
    .alu_op_o        (alu_op),
    .use_rs1_o, .use_rs2_o, .write_rd_o,
    .operand_a_pc_o  (a_is_pc),
    .operand_a_zero_o(a_is_zero),
    .operand_b_imm_o (b_is_imm),
    .imm_o, .store_o, .amo_o, .size_o, .unsigned_o, .fp_legal_o, .fp_mem_o, .fp_ctrl_o
  );

  core_regfile i_regfile (
    .clk_i,
    .raddr_a_i(instr_i[19:15]),
    .rdata_a_o(rs1_o),
    .raddr_b_i(instr_i[24:20]),
    .rdata_b_o(rs2_o),
    .we_i, .waddr_i, .wdata_i
  );

  core_alu i_alu (
    .op_i    (alu_op),
    .a_i     (a_is_pc ? pc_i : a_is_zero ? '0 : rs1_o),
    .b_i     (b_is_imm ? imm_o : rs2_o),
    .result_o,
    .funct3_i(instr_i[14:12]),
    .rs1_i   (rs1_o),
    .rs2_i   (rs2_o),
    .taken_o (taken)
  );

  assign jumps_o = unit_o == UnitJal || unit_o == UnitJalr || (unit_o == UnitBranch && taken);

endmodule
