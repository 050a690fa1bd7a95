// FPU division and square root: iterative, two result bits a cycle, one operation at a time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Restoring recurrence on a remainder r and a result q, both fixed-point with
// 55 fraction bits: step j (from 0) tries r' = 2r - d with d = b to divide and
// d = 2q + 2^-j for the root, and keeps r' and a one where it is not negative;
// step 0 takes the operand itself in place of 2r. 28 cycles make the 56 bits
// that f64 needs (53, one for a quotient below 1, rounding bit), 13 those of
// f32; what remains of r is the sticky bit. Subnormal operands and results are
// shifted a bit a cycle. Two f32 lanes go one after the other.
module fpu_divsqrt
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

  localparam int unsigned StepsPerCycle = 2;
  localparam logic [5:0] LastStepD = 6'd54;  // first step of the last cycle
  localparam logic [5:0] LastStepS = 6'd24;

  typedef enum logic [2:0] {
    Idle,
    Unpack,     // classify; special operands finish here
    Normalise,  // until both significands have their top bit
    Iterate,
    Place,      // normalise the quotient, move it into the subnormals
    Round,
    Done
  } state_e;

  state_e             state_q;
  logic               sqrt_q, packed_q, upper_q;
  fp_fmt_e            fmt_q;
  logic        [2:0]  rm_q;
  logic        [63:0] a_q, b_q;           // operands; the upper lane waits in the upper half
  logic               sign_q;
  logic signed [12:0] exp_q;              // unbiased exponent of the result
  logic        [52:0] a_mant_q, b_mant_q;
  logic        [5:0]  step_q;
  logic        [58:0] rem_q;
  logic        [55:0] quot_q;
  logic        [63:0] mant_q;
  logic               sticky_q;
  logic        [63:0] result_q;
  fp_flags_t          flags_q;

  assign in_ready_o  = state_q == Idle;
  assign out_valid_o = state_q == Done;
  assign busy_o      = state_q != Idle;
  assign result_o    = result_q;
  assign flags_o     = flags_q;

  // ---- Unpack: the lane's operands, and what has no digits to compute ----
  logic [63:0] a_lane, b_lane, special_result;
  // Subnormals are no special operands.
  /* verilator lint_off UNUSEDSIGNAL */
  fp_class_t   a_class, b_class;
  /* verilator lint_on UNUSEDSIGNAL */
  logic        special, special_nv, special_dz, special_sign;

  always_comb begin
    a_lane         = 'x;
    b_lane         = 'x;
    a_class        = 'x;
    b_class        = 'x;
    special        = 'x;
    special_nv     = 'x;
    special_dz     = 'x;
    special_sign   = 'x;
    special_result = 'x;
    if (state_q == Unpack) begin
      a_lane = a_q;
      b_lane = b_q;
      if (packed_q) begin
        a_lane = box(upper_q ? a_q[63:32] : a_q[31:0]);
        b_lane = box(upper_q ? b_q[63:32] : b_q[31:0]);
      end else if (fmt_q == FmtS) begin
        a_lane = unbox(a_q);
        b_lane = unbox(b_q);
      end
      a_class    = classify(fmt_q, a_lane);
      b_class    = classify(fmt_q, b_lane);
      special_dz = 1'b0;
      if (sqrt_q) begin
        special_sign   = a_class.sign;
        special_nv     = a_class.snan || (a_class.sign && !a_class.zero && !a_class.nan);
        special        = a_class.nan || special_nv || a_class.inf || a_class.zero;
        special_result = a_lane;
        if (a_class.nan || special_nv) special_result = canonical_nan(fmt_q);
      end else begin
        special_sign   = a_class.sign ^ b_class.sign;
        special_nv     = a_class.snan || b_class.snan || (a_class.inf && b_class.inf) ||
                         (a_class.zero && b_class.zero);
        special        = a_class.nan || b_class.nan || a_class.inf || b_class.inf ||
                         a_class.zero || b_class.zero;
        special_result = (fmt_q == FmtD) ? {special_sign, 63'b0} : box({special_sign, 31'b0});
        if (a_class.inf || b_class.zero) special_result = infinity(fmt_q, special_sign);
        special_dz = b_class.zero && !a_class.zero && !a_class.inf && !a_class.nan;
        if (a_class.nan || b_class.nan || special_nv) special_result = canonical_nan(fmt_q);
      end
    end
  end

  // ---- Iterate ----
  logic [58:0] rem_d;
  logic [55:0] quot_d;

  function automatic void iterate(input logic is_sqrt, input logic [58:0] rem_i,
                                  input logic [55:0] quot_i, input logic [52:0] divisor,
                                  input logic [5:0] step, output logic [58:0] rem,
                                  output logic [55:0] quot);
    logic [59:0] trial;
    logic [58:0] twice;
    logic [55:0] one;
    rem  = rem_i;
    quot = quot_i;
    one  = {1'b1, 55'b0} >> step;
    for (int unsigned i = 0; i < StepsPerCycle; i++) begin
      twice = (step == '0 && i == 0) ? rem : {rem[57:0], 1'b0};
      trial = {1'b0, twice} -
              (is_sqrt ? {3'b0, quot, 1'b0} + {4'b0, one} : {4'b0, divisor, 3'b0});
      rem   = trial[59] ? twice : trial[58:0];
      quot  = trial[59] ? quot : quot | one;
      one   = one >> 1;
    end
  endfunction

  always_comb begin
    rem_d  = 'x;
    quot_d = 'x;
    if (state_q == Iterate) begin
      iterate(sqrt_q, rem_q, quot_q, b_mant_q, step_q, rem_d, quot_d);
    end
  end

  // ---- Round ----
  logic signed [12:0] biased;
  logic        [63:0] round_result;
  fp_flags_t          round_flags;
  assign biased = exp_q + ((fmt_q == FmtD) ? 13'sd1023 : 13'sd127);

  always_comb begin
    round_result = 'x;
    round_flags  = 'x;
    if (state_q == Round) begin
      round_pack(fmt_q, rm_q, sign_q, biased[11:0], mant_q, sticky_q, round_result, round_flags);
    end
  end

  // A lane's result; the upper lane follows the lower one.
  logic        lane_done, last_lane;
  logic [63:0] lane_result;
  fp_flags_t   lane_flags;
  assign lane_done   = (state_q == Unpack && special) || state_q == Round;
  assign last_lane   = !packed_q || upper_q;
  assign lane_result = (state_q == Round) ? round_result : special_result;
  assign lane_flags  = (state_q == Round)
                       ? round_flags
                       : '{nv: special_nv, dz: special_dz, default: '0};

  // ---- State ----
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= Idle;
    end else begin
      unique case (state_q)
        Idle:      if (in_valid_i) state_q <= Unpack;
        Unpack:    if (!special) state_q <= Normalise;
        Normalise: if (a_mant_q[52] && (b_mant_q[52] || sqrt_q)) state_q <= Iterate;
        Iterate:   if (step_q == ((fmt_q == FmtD) ? LastStepD : LastStepS)) state_q <= Place;
        Place:     if (mant_q == '0 || (mant_q[63] && biased >= 13'sd1) ||
                       (!mant_q[63] && biased == 13'sd1)) state_q <= Round;
        Round:     ;
        Done:      if (out_ready_i) state_q <= Idle;
        default:   state_q <= Idle;
      endcase
      if (lane_done) state_q <= last_lane ? Done : Unpack;
    end
  end

  always_ff @(posedge clk_i) begin
    unique case (state_q)
      Idle: begin
        if (in_valid_i) begin
          sqrt_q   <= op_i == FpSqrt;
          fmt_q    <= is_packed_i ? FmtS : fmt_i;
          packed_q <= is_packed_i;
          upper_q  <= 1'b0;
          rm_q     <= rm_i;
          a_q      <= a_i;
          b_q      <= b_i;
          tag_o    <= tag_i;
          flags_q  <= '0;
        end
      end
      Unpack: begin
        sign_q   <= special_sign;
        a_mant_q <= significand(fmt_q, a_lane);
        b_mant_q <= significand(fmt_q, b_lane);
        exp_q    <= sqrt_q ? signed'({2'b0, exponent(fmt_q, a_lane)}) -
                             ((fmt_q == FmtD) ? 13'sd1023 : 13'sd127)
                           : signed'({2'b0, exponent(fmt_q, a_lane)}) -
                             signed'({2'b0, exponent(fmt_q, b_lane)});
      end
      Normalise: begin
        if (!a_mant_q[52]) begin
          a_mant_q <= a_mant_q << 1;
          exp_q    <= exp_q - 13'sd1;
        end else if (!b_mant_q[52] && !sqrt_q) begin
          b_mant_q <= b_mant_q << 1;
          exp_q    <= exp_q + 13'sd1;
        end else begin
          // The root of 2^(2k+1) x is 2^k times that of 2x.
          rem_q <= (sqrt_q && exp_q[0]) ? {3'b0, a_mant_q, 3'b0} << 1 : {3'b0, a_mant_q, 3'b0};
          if (sqrt_q) exp_q <= exp_q >>> 1;
          quot_q <= '0;
          step_q <= '0;
        end
      end
      Iterate: begin
        rem_q    <= rem_d;
        quot_q   <= quot_d;
        step_q   <= step_q + 6'(StepsPerCycle);
        mant_q   <= {quot_d, 8'b0};
        sticky_q <= rem_d != '0;
      end
      Place: begin
        if (biased < 13'sd1 && mant_q != '0) begin
          mant_q   <= mant_q >> 1;
          sticky_q <= sticky_q || mant_q[0];
          exp_q    <= exp_q + 13'sd1;
        end else if (!mant_q[63] && biased > 13'sd1) begin
          mant_q <= mant_q << 1;
          exp_q  <= exp_q - 13'sd1;
        end
      end
      default: ;
    endcase
    if (lane_done) begin
      upper_q <= 1'b1;
      flags_q <= flags_q | lane_flags;
      if (packed_q && upper_q) result_q[63:32] <= lane_result[31:0];
      else result_q <= lane_result;
    end
  end

endmodule
