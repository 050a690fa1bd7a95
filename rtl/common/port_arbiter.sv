// Chooses between two requesters for one memory port.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In turn when both want it; once offered, a request stays until it is taken.
// That a waiting request is next after the one on offer is what keeps integer
// and FP accesses in program order where fp_order lets them through.
module port_arbiter (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic a_valid_i,
  input  logic b_valid_i,
  input  logic ready_i,
  output logic b_o,          // b has the port
  output logic a_ready_o,
  output logic b_ready_o
);

  logic offered_q, b_q;

  // b_q: who had the port last, or has it on offer.
  assign b_o       = offered_q ? b_q : b_valid_i && !(a_valid_i && b_q);
  assign a_ready_o = ready_i && !b_o;
  assign b_ready_o = ready_i && b_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      offered_q <= 1'b0;
      b_q       <= 1'b0;
    end else if (a_valid_i || b_valid_i) begin
      offered_q <= !ready_i;
      b_q       <= b_o;
    end
  end

endmodule
