// The arithmetic of atomics for proofs of what is around it: one that a single bit can follow.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stands in for amo_alu. Each bit depends on its bits of both operands, and on the operation.
module amo_alu
  import seeker_pkg::*;
(
  input  amo_e        op_i,
  input  logic [31:0] memory_i,
  input  logic [31:0] operand_i,
  output logic [31:0] result_o
);

  assign result_o = memory_i ^ operand_i ^ {32{^op_i}};

endmodule
