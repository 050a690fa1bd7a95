// Follows what the integer core issues into FREP bodies, and says what may not be there.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Illegal: a frep whose body is empty, does not fit the buffer or the body that
// it stands in, is the third of a nest, or for which the table of loops has no
// place (an outer loop holds those inside it); and in a body an instruction that
// must not run more than once (`once_i`: it returns to the integer core, or sets
// the FP side's mode). Nothing that is refused here could be carried out.
module frep_capture
  import frep_pkg::*;
  import seeker_cfg_pkg::*;
#(
  parameter bit LengthMinusOne = FrepLengthMinusOne  // how frep.o encodes the length
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic [11:0] length_i,        // of a frep, as it is encoded
  output logic        frep_illegal_o,
  output logic [IndexWidth-1:0] length_o,  // - 1
  input  logic        once_i,
  output logic        once_illegal_o,
  output logic        open_o,          // a body is incomplete

  input  logic        frep_fire_i,
  input  logic        fp_fire_i,       // an FP instruction is queued
  input  logic        trap_i,
  output logic        drop_o           // which drops the body
);

  typedef logic [IndexWidth:0] left_t;

  left_t               outer_q, inner_q, length;  // instructions that are missing
  logic [TableWidth:0] inside_q;                  // loops in the outer one
  logic [11:0]         minus_one;

  assign minus_one = LengthMinusOne ? length_i : length_i - 12'd1;
  assign length_o  = minus_one[IndexWidth-1:0];
  assign length    = left_t'(length_o) + 1'b1;
  assign open_o    = outer_q != '0;

  assign frep_illegal_o = minus_one >= 12'(FrepBuffer) || inner_q != '0 ||
                          (open_o && (length > outer_q ||
                                      inside_q == (TableWidth + 1)'(TableDepth - 1)));
  assign once_illegal_o = once_i && open_o;
  assign drop_o         = trap_i && open_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      outer_q  <= '0;
      inner_q  <= '0;
      inside_q <= '0;
    end else if (drop_o) begin
      outer_q  <= '0;
      inner_q  <= '0;
    end else if (frep_fire_i) begin
      if (open_o) begin
        inner_q  <= length;
        inside_q <= inside_q + 1'b1;
      end else begin
        outer_q  <= length;
        inside_q <= '0;
      end
    end else if (fp_fire_i) begin
      if (open_o) outer_q <= outer_q - 1'b1;
      if (inner_q != '0) inner_q <= inner_q - 1'b1;
    end
  end

`ifndef SYNTHESIS
  initial begin
    assert (FrepNests == 2) else $fatal(1, "frep: %0d nests, the sequencer has 2", FrepNests);
  end
`endif

endmodule
