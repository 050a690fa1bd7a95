// Decodes an instruction of the hart: what the integer core does, and what its FP side.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Purely combinational. The two decoders accept disjoint sets of instructions;
// operands, immediate and size are those of whichever knows it.
module core_decoder
  import core_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit IsDm = 1'b0
) (
  input  logic [31:0] instr_i,
  input  logic [2:0]  frm_i,
  output unit_e       unit_o,
  output alu_op_e     alu_op_o,
  output logic        use_rs1_o,         // integer registers read and written
  output logic        use_rs2_o,
  output logic        write_rd_o,
  output logic        operand_a_pc_o,
  output logic        operand_a_zero_o,
  output logic        operand_b_imm_o,
  output logic [31:0] imm_o,
  output logic        store_o,           // of the integer core
  output amo_e        amo_o,
  output logic [1:0]  size_o,            // of an access, log2 of the bytes
  output logic        unsigned_o,
  output logic        fp_legal_o,        // an instruction of the FP side
  output logic        fp_mem_o,          // its load or store
  output fp_ctrl_t    fp_ctrl_o
);

  unit_e       int_unit;
  logic        int_use_rs1, int_use_rs2, int_write_rd, fp_int_rs1;
  logic [31:0] int_imm;
  logic [1:0]  int_size;

  core_decode #(
    .IsDm(IsDm)
  ) i_decode (
    .instr_i,
    .unit_o      (int_unit),
    .alu_op_o,
    .use_rs1_o   (int_use_rs1),
    .use_rs2_o   (int_use_rs2),
    .write_rd_o  (int_write_rd),
    .operand_a_pc_o,
    .operand_a_zero_o,
    .operand_b_imm_o,
    .imm_o       (int_imm),
    .store_o,
    .amo_o,
    .size_o      (int_size),
    .unsigned_o
  );

  fp_decode #(
    .PackedSimd(!IsDm)
  ) i_fp_decode (
    .instr_i,
    .frm_i,
    .legal_o  (fp_legal_o),
    .int_rs1_o(fp_int_rs1),
    .ctrl_o   (fp_ctrl_o)
  );

  assign unit_o     = fp_legal_o ? UnitFp : int_unit;
  assign use_rs1_o  = fp_legal_o ? fp_int_rs1 : int_use_rs1;
  assign use_rs2_o  = !fp_legal_o && int_use_rs2;
  assign write_rd_o = fp_legal_o ? fp_ctrl_o.write_int : int_write_rd;
  assign size_o     = fp_legal_o ? {1'b1, fp_ctrl_o.dword} : int_size;
  assign fp_mem_o   = fp_legal_o && (fp_ctrl_o.load || fp_ctrl_o.store);

  always_comb begin
    imm_o = int_imm;
    if (fp_legal_o) begin
      imm_o = {{20{instr_i[31]}}, instr_i[31:25],
               fp_ctrl_o.store ? instr_i[11:7] : instr_i[24:20]};
    end
  end

endmodule
