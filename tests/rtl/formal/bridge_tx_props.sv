// bridge_tx's contract: an answer that is taken leaves whole, once, byte by byte in order.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Any answers with any payload up to the limit, any link that takes words when it
// likes. Follows one bit of one byte of an answer, any of them: `place_i` in reset
// says which byte; those of the payload are what the buffer has there, `datum_i` in
// reset. All other bits of the buffer are noise. A flush, at any time, drops the answer
// under way.
module bridge_tx_props
  import wire_pkg::*;
#(
  parameter int unsigned LinkBytes = 24,
  parameter int unsigned MaxPayloadBytes = 128,
  parameter int unsigned Bit = 5
) (
  input logic       clk_i,
  input logic       rst_ni,
  input logic       flush_i,
  input logic       ans_valid_i,
  input header_t    ans_i,
  input logic       ans_slot_i,
  input logic       tx_ready_i,
  input logic       slot_i,
  input logic [7:0] place_i,
  input logic       datum_i
);

  localparam int unsigned LineIndexWidth = $clog2(MaxPayloadBytes / LineBytes);

  logic                    ans_ready, line_read, tx_valid, idle;
  logic [LineIndexWidth:0] line_index;
  logic [LineBits-1:0]     line_data, noise;
  logic [8*LinkBytes-1:0]  tx_data;
  logic [6:0]              tx_bytes;

  bridge_tx #(
    .LinkBytes      (LinkBytes),
    .MaxPayloadBytes(MaxPayloadBytes)
  ) i_tx (
    .clk_i,
    .rst_ni,
    .flush_i,
    .ans_valid_i,
    .ans_ready_o (ans_ready),
    .ans_i,
    .ans_slot_i,
    .line_read_o (line_read),
    .line_index_o(line_index),
    .line_data_i (line_data),
    .tx_valid_o  (tx_valid),
    .tx_ready_i,
    .tx_data_o   (tx_data),
    .tx_bytes_o  (tx_bytes),
    .idle_o      (idle)
  );

  // The byte that is followed, and the buffer that has its bit.
  logic       slot_q, datum_q, hit_q;
  logic [7:0] place_q, in_payload;
  logic       of_payload;

  assign of_payload = 32'(place_q) >= HeaderBytes;
  assign in_payload = place_q - 8'(HeaderBytes);

  always_comb begin
    line_data = noise;
    if (hit_q) line_data[{in_payload[5:0], 3'(Bit)}] = datum_q;
  end

  // The answer under way.
  logic        open_q, mine_q, bit_q, held_q, take, fire, answer_bit, here;
  logic [8:0]  total_q, sent_q;
  logic [6:0]  held_bytes_q;
  logic [31:0] header_crc_q;
  logic        has_payload;
  header_t     whole;

  assign take        = ans_valid_i && ans_ready;
  assign fire        = tx_valid && tx_ready_i;
  assign has_payload = (ans_i.opcode & PayloadBit) != '0;
  assign here        = 32'(place_q) >= 32'(sent_q) && 32'(place_q) < 32'(sent_q) + 32'(tx_bytes);
  assign answer_bit  = tx_data[{place_q - sent_q[7:0], 3'(Bit)}];

  always_comb begin
    whole            = ans_i;
    whole.magic      = Magic;
    whole.header_crc = ~i_tx.header_crc;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      slot_q  <= slot_i;
      place_q <= place_i;
      datum_q <= datum_i;
      hit_q   <= 1'b0;
      open_q  <= 1'b0;
      mine_q  <= 1'b0;
      held_q  <= 1'b0;
    end else if (flush_i) begin
      open_q <= 1'b0;
      held_q <= 1'b0;
    end else begin
      if (line_read) hit_q <= line_index == {slot_q, in_payload[6+:LineIndexWidth]};
      if (take) begin
        open_q  <= 1'b1;
        total_q <= 9'(HeaderBytes) + (has_payload ? ans_i.count[8:0] : 9'd0);
        sent_q  <= '0;
        mine_q  <= !of_payload || (has_payload && ans_slot_i == slot_q && ans_i.count > 32'(in_payload));
        bit_q   <= of_payload ? datum_q : whole[{place_q[4:0], 3'(Bit)}];
      end else if (fire) begin
        open_q <= sent_q + 9'(tx_bytes) != total_q;
        sent_q <= sent_q + 9'(tx_bytes);
      end
      held_q       <= tx_valid && !tx_ready_i;
      held_bytes_q <= tx_bytes;

      counts: assume (!has_payload || (ans_i.count != '0 && ans_i.count <= MaxPayloadBytes));
      places: assume (32'(place_q) < HeaderBytes + MaxPayloadBytes);

      one_by_one: assert (!take || !open_q);
      nothing_up: assert (tx_valid == open_q);
      ready:      assert (ans_ready == !open_q && idle == !open_q);
      a_word:     assert (!tx_valid || (tx_bytes != '0 && 32'(tx_bytes) <= LinkBytes));
      not_beyond: assert (!open_q || sent_q + 9'(tx_bytes) <= total_q);
      stable:     assert (!held_q || (tx_valid && tx_bytes == held_bytes_q));
      in_place:   assert (!(open_q && mine_q && here) || answer_bit == bit_q);
      last_byte:  cover (open_q && mine_q && here && 32'(place_q) == HeaderBytes + MaxPayloadBytes - 1);
      of_header:  cover (open_q && here && place_q == 8'd30);
    end
  end

endmodule
