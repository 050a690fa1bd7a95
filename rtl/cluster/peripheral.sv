// The cluster's peripheral registers: performance counters, scratch, software interrupts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Offsets from the base, 64-bit spaced (i = counter):
//   0x000 + 8i  perf_cnt_en   bit 0; reset 1
//   0x080 + 8i  perf_cnt_sel  [15:0] hart, [31:16] metric (metric_e)
//   0x100 + 8i  perf_cnt      48 bits; any write clears
//   0x180..198  scratch 0..3  64 bits each
//   0x1a0       cl_clint_set  write 1 sets; bit i raises hart i's cluster interrupt
//   0x1a8       cl_clint_clear  write 1 clears; both read as the bits that are set
//   0x1b0       icache_prefetch_enable  bit 0; reset 1
// Other offsets and atomics answer with an error. The answer comes in the cycle
// after the request. Metrics of the DMA count whatever hart is selected; a hart
// that does not exist counts nothing.
module peripheral
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
  import cluster_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                valid_i,
  input  narrow_request_t     request_i,
  output logic                rvalid_o,
  output narrow_answer_t      answer_o,

  output logic [NumHarts-1:0] irq_cl_o,
  output logic                irq_cl_due_o,  // one is on its way to its hart
  output logic                icache_prefetch_enable_o,

  // Events of a cycle, by hart.
  input  logic [1:0]          tcdm_accessed_i  [NumHarts],
  input  logic [1:0]          tcdm_congested_i [NumHarts],
  input  logic [NumHarts-1:0] issue_fpu_i,
  input  logic [NumHarts-1:0] issue_fpu_seq_i,
  input  logic [NumHarts-1:0] issue_core_to_fpu_i,
  input  logic [NumHarts-1:0] retired_instr_i,
  input  logic [NumHarts-1:0] retired_load_i,
  input  logic [NumHarts-1:0] retired_i_i,
  input  logic [NumHarts-1:0] retired_acc_i,
  input  logic [NumHarts-1:0] icache_miss_i,
  input  logic [NumHarts-1:0] icache_hit_i,
  input  logic [NumHarts-1:0] icache_prefetch_i,
  input  logic [NumHarts-1:0] icache_double_hit_i,
  input  logic [NumHarts-1:0] icache_stall_i,
  // Events of the DMA, and bytes of a beat.
  input  logic                dma_busy_i,
  input  logic                dma_aw_stall_i,
  input  logic                dma_ar_stall_i,
  input  logic                dma_r_stall_i,
  input  logic                dma_w_stall_i,
  input  logic                dma_buf_w_stall_i,
  input  logic                dma_buf_r_stall_i,
  input  logic                dma_aw_done_i,
  input  logic                dma_ar_done_i,
  input  logic                dma_r_done_i,
  input  logic                dma_w_done_i,
  input  logic                dma_b_done_i,
  input  logic [6:0]          dma_r_bytes_i,
  input  logic [6:0]          dma_w_bytes_i
);

  localparam int unsigned NumCounters = ClusterPerfCounters;
  localparam int unsigned CounterWidth = $clog2(NumCounters);
  localparam int unsigned CounterBits = 48;
  localparam int unsigned HartWidth   = $clog2(NumHarts);

  // 64-bit words from the base.
  localparam logic [8:0] WordEnable   = 9'h000;
  localparam logic [8:0] WordSelect   = 9'h010;
  localparam logic [8:0] WordCounter  = 9'h020;
  localparam logic [8:0] WordScratch  = 9'h030;
  localparam logic [8:0] WordSet      = 9'h034;
  localparam logic [8:0] WordClear    = 9'h035;
  localparam logic [8:0] WordPrefetch = 9'h036;
  localparam int unsigned NumScratch  = 4;

  // What the first counters count after reset; the others count cycles.
  localparam int unsigned NumPreset = 7;
  function automatic metric_e reset_metric(int unsigned counter);
    unique case (counter)
      1:       return MetricRetiredInstr;
      2:       return MetricTcdmAccessed;
      3:       return MetricIcacheMiss;
      4:       return MetricIcacheHit;
      5:       return MetricIcachePrefetch;
      NumPreset - 1: return MetricIcacheStall;
      default: return MetricCycle;
    endcase
  endfunction

  logic [NumCounters-1:0] enable_q;
  logic [15:0]            hart_q   [NumCounters];
  logic [15:0]            metric_q [NumCounters];
  logic [CounterBits-1:0] count_q  [NumCounters];
  logic [63:0]            scratch_q[NumScratch];
  logic [NumHarts-1:0]    irq_q;
  logic                   prefetch_q;

  ////////////
  // Access //
  ////////////

  logic [31:0] offset;
  logic [8:0]  word;
  logic [3:0]  index;
  logic [CounterWidth-1:0] counter;  // the index, where there are no more
  logic        known, write;
  logic        is_enable, is_select, is_counter, is_scratch;
  logic [63:0] strobed, mask, rdata;

  assign offset  = request_i.addr - PeripheralBase[31:0];
  assign word    = offset[11:3];
  assign index   = word[3:0];
  assign counter = index[CounterWidth-1:0];

  assign is_enable  = word[8:4] == WordEnable[8:4] && 32'(index) < NumCounters;
  assign is_select  = word[8:4] == WordSelect[8:4] && 32'(index) < NumCounters;
  assign is_counter = word[8:4] == WordCounter[8:4] && 32'(index) < NumCounters;
  assign is_scratch = word[8:2] == WordScratch[8:2];

  assign known = offset[31:12] == '0 && request_i.amo == AmoNone &&
                 (is_enable || is_select || is_counter || is_scratch || word == WordSet ||
                  word == WordClear || word == WordPrefetch);
  assign write = valid_i && known && request_i.write;

  for (genvar i = 0; i < 8; i++) begin : gen_mask
    assign mask[8*i+:8] = {8{request_i.strb[i]}};
  end
  assign strobed = request_i.wdata & mask;

  always_comb begin
    rdata = '0;
    if (valid_i) begin
      if (is_enable) rdata = 64'(enable_q[counter]);
      else if (is_select) rdata = 64'({metric_q[counter], hart_q[counter]});
      else if (is_counter) rdata = 64'(count_q[counter]);
      else if (is_scratch) rdata = scratch_q[index[1:0]];
      else if (word == WordPrefetch) rdata = 64'(prefetch_q);
      else rdata = 64'(irq_q);
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      rvalid_o <= 1'b0;
    end else begin
      rvalid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (valid_i) begin
      answer_o.error <= !known;
      answer_o.rdata <= known ? rdata : ErrorData;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      enable_q   <= '1;
      irq_q      <= '0;
      prefetch_q <= 1'b1;
      for (int unsigned i = 0; i < NumScratch; i++) scratch_q[i] <= '0;
      for (int unsigned i = 0; i < NumCounters; i++) begin
        hart_q[i]   <= '0;
        metric_q[i] <= reset_metric(i);
      end
    end else if (write) begin
      if (is_enable && request_i.strb[0]) enable_q[counter] <= request_i.wdata[0];
      if (is_select) begin
        hart_q[counter]   <= (hart_q[counter] & ~mask[15:0]) | strobed[15:0];
        metric_q[counter] <= (metric_q[counter] & ~mask[31:16]) | strobed[31:16];
      end
      if (is_scratch) scratch_q[index[1:0]] <= (scratch_q[index[1:0]] & ~mask) | strobed;
      if (word == WordSet) irq_q <= irq_q | strobed[NumHarts-1:0];
      if (word == WordClear) irq_q <= irq_q & ~strobed[NumHarts-1:0];
      if (word == WordPrefetch && request_i.strb[0]) prefetch_q <= request_i.wdata[0];
    end
  end

  assign icache_prefetch_enable_o = prefetch_q;

  // A bit that is set takes a while to its hart, as in the public cluster; one
  // that is cleared is gone at once, lest a handler see it again.
  localparam int unsigned IrqStages = 4;
  logic [NumHarts-1:0] irq_late_q[IrqStages];
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      for (int unsigned i = 0; i < IrqStages; i++) irq_late_q[i] <= '0;
    end else if (irq_q != irq_late_q[IrqStages-1]) begin
      irq_late_q[0] <= irq_q;
      for (int unsigned i = 1; i < IrqStages; i++) irq_late_q[i] <= irq_late_q[i-1] & irq_q;
    end
  end
  assign irq_cl_o     = irq_late_q[IrqStages-1] & irq_q;
  assign irq_cl_due_o = irq_cl_o != irq_q;

  logic unused_offset;
  assign unused_offset = ^offset[2:0];

  //////////////
  // Counters //
  //////////////

  for (genvar i = 0; i < NumCounters; i++) begin : gen_counter
    logic [HartWidth-1:0] hart;
    logic [6:0]           step;

    assign hart = hart_q[i][HartWidth-1:0];

    always_comb begin
      step = '0;
      if (enable_q[i] && hart_q[i] < 16'(NumHarts)) begin
        unique case (metric_q[i])
          MetricCycle:           step = 7'd1;
          MetricTcdmAccessed:    step = 7'(tcdm_accessed_i[hart]);
          MetricTcdmCongested:   step = 7'(tcdm_congested_i[hart]);
          MetricIssueFpu:        step = 7'(issue_fpu_i[hart]);
          MetricIssueFpuSeq:     step = 7'(issue_fpu_seq_i[hart]);
          MetricIssueCoreFpu:    step = 7'(issue_core_to_fpu_i[hart]);
          MetricRetiredInstr:    step = 7'(retired_instr_i[hart]);
          MetricRetiredLoad:     step = 7'(retired_load_i[hart]);
          MetricRetiredI:        step = 7'(retired_i_i[hart]);
          MetricRetiredAcc:      step = 7'(retired_acc_i[hart]);
          MetricDmaAwStall:      step = 7'(dma_aw_stall_i);
          MetricDmaArStall:      step = 7'(dma_ar_stall_i);
          MetricDmaRStall:       step = 7'(dma_r_stall_i);
          MetricDmaWStall:       step = 7'(dma_w_stall_i);
          MetricDmaBufWStall:    step = 7'(dma_buf_w_stall_i);
          MetricDmaBufRStall:    step = 7'(dma_buf_r_stall_i);
          MetricDmaAwDone:       step = 7'(dma_aw_done_i);
          MetricDmaAwBw:         step = dma_w_done_i ? dma_w_bytes_i : '0;
          MetricDmaArDone:       step = 7'(dma_ar_done_i);
          MetricDmaArBw:         step = dma_r_done_i ? dma_r_bytes_i : '0;
          MetricDmaRDone:        step = 7'(dma_r_done_i);
          MetricDmaRBw:          step = dma_r_done_i ? dma_r_bytes_i : '0;
          MetricDmaWDone:        step = 7'(dma_w_done_i);
          MetricDmaWBw:          step = dma_w_done_i ? dma_w_bytes_i : '0;
          MetricDmaBDone:        step = 7'(dma_b_done_i);
          MetricDmaBusy:         step = 7'(dma_busy_i);
          MetricIcacheMiss:      step = 7'(icache_miss_i[hart]);
          MetricIcacheHit:       step = 7'(icache_hit_i[hart]);
          MetricIcachePrefetch:  step = 7'(icache_prefetch_i[hart]);
          MetricIcacheDoubleHit: step = 7'(icache_double_hit_i[hart]);
          MetricIcacheStall:     step = 7'(icache_stall_i[hart]);
          default:               step = '0;
        endcase
      end
    end

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        count_q[i] <= '0;
      end else if (write && is_counter && index == 4'(i)) begin
        count_q[i] <= '0;
      end else begin
        count_q[i] <= count_q[i] + CounterBits'(step);
      end
    end
  end

endmodule
