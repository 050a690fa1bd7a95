// core_complex for the bench, with as many TCDM ports as its kind of hart has.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module core_complex_bench
  import core_pkg::*;
  import seeker_pkg::*;
#(
  parameter  bit          IsDm     = 1'b0,
  localparam int unsigned NumPorts = IsDm ? 1 : 3
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        tick_i,
  input  logic [31:0] hart_id_i,
  input  logic [31:0] boot_addr_i,
  input  logic        irq_msip_i,
  input  logic        irq_mtip_i,
  input  logic        irq_meip_i,
  input  logic        irq_cl_i,
  output logic        fetch_valid_o,
  output logic [31:0] fetch_addr_o,
  input  logic        fetch_ready_i,
  input  logic [31:0] fetch_data_i,
  input  logic        fetch_error_i,
  output logic        flush_valid_o,
  input  logic        flush_ready_i,
  output logic        tcdm_valid_o  [NumPorts],
  input  logic        tcdm_ready_i  [NumPorts],
  output logic [31:0] tcdm_addr_o   [NumPorts],
  output logic        tcdm_write_o  [NumPorts],
  output amo_e        tcdm_amo_o    [NumPorts],
  output logic [7:0]  tcdm_strb_o   [NumPorts],
  output logic [63:0] tcdm_wdata_o  [NumPorts],
  input  logic        tcdm_rvalid_i [NumPorts],
  input  logic [63:0] tcdm_rdata_i  [NumPorts],
  output logic        narrow_valid_o,
  input  logic        narrow_ready_i,
  output logic [31:0] narrow_addr_o,
  output logic        narrow_write_o,
  output amo_e        narrow_amo_o,
  output logic [7:0]  narrow_strb_o,
  output logic [63:0] narrow_wdata_o,
  input  logic        narrow_rvalid_i,
  output logic        narrow_rready_o,
  input  logic [63:0] narrow_rdata_i,
  input  logic        narrow_rerror_i,
  output logic        md_valid_o,
  input  logic        md_ready_i,
  output logic [2:0]  md_op_o,
  output logic [31:0] md_a_o,
  output logic [31:0] md_b_o,
  output logic [4:0]  md_tag_o,
  input  logic        md_rvalid_i,
  output logic        md_rready_o,
  input  logic [4:0]  md_rtag_i,
  input  logic [31:0] md_rdata_i,
  output logic        dma_valid_o,
  input  logic        dma_ready_i,
  output logic [31:0] dma_instr_o,
  output logic [31:0] dma_a_o,
  output logic [31:0] dma_b_o,
  input  logic        dma_rvalid_i,
  output logic        dma_rready_o,
  input  logic [4:0]  dma_rtag_i,
  input  logic [31:0] dma_rdata_i,
  output logic        barrier_arrive_o,
  input  logic        barrier_release_i,
  input  debug_request_t debug_request_i,
  input  logic [31:0] debug_instr_i,
  input  logic [63:0] debug_data_i,
  output debug_answer_t debug_answer_o,
  output logic [63:0] debug_data_o,
  output hart_state_e state_o,
  output logic [31:0] pc_o,
  output logic [7:0]  mcause_o,
  output hart_wait_e  wait_o,
  output logic [4:0]  quiet_o,
  output logic        event_retired_instr_o,
  output logic        event_retired_load_o,
  output logic        event_retired_i_o,
  output logic        event_retired_acc_o,
  output logic        event_issue_fpu_o,
  output logic        event_issue_fpu_seq_o,
  output logic        event_issue_core_to_fpu_o
);

  core_complex #(
    .IsDm        (IsDm),
    .NumTcdmPorts(NumPorts)
  ) i_core_complex (
    .*
  );

endmodule
