// Fused multiply-add unit: f64, f32, and two f32 lanes, three registers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stage 0 unpacks and multiplies, stage 1 sums the partial products and aligns,
// stage 2 adds, stage 3 (after the last register) rounds. One 53x53 multiplier
// serves all formats: its halves of 26 and 27 bits make four products, and two
// f32 lanes use the outer two (lane 0 above, lane 1 below) with the crossed
// ones off.
//
// a + b is a * 1 + b; a * b is a * b + 0 with the product's sign on the zero.
//
// The sum of a pair and an accumulator is two additions, each rounded: the first
// one's result waits a cycle and goes through the pipe again, before requests.
module fpu_fma
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
  input  logic [63:0]         c_i,
  input  logic [TagWidth-1:0] tag_i,

  output logic                out_valid_o,
  input  logic                out_ready_i,
  output logic [63:0]         result_o,
  output fp_flags_t           flags_o,
  output logic [TagWidth-1:0] tag_o,
  output logic                busy_o
);

  // ---- What enters stage 0: a sum's second addition, or the request ----
  logic                again_q;
  logic [31:0]         again_sum_q, again_acc_q;
  logic [2:0]          again_rm_q;
  fp_flags_t           again_flags_q;
  logic [TagWidth-1:0] again_tag_q;

  logic        enter, is_sum, is_packed;
  fp_op_e      enter_op;
  fp_fmt_e     enter_fmt;
  logic [2:0]  enter_rm;
  logic [63:0] enter_a, enter_b;

  always_comb begin
    enter     = in_valid_i || again_q;
    is_sum    = op_i == FpVsum && !again_q;
    is_packed = is_packed_i && op_i != FpVsum && !again_q;
    enter_op  = op_i;
    enter_fmt = (again_q || is_sum) ? FmtS : fmt_i;
    enter_rm  = rm_i;
    enter_a   = a_i;
    enter_b   = b_i;
    if (again_q) begin
      enter_op = FpAdd;
      enter_rm = again_rm_q;
      enter_a  = box(again_sum_q);
      enter_b  = box(again_acc_q);
    end else if (is_sum) begin
      enter_op = FpAdd;
      enter_a  = box(a_i[31:0]);
      enter_b  = box(a_i[63:32]);
    end
  end

  // ---- Control ----
  logic [2:0] valid_q, ready, load, packed_q, sum_q;
  logic       leave;
  logic [TagWidth-1:0] tag_q [3];

  // A sum's first addition always leaves: either nothing waits for stage 0, or
  // what waits moves into it with all the rest. A stage moves when any stage
  // from it on has room.
  assign leave       = sum_q[2] || out_ready_i;
  assign ready[2]    = !valid_q[2] || leave;
  assign ready[1]    = !(&valid_q[2:1]) || leave;
  assign ready[0]    = !(&valid_q) || leave;
  assign load        = {valid_q[1:0], enter} & ready;
  assign in_ready_o  = ready[0] && !again_q;
  assign out_valid_o = valid_q[2] && !sum_q[2];
  assign tag_o       = tag_q[2];
  assign busy_o      = |valid_q || again_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= '0;
    end else begin
      if (ready[0]) valid_q[0] <= enter;
      if (ready[1]) valid_q[1] <= valid_q[0];
      if (ready[2]) valid_q[2] <= valid_q[1];
    end
  end

  always_ff @(posedge clk_i) begin
    if (load[0]) begin
      tag_q[0]    <= again_q ? again_tag_q : tag_i;
      packed_q[0] <= is_packed;
    end
    if (load[1]) begin
      tag_q[1]    <= tag_q[0];
      packed_q[1] <= packed_q[0];
    end
    if (load[2]) begin
      tag_q[2]    <= tag_q[1];
      packed_q[2] <= packed_q[1];
    end
  end

  // What a sum carries: accumulator and mode to its second addition, flags from
  // its first one.
  logic [31:0] acc_q   [3];
  logic [2:0]  mode_q  [3];
  fp_flags_t   first_q [3];

  always_ff @(posedge clk_i) begin
    if (load[0]) begin
      sum_q[0]   <= is_sum;
      first_q[0] <= again_q ? again_flags_q : '0;
      if (is_sum) begin
        acc_q[0]  <= c_i[31:0];
        mode_q[0] <= rm_i;
      end
    end
    for (int i = 1; i < 3; i++) begin
      if (load[i]) begin
        sum_q[i]   <= sum_q[i-1];
        first_q[i] <= first_q[i-1];
        if (sum_q[i-1]) begin
          acc_q[i]  <= acc_q[i-1];
          mode_q[i] <= mode_q[i-1];
        end
      end
    end
  end

  // ---- Stage 0: what the operation makes of its operands ----
  function automatic void operands(
      input fp_op_e op, input fp_fmt_e fmt, input logic boxed, input logic [63:0] a_in,
      input logic [63:0] b_in, input logic [63:0] c_in,
      output fp_class_t a, output fp_class_t b, output fp_class_t c,
      output logic [10:0] a_exp, output logic [10:0] b_exp, output logic [10:0] c_exp,
      output logic [52:0] a_mant, output logic [52:0] b_mant, output logic [52:0] c_mant);
    logic [63:0] a_value, b_value, c_value;
    logic        is_add;
    is_add  = op == FpAdd || op == FpSub;
    a_value = a_in;
    b_value = b_in;
    c_value = c_in;
    if (is_add) begin
      b_value = (fmt == FmtD) ? 64'h3ff0_0000_0000_0000 : box(32'h3f80_0000);
      c_value = b_in;
    end
    if (op == FpMul) c_value = (fmt == FmtD) ? '0 : box('0);
    if (boxed) begin
      a_value = unbox(a_value);
      b_value = unbox(b_value);
      c_value = unbox(c_value);
    end
    a      = classify(fmt, a_value);
    b      = classify(fmt, b_value);
    c      = classify(fmt, c_value);
    a_exp  = exponent(fmt, a_value);
    b_exp  = exponent(fmt, b_value);
    c_exp  = exponent(fmt, c_value);
    a_mant = significand(fmt, a_value);
    b_mant = significand(fmt, b_value);
    c_mant = significand(fmt, c_value);
    if (op == FpFnmsub || op == FpFnmadd) a.sign = !a.sign;
    if (op == FpFmsub || op == FpFnmadd || op == FpSub) c.sign = !c.sign;
    if (op == FpMul) c.sign = a.sign ^ b.sign;
  endfunction

  fp_class_t a0, b0, c0, a1, b1, c1;
  logic [10:0] a0_exp, b0_exp, c0_exp, a1_exp, b1_exp, c1_exp;
  logic [52:0] a0_mant, b0_mant, c0_mant, c1_mant;
  // An f32 significand is the upper 24 bits.
  /* verilator lint_off UNUSEDSIGNAL */
  logic [52:0] a1_mant, b1_mant;
  /* verilator lint_on UNUSEDSIGNAL */
  logic lane1;
  assign lane1 = enter && is_packed;

  always_comb begin
    a0      = 'x;
    b0      = 'x;
    c0      = 'x;
    a0_exp  = 'x;
    b0_exp  = 'x;
    c0_exp  = 'x;
    a0_mant = 'x;
    b0_mant = 'x;
    c0_mant = 'x;
    if (enter) begin
      operands(enter_op, enter_fmt, enter_fmt == FmtS && !is_packed, enter_a, enter_b, c_i,
               a0, b0, c0, a0_exp, b0_exp, c0_exp, a0_mant, b0_mant, c0_mant);
    end
  end

  always_comb begin
    a1      = 'x;
    b1      = 'x;
    c1      = 'x;
    a1_exp  = 'x;
    b1_exp  = 'x;
    c1_exp  = 'x;
    a1_mant = 'x;
    b1_mant = 'x;
    c1_mant = 'x;
    if (lane1) begin
      operands(op_i, FmtS, 1'b0, {32'b0, a_i[63:32]}, {32'b0, b_i[63:32]}, {32'b0, c_i[63:32]},
               a1, b1, c1, a1_exp, b1_exp, c1_exp, a1_mant, b1_mant, c1_mant);
    end
  end

  // ---- The multiplier: upper halves of 26 bits, lower of 27 ----
  logic [25:0] a_up, b_up;
  logic [26:0] a_low, b_low;
  logic [51:0] prod_uu_q;
  logic [52:0] prod_ul_q, prod_lu_q;
  logic [53:0] prod_ll_q;

  assign a_up  = a0_mant[52:27];
  assign b_up  = b0_mant[52:27];
  assign a_low = is_packed ? {a1_mant[52:29], 3'b0} : a0_mant[26:0];
  assign b_low = is_packed ? {b1_mant[52:29], 3'b0} : b0_mant[26:0];

  always_ff @(posedge clk_i) begin
    if (load[0]) begin
      prod_uu_q <= 52'(64'(a_up) * 64'(b_up));
      prod_ul_q <= 53'(64'(a_up) * 64'(b_low));
      prod_lu_q <= 53'(64'(a_low) * 64'(b_up));
      prod_ll_q <= 54'(64'(a_low) * 64'(b_low));
    end
  end

  // ---- Stage 1: the product in the window, 1.0 (bit 104) at bit 125 ----
  logic [63:0] prod_hi, prod_lo, prod1_hi;

  function automatic void sum_products(
      input logic two_lanes, input logic [51:0] uu, input logic [52:0] ul,
      input logic [52:0] lu, input logic [53:0] ll, output logic [63:0] hi,
      output logic [63:0] lo, output logic [63:0] hi1);
    logic [53:0] mid;
    logic [63:0] ll_low, mid_low;
    logic        carry;
    mid     = 54'(ul) + 54'(lu);
    ll_low  = 64'(ll) << 21;
    mid_low = 64'(mid) << 48;
    lo      = ll_low + mid_low;
    carry   = carry_out(ll_low[63], mid_low[63], lo[63]);
    hi      = (64'(uu) << 11) + (64'(mid) >> 16) + (64'(ll) >> 43) + 64'(carry);
    hi1     = 64'(ll) << 9;
    if (two_lanes) begin
      hi = 64'(uu) << 11;
      lo = '0;
    end
  endfunction

  always_comb begin
    prod_hi  = 'x;
    prod_lo  = 'x;
    prod1_hi = 'x;
    if (valid_q[0]) begin
      sum_products(packed_q[0], prod_uu_q, prod_ul_q, prod_lu_q, prod_ll_q, prod_hi, prod_lo,
                   prod1_hi);
    end
  end

  // ---- The lanes ----
  logic [63:0] result0;
  // The upper lane's box is dropped.
  /* verilator lint_off UNUSEDSIGNAL */
  logic [63:0] result1;
  /* verilator lint_on UNUSEDSIGNAL */
  fp_flags_t   flags0, flags1;

  fpu_fma_path #(
    .Wide(1'b1)
  ) i_lane0 (
    .clk_i,
    .valid_i    ({valid_q[1:0], enter}),
    .load_i     (load),
    .fmt_i      (enter_fmt),
    .rm_i       (enter_rm),
    .a_class_i  (a0),
    .b_class_i  (b0),
    .c_class_i  (c0),
    .a_exp_i    (a0_exp),
    .b_exp_i    (b0_exp),
    .c_exp_i    (c0_exp),
    .c_mant_i   (c0_mant),
    .prod_hi_i  (prod_hi),
    .prod_lo_i  (prod_lo),
    .out_valid_i(valid_q[2]),
    .result_o   (result0),
    .flags_o    (flags0)
  );

  fpu_fma_path #(
    .Wide(1'b0)
  ) i_lane1 (
    .clk_i,
    .valid_i    ({valid_q[1:0] & packed_q[1:0], lane1}),
    .load_i     (load & {packed_q[1:0], is_packed}),
    .fmt_i      (FmtS),
    .rm_i       (enter_rm),
    .a_class_i  (a1),
    .b_class_i  (b1),
    .c_class_i  (c1),
    .a_exp_i    (a1_exp),
    .b_exp_i    (b1_exp),
    .c_exp_i    (c1_exp),
    .c_mant_i   (c1_mant),
    .prod_hi_i  (prod1_hi),
    .prod_lo_i  ('0),
    .out_valid_i(valid_q[2] && packed_q[2]),
    .result_o   (result1),
    .flags_o    (flags1)
  );

  assign result_o = packed_q[2] ? {result1[31:0], result0[31:0]} : result0;
  assign flags_o  = (packed_q[2] ? (flags0 | flags1) : flags0) | first_q[2];

  // ---- A sum's first addition, on its way to the second ----
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      again_q <= 1'b0;
    end else if (valid_q[2] && sum_q[2]) begin
      again_q <= 1'b1;
    end else if (ready[0]) begin
      again_q <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (valid_q[2] && sum_q[2]) begin
      again_sum_q   <= result0[31:0];
      again_acc_q   <= acc_q[2];
      again_rm_q    <= mode_q[2];
      again_flags_q <= flags0;
      again_tag_q   <= tag_q[2];
    end
  end

endmodule
