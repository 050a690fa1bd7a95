// Registers at the end of an FPU pipe, for a latency above the pipe's own.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module fpu_delay
  import seeker_pkg::*;
#(
  parameter int unsigned Depth    = 0,
  parameter int unsigned TagWidth = 1
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                in_valid_i,
  output logic                in_ready_o,
  input  logic [63:0]         result_i,
  input  fp_flags_t           flags_i,
  input  logic [TagWidth-1:0] tag_i,

  output logic                out_valid_o,
  input  logic                out_ready_i,
  output logic [63:0]         result_o,
  output fp_flags_t           flags_o,
  output logic [TagWidth-1:0] tag_o,

  output logic                busy_o
);

  if (Depth == 0) begin : gen_wires
    logic unused;
    assign unused      = &{clk_i, rst_ni};
    assign in_ready_o  = out_ready_i;
    assign out_valid_o = in_valid_i;
    assign result_o    = result_i;
    assign flags_o     = flags_i;
    assign tag_o       = tag_i;
    assign busy_o      = 1'b0;
  end else begin : gen_registers
    logic [Depth-1:0]    valid_q, ready;
    logic [63:0]         result_q [Depth];
    fp_flags_t           flags_q  [Depth];
    logic [TagWidth-1:0] tag_q    [Depth];

    for (genvar i = 0; i < int'(Depth); i++) begin : gen_stage
      localparam bit Last = i == int'(Depth) - 1;
      logic valid_before;
      if (Last) begin : gen_last
        assign ready[i] = !valid_q[i] || out_ready_i;
      end else begin : gen_inner
        assign ready[i] = !valid_q[i] || ready[i+1];
      end

      if (i == 0) begin : gen_first
        assign valid_before = in_valid_i;
        always_ff @(posedge clk_i) begin
          if (in_valid_i && ready[i]) begin
            result_q[i] <= result_i;
            flags_q[i]  <= flags_i;
            tag_q[i]    <= tag_i;
          end
        end
      end else begin : gen_next
        assign valid_before = valid_q[i-1];
        always_ff @(posedge clk_i) begin
          if (valid_q[i-1] && ready[i]) begin
            result_q[i] <= result_q[i-1];
            flags_q[i]  <= flags_q[i-1];
            tag_q[i]    <= tag_q[i-1];
          end
        end
      end

      always_ff @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
          valid_q[i] <= 1'b0;
        end else if (ready[i]) begin
          valid_q[i] <= valid_before;
        end
      end
    end

    assign in_ready_o  = ready[0];
    assign out_valid_o = valid_q[Depth-1];
    assign result_o    = result_q[Depth-1];
    assign flags_o     = flags_q[Depth-1];
    assign tag_o       = tag_q[Depth-1];
    assign busy_o      = |valid_q;
  end

endmodule
