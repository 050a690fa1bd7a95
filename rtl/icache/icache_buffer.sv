// A hart's private instruction buffer: a few lines, answering in the fetch's own cycle.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fully associative. A fetch that misses asks for its line; entering a line asks
// for the one after it and for the one that it may jump to, once, so that the
// code finds them there. At most one line of each kind is on its way; they are
// told apart by their addresses, and a fetch may wait for any. Lines are
// replaced in turn, sparing the one that was fetched from last. A line that
// came with an error is not kept: it answers the fetch that waits for it, or
// nobody.
module icache_buffer #(
  parameter int unsigned Lines     = 8,
  parameter int unsigned LineBits  = 512,
  parameter int unsigned LineWidth = 26  // of a line's address
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 prefetch_enable_i,
  input  logic                 invalidate_i,

  input  logic                 fetch_valid_i,
  /* verilator lint_off UNUSEDSIGNAL */  // Instructions are aligned to words.
  input  logic [31:0]          fetch_addr_i,
  /* verilator lint_on UNUSEDSIGNAL */
  output logic                 fetch_ready_o,
  output logic [31:0]          fetch_data_o,
  output logic                 fetch_error_o,

  output logic                 req_valid_o,
  input  logic                 req_ready_i,
  output logic [LineWidth-1:0] req_line_o,
  output logic                 req_prefetch_o,

  input  logic                 fill_valid_i,
  input  logic                 fill_error_i,
  input  logic [LineWidth-1:0] fill_line_i,
  input  logic [LineBits-1:0]  fill_data_i,
  input  logic                 fill_jumps_i,   // may go on at fill_target_i
  input  logic [LineWidth-1:0] fill_target_i,

  output logic                 event_hit_o,
  output logic                 event_miss_o,
  output logic                 event_prefetch_o,
  output logic                 event_stall_o
);

  localparam int unsigned OffsetWidth = 32 - LineWidth;
  localparam int unsigned IndexWidth  = $clog2(Lines);
  typedef logic [IndexWidth-1:0] index_t;
  typedef logic [LineWidth-1:0]  line_t;

  logic [Lines-1:0] valid_q;
  line_t            tag_q [Lines];

  // ---- Look-up ----
  line_t      line;
  logic       hit;
  index_t     hit_index;
  assign line = fetch_addr_i[31:OffsetWidth];

  always_comb begin
    hit       = 1'b0;
    hit_index = '0;
    if (fetch_valid_i) begin
      for (int unsigned i = 0; i < Lines; i++) begin
        if (valid_q[i] && tag_q[i] == line) begin
          hit       = 1'b1;
          hit_index = hit_index | index_t'(i);
        end
      end
    end
  end

  logic [LineBits-1:0] mem [Lines];
  index_t              victim;
  logic                keep;

  always_ff @(posedge clk_i) begin
    if (keep) mem[victim] <= fill_data_i;
  end

  logic  error_q;
  line_t error_line_q;
  logic  error_hit;
  assign error_hit     = error_q && error_line_q == line;
  assign fetch_ready_o = hit || error_hit;
  assign fetch_error_o = !hit;
  assign fetch_data_o  = hit ? mem[hit_index][32*fetch_addr_i[OffsetWidth-1:2]+:32] : '0;

  // ---- Lines on their way: demanded, next, jump's target ----
  logic  demanded_q, seen_q, jump_due_q;
  line_t demanded_line_q, seen_line_q;
  logic  enter, demand;
  logic  next_valid, next_ready, next_away, jump_valid, jump_ready, jump_away;
  line_t next_line, next_away_line, jump_line, jump_away_line;

  // The line that a line may jump to, known with the line.
  logic [Lines-1:0] target_valid_q;
  line_t            target_q [Lines];

  assign enter  = fetch_valid_i && !(seen_q && seen_line_q == line);
  assign demand = fetch_valid_i && !fetch_ready_o && !demanded_q &&
                  !(next_away && next_away_line == line) && !(jump_away && jump_away_line == line);

  assign req_valid_o    = demand || next_valid || jump_valid;
  assign req_prefetch_o = !demand;
  assign req_line_o     = demand ? line : next_valid ? next_line : jump_line;
  assign next_ready     = req_ready_i && !demand;
  assign jump_ready     = req_ready_i && !demand && !next_valid;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      demanded_q <= 1'b0;
      seen_q     <= 1'b0;
      jump_due_q <= 1'b0;
      error_q    <= 1'b0;
    end else begin
      if (fill_valid_i && fill_line_i == demanded_line_q) demanded_q <= 1'b0;
      if (demand && req_ready_i) demanded_q <= 1'b1;

      if (enter) seen_q <= 1'b1;
      if (hit) jump_due_q <= 1'b0;
      else if (enter) jump_due_q <= 1'b1;

      if (fill_valid_i && fill_error_i && fetch_valid_i && fill_line_i == line) error_q <= 1'b1;
      else if (fetch_valid_i) error_q <= 1'b0;

      if (invalidate_i) begin
        seen_q  <= 1'b0;
        error_q <= 1'b0;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (demand && req_ready_i) demanded_line_q <= line;
    if (enter) seen_line_q <= line;
    if (fill_valid_i && fill_error_i) error_line_q <= fill_line_i;
  end

  icache_prefetch #(
    .Lines    (Lines),
    .LineWidth(LineWidth)
  ) i_next (
    .clk_i,
    .rst_ni,
    .enable_i      (prefetch_enable_i),
    .forget_i      (invalidate_i),
    .want_i        (enter && line != '1),
    .want_line_i   (line + 1'b1),
    .buffer_valid_i(valid_q),
    .buffer_line_i (tag_q),
    .other_away_i  ('{demanded_q, jump_away}),
    .other_line_i  ('{demanded_line_q, jump_away_line}),
    .req_valid_o   (next_valid),
    .req_line_o    (next_line),
    .req_ready_i   (next_ready),
    .fill_valid_i,
    .fill_line_i,
    .away_o        (next_away),
    .away_line_o   (next_away_line)
  );

  icache_prefetch #(
    .Lines    (Lines),
    .LineWidth(LineWidth)
  ) i_jump (
    .clk_i,
    .rst_ni,
    .enable_i      (prefetch_enable_i),
    .forget_i      (invalidate_i),
    .want_i        (hit && (enter || jump_due_q) && target_valid_q[hit_index]),
    .want_line_i   (target_q[hit_index]),
    .buffer_valid_i(valid_q),
    .buffer_line_i (tag_q),
    .other_away_i  ('{demanded_q, next_away}),
    .other_line_i  ('{demanded_line_q, next_away_line}),
    .req_valid_o   (jump_valid),
    .req_line_o    (jump_line),
    .req_ready_i   (jump_ready),
    .fill_valid_i,
    .fill_line_i,
    .away_o        (jump_away),
    .away_line_o   (jump_away_line)
  );

  // ---- Fill ----
  index_t turn_q, last_q;
  assign keep   = fill_valid_i && !fill_error_i;
  assign victim = (turn_q == last_q) ? turn_q + 1'b1 : turn_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= '0;
      turn_q  <= '0;
    end else begin
      if (keep) begin
        valid_q[victim] <= 1'b1;
        turn_q          <= victim + 1'b1;
      end
      if (invalidate_i) valid_q <= '0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (keep) begin
      tag_q[victim]          <= fill_line_i;
      target_valid_q[victim] <= fill_jumps_i;
      target_q[victim]       <= fill_target_i;
    end
    if (hit) last_q <= hit_index;
  end

  assign event_hit_o      = hit;
  assign event_miss_o     = demand && req_ready_i;
  assign event_prefetch_o = req_valid_o && !demand && req_ready_i;
  assign event_stall_o    = fetch_valid_i && !fetch_ready_o;

endmodule
