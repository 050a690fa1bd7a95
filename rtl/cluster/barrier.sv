// The cluster's hardware barrier over all harts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A hart holds `arrive_i` until the release, or until a debugger halts it, but not
// in the cycle of the release; that comes for all in the cycle
// after the last one arrived and lasts one cycle. A hart may arrive at the next
// barrier in the cycle after the release.
module barrier #(
  parameter int unsigned NumHarts = 2
) (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic arrive_i[NumHarts],
  output logic release_o
);

  logic all_here;

  always_comb begin
    all_here = 1'b1;
    for (int unsigned h = 0; h < NumHarts; h++) all_here &= arrive_i[h];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      release_o <= 1'b0;
    end else begin
      release_o <= all_here && !release_o;
    end
  end

endmodule
