// Where a line of code may go on: the first jump or backward branch that leads away.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looks at all words of a line at once, as it comes from memory: the first jal,
// or conditional branch backwards, by a line's length or more. Nearer targets
// are in the buffer already or come as the next line.
module icache_targets #(
  parameter int unsigned LineBits  = 512,
  parameter int unsigned LineWidth = 26
) (
  input  logic                 valid_i,
  input  logic [LineWidth-1:0] line_i,
  input  logic [LineBits-1:0]  data_i,
  output logic                 found_o,
  output logic [LineWidth-1:0] target_o
);

  localparam int unsigned Words       = LineBits / 32;
  localparam int unsigned OffsetWidth = 32 - LineWidth;
  localparam logic [6:0]  OpJal       = 7'b1101111;
  localparam logic [6:0]  OpBranch    = 7'b1100011;

  /* verilator lint_off UNUSEDSIGNAL */  // Registers and functions play no part.
  function automatic logic [31:0] offset(logic [31:0] word);
    return (word[3]) ? {{12{word[31]}}, word[19:12], word[20], word[30:21], 1'b0}
                     : {{20{word[31]}}, word[7], word[30:25], word[11:8], 1'b0};
  endfunction

  function automatic logic leads_away(logic [31:0] word);
    logic [31:0] by;
    logic        far;
    by  = offset(word);
    far = by[31:OffsetWidth] != '0 && by[31:OffsetWidth] != '1;
    return far && (word[6:0] == OpJal || (word[6:0] == OpBranch && word[31]));
  endfunction
  /* verilator lint_on UNUSEDSIGNAL */

  logic [31:0] jump, pc;
  /* verilator lint_off UNUSEDSIGNAL */  // Of a target its line is of interest.
  logic [31:0] target;
  /* verilator lint_on UNUSEDSIGNAL */

  always_comb begin
    found_o = 1'b0;
    jump    = '0;
    pc      = '0;
    target  = '0;
    if (valid_i) begin
      for (int i = int'(Words) - 1; i >= 0; i--) begin
        if (leads_away(data_i[32*i+:32])) begin
          found_o = 1'b1;
          jump    = data_i[32*i+:32];
          pc      = {line_i, OffsetWidth'(4 * i)};
        end
      end
      target = pc + offset(jump);
    end
  end
  assign target_o = target[31:OffsetWidth];

endmodule
