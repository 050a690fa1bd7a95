// Takes DMI accesses from TCK's domain to the debug module's clock, and answers back.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One access at a time. A request and an answer are each a level that turns; the
// payloads stay while it crosses. `pending_o` may be high in either domain's time:
// a request has come that the debug module has not seen.
module dmi_crossing
  import debug_pkg::*;
(
  input  logic                    tck_i,
  input  logic                    req_valid_i,
  input  logic                    req_write_i,
  input  logic [DmiAddrWidth-1:0] req_addr_i,
  input  logic [31:0]             req_data_i,
  output logic                    rsp_valid_o,
  output logic [31:0]             rsp_data_o,

  input  logic                    clk_i,
  input  logic                    rst_ni,
  output logic                    dmi_valid_o,  // one cycle
  output logic                    dmi_write_o,
  output logic [DmiAddrWidth-1:0] dmi_addr_o,
  output logic [31:0]             dmi_wdata_o,
  input  logic [31:0]             dmi_rdata_i,
  output logic                    pending_o
);

  // A reset on one side is none on the other: both levels go on from where they
  // are, and after a reset the clock's side first learns where that is.
  logic        req_q = 1'b0;
  logic        ack_q;
  logic [2:0]  ack_sync_q = '0;
  logic [1:0]  req_sync_q;
  logic [2:0]  started_q;
  logic [31:0] rdata_q;

  always_ff @(posedge tck_i) begin
    if (req_valid_i) req_q <= !req_q;
    ack_sync_q <= {ack_sync_q[1:0], ack_q};
  end

  assign rsp_valid_o = ack_sync_q[2] != ack_sync_q[1];
  assign rsp_data_o  = rdata_q;

  assign dmi_valid_o = req_sync_q[1] != ack_q && started_q[2];
  assign dmi_write_o = req_write_i;
  assign dmi_addr_o  = req_addr_i;
  assign dmi_wdata_o = req_data_i;
  assign pending_o   = req_q != ack_q || !started_q[2];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      req_sync_q <= '0;
      ack_q      <= 1'b0;
      started_q  <= '0;
    end else begin
      req_sync_q <= {req_sync_q[0], req_q};
      started_q  <= {started_q[1:0], 1'b1};
      if (started_q[1]) ack_q <= req_sync_q[1];
    end
  end

  always_ff @(posedge clk_i) begin
    if (dmi_valid_o) rdata_q <= dmi_rdata_i;
  end

endmodule
