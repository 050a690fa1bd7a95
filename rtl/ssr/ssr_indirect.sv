// Fetches indices and makes addresses of them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The generator's pointers are those of indices. Each goes into a queue of 8; one
// whose word is not that of the pointer before it has the word fetched first,
// into one of two places. An address is there when its index' word is: two cycles
// after the fetch was granted.
module ssr_indirect
  import ssr_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        load_i,       // a new indirect job, at its first pointer in the next cycle
  input  logic [1:0]  size_i,       // log2 of an index' bytes; with the next, as of load_i
  input  logic [4:0]  shift_i,
  input  addr_t       base_i,

  // Pointers of indices
  input  addr_t       pointer_i,
  input  logic        last_i,
  output logic        step_o,

  output logic        fetch_valid_o,
  input  logic        fetch_ready_i,
  output addr_t       fetch_addr_o,
  input  logic        fetch_rvalid_i,
  input  logic [63:0] fetch_rdata_i,

  // Addresses of data
  output logic        valid_o,
  output addr_t       addr_o,
  output logic        last_o,
  input  logic        take_i
);

  localparam int unsigned Depth = 8;

  // ---- The job ----
  logic [1:0] size_q;
  logic [4:0] shift_q;
  addr_t      base_q;

  always_ff @(posedge clk_i) begin
    if (load_i) begin
      size_q  <= size_i;
      shift_q <= shift_i;
      base_q  <= base_i;
    end
  end

  // ---- Queue of indices: where each lies in which place ----
  typedef struct packed {
    logic       last;
    logic       place;
    logic [2:0] offset;  // in bytes
  } entry_t;

  entry_t     queue_q [Depth];
  logic [2:0] head_q, tail_q;
  logic [3:0] count_q;
  entry_t     head;
  logic       walking_q;      // pointers are left
  logic       fresh_q;        // none was taken yet
  logic       place_q;        // of the last pointer's word
  logic [AddrWidth-4:0] word_q;
  logic [63:0] data_q [2];
  logic [1:0]  filled_q;
  logic [3:0]  users_q [2];    // indices in the queue that lie in each place

  logic new_word, push, pop, place, fetched, fetch_place_q;

  assign new_word      = fresh_q || pointer_i[AddrWidth-1:3] != word_q;
  assign place         = place_q ^ new_word;
  assign fetch_valid_o = walking_q && new_word && !count_q[3] && users_q[!place_q] == '0;
  assign fetch_addr_o  = {pointer_i[AddrWidth-1:3], 3'b0};
  assign fetched       = fetch_valid_o && fetch_ready_i;
  assign push          = walking_q && !count_q[3] && (!new_word || fetched);
  assign step_o        = push && !last_i;
  assign head          = queue_q[head_q];
  assign valid_o       = count_q != '0 && filled_q[head.place];
  assign last_o        = head.last;
  assign pop           = valid_o && take_i;

  logic [31:0] index;
  always_comb begin
    index  = '0;
    addr_o = base_q;
    if (valid_o) begin
      index = 32'(data_q[head.place] >> {head.offset, 3'b0});
      unique case (size_q)
        2'd0:    index = {24'b0, index[7:0]};
        2'd1:    index = {16'b0, index[15:0]};
        default: ;
      endcase
      addr_o = base_q + (AddrWidth'({index, 3'b0}) << shift_q);
    end
  end

  always_ff @(posedge clk_i) begin
    if (push) begin
      queue_q[tail_q] <= '{last: last_i, place: place, offset: pointer_i[2:0] & ('1 << size_q)};
      word_q          <= pointer_i[AddrWidth-1:3];
    end
    if (fetched) fetch_place_q <= place;
    if (fetch_rvalid_i) data_q[fetch_place_q] <= fetch_rdata_i;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      walking_q  <= 1'b0;
      fresh_q    <= 1'b0;
      place_q    <= 1'b0;
      head_q     <= '0;
      tail_q     <= '0;
      count_q    <= '0;
      filled_q   <= '0;
      users_q[0] <= '0;
      users_q[1] <= '0;
    end else begin
      if (load_i) begin
        walking_q <= 1'b1;
        fresh_q   <= 1'b1;
      end else if (push) begin
        walking_q <= !last_i;
        fresh_q   <= 1'b0;
      end
      if (push) begin
        place_q <= place;
        tail_q  <= tail_q + 1'b1;
      end
      if (pop) head_q <= head_q + 1'b1;
      if (push != pop) count_q <= push ? count_q + 1'b1 : count_q - 1'b1;
      if (push != pop || place != head.place) begin
        if (push) users_q[place] <= users_q[place] + 1'b1;
        if (pop) users_q[head.place] <= users_q[head.place] - 1'b1;
      end
      if (fetched) filled_q[place] <= 1'b0;
      if (fetch_rvalid_i) filled_q[fetch_place_q] <= 1'b1;
    end
  end

endmodule
