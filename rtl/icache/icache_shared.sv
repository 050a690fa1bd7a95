// The shared instruction cache: look-up a cycle, refills in order, one for all who wait.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A look-up reads tags and lines of all ways and is decided in the next cycle:
// a hit fills the askers' buffers there and then, a miss joins the refill of its
// line or starts one. A look-up is taken only when a refill could be started,
// so it never waits inside; it is not taken in a cycle in which a refill's
// answer waits, which goes in the next one. With an empty mask a look-up only
// brings the line here.
//
// A refill is asked for RefillWait cycles after its miss: with them a miss takes
// what it does in the public cluster.
//
// A flush waits for the refills on their way, then clears a set a cycle; so does
// reset. The last sets are cleared while the first refill waits: look-ups are
// blind misses then.
module icache_shared #(
  parameter int unsigned Askers    = 1,
  parameter int unsigned Sets      = 128,
  parameter int unsigned LineBits  = 512,
  parameter int unsigned LineWidth = 26,  // of a line's address
  parameter int unsigned Refills   = 4,   // on their way at once
  parameter int unsigned RefillWait = 11
) (
  input  logic                      clk_i,
  input  logic                      rst_ni,

  input  logic                      flush_i,      // held until the answer
  output logic                      flush_open_o, // who asks now is served by this flush
  output logic                      flushed_o,

  input  logic                      lookup_valid_i,
  output logic                      lookup_ready_o,
  input  logic [LineWidth-1:0]      lookup_line_i,
  input  logic [Askers-1:0]         lookup_mask_i,

  output logic [Askers-1:0]         fill_mask_o,
  output logic                      fill_error_o,
  output logic [LineWidth-1:0]      fill_line_o,
  output logic [LineBits-1:0]       fill_data_o,
  output logic                      fill_jumps_o,  // may go on at fill_target_o
  output logic [LineWidth-1:0]      fill_target_o,

  output logic                      refill_valid_o,
  input  logic                      refill_ready_i,
  output logic [31:0]               refill_addr_o,
  input  logic                      refill_rvalid_i,
  output logic                      refill_rready_o,
  input  logic [LineBits-1:0]       refill_rdata_i,
  input  logic                      refill_rerror_i
);

  localparam int unsigned Ways        = 2;
  localparam int unsigned IndexWidth  = $clog2(Sets);
  localparam int unsigned TagWidth    = LineWidth - IndexWidth;
  localparam int unsigned OffsetWidth = 32 - LineWidth;
  localparam int unsigned SlotWidth   = $clog2(Refills);
  localparam int unsigned CountWidth  = $clog2(Refills + 1);
  localparam int unsigned WaitWidth   = $clog2(RefillWait + 1);
  // A flush is answered when this set is cleared.
  localparam logic [IndexWidth-1:0] AnswerSet = IndexWidth'(Sets - RefillWait);
  typedef logic [LineWidth-1:0]  line_t;
  typedef logic [IndexWidth-1:0] index_t;
  typedef logic [SlotWidth-1:0]  slot_t;

  typedef struct packed {
    logic                valid;
    logic [TagWidth-1:0] tag;
    logic                jumps;
    line_t               target;
  } entry_t;

  typedef enum logic [1:0] {
    Run,
    Drain,
    Clear
  } state_e;

  state_e state_q;
  index_t clear_q;

  // ---- Refills on their way, oldest at the head ----
  line_t                  slot_line_q [Refills];
  logic [Askers-1:0]      slot_mask_q [Refills];
  logic                   slot_way_q  [Refills];
  logic [Refills-1:0]     slot_used_q;
  slot_t                  head_q, tail_q, send_q;
  logic [CountWidth-1:0]  count_q, unsent_q;
  logic [WaitWidth-1:0]   wait_q [Refills];

  // ---- Look-up, first cycle ----
  logic              look, look_q;
  line_t             line_q;
  logic [Askers-1:0] mask_q;
  logic              blind, blind_q;
  logic              put;  // a refill's answer goes in
  assign blind = state_q == Clear && clear_q > AnswerSet;
  // An empty mask leaves a refill to those who wait for it.
  assign lookup_ready_o = (state_q == Run || blind) && !flush_i && !refill_rvalid_i &&
                          count_q + CountWidth'(look_q) <
                          ((lookup_mask_i == '0) ? CountWidth'(Refills - 1)
                                                 : CountWidth'(Refills));
  assign look = lookup_valid_i && lookup_ready_o;
  assign put  = refill_rvalid_i && refill_rready_o;
  assign refill_rready_o = !look_q && state_q != Clear;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      look_q <= 1'b0;
    end else begin
      look_q <= look;
    end
  end

  always_ff @(posedge clk_i) begin
    if (look) begin
      line_q  <= lookup_line_i;
      mask_q  <= lookup_mask_i;
      blind_q <= blind;
    end
  end

  // ---- Memories ----
  logic                clear;
  index_t              row;
  logic                jumps;
  line_t               target;
  entry_t              tag_wdata;
  entry_t              tag_rdata [Ways];
  logic [LineBits-1:0] way_data  [Ways];
  logic                put_keeps;

  assign clear     = state_q == Clear;
  assign put_keeps = put && !refill_rerror_i;
  assign row       = clear ? clear_q : put ? slot_line_q[head_q][IndexWidth-1:0]
                                           : lookup_line_i[IndexWidth-1:0];
  assign tag_wdata = '{
    valid:  !clear,
    tag:    slot_line_q[head_q][LineWidth-1:IndexWidth],
    jumps:  jumps,
    target: target
  };

  icache_targets #(
    .LineBits (LineBits),
    .LineWidth(LineWidth)
  ) i_targets (
    .valid_i (put),
    .line_i  (slot_line_q[head_q]),
    .data_i  (refill_rdata_i),
    .found_o (jumps),
    .target_o(target)
  );

  for (genvar y = 0; y < int'(Ways); y++) begin : gen_way
    logic write;
    assign write = put_keeps && slot_way_q[head_q] == 1'(y);

    icache_ram #(
      .Width($bits(entry_t)),
      .Words(Sets)
    ) i_tags (
      .clk_i,
      .en_i   (look || clear || write),
      .write_i(clear || write),
      .row_i  (row),
      .wdata_i(tag_wdata),
      .rdata_o(tag_rdata[y])
    );

    icache_ram #(
      .Width(LineBits),
      .Words(Sets)
    ) i_data (
      .clk_i,
      .en_i   ((look && lookup_mask_i != '0) || write),
      .write_i(write),
      .row_i  (row),
      .wdata_i(refill_rdata_i),
      .rdata_o(way_data[y])
    );
  end

  // ---- Look-up, second cycle ----
  logic [Ways-1:0]    way_valid, way_hit;
  logic               hit, miss, joins, starts;
  slot_t              join_slot;
  logic               victim;
  // The way used last in each set.
  logic               recent_q [Sets];

  for (genvar y = 0; y < int'(Ways); y++) begin : gen_hit
    assign way_valid[y] = tag_rdata[y].valid;
    assign way_hit[y]   = look_q && !blind_q && way_valid[y] &&
                          tag_rdata[y].tag == line_q[LineWidth-1:IndexWidth];
  end
  assign hit  = |way_hit;
  assign miss = look_q && !hit;

  always_comb begin
    joins     = 1'b0;
    join_slot = '0;
    if (miss) begin
      for (int unsigned i = 0; i < Refills; i++) begin
        if (slot_used_q[i] && slot_line_q[i] == line_q) begin
          joins     = 1'b1;
          join_slot = slot_t'(i);
        end
      end
    end
  end
  assign starts = miss && !joins;
  assign victim = !way_valid[0] ? 1'b0 : !way_valid[1] ? 1'b1
                                       : !recent_q[line_q[IndexWidth-1:0]];

  always_ff @(posedge clk_i) begin
    if (clear) recent_q[clear_q] <= 1'b0;
    else if (put_keeps) recent_q[slot_line_q[head_q][IndexWidth-1:0]] <= slot_way_q[head_q];
    else if (hit) recent_q[line_q[IndexWidth-1:0]] <= way_hit[1];
  end

  // ---- Refill requests and answers ----
  function automatic slot_t after(slot_t slot);
    return (slot == slot_t'(Refills - 1)) ? '0 : slot + 1'b1;
  endfunction

  logic sent;
  assign refill_valid_o = unsent_q != '0 && wait_q[send_q] == '0;
  assign refill_addr_o  = {slot_line_q[send_q], {OffsetWidth{1'b0}}};
  assign sent           = refill_valid_o && refill_ready_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      slot_used_q <= '0;
      head_q      <= '0;
      tail_q      <= '0;
      send_q      <= '0;
      count_q     <= '0;
      unsent_q    <= '0;
    end else begin
      if (starts) begin
        slot_used_q[tail_q] <= 1'b1;
        tail_q              <= after(tail_q);
      end
      if (put) begin
        slot_used_q[head_q] <= 1'b0;
        head_q              <= after(head_q);
      end
      if (sent) send_q <= after(send_q);
      count_q  <= count_q + CountWidth'(starts) - CountWidth'(put);
      unsent_q <= unsent_q + CountWidth'(starts) - CountWidth'(sent);
    end
  end

  always_ff @(posedge clk_i) begin
    if (unsent_q != '0) begin
      for (int unsigned i = 0; i < Refills; i++) begin
        if (wait_q[i] != '0) wait_q[i] <= wait_q[i] - 1'b1;
      end
    end
    if (starts) begin
      wait_q[tail_q]      <= WaitWidth'(RefillWait);
      slot_line_q[tail_q] <= line_q;
      slot_mask_q[tail_q] <= mask_q;
      slot_way_q[tail_q]  <= victim;
    end
    if (joins) slot_mask_q[join_slot] <= slot_mask_q[join_slot] | mask_q;
  end

  // ---- Fills: of a hit or of a refill; never both, as look_q holds answers back ----
  assign fill_mask_o   = put ? slot_mask_q[head_q] : hit ? mask_q : '0;
  assign fill_error_o  = put && refill_rerror_i;
  assign fill_line_o   = put ? slot_line_q[head_q] : line_q;
  assign fill_jumps_o  = put ? jumps : tag_rdata[way_hit[1]].jumps;
  assign fill_target_o = put ? target : tag_rdata[way_hit[1]].target;

  always_comb begin
    fill_data_o = 'x;
    if (put) fill_data_o = refill_rdata_i;
    else if (way_hit[0]) fill_data_o = way_data[0];
    else if (way_hit[1]) fill_data_o = way_data[1];
  end

  // ---- Flush ----
  assign flush_open_o = state_q == Run || state_q == Drain;
  assign flushed_o    = clear && clear_q == AnswerSet && flush_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= Clear;
      clear_q <= '0;
    end else begin
      unique case (state_q)
        Run:     if (flush_i) state_q <= Drain;
        Drain:   if (count_q == '0 && !look_q) state_q <= Clear;
        Clear: begin
          clear_q <= clear_q + 1'b1;
          if (clear_q == '1) state_q <= Run;
        end
        default: ;
      endcase
    end
  end

endmodule
