// Chooses between the integer and the FP load/store unit of a core for one memory port.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In turn when both want it; once offered, a request stays until it is taken.
// That a waiting request is next after the one on offer is what keeps integer
// and FP accesses in program order where fp_order lets them through.
module port_arbiter (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic int_valid_i,
  input  logic fp_valid_i,
  input  logic ready_i,
  output logic fp_o,          // the FP unit has the port
  output logic int_ready_o,
  output logic fp_ready_o
);

  logic offered_q, fp_q;

  // fp_q: who had the port last, or has it on offer.
  assign fp_o        = offered_q ? fp_q : fp_valid_i && !(int_valid_i && fp_q);
  assign int_ready_o = ready_i && !fp_o;
  assign fp_ready_o  = ready_i && fp_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      offered_q <= 1'b0;
      fp_q      <= 1'b0;
    end else if (int_valid_i || fp_valid_i) begin
      offered_q <= !ready_i;
      fp_q      <= fp_o;
    end
  end

endmodule
