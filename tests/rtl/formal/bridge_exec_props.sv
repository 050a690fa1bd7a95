// bridge_exec's contract: every request that it takes is answered once, under its own name.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Any frames and noise; the mover, the transmitter and the cluster answer when
// they like, within two cycles. No link reset: that drops answers on purpose.
// A reset's answer waits for the harts to sleep, 2^ParkBits cycles at most.
module bridge_exec_props
  import seeker_pkg::*;
  import wire_pkg::*;
(
  input logic     clk_i,
  input logic     rst_ni,
  input logic     req_valid_i,
  input request_t req_i,
  input logic     ans_ready_i,
  input logic     move_done_i,
  input logic     move_error_i,
  input logic     ndmreset_i,
  input logic     drained_i,
  input logic     all_sleep_i
);

  logic        req_ready, ans_valid, ans_slot, move_start, rx_slot, tx_slot;
  header_t     ans;
  move_e       move;
  route_e      route;
  logic [31:0] address, count, watch;
  logic [63:0] pattern;
  logic        cluster_rst_n, in_reset, arm, waking, idle;
  logic [15:0] epoch;

  bridge_exec #(
    .ParkBits(5)
  ) i_exec (
    .clk_i,
    .rst_ni,
    .drop_i        (1'b0),
    .req_valid_i,
    .req_ready_o   (req_ready),
    .req_i,
    .ans_valid_o   (ans_valid),
    .ans_ready_i,
    .ans_o         (ans),
    .ans_slot_o    (ans_slot),
    .move_start_o  (move_start),
    .move_o        (move),
    .route_o       (route),
    .address_o     (address),
    .count_o       (count),
    .pattern_o     (pattern),
    .rx_slot_o     (rx_slot),
    .tx_slot_o     (tx_slot),
    .move_done_i,
    .move_error_i,
    .move_crc_i    ('0),
    .cluster_rst_no(cluster_rst_n),
    .in_reset_o    (in_reset),
    .ndmreset_i,
    .drained_i,
    .all_sleep_i,
    .arm_o         (arm),
    .watch_o       (watch),
    .waking_o      (waking),
    .epoch_o       (epoch),
    .idle_o        (idle)
  );

  // One request is under way at a time.
  logic        open_q, held_q, moving_q, ans_held_q;
  request_t    request_q, offered_q;
  header_t     ans_q;
  logic [6:0]  age_q;
  logic [1:0]  mover_q, tx_q, drain_q;
  logic        is_reset;

  assign is_reset = !request_q.noise && request_q.head.opcode == OpReset;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      open_q     <= 1'b0;
      held_q     <= 1'b0;
      moving_q   <= 1'b0;
      ans_held_q <= 1'b0;
      age_q      <= '0;
      mover_q    <= '0;
      tx_q       <= '0;
      drain_q    <= '0;
    end else begin
      if (ans_valid && ans_ready_i) open_q <= 1'b0;
      if (req_valid_i && req_ready) begin
        open_q    <= 1'b1;
        request_q <= req_i;
      end
      held_q     <= req_valid_i && !req_ready;
      offered_q  <= req_i;
      ans_held_q <= ans_valid && !ans_ready_i;
      ans_q      <= ans;
      age_q      <= (open_q && !ans_valid) ? age_q + 1'b1 : '0;
      if (move_start) moving_q <= 1'b1;
      else if (move_done_i) moving_q <= 1'b0;
      mover_q    <= (moving_q && !move_done_i) ? mover_q + 1'b1 : '0;
      drain_q    <= (in_reset && !drained_i) ? drain_q + 1'b1 : '0;
      tx_q       <= (ans_valid && !ans_ready_i) ? tx_q + 1'b1 : '0;

      req_holds:  assume (!held_q || (req_valid_i && req_i == offered_q));
      move_done:  assume (moving_q || !move_done_i);
      mover_ends: assume (mover_q < 2'd2);
      tx_ends:    assume (tx_q < 2'd2);
      drains:     assume (drain_q < 2'd2);

      one_by_one: assert (!(req_valid_i && req_ready) || !open_q || (ans_valid && ans_ready_i));
      asked_for:  assert (!ans_valid || open_q);
      its_name:   assert (!ans_valid || request_q.noise ||
                          (ans.sequence_id == request_q.head.sequence_id &&
                           (ans.opcode & ~PayloadBit) ==
                           ((request_q.head.opcode & ~PayloadBit) | ResponseBit)));
      stable:     assert (!ans_held_q || (ans_valid && ans == ans_q));
      in_time:    assert (age_q <= (is_reset ? 7'd51 : 7'd5));
      slow:       cover (!is_reset && age_q == 7'd5);
      slowest:    cover (age_q == 7'd51);
    end
  end

endmodule
