// Lets a second master use a narrow bus while the first one does not.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The host keeps its full rate; the guest has one access at a time, and the host
// waits for that one. A reset forgets the guest's access: its answer never comes.
module narrow_guest (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        host_valid_i,
  output logic        host_ready_o,
  input  logic [31:0] host_addr_i,
  input  logic        host_write_i,
  input  logic [7:0]  host_strb_i,
  input  logic [63:0] host_wdata_i,
  output logic        host_rvalid_o,
  input  logic        host_rready_i,

  input  logic        guest_valid_i,
  output logic        guest_ready_o,
  input  logic [31:0] guest_addr_i,
  input  logic        guest_write_i,
  input  logic [7:0]  guest_strb_i,
  input  logic [63:0] guest_wdata_i,
  output logic        guest_rvalid_o,   // taken at once

  output logic        valid_o,
  input  logic        ready_i,
  output logic [31:0] addr_o,
  output logic        write_o,
  output logic [7:0]  strb_o,
  output logic [63:0] wdata_o,
  input  logic        rvalid_i,
  output logic        rready_o
);

  // More than any host has under way.
  localparam int unsigned CountWidth = 6;

  typedef enum logic [1:0] {
    StHost,
    StRequest,
    StAnswer
  } state_e;

  state_e                state_q;
  logic [CountWidth-1:0] count_q;
  logic                  host_sent, host_done;

  assign valid_o        = state_q == StHost ? host_valid_i : state_q == StRequest;
  assign host_ready_o   = state_q == StHost && ready_i;
  assign guest_ready_o  = state_q == StRequest && ready_i;
  assign host_rvalid_o  = state_q != StAnswer && rvalid_i;
  assign guest_rvalid_o = state_q == StAnswer && rvalid_i;
  assign rready_o       = state_q == StAnswer || host_rready_i;

  always_comb begin
    addr_o  = host_addr_i;
    write_o = host_write_i;
    strb_o  = host_strb_i;
    wdata_o = host_wdata_i;
    if (state_q == StRequest) begin
      addr_o  = guest_addr_i;
      write_o = guest_write_i;
      strb_o  = guest_strb_i;
      wdata_o = guest_wdata_i;
    end
  end

  assign host_sent = host_valid_i && host_ready_o;
  assign host_done = host_rvalid_o && host_rready_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StHost;
      count_q <= '0;
    end else begin
      if (host_sent != host_done) count_q <= host_sent ? count_q + 1'b1 : count_q - 1'b1;
      unique case (state_q)
        StHost:    if (guest_valid_i && !host_valid_i && count_q == '0) state_q <= StRequest;
        StRequest: if (ready_i) state_q <= StAnswer;
        default:   if (rvalid_i) state_q <= StHost;
      endcase
    end
  end

endmodule
