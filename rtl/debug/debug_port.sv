// Everything between the pins of JTAG and the harts: TAP, crossing, debug module.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The ports are those of debug_module, with pins in place of the DMI.
module debug_port
  import core_pkg::*;
  import debug_pkg::*;
  import seeker_pkg::*;
(
  input  logic           clk_i,
  input  logic           rst_ni,

  input  logic           tck_i,
  input  logic           trst_ni,
  input  logic           tms_i,
  input  logic           tdi_i,
  output logic           tdo_o,
  output logic           tdo_en_o,

  output logic           ndmreset_o,
  input  logic           harts_reset_i,
  output debug_request_t request_o [NumHarts],
  output logic [31:0]    instr_o,
  output logic [63:0]    data_o,
  input  debug_answer_t  answer_i [NumHarts],
  input  logic [63:0]    data_i [NumHarts],

  output logic           bus_valid_o,
  input  logic           bus_ready_i,
  output logic [31:0]    bus_addr_o,
  output logic           bus_write_o,
  output logic [7:0]     bus_strb_o,
  output logic [63:0]    bus_wdata_o,
  input  logic           bus_rvalid_i,
  input  logic [63:0]    bus_rdata_i,
  input  logic           bus_rerror_i,

  output logic           idle_o
);

  logic                    req_valid, req_write, rsp_valid, dmi_valid, dmi_write, pending, idle;
  logic [DmiAddrWidth-1:0] req_addr, dmi_addr;
  logic [31:0]             req_data, rsp_data, dmi_wdata, dmi_rdata;

  jtag_dtm i_dtm (
    .tck_i, .trst_ni, .tms_i, .tdi_i, .tdo_o, .tdo_en_o,
    .req_valid_o(req_valid),
    .req_write_o(req_write),
    .req_addr_o (req_addr),
    .req_data_o (req_data),
    .rsp_valid_i(rsp_valid),
    .rsp_data_i (rsp_data)
  );

  dmi_crossing i_crossing (
    .tck_i,
    .req_valid_i(req_valid),
    .req_write_i(req_write),
    .req_addr_i (req_addr),
    .req_data_i (req_data),
    .rsp_valid_o(rsp_valid),
    .rsp_data_o (rsp_data),
    .clk_i, .rst_ni,
    .dmi_valid_o(dmi_valid),
    .dmi_write_o(dmi_write),
    .dmi_addr_o (dmi_addr),
    .dmi_wdata_o(dmi_wdata),
    .dmi_rdata_i(dmi_rdata),
    .pending_o  (pending)
  );

  debug_module i_module (
    .clk_i, .rst_ni,
    .dmi_valid_i(dmi_valid),
    .dmi_write_i(dmi_write),
    .dmi_addr_i (dmi_addr),
    .dmi_wdata_i(dmi_wdata),
    .dmi_rdata_o(dmi_rdata),
    .ndmreset_o, .harts_reset_i, .request_o, .instr_o, .data_o, .answer_i, .data_i,
    .bus_valid_o, .bus_ready_i, .bus_addr_o, .bus_write_o, .bus_strb_o, .bus_wdata_o,
    .bus_rvalid_i, .bus_rdata_i, .bus_rerror_i,
    .idle_o     (idle)
  );

  assign idle_o = idle && !pending;

endmodule
