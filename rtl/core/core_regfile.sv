// The 31 integer registers: two reads, one write.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A write is visible in the next cycle. x0 reads 0. No reset: software
// initialises what it uses.
module core_regfile (
  input  logic        clk_i,
  input  logic [4:0]  raddr_a_i,
  output logic [31:0] rdata_a_o,
  input  logic [4:0]  raddr_b_i,
  output logic [31:0] rdata_b_o,
  input  logic        we_i,
  input  logic [4:0]  waddr_i,
  input  logic [31:0] wdata_i
);

  logic [31:0] regs_q [32];

  assign rdata_a_o = raddr_a_i == 5'd0 ? '0 : regs_q[raddr_a_i];
  assign rdata_b_o = raddr_b_i == 5'd0 ? '0 : regs_q[raddr_b_i];

  always_ff @(posedge clk_i) begin
    if (we_i) regs_q[waddr_i] <= wdata_i;
  end

endmodule
