// One bank of the TCDM: storage and the read-modify-write sequence of AMOs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An access in a cycle with `busy_o` low is taken at once, and its answer is on
// `rdata_o` in the next cycle. An AMO answers as early (with the old word) and
// keeps the bank busy for two more cycles: one to compute, one to write back.
// The result is registered between the two, which keeps the 32-bit comparison
// out of the path of the crossbar.
module tcdm_bank
  import seeker_pkg::*;
#(
  parameter int unsigned Words = 512,
  parameter int unsigned AddrWidth = $clog2(Words)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 en_i,
  input  logic                 write_i,
  input  logic                 modify_i,  // a read-modify-write; `write_i` is low
  input  amo_e                 amo_i,
  input  logic [AddrWidth-1:0] row_i,
  input  logic [7:0]           strb_i,
  input  logic [63:0]          wdata_i,
  output logic                 busy_o,
  output logic [63:0]          rdata_o
);

  typedef enum logic [1:0] {
    StIdle,
    StCompute,
    StWrite
  } state_e;

  state_e               state_q;
  amo_e                 amo_q;
  logic [AddrWidth-1:0] row_q;
  logic                 high_q;
  logic [31:0]          operand_q;
  logic [31:0]          result;

  assign busy_o = state_q != StIdle;

  amo_alu i_amo_alu (
    .op_i     (amo_q),
    .memory_i (high_q ? rdata_o[63:32] : rdata_o[31:0]),
    .operand_i(operand_q),
    .result_o (result)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StIdle;
    end else begin
      unique case (state_q)
        StIdle:    if (en_i && modify_i) state_q <= StCompute;
        StCompute: state_q <= StWrite;
        default:   state_q <= StIdle;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    if (state_q == StIdle && en_i && modify_i) begin
      amo_q     <= amo_i;
      row_q     <= row_i;
      high_q    <= strb_i[4];
      operand_q <= strb_i[4] ? wdata_i[63:32] : wdata_i[31:0];
    end else if (state_q == StCompute) begin
      operand_q <= result;
    end
  end

  tcdm_ram #(
    .Words(Words)
  ) i_ram (
    .clk_i,
    .en_i   (busy_o ? state_q == StWrite : en_i),
    .write_i(busy_o | write_i),
    .row_i  (busy_o ? row_q : row_i),
    .strb_i (busy_o ? {{4{high_q}}, {4{~high_q}}} : strb_i),
    .wdata_i(busy_o ? {2{operand_q}} : wdata_i),
    .rdata_o
  );

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (en_i) begin
      assert (!busy_o) else $error("tcdm_bank: access while an AMO is under way");
      assert (!modify_i || strb_i == 8'h0f || strb_i == 8'hf0)
      else $error("tcdm_bank: an AMO's strobe is not one half of the word");
    end
  end
`endif

endmodule
