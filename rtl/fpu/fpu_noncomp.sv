// FPU operations that compute nothing: sign injection, min/max, compare, class, moves.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One register. rm selects: sgnj 0, sgnjn 1, sgnjx 2; min 0, max 1; le 0, lt 1,
// eq 2, and for the packed comparisons ne 3, ge 4, gt 5. Integer results are
// zero-extended; of two lanes, the comparison's bits are bits 0 and 1. A packed
// move to FP packs the lower words of a (lane 0) and b (lane 1).
module fpu_noncomp
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
  input  fp_fmt_e             fmt_i,
  input  logic [2:0]          rm_i,
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

  // A value's order as an unsigned key: negative ones reversed below the positive ones.
  function automatic logic [63:0] order_key(fp_fmt_e fmt, logic [63:0] value);
    logic [63:0] aligned;
    aligned = (fmt == FmtD) ? value : {value[31:0], 32'b0};
    return aligned[63] ? ~aligned : {1'b1, aligned[62:0]};
  endfunction

  function automatic logic [9:0] class_mask(fp_class_t cls);
    logic normal;
    normal = !(cls.zero || cls.sub || cls.inf || cls.nan);
    return {cls.nan && !cls.snan, cls.snan, cls.inf && !cls.sign, normal && !cls.sign,
            cls.sub && !cls.sign, cls.zero && !cls.sign, cls.zero && cls.sign,
            cls.sub && cls.sign, normal && cls.sign, cls.inf && cls.sign};
  endfunction

  // One lane. a and b are unboxed already.
  function automatic void lane(input fp_op_e op, input fp_fmt_e fmt, input logic [2:0] rm,
                               input logic [63:0] a, input logic [63:0] b,
                               output logic [63:0] result, output logic nv);
    // b's class is never asked for as a whole.
    /* verilator lint_off UNUSEDSIGNAL */
    fp_class_t a_class, b_class;
    /* verilator lint_on UNUSEDSIGNAL */
    logic      any_nan, equal, less, sign;
    logic      is_true;
    a_class = classify(fmt, a);
    b_class = classify(fmt, b);
    any_nan = a_class.nan || b_class.nan;
    equal   = (a_class.zero && b_class.zero) || order_key(fmt, a) == order_key(fmt, b);
    less    = order_key(fmt, a) < order_key(fmt, b);
    result  = '0;
    nv      = 1'b0;
    unique case (op)
      FpSgnj: begin
        sign = b_class.sign;
        if (rm == 3'd1) sign = !sign;
        if (rm == 3'd2) sign = sign ^ a_class.sign;
        result = (fmt == FmtD) ? {sign, a[62:0]} : box({sign, a[30:0]});
      end
      FpMinMax: begin
        nv = a_class.snan || b_class.snan;
        if (a_class.nan && b_class.nan) begin
          result = canonical_nan(fmt);
        end else if (a_class.nan) begin
          result = b;
        end else if (b_class.nan) begin
          result = a;
        end else begin
          result = (less ^ rm[0]) ? a : b;
        end
      end
      FpCmp: begin
        less = less && !equal;
        unique case (rm)
          3'd0:    is_true = less || equal;
          3'd1:    is_true = less;
          3'd2:    is_true = equal;
          3'd3:    is_true = !equal;
          3'd4:    is_true = !less;
          default: is_true = !less && !equal;
        endcase
        if (any_nan) is_true = rm == 3'd3;
        nv = a_class.snan || b_class.snan || (any_nan && rm != 3'd2 && rm != 3'd3);
        result = 64'(is_true);
      end
      FpClass: result = 64'(class_mask(a_class));
      FpMvFX:  result = (fmt == FmtD) ? a : box(a[31:0]);
      default: result = {32'b0, a[31:0]};
    endcase
  endfunction

  logic                valid_q;
  logic [63:0]         result_d;
  // Of a packed result each lane gives its lower half.
  /* verilator lint_off UNUSEDSIGNAL */
  logic [63:0]         result0, result1;
  /* verilator lint_on UNUSEDSIGNAL */
  logic                nv_d, nv0, nv1;
  logic                nv_q;

  always_comb begin
    result_d = 'x;
    nv_d     = 'x;
    result0  = 'x;
    nv0      = 'x;
    result1  = 'x;
    nv1      = 'x;
    if (in_valid_i) begin
      if (is_packed_i) begin
        lane(op_i, FmtS, rm_i, box(a_i[31:0]), box(b_i[31:0]), result0, nv0);
        lane(op_i, FmtS, rm_i, box(a_i[63:32]), box(b_i[63:32]), result1, nv1);
        nv_d = nv0 || nv1;
        unique case (op_i)
          FpCmp:   result_d = {62'b0, result1[0], result0[0]};
          FpMvFX:  result_d = {b_i[31:0], a_i[31:0]};
          default: result_d = {result1[31:0], result0[31:0]};
        endcase
      end else if (fmt_i == FmtS && op_i != FpMvXF && op_i != FpMvFX) begin
        lane(op_i, FmtS, rm_i, unbox(a_i), unbox(b_i), result_d, nv_d);
      end else begin
        lane(op_i, fmt_i, rm_i, a_i, b_i, result_d, nv_d);
      end
    end
  end

  assign in_ready_o  = !valid_q || out_ready_i;
  assign out_valid_o = valid_q;
  assign busy_o      = valid_q;
  assign flags_o     = '{nv: nv_q, default: '0};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
    end else if (in_ready_o) begin
      valid_q <= in_valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (in_valid_i && in_ready_o) begin
      result_o <= result_d;
      nv_q     <= nv_d;
      tag_o    <= tag_i;
    end
  end

endmodule
