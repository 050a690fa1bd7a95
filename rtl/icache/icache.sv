// The cluster's instruction cache: a private buffer a hart before one shared cache.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A fetch that hits its hart's buffer is answered in its own cycle; one that
// hits only the shared cache two cycles later. The harts' look-ups take turns,
// fetches that wait before prefetches. Each look-up is followed, when nobody
// else asks, by one for the line after it, which brings that line from memory
// into the shared cache before a hart asks for it.
//
// A flush empties the hart's buffer and the shared cache; other harts' buffers
// stay. Harts that ask before the clearing begins share it.
module icache
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  parameter int unsigned NumPorts = NumHarts
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic         prefetch_enable_i,

  input  logic         fetch_valid_i [NumPorts],
  input  logic [31:0]  fetch_addr_i  [NumPorts],
  output logic         fetch_ready_o [NumPorts],
  output logic [31:0]  fetch_data_o  [NumPorts],
  output logic         fetch_error_o [NumPorts],
  input  logic         flush_valid_i [NumPorts],
  output logic         flush_ready_o [NumPorts],

  output logic         refill_valid_o,
  input  logic         refill_ready_i,
  output logic [31:0]  refill_addr_o,
  input  logic         refill_rvalid_i,
  output logic         refill_rready_o,
  input  logic [511:0] refill_rdata_i,
  input  logic         refill_rerror_i,

  output logic         event_miss_o       [NumPorts],
  output logic         event_hit_o        [NumPorts],
  output logic         event_prefetch_o   [NumPorts],
  output logic         event_double_hit_o [NumPorts],
  output logic         event_stall_o      [NumPorts]
);

  localparam int unsigned LineBits  = 8 * IcacheLineBytes;
  localparam int unsigned LineWidth = 32 - $clog2(IcacheLineBytes);
  localparam int unsigned Sets      = IcacheSharedBytes / IcacheLineBytes / IcacheSharedWays;
  typedef logic [LineWidth-1:0] line_t;

  if (IcacheLineBytes != 64) begin : gen_bad_line
    $error("icache.line_bytes must be 64, the wide bus's word, is %0d", IcacheLineBytes);
  end
  if (IcacheSharedWays != 2) begin : gen_bad_ways
    $error("icache.shared_ways must be 2, is %0d", IcacheSharedWays);
  end
  if (Sets < 16 || 1 << $clog2(Sets) != Sets) begin : gen_bad_sets
    $error("icache.shared_bytes must make a power of two of sets from 16 up, makes %0d", Sets);
  end
  if (IcachePrivateLines < 4 || 1 << $clog2(IcachePrivateLines) != IcachePrivateLines)
  begin : gen_bad_lines
    $error("icache.private_lines must be a power of two from 4 up, is %0d", IcachePrivateLines);
  end

  // ---- Private buffers ----
  logic [NumPorts-1:0] req_valid, req_prefetch, req_ready, invalidate;
  line_t               req_line [NumPorts];
  logic [NumPorts-1:0] fill_mask;
  logic                fill_error;
  line_t               fill_line;
  logic [LineBits-1:0] fill_data;
  logic                fill_jumps;
  line_t               fill_target;

  for (genvar h = 0; h < int'(NumPorts); h++) begin : gen_buffer
    icache_buffer #(
      .Lines    (IcachePrivateLines),
      .LineBits (LineBits),
      .LineWidth(LineWidth)
    ) i_buffer (
      .clk_i,
      .rst_ni,
      .prefetch_enable_i,
      .invalidate_i    (invalidate[h]),
      .fetch_valid_i   (fetch_valid_i[h]),
      .fetch_addr_i    (fetch_addr_i[h]),
      .fetch_ready_o   (fetch_ready_o[h]),
      .fetch_data_o    (fetch_data_o[h]),
      .fetch_error_o   (fetch_error_o[h]),
      .req_valid_o     (req_valid[h]),
      .req_ready_i     (req_ready[h]),
      .req_line_o      (req_line[h]),
      .req_prefetch_o  (req_prefetch[h]),
      .fill_valid_i    (fill_mask[h]),
      .fill_error_i    (fill_error),
      .fill_line_i     (fill_line),
      .fill_data_i     (fill_data),
      .fill_jumps_i    (fill_jumps),
      .fill_target_i   (fill_target),
      .event_hit_o     (event_hit_o[h]),
      .event_miss_o    (event_miss_o[h]),
      .event_prefetch_o(event_prefetch_o[h]),
      .event_stall_o   (event_stall_o[h])
    );

    // A line is never in a buffer twice.
    assign event_double_hit_o[h] = 1'b0;
  end

  // ---- Whose look-up: demands, then prefetches, then the line ahead ----
  localparam int unsigned IndexWidth = (NumPorts > 1) ? $clog2(NumPorts) : 1;
  logic [NumPorts-1:0]   demands, candidates, grant;
  logic [IndexWidth-1:0] who;
  logic                  any, lookup_valid, lookup_ready, ahead_q;
  line_t                 lookup_line, ahead_line_q;

  assign demands    = req_valid & ~req_prefetch;
  assign candidates = (demands != '0) ? demands : req_valid;
  assign any        = candidates != '0;

  rr_arbiter #(
    .NumRequests(NumPorts)
  ) i_arbiter (
    .clk_i,
    .rst_ni,
    .req_i   (candidates),
    .accept_i(any && lookup_ready),
    .grant_o (grant)
  );

  onehot_to_index #(
    .Width(NumPorts)
  ) i_who (
    .onehot_i(grant),
    .index_o (who)
  );

  assign req_ready    = lookup_ready ? grant : '0;
  assign lookup_valid = any || ahead_q;
  assign lookup_line  = any ? req_line[who] : ahead_line_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ahead_q <= 1'b0;
    end else if (lookup_valid && lookup_ready) begin
      ahead_q <= any && prefetch_enable_i && lookup_line != '1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (any && lookup_ready) ahead_line_q <= lookup_line + 1'b1;
  end

  // ---- Flushes ----
  logic [NumPorts-1:0] flush_request, flushing_q;
  logic                flush_open, flushed;

  for (genvar h = 0; h < int'(NumPorts); h++) begin : gen_flush
    assign flush_request[h] = flush_valid_i[h];
    assign invalidate[h]    = flushed && flushing_q[h];
    assign flush_ready_o[h] = invalidate[h];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      flushing_q <= '0;
    end else if (flushed) begin
      flushing_q <= '0;
    end else if (flush_open) begin
      flushing_q <= flushing_q | flush_request;
    end
  end

  icache_shared #(
    .Askers   (NumPorts),
    .Sets     (Sets),
    .LineBits (LineBits),
    .LineWidth(LineWidth)
  ) i_shared (
    .clk_i,
    .rst_ni,
    .flush_i       (flushing_q != '0),
    .flush_open_o  (flush_open),
    .flushed_o     (flushed),
    .lookup_valid_i(lookup_valid),
    .lookup_ready_o(lookup_ready),
    .lookup_line_i (lookup_line),
    .lookup_mask_i (any ? grant : '0),
    .fill_mask_o   (fill_mask),
    .fill_error_o  (fill_error),
    .fill_line_o   (fill_line),
    .fill_data_o   (fill_data),
    .fill_jumps_o  (fill_jumps),
    .fill_target_o (fill_target),
    .refill_valid_o,
    .refill_ready_i,
    .refill_addr_o,
    .refill_rvalid_i,
    .refill_rready_o,
    .refill_rdata_i,
    .refill_rerror_i
  );

endmodule
