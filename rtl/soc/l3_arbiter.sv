// Cluster and bridge share L3: one narrow port, one wide read, one wide write port.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The narrow port is the cluster's alone. `drop_i` and the order of masters: see
// l3_channel; master 0 is the cluster, 1 the bridge.
module l3_arbiter
  import seeker_pkg::*;
#(
  parameter int unsigned SrcWidth = 4
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic                drop_i,
  output logic                drained_o,
  output logic                idle_o,

  input  logic                narrow_valid_i,
  output logic                narrow_ready_o,
  input  logic [31:0]         narrow_addr_i,
  input  logic                narrow_write_i,
  input  amo_e                narrow_amo_i,
  input  logic [7:0]          narrow_strb_i,
  input  logic [63:0]         narrow_wdata_i,
  input  logic [SrcWidth-1:0] narrow_src_i,
  output logic                narrow_rvalid_o,
  input  logic                narrow_rready_i,
  output logic [63:0]         narrow_rdata_o,
  output logic                narrow_rerror_o,

  input  logic                rd_valid_i [2],
  output logic                rd_ready_o [2],
  input  logic [31:0]         rd_addr_i  [2],
  output logic                rd_rvalid_o[2],
  input  logic                rd_rready_i[2],
  output logic [511:0]        rd_rdata_o,
  output logic                rd_rerror_o,

  input  logic                wr_valid_i [2],
  output logic                wr_ready_o [2],
  input  logic [31:0]         wr_addr_i  [2],
  input  logic [63:0]         wr_strb_i  [2],
  input  logic [511:0]        wr_data_i  [2],
  output logic                wr_rvalid_o[2],
  input  logic                wr_rready_i[2],
  output logic                wr_rerror_o,

  output logic                l3_valid_o,
  input  logic                l3_ready_i,
  output logic [31:0]         l3_addr_o,
  output logic                l3_write_o,
  output amo_e                l3_amo_o,
  output logic [7:0]          l3_strb_o,
  output logic [63:0]         l3_wdata_o,
  output logic [SrcWidth-1:0] l3_src_o,
  input  logic                l3_rvalid_i,
  output logic                l3_rready_o,
  input  logic [63:0]         l3_rdata_i,
  input  logic                l3_rerror_i,

  output logic                l3_rd_valid_o,
  input  logic                l3_rd_ready_i,
  output logic [31:0]         l3_rd_addr_o,
  input  logic                l3_rd_rvalid_i,
  output logic                l3_rd_rready_o,
  input  logic [511:0]        l3_rd_rdata_i,
  input  logic                l3_rd_rerror_i,

  output logic                l3_wr_valid_o,
  input  logic                l3_wr_ready_i,
  output logic [31:0]         l3_wr_addr_o,
  output logic [63:0]         l3_wr_strb_o,
  output logic [511:0]        l3_wr_data_o,
  input  logic                l3_wr_rvalid_i,
  output logic                l3_wr_rready_o,
  input  logic                l3_wr_rerror_i
);

  localparam int unsigned NarrowWidth = 32 + 1 + $bits(amo_e) + 8 + 64 + SrcWidth;
  localparam int unsigned WriteWidth = 32 + 64 + 512;

  logic [2:0] drained, idle;

  // Narrow: no second master, but answers to drop.
  logic narrow_valid[2], narrow_ready[2], narrow_rvalid[2], narrow_rready[2];
  logic [NarrowWidth-1:0] narrow_request[2];
  assign narrow_valid[0] = narrow_valid_i;
  assign narrow_valid[1] = 1'b0;
  assign narrow_ready_o = narrow_ready[0];
  assign narrow_request[0] = {narrow_addr_i, narrow_write_i, narrow_amo_i, narrow_strb_i,
                              narrow_wdata_i, narrow_src_i};
  assign narrow_request[1] = '0;
  assign narrow_rvalid_o = narrow_rvalid[0];
  assign narrow_rready[0] = narrow_rready_i;
  assign narrow_rready[1] = 1'b1;

  l3_channel #(
    .RequestWidth(NarrowWidth),
    .AnswerWidth (65)
  ) i_narrow (
    .clk_i,
    .rst_ni,
    .drop_i,
    .drained_o   (drained[0]),
    .idle_o      (idle[0]),
    .valid_i     (narrow_valid),
    .ready_o     (narrow_ready),
    .request_i   (narrow_request),
    .rvalid_o    (narrow_rvalid),
    .rready_i    (narrow_rready),
    .answer_o    ({narrow_rerror_o, narrow_rdata_o}),
    .l3_valid_o  (l3_valid_o),
    .l3_ready_i  (l3_ready_i),
    .l3_request_o({l3_addr_o, l3_write_o, l3_amo_o, l3_strb_o, l3_wdata_o, l3_src_o}),
    .l3_rvalid_i (l3_rvalid_i),
    .l3_rready_o (l3_rready_o),
    .l3_answer_i ({l3_rerror_i, l3_rdata_i})
  );

  l3_channel #(
    .RequestWidth(32),
    .AnswerWidth (513)
  ) i_read (
    .clk_i,
    .rst_ni,
    .drop_i,
    .drained_o   (drained[1]),
    .idle_o      (idle[1]),
    .valid_i     (rd_valid_i),
    .ready_o     (rd_ready_o),
    .request_i   (rd_addr_i),
    .rvalid_o    (rd_rvalid_o),
    .rready_i    (rd_rready_i),
    .answer_o    ({rd_rerror_o, rd_rdata_o}),
    .l3_valid_o  (l3_rd_valid_o),
    .l3_ready_i  (l3_rd_ready_i),
    .l3_request_o(l3_rd_addr_o),
    .l3_rvalid_i (l3_rd_rvalid_i),
    .l3_rready_o (l3_rd_rready_o),
    .l3_answer_i ({l3_rd_rerror_i, l3_rd_rdata_i})
  );

  logic [WriteWidth-1:0] wr_request[2];
  for (genvar m = 0; m < 2; m++) begin : gen_write
    assign wr_request[m] = {wr_addr_i[m], wr_strb_i[m], wr_data_i[m]};
  end

  l3_channel #(
    .RequestWidth(WriteWidth),
    .AnswerWidth (1)
  ) i_write (
    .clk_i,
    .rst_ni,
    .drop_i,
    .drained_o   (drained[2]),
    .idle_o      (idle[2]),
    .valid_i     (wr_valid_i),
    .ready_o     (wr_ready_o),
    .request_i   (wr_request),
    .rvalid_o    (wr_rvalid_o),
    .rready_i    (wr_rready_i),
    .answer_o    (wr_rerror_o),
    .l3_valid_o  (l3_wr_valid_o),
    .l3_ready_i  (l3_wr_ready_i),
    .l3_request_o({l3_wr_addr_o, l3_wr_strb_o, l3_wr_data_o}),
    .l3_rvalid_i (l3_wr_rvalid_i),
    .l3_rready_o (l3_wr_rready_o),
    .l3_answer_i (l3_wr_rerror_i)
  );

  assign drained_o = drained == '1;
  assign idle_o = idle == '1;

endmodule
