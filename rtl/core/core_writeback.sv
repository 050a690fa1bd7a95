// The integer registers' write port and the scoreboard of what is still to come.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One write a cycle: the executing instruction's own result first, then loads,
// then multiplier, FP subsystem and DMA. A register is awaited from the issue of
// an instruction that answers later until its write; the value can be read in
// the cycle after.
module core_writeback (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        own_valid_i,     // ALU, link or CSR
  input  logic [4:0]  own_rd_i,
  input  logic [31:0] own_data_i,
  input  logic        await_i,         // own_rd_i will be written later

  input  logic        lsu_valid_i,
  output logic        lsu_ready_o,
  input  logic        lsu_data_valid_i,
  input  logic        lsu_error_i,     // nothing is written, nobody waits any more
  input  logic [4:0]  lsu_tag_i,
  input  logic [31:0] lsu_data_i,

  input  logic        md_valid_i,
  output logic        md_ready_o,
  input  logic [4:0]  md_tag_i,
  input  logic [31:0] md_data_i,
  input  logic        fp_valid_i,
  output logic        fp_ready_o,
  input  logic [4:0]  fp_tag_i,
  input  logic [31:0] fp_data_i,
  input  logic        dma_valid_i,
  output logic        dma_ready_o,
  input  logic [4:0]  dma_tag_i,
  input  logic [31:0] dma_data_i,

  output logic [31:0] awaited_o,
  output logic        we_o,
  output logic [4:0]  waddr_o,
  output logic [31:0] wdata_o,
  output logic        event_load_o,
  output logic        event_acc_o
);

  logic        lsu_write, acc_free;
  logic [31:0] awaited_q;

  assign lsu_write   = lsu_valid_i && lsu_data_valid_i && !lsu_error_i;
  assign lsu_ready_o = !(lsu_write && own_valid_i);
  assign acc_free    = !own_valid_i && !lsu_write;
  assign md_ready_o  = acc_free;
  assign fp_ready_o  = acc_free && !md_valid_i;
  assign dma_ready_o = acc_free && !md_valid_i && !fp_valid_i;

  always_comb begin
    we_o    = 1'b1;
    waddr_o = lsu_tag_i;
    wdata_o = lsu_data_i;
    if (own_valid_i) begin
      waddr_o = own_rd_i;
      wdata_o = own_data_i;
    end else if (lsu_write) begin
      waddr_o = lsu_tag_i;
      wdata_o = lsu_data_i;
    end else if (md_valid_i) begin
      waddr_o = md_tag_i;
      wdata_o = md_data_i;
    end else if (fp_valid_i) begin
      waddr_o = fp_tag_i;
      wdata_o = fp_data_i;
    end else if (dma_valid_i) begin
      waddr_o = dma_tag_i;
      wdata_o = dma_data_i;
    end else begin
      we_o = 1'b0;
    end
  end

  assign awaited_o    = awaited_q;
  assign event_load_o = lsu_write && !own_valid_i;
  assign event_acc_o  = we_o && acc_free;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      awaited_q <= '0;
    end else begin
      if (we_o && !own_valid_i) awaited_q[waddr_o] <= 1'b0;
      if (lsu_valid_i && lsu_data_valid_i && lsu_error_i) awaited_q[lsu_tag_i] <= 1'b0;
      if (await_i && own_rd_i != 5'd0) awaited_q[own_rd_i] <= 1'b1;
    end
  end

endmodule
