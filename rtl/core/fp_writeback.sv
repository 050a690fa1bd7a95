// Where FP results go: registers, streams, and a place to wait.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One result a cycle: the FPU first, then loads, which wait in the load/store
// unit. An FPU result that its stream or its chained register does not take is
// kept here; behind it the FPU is held, loads are not.
//
// The FPU's `ready` depends on registers alone.
module fp_writeback
  import seeker_cfg_pkg::*;
(
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

  input  logic [31:0]           chained_i,
  input  logic [31:0]           full_i,
  input  logic [31:0]           drain_i,

  output logic                  we_o,
  output logic [4:0]            waddr_o,
  output logic [63:0]           wdata_o,       // for streams too
  input  logic [SsrStreams-1:0] wready_i,
  output logic [SsrStreams-1:0] wvalid_o,
  output logic                  push_o,        // one of them
  output logic [SsrStreams-1:0] room_wait_o,   // streams that a result waits for
  output logic                  empty_o
);

  localparam int unsigned StreamWidth = $clog2(SsrStreams);

  logic        kept_q, kept_stream_q, valid, stream, blocked, go, load_blocked, load_go, out_stream;
  logic [4:0]  kept_rd_q, rd;
  logic [63:0] kept_data_q;
  logic [31:0] closed;

  assign closed  = chained_i & full_i & ~drain_i;
  assign valid   = kept_q || fpu_valid_i;
  assign stream  = kept_q ? kept_stream_q : fpu_stream_i;
  assign rd      = kept_q ? kept_rd_q : fpu_rd_i;
  assign blocked = stream ? !wready_i[rd[StreamWidth-1:0]] : closed[rd];
  assign go      = valid && !blocked;

  assign load_blocked = load_stream_i ? !wready_i[load_rd_i[StreamWidth-1:0]] : closed[load_rd_i];
  assign load_go      = load_valid_i && !go && !load_blocked;

  assign fpu_ready_o  = !kept_q;
  assign load_ready_o = load_go;
  assign empty_o      = !kept_q;

  always_comb begin
    out_stream = stream;
    waddr_o    = rd;
    wdata_o    = kept_q ? kept_data_q : fpu_data_i;
    if (load_go) begin
      out_stream = load_stream_i;
      waddr_o    = load_rd_i;
      wdata_o    = load_data_i;
    end
    we_o        = (go || load_go) && !out_stream;
    push_o      = (go || load_go) && out_stream;
    wvalid_o    = '0;
    room_wait_o = '0;
    if (push_o) wvalid_o[waddr_o[StreamWidth-1:0]] = 1'b1;
    if (valid && stream && blocked) room_wait_o[rd[StreamWidth-1:0]] = 1'b1;
    if (load_valid_i && load_stream_i && load_blocked) begin
      room_wait_o[load_rd_i[StreamWidth-1:0]] = 1'b1;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      kept_q <= 1'b0;
    end else begin
      kept_q <= valid && blocked;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!kept_q && fpu_valid_i && blocked) begin
      kept_stream_q <= fpu_stream_i;
      kept_rd_q     <= fpu_rd_i;
      kept_data_q   <= fpu_data_i;
    end
  end

endmodule
