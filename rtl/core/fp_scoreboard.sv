// Which FP registers can be read and written by the instruction that is next.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Three kinds of registers. Plain ones are busy from issue to write. A stream's
// (SSR enabled, the first SsrStreams ones) give data while their stream has some.
// A chained one is a FIFO, of itself and what waits behind it in fp_writeback: a
// read waits for a value and consumes it, a write waits until the one before has
// been read.
//
// Results for FIFOs (streams, chained registers) may not overtake each other: one
// that comes on another path than those in the FPU or the load/store unit waits
// for them.
//
// A change of the chaining mask takes effect when the registers that join have no
// write under way; those that leave keep the last value that was written, and
// the change waits until all writes to FIFOs have arrived. A register that joins
// is empty.
module fp_scoreboard
  import core_pkg::*;
  import seeker_cfg_pkg::*;
#(
  parameter bit Streams = 1'b1  // streams and chaining
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  input  logic                  valid_i,     // ctrl_i is there
  /* verilator lint_off UNUSEDSIGNAL */  // only what concerns registers
  input  fp_ctrl_t              ctrl_i,
  /* verilator lint_on UNUSEDSIGNAL */
  input  logic [31:0]           operand_i,
  input  logic [SsrStreams-1:0] rvalid_i,
  output logic                  awaited_o,   // it must wait
  output logic                  mode_wait_o, // it sets a mode, and must wait
  output logic                  to_stream_o, // its result goes to a stream
  output logic [SsrStreams-1:0] reads_o,     // streams that it reads
  input  logic                  issue_i,

  output logic [31:0]           chained_o,   // registers that are FIFOs
  output logic [31:0]           closed_o,    // those that take nothing in this cycle

  // Results that arrive, or are given up
  input  logic                  write_i,     // into a register
  input  logic [4:0]            write_rd_i,
  input  logic                  fifo_i,      // one for a FIFO has left FPU or load/store unit
  input  logic                  fifos_wait_i, // some have, and are not where they belong
  input  logic                  drop_i,      // a load that failed
  input  logic [4:0]            drop_rd_i,
  input  logic                  drop_stream_i
);

  logic [31:0] busy_q;

  if (Streams) begin : gen_streams
    localparam int unsigned CountWidth = 4;

    logic                  ssr_q;
    logic [31:0]           chain_q, full_q, full_d, ready, read, drain;
    logic [CountWidth-1:0] fifo_count_q;
    fp_path_e              fifo_path_q, path;
    logic                  to_chain, to_fifo, order_wait;
    logic [31:0]           joins, leaves;
    logic                  set_chain, drops;

    assign path        = fp_path(ctrl_i.op, ctrl_i.load);
    assign to_stream_o = ctrl_i.write_fp && ssr_q && ctrl_i.rd < 5'(SsrStreams);
    assign to_chain    = ctrl_i.write_fp && !to_stream_o && chain_q[ctrl_i.rd];
    assign to_fifo     = to_stream_o || to_chain;
    assign order_wait  = to_fifo && fifo_count_q != '0 && (path != fifo_path_q || (&fifo_count_q));

    always_comb begin
      ready = (chain_q & full_q) | ~(chain_q | busy_q);
      if (ssr_q) ready[SsrStreams-1:0] = rvalid_i;
      awaited_o = (ctrl_i.use_rs1 && !ready[ctrl_i.rs1]) ||
                  (ctrl_i.use_rs2 && !ready[ctrl_i.rs2]) ||
                  (ctrl_i.use_rs3 && !ready[ctrl_i.rs3]) ||
                  (ctrl_i.write_fp && !to_fifo && busy_q[ctrl_i.rd]) || order_wait;
    end

    // Registers that the instruction reads, each once.
    always_comb begin
      read = '0;
      if (valid_i) begin
        if (ctrl_i.use_rs1) read[ctrl_i.rs1] = 1'b1;
        if (ctrl_i.use_rs2) read[ctrl_i.rs2] = 1'b1;
        if (ctrl_i.use_rs3) read[ctrl_i.rs3] = 1'b1;
      end
      reads_o = ssr_q ? read[SsrStreams-1:0] : '0;
      drain   = '0;
      if (issue_i) begin
        drain = read & chain_q;
        if (ssr_q) drain[SsrStreams-1:0] = '0;
      end
    end

    assign set_chain   = valid_i && ctrl_i.set_chain;
    assign joins       = operand_i & ~chain_q;
    assign leaves      = chain_q & ~operand_i;
    assign mode_wait_o = ctrl_i.set_chain &&
                         ((busy_q & joins) != '0 || (leaves != '0 && (fifo_count_q != '0 || fifos_wait_i)));
    assign chained_o   = chain_q;
    assign closed_o    = full_q & ~drain & (set_chain ? operand_i : '1);

    assign drops       = drop_i && (drop_stream_i || chain_q[drop_rd_i]);

    always_comb begin
      full_d = full_q;
      if (chain_q != '0) begin
        full_d = full_q & ~drain;
        if (write_i && chain_q[write_rd_i]) full_d[write_rd_i] = 1'b1;
        if (issue_i && ctrl_i.set_chain) full_d = full_d & operand_i;
      end
    end

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        ssr_q        <= 1'b0;
        chain_q      <= '0;
        full_q       <= '0;
        fifo_count_q <= '0;
        fifo_path_q  <= PathFma;
      end else begin
        if (issue_i && ctrl_i.set_ssr) ssr_q <= operand_i[0];
        if (issue_i && ctrl_i.set_chain) chain_q <= operand_i;
        full_q <= full_d;
        if (issue_i && to_fifo) fifo_path_q <= path;
        fifo_count_q <= fifo_count_q + CountWidth'(issue_i && to_fifo) -
                        CountWidth'(fifo_i) - CountWidth'(drops);
      end
    end

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        busy_q <= '0;
      end else begin
        if (write_i) busy_q[write_rd_i] <= 1'b0;
        if (drop_i && !drop_stream_i) busy_q[drop_rd_i] <= 1'b0;
        if (issue_i && ctrl_i.write_fp && !to_fifo) busy_q[ctrl_i.rd] <= 1'b1;
      end
    end
  end else begin : gen_plain
    logic unused;
    assign unused      = ^{valid_i, operand_i, rvalid_i, fifo_i, fifos_wait_i, drop_stream_i};
    assign awaited_o   = (ctrl_i.use_rs1 && busy_q[ctrl_i.rs1]) ||
                         (ctrl_i.use_rs2 && busy_q[ctrl_i.rs2]) ||
                         (ctrl_i.use_rs3 && busy_q[ctrl_i.rs3]) ||
                         (ctrl_i.write_fp && busy_q[ctrl_i.rd]);
    assign mode_wait_o = 1'b0;
    assign to_stream_o = 1'b0;
    assign reads_o     = '0;
    assign chained_o   = '0;
    assign closed_o    = '0;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        busy_q <= '0;
      end else begin
        if (write_i) busy_q[write_rd_i] <= 1'b0;
        if (drop_i) busy_q[drop_rd_i] <= 1'b0;
        if (issue_i && ctrl_i.write_fp) busy_q[ctrl_i.rd] <= 1'b1;
      end
    end
  end

endmodule
