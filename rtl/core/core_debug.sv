// Debug mode of a hart: why it stops, its CSRs, triggers and single steps.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RISC-V External Debug Support 0.13.2, chapters 4 and 5; rtl/debug/README.md says
// what is claimed. core_control has the states, the pc serves as dpc.
//
// `stop_o` keeps the instruction at the pc from executing: a trigger matches, or it
// is an ebreak that belongs to the debugger. `halt_o` stops the hart between
// instructions. `stuck_o`: it was stopped although its FP side has not come to
// rest, which it had not for StuckCycles.
module core_debug
  import core_pkg::*;
  import seeker_cfg_pkg::*;
(
  input  logic           clk_i,
  input  logic           rst_ni,

  input  debug_request_t request_i,
  input  logic [63:0]    data_i,         // the debug module's data registers

  // CSRs
  input  logic [11:0]    csr_addr_i,
  input  logic           csr_write_i,
  input  logic [31:0]    csr_wdata_i,
  output logic           csr_exists_o,
  output logic [31:0]    csr_rdata_o,
  output logic           data_write_o,
  output logic           data_index_o,
  output logic           pc_write_o,     // dpc

  // The instruction at the pc; the address holds when it loads or stores
  input  logic           present_i,
  input  logic [31:0]    pc_i,
  input  logic           ebreak_i,
  input  logic           loads_i,
  input  logic           stores_i,
  input  logic [31:0]    addr_i,
  output logic           stop_o,

  input  logic           reset_i,        // the hart comes out of reset
  input  logic           executed_i,     // an instruction has been, or has trapped
  input  logic           halting_i,      // it stops, because of halt_o
  input  logic           stopping_i,     // because of stop_o
  input  logic           settling_i,     // it has stopped, and waits
  input  logic           halted_i,       // it takes instructions of the debug module
  input  logic           debug_i,        // it is in debug mode
  input  logic           resuming_i,
  input  logic           at_rest_i,      // nothing is under way in the hart
  input  logic           mem_idle_i,     // no load or store is under way
  input  logic           fp_issue_i,
  input  logic           offered_i,      // an instruction waits for something but memory
  output logic           halt_o,
  output logic           stepping_o,
  output logic           settled_o,
  output logic           stuck_o,
  output logic           give_up_o       // that instruction will not leave
);

  localparam logic [11:0] CsrTselect   = 12'h7a0;
  localparam logic [11:0] CsrTdata1    = 12'h7a1;
  localparam logic [11:0] CsrTdata2    = 12'h7a2;
  localparam logic [11:0] CsrTinfo     = 12'h7a4;
  localparam logic [11:0] CsrDcsr      = 12'h7b0;
  localparam logic [11:0] CsrDpc       = 12'h7b1;
  localparam logic [11:0] CsrDscratch0 = 12'h7b2;
  localparam logic [11:0] CsrDscratch1 = 12'h7b3;
  localparam logic [11:0] CsrData0     = 12'h7b4;
  localparam logic [11:0] CsrData1     = 12'h7b5;

  //////////////
  // Triggers //
  //////////////

  localparam int unsigned SelectWidth = DebugTriggers > 1 ? $clog2(DebugTriggers) : 1;

  typedef struct packed {
    logic hit;
    logic m;
    logic execute;
    logic store;
    logic load;
  } trigger_t;

  trigger_t               trigger_q [DebugTriggers];
  logic [31:0]            address_q [DebugTriggers];
  logic [SelectWidth-1:0] select_q;
  logic                   armed_q;     // one is
  logic                   debug_write;
  logic [DebugTriggers-1:0] hit;

  assign debug_write = csr_write_i && debug_i;

  always_comb begin
    hit = '0;
    if (armed_q && present_i && !debug_i) begin
      for (int unsigned t = 0; t < DebugTriggers; t++) begin
        hit[t] = trigger_q[t].m &&
                 ((trigger_q[t].execute && address_q[t] == pc_i) ||
                  (((trigger_q[t].load && loads_i) || (trigger_q[t].store && stores_i)) &&
                   address_q[t] == addr_i));
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      select_q <= '0;
      armed_q  <= 1'b0;
      for (int unsigned t = 0; t < DebugTriggers; t++) begin
        trigger_q[t] <= '0;
        address_q[t] <= '0;
      end
    end else begin
      if (csr_write_i && csr_addr_i == CsrTselect && csr_wdata_i < DebugTriggers) begin
        select_q <= csr_wdata_i[SelectWidth-1:0];
      end
      if (debug_write && csr_addr_i == CsrTdata1) begin
        trigger_q[select_q] <= '{hit: csr_wdata_i[20], m: csr_wdata_i[6],
                                 execute: csr_wdata_i[2], store: csr_wdata_i[1],
                                 load: csr_wdata_i[0]};
      end
      if (debug_write && csr_addr_i == CsrTdata2) address_q[select_q] <= csr_wdata_i;
      if (debug_i) begin
        armed_q <= 1'b0;
        for (int unsigned t = 0; t < DebugTriggers; t++) begin
          if (trigger_q[t].m) armed_q <= 1'b1;
        end
      end
      if (stopping_i) begin
        for (int unsigned t = 0; t < DebugTriggers; t++) begin
          if (hit[t]) trigger_q[t].hit <= 1'b1;
        end
      end
    end
  end

  ///////////////////
  // Halt and step //
  ///////////////////

  logic       ebreakm_q, step_q, stepping_q, stepped_q, reset_halt_q;
  logic [2:0] cause_q;

  assign stop_o     = |hit || (present_i && ebreak_i && ebreakm_q && !debug_i);
  assign halt_o     = request_i.halt || stepped_q || reset_halt_q;
  assign stepping_o = halted_i ? step_q : stepping_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ebreakm_q    <= 1'b0;
      step_q       <= 1'b0;
      stepping_q   <= 1'b0;
      stepped_q    <= 1'b0;
      reset_halt_q <= 1'b0;
      cause_q      <= '0;
    end else begin
      if (debug_write && csr_addr_i == CsrDcsr) begin
        ebreakm_q <= csr_wdata_i[15];
        step_q    <= csr_wdata_i[2];
      end
      if (reset_i) reset_halt_q <= request_i.halt_reset;
      else if (halted_i) reset_halt_q <= 1'b0;
      if (resuming_i) begin
        stepping_q <= step_q;
        stepped_q  <= 1'b0;
      end else if (stepping_q && executed_i) begin
        stepped_q <= 1'b1;
      end
      if (stopping_i) cause_q <= hit != '0 ? HaltTrigger : HaltEbreak;
      if (halting_i) begin
        cause_q <= reset_halt_q ? HaltReset : request_i.halt ? HaltRequest : HaltStep;
      end
      if (halted_i && !resuming_i) begin
        stepping_q <= 1'b0;
        stepped_q  <= 1'b0;
      end
    end
  end

  //////////////////
  // Coming to rest //
  //////////////////

  // No pause of the FP side is as long unless it waits for what does not come.
  localparam int unsigned StuckLog = 8;

  logic [StuckLog-1:0] quiet_q;
  logic                stuck_q, expired;

  assign expired   = &quiet_q;
  assign stuck_o   = stuck_q;
  assign give_up_o = debug_i && offered_i && expired;
  assign settled_o = at_rest_i || (mem_idle_i && (debug_i ? stuck_q : expired));

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      quiet_q <= '0;
      stuck_q <= 1'b0;
    end else begin
      if (settling_i) begin
        if (fp_issue_i || !mem_idle_i) quiet_q <= '0;
        else if (!expired) quiet_q <= quiet_q + 1'b1;
        stuck_q <= !at_rest_i;
      end else if (debug_i && offered_i) begin
        quiet_q <= quiet_q + 1'b1;
      end else begin
        quiet_q <= '0;
      end
    end
  end

  //////////
  // CSRs //
  //////////

  logic [31:0] dscratch_q [2];

  always_ff @(posedge clk_i) begin
    if (debug_write && csr_addr_i == CsrDscratch0) dscratch_q[0] <= csr_wdata_i;
    if (debug_write && csr_addr_i == CsrDscratch1) dscratch_q[1] <= csr_wdata_i;
  end

  always_comb begin
    csr_exists_o = 1'b0;
    csr_rdata_o  = '0;
    // The others are those that programs use.
    if (csr_addr_i[11:5] == 7'h3d) begin
      csr_exists_o = debug_i;
      unique case (csr_addr_i)
        CsrTselect: begin
          csr_exists_o = 1'b1;
          csr_rdata_o  = 32'(select_q);
        end
        CsrTdata1: begin  // type 2, dmode, action 1: only the debugger's
          csr_exists_o = 1'b1;
          csr_rdata_o  = {4'd2, 1'b1, 6'd0, trigger_q[select_q].hit, 4'd0, 4'd1, 5'd0,
                          trigger_q[select_q].m, 3'd0, trigger_q[select_q].execute,
                          trigger_q[select_q].store, trigger_q[select_q].load};
        end
        CsrTdata2: begin
          csr_exists_o = 1'b1;
          csr_rdata_o  = address_q[select_q];
        end
        CsrTinfo: begin
          csr_exists_o = 1'b1;
          csr_rdata_o  = 32'd1 << 2;
        end
        // Version 4, counters stop, machine mode
        CsrDcsr: csr_rdata_o = {4'd4, 12'd0, ebreakm_q, 4'd0, 1'b1, 1'b0, cause_q, 3'd0, step_q,
                                2'd3};
        CsrDpc:       csr_rdata_o = pc_i;
        CsrDscratch0: csr_rdata_o = dscratch_q[0];
        CsrDscratch1: csr_rdata_o = dscratch_q[1];
        CsrData0:     csr_rdata_o = data_i[31:0];
        CsrData1:     csr_rdata_o = data_i[63:32];
        default:      csr_exists_o = 1'b0;
      endcase
    end
  end

  assign data_write_o = debug_write && (csr_addr_i == CsrData0 || csr_addr_i == CsrData1);
  assign data_index_o = csr_addr_i[0];
  assign pc_write_o   = debug_write && csr_addr_i == CsrDpc;

  logic unused;
  assign unused = ^{request_i.resume, request_i.valid, request_i.fp_access, request_i.fp_write};

`ifndef SYNTHESIS
  initial begin
    assert (DebugTriggers >= 1) else $fatal(1, "debug.triggers is 0");
  end
`endif

endmodule
