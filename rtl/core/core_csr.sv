// Control and status registers, trap state and interrupts of a hart.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Machine mode only. `csr_addr_i` is looked up combinationally; `csr_write_i`
// commits. A CSR that does not exist, or a write to a read-only one, raises
// `csr_illegal_o`. Interrupt inputs are sampled once, so that they may come from
// anywhere in the SoC.
//
// fflags lives in the FP subsystem; the core holds an access to it back until
// the FPU is empty. SSR (0x7c0) and the chaining mask (0x7c3) are kept here for
// reads; their effect is in the FP subsystem, in order with what is queued there.
// The barrier CSR (0x7c2) has no state here. 0x7c7 prints in
// simulation (observe_pkg) and is nothing in hardware.
module core_csr
  import seeker_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] hart_id_i,
  input  logic        irq_msip_i,
  input  logic        irq_mtip_i,
  input  logic        irq_meip_i,
  input  logic        irq_cl_i,

  input  logic [11:0] csr_addr_i,
  input  logic [1:0]  csr_op_i,        // funct3[1:0]: 1 write, 2 set, 3 clear
  input  logic [31:0] csr_operand_i,
  input  logic        csr_modifies_i,  // the instruction writes
  input  logic        csr_write_i,     // and does so now
  output logic [31:0] csr_rdata_o,
  output logic [31:0] csr_wdata_o,
  output logic        csr_illegal_o,

  // What core_debug has at the address
  input  logic        debug_exists_i,
  input  logic [31:0] debug_rdata_i,

  input  logic        stop_count_i,
  input  logic        retire_i,
  input  logic        trap_i,
  input  logic        trap_irq_i,
  input  logic [4:0]  trap_cause_i,
  input  logic [31:0] trap_pc_i,
  input  logic [31:0] trap_value_i,
  input  logic        mret_i,
  output logic [31:0] mtvec_o,
  output logic [31:0] mepc_o,
  output logic        irq_pending_o,   // enabled in mie, whatever mstatus says
  output logic        irq_take_o,
  output logic [4:0]  irq_cause_o,
  output logic [7:0]  mcause_o,
  output logic        fp_modes_o,      // streams or chaining are on

  output logic [2:0]  frm_o,
  input  fp_flags_t   fflags_i,
  output logic        fflags_write_o,
  output fp_flags_t   fflags_o
);

  typedef enum logic [11:0] {
    CsrFflags    = 12'h001,
    CsrFrm       = 12'h002,
    CsrFcsr      = 12'h003,
    CsrMstatus   = 12'h300,
    CsrMisa      = 12'h301,
    CsrMie       = 12'h304,
    CsrMtvec     = 12'h305,
    CsrMscratch  = 12'h340,
    CsrMepc      = 12'h341,
    CsrMcause    = 12'h342,
    CsrMtval     = 12'h343,
    CsrMip       = 12'h344,
    CsrSsr       = 12'h7c0,
    CsrBarrier   = 12'h7c2,
    CsrChain     = 12'h7c3,
    CsrDump      = 12'h7c7,
    CsrFmode     = 12'h800,
    CsrMcycle    = 12'hb00,
    CsrMinstret  = 12'hb02,
    CsrMcycleh   = 12'hb80,
    CsrMinstreth = 12'hb82,
    CsrMvendorid = 12'hf11,
    CsrMarchid   = 12'hf12,
    CsrMimpid    = 12'hf13,
    CsrMhartid   = 12'hf14
  } csr_e;

  // RV32 I M A F D X
  localparam logic [31:0] Misa = 32'h4080_1129;
  // The FP unit is always on and its state always dirty: SD, FS = 3; MPP = M.
  localparam logic [31:0] MstatusFixed = 32'h8000_7800;
  localparam logic [31:0] MieMask = 32'h0018_0888;

  logic        mie_bit_q, mpie_q, irq_cause_q;
  logic [4:0]  cause_q;
  logic [31:0] mie_q, mip_q, mtvec_q, mscratch_q, mepc_q, mtval_q;
  logic [2:0]  frm_q;
  logic [63:0] mcycle_q, minstret_q;
  logic        ssr_q;
  logic [31:0] chain_q, fmode_q;

  logic [31:0] rdata, wdata;
  logic        exists;

  always_comb begin
    exists = 1'b1;
    rdata  = '0;
    unique case (csr_addr_i)
      CsrFflags:    rdata = {27'b0, fflags_i};
      CsrFrm:       rdata = {29'b0, frm_q};
      CsrFcsr:      rdata = {24'b0, frm_q, fflags_i};
      CsrMstatus:   rdata = MstatusFixed | {24'b0, mpie_q, 3'b0, mie_bit_q, 3'b0};
      CsrMisa:      rdata = Misa;
      CsrMie:       rdata = mie_q;
      CsrMtvec:     rdata = mtvec_q;
      CsrMscratch:  rdata = mscratch_q;
      CsrMepc:      rdata = mepc_q;
      CsrMcause:    rdata = {irq_cause_q, 26'b0, cause_q};
      CsrMtval:     rdata = mtval_q;
      CsrMip:       rdata = mip_q;
      CsrSsr:       rdata = {31'b0, ssr_q};
      CsrChain:     rdata = chain_q;
      CsrFmode:     rdata = fmode_q;
      CsrMcycle:    rdata = mcycle_q[31:0];
      CsrMcycleh:   rdata = mcycle_q[63:32];
      CsrMinstret:  rdata = minstret_q[31:0];
      CsrMinstreth: rdata = minstret_q[63:32];
      CsrMhartid:   rdata = hart_id_i;
      CsrBarrier, CsrDump, CsrMvendorid, CsrMarchid, CsrMimpid: rdata = '0;
      default: begin
        exists = debug_exists_i;
        rdata  = debug_rdata_i;
      end
    endcase
  end

  always_comb begin
    unique case (csr_op_i)
      2'd2:    wdata = rdata | csr_operand_i;
      2'd3:    wdata = rdata & ~csr_operand_i;
      default: wdata = csr_operand_i;
    endcase
  end

  assign csr_rdata_o    = rdata;
  assign csr_wdata_o    = wdata;
  assign csr_illegal_o  = !exists || (csr_modifies_i && csr_addr_i[11:10] == 2'b11);
  assign fflags_write_o = csr_write_i && (csr_addr_i == CsrFflags || csr_addr_i == CsrFcsr);
  assign fflags_o       = wdata[4:0];
  assign frm_o          = frm_q;

  /////////////////////////
  // Interrupts and traps //
  /////////////////////////

  logic [31:0] irq_enabled;

  assign irq_enabled   = mip_q & mie_q;
  assign irq_pending_o = |irq_enabled;
  assign irq_take_o    = irq_pending_o && mie_bit_q;

  always_comb begin
    if (irq_enabled[11]) irq_cause_o = 5'd11;
    else if (irq_enabled[3]) irq_cause_o = 5'd3;
    else if (irq_enabled[7]) irq_cause_o = 5'd7;
    else irq_cause_o = 5'd19;
  end

  assign mtvec_o  = mtvec_q;
  assign mepc_o   = mepc_q;
  assign fp_modes_o = ssr_q || chain_q != '0;
  assign mcause_o = {irq_cause_q, 2'b0, cause_q};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mip_q       <= '0;
      mie_q       <= '0;
      mie_bit_q   <= 1'b0;
      mpie_q      <= 1'b0;
      mtvec_q     <= '0;
      mscratch_q  <= '0;
      mepc_q      <= '0;
      irq_cause_q <= 1'b0;
      cause_q     <= '0;
      mtval_q     <= '0;
      frm_q       <= '0;
      ssr_q       <= 1'b0;
      chain_q     <= '0;
      fmode_q     <= '0;
    end else begin
      mip_q <= {12'b0, irq_cl_i, 7'b0, irq_meip_i, 3'b0, irq_mtip_i, 3'b0, irq_msip_i, 3'b0};
      if (csr_write_i) begin
        unique case (csr_addr_i)
          CsrFrm:      frm_q <= wdata[2:0];
          CsrFcsr:     frm_q <= wdata[7:5];
          CsrMstatus: begin
            mie_bit_q <= wdata[3];
            mpie_q    <= wdata[7];
          end
          CsrMie:      mie_q <= wdata & MieMask;
          CsrMtvec:    mtvec_q <= {wdata[31:2], 2'b0};
          CsrMscratch: mscratch_q <= wdata;
          CsrMepc:     mepc_q <= {wdata[31:2], 2'b0};
          CsrMcause:   {irq_cause_q, cause_q} <= {wdata[31], wdata[4:0]};
          CsrMtval:    mtval_q <= wdata;
          CsrSsr:      ssr_q <= wdata[0];
          CsrChain:    chain_q <= wdata;
          CsrFmode:    fmode_q <= wdata;
          default:     ;
        endcase
      end
      if (trap_i) begin
        mepc_q      <= trap_pc_i;
        irq_cause_q <= trap_irq_i;
        cause_q     <= trap_cause_i;
        mtval_q     <= trap_value_i;
        mie_bit_q   <= 1'b0;
        mpie_q      <= mie_bit_q;
      end else if (mret_i) begin
        mie_bit_q <= mpie_q;
        mpie_q    <= 1'b1;
      end
    end
  end

  //////////////
  // Counters //
  //////////////

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mcycle_q   <= '0;
      minstret_q <= '0;
    end else begin
      if (!stop_count_i) mcycle_q <= mcycle_q + 64'd1;
      if (retire_i) minstret_q <= minstret_q + 64'd1;
      if (csr_write_i) begin
        unique case (csr_addr_i)
          CsrMcycle:    mcycle_q[31:0] <= wdata;
          CsrMcycleh:   mcycle_q[63:32] <= wdata;
          CsrMinstret:  minstret_q[31:0] <= wdata;
          CsrMinstreth: minstret_q[63:32] <= wdata;
          default:      ;
        endcase
      end
    end
  end

`ifdef VERILATOR
  always_ff @(posedge clk_i) begin
    if (csr_write_i && csr_addr_i == CsrDump) begin
      observe_pkg::seeker_observe_dump(hart_id_i, mcycle_q, wdata);
    end
  end
`endif

endmodule
