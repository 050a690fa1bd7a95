// One channel to L3 for two masters; each gets its own answers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Master 0, the cluster, goes first, so that what the bridge does changes none
// of its cycles; but after MaxWait requests that passed it, the bridge gets one.
// Combinational in both directions. While `drop_i` is high, master 0 is not
// heard and what L3 still answers to it is thrown away; a request that L3 had
// not taken may be withdrawn then.
module l3_channel #(
  parameter int unsigned RequestWidth = 32,
  parameter int unsigned AnswerWidth = 1,
  parameter int unsigned MaxInFlight = 32,
  parameter int unsigned MaxWait = 16
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    drop_i,
  output logic                    drained_o,  // no answer to master 0 is on its way
  output logic                    idle_o,

  input  logic                    valid_i  [2],
  output logic                    ready_o  [2],
  input  logic [RequestWidth-1:0] request_i[2],
  output logic                    rvalid_o [2],
  input  logic                    rready_i [2],
  output logic [AnswerWidth-1:0]  answer_o,   // for both

  output logic                    l3_valid_o,
  input  logic                    l3_ready_i,
  output logic [RequestWidth-1:0] l3_request_o,
  input  logic                    l3_rvalid_i,
  output logic                    l3_rready_o,
  input  logic [AnswerWidth-1:0]  l3_answer_i
);

  localparam int unsigned CountWidth = $clog2(MaxInFlight + 1);
  localparam int unsigned WaitWidth = $clog2(MaxWait + 1);

  logic [1:0] valid;
  logic choice, held_q, choice_q, put, get;
  logic room, owner, owner_valid;
  logic [WaitWidth-1:0] wait_q;
  logic [CountWidth-1:0] first_q;

  assign valid = {valid_i[1], valid_i[0] && !drop_i};

  // What was offered to L3 stays until L3 takes it.
  always_comb begin
    choice = !valid[0] || (valid[1] && wait_q == WaitWidth'(MaxWait));
    if (held_q && valid[choice_q]) choice = choice_q;
  end

  assign l3_valid_o = valid[choice] && room;
  assign l3_request_o = request_i[choice];
  assign ready_o[0] = l3_ready_i && room && !choice && !drop_i;
  assign ready_o[1] = l3_ready_i && room && choice;
  assign put = l3_valid_o && l3_ready_i;

  fifo #(
    .Width(1),
    .Depth(MaxInFlight)
  ) i_owners (
    .clk_i,
    .rst_ni,
    .valid_i(put),
    .ready_o(room),
    .data_i (choice),
    .valid_o(owner_valid),
    .ready_i(get),
    .data_o (owner)
  );

  assign rvalid_o[0] = l3_rvalid_i && owner_valid && !owner && !drop_i;
  assign rvalid_o[1] = l3_rvalid_i && owner_valid && owner;
  assign l3_rready_o = owner_valid && (owner ? rready_i[1] : rready_i[0] || drop_i);
  assign answer_o = l3_answer_i;
  assign get = l3_rvalid_i && l3_rready_o;

  logic put_first, get_first;
  assign put_first = put && !choice;
  assign get_first = get && !owner;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      held_q <= 1'b0;
      choice_q <= 1'b0;
      wait_q <= '0;
      first_q <= '0;
    end else begin
      held_q <= l3_valid_o && !l3_ready_i;
      choice_q <= choice;
      if (!valid[1] || (put && choice)) wait_q <= '0;
      else if (put && wait_q != WaitWidth'(MaxWait)) wait_q <= wait_q + 1'b1;
      if (put_first != get_first) first_q <= put_first ? first_q + 1'b1 : first_q - 1'b1;
    end
  end

  assign drained_o = first_q == '0;
  assign idle_o = !owner_valid && !l3_valid_o;

endmodule
