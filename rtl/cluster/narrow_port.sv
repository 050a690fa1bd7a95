// One slave's port of the narrow crossbar: arbitration, request queue, routing of answers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Masters are served in turn; requests leave and are answered in order. A slave
// that cannot hold its answers back (HoldsAnswers = 0) gets a request only when
// there is room for the answer.
module narrow_port
  import seeker_pkg::*;
  import cluster_pkg::*;
#(
  parameter int unsigned NumMasters   = 2,
  parameter bit          HoldsAnswers = 1'b0,
  parameter int unsigned MaxInFlight  = 8,
  localparam int unsigned SrcWidth    = $clog2(NumMasters)
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  input  logic [NumMasters-1:0] req_i,
  output logic [NumMasters-1:0] grant_o,
  input  narrow_request_t       request_i[NumMasters],

  output logic                  valid_o,
  input  logic                  ready_i,
  output narrow_request_t       request_o,
  output logic [SrcWidth-1:0]   src_o,
  input  logic                  rvalid_i,
  output logic                  rready_o,
  input  narrow_answer_t        answer_i,

  output logic                  answer_valid_o,
  input  logic                  answer_ready_i,
  output logic [SrcWidth-1:0]   answer_dst_o,
  output narrow_answer_t        answer_o
);

  localparam int unsigned AnswerPlaces = 4;
  localparam int unsigned CreditWidth  = $clog2(AnswerPlaces + 1);

  logic                  take, queue_ready, order_ready, queue_valid;
  logic [NumMasters-1:0] turn;
  logic [SrcWidth-1:0]   master;
  logic                  may_send, sent, answers_ready, order_valid, answered;
  logic [CreditWidth-1:0] credits_q;

  assign take    = |req_i && queue_ready && order_ready;
  assign grant_o = take ? turn : '0;

  rr_arbiter #(
    .NumRequests(NumMasters)
  ) i_arbiter (
    .clk_i,
    .rst_ni,
    .req_i,
    .accept_i(take),
    .grant_o (turn)
  );

  onehot_to_index #(
    .Width(NumMasters)
  ) i_master (
    .onehot_i(turn),
    .index_o (master)
  );

  fifo #(
    .Width(SrcWidth + $bits(narrow_request_t)),
    .Depth(2)
  ) i_requests (
    .clk_i,
    .rst_ni,
    .valid_i(take),
    .ready_o(queue_ready),
    .data_i ({master, request_i[master]}),
    .valid_o(queue_valid),
    .ready_i(may_send && ready_i),
    .data_o ({src_o, request_o})
  );

  fifo #(
    .Width(SrcWidth),
    .Depth(MaxInFlight)
  ) i_order (
    .clk_i,
    .rst_ni,
    .valid_i(take),
    .ready_o(order_ready),
    .data_i (master),
    .valid_o(order_valid),
    .ready_i(answered),
    .data_o (answer_dst_o)
  );

  assign may_send = HoldsAnswers || credits_q != '0;
  assign valid_o  = queue_valid && may_send;
  assign sent     = valid_o && ready_i;

  logic answers_valid;
  fifo #(
    .Width($bits(narrow_answer_t)),
    .Depth(AnswerPlaces)
  ) i_answers (
    .clk_i,
    .rst_ni,
    .valid_i(rvalid_i),
    .ready_o(answers_ready),
    .data_i (answer_i),
    .valid_o(answers_valid),
    .ready_i(answer_ready_i),
    .data_o (answer_o)
  );

  assign rready_o       = answers_ready;
  assign answer_valid_o = answers_valid && order_valid;
  assign answered       = answers_valid && answer_ready_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      credits_q <= CreditWidth'(AnswerPlaces);
    end else if (!HoldsAnswers && sent != answered) begin
      credits_q <= sent ? credits_q - 1'b1 : credits_q + 1'b1;
    end
  end

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (rvalid_i && !HoldsAnswers) begin
      assert (answers_ready) else $error("narrow_port: no room for an answer");
    end
    if (answers_valid) begin
      assert (order_valid) else $error("narrow_port: an answer without a request");
    end
  end
`endif

endmodule
