// The CLINT: a software interrupt and a timer a hart, one clock for all.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Standard layout from ClintBase: msip of hart h at 4 h, mtimecmp at 0x4000 + 8 h,
// mtime at 0xBFF8, which counts cycles. Two narrow slave ports, for the cluster
// (0) and for the bridge (1); the cluster goes first. Atomics, and addresses
// where nothing is, answer with an error and data 0. mtimecmp starts at its
// largest value: no timer runs. `idle_o` is low while one does.
module clint
  import seeker_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        valid_i [2],
  output logic        ready_o [2],
  input  logic [15:0] addr_i  [2],
  input  logic        write_i [2],
  input  amo_e        amo_i   [2],
  input  logic [7:0]  strb_i  [2],
  input  logic [63:0] wdata_i [2],
  output logic        rvalid_o[2],
  input  logic        rready_i[2],
  output logic [63:0] rdata_o [2],
  output logic        rerror_o[2],

  output logic        msip_o[NumHarts],
  output logic        mtip_o[NumHarts],
  output logic        idle_o
);

  localparam logic [15:0] MtimecmpBase = 16'h4000;
  localparam logic [15:0] MtimeBase = 16'hBFF8;

  logic [NumHarts-1:0] msip_q;
  logic [63:0] mtimecmp_q[NumHarts];
  logic [63:0] mtime_q;

  // One request at a time; its answer follows in the next cycle.
  logic answer_valid_q, answer_port_q, answer_error_q;
  logic [63:0] answer_data_q;
  logic port, take, free;

  assign port = !valid_i[0];
  assign free = !answer_valid_q || rready_i[answer_port_q];
  assign take = (valid_i[0] || valid_i[1]) && free;
  assign ready_o[0] = free && valid_i[0];
  assign ready_o[1] = free && port;
  for (genvar p = 0; p < 2; p++) begin : gen_answer
    assign rvalid_o[p] = answer_valid_q && answer_port_q == 1'(p);
    assign rdata_o[p] = answer_data_q;
    assign rerror_o[p] = answer_error_q;
  end

  logic [15:0] addr;
  logic [63:0] mask, wdata, rdata;
  logic write, hit;

  assign addr = {addr_i[port][15:3], 3'b0};
  assign wdata = wdata_i[port];
  assign write = take && write_i[port] && amo_i[port] == AmoNone;
  always_comb begin
    for (int unsigned b = 0; b < 8; b++) mask[8*b+:8] = {8{strb_i[port][b]}};
  end

  always_comb begin
    rdata = '0;
    hit = 1'b0;
    for (int unsigned h = 0; h < NumHarts; h++) begin
      if (addr == {16'(h / 2) << 3}) begin
        hit = 1'b1;
        rdata[32*(h%2)] = msip_q[h];
      end
      if (addr == MtimecmpBase + 16'(8 * h)) begin
        hit = 1'b1;
        rdata = mtimecmp_q[h];
      end
    end
    if (addr == MtimeBase) begin
      hit = 1'b1;
      rdata = mtime_q;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      msip_q <= '0;
      for (int unsigned h = 0; h < NumHarts; h++) mtimecmp_q[h] <= '1;
      mtime_q <= '0;
      answer_valid_q <= 1'b0;
    end else begin
      mtime_q <= mtime_q + 64'd1;
      if (write) begin
        for (int unsigned h = 0; h < NumHarts; h++) begin
          if (addr == {16'(h / 2) << 3} && mask[32*(h%2)]) msip_q[h] <= wdata[32*(h%2)];
          if (addr == MtimecmpBase + 16'(8 * h)) begin
            mtimecmp_q[h] <= (mtimecmp_q[h] & ~mask) | (wdata & mask);
          end
        end
        if (addr == MtimeBase) mtime_q <= (mtime_q & ~mask) | (wdata & mask);
      end
      if (free) answer_valid_q <= take;
    end
  end

  always_ff @(posedge clk_i) begin
    if (take) begin
      answer_port_q <= port;
      answer_error_q <= !hit || amo_i[port] != AmoNone;
      answer_data_q <= rdata;
    end
  end

  logic [NumHarts-1:0] running;
  for (genvar h = 0; h < NumHarts; h++) begin : gen_hart
    assign msip_o[h] = msip_q[h];
    assign mtip_o[h] = mtime_q >= mtimecmp_q[h];
    assign running[h] = mtimecmp_q[h] != '1 && !mtip_o[h];
  end
  assign idle_o = !answer_valid_q && running == '0;

endmodule
