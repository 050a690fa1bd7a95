// FPU conversions: f32 <-> f64, f32 or f64 <-> i32 or u32. Two registers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The value is a 64-bit fraction whose top bit weighs 2^exp. Stage 0 unpacks
// and counts leading zeros, stage 1 shifts (left to normalise, right to the
// integer's place or into the subnormals), stage 2 rounds and packs. For an
// integer result the upper half is the integer part. Packed f64 to f32: a makes
// lane 0 of the result, b lane 1, on a path of its own.
module fpu_conv
  import seeker_pkg::*;
  import fpu_pkg::*;
#(
  parameter int unsigned TagWidth = 1
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                in_valid_i,
  output logic                in_ready_o,
  input  fp_op_e              op_i,
  input  fp_fmt_e             src_fmt_i,
  input  fp_fmt_e             dst_fmt_i,
  input  logic [2:0]          rm_i,
  input  logic                is_unsigned_i,
  input  logic                is_packed_i,
  input  logic [63:0]         a_i,
  input  logic [63:0]         b_i,
  input  logic [TagWidth-1:0] tag_i,

  output logic                out_valid_o,
  input  logic                out_ready_i,
  output logic [63:0]         result_o,
  output fp_flags_t           flags_o,
  output logic [TagWidth-1:0] tag_o,
  output logic                busy_o
);

  typedef struct packed {
    fp_op_e     op;
    fp_fmt_e    dst;
    logic [2:0] rm;
    logic       is_unsigned;
    logic       sign;
    logic       inf;
    logic       nan;
    logic       snan;
  } control_t;

  // ---- Control ----
  logic [1:0] valid_q, ready, load, packed_q;
  logic [TagWidth-1:0] tag1_q;

  // A stage moves when any stage from it on has room.
  assign ready[1]    = !valid_q[1] || out_ready_i;
  assign ready[0]    = !(&valid_q) || out_ready_i;
  assign load        = {valid_q[0], in_valid_i} & ready;
  assign in_ready_o  = ready[0];
  assign out_valid_o = valid_q[1];
  assign busy_o      = |valid_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= '0;
    end else begin
      if (ready[0]) valid_q[0] <= in_valid_i;
      if (ready[1]) valid_q[1] <= valid_q[0];
    end
  end

  // The stages take whole structures and use what concerns them.
  /* verilator lint_off UNUSEDSIGNAL */

  // ---- Stage 0 ----
  control_t           ctl1_d, ctl1_q, ctl2_q;
  logic        [63:0] frac1_d, frac1_q;
  logic        [5:0]  zeros_d, zeros_q;
  logic signed [11:0] exp1_d, exp1_q;

  control_t           hi_ctl1_d, hi_ctl1_q, hi_ctl2_q;
  logic        [63:0] hi_frac1_d, hi_frac1_q;
  logic        [5:0]  hi_zeros_d, hi_zeros_q;
  logic signed [11:0] hi_exp1_d, hi_exp1_q;

  function automatic void unpack(
      input fp_op_e op, input fp_fmt_e src, input fp_fmt_e dst, input logic [2:0] rm,
      input logic is_unsigned, input logic [63:0] operand,
      output control_t ctl, output logic [63:0] frac, output logic [5:0] zeros,
      output logic signed [11:0] exp);
    logic [63:0] value;
    fp_class_t   cls;
    value           = (src == FmtS) ? unbox(operand) : operand;
    cls             = classify(src, value);
    ctl.op          = op;
    ctl.dst         = dst;
    ctl.rm          = rm;
    ctl.is_unsigned = is_unsigned;
    if (op == FpCvtIF) begin
      ctl.sign = !is_unsigned && operand[31];
      ctl.inf  = 1'b0;
      ctl.nan  = 1'b0;
      ctl.snan = 1'b0;
      frac     = {ctl.sign ? -operand[31:0] : operand[31:0], 32'b0};
      exp      = 12'sd31;
    end else begin
      ctl.sign = cls.sign;
      ctl.inf  = cls.inf;
      ctl.nan  = cls.nan;
      ctl.snan = cls.snan;
      frac     = {significand(src, value), 11'b0};
      exp      = signed'({1'b0, exponent(src, value)}) -
                 ((src == FmtD) ? 12'sd1023 : 12'sd127);
    end
    zeros = leading_zeros(frac);
  endfunction

  always_comb begin
    ctl1_d  = 'x;
    frac1_d = 'x;
    zeros_d = 'x;
    exp1_d  = 'x;
    if (in_valid_i) begin
      unpack(op_i, src_fmt_i, dst_fmt_i, rm_i, is_unsigned_i, a_i, ctl1_d, frac1_d, zeros_d,
             exp1_d);
    end
  end

  always_comb begin
    hi_ctl1_d  = 'x;
    hi_frac1_d = 'x;
    hi_zeros_d = 'x;
    hi_exp1_d  = 'x;
    if (in_valid_i && is_packed_i) begin
      unpack(op_i, src_fmt_i, dst_fmt_i, rm_i, 1'b0, b_i, hi_ctl1_d, hi_frac1_d, hi_zeros_d,
             hi_exp1_d);
    end
  end

  always_ff @(posedge clk_i) begin
    if (load[0] && is_packed_i) begin
      hi_ctl1_q  <= hi_ctl1_d;
      hi_frac1_q <= hi_frac1_d;
      hi_zeros_q <= hi_zeros_d;
      hi_exp1_q  <= hi_exp1_d;
    end
    if (load[0]) begin
      packed_q[0] <= is_packed_i;
      ctl1_q  <= ctl1_d;
      frac1_q <= frac1_d;
      zeros_q <= zeros_d;
      exp1_q  <= exp1_d;
      tag1_q  <= tag_i;
    end
  end

  // ---- Stage 1 ----
  logic [63:0] frac2_d, frac2_q;
  logic        sticky_d, sticky_q;
  logic [11:0] exp2_d, exp2_q;   // biased; for an integer: its magnitude exceeds 32 bits
  logic [63:0] hi_frac2_d, hi_frac2_q;
  logic        hi_sticky_d, hi_sticky_q;
  logic [11:0] hi_exp2_d, hi_exp2_q;

  function automatic void place(
      input control_t ctl, input logic [63:0] frac_i, input logic [5:0] zeros,
      input logic signed [11:0] exp_i,
      output logic [63:0] frac, output logic sticky, output logic [11:0] exp);
    logic signed [12:0] bias, biased, right;
    logic        [63:0] lost, unused_lo;
    bias   = (ctl.dst == FmtD) ? 13'sd1023 : 13'sd127;
    biased = 13'(exp_i) - signed'({7'b0, zeros}) + bias;
    lost   = '0;
    if (ctl.op == FpCvtFI) begin
      right = 13'sd31 - 13'(exp_i);
      exp   = 12'(right < 0);
    end else begin
      right = (biased < 13'sd1) ? 13'sd1 - bias - 13'(exp_i) : 13'sd0;
      exp   = (biased < 13'sd1) ? 12'd1 : biased[11:0];
    end
    frac   = frac_i;
    sticky = 1'b0;
    if (right > 13'sd63) begin
      frac   = '0;
      sticky = frac_i != '0;
    end else if (right > 13'sd0) begin
      shift_right(frac_i, '0, {1'b0, right[5:0]}, frac, lost, sticky);
      sticky = lost != '0;
    end else if (ctl.op != FpCvtFI) begin
      shift_left(frac_i, '0, {1'b0, zeros}, frac, unused_lo);
    end
  endfunction

  always_comb begin
    frac2_d  = 'x;
    sticky_d = 'x;
    exp2_d   = 'x;
    if (valid_q[0]) place(ctl1_q, frac1_q, zeros_q, exp1_q, frac2_d, sticky_d, exp2_d);
  end

  always_comb begin
    hi_frac2_d  = 'x;
    hi_sticky_d = 'x;
    hi_exp2_d   = 'x;
    if (valid_q[0] && packed_q[0]) begin
      place(hi_ctl1_q, hi_frac1_q, hi_zeros_q, hi_exp1_q, hi_frac2_d, hi_sticky_d, hi_exp2_d);
    end
  end

  always_ff @(posedge clk_i) begin
    if (load[1] && packed_q[0]) begin
      hi_ctl2_q   <= hi_ctl1_q;
      hi_frac2_q  <= hi_frac2_d;
      hi_sticky_q <= hi_sticky_d;
      hi_exp2_q   <= hi_exp2_d;
    end
    if (load[1]) begin
      packed_q[1] <= packed_q[0];
      ctl2_q   <= ctl1_q;
      frac2_q  <= frac2_d;
      sticky_q <= sticky_d;
      exp2_q   <= exp2_d;
      tag_o    <= tag1_q;
    end
  end

  // ---- Stage 2 ----
  function automatic void to_integer(input control_t ctl, input logic [63:0] frac,
                                     input logic lost, input logic too_big,
                                     output logic [63:0] result, output fp_flags_t flags);
    logic        half, sticky, up, invalid;
    logic [32:0] magnitude;
    logic [31:0] limit;
    half      = frac[31];
    sticky    = lost || frac[30:0] != '0;
    up        = round_up(ctl.rm, ctl.sign, frac[32], half, sticky);
    magnitude = {1'b0, frac[63:32]} + 33'(up);
    if (ctl.is_unsigned) begin
      limit   = (ctl.sign && !ctl.nan) ? '0 : '1;
      invalid = ctl.sign ? magnitude != '0 : magnitude[32];
    end else begin
      limit   = (ctl.sign && !ctl.nan) ? 32'h8000_0000 : 32'h7fff_ffff;
      invalid = magnitude > {1'b0, 32'h7fff_ffff} + 33'(ctl.sign);
    end
    invalid  = invalid || ctl.nan || too_big;
    result   = {32'b0, invalid ? limit : ctl.sign ? -magnitude[31:0] : magnitude[31:0]};
    flags    = '0;
    flags.nv = invalid;
    flags.nx = !invalid && (half || sticky);
  endfunction

  function automatic void to_fp(input control_t ctl, input logic [63:0] frac,
                                input logic sticky, input logic [11:0] exp,
                                output logic [63:0] result, output fp_flags_t flags);
    if (ctl.nan || ctl.inf) begin
      result   = ctl.nan ? canonical_nan(ctl.dst) : infinity(ctl.dst, ctl.sign);
      flags    = '0;
      flags.nv = ctl.snan;
    end else begin
      round_pack(ctl.dst, ctl.rm, ctl.sign, exp, frac, sticky, result, flags);
    end
  endfunction

  logic [63:0] hi_result;
  fp_flags_t   hi_flags;

  always_comb begin
    result_o  = '0;
    flags_o   = '0;
    hi_result = '0;
    hi_flags  = '0;
    if (valid_q[1]) begin
      if (ctl2_q.op == FpCvtFI) begin
        to_integer(ctl2_q, frac2_q, sticky_q, exp2_q[0], result_o, flags_o);
      end else begin
        to_fp(ctl2_q, frac2_q, sticky_q, exp2_q, result_o, flags_o);
      end
      if (packed_q[1]) begin
        to_fp(hi_ctl2_q, hi_frac2_q, hi_sticky_q, hi_exp2_q, hi_result, hi_flags);
        result_o[63:32] = hi_result[31:0];
        flags_o         = flags_o | hi_flags;
      end
    end
  end
  /* verilator lint_on UNUSEDSIGNAL */

endmodule
