// Moves a checked range between the payload buffers and the memories of the SoC.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One job at a time: write (from the receive buffer), fill (a 64-bit pattern),
// read (into the transmit buffer) or CRC. RouteWide moves a 64-byte line a beat,
// RouteNarrow an 8-byte word a beat, both pipelined as deep as the ports take
// requests; the other routes have their data here or from `source_line_i`.
// `done_o` is high for one cycle at the end, with `error_o` and, for reads,
// `crc_o`. A port on which nothing moves for 2^WatchdogBits cycles during a job
// ends it with an error and stays closed: the narrow one until `reopen_i` (the
// cluster was reset), the wide one until reset. With Serial, what is read passes
// at a byte a cycle: a link of one byte takes no more, and the logic for whole
// lines is most of the bridge.
module bridge_mover
  import wire_pkg::*;
#(
  parameter int unsigned MaxPayloadBytes = 4096,
  parameter int unsigned WatchdogBits = 16,
  parameter bit Serial = 1'b0,
  localparam int unsigned RxIndexWidth = $clog2(MaxPayloadBytes / LineBytes + 1),
  localparam int unsigned TxIndexWidth = $clog2(MaxPayloadBytes / LineBytes)
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    reopen_i,

  input  logic                    start_i,
  input  move_e                   move_i,
  input  route_e                  route_i,
  input  logic [31:0]             address_i,
  input  logic [31:0]             count_i,   // at least 1
  input  logic [63:0]             pattern_i,
  input  logic                    rx_slot_i,
  input  logic                    tx_slot_i,
  output logic                    done_o,
  output logic                    error_o,
  output logic [31:0]             crc_o,

  output logic                    rx_read_o,
  output logic [RxIndexWidth:0]   rx_index_o,
  input  logic [LineBits-1:0]     rx_line_i,
  output logic                    tx_write_o,
  output logic [TxIndexWidth:0]   tx_index_o,
  output logic [LineBits-1:0]     tx_line_o,

  // Lines of the answers to identify and status.
  output logic [7:0]              source_index_o,
  input  logic [LineBits-1:0]     source_line_i,

  output logic                    rd_valid_o,
  input  logic                    rd_ready_i,
  output logic [31:0]             rd_addr_o,
  input  logic                    rd_rvalid_i,
  output logic                    rd_rready_o,
  input  logic [LineBits-1:0]     rd_rdata_i,
  input  logic                    rd_rerror_i,

  output logic                    wr_valid_o,
  input  logic                    wr_ready_i,
  output logic [31:0]             wr_addr_o,
  output logic [LineBytes-1:0]    wr_strb_o,
  output logic [LineBits-1:0]     wr_data_o,
  input  logic                    wr_rvalid_i,
  output logic                    wr_rready_o,
  input  logic                    wr_rerror_i,

  output logic                    narrow_valid_o,
  input  logic                    narrow_ready_i,
  output logic [31:0]             narrow_addr_o,
  output logic                    narrow_write_o,
  output logic [7:0]              narrow_strb_o,
  output logic [63:0]             narrow_wdata_o,
  input  logic                    narrow_rvalid_i,
  output logic                    narrow_rready_o,
  input  logic [63:0]             narrow_rdata_i,
  input  logic                    narrow_rerror_i
);

  // The job.
  logic   busy_q;
  move_e  move_q;
  route_e route_q;
  logic [31:0] last_q;             // address of the last byte
  logic [63:0] pattern_q;
  logic rx_slot_q, tx_slot_q;
  logic error_q;
  logic wide_closed_q, narrow_closed_q;

  logic is_write, is_wide, is_narrow, is_inner;
  assign is_write = move_q == MoveWrite || move_q == MoveFill;
  assign is_wide = route_q == RouteWide;
  assign is_narrow = route_q == RouteNarrow;
  assign is_inner = !is_wide && !is_narrow;

  // Requests: where the next beat begins, and how many are left.
  logic [31:0] issue_addr_q, issue_left_q, answer_left_q, start_beats;
  logic [31:0] start_last;
  logic issue_valid, issue_fire, answer_fire, answer_error;
  logic have_line_q;
  logic may_read, line_ends, aligner_ask, aligner_ready;

  assign start_last = address_i + count_i - 32'd1;
  always_comb begin
    unique case (route_i)
      RouteNarrow: start_beats = 32'(start_last[31:3]) - 32'(address_i[31:3]) + 32'd1;
      // What lies here has its first byte in front.
      RouteIdentity, RouteStatus, RouteZero: start_beats = 32'((count_i + 32'd63) >> 6);
      default: start_beats = 32'(start_last[31:6]) - 32'(address_i[31:6]) + 32'd1;
    endcase
  end

  assign may_read = is_inner ? aligner_ready : aligner_ask;
  assign issue_valid = busy_q && issue_left_q != '0
      && (is_write ? move_q != MoveWrite || have_line_q : may_read);

  // A line of the receive buffer is read ahead; it stays until it is used up.
  logic line_used;
  logic [RxIndexWidth-1:0] line_q;
  assign line_used = issue_fire && move_q == MoveWrite && (is_wide || issue_addr_q[5:3] == '1);
  assign rx_read_o = (start_i && move_i == MoveWrite) || line_used;
  assign rx_index_o = start_i ? {rx_slot_i, {RxIndexWidth{1'b0}}}
                              : {rx_slot_q, line_q + 1'b1};

  // Bytes of the beat that belong to the range.
  logic [LineBytes-1:0] strobes;
  logic [LineBits-1:0] data;
  always_comb begin
    strobes = {LineBytes{1'b1}} << issue_addr_q[5:0];
    if (last_q[31:6] == issue_addr_q[31:6]) begin
      strobes = strobes & ({LineBytes{1'b1}} >> ~last_q[5:0]);
    end
    data = move_q == MoveFill ? {(LineBits / 64) {pattern_q}} : rx_line_i;
  end

  assign rd_valid_o = issue_valid && is_wide && !is_write;
  assign rd_addr_o = {issue_addr_q[31:6], 6'b0};
  assign wr_valid_o = issue_valid && is_wide && is_write;
  assign wr_addr_o = {issue_addr_q[31:6], 6'b0};
  assign wr_strb_o = strobes;
  assign wr_data_o = data;
  assign narrow_valid_o = issue_valid && is_narrow;
  assign narrow_addr_o = {issue_addr_q[31:3], 3'b0};
  assign narrow_write_o = is_write;
  assign narrow_strb_o = is_write ? strobes[{issue_addr_q[5:3], 3'b0}+:8] : '1;
  assign narrow_wdata_o = data[{issue_addr_q[5:3], 6'b0}+:64];

  assign issue_fire = (rd_valid_o && rd_ready_i) || (wr_valid_o && wr_ready_i)
      || (narrow_valid_o && narrow_ready_i) || (issue_valid && is_inner);

  // Answers. Those that nobody waits for any more are taken and forgotten.
  assign rd_rready_o = !busy_q || !is_wide || is_write || aligner_ready;
  assign wr_rready_o = 1'b1;
  assign narrow_rready_o = !busy_q || !is_narrow || is_write || !line_ends || aligner_ready;

  always_comb begin
    answer_fire = issue_fire && is_inner;
    answer_error = 1'b0;
    if (is_narrow) begin
      answer_fire = busy_q && narrow_rvalid_i && narrow_rready_o;
      answer_error = narrow_rerror_i;
    end else if (is_wide && is_write) begin
      answer_fire = busy_q && wr_rvalid_i;
      answer_error = wr_rerror_i;
    end else if (is_wide) begin
      answer_fire = busy_q && rd_rvalid_i && rd_rready_o;
      answer_error = rd_rerror_i;
    end
  end

  // Words of the narrow port gather to lines.
  logic [2:0] word_q;
  logic [LineBits-1:0] gather_q, gathered;
  logic in_valid;
  logic [LineBits-1:0] in_line;

  always_comb begin
    gathered = gather_q;
    if (is_narrow && answer_fire) gathered[{word_q, 6'b0}+:64] = narrow_rdata_i;
  end

  assign line_ends = word_q == '1 || answer_left_q == 32'd1;
  assign in_valid = answer_fire && !is_write && (!is_narrow || line_ends);
  always_comb begin
    unique case (route_q)
      RouteWide: in_line = rd_rdata_i;
      RouteNarrow: in_line = gathered;
      RouteZero: in_line = '0;
      default: in_line = source_line_i;
    endcase
  end

  logic [7:0] source_q;
  assign source_index_o = source_q;

  logic aligner_done, out_valid;
  logic [TxIndexWidth-1:0] out_index;

  logic [5:0] place;
  logic [31:0] range;
  assign place = route_i == RouteWide || route_i == RouteNarrow ? address_i[5:0] : 6'd0;
  assign range = move_i == MoveRead || move_i == MoveCrc ? count_i : 32'd0;

  if (Serial) begin : gen_serial
    bridge_serial_aligner #(
      .LineIndexWidth(TxIndexWidth)
    ) i_aligner (
      .clk_i,
      .rst_ni,
      .start_i,
      .place_i    (place),
      .count_i    (range),
      .ask_o      (aligner_ask),
      .in_valid_i (in_valid),
      .in_ready_o (aligner_ready),
      .in_line_i  (in_line),
      .out_valid_o(out_valid),
      .out_index_o(out_index),
      .out_line_o (tx_line_o),
      .done_o     (aligner_done),
      .crc_o
    );
  end else begin : gen_parallel
    assign aligner_ask = 1'b1;
    assign aligner_ready = 1'b1;

    bridge_aligner #(
      .LineIndexWidth(TxIndexWidth)
    ) i_aligner (
      .clk_i,
      .rst_ni,
      .start_i,
      .place_i    (place),
      .count_i    (range),
      .in_valid_i (in_valid),
      .in_line_i  (in_line),
      .out_valid_o(out_valid),
      .out_index_o(out_index),
      .out_line_o (tx_line_o),
      .done_o     (aligner_done),
      .crc_o
    );
  end

  assign tx_write_o = out_valid && move_q == MoveRead;
  assign tx_index_o = {tx_slot_q, out_index};

  // The end, or none.
  logic [WatchdogBits-1:0] watchdog_q;
  logic stuck, closed;
  assign closed = (is_wide && wide_closed_q) || (is_narrow && narrow_closed_q);
  assign stuck = busy_q && (watchdog_q == '1 || closed);
  assign done_o = stuck || (busy_q && (is_write ? answer_left_q == 32'd1 && answer_fire
                                                : answer_left_q == '0 && aligner_done));
  assign error_o = stuck || error_q || (answer_fire && answer_error);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      have_line_q <= 1'b0;
      issue_left_q <= '0;
      answer_left_q <= '0;
      wide_closed_q <= 1'b0;
      narrow_closed_q <= 1'b0;
      watchdog_q <= '0;
    end else begin
      if (start_i) begin
        busy_q <= 1'b1;
        have_line_q <= move_i == MoveWrite;
        issue_left_q <= start_beats;
        answer_left_q <= start_beats;
      end else if (busy_q) begin
        if (done_o) begin
          busy_q <= 1'b0;
          issue_left_q <= '0;
        end else if (issue_fire) begin
          issue_left_q <= issue_left_q - 32'd1;
        end
        if (answer_fire) answer_left_q <= answer_left_q - 32'd1;
      end
      if (stuck && is_wide) wide_closed_q <= 1'b1;
      if (stuck && is_narrow) narrow_closed_q <= 1'b1;
      else if (reopen_i) narrow_closed_q <= 1'b0;
      watchdog_q <= busy_q && !issue_fire && !answer_fire ? watchdog_q + 1'b1 : '0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (start_i) begin
      move_q <= move_i;
      route_q <= route_i;
      last_q <= start_last;
      pattern_q <= pattern_i;
      rx_slot_q <= rx_slot_i;
      tx_slot_q <= tx_slot_i;
      error_q <= 1'b0;
      issue_addr_q <= address_i;
      line_q <= '0;
      word_q <= address_i[5:3];
      source_q <= '0;
    end else if (busy_q) begin
      if (issue_fire) begin
        issue_addr_q <= is_narrow ? {issue_addr_q[31:3] + 29'd1, 3'b0}
                                  : {issue_addr_q[31:6] + 26'd1, 6'b0};
        source_q <= source_q + 1'b1;
      end
      if (line_used) line_q <= line_q + 1'b1;
      if (answer_fire) begin
        word_q <= word_q + 1'b1;
        gather_q <= gathered;
        error_q <= error_q || answer_error;
      end
    end
  end


endmodule
