// Answers to bytes of the link: the header, then lines of the payload's buffer.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Up to LinkBytes bytes a cycle; header and each line begin a new word of the
// link. The half of the buffer that an answer names is in use until the next
// answer is taken. `flush_i` drops the answer that is being sent.
module bridge_tx
  import wire_pkg::*;
#(
  parameter int unsigned LinkBytes = 64,
  parameter int unsigned MaxPayloadBytes = 4096,
  localparam int unsigned LineIndexWidth = $clog2(MaxPayloadBytes / LineBytes)
) (
  input  logic                      clk_i,
  input  logic                      rst_ni,
  input  logic                      flush_i,

  // Magic and header CRC are filled in here.
  input  logic                      ans_valid_i,
  output logic                      ans_ready_o,
  input  header_t                   ans_i,
  input  logic                      ans_slot_i,

  output logic                      line_read_o,
  output logic [LineIndexWidth:0]   line_index_o,
  input  logic [LineBits-1:0]       line_data_i,

  output logic                      tx_valid_o,
  input  logic                      tx_ready_i,
  output logic [8*LinkBytes-1:0]    tx_data_o,
  output logic [6:0]                tx_bytes_o,

  output logic                      idle_o
);

  typedef enum logic [1:0] {
    Idle,
    Header,
    Payload
  } state_e;

  state_e state_q, state_d;
  header_t head_q;
  logic slot_q;
  logic [LineIndexWidth-1:0] line_q, line_d;
  logic [31:0] left_q, left_d;
  logic [6:0] place_q, place_d;
  logic [6:0] bytes;
  logic [LineBits-1:0] source;
  logic fire, accept;

  // What is left of the header or of the present line.
  logic [6:0] room;

  assign accept = state_q == Idle && ans_valid_i && !flush_i;
  assign ans_ready_o = state_q == Idle && !flush_i;
  assign tx_valid_o = state_q != Idle;
  assign fire = tx_valid_o && tx_ready_i;

  always_comb begin
    room = (state_q == Header ? 7'(HeaderBytes) : 7'(LineBytes)) - place_q;
    bytes = 7'(LinkBytes);
    if (room < bytes) bytes = room;
    if (state_q == Payload && left_q < 32'(bytes)) bytes = left_q[6:0];
    source = line_data_i;
    if (state_q == Header) source = LineBits'(head_q);
    tx_data_o = '0;
    if (tx_valid_o) begin
      tx_data_o = (8 * LinkBytes)'(source >> {place_q, 3'b0})
          & ~({8*LinkBytes{1'b1}} << {bytes, 3'b0});
    end
  end

  assign tx_bytes_o = bytes;

  always_comb begin
    state_d = state_q;
    line_d = line_q;
    left_d = left_q;
    place_d = place_q;
    unique case (state_q)
      Idle: begin
        line_d = '0;
        place_d = '0;
        left_d = ans_i.count;
        if (accept) state_d = Header;
      end
      Header: begin
        if (fire) begin
          place_d = place_q + bytes;
          if (bytes == room) begin
            place_d = '0;
            state_d = (head_q.opcode & PayloadBit) != '0 ? Payload : Idle;
          end
        end
      end
      Payload: begin
        if (fire) begin
          place_d = place_q + bytes;
          left_d = left_q - 32'(bytes);
          if (bytes == room) begin
            place_d = '0;
            line_d = line_q + 1'b1;
          end
          if (left_d == '0) state_d = Idle;
        end
      end
      default: state_d = Idle;
    endcase
  end

  // The next line is read while the last bytes of the present one leave.
  assign line_read_o = accept || (state_q == Payload && line_d != line_q);
  assign line_index_o = {accept ? ans_slot_i : slot_q, line_d};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= Idle;
    end else if (flush_i) begin
      state_q <= Idle;
    end else begin
      state_q <= state_d;
    end
  end

  header_t answer;
  logic [31:0] header_crc;

  crc32c_bytes #(
    .Bytes(CoveredBytes)
  ) i_header_crc (
    .enable_i(accept),
    .crc_i   (CrcInit),
    .data_i  ({ans_i[8*CoveredBytes-1:32], Magic}),
    .count_i ($clog2(CoveredBytes + 1)'(CoveredBytes)),
    .crc_o   (header_crc)
  );

  always_comb begin
    answer = ans_i;
    answer.magic = Magic;
    answer.header_crc = ~header_crc;
  end

  always_ff @(posedge clk_i) begin
    line_q <= line_d;
    left_q <= left_d;
    place_q <= place_d;
    if (accept) begin
      head_q <= answer;
      slot_q <= ans_slot_i;
    end
  end

  assign idle_o = state_q == Idle;

endmodule
