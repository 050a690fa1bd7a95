// Where the sequencer goes next: the table of loops, and the two it is in.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A loop enters the table when its frep is issued, with the position that its
// first instruction will have. It is entered, without a cycle of its own, when
// the sequencer comes there; its entry stays until the loop around it is done.
module frep_loops
  import frep_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        push_i,
  output logic        room_o,
  input  frep_t       frep_i,
  input  logic [31:0] iterations_i,  // - 1
  input  logic        drop_i,        // the last outer loop that came, and those inside it;
                                     // all that is queued of them has left
  input  position_t   first_i,

  input  position_t   position_i,    // of the head instruction
  input  logic        valid_i,       // which is there
  input  logic        pop_i,         // and leaves
  output position_t   next_o,        // where the sequencer is then
  output logic        again_o,       // the head will be needed again
  output logic [2:0]  stagger_o,     // to be added
  output logic [3:0]  stagger_mask_o,
  output logic        pending_o      // there are loops
);

  typedef logic [TableWidth:0] index_t;

  loop_t  table_q [TableDepth];
  index_t base_q, enter_q, tail_q;   // oldest kept, next to be entered, next free
  index_t open_q;                    // the last outer loop

  loop_t      outer_q, outer, inner_q, inner, candidate;
  logic       outer_valid_q, outer_valid, inner_valid_q, inner_valid;
  logic [2:0] outer_count_q, outer_count, inner_count_q, inner_count;
  index_t     outer_enter_q, outer_enter, enter;  // outer_enter: the first loop inside

  assign room_o    = tail_q - base_q != index_t'(TableDepth);
  assign pending_o = outer_valid_q || enter_q != tail_q;

  // The loops around the head.
  always_comb begin
    enter       = enter_q;
    outer       = outer_q;
    outer_valid = outer_valid_q;
    outer_count = outer_count_q;
    outer_enter = outer_enter_q;
    inner       = inner_q;
    inner_valid = inner_valid_q;
    inner_count = inner_count_q;
    candidate   = table_q[enter[TableWidth-1:0]];
    if (valid_i && enter != tail_q) begin
      if (!outer_valid && candidate.first == position_i) begin
        outer       = candidate;
        outer_valid = 1'b1;
        outer_count = '0;
        enter       = enter + 1'b1;
        outer_enter = enter;
        candidate   = table_q[enter[TableWidth-1:0]];
      end
      if (!inner_valid && enter != tail_q && candidate.first == position_i) begin
        inner       = candidate;
        inner_valid = 1'b1;
        inner_count = '0;
        enter       = enter + 1'b1;
      end
    end
  end

  // Where its leaving leads.
  logic inner_ends, outer_ends, inner_again, outer_again;

  assign inner_ends  = inner_valid && position_i == inner.last;
  assign inner_again = inner_ends && inner.left != '0;
  assign outer_ends  = outer_valid && position_i == outer.last && !inner_again;
  assign outer_again = outer_ends && outer.left != '0;

  assign next_o         = inner_again ? inner.first :
                          outer_again ? outer.first : position_i + 1'b1;
  assign again_o        = (inner_valid && inner.left != '0) || (outer_valid && outer.left != '0);
  assign stagger_o      = inner_valid ? inner_count : outer_valid ? outer_count : '0;
  assign stagger_mask_o = inner_valid ? inner.stagger_mask :
                          outer_valid ? outer.stagger_mask : '0;

  function automatic logic [2:0] next_count(logic [2:0] count, logic [2:0] max);
    return count == max ? '0 : count + 1'b1;
  endfunction

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      base_q        <= '0;
      enter_q       <= '0;
      tail_q        <= '0;
      open_q        <= '0;
      outer_valid_q <= 1'b0;
      inner_valid_q <= 1'b0;
    end else begin
      if (push_i) tail_q <= tail_q + 1'b1;
      if (push_i && frep_i.outer) open_q <= tail_q;
      if (drop_i) begin
        base_q        <= open_q;
        enter_q       <= open_q;
        tail_q        <= open_q;
        outer_valid_q <= 1'b0;
        inner_valid_q <= 1'b0;
      end else if (pop_i && outer_valid) begin
        inner_valid_q <= inner_valid && (!inner_ends || inner_again);
        outer_valid_q <= !outer_ends || outer_again;
        enter_q       <= outer_again ? outer_enter : enter;
        if (outer_ends && !outer_again) base_q <= enter;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (push_i) begin
      table_q[tail_q[TableWidth-1:0]] <= '{
        first:        first_i,
        last:         first_i + position_t'(frep_i.length),
        left:         iterations_i,
        stagger_max:  frep_i.stagger_max,
        stagger_mask: frep_i.stagger_mask
      };
    end
    if (pop_i && outer_valid) begin
      outer_q       <= outer;
      outer_count_q <= outer_count;
      outer_enter_q <= outer_enter;
      inner_q       <= inner;
      inner_count_q <= inner_count;
      if (inner_again) begin
        inner_q.left  <= inner.left - 1'b1;
        inner_count_q <= next_count(inner_count, inner.stagger_max);
      end
      if (outer_again) begin
        outer_q.left  <= outer.left - 1'b1;
        outer_count_q <= next_count(outer_count, outer.stagger_max);
      end
    end
  end

endmodule
