// The floating-point unit: f64, f32 and pairs of f32, IEEE 754 with RISC-V's choices.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Four units (multiply-add, division and root, sign/compare/move, conversion)
// behind one request and one result port. Results leave out of order, named by
// their tags. When units finish together the one with the longer pipe goes
// first and the others are held; nothing is ever lost.
//
// Formats: arithmetic, comparisons, class and moves to integer take src_fmt_i;
// moves from integer and conversions from integer take dst_fmt_i; conversions
// between formats take both. is_packed_i: both words hold two f32, lane 0 low;
// replicate_i: lane 0 of b serves both lanes. Integer operands lie in a's low
// word, integer results in the result's low word, zero-extended.
// rm_i is the rounding mode (never RmDyn), or picks the operation as
// fpu_noncomp says. An operation from an FP register is issue-ready
// FpuLatency<unit> cycles after it was accepted.
module fpu
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
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
  input  logic                replicate_i,
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

  // Registers that the pipes have by themselves.
  localparam int unsigned FmaRegs     = 3;
  localparam int unsigned NoncompRegs = 1;
  localparam int unsigned ConvRegs    = 2;

  if (FpuLatencyFma < FmaRegs + 1) begin : gen_bad_fma
    $error("fpu.latency_fma must be at least %0d, is %0d", FmaRegs + 1, FpuLatencyFma);
  end
  if (FpuLatencyNoncomp < NoncompRegs + 1) begin : gen_bad_noncomp
    $error("fpu.latency_noncomp must be at least %0d, is %0d", NoncompRegs + 1,
           FpuLatencyNoncomp);
  end
  if (FpuLatencyConv < ConvRegs + 1) begin : gen_bad_conv
    $error("fpu.latency_conv must be at least %0d, is %0d", ConvRegs + 1, FpuLatencyConv);
  end

  localparam int unsigned NumUnits = 4;
  localparam int unsigned Fma      = 0;
  localparam int unsigned Conv     = 1;
  localparam int unsigned Noncomp  = 2;
  localparam int unsigned DivSqrt  = 3;

  // ---- Request ----
  logic [NumUnits-1:0] in_valid, in_ready;
  logic [1:0]          unit;
  logic [63:0]         second;
  fp_fmt_e             arith_fmt, noncomp_fmt;

  always_comb begin
    unique case (op_i)
      FpFmadd, FpFmsub, FpFnmsub, FpFnmadd, FpAdd, FpSub, FpMul, FpVsum: unit = 2'(Fma);
      FpCvtFF, FpCvtFI, FpCvtIF: unit = 2'(Conv);
      FpDiv, FpSqrt: unit = 2'(DivSqrt);
      default: unit = 2'(Noncomp);
    endcase
    in_valid       = '0;
    in_valid[unit] = in_valid_i;
  end
  assign in_ready_o  = in_ready[unit];
  assign second      = replicate_i ? {2{b_i[31:0]}} : b_i;
  assign arith_fmt   = is_packed_i ? FmtS : src_fmt_i;
  assign noncomp_fmt = (op_i == FpMvFX) ? dst_fmt_i : arith_fmt;

  // ---- Units ----
  logic [NumUnits-1:0] unit_valid, unit_ready, unit_busy;
  logic [63:0]         unit_result [NumUnits];
  fp_flags_t           unit_flags  [NumUnits];
  logic [TagWidth-1:0] unit_tag    [NumUnits];
  logic [NumUnits-1:0] res_valid, res_ready, res_busy;
  logic [63:0]         res_result  [NumUnits];
  fp_flags_t           res_flags   [NumUnits];
  logic [TagWidth-1:0] res_tag     [NumUnits];

  fpu_fma #(
    .TagWidth(TagWidth)
  ) i_fma (
    .clk_i,
    .rst_ni,
    .in_valid_i (in_valid[Fma]),
    .in_ready_o (in_ready[Fma]),
    .op_i,
    .fmt_i      (arith_fmt),
    .rm_i,
    .is_packed_i,
    .a_i,
    .b_i        (second),
    .c_i,
    .tag_i,
    .out_valid_o(unit_valid[Fma]),
    .out_ready_i(unit_ready[Fma]),
    .result_o   (unit_result[Fma]),
    .flags_o    (unit_flags[Fma]),
    .tag_o      (unit_tag[Fma]),
    .busy_o     (unit_busy[Fma])
  );

  fpu_conv #(
    .TagWidth(TagWidth)
  ) i_conv (
    .clk_i,
    .rst_ni,
    .in_valid_i (in_valid[Conv]),
    .in_ready_o (in_ready[Conv]),
    .op_i,
    .src_fmt_i,
    .dst_fmt_i,
    .rm_i,
    .is_unsigned_i,
    .is_packed_i,
    .a_i,
    .b_i,
    .tag_i,
    .out_valid_o(unit_valid[Conv]),
    .out_ready_i(unit_ready[Conv]),
    .result_o   (unit_result[Conv]),
    .flags_o    (unit_flags[Conv]),
    .tag_o      (unit_tag[Conv]),
    .busy_o     (unit_busy[Conv])
  );

  fpu_noncomp #(
    .TagWidth(TagWidth)
  ) i_noncomp (
    .clk_i,
    .rst_ni,
    .in_valid_i (in_valid[Noncomp]),
    .in_ready_o (in_ready[Noncomp]),
    .op_i,
    .fmt_i      (noncomp_fmt),
    .rm_i,
    .is_packed_i,
    .a_i,
    .b_i        (second),
    .tag_i,
    .out_valid_o(unit_valid[Noncomp]),
    .out_ready_i(unit_ready[Noncomp]),
    .result_o   (unit_result[Noncomp]),
    .flags_o    (unit_flags[Noncomp]),
    .tag_o      (unit_tag[Noncomp]),
    .busy_o     (unit_busy[Noncomp])
  );

  fpu_divsqrt #(
    .TagWidth(TagWidth)
  ) i_divsqrt (
    .clk_i,
    .rst_ni,
    .in_valid_i (in_valid[DivSqrt]),
    .in_ready_o (in_ready[DivSqrt]),
    .op_i,
    .fmt_i      (arith_fmt),
    .rm_i,
    .is_packed_i,
    .a_i,
    .b_i        (second),
    .tag_i,
    .out_valid_o(unit_valid[DivSqrt]),
    .out_ready_i(unit_ready[DivSqrt]),
    .result_o   (unit_result[DivSqrt]),
    .flags_o    (unit_flags[DivSqrt]),
    .tag_o      (unit_tag[DivSqrt]),
    .busy_o     (unit_busy[DivSqrt])
  );

  for (genvar u = 0; u < NumUnits; u++) begin : gen_delay
    localparam int unsigned Depth = (u == Fma)     ? FpuLatencyFma - 1 - FmaRegs :
                                    (u == Conv)    ? FpuLatencyConv - 1 - ConvRegs :
                                    (u == Noncomp) ? FpuLatencyNoncomp - 1 - NoncompRegs : 0;
    fpu_delay #(
      .Depth   (Depth),
      .TagWidth(TagWidth)
    ) i_delay (
      .clk_i,
      .rst_ni,
      .in_valid_i (unit_valid[u]),
      .in_ready_o (unit_ready[u]),
      .result_i   (unit_result[u]),
      .flags_i    (unit_flags[u]),
      .tag_i      (unit_tag[u]),
      .out_valid_o(res_valid[u]),
      .out_ready_i(res_ready[u]),
      .result_o   (res_result[u]),
      .flags_o    (res_flags[u]),
      .tag_o      (res_tag[u]),
      .busy_o     (res_busy[u])
    );
  end

  // ---- Result: the longest pipe first, but what was offered stays ----
  logic [1:0] chosen, chosen_q;
  logic       offered_q;

  always_comb begin
    if (offered_q)                chosen = chosen_q;
    else if (res_valid[Fma])      chosen = 2'(Fma);
    else if (res_valid[Conv])     chosen = 2'(Conv);
    else if (res_valid[Noncomp])  chosen = 2'(Noncomp);
    else                          chosen = 2'(DivSqrt);
  end

  // Apart from the choice: whoever takes the result may look at its tag first.
  always_comb begin
    res_ready         = '0;
    res_ready[chosen] = out_ready_i;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      offered_q <= 1'b0;
      chosen_q  <= '0;
    end else begin
      offered_q <= out_valid_o && !out_ready_i;
      chosen_q  <= chosen;
    end
  end

  assign out_valid_o = |res_valid;
  assign result_o    = res_result[chosen];
  assign flags_o     = res_flags[chosen];
  assign tag_o       = res_tag[chosen];
  assign busy_o      = |unit_busy || |res_busy;

endmodule
