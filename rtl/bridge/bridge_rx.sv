// Bytes of the link, 1 to LinkBytes a cycle at any alignment, to checked requests.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looks for a header at the front of a small byte buffer. What cannot begin a
// frame is skipped, and the first skip of a run is reported as noise. Payloads
// go to `line_*`, laid out in 64-byte lines as at their destination, into one
// half of a double buffer: a request's half is its reader's until the reader
// takes the next request. `flush_i` forgets all that was received.
module bridge_rx
  import wire_pkg::*;
#(
  parameter int unsigned LinkBytes = 64,
  parameter int unsigned MaxPayloadBytes = 4096,
  localparam int unsigned LineIndexWidth = $clog2(MaxPayloadBytes / LineBytes + 1)
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     flush_i,

  input  logic                     rx_valid_i,
  output logic                     rx_ready_o,
  input  logic [8*LinkBytes-1:0]   rx_data_i,
  input  logic [6:0]               rx_bytes_i,

  output logic                     req_valid_o,
  input  logic                     req_ready_i,
  output request_t                 req_o,

  output logic                     line_valid_o,
  output logic [LineIndexWidth:0]  line_index_o,  // the half, then the line
  output logic [LineBits-1:0]      line_data_o,

  output logic                     idle_o
);

  // Room for a header that is not whole yet, and for two words of the link.
  localparam int unsigned BufferBytes = LinkBytes < 32 ? LinkBytes + 32 : 2 * LinkBytes;
  localparam int unsigned BufferBits = 8 * BufferBytes;
  localparam int unsigned FillWidth = $clog2(BufferBytes + 1);
  localparam int unsigned CountWidth = $clog2(LinkBytes + 1);
  typedef logic [FillWidth-1:0] fill_t;

  typedef enum logic [1:0] {
    Header,
    Payload,
    Finish
  } state_e;

  state_e state_q, state_d;
  logic [BufferBits-1:0] buffer_q;
  fill_t fill_q, consume;
  logic in_noise_q, in_noise_d;
  logic slot_q, slot_d;
  header_t head_q, head_d;
  logic [31:0] left_q, left_d;
  logic req_valid_q, req_valid_d;
  request_t req_q, req_d;
  logic can_emit;

  // Front of the buffer.
  header_t front;
  logic begins_frame, header_here, header_ok;
  logic [31:0] header_crc;
  fill_t skip;

  assign front = buffer_q[HeaderBits-1:0];
  assign header_here = state_q == Header && begins_frame && 32'(fill_q) >= HeaderBytes;
  assign header_ok = header_here && ~header_crc == front.header_crc;

  crc32c_bytes #(
    .Bytes(CoveredBytes)
  ) i_header_crc (
    .enable_i(header_here),
    .crc_i   (CrcInit),
    .data_i  (buffer_q[8*CoveredBytes-1:0]),
    .count_i ($clog2(CoveredBytes + 1)'(CoveredBytes)),
    .crc_o   (header_crc)
  );

  always_comb begin
    begins_frame = 1'b1;
    for (int unsigned i = 0; i < 4; i++) begin
      if (32'(fill_q) > i && buffer_q[8*i+:8] != Magic[8*i+:8]) begins_frame = 1'b0;
    end
    // As far as the next byte that may be a first one, at most LinkBytes, so
    // that noise is skipped as fast as it comes.
    skip = fill_t'(LinkBytes);
    for (int unsigned i = LinkBytes - 1; i >= 1; i--) begin
      if (32'(fill_q) == i || buffer_q[8*i+:8] == Magic[7:0]) skip = fill_t'(i);
    end
  end

  // Payload: its CRC, and its bytes moved to their place in the line.
  logic [CountWidth-1:0] chunk_bytes;
  logic [8*LinkBytes-1:0] chunk;
  logic [31:0] crc_q, crc_next;
  logic take_chunk;
  logic [5:0] place_q;
  logic [LineBits-1:0] pack_q;
  logic [LineBits+8*LinkBytes-1:0] packed_bits;
  logic [LineIndexWidth-1:0] line_q;
  logic [6:0] place_next;

  assign take_chunk = state_q == Payload && fill_q != '0;

  always_comb begin
    chunk_bytes = '0;
    chunk = '0;
    packed_bits = '0;
    if (take_chunk) begin
      chunk_bytes = CountWidth'(LinkBytes);
      if (32'(fill_q) < LinkBytes) chunk_bytes = CountWidth'(fill_q);
      if (left_q < 32'(chunk_bytes)) chunk_bytes = CountWidth'(left_q);
      chunk = buffer_q[8*LinkBytes-1:0]
          & ~({8*LinkBytes{1'b1}} << {chunk_bytes, 3'b0});
      packed_bits = {{8*LinkBytes{1'b0}}, pack_q}
          | ({{LineBits{1'b0}}, chunk} << {place_q, 3'b0});
    end
  end

  assign place_next = {1'b0, place_q} + 7'(chunk_bytes);

  crc32c_bytes #(
    .Bytes(LinkBytes)
  ) i_crc (
    .enable_i(take_chunk),
    .crc_i   (crc_q),
    .data_i  (chunk),
    .count_i (chunk_bytes),
    .crc_o   (crc_next)
  );

  assign line_valid_o = (take_chunk && place_next[6]) || (state_q == Finish && place_q != '0);
  assign line_index_o = {slot_q, line_q};
  assign line_data_o = state_q == Finish ? pack_q : packed_bits[LineBits-1:0];

  assign can_emit = !req_valid_q || req_ready_i;

  always_comb begin
    state_d = state_q;
    in_noise_d = in_noise_q;
    slot_d = slot_q;
    head_d = head_q;
    left_d = left_q;
    req_valid_d = req_valid_q && !req_ready_i;
    req_d = req_q;
    consume = '0;

    unique case (state_q)
      Header: begin
        if (fill_q != '0 && (!begins_frame || (32'(fill_q) >= HeaderBytes && !header_ok))) begin
          if (in_noise_q || can_emit) begin
            consume = skip;
            in_noise_d = 1'b1;
          end
          if (!in_noise_q && can_emit) begin
            req_valid_d = 1'b1;
            req_d = '0;
            req_d.noise = 1'b1;
            req_d.head.opcode = OpNoise;
            req_d.slot = slot_q;
          end
        end else if (header_ok && can_emit) begin
          consume = fill_t'(HeaderBytes);
          in_noise_d = 1'b0;
          head_d = front;
          left_d = front.count;
          if ((front.opcode & PayloadBit) != '0 && front.count != '0
              && front.count <= MaxPayloadBytes) begin
            state_d = Payload;
          end else begin
            req_valid_d = 1'b1;
            req_d = '{
                noise: 1'b0,
                oversize: (front.opcode & PayloadBit) != '0 && front.count != '0,
                payload_ok: 1'b1,
                slot: slot_q,
                head: front
            };
          end
        end
      end
      Payload: begin
        consume = fill_t'(chunk_bytes);
        left_d = left_q - 32'(chunk_bytes);
        if (take_chunk && left_d == '0) state_d = Finish;
      end
      Finish: begin
        // Nobody else emits between header and here: the register is free.
        req_valid_d = 1'b1;
        req_d = '{
            noise: 1'b0,
            oversize: 1'b0,
            payload_ok: ~crc_q == head_q.payload_crc,
            slot: slot_q,
            head: head_q
        };
        slot_d = !slot_q;
        state_d = Header;
      end
      default: state_d = Header;
    endcase
  end

  logic rx_fire;
  logic [8*LinkBytes-1:0] rx_bytes_only;
  assign rx_ready_o = 32'(fill_q) <= BufferBytes - LinkBytes && !flush_i;
  assign rx_fire = rx_valid_i && rx_ready_o;
  assign rx_bytes_only = rx_data_i & ~({8*LinkBytes{1'b1}} << {rx_bytes_i, 3'b0});

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= Header;
      in_noise_q <= 1'b0;
      slot_q <= 1'b0;
      req_valid_q <= 1'b0;
      fill_q <= '0;
      buffer_q <= '0;
    end else if (flush_i) begin
      state_q <= Header;
      in_noise_q <= 1'b0;
      // The half of a request that nobody took is free again; the other one may
      // be in use.
      if (req_valid_q) slot_q <= req_q.slot;
      req_valid_q <= 1'b0;
      fill_q <= '0;
      buffer_q <= '0;
    end else begin
      state_q <= state_d;
      in_noise_q <= in_noise_d;
      slot_q <= slot_d;
      req_valid_q <= req_valid_d;
      if (rx_fire) begin
        buffer_q <= (buffer_q >> {consume, 3'b0})
            | (BufferBits'(rx_bytes_only) << {fill_q - consume, 3'b0});
        fill_q <= fill_q - consume + fill_t'(rx_bytes_i);
      end else if (consume != '0) begin
        buffer_q <= buffer_q >> {consume, 3'b0};
        fill_q <= fill_q - consume;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    head_q <= head_d;
    left_q <= left_d;
    req_q <= req_d;
    if (state_q == Header) begin
      crc_q <= CrcInit;
      place_q <= front.address[5:0];
      line_q <= '0;
      pack_q <= '0;
    end else if (take_chunk) begin
      crc_q <= crc_next;
      place_q <= place_next[5:0];
      pack_q <= place_next[6] ? LineBits'(packed_bits >> LineBits) : packed_bits[LineBits-1:0];
      if (place_next[6]) line_q <= line_q + 1'b1;
    end
  end

  assign req_valid_o = req_valid_q && !flush_i;
  assign req_o = req_q;

  // Idle: waits for bytes. Part of a frame may be here.
  assign idle_o = !req_valid_q && state_q != Finish && !take_chunk && begins_frame
      && (state_q != Header || 32'(fill_q) < HeaderBytes);

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (rx_fire) begin
      assert (rx_bytes_i != '0 && 32'(rx_bytes_i) <= LinkBytes);
    end
  end
`endif

endmodule
