// Moves a stream's data between the TCDM and a register: addresses, FIFO, port.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads: an address is used up when its request is granted, and claims a place
// in the FIFO, so that an answer always has one. Writes: an address is used up by
// the datum that is pushed, and goes with it; no datum is taken without a job
// that has a place in memory for it.
//
// A datum can be popped three cycles after its request was granted, and holds its
// place until then: four places are just enough for a datum a cycle.
module ssr_mover
  import seeker_cfg_pkg::*;
  import ssr_pkg::*;
#(
  parameter bit Indirect = 1'b0
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,

  input  logic                   load_i,
  input  job_t                   job_i,
  input  logic [RepeatWidth-1:0] repeat_i,
  input  logic [BoundWidth-1:0]  bound_i  [SsrLoops],
  input  addr_t                  stride_i [SsrLoops],
  input  logic [1:0]             idx_size_i,
  input  logic [4:0]             idx_shift_i,
  input  addr_t                  idx_base_i,
  output logic                   accept_read_o,
  output logic                   accept_write_o,
  output logic                   busy_o,      // a job runs
  output logic                   drained_o,   // nothing that was pushed is outside memory
  output addr_t                  pointer_o,

  output logic                   rvalid_o,
  output logic [63:0]            rdata_o,
  input  logic                   rpop_i,
  output logic                   wready_o,
  input  logic                   wvalid_i,
  input  logic [63:0]            wdata_i,

  output logic                   tcdm_valid_o,
  input  logic                   tcdm_ready_i,
  output addr_t                  tcdm_addr_o,
  output logic                   tcdm_write_o,
  output logic [63:0]            tcdm_wdata_o,
  input  logic                   tcdm_rvalid_i,
  input  logic [63:0]            tcdm_rdata_i
);

  localparam int unsigned Depth    = SsrCredits;  // a power of 2
  localparam int unsigned IdxWidth = $clog2(Depth);
  typedef logic [IdxWidth-1:0] idx_t;
  typedef logic [IdxWidth:0]   count_t;

  logic                   run_q, write_q, take, take_last, accept;
  logic [RepeatWidth-1:0] repeat_q;
  idx_t                   head_q, tail_q, fill_q;
  count_t                 count_q;   // places that are claimed or full
  count_t                 there_q;   // data that can be popped
  logic                   room, put, get;

  ///////////////
  // Addresses //
  ///////////////

  logic  walk_step, walk_last, addr_valid, addr_last;
  addr_t walk_pointer, addr;
  logic  fetch_valid, fetch_ready, fetch_await_q;
  addr_t fetch_addr;

  ssr_addr_gen i_addr_gen (
    .clk_i,
    .load_i,
    .pointer_i(job_i.pointer),
    .loops_i  (job_i.loops),
    .bound_i,
    .stride_i,
    .indices_i(job_i.indirect),
    .idx_size_i,
    .step_i   (walk_step),
    .pointer_o(walk_pointer),
    .last_o   (walk_last)
  );

  if (Indirect) begin : gen_indirect
    logic  indirect_q, index_step, index_valid, index_last;
    addr_t index_addr;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) indirect_q <= 1'b0;
      else if (load_i) indirect_q <= job_i.indirect;
    end

    ssr_indirect i_indirect (
      .clk_i,
      .rst_ni,
      .load_i        (load_i && job_i.indirect),
      .size_i        (idx_size_i),
      .shift_i       (idx_shift_i),
      .base_i        (idx_base_i),
      .pointer_i     (walk_pointer),
      .last_i        (walk_last),
      .step_o        (index_step),
      .fetch_valid_o (fetch_valid),
      .fetch_ready_i (fetch_ready),
      .fetch_addr_o  (fetch_addr),
      .fetch_rvalid_i(tcdm_rvalid_i && fetch_await_q),
      .fetch_rdata_i (tcdm_rdata_i),
      .valid_o       (index_valid),
      .addr_o        (index_addr),
      .last_o        (index_last),
      .take_i        (take)
    );

    assign addr_valid = run_q && (!indirect_q || index_valid);
    assign addr       = indirect_q ? index_addr : walk_pointer;
    assign addr_last  = indirect_q ? index_last : walk_last;
    assign walk_step  = indirect_q ? index_step : take && !walk_last;
  end else begin : gen_direct
    logic unused;
    assign unused      = ^{idx_shift_i, idx_base_i, fetch_ready, fetch_await_q};
    assign fetch_valid = 1'b0;
    assign fetch_addr  = '0;
    assign addr_valid  = run_q;
    assign addr        = walk_pointer;
    assign addr_last   = walk_last;
    assign walk_step   = take && !walk_last;
  end

  /////////
  // Job //
  /////////

  assign take_last = take && addr_last;
  assign accept    = !run_q || take_last;
  // The FIFO serves one direction at a time.
  assign accept_read_o  = write_q ? !run_q && count_q == '0 : accept;
  assign accept_write_o = write_q ? accept : !run_q && count_q == '0;
  assign busy_o    = run_q;
  assign drained_o = !write_q || count_q == '0;
  assign pointer_o = walk_pointer;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      run_q   <= 1'b0;
      write_q <= 1'b0;
    end else if (load_i) begin
      run_q   <= 1'b1;
      write_q <= job_i.write;
    end else if (take_last) begin
      run_q <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (load_i) repeat_q <= repeat_i;
  end

  //////////
  // Port //
  //////////

  logic data_valid, data_ready, data_grant, data_await_q, fetch_turn;

  assign room       = count_q != count_t'(Depth);
  assign data_valid = write_q ? count_q != '0 : addr_valid && room;
  assign data_grant = data_valid && data_ready;

  if (Indirect) begin : gen_arbiter
    port_arbiter i_arbiter (
      .clk_i,
      .rst_ni,
      .a_valid_i(data_valid),
      .b_valid_i(fetch_valid),
      .ready_i  (tcdm_ready_i),
      .b_o      (fetch_turn),
      .a_ready_o(data_ready),
      .b_ready_o(fetch_ready)
    );
  end else begin : gen_no_arbiter
    assign fetch_turn  = 1'b0;
    assign data_ready  = tcdm_ready_i;
    assign fetch_ready = 1'b0;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      data_await_q  <= 1'b0;
      fetch_await_q <= 1'b0;
    end else begin
      data_await_q  <= data_grant && !write_q;
      fetch_await_q <= fetch_valid && fetch_ready;
    end
  end

  //////////
  // FIFO //
  //////////

  logic [63:0]            data_q  [Depth];
  addr_t                  addr_q  [Depth];  // of writes
  logic [RepeatWidth-1:0] times_q [Depth];  // of reads
  logic [RepeatWidth-1:0] done_q;           // times that the head was delivered
  logic                   come, come_q, push, pop;

  assign come     = tcdm_rvalid_i && data_await_q;
  assign wready_o = addr_valid && write_q && room;
  assign push     = wvalid_i && wready_o;
  assign rvalid_o = there_q != '0;
  assign rdata_o  = data_q[head_q];
  assign pop      = rpop_i && done_q == times_q[head_q];
  assign take     = write_q ? push : data_grant;
  assign put      = take;
  assign get      = write_q ? data_grant : pop;

  assign tcdm_valid_o = data_valid || fetch_valid;
  assign tcdm_write_o = write_q && !fetch_turn;
  assign tcdm_addr_o  = fetch_turn ? fetch_addr : write_q ? addr_q[head_q] : addr;
  assign tcdm_wdata_o = data_q[head_q];

  always_ff @(posedge clk_i) begin
    if (put) begin
      addr_q[tail_q]  <= addr;
      times_q[tail_q] <= repeat_q;
    end
    if (push) data_q[tail_q] <= wdata_i;
    if (come) data_q[fill_q] <= tcdm_rdata_i;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q  <= '0;
      tail_q  <= '0;
      fill_q  <= '0;
      count_q <= '0;
      there_q <= '0;
      come_q  <= 1'b0;
      done_q  <= '0;
    end else begin
      if (put) tail_q <= tail_q + 1'b1;
      if (push || come) fill_q <= fill_q + 1'b1;
      if (get) head_q <= head_q + 1'b1;
      if (put != get) count_q <= put ? count_q + 1'b1 : count_q - 1'b1;
      come_q <= come;
      if (come_q != pop) there_q <= come_q ? there_q + 1'b1 : there_q - 1'b1;
      if (rpop_i) done_q <= pop ? '0 : done_q + 1'b1;
    end
  end

`ifndef SYNTHESIS
  initial begin
    assert (2 ** IdxWidth == Depth && Depth > 1)
    else $fatal(1, "ssr_mover: SsrCredits = %0d is not a power of 2 above 1", Depth);
  end
  always_ff @(posedge clk_i) begin
    assert (!rpop_i || rvalid_o) else $error("ssr_mover: a pop without data");
  end
`endif

endmodule
