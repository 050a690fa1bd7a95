// bridge_rx's contract: each frame becomes one request, its payload one half of the buffer.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Any bytes, any number a cycle, at any alignment; the executor takes a request within
// two cycles. `crc_i` in reset is what crc32c_model computes. Follows one bit of one
// byte at a time, any that goes in while `mark_i` is high; what is consumed at the
// front of the buffer is a header, a piece of a payload, or noise, and the bit is found
// again in the request or in the line where it belongs.
module bridge_rx_props
  import wire_pkg::*;
#(
  parameter int unsigned LinkBytes = 4,
  parameter int unsigned MaxPayloadBytes = 128,
  parameter int unsigned Bit = 5
) (
  input logic                   clk_i,
  input logic                   rst_ni,
  input logic [31:0]            crc_i,
  input logic                   flush_i,
  input logic                   rx_valid_i,
  input logic [8*LinkBytes-1:0] rx_data_i,
  input logic [6:0]             rx_bytes_i,
  input logic                   req_ready_i,
  input logic                   mark_i,
  input logic [6:0]             lane_i
);

  localparam int unsigned LineIndexWidth = $clog2(MaxPayloadBytes / LineBytes + 1);

  logic                    rx_ready, req_valid, line_valid, idle;
  request_t                req;
  logic [LineIndexWidth:0] line_index;
  logic [LineBits-1:0]     line_data;

  bridge_rx #(
    .LinkBytes      (LinkBytes),
    .MaxPayloadBytes(MaxPayloadBytes)
  ) i_rx (
    .clk_i,
    .rst_ni,
    .flush_i,
    .rx_valid_i,
    .rx_ready_o  (rx_ready),
    .rx_data_i,
    .rx_bytes_i,
    .req_valid_o (req_valid),
    .req_ready_i,
    .req_o       (req),
    .line_valid_o(line_valid),
    .line_index_o(line_index),
    .line_data_o (line_data),
    .idle_o      (idle)
  );

  logic [31:0] crc_q;  // for crc32c_model

  // The frame under way: bytes of its payload that are still to be taken, and its end.
  logic [7:0]  left_q, at_q;
  logic [5:0]  base_q;
  logic        ends_q;

  // What is at the front of the receiver's buffer, and what it takes from there.
  logic [31:0]  fill, taken;
  header_t      front;
  logic         may_begin, good, has_payload, take_header, take_noise, skips_start, in, fire;

  assign fill        = 32'(i_rx.fill_q);
  assign taken       = 32'(i_rx.consume);
  assign front       = i_rx.buffer_q[HeaderBits-1:0];
  assign good        = fill >= HeaderBytes && front.magic == Magic && front.header_crc == ~crc_q;
  assign has_payload = (front.opcode & PayloadBit) != '0 && front.count != '0;
  assign take_header = left_q == '0 && !ends_q && taken != '0 && good;
  assign take_noise  = left_q == '0 && !ends_q && taken != '0 && !good;
  assign in          = rx_valid_i && rx_ready;
  assign fire        = req_valid && req_ready_i;

  always_comb begin
    may_begin = fill < HeaderBytes || good;
    for (int unsigned i = 0; i < 4; i++) begin
      if (fill > i && i_rx.buffer_q[8*i+:8] != Magic[8*i+:8]) may_begin = 1'b0;
    end
    skips_start = may_begin;
    for (int unsigned i = 1; i < LinkBytes; i++) begin
      if (i < taken && i < fill && i_rx.buffer_q[8*i+:8] == Magic[7:0]) skips_start = 1'b1;
    end
  end

  // The request that is due: one at a time.
  logic        open_q, due_q, noise_q, oversize_q, crc_ok_q, last_noise_q;
  logic [1:0]  wait_q;

  // The bit that is followed: in the buffer, in the header of the request that is due,
  // in the line that is being filled, or in its half of the payload's buffer.
  typedef enum logic [2:0] { Nowhere, InBuffer, InHeader, InPack, InHalf, InUse } where_e;
  where_e      where_q;
  logic        bit_q, slot_q;
  logic [6:0]  ahead_q;  // bytes in front of it
  logic [4:0]  byte_q;   // of the header
  logic [7:0]  place;    // in the payload's lines
  logic [7:0]  place_q;
  logic        leaves, written;

  assign leaves  = where_q == InBuffer && 32'(ahead_q) < taken;
  assign place   = where_q == InPack ? place_q : 8'(base_q) + at_q + 8'(ahead_q);
  assign written = line_valid && line_index[LineIndexWidth-1:0] == LineIndexWidth'(place[7:6]);

  // What is always so inside, which the solver need not find then.
  logic under_way, as_is;

  assign under_way = left_q != '0 || ends_q;

  always_comb begin
    as_is = (left_q != '0) == (i_rx.state_q == 2'd1) && ends_q == (i_rx.state_q == 2'd2)
        && !(left_q != '0 && ends_q)
        && i_rx.req_valid_q == (open_q && due_q) && under_way == (open_q && !due_q)
        && !(due_q && !open_q) && last_noise_q == i_rx.in_noise_q
        && (i_rx.buffer_q >> (8 * fill)) == '0 && fill <= i_rx.BufferBytes;
    if (under_way) begin
      as_is &= (left_q == '0 || i_rx.left_q == 32'(left_q)) && 32'(at_q) + 32'(left_q) <= MaxPayloadBytes
          && {2'(i_rx.line_q), i_rx.place_q} == 8'(base_q) + at_q
          && (at_q == '0 || i_rx.crc_q == crc_q)
          && (i_rx.pack_q >> {i_rx.place_q, 3'b0}) == '0
          && crc_ok_q == (i_rx.head_q.payload_crc == ~crc_q) && !noise_q && !last_noise_q
          && (at_q != '0 || !ends_q);
    end
    if (open_q && due_q) as_is &= i_rx.req_q.noise == noise_q;
    unique case (where_q)
      InHeader: as_is &= open_q && !noise_q
          && (under_way ? i_rx.head_q[{byte_q, 3'(Bit)}] : i_rx.req_q.head[{byte_q, 3'(Bit)}]) == bit_q;
      InPack: as_is &= under_way && place_q < 8'(base_q) + at_q && place_q[7:6] == 2'(i_rx.line_q)
          && i_rx.pack_q[{place_q[5:0], 3'(Bit)}] == bit_q;
      InHalf: as_is &= open_q && !noise_q && (under_way
          ? i_rx.slot_q == slot_q && place_q[7:6] < 2'(i_rx.line_q) + 2'(ends_q)
          : i_rx.req_q.slot == slot_q && i_rx.slot_q != slot_q);
      InUse: as_is &= i_rx.req_valid_q ? i_rx.req_q.slot != slot_q : i_rx.slot_q != slot_q;
      default: ;
    endcase
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni || flush_i) begin
      if (!rst_ni) crc_q <= crc_i;
      left_q       <= '0;
      ends_q       <= 1'b0;
      open_q       <= 1'b0;
      due_q        <= 1'b0;
      last_noise_q <= 1'b0;
      wait_q       <= '0;
      if (!rst_ni || where_q != InUse) where_q <= Nowhere;
    end else begin
      ends_q <= left_q != '0 && 32'(left_q) == taken;
      if (take_header) begin
        left_q   <= (has_payload && front.count <= MaxPayloadBytes) ? 8'(front.count) : 8'd0;
        at_q     <= '0;
        base_q   <= front.address[5:0];
      end else if (left_q != '0) begin
        left_q <= left_q - 8'(taken);
        at_q   <= at_q + 8'(taken);
      end

      if (fire) open_q <= 1'b0;
      if (fire) due_q <= 1'b0;
      if (take_header || (take_noise && !last_noise_q)) begin
        open_q       <= 1'b1;
        due_q        <= take_noise || !has_payload || front.count > MaxPayloadBytes;
        noise_q      <= take_noise;
        oversize_q   <= has_payload;
        crc_ok_q     <= !has_payload || front.count > MaxPayloadBytes || front.payload_crc == ~crc_q;
        last_noise_q <= take_noise;
      end
      if (ends_q) begin
        due_q      <= 1'b1;
        oversize_q <= 1'b0;
      end
      wait_q <= (req_valid && !req_ready_i) ? wait_q + 1'b1 : '0;

      unique case (where_q)
        InBuffer: begin
          ahead_q <= ahead_q - 7'(taken);
          if (leaves) begin
            where_q <= Nowhere;
            if (take_header) where_q <= InHeader;
            byte_q  <= ahead_q[4:0];
            place_q <= place;
            if (left_q != '0) where_q <= written ? InHalf : InPack;
            slot_q  <= line_index[LineIndexWidth];
          end
        end
        InHeader: if (fire) where_q <= Nowhere;
        InPack: begin
          if (written) where_q <= InHalf;
          slot_q <= line_index[LineIndexWidth];
        end
        InHalf: if (fire) where_q <= InUse;
        InUse: if (fire) where_q <= Nowhere;
        default: begin
          if (in && mark_i) where_q <= InBuffer;
          ahead_q <= 7'(fill - taken) + lane_i;
          bit_q   <= rx_data_i[{lane_i, 3'(Bit)}];
        end
      endcase

      bytes:      assume (rx_bytes_i != '0 && 32'(rx_bytes_i) <= LinkBytes && lane_i < rx_bytes_i);
      taken_soon: assume (wait_q < 2'd2);

      // Bytes go in and out in order, and what leaves is a header, a payload or noise.
      fill_fits:   assert (fill <= i_rx.BufferBytes && taken <= fill);
      in_order:    assert (where_q != InBuffer ||
                           (32'(ahead_q) < fill && i_rx.buffer_q[{ahead_q, 3'(Bit)}] == bit_q));
      whole_frame: assert (!take_header || taken == HeaderBytes);
      its_payload: assert (left_q == '0 || taken <= 32'(left_q));
      only_noise:  assert (!take_noise || !skips_start);
      room:        assert (rx_ready == (fill + LinkBytes <= i_rx.BufferBytes));

      // Requests: one for each header and each run of noise, in order, in time.
      one_by_one:  assert (!(take_header || (take_noise && !last_noise_q)) || !open_q || fire);
      made_up:     assert (!req_valid || (open_q && due_q));
      in_time:     assert (!due_q || req_valid);
      moves:       assert (rx_ready || req_valid || ends_q || taken != '0);
      its_kind:    assert (!req_valid || (req.noise == noise_q && (noise_q ||
                           (req.oversize == oversize_q && req.payload_ok == crc_ok_q))));
      its_header:  assert (!(req_valid && where_q == InHeader) || req.head[{byte_q, 3'(Bit)}] == bit_q);

      // Payload: in its line, in the half that the request names, for as long as that is read.
      its_line:    assert (!((where_q == InPack || leaves) && left_q != '0 && written)
                           || line_data[{place[5:0], 3'(Bit)}] == bit_q);
      all_written: assert (!(req_valid && where_q == InPack));
      its_half:    assert (!(req_valid && where_q == InHalf) || req.slot == slot_q);
      kept:        assert (!(line_valid && (where_q == InHalf || where_q == InUse) && line_index[LineIndexWidth] == slot_q)
                           || (where_q == InHalf && line_index[LineIndexWidth-1:0] != LineIndexWidth'(place_q[7:6])));

      used:        cover (where_q == InUse && place_q == 8'd64);
      of_header:   cover (req_valid && where_q == InHeader && byte_q == 5'd17 && bit_q);
      noisy:       cover (req_valid && noise_q && last_noise_q);
    end
  end

  always_ff @(posedge clk_i) begin
    if (rst_ni) invariant: assert (as_is);
  end

endmodule
