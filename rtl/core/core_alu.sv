// Adder, shifter, logic and comparisons of the integer core, and its branches' conditions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module core_alu
  import core_pkg::*;
(
  input  alu_op_e     op_i,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  output logic [31:0] result_o,
  input  logic [2:0]  funct3_i,  // of a branch
  input  logic [31:0] rs1_i,
  input  logic [31:0] rs2_i,
  output logic        taken_o
);

  always_comb begin
    unique case (op_i)
      AluSub:  result_o = a_i - b_i;
      AluSll:  result_o = a_i << b_i[4:0];
      AluSlt:  result_o = {31'b0, $signed(a_i) < $signed(b_i)};
      AluSltu: result_o = {31'b0, a_i < b_i};
      AluXor:  result_o = a_i ^ b_i;
      AluSrl:  result_o = a_i >> b_i[4:0];
      AluSra:  result_o = $signed(a_i) >>> b_i[4:0];
      AluOr:   result_o = a_i | b_i;
      AluAnd:  result_o = a_i & b_i;
      default: result_o = a_i + b_i;
    endcase
  end

  always_comb begin
    unique case (funct3_i)
      3'd0:    taken_o = rs1_i == rs2_i;
      3'd1:    taken_o = rs1_i != rs2_i;
      3'd4:    taken_o = $signed(rs1_i) < $signed(rs2_i);
      3'd5:    taken_o = $signed(rs1_i) >= $signed(rs2_i);
      3'd6:    taken_o = rs1_i < rs2_i;
      default: taken_o = rs1_i >= rs2_i;
    endcase
  end

endmodule
