// A pulse every 2^TickLog cycles, for what need not be looked at more often.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module ticker
  import seeker_pkg::*;
(
  input  logic clk_i,
  input  logic rst_ni,
  output logic tick_o
);

  logic [TickLog-1:0] count_q;

  assign tick_o = count_q == '0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) count_q <= '0;
    else count_q <= count_q + 1'b1;
  end

endmodule
