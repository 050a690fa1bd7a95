// Iterative 32-bit divider: one quotient bit a cycle, only as many as the quotient has.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A cycle aligns the divisor's leading one with the dividend's, then each cycle
// subtracts where it can and moves the divisor down. Division by zero and the
// one overflow give RISC-V's results (all ones and the dividend; the dividend
// and 0) without a step of their own.
module muldiv_divider (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        in_valid_i,
  output logic        in_ready_o,
  input  logic        is_unsigned_i,
  input  logic        want_rem_i,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,

  output logic        out_valid_o,
  input  logic        out_ready_i,
  output logic [31:0] result_o
);

  typedef enum logic [1:0] {
    Idle,
    Align,
    Step,
    Done
  } state_e;

  state_e      state_q;
  logic        want_rem_q, neg_quot_q, neg_rem_q, by_zero_q;
  logic [31:0] rem_q, divisor_q, quot_q;
  logic [4:0]  left_q;  // steps after this one

  function automatic logic [4:0] leading_zeros(logic [31:0] value);
    logic [31:0] rest;
    logic [4:0]  count;
    rest  = value;
    count = '0;
    for (int i = 4; i >= 0; i--) begin
      if ((rest >> (32 - (1 << i))) == '0) begin
        count[i] = 1'b1;
        rest = rest << (1 << i);
      end
    end
    return count;
  endfunction

  logic [4:0] rem_zeros, divisor_zeros;
  logic       a_neg, b_neg;

  always_comb begin
    rem_zeros     = 'x;
    divisor_zeros = 'x;
    if (state_q == Align) begin
      rem_zeros     = leading_zeros(rem_q);
      divisor_zeros = leading_zeros(divisor_q);
    end
  end

  assign a_neg       = !is_unsigned_i && a_i[31];
  assign b_neg       = !is_unsigned_i && b_i[31];
  assign in_ready_o  = state_q == Idle;
  assign out_valid_o = state_q == Done;
  assign result_o    = want_rem_q ? (neg_rem_q ? -rem_q : rem_q)
                     : by_zero_q  ? '1
                     : neg_quot_q ? -quot_q : quot_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= Idle;
    end else begin
      unique case (state_q)
        Idle:  if (in_valid_i) state_q <= Align;
        Align: state_q <= (by_zero_q || rem_q < divisor_q) ? Done : Step;
        Step:  if (left_q == '0) state_q <= Done;
        Done:  if (out_ready_i) state_q <= Idle;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    unique case (state_q)
      Idle: begin
        if (in_valid_i) begin
          want_rem_q <= want_rem_i;
          neg_quot_q <= a_neg ^ b_neg;
          neg_rem_q  <= a_neg;
          by_zero_q  <= b_i == '0;
          rem_q      <= a_neg ? -a_i : a_i;
          divisor_q  <= b_neg ? -b_i : b_i;
          quot_q     <= '0;
        end
      end
      Align: begin
        divisor_q <= divisor_q << (divisor_zeros - rem_zeros);
        left_q    <= divisor_zeros - rem_zeros;
      end
      Step: begin
        if (rem_q >= divisor_q) rem_q <= rem_q - divisor_q;
        quot_q    <= {quot_q[30:0], rem_q >= divisor_q};
        divisor_q <= divisor_q >> 1;
        left_q    <= left_q - 5'd1;
      end
      default: ;
    endcase
  end

endmodule
