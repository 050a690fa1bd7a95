// The queue of FP instructions, and the loops over them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instructions leave in order, one a cycle; those in a loop stay in the queue
// until their last iteration, and leave it again and again without the integer
// core. Each can leave in the cycle after it came at the earliest. With Loops = 0
// it is a plain queue of any depth that is a power of 2.
module frep_sequencer
  import core_pkg::*;
  import frep_pkg::*;
  import seeker_cfg_pkg::*;
#(
  parameter bit          Loops = 1'b1,
  parameter int unsigned Depth = FrepBuffer
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        valid_i,
  output logic        ready_o,
  input  fp_ctrl_t    ctrl_i,
  input  logic [31:0] operand_i,
  input  logic        frep_valid_i,
  output logic        frep_ready_o,
  input  frep_t       frep_i,
  input  logic [31:0] iterations_i,   // - 1
  input  logic        frep_drop_i,    // the loop whose body is not complete: only when
                                      // no instruction is queued

  output logic        valid_o,
  input  logic        ready_i,
  output fp_ctrl_t    ctrl_o,         // registers staggered
  output logic [31:0] operand_o,
  output logic        final_o,        // it will not be back
  output logic        empty_o,        // no instruction is queued
  output logic        starved_o       // a body is not there as a whole
);

  localparam int unsigned Width = $clog2(Depth);
  typedef logic [Width:0] pointer_t;

  fp_ctrl_t    ctrl_q    [Depth];
  logic [31:0] operand_q [Depth];
  pointer_t    oldest_q, read_q, write_q, next;
  logic        push, pop, again;
  fp_ctrl_t    head;

  assign ready_o   = write_q - oldest_q != pointer_t'(Depth);
  assign push      = valid_i && ready_o;
  assign pop       = valid_o && ready_i;
  assign valid_o   = read_q != write_q;
  assign empty_o   = !valid_o;
  assign head      = ctrl_q[read_q[Width-1:0]];
  assign operand_o = operand_q[read_q[Width-1:0]];
  assign final_o   = !again;

  always_ff @(posedge clk_i) begin
    if (push) begin
      ctrl_q[write_q[Width-1:0]]    <= ctrl_i;
      operand_q[write_q[Width-1:0]] <= operand_i;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      oldest_q <= '0;
      read_q   <= '0;
      write_q  <= '0;
    end else begin
      if (push) write_q <= write_q + 1'b1;
      if (frep_drop_i) oldest_q <= read_q;
      if (pop) begin
        read_q <= next;
        if (!again) oldest_q <= next;
      end
    end
  end

  if (Loops) begin : gen_loops
    logic [2:0] stagger;
    logic [3:0] mask;
    logic       pending;

    frep_loops i_loops (
      .clk_i,
      .rst_ni,
      .push_i        (frep_valid_i && frep_ready_o),
      .room_o        (frep_ready_o),
      .frep_i,
      .iterations_i,
      .drop_i        (frep_drop_i),
      .first_i       (write_q),
      .position_i    (read_q),
      .valid_i       (valid_o),
      .pop_i         (pop),
      .next_o        (next),
      .again_o       (again),
      .stagger_o     (stagger),
      .stagger_mask_o(mask),
      .pending_o     (pending)
    );

    assign starved_o = !valid_o && pending;

    always_comb begin
      ctrl_o = head;
      if (stagger != '0) begin
        if (mask[0]) ctrl_o.rd = head.rd + 5'(stagger);
        if (mask[1]) ctrl_o.rs1 = head.rs1 + 5'(stagger);
        if (mask[2]) ctrl_o.rs2 = head.rs2 + 5'(stagger);
        // An accumulator is named by rd.
        if (head.rs3_is_rd ? mask[0] : mask[3]) ctrl_o.rs3 = head.rs3 + 5'(stagger);
      end
    end
  end else begin : gen_queue
    logic unused;
    assign unused       = ^{frep_valid_i, frep_i, frep_drop_i, iterations_i};
    assign frep_ready_o = 1'b0;
    assign next         = read_q + 1'b1;
    assign again        = 1'b0;
    assign starved_o    = 1'b0;
    assign ctrl_o       = head;
  end

`ifndef SYNTHESIS
  initial begin
    assert (2 ** Width == Depth)
    else $fatal(1, "frep_sequencer: Depth = %0d is not a power of 2", Depth);
    assert (!Loops || Depth == FrepBuffer)
    else $fatal(1, "frep_sequencer: loops need the depth %0d, not %0d", FrepBuffer, Depth);
  end
  always_ff @(posedge clk_i) begin
    assert (!frep_drop_i || empty_o) else $error("frep_sequencer: dropped with instructions");
  end
`endif

endmodule
