// Issue: an instruction whose operands are there leaves when its unit takes it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loads and stores go by core_memory. `*_fire_o` are one cycle; `next_o` says
// that the instruction leaves for the one after it. A valid output depends on
// `go_i` and on no ready input.
module core_issue
  import core_pkg::*;
  import frep_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit IsDm = 1'b0
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic [31:0] instr_i,
  input  logic        go_i,              // it is there, may leave, and does not trap
  input  unit_e       unit_i,
  input  logic        use_rs2_i,
  input  logic        store_i,
  input  logic [31:0] rs1_i,
  input  logic [31:0] rs2_i,
  input  fp_ctrl_t    fp_ctrl_i,
  input  logic        fp_mem_i,
  input  logic        narrow_i,          // its access is not to the TCDM
  input  logic [31:0] addr_i,
  input  logic        csr_modifies_i,
  input  logic        debug_i,           // debug mode: no barrier, no sleep
  input  logic [31:0] csr_wdata_i,
  input  logic        lsu_fire_i,
  input  logic        lsu_waits_i,       // for the answer, before it leaves
  input  logic        lsu_empty_i,
  input  logic        mem_idle_i,        // every access, of the FP side too, is performed
  input  logic        order_full_i,
  input  logic        trap_i,

  output logic        md_valid_o,
  input  logic        md_ready_i,
  output logic [2:0]  md_op_o,
  output logic [31:0] md_a_o,
  output logic [31:0] md_b_o,
  output logic [4:0]  md_tag_o,

  output logic        dma_valid_o,
  input  logic        dma_ready_i,
  output logic [31:0] dma_instr_o,
  output logic [31:0] dma_a_o,
  output logic [31:0] dma_b_o,

  output logic        ssr_valid_o,
  input  logic        ssr_ready_i,
  output logic        ssr_write_o,
  output logic [11:0] ssr_addr_o,
  output logic [31:0] ssr_wdata_o,
  input  logic        ssr_drained_i,

  output logic        fp_valid_o,
  input  logic        fp_ready_i,
  output fp_ctrl_t    fp_ctrl_o,
  output logic [31:0] fp_operand_o,
  output logic        frep_valid_o,
  input  logic        frep_ready_i,
  output frep_t       frep_o,
  output logic        frep_drop_o,
  input  logic        fp_empty_i,
  input  logic        fp_idle_i,

  output logic        barrier_arrive_o,
  input  logic        barrier_release_i,

  output logic        next_o,
  output logic        alu_fire_o,
  output logic        csr_fire_o,
  output logic        md_fire_o,
  output logic        dma_fire_o,
  output logic        ssr_fire_o,
  output logic        fp_fire_o,
  output logic        flush_fire_o,
  output logic        fence_fire_o,
  output logic        wfi_fire_o,
  output logic        mode_o,            // fp_fire_o is a change of mode, as core_offload has it
  output logic        tracked_o,
  output logic        body_open_o,
  output logic        misplaced_o        // illegal in the body of a loop
);

  logic [11:0] csr_addr;
  logic [4:0]  rd;
  logic        md_skip, mode_ready, frep_fire, csr_go, csr_barrier, csr_fflags, arrived_q;

  assign csr_addr     = instr_i[31:20];
  assign rd           = instr_i[11:7];

  // x0 as a destination: nothing to compute.
  assign md_skip      = rd == 5'd0;
  assign md_valid_o   = go_i && unit_i == UnitMd && !md_skip;
  assign md_op_o      = instr_i[14:12];
  assign md_a_o       = rs1_i;
  assign md_b_o       = rs2_i;
  assign md_tag_o     = rd;
  assign md_fire_o    = go_i && unit_i == UnitMd && (md_skip || md_ready_i);

  assign dma_valid_o  = go_i && unit_i == UnitDma;
  assign dma_instr_o  = instr_i;
  assign dma_a_o      = rs1_i;
  assign dma_b_o      = rs2_i;
  assign dma_fire_o   = dma_valid_o && dma_ready_i;

  assign ssr_valid_o  = go_i && unit_i == UnitSsr;
  assign ssr_write_o  = store_i;
  assign ssr_addr_o   = use_rs2_i ? rs2_i[11:0] : instr_i[31:20];
  assign ssr_wdata_o  = rs1_i;
  assign ssr_fire_o   = ssr_valid_o && ssr_ready_i;

  core_offload #(
    .IsDm(IsDm)
  ) i_offload (
    .clk_i, .rst_ni, .go_i, .unit_i,
    .length_i      (instr_i[31:20]),
    .stagger_max_i (instr_i[14:12]),
    .stagger_mask_i(instr_i[11:8]),
    .ctrl_i        (fp_ctrl_i),
    .mem_i         (fp_mem_i),
    .narrow_i, .addr_i, .rs1_i, .order_full_i,
    .mode_ssr_i    (csr_modifies_i && csr_addr == 12'h7c0),
    .mode_chain_i  (csr_modifies_i && csr_addr == 12'h7c3),
    .mode_value_i  (csr_wdata_i),
    .trap_i,
    .illegal_o     (misplaced_o),
    .fp_fire_o,
    .frep_fire_o   (frep_fire),
    .mode_o,
    .mode_ready_o  (mode_ready),
    .tracked_o, .body_open_o, .fp_valid_o, .fp_ready_i, .fp_ctrl_o, .fp_operand_o, .frep_valid_o,
    .frep_ready_i, .frep_o, .frep_drop_o, .fp_empty_i
  );

  assign flush_fire_o = go_i && unit_i == UnitFenceI && mem_idle_i;
  assign fence_fire_o = go_i && unit_i == UnitFence && mem_idle_i && ssr_drained_i;
  assign wfi_fire_o   = go_i && unit_i == UnitWfi &&
                        (debug_i || (lsu_empty_i && fp_idle_i && ssr_drained_i));

  // Everybody's accesses have been performed when the barrier opens.
  assign csr_barrier      = csr_addr == 12'h7c2;
  assign csr_fflags       = csr_addr == 12'h001 || csr_addr == 12'h003;
  assign csr_go           = go_i && unit_i == UnitCsr && (!csr_fflags || fp_idle_i);
  // Those from before it, that is: the FPU may go on and store, and who has come stays.
  assign barrier_arrive_o =
      csr_go && csr_barrier && !debug_i && (arrived_q || (mem_idle_i && ssr_drained_i));
  assign csr_fire_o       = csr_barrier && !debug_i ? barrier_arrive_o && barrier_release_i :
                            csr_go && (!mode_o || mode_ready);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      arrived_q <= 1'b0;
    end else begin
      arrived_q <= barrier_arrive_o && !barrier_release_i;
    end
  end

  assign alu_fire_o = go_i && (unit_i == UnitAlu || unit_i == UnitJal || unit_i == UnitJalr ||
                               unit_i == UnitBranch);

  assign next_o = alu_fire_o || csr_fire_o || (lsu_fire_i && !lsu_waits_i) || md_fire_o ||
                  dma_fire_o || (fp_fire_o && !mode_o) || frep_fire || ssr_fire_o ||
                  flush_fire_o || fence_fire_o || wfi_fire_o;

endmodule
