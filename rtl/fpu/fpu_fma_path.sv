// One lane of the fused multiply-add after its multiplier: align, add, normalise, round.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Numbers are kept in a window of 128 bits {hi, lo} whose top bit weighs 4 at
// the exponent of the larger of product and addend (the anchor); the other one
// is shifted right with a sticky bit. The addend's exponent is at least the
// format's smallest, also for a zero, so the anchor's is too and a subnormal
// result needs no shift to the right: the normalising shift just stops at it.
// No bit that cancellation could bring to the front is ever lost: the window
// holds 21 bits below the product, and where the anchor has leading zeros (a
// subnormal factor) the other one is either all inside or smaller by 2^3.
//
// Wide = 0 keeps the upper word only: enough for binary32 (48-bit product).
module fpu_fma_path
  import seeker_pkg::*;
  import fpu_pkg::*;
#(
  parameter bit Wide = 1'b1
) (
  input  logic        clk_i,
  // What the stages 0 to 2 hold is valid; registers 1 to 3 take their result.
  input  logic [2:0]  valid_i,
  input  logic [2:0]  load_i,
  // Stage 0
  input  fp_fmt_e     fmt_i,
  input  logic [2:0]  rm_i,
  input  fp_class_t   a_class_i,
  input  fp_class_t   b_class_i,
  input  fp_class_t   c_class_i,
  input  logic [10:0] a_exp_i,
  input  logic [10:0] b_exp_i,
  input  logic [10:0] c_exp_i,
  input  logic [52:0] c_mant_i,
  // Stage 1: the product, its 1.0 at bit 61 of the upper word
  input  logic [63:0] prod_hi_i,
  input  logic [63:0] prod_lo_i,
  // Stage 3
  input  logic        out_valid_i,
  output logic [63:0] result_o,
  output fp_flags_t   flags_o
);

  typedef enum logic [1:0] {
    Finite,
    Infinite,
    NotANumber
  } kind_e;

  // What only travels.
  typedef struct packed {
    fp_fmt_e    fmt;
    logic [2:0] rm;
    kind_e      kind;
    logic       nv;
  } control_t;

  // ---- Stage 0: exponents and special operands ----
  control_t           ctl1_d, ctl1_q, ctl2_q, ctl3_q;
  logic               prod_sign_d, prod_sign_q, add_sign_d, add_sign_q;
  logic               anchor_add_d, anchor_add_q, far_d, far_q;
  logic        [6:0]  distance_d, distance_q;
  logic        [11:0] exp1_d, exp1_q;
  logic        [52:0] add_mant_q;

  // Subnormals are no special operands.
  /* verilator lint_off UNUSEDSIGNAL */
  function automatic void prepare(
      input fp_fmt_e fmt, input logic [2:0] rm, input fp_class_t a, input fp_class_t b,
      input fp_class_t c, input logic [10:0] a_exp, input logic [10:0] b_exp,
      input logic [10:0] c_exp, output control_t ctl, output logic prod_sign,
      output logic add_sign, output logic anchor_add, output logic far,
      output logic [6:0] distance, output logic [11:0] exp);
    logic signed [12:0] prod_exp, diff;
    logic        [12:0] magnitude;
    logic               any_nan, prod_inf;

    prod_exp   = signed'({2'b0, a_exp}) + signed'({2'b0, b_exp}) -
                 ((fmt == FmtD) ? 13'sd1023 : 13'sd127);
    diff       = prod_exp - signed'({2'b0, c_exp});
    anchor_add = a.zero || b.zero || diff < 0;
    magnitude  = (diff < 0) ? -diff : diff;
    far        = magnitude[12:7] != '0;
    distance       = magnitude[6:0];
    exp        = anchor_add ? {1'b0, c_exp} : prod_exp[11:0];

    prod_sign  = a.sign ^ b.sign;
    add_sign   = c.sign;
    any_nan    = a.nan || b.nan || c.nan;
    prod_inf   = a.inf || b.inf;
    ctl.fmt    = fmt;
    ctl.rm     = rm;
    ctl.nv     = a.snan || b.snan || c.snan || (a.inf && b.zero) || (a.zero && b.inf) ||
                 (!any_nan && prod_inf && c.inf && prod_sign != add_sign);
    ctl.kind   = (any_nan || ctl.nv) ? NotANumber : (prod_inf || c.inf) ? Infinite : Finite;
    if (ctl.kind == Infinite) begin
      prod_sign = c.inf ? add_sign : prod_sign;
      add_sign  = prod_sign;
    end
  endfunction
  /* verilator lint_on UNUSEDSIGNAL */

  always_comb begin
    ctl1_d       = '0;
    prod_sign_d  = 'x;
    add_sign_d   = 'x;
    anchor_add_d = 'x;
    far_d        = 'x;
    distance_d       = 'x;
    exp1_d       = 'x;
    if (valid_i[0]) begin
      prepare(Wide ? fmt_i : FmtS, rm_i, a_class_i, b_class_i, c_class_i, a_exp_i, b_exp_i,
              c_exp_i, ctl1_d, prod_sign_d, add_sign_d, anchor_add_d, far_d, distance_d, exp1_d);
    end
  end

  always_ff @(posedge clk_i) begin
    if (load_i[0]) begin
      ctl1_q       <= ctl1_d;
      prod_sign_q  <= prod_sign_d;
      add_sign_q   <= add_sign_d;
      anchor_add_q <= anchor_add_d;
      far_q        <= far_d;
      distance_q       <= distance_d;
      exp1_q       <= exp1_d;
      add_mant_q   <= c_mant_i;
    end
  end

  // ---- Stage 1: align ----
  logic [63:0] big_hi_d, big_hi_q, big_lo_d, big_lo_q;
  logic [63:0] small_hi_d, small_hi_q, small_lo_d, small_lo_q;
  logic        sticky2_d, sticky2_q, subtract_q, sign2_q;
  logic [11:0] exp2_q;

  function automatic void align(
      input logic anchor_add, input logic far, input logic [6:0] distance,
      input logic [52:0] add_mant, input logic [63:0] prod_hi, input logic [63:0] prod_lo,
      output logic [63:0] big_hi, output logic [63:0] big_lo, output logic [63:0] small_hi,
      output logic [63:0] small_lo, output logic sticky);
    logic [63:0] add_hi, in_hi, in_lo;
    add_hi = {2'b0, add_mant, 9'b0};
    big_hi = anchor_add ? add_hi : prod_hi;
    big_lo = anchor_add ? '0 : prod_lo;
    in_hi  = anchor_add ? prod_hi : add_hi;
    in_lo  = anchor_add ? prod_lo : '0;
    if (far) begin
      small_hi = '0;
      small_lo = '0;
      sticky   = (in_hi | in_lo) != '0;
    end else begin
      shift_right(in_hi, in_lo, distance, small_hi, small_lo, sticky);
    end
    if (!Wide) begin
      sticky   = sticky || small_lo != '0;
      small_lo = '0;
    end
  endfunction

  always_comb begin
    big_hi_d   = 'x;
    big_lo_d   = 'x;
    small_hi_d = 'x;
    small_lo_d = 'x;
    sticky2_d  = 'x;
    if (valid_i[1]) begin
      align(anchor_add_q, far_q, distance_q, add_mant_q, prod_hi_i, Wide ? prod_lo_i : '0,
            big_hi_d, big_lo_d, small_hi_d, small_lo_d, sticky2_d);
    end
  end

  always_ff @(posedge clk_i) begin
    if (load_i[1]) begin
      ctl2_q     <= ctl1_q;
      big_hi_q   <= big_hi_d;
      big_lo_q   <= big_lo_d;
      small_hi_q <= small_hi_d;
      small_lo_q <= small_lo_d;
      sticky2_q  <= sticky2_d;
      subtract_q <= prod_sign_q ^ add_sign_q;
      sign2_q    <= anchor_add_q ? add_sign_q : prod_sign_q;
      exp2_q     <= exp1_q;
    end
  end

  // ---- Stage 2: add, count leading zeros ----
  logic [63:0] sum_hi_d, sum_hi_q, sum_lo_d, sum_lo_q;
  logic        sign3_d, sign3_q, sticky3_q;
  logic [6:0]  norm_d, norm_q;
  logic [11:0] exp3_q;

  function automatic void add(
      input logic subtract, input logic sign_i, input logic [2:0] rm, input logic [11:0] exp,
      input logic [63:0] big_hi, input logic [63:0] big_lo, input logic [63:0] small_hi,
      input logic [63:0] small_lo, input logic sticky,
      output logic [63:0] hi, output logic [63:0] lo, output logic sign,
      output logic [6:0] norm);
    logic [63:0] back_hi, back_lo;
    logic        carry, negative;
    logic [11:0] limit;
    logic [6:0]  zeros;

    sign = sign_i;
    if (subtract) begin
      // What was lost below the window borrows one from it; the rest stays sticky.
      lo       = big_lo + ~small_lo + 64'(!sticky);
      carry    = carry_out(big_lo[63], ~small_lo[63], lo[63]);
      if (!Wide) begin
        lo    = '0;
        carry = !sticky;
      end
      hi       = big_hi + ~small_hi + 64'(carry);
      negative = !carry_out(big_hi[63], ~small_hi[63], hi[63]);
      back_lo  = small_lo + ~big_lo + 64'd1;
      carry    = Wide ? carry_out(small_lo[63], ~big_lo[63], back_lo[63]) : 1'b1;
      back_hi  = small_hi + ~big_hi + 64'(carry);
      if (negative) begin
        hi   = back_hi;
        lo   = Wide ? back_lo : '0;
        sign = !sign_i;
      end
    end else begin
      lo    = big_lo + small_lo;
      carry = Wide && carry_out(big_lo[63], small_lo[63], lo[63]);
      hi    = big_hi + small_hi + 64'(carry);
    end

    zeros = (hi != '0 || !Wide) ? {1'b0, leading_zeros(hi)} : {1'b1, leading_zeros(lo)};
    limit = exp + 12'd1;
    norm  = (12'(zeros) > limit) ? limit[6:0] : zeros;
    if (subtract && !sticky && (hi | lo) == '0) sign = rm == RmRdn;
  endfunction

  always_comb begin
    sum_hi_d = 'x;
    sum_lo_d = 'x;
    sign3_d  = 'x;
    norm_d   = 'x;
    if (valid_i[2]) begin
      add(subtract_q, sign2_q, ctl2_q.rm, exp2_q, big_hi_q, big_lo_q, small_hi_q, small_lo_q,
          sticky2_q, sum_hi_d, sum_lo_d, sign3_d, norm_d);
    end
  end

  always_ff @(posedge clk_i) begin
    if (load_i[2]) begin
      ctl3_q    <= ctl2_q;
      sum_hi_q  <= sum_hi_d;
      sum_lo_q  <= sum_lo_d;
      sticky3_q <= sticky2_q;
      sign3_q   <= (ctl2_q.kind == Infinite) ? sign2_q : sign3_d;
      norm_q    <= norm_d;
      exp3_q    <= exp2_q;
    end
  end

  // ---- Stage 3: normalise, round, pack ----
  function automatic void finish(
      input control_t ctl, input logic sign, input logic [11:0] exp, input logic [6:0] norm,
      input logic [63:0] sum_hi, input logic [63:0] sum_lo, input logic sticky,
      output logic [63:0] result, output fp_flags_t flags);
    logic [63:0] hi, lo;
    shift_left(sum_hi, sum_lo, norm, hi, lo);
    round_pack(Wide ? ctl.fmt : FmtS, ctl.rm, sign, exp + 12'd2 - 12'(norm), hi,
               sticky || lo != '0, result, flags);
    if (ctl.kind != Finite) begin
      flags    = '0;
      flags.nv = ctl.nv;
      result   = (ctl.kind == Infinite) ? infinity(Wide ? ctl.fmt : FmtS, sign)
                                        : canonical_nan(Wide ? ctl.fmt : FmtS);
    end
  endfunction

  always_comb begin
    result_o = '0;
    flags_o  = '0;
    if (out_valid_i) begin
      finish(ctl3_q, sign3_q, exp3_q, norm_q, sum_hi_q, sum_lo_q, sticky3_q, result_o, flags_o);
    end
  end

endmodule
