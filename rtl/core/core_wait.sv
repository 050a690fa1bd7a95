// What a hart waits for, and for how long it has made no progress.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Both are looked at with `tick_i`, which the cluster gives every 2^TickLog
// cycles, so that they cost next to nothing to simulate. `quiet_o` is
// floor(log2(cycles without progress)) to that grain, 0 below it, 30 at most.
// Progress is a store, an FP instruction issued, a CSR write, a DMA transfer
// started, the barrier passed, an interrupt, or a loop whose iteration writes
// other values to registers than the one before: one that computes makes
// progress, one that polls, or traps again and again, does not. Atomics count
// by what they return.
module core_wait
  import core_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit IsDm = 1'b0
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        tick_i,
  input  logic [31:0] hart_id_i,

  input  hart_state_e state_i,
  input  logic        debug_i,        // a debugger has halted it
  input  logic        flush_i,        // caches are being emptied
  input  logic        device_i,       // a device's answer is awaited
  input  logic        present_i,      // there is an instruction
  input  logic        leaves_i,       // and it leaves now, or traps
  input  unit_e       unit_i,
  input  logic        store_i,
  input  logic        offered_i,      // the load/store unit is offered the access
  input  logic        at_barrier_i,
  input  logic        fp_idle_i,
  input  hart_wait_e  fp_wait_i,      // what of a stream or a loop holds the FP side up

  // Awaited registers: who owes them
  input  logic        awaited_i,
  input  logic [31:0] awaited_regs_i,
  input  logic        use_rs1_i,
  input  logic [4:0]  rs1_i,
  input  logic        use_rs2_i,
  input  logic [4:0]  rs2_i,
  input  logic [4:0]  rd_i,
  input  logic        await_i,        // rd_i will be written later, by unit_i

  input  logic        dma_status_i,   // a read of the DMA's status leaves
  input  logic        progress_i,     // but for loops
  input  logic        jump_i,         // a jump back, or a return from a trap, leaves
  input  logic [31:0] pc_i,
  input  logic        write_i,        // of a register
  input  logic [4:0]  write_reg_i,
  input  logic [31:0] write_data_i,

  output hart_wait_e  wait_o,
  output logic [4:0]  quiet_o
);

  //////////////////////////////
  // Who owes which register //
  //////////////////////////////

  typedef enum logic [1:0] {
    OwesLsu,
    OwesMd,
    OwesFp,
    OwesDma
  } owes_e;

  owes_e owes_q [32];
  owes_e owes_new;

  always_comb begin
    unique case (unit_i)
      UnitMd:  owes_new = OwesMd;
      UnitFp:  owes_new = OwesFp;
      UnitDma: owes_new = OwesDma;
      default: owes_new = OwesLsu;
    endcase
  end

  always_ff @(posedge clk_i) begin
    if (await_i) owes_q[rd_i] <= owes_new;
  end

  // A loop that polls is seen in any of its instructions.
  localparam int unsigned PollCycles = 64;
  localparam int unsigned PollWidth  = $clog2(PollCycles + 1);

  logic polls;
  if (IsDm) begin : gen_polls
    logic [PollWidth-1:0] poll_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        poll_q <= '0;
      end else if (dma_status_i) begin
        poll_q <= PollWidth'(PollCycles);
      end else if (poll_q != '0) begin
        poll_q <= poll_q - 1'b1;
      end
    end
    assign polls = poll_q != '0;
  end else begin : gen_no_polls
    logic unused_status;
    assign unused_status = dma_status_i;
    assign polls         = 1'b0;
  end

  ///////////
  // Cause //
  ///////////

  // Functions, so that they are evaluated with a tick only.
  function automatic hart_wait_e owed();
    logic [4:0] awaited_reg;
    awaited_reg = rd_i;
    if (use_rs1_i && awaited_regs_i[rs1_i]) awaited_reg = rs1_i;
    else if (use_rs2_i && awaited_regs_i[rs2_i]) awaited_reg = rs2_i;
    unique case (owes_q[awaited_reg])
      OwesLsu: return WaitLoad;
      OwesMd:  return WaitMulDiv;
      OwesFp:  return WaitFpResult;
      OwesDma: return WaitDma;
    endcase
  endfunction

  function automatic hart_wait_e unit_busy();
    unique case (unit_i)
      UnitMem: begin
        if (!offered_i && !fp_idle_i) return WaitFpResult;
        return store_i ? WaitStore : WaitLoad;
      end
      UnitMd:  return WaitMulDiv;
      UnitDma: return WaitDma;
      UnitFp:  return WaitFpQueue;
      UnitCsr: begin
        if (at_barrier_i) return WaitBarrier;
        return fp_idle_i ? WaitLoad : WaitFpResult;
      end
      UnitWfi: return fp_idle_i ? WaitLoad : WaitFpResult;
      UnitFence, UnitFenceI: return WaitFence;
      default: return fp_wait_i;  // streams and loops themselves
    endcase
  endfunction

  function automatic hart_wait_e cause();
    hart_wait_e found;
    if (debug_i) return WaitDebug;
    if (state_i == HartSleeping) return WaitSleep;
    if (state_i != HartRunning) return WaitNone;
    if (flush_i) found = WaitFence;
    else if (device_i) found = store_i ? WaitStore : WaitLoad;
    else if (!present_i) found = WaitFetch;
    else if (leaves_i) found = WaitNone;
    else found = awaited_i ? owed() : unit_busy();
    if (fp_wait_i != WaitNone &&
        (found == WaitFpQueue || found == WaitFpResult || found == WaitFence)) return fp_wait_i;
    if (polls && (found == WaitNone || found == WaitFetch || found == WaitDma)) return WaitDmaPoll;
    return found;
  endfunction

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) wait_o <= WaitNone;
    else if (tick_i) wait_o <= cause();
  end

  //////////////
  // Progress //
  //////////////

  localparam logic [4:0] QuietMost = 5'd30;
  localparam int unsigned CountWidth = int'(QuietMost) - TickLog + 1;

  logic                  progress_q;  // since the last tick
  logic [CountWidth-1:0] count_q, count_next;  // ticks without
  logic                  other;       // an iteration unlike the one before ends

  assign count_next = count_q + 1'b1;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      progress_q <= 1'b0;
      count_q    <= '0;
      quiet_o    <= '0;
    end else begin
      if (tick_i) begin
        progress_q <= 1'b0;
        if (progress_q) begin
          count_q <= '0;
          quiet_o <= '0;
        end else if (quiet_o != QuietMost) begin
          count_q <= count_next;
          // The first quiet tick, then each power of 2.
          if (count_q == '0) quiet_o <= 5'(TickLog);
          else if ((count_q & count_next) == '0) quiet_o <= quiet_o + 5'd1;
        end
      end
      if (progress_i || other) progress_q <= 1'b1;
    end
  end

  // What the last iterations wrote, by the jump that ends them: a loop may call
  // functions. Nothing is looked at when the tick has its progress already; then
  // the iteration that it ends in is not known from its beginning.
  localparam int unsigned Loops     = 4;
  localparam int unsigned LoopWidth = $clog2(Loops);

  logic [31:0] sum_q;
  logic [31:0] last_sum_q [Loops];
  logic [29:0] last_pc_q  [Loops];
  logic        whole_q;   // sum_q is that of a whole iteration

  logic [LoopWidth-1:0] loop;
  assign loop = pc_i[2+:LoopWidth];

  always_comb begin
    other = 1'b0;
    if (jump_i && whole_q && !progress_q) begin
      other = last_pc_q[loop] != pc_i[31:2] || last_sum_q[loop] != sum_q;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      whole_q <= 1'b0;
    end else if (progress_q) begin
      whole_q <= 1'b0;
    end else if (jump_i) begin
      whole_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!progress_q) begin
      if (jump_i) begin
        sum_q <= '0;
        if (whole_q) begin
          last_sum_q[loop] <= sum_q;
          last_pc_q[loop]  <= pc_i[31:2];
        end
      end else if (write_i) begin
        // Rotated by much and added to, so that values that depend on each other
        // do not cancel out.
        sum_q <= ({sum_q[20:0], sum_q[31:21]} ^ write_data_i) + {27'h4f1bbcd, write_reg_i};
      end
    end
  end

  logic unused_pc;
  assign unused_pc = ^pc_i[1:0];

`ifdef VERILATOR
  hart_wait_e told_q, now;

  // Evaluated in every cycle for those who want to know.
  always_comb begin
    now = WaitNone;
    if (observe_pkg::states) now = cause();
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      told_q <= WaitNone;
    end else if (now != told_q) begin
      told_q <= now;
      observe_pkg::seeker_observe_wait(hart_id_i, $time, 32'(now));
    end
  end
`else
  logic unused_hart_id;
  assign unused_hart_id = ^hart_id_i;
`endif

endmodule
