// Checks requests, has them executed one after the other, and answers each once.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Order of the checks: opcode, repetition, epoch, stale, length, payload CRC,
// address, busy. A request that fails one has no effect. `drop_i` (the link was made
// anew) lets the present request finish and throws its answer away.
//
// start: the entry point into peripheral scratch1, then ones into cl_clint_set.
// reset: holds the cluster in reset until its answers from L3 are drained, lets
// go, and waits until all harts sleep in the boot ROM, or 2^ParkBits cycles. The
// debug module's reset comes between requests and lasts until it is taken back.
module bridge_exec
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
  import wire_pkg::*;
#(
  parameter int unsigned MaxPayloadBytes = 4096,
  parameter int unsigned ParkBits = 14
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        drop_i,

  input  logic        req_valid_i,
  output logic        req_ready_o,
  input  request_t    req_i,

  output logic        ans_valid_o,
  input  logic        ans_ready_i,
  output header_t     ans_o,
  output logic        ans_slot_o,

  output logic        move_start_o,
  output move_e       move_o,
  output route_e      route_o,
  output logic [31:0] address_o,
  output logic [31:0] count_o,
  output logic [63:0] pattern_o,
  output logic        rx_slot_o,
  output logic        tx_slot_o,
  input  logic        move_done_i,
  input  logic        move_error_i,
  input  logic [31:0] move_crc_i,

  output logic        cluster_rst_no,
  output logic        in_reset_o,   // the same, active high, for logic
  input  logic        ndmreset_i,
  input  logic        drained_i,
  input  logic        all_sleep_i,

  output logic        arm_o,
  output logic [31:0] watch_o,
  output logic        waking_o,     // the write to cl_clint_set is under way
  output logic [15:0] epoch_o,
  output logic        idle_o
);

  localparam logic [47:0] Scratch1 = PeripheralBase + 48'h188;
  localparam logic [47:0] ClintSet = PeripheralBase + 48'h1A0;
  localparam int unsigned StatusBytes = StatusHeadBytes + StatusHartBytes * NumHarts;
  localparam int unsigned ResetCycles = 16;

  typedef enum logic [3:0] {
    Boot,         // power-up: the cluster's first reset
    Idle,
    Check,
    Move,
    StartEntry,
    StartWake,
    ResetHold,
    ResetPark,
    DebugReset,
    Answer
  } state_e;

  state_e state_q, state_d;
  request_t req_q;
  header_t head;
  status_e status_q, status_d;
  logic tx_slot_q, drop_q;
  logic [15:0] epoch_q;
  logic [ParkBits-1:0] wait_q;

  assign head = req_q.head;

  // The last start or reset that was executed, and how it was answered.
  logic last_valid_q;
  logic [7:0] last_opcode_q;
  logic [15:0] last_sequence_q;
  logic [31:0] last_crc_q;
  status_e last_status_q;
  logic once, repeated;

  assign once = head.opcode == OpStart || head.opcode == OpReset;
  assign repeated = once && last_valid_q && last_opcode_q == head.opcode
      && last_sequence_q == head.sequence_id && last_crc_q == head.header_crc;

  logic known;
  // Before this sequence number nobody waits for an answer.
  logic floor_valid_q, in_epoch, tells_floor, raises_floor, stale;
  logic [15:0] floor_q, floor;
  // Sequence numbers go round.
  function automatic logic is_before(logic signed [15:0] a, logic signed [15:0] b);
    logic signed [15:0] ahead;
    ahead = a - b;
    return ahead < 0;
  endfunction
  assign in_epoch = epoch_q == '0 || head.epoch == epoch_q;
  assign floor = head.sequence_id - 16'(head.status) + 16'd1;
  assign tells_floor = state_q == Check && !req_q.noise && known && in_epoch && head.status != '0;
  assign raises_floor = tells_floor && (!floor_valid_q || !is_before(floor, floor_q));
  assign stale = floor_valid_q && is_before(head.sequence_id, floor_q)
      && (head.opcode == OpWrite || head.opcode == OpFill || head.opcode == OpStart);

  // The range.
  route_e route;
  logic [31:0] mapped_address;
  logic range_l3;
  bridge_map i_map (
    .address_i(head.address),
    .count_i  (head.opcode == OpStart ? 32'd4 : head.count),
    .route_o  (route),
    .address_o(mapped_address),
    .l3_o     (range_l3)
  );

  // The word to watch.
  logic [48:0] l3_end;
  logic watch_ok, entry_ok;
  assign l3_end = 49'(L3Base) + 49'(L3Bytes);
  assign watch_ok = head.argument == '0
      || (head.argument[1:0] == '0 && 48'(head.argument) >= L3Base
          && 49'(head.argument) < l3_end);
  assign entry_ok = head.address[1:0] == '0 && (range_l3 || route == RouteNarrow);

  // Checks.
  status_e verdict;
  always_comb begin
    unique case (head.opcode)
      OpIdentify, OpWrite, OpRead, OpFill, OpCrc, OpStart, OpStatus, OpReset: known = 1'b1;
      default: known = 1'b0;
    endcase

    verdict = StOk;
    if (req_q.noise) begin
      verdict = StNoise;
    end else if (!known) begin
      verdict = StOpcode;
    end else if (repeated) begin
      verdict = last_status_q;
    end else if (!in_epoch) begin
      verdict = StEpoch;
    end else if (stale) begin
      verdict = StStale;
    end else begin
      unique case (head.opcode)
        OpWrite: begin
          if (head.count == '0 || req_q.oversize) verdict = StLength;
          else if (!req_q.payload_ok) verdict = StPayloadCrc;
          else if (route == RouteNone) verdict = StAddress;
        end
        OpRead: begin
          if (head.count == '0 || head.count > MaxPayloadBytes) verdict = StLength;
          else if (route == RouteNone) verdict = StAddress;
        end
        OpFill: begin
          if (head.count == '0) verdict = StLength;
          else if (route == RouteNone || head.address[1:0] != '0 || head.count[1:0] != '0) begin
            verdict = StAddress;
          end
        end
        OpCrc: begin
          if (head.count == '0) verdict = StLength;
          else if (route == RouteNone) verdict = StAddress;
        end
        OpStart: begin
          if (!entry_ok || !watch_ok) verdict = StAddress;
          else if (!all_sleep_i) verdict = StBusy;
        end
        default: ;
      endcase
    end
  end

  logic leave;
  assign leave = state_q == Answer && (ans_ready_i || drop_q);

  logic execute;
  assign execute = verdict == StOk && !repeated;

  always_comb begin
    state_d = state_q;
    status_d = status_q;
    move_start_o = 1'b0;
    unique case (state_q)
      Boot: if (wait_q == ParkBits'(ResetCycles)) state_d = Idle;
      Idle: if (ndmreset_i) state_d = DebugReset;
            else if (req_valid_i) state_d = Check;
      Check: begin
        status_d = verdict;
        state_d = Answer;
        if (execute) begin
          unique case (head.opcode)
            OpReset: state_d = ResetHold;
            OpStart: begin
              move_start_o = 1'b1;
              state_d = StartEntry;
            end
            default: begin
              move_start_o = 1'b1;
              state_d = Move;
            end
          endcase
        end
      end
      Move, StartWake: begin
        if (move_done_i) begin
          if (move_error_i) status_d = StBus;
          state_d = Answer;
        end
      end
      StartEntry: begin
        if (move_done_i) begin
          if (move_error_i) begin
            status_d = StBus;
            state_d = Answer;
          end else begin
            move_start_o = 1'b1;
            state_d = StartWake;
          end
        end
      end
      ResetHold: if (32'(wait_q) >= ResetCycles && drained_i) state_d = ResetPark;
      DebugReset: if (!ndmreset_i && wait_q >= ParkBits'(ResetCycles) && drained_i) state_d = Idle;
      // The harts need a moment to report that they run.
      ResetPark: if ((32'(wait_q) >= ResetCycles && all_sleep_i) || wait_q == '1) state_d = Answer;
      Answer: if (leave) state_d = req_valid_i ? Check : Idle;
      default: state_d = Idle;
    endcase
  end

  // What is to be moved.
  always_comb begin
    move_o = MoveRead;
    route_o = route;
    address_o = mapped_address;
    count_o = head.count;
    pattern_o = {head.argument, head.argument};
    unique case (head.opcode)
      OpIdentify: begin
        route_o = RouteIdentity;
        count_o = 32'(IdentityBytes);
      end
      OpStatus: begin
        route_o = RouteStatus;
        count_o = 32'(StatusBytes);
      end
      OpWrite: move_o = MoveWrite;
      OpFill: move_o = MoveFill;
      OpCrc: move_o = MoveCrc;
      OpStart: begin
        move_o = MoveFill;
        route_o = RouteNarrow;
        address_o = state_q == Check ? Scratch1[31:0] : ClintSet[31:0];
        count_o = 32'd8;
        pattern_o = state_q == Check ? {32'd0, mapped_address} : {{(64-NumHarts){1'b0}}, {NumHarts{1'b1}}};
      end
      default: ;
    endcase
  end

  assign rx_slot_o = req_q.slot;
  assign tx_slot_o = tx_slot_q;
  assign arm_o = state_q == Check && execute && head.opcode == OpStart;
  assign watch_o = head.argument;
  assign waking_o = state_q == StartWake;
  assign epoch_o = epoch_q;
  assign req_ready_o = (state_q == Idle && !ndmreset_i) || leave;
  assign idle_o = state_q == Idle;

  // The answer.
  logic carries;
  assign carries = status_q == StOk && (head.opcode == OpIdentify || head.opcode == OpRead
                                        || head.opcode == OpStatus);
  assign ans_valid_o = state_q == Answer && !drop_q;
  assign ans_slot_o = tx_slot_q;
  always_comb begin
    ans_o = head;
    ans_o.opcode = (head.opcode & ~PayloadBit) | ResponseBit | (carries ? PayloadBit : 8'd0);
    ans_o.status = status_q;
    ans_o.payload_crc = carries ? move_crc_i : '0;
    if (status_q != StOk) ans_o.count = '0;
    else if (head.opcode == OpIdentify) ans_o.count = 32'(IdentityBytes);
    else if (head.opcode == OpStatus) ans_o.count = 32'(StatusBytes);
    if (status_q == StEpoch) ans_o.argument = 32'(epoch_q);
    else if (status_q == StOk && head.opcode == OpCrc) ans_o.argument = move_crc_i;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= Boot;
      tx_slot_q <= 1'b0;
      drop_q <= 1'b0;
      epoch_q <= '0;
      wait_q <= '0;
      last_valid_q <= 1'b0;
      floor_valid_q <= 1'b0;
      cluster_rst_no <= 1'b0;
      in_reset_o <= 1'b1;
    end else begin
      state_q <= state_d;
      cluster_rst_no <= !(state_d inside {Boot, ResetHold, DebugReset});
      in_reset_o <= state_d inside {Boot, ResetHold, DebugReset};
      wait_q <= state_d != state_q || state_d == Idle || leave ? '0 : wait_q + 1'b1;
      drop_q <= state_q != Idle && !leave && (drop_q || drop_i);
      if (ans_valid_o && ans_ready_i && carries) tx_slot_q <= !tx_slot_q;
      if (state_q == Check && execute && head.opcode == OpReset) epoch_q <= head.argument[15:0];
      if (tells_floor) floor_valid_q <= 1'b1;
      else if (state_q == Check && execute && head.opcode == OpReset) floor_valid_q <= 1'b0;
      if (state_q != Answer && state_d == Answer && once && (state_q != Check)) begin
        last_valid_q <= 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    status_q <= status_d;
    if (raises_floor || (tells_floor && execute && head.opcode == OpReset)) floor_q <= floor;
    if (req_valid_i && req_ready_o) req_q <= req_i;
    if (state_q != Answer && state_d == Answer && once && (state_q != Check)) begin
      last_opcode_q <= head.opcode;
      last_sequence_q <= head.sequence_id;
      last_crc_q <= head.header_crc;
      last_status_q <= status_d;
    end
  end

endmodule
