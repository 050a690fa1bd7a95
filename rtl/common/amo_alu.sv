// Arithmetic of the RV32A read-modify-write operations.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Plain accesses, LR and SC store the operand as it is: what is done with the
// result is the memory's business.
module amo_alu
  import seeker_pkg::*;
(
  input  amo_e        op_i,
  input  logic [31:0] memory_i,
  input  logic [31:0] operand_i,
  output logic [31:0] result_o
);

  logic less_signed, less_unsigned;
  assign less_unsigned = memory_i < operand_i;
  assign less_signed   = (memory_i[31] != operand_i[31]) ? memory_i[31] : less_unsigned;

  always_comb begin
    unique case (op_i)
      AmoAdd:  result_o = memory_i + operand_i;
      AmoXor:  result_o = memory_i ^ operand_i;
      AmoAnd:  result_o = memory_i & operand_i;
      AmoOr:   result_o = memory_i | operand_i;
      AmoMin:  result_o = less_signed ? memory_i : operand_i;
      AmoMax:  result_o = less_signed ? operand_i : memory_i;
      AmoMinu: result_o = less_unsigned ? memory_i : operand_i;
      AmoMaxu: result_o = less_unsigned ? operand_i : memory_i;
      default: result_o = operand_i;
    endcase
  end

endmodule
