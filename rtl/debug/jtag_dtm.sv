// The debug transport module: dtmcs and dmi behind the JTAG port.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An access begins at Update-DR and is over when the answer has crossed from the
// debug module's clock. One that is scanned before that fails with status 3, which
// stays until dmireset. No access takes longer than a few cycles, so dmihardreset
// has nothing more to forget.
module jtag_dtm
  import debug_pkg::*;
(
  input  logic                    tck_i,
  input  logic                    trst_ni,
  input  logic                    tms_i,
  input  logic                    tdi_i,
  output logic                    tdo_o,
  output logic                    tdo_en_o,

  // One access under way; the answer's data stay
  output logic                    req_valid_o,   // one cycle; the payload stays
  output logic                    req_write_o,
  output logic [DmiAddrWidth-1:0] req_addr_o,
  output logic [31:0]             req_data_o,
  input  logic                    rsp_valid_i,
  input  logic [31:0]             rsp_data_i
);

  localparam int unsigned DmiWidth = DmiAddrWidth + 34;

  logic [IrWidth-1:0]  ir;
  logic                reset, capture, shift, update, is_dtmcs, is_dmi;
  logic [31:0]         dtmcs_q;
  logic [DmiWidth-1:0] dmi_q;

  assign is_dtmcs = ir == IrDtmcs;
  assign is_dmi   = ir == IrDmi;

  jtag_tap i_tap (
    .tck_i, .trst_ni, .tms_i, .tdi_i, .tdo_o, .tdo_en_o,
    .ir_o      (ir),
    .reset_o   (reset),
    .capture_o (capture),
    .shift_o   (shift),
    .update_o  (update),
    .selected_i(is_dtmcs || is_dmi),
    .tdo_i     (is_dmi ? dmi_q[0] : dtmcs_q[0])
  );

  logic       busy_q, failed_q, start;
  logic [1:0] status, op;

  // Of the access before: it is over, or this scan comes too early.
  assign status = failed_q || busy_q ? 2'd3 : 2'd0;
  assign op     = dmi_q[1:0];
  assign start  = update && is_dmi && (op == 2'd1 || op == 2'd2) && !failed_q && !busy_q;

  always_ff @(posedge tck_i or negedge trst_ni) begin
    if (!trst_ni) begin
      busy_q      <= 1'b0;
      failed_q    <= 1'b0;
      req_valid_o <= 1'b0;
    end else begin
      req_valid_o <= start;
      if (start) busy_q <= 1'b1;
      else if (rsp_valid_i) busy_q <= 1'b0;
      if (reset || (update && is_dtmcs && (dtmcs_q[16] || dtmcs_q[17]))) begin
        failed_q <= 1'b0;
      end else if (is_dmi && busy_q && (capture || (update && op != 2'd0))) begin
        failed_q <= 1'b1;
      end
    end
  end

  always_ff @(posedge tck_i) begin
    if (start) begin
      req_write_o <= op == 2'd2;
      req_addr_o  <= dmi_q[34+:DmiAddrWidth];
      req_data_o  <= dmi_q[33:2];
    end
    if (capture) begin
      // idle, dmistat, abits and version
      dtmcs_q <= {17'd0, DtmIdle, status, 6'(DmiAddrWidth), 4'd1};
      dmi_q   <= {req_addr_o, rsp_data_i, status};
    end else if (shift) begin
      if (is_dtmcs) dtmcs_q <= {tdi_i, dtmcs_q[31:1]};
      if (is_dmi) dmi_q <= {tdi_i, dmi_q[DmiWidth-1:1]};
    end
  end

endmodule
