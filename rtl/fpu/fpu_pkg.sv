// What the floating-point units share: unpacking, shifting, counting, rounding.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Inside the FPU both formats use the same words: an 11-bit exponent biased by
// the format's own bias and never below 1, and a 53-bit significand whose top
// bit is the hidden one (a binary32 significand is its upper 24 bits).
// Subnormals stay as they are, with the top bit 0.
//
// Wider quantities are pairs of 64-bit words, so that a simulator works in
// machine words; the carry out of a word is formed from its top bits, which
// costs a look-up table and no second adder.
package fpu_pkg;

  import seeker_pkg::*;

  localparam logic [63:0] CanonicalNanD = 64'h7ff8_0000_0000_0000;
  localparam logic [31:0] CanonicalNanS = 32'h7fc0_0000;

  typedef struct packed {
    logic sign;
    logic zero;
    logic sub;   // subnormal
    logic inf;
    logic nan;   // quiet or signalling
    logic snan;
  } fp_class_t;

  function automatic logic [63:0] box(logic [31:0] value);
    return {32'hffff_ffff, value};
  endfunction

  // A binary32 operand in a 64-bit register that is not boxed is the canonical NaN.
  function automatic logic [63:0] unbox(logic [63:0] value);
    return (&value[63:32]) ? value : box(CanonicalNanS);
  endfunction

  function automatic fp_class_t classify(fp_fmt_e fmt, logic [63:0] value);
    fp_class_t cls;
    logic exp_zero, exp_ones, frac_zero;
    if (fmt == FmtD) begin
      cls.sign  = value[63];
      exp_zero  = value[62:52] == '0;
      exp_ones  = value[62:52] == '1;
      frac_zero = value[51:0] == '0;
      cls.snan  = exp_ones && !frac_zero && !value[51];
    end else begin
      cls.sign  = value[31];
      exp_zero  = value[30:23] == '0;
      exp_ones  = value[30:23] == '1;
      frac_zero = value[22:0] == '0;
      cls.snan  = exp_ones && !frac_zero && !value[22];
    end
    cls.zero = exp_zero && frac_zero;
    cls.sub  = exp_zero && !frac_zero;
    cls.inf  = exp_ones && frac_zero;
    cls.nan  = exp_ones && !frac_zero;
    return cls;
  endfunction

  // Each takes the whole operand and picks a field of it.
  /* verilator lint_off UNUSEDSIGNAL */
  function automatic logic [10:0] exponent(fp_fmt_e fmt, logic [63:0] value);
    logic [10:0] field;
    field = (fmt == FmtD) ? value[62:52] : {3'b0, value[30:23]};
    return {field[10:1], field[0] | (field == '0)};
  endfunction

  function automatic logic [52:0] significand(fp_fmt_e fmt, logic [63:0] value);
    return (fmt == FmtD) ? {value[62:52] != '0, value[51:0]}
                         : {value[30:23] != '0, value[22:0], 29'b0};
  endfunction
  /* verilator lint_on UNUSEDSIGNAL */

  // Carry out of a + b + carry_in, given the sum's word.
  function automatic logic carry_out(logic a_msb, logic b_msb, logic sum_msb);
    return (a_msb & b_msb) | ((a_msb | b_msb) & ~sum_msb);
  endfunction

  // Leading zeros of a word that is not zero (63 for zero).
  function automatic logic [5:0] leading_zeros(logic [63:0] value);
    logic [63:0] rest;
    logic [5:0]  count;
    rest  = value;
    count = '0;
    if (rest[63:32] == '0) begin
      count[5] = 1'b1;
      rest = rest << 32;
    end
    if (rest[63:48] == '0) begin
      count[4] = 1'b1;
      rest = rest << 16;
    end
    if (rest[63:56] == '0) begin
      count[3] = 1'b1;
      rest = rest << 8;
    end
    if (rest[63:60] == '0) begin
      count[2] = 1'b1;
      rest = rest << 4;
    end
    if (rest[63:62] == '0) begin
      count[1] = 1'b1;
      rest = rest << 2;
    end
    count[0] = !rest[63];
    return count;
  endfunction

  // {hi, lo} >> amount; what falls out is ORed into sticky.
  function automatic void shift_right(input logic [63:0] hi_i, input logic [63:0] lo_i,
                                      input logic [6:0] amount,
                                      output logic [63:0] hi, output logic [63:0] lo,
                                      output logic sticky);
    hi     = hi_i;
    lo     = lo_i;
    sticky = 1'b0;
    if (amount[6]) begin
      sticky = lo != '0;
      lo = hi;
      hi = '0;
    end
    for (int unsigned i = 0; i < 6; i++) begin
      if (amount[i]) begin
        sticky = sticky || ((lo & ((64'd1 << (1 << i)) - 64'd1)) != '0);
        lo = (lo >> (1 << i)) | (hi << (64 - (1 << i)));
        hi = hi >> (1 << i);
      end
    end
  endfunction

  // {hi, lo} << amount.
  function automatic void shift_left(input logic [63:0] hi_i, input logic [63:0] lo_i,
                                     input logic [6:0] amount,
                                     output logic [63:0] hi, output logic [63:0] lo);
    hi = hi_i;
    lo = lo_i;
    if (amount[6]) begin
      hi = lo;
      lo = '0;
    end
    for (int unsigned i = 0; i < 6; i++) begin
      if (amount[i]) begin
        hi = (hi << (1 << i)) | (lo >> (64 - (1 << i)));
        lo = lo << (1 << i);
      end
    end
  endfunction

  function automatic logic round_up(logic [2:0] rm, logic sign, logic lsb, logic half,
                                    logic sticky);
    unique case (rm)
      RmRne:   return half & (sticky | lsb);
      RmRdn:   return sign & (half | sticky);
      RmRup:   return !sign & (half | sticky);
      RmRmm:   return half;
      default: return 1'b0;
    endcase
  endfunction

  // Rounds and packs a finite value. mant is left-aligned: its top bit is the
  // hidden one, exp the biased exponent that goes with it; with the top bit 0
  // the value is subnormal and exp is 1. Tininess is detected after rounding.
  function automatic void round_pack(input fp_fmt_e fmt, input logic [2:0] rm,
                                     input logic sign, input logic [11:0] exp,
                                     input logic [63:0] mant, input logic sticky_i,
                                     output logic [63:0] result, output fp_flags_t flags);
    logic lsb, half, sticky, up;
    logic next_ones, next_up;
    logic overflow, to_inf, inexact;
    logic [11:0] field;
    logic [63:0] packed_value;

    field = mant[63] ? exp : '0;
    // The same value with one bit more, for tininess: the bits below the top.
    if (fmt == FmtD) begin
      lsb       = mant[11];
      half      = mant[10];
      sticky    = sticky_i || (mant[9:0] != '0);
      next_ones = mant[62:10] == '1;
      next_up   = round_up(rm, sign, mant[10], mant[9], sticky_i || (mant[8:0] != '0));
    end else begin
      lsb       = mant[40];
      half      = mant[39];
      sticky    = sticky_i || (mant[38:0] != '0);
      next_ones = mant[62:39] == '1;
      next_up   = round_up(rm, sign, mant[39], mant[38], sticky_i || (mant[37:0] != '0));
    end
    up      = round_up(rm, sign, lsb, half, sticky);
    inexact = half | sticky;

    // A carry out of the fraction moves into the exponent, as it should.
    if (fmt == FmtD) begin
      packed_value = {field, mant[62:11]} + 64'(up);
      overflow     = packed_value[63:52] >= 12'd2047;
    end else begin
      packed_value = {29'b0, field, mant[62:40]} + 64'(up);
      overflow     = packed_value[34:23] >= 12'd255;
    end
    to_inf = (rm == RmRne) || (rm == RmRmm) || (rm == RmRdn && sign) || (rm == RmRup && !sign);

    if (fmt == FmtD) begin
      result = {sign, overflow ? {11'h7fe | 11'(to_inf), {52{!to_inf}}} : packed_value[62:0]};
    end else begin
      result = box({sign, overflow ? {8'hfe | 8'(to_inf), {23{!to_inf}}} : packed_value[30:0]});
    end
    flags    = '0;
    flags.of = overflow;
    flags.uf = inexact & !mant[63] & !(next_ones & next_up);
    flags.nx = inexact | overflow;
  endfunction

  function automatic logic [63:0] canonical_nan(fp_fmt_e fmt);
    return (fmt == FmtD) ? CanonicalNanD : box(CanonicalNanS);
  endfunction

  function automatic logic [63:0] infinity(fp_fmt_e fmt, logic sign);
    return (fmt == FmtD) ? {sign, 11'h7ff, 52'b0} : box({sign, 8'hff, 23'b0});
  endfunction

endpackage
