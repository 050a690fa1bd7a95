// A streamer's configuration registers and the one job that may be queued.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ssr_pkg has the registers. `load_o`: the mover takes `job_o` with the registers
// as they are, in the cycle of the start write when it can. Bounds and strides
// are registers themselves: nothing is copied while nothing happens.
module ssr_config
  import seeker_cfg_pkg::*;
  import ssr_pkg::*;
#(
  parameter bit Indirect = 1'b0
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,

  input  logic                   write_i,    // only while room_o
  input  logic                   read_i,
  input  logic [4:0]             reg_i,
  /* verilator lint_off UNUSEDSIGNAL */  // registers are narrower
  input  logic [31:0]            data_i,
  /* verilator lint_on UNUSEDSIGNAL */
  output logic [31:0]            data_o,
  output logic                   room_o,     // no job is queued

  output logic                   load_o,
  output job_t                   job_o,
  output logic [RepeatWidth-1:0] repeat_o,
  output logic [BoundWidth-1:0]  bound_o  [SsrLoops],
  output addr_t                  stride_o [SsrLoops],
  output logic [1:0]             idx_size_o,
  output logic [4:0]             idx_shift_o,
  output addr_t                  idx_base_o,

  input  logic                   accept_read_i,   // a job of this direction may be loaded
  input  logic                   accept_write_i,
  input  logic                   idle_i,          // no job runs, all data are in memory
  input  addr_t                  pointer_i
);

  logic [RepeatWidth-1:0] repeat_q;
  logic [1:0]             idx_size_q;
  logic [7:0]             idx_shift_q;
  addr_t                  idx_base_q;
  logic                   queued_q;
  job_t                   queue_q;
  logic                   last_write_q, last_indirect_q;
  logic [1:0]             last_loops_q;

  job_t start_job;
  logic start, candidate, accepted;

  assign start_job = job_of(reg_i[3:0], addr_t'(data_i));
  assign start     = write_i && reg_i[4] && (Indirect || !start_job.indirect);
  assign candidate = queued_q || start;
  assign job_o     = queued_q ? queue_q : start_job;
  assign accepted  = job_o.write ? accept_write_i : accept_read_i;
  assign load_o    = candidate && accepted;
  assign room_o    = !queued_q;

  assign repeat_o    = repeat_q;
  assign idx_size_o  = idx_size_q;
  assign idx_shift_o = idx_shift_q[4:0];
  assign idx_base_o  = idx_base_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      queued_q <= 1'b0;
      {last_write_q, last_indirect_q, last_loops_q} <= '0;
    end else if (candidate) begin
      queued_q <= !accepted;
      if (accepted) begin
        {last_write_q, last_indirect_q, last_loops_q} <= {job_o.write, job_o.indirect, job_o.loops};
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (start) queue_q <= start_job;
  end

  ///////////////
  // Registers //
  ///////////////

  logic [4:0] bound_index, stride_index;
  logic       is_bound, is_stride;

  assign bound_index  = reg_i - RegBound;
  assign stride_index = reg_i - RegStride;
  assign is_bound     = bound_index < 5'(SsrLoops);
  assign is_stride    = stride_index < 5'(SsrLoops);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      repeat_q    <= '0;
      idx_size_q  <= '0;
      idx_shift_q <= '0;
      idx_base_q  <= '0;
      for (int unsigned k = 0; k < SsrLoops; k++) begin
        bound_o[k]  <= '0;
        stride_o[k] <= '0;
      end
    end else if (write_i) begin
      if (is_bound) bound_o[bound_index[LoopWidth-1:0]] <= data_i[BoundWidth-1:0];
      if (is_stride) begin
        stride_o[stride_index[LoopWidth-1:0]] <= {data_i[AddrWidth-1:3], 3'b0};
      end
      if (reg_i == RegRepeat) repeat_q <= data_i[RepeatWidth-1:0];
      if (Indirect && reg_i == RegIdxCfg) {idx_shift_q, idx_size_q} <= {data_i[15:8], data_i[1:0]};
      if (Indirect && reg_i == RegIdxBase) idx_base_q <= addr_t'(data_i);
    end
  end

  always_comb begin
    data_o = '0;
    if (read_i) begin
      if (is_bound) data_o = 32'(bound_o[bound_index[LoopWidth-1:0]]);
      else if (is_stride) data_o = 32'(stride_o[stride_index[LoopWidth-1:0]]);
      else if (reg_i == RegRepeat) data_o = 32'(repeat_q);
      else if (reg_i == RegIdxCfg) data_o = {16'b0, idx_shift_q, 6'b0, idx_size_q};
      else if (reg_i == RegIdxBase) data_o = 32'(idx_base_q);
      else if (reg_i == RegStatus || (reg_i[4] && (Indirect || reg_i[3]))) begin
        data_o = {idle_i && !queued_q, last_write_q, last_loops_q, last_indirect_q,
                  (27 - AddrWidth)'(0), pointer_i};
      end
    end
  end

endmodule
