// Where FP results go: registers, streams, and a queue of those that must wait.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One write a cycle: the FPU's results for plain registers, then what is queued,
// then the rest. Results for FIFOs (streams, chained registers) queue up when
// theirs is full, and behind each other, so that those for plain registers pass;
// the FPU is held only when one of them finds the queue full. Loads wait in the
// load/store unit for their turn.
//
// The FPU's `ready` depends on registers alone, its own outputs among them.
module fp_writeback
  import seeker_cfg_pkg::*;
#(
  // With the register itself, the values that a chained one holds whatever pipes
  // they come from.
  parameter int unsigned Depth = 3
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  input  logic                  fpu_valid_i,   // a result for a register or a stream
  output logic                  fpu_ready_o,
  input  logic                  fpu_stream_i,
  input  logic [4:0]            fpu_rd_i,
  input  logic [63:0]           fpu_data_i,
  input  logic                  load_valid_i,
  output logic                  load_ready_o,
  input  logic                  load_stream_i,
  input  logic [4:0]            load_rd_i,
  input  logic [63:0]           load_data_i,

  input  logic [31:0]           chained_i,     // registers that are FIFOs
  input  logic [31:0]           closed_i,      // those that take nothing now

  output logic                  we_o,
  output logic [4:0]            waddr_o,
  output logic [63:0]           wdata_o,       // for streams too
  input  logic [SsrStreams-1:0] wready_i,
  output logic [SsrStreams-1:0] wvalid_o,
  output logic                  fifo_o,        // a FIFO's result has left the FPU or the unit
  output logic [SsrStreams-1:0] room_wait_o,   // streams that a result waits for
  output logic                  empty_o
);

  localparam int unsigned StreamWidth = $clog2(SsrStreams);

  typedef struct packed {
    logic       stream;
    logic [4:0] rd;
  } target_t;

  function automatic logic is_blocked(target_t target, logic [31:0] closed,
                                      logic [SsrStreams-1:0] ready);
    return target.stream ? !ready[target.rd[StreamWidth-1:0]] : closed[target.rd];
  endfunction

  target_t     fpu_target, load_target, queue_target, put_target, target;
  logic [63:0] queue_data, put_data;
  logic        queue_valid, queue_ready, queue_blocked, put, get;
  logic        fpu_fifo, fpu_plain, fpu_direct, load_fifo, load_blocked, load_direct, load_put;
  logic        write;

  assign fpu_target  = '{stream: fpu_stream_i, rd: fpu_rd_i};
  assign load_target = '{stream: load_stream_i, rd: load_rd_i};

  assign fpu_fifo      = fpu_stream_i || chained_i[fpu_rd_i];
  assign fpu_ready_o   = queue_ready || !fpu_fifo;
  assign fpu_plain     = fpu_valid_i && !fpu_fifo;
  assign queue_blocked = is_blocked(queue_target, closed_i, wready_i);
  assign get           = queue_valid && !queue_blocked && !fpu_plain;
  assign fpu_direct    = fpu_valid_i && fpu_fifo && !queue_valid &&
                         !is_blocked(fpu_target, closed_i, wready_i);

  assign load_fifo     = load_stream_i || chained_i[load_rd_i];
  assign load_blocked  = load_fifo && (queue_valid || is_blocked(load_target, closed_i, wready_i));
  assign load_direct   = load_valid_i && !load_blocked && !fpu_plain && !get && !fpu_direct;
  assign load_put      = load_valid_i && load_blocked && queue_ready && !(fpu_valid_i && fpu_fifo);
  assign load_ready_o  = load_direct || load_put;

  assign put        = (fpu_valid_i && fpu_fifo && queue_ready && !fpu_direct) || load_put;
  assign put_target = load_put ? load_target : fpu_target;
  assign put_data   = load_put ? load_data_i : fpu_data_i;
  assign fifo_o     = (fpu_valid_i && fpu_fifo && queue_ready) || (load_ready_o && load_fifo);
  assign empty_o    = !queue_valid;

  fifo #(
    .Width($bits(target_t)),
    .Depth(Depth)
  ) i_targets (
    .clk_i,
    .rst_ni,
    .valid_i(put),
    .ready_o(queue_ready),
    .data_i (put_target),
    .valid_o(queue_valid),
    .ready_i(get),
    .data_o (queue_target)
  );

  // The data alone are a word of 64 bits.
  logic unused_data_ready, unused_data_valid;
  fifo #(
    .Width(64),
    .Depth(Depth)
  ) i_data (
    .clk_i,
    .rst_ni,
    .valid_i(put),
    .ready_o(unused_data_ready),
    .data_i (put_data),
    .valid_o(unused_data_valid),
    .ready_i(get),
    .data_o (queue_data)
  );

  always_comb begin
    write   = fpu_plain || get || fpu_direct || load_direct;
    target  = fpu_target;
    wdata_o = fpu_data_i;
    if (get) begin
      target  = queue_target;
      wdata_o = queue_data;
    end else if (load_direct) begin
      target  = load_target;
      wdata_o = load_data_i;
    end
    waddr_o     = target.rd;
    we_o        = write && !target.stream;
    wvalid_o    = '0;
    room_wait_o = '0;
    if (write && target.stream) wvalid_o[target.rd[StreamWidth-1:0]] = 1'b1;
    if (queue_valid && queue_target.stream && queue_blocked) begin
      room_wait_o[queue_target.rd[StreamWidth-1:0]] = 1'b1;
    end
  end

endmodule
