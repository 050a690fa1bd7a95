// RV32M for all harts: a pipelined multiplier, one a cycle, and an iterative divider.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Requests are taken round-robin, one a cycle. A product is answered three
// cycles after its request's handshake, a quotient or remainder in three cycles
// and one more for each aligned bit of the quotient. Each hart has two places
// for answers that it does not take at once: others pass by, and no request's
// ready depends on an answer's. Answers to one hart may overtake (tags).
module muldiv
  import seeker_pkg::*;
#(
  parameter int unsigned NumPorts = NumHarts
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        md_valid_i  [NumPorts],
  output logic        md_ready_o  [NumPorts],
  input  logic [2:0]  md_op_i     [NumPorts],  // funct3
  input  logic [31:0] md_a_i      [NumPorts],
  input  logic [31:0] md_b_i      [NumPorts],
  input  logic [4:0]  md_tag_i    [NumPorts],

  output logic        md_rvalid_o [NumPorts],
  input  logic        md_rready_i [NumPorts],
  output logic [4:0]  md_rtag_o   [NumPorts],
  output logic [31:0] md_rdata_o  [NumPorts]
);

  localparam int unsigned IndexWidth = (NumPorts > 1) ? $clog2(NumPorts) : 1;
  typedef logic [IndexWidth-1:0] index_t;

  // ---- Which request ----
  logic [NumPorts-1:0] request, grant;
  logic                any, mul_ready, div_ready;
  index_t              who;
  logic [2:0]          op;
  logic [31:0]         a, b;
  logic [4:0]          tag;

  for (genvar h = 0; h < int'(NumPorts); h++) begin : gen_request
    assign request[h]    = md_valid_i[h] && (md_op_i[h][2] ? div_ready : mul_ready);
    assign md_ready_o[h] = grant[h];
  end

  rr_arbiter #(
    .NumRequests(NumPorts)
  ) i_arbiter (
    .clk_i,
    .rst_ni,
    .req_i   (request),
    .accept_i(any),
    .grant_o (grant)
  );

  onehot_to_index #(
    .Width(NumPorts)
  ) i_who (
    .onehot_i(grant),
    .index_o (who)
  );

  assign any = |request;
  assign op  = md_op_i[who];
  assign a   = md_a_i[who];
  assign b   = md_b_i[who];
  assign tag = md_tag_i[who];

  // ---- Multiply: operands, product, answer ----
  logic               valid1_q, valid2_q, upper1_q, upper2_q;
  index_t             who1_q, who2_q;
  logic        [4:0]  tag1_q, tag2_q;
  logic signed [32:0] a_q, b_q;
  logic signed [63:0] product_q;
  logic               load1, load2, leave2;
  logic [NumPorts-1:0] free;  // the hart has a place for an answer

  assign leave2    = valid2_q && free[who2_q];
  assign load2     = valid1_q && (!valid2_q || leave2);
  assign mul_ready = !valid1_q || load2;
  assign load1     = any && !op[2];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid1_q <= 1'b0;
      valid2_q <= 1'b0;
    end else begin
      if (mul_ready) valid1_q <= load1;
      if (!valid2_q || leave2) valid2_q <= valid1_q;
    end
  end

  always_ff @(posedge clk_i) begin
    if (load1) begin
      a_q      <= {a[31] && op[1:0] != 2'b11, a};  // mulhu takes both as unsigned,
      b_q      <= {b[31] && !op[1], b};            // mulhsu and mulhu the second
      upper1_q <= op[1:0] != 2'b00;
      who1_q   <= who;
      tag1_q   <= tag;
    end
    if (load2) begin
      product_q <= 64'(a_q) * 64'(b_q);
      upper2_q  <= upper1_q;
      who2_q    <= who1_q;
      tag2_q    <= tag1_q;
    end
  end

  // ---- Divide ----
  logic        div_valid, div_leave;
  logic [31:0] div_result;
  index_t      div_who_q;
  logic [4:0]  div_tag_q;

  muldiv_divider i_divider (
    .clk_i,
    .rst_ni,
    .in_valid_i   (any && op[2]),
    .in_ready_o   (div_ready),
    .is_unsigned_i(op[0]),
    .want_rem_i   (op[1]),
    .a_i          (a),
    .b_i          (b),
    .out_valid_o  (div_valid),
    .out_ready_i  (div_leave),
    .result_o     (div_result)
  );

  always_ff @(posedge clk_i) begin
    if (any && op[2]) begin
      div_who_q <= who;
      div_tag_q <= tag;
    end
  end

  assign div_leave = free[div_who_q] && !(valid2_q && who2_q == div_who_q);

  // ---- Answers ----
  logic [NumPorts-1:0] from_mul, from_div;
  logic [31:0]         product;
  assign product = upper2_q ? product_q[63:32] : product_q[31:0];

  for (genvar h = 0; h < int'(NumPorts); h++) begin : gen_answer
    assign from_mul[h] = valid2_q && who2_q == index_t'(h);
    assign from_div[h] = div_valid && div_who_q == index_t'(h);

    fifo #(
      .Width(37),
      .Depth(2)
    ) i_answers (
      .clk_i,
      .rst_ni,
      .valid_i(from_mul[h] || from_div[h]),
      .ready_o(free[h]),
      .data_i (from_mul[h] ? {tag2_q, product} : {div_tag_q, div_result}),
      .valid_o(md_rvalid_o[h]),
      .ready_i(md_rready_i[h]),
      .data_o ({md_rtag_o[h], md_rdata_o[h]})
    );
  end

endmodule
