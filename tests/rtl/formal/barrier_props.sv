// barrier's contract: nobody leaves before all have arrived, all leave together, at once and once.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module barrier_props #(
  parameter int unsigned NumHarts = 4
) (
  input logic                clk_i,
  input logic                rst_ni,
  input logic [NumHarts-1:0] arrive_i
);

  logic arrive[NumHarts];
  logic release_now;

  for (genvar h = 0; h < NumHarts; h++) begin : gen_hart
    assign arrive[h] = arrive_i[h];
  end

  barrier #(
    .NumHarts(NumHarts)
  ) i_barrier (
    .clk_i,
    .rst_ni,
    .arrive_i (arrive),
    .release_o(release_now)
  );

  // Who has arrived since the last release; whether all had in the last cycle.
  logic [NumHarts-1:0] here_q;
  logic                complete_q, released_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      here_q     <= '0;
      complete_q <= 1'b0;
      released_q <= 1'b0;
    end else begin
      here_q     <= release_now ? '0 : here_q | arrive_i;
      complete_q <= !release_now && (here_q | arrive_i) == '1;
      released_q <= release_now;
      held:      assume (release_now || (here_q & ~arrive_i) == '0);
      none_left: assert (!release_now || here_q == '1);
      at_once:   assert (!complete_q || release_now);
      one_cycle: assert (!released_q || !release_now);
      stays:     cover (released_q && here_q == '0 && arrive_i == '1);
    end
  end

endmodule
