// Which trap a hart takes, if any: exceptions, interrupts, error answers of memory.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `exception_o` stops the instruction at the pc; it does not look at what is
// below it in priority. An error answer that comes when its instruction has long
// left is kept until the core asks for it (`take_late_i`).
module core_trap
  import core_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  // The instruction at the pc
  input  logic        present_i,
  input  logic        stop_i,         // the hart enters debug mode instead of executing it
  input  logic        fetch_error_i,
  input  logic        illegal_i,
  input  logic        awaited_i,      // its operands are not there yet
  input  unit_e       unit_i,
  input  logic [31:0] instr_i,
  input  logic [31:0] pc_i,
  input  logic        jumps_i,
  input  logic [31:0] target_i,
  input  logic        mem_i,
  input  logic        mem_writes_i,
  input  logic        misaligned_i,
  input  region_e     region_i,
  input  logic [31:0] addr_i,
  output logic        exception_o,
  input  logic        hold_i,            // it may not trap yet

  input  logic        take_irq_i,
  input  logic [4:0]  irq_cause_i,

  // Error answers: late ones of either load/store unit, and the awaited one
  input  logic        lsu_error_i,
  input  logic        lsu_error_store_i,
  input  logic [31:0] lsu_error_addr_i,
  input  logic        lsu_error_awaited_i,
  input  logic        fp_error_i,
  input  logic        fp_error_store_i,
  input  logic [31:0] fp_error_addr_i,
  input  logic        take_late_i,
  output logic        late_pending_o,

  output logic        trap_o,
  output logic        irq_o,
  output logic [4:0]  cause_o,
  output logic [31:0] value_o
);

  ////////////////////////////////////
  // Exceptions of the instruction //
  ////////////////////////////////////

  logic [4:0]  exception_cause;
  logic [31:0] exception_value;

  always_comb begin
    exception_o     = 1'b0;
    exception_cause = '0;
    exception_value = '0;
    if (present_i) begin
      if (stop_i) begin
        exception_o     = 1'b1;
      end else if (fetch_error_i) begin
        exception_o     = 1'b1;
        exception_cause = CauseFetchFault;
        exception_value = pc_i;
      end else if (illegal_i) begin
        exception_o     = 1'b1;
        exception_cause = CauseIllegal;
        exception_value = instr_i;
      end else if (!awaited_i) begin
        unique case (unit_i)
          UnitJal, UnitJalr, UnitBranch: begin
            exception_o     = jumps_i && target_i[1];
            exception_cause = CauseMisalignedFetch;
            exception_value = target_i;
          end
          UnitEcall: begin
            exception_o     = 1'b1;
            exception_cause = CauseEcallM;
          end
          UnitEbreak: begin
            exception_o     = 1'b1;
            exception_cause = CauseBreakpoint;
            exception_value = pc_i;
          end
          UnitMem, UnitFp: begin
            exception_o     = mem_i && (misaligned_i || region_i == RegionNone);
            exception_value = addr_i;
            if (misaligned_i) begin
              exception_cause = mem_writes_i ? CauseMisalignedStore : CauseMisalignedLoad;
            end else begin
              exception_cause = mem_writes_i ? CauseStoreFault : CauseLoadFault;
            end
          end
          default: ;
        endcase
      end
    end
  end

  ////////////////////////
  // Late error answers //
  ////////////////////////

  logic        late_q, late_store_q, lsu_late;
  logic [31:0] late_addr_q;

  assign lsu_late       = lsu_error_i && !lsu_error_awaited_i;
  assign late_pending_o = late_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      late_q <= 1'b0;
    end else if (take_late_i) begin
      late_q <= 1'b0;
    end else if (lsu_late || fp_error_i) begin
      late_q <= 1'b1;
    end
  end

  // The first of several is reported.
  always_ff @(posedge clk_i) begin
    if (!late_q) begin
      late_store_q <= lsu_late ? lsu_error_store_i : fp_error_store_i;
      late_addr_q  <= lsu_late ? lsu_error_addr_i : fp_error_addr_i;
    end
  end

  ////////////
  // Choice //
  ////////////

  always_comb begin
    trap_o  = 1'b1;
    irq_o   = 1'b0;
    cause_o = exception_cause;
    value_o = exception_value;
    if (take_late_i) begin
      cause_o = late_store_q ? CauseStoreFault : CauseLoadFault;
      value_o = late_addr_q;
    end else if (take_irq_i) begin
      irq_o   = 1'b1;
      cause_o = irq_cause_i;
      value_o = '0;
    end else if (lsu_error_i && lsu_error_awaited_i) begin
      cause_o = lsu_error_store_i ? CauseStoreFault : CauseLoadFault;
      value_o = lsu_error_addr_i;
    end else begin
      trap_o = exception_o && !hold_i && !stop_i;
    end
  end

endmodule
