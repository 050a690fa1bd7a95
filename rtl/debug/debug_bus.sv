// System bus access of the debug module: sbcs, sbaddress0, sbdata0, and a bus master.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// 8, 16 and 32 bits on the narrow bus. An access that a reset of the cluster loses
// ends with sberror 7.
module debug_bus
  import debug_pkg::*;
(
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    active_i,

  input  logic                    dmi_valid_i,
  input  logic                    dmi_write_i,
  input  logic [DmiAddrWidth-1:0] dmi_addr_i,
  input  logic [31:0]             dmi_wdata_i,
  output logic [31:0]             sbcs_o,
  output logic [31:0]             sbaddress0_o,
  output logic [31:0]             sbdata0_o,

  output logic                    bus_valid_o,
  input  logic                    bus_ready_i,
  output logic [31:0]             bus_addr_o,
  output logic                    bus_write_o,
  output logic [7:0]              bus_strb_o,
  output logic [63:0]             bus_wdata_o,
  input  logic                    bus_rvalid_i,
  input  logic [63:0]             bus_rdata_i,
  input  logic                    bus_rerror_i,
  input  logic                    bus_lost_i,    // the bus is in reset
  output logic                    busy_o
);

  logic        busyerror_q, readonaddr_q, autoincrement_q, readondata_q;
  logic        valid_q, waiting_q, write_q;
  logic [2:0]  access_q;
  sberror_e    error_q;
  logic [31:0] address_q, data_q;

  // Version 1, 32 bits of address, 32, 16 and 8 of data
  assign sbcs_o = {3'd1, 6'd0, busyerror_q, busy_o, readonaddr_q, access_q, autoincrement_q,
                   readondata_q, error_q, 7'd32, 5'b00111};
  assign sbaddress0_o = address_q;
  assign sbdata0_o    = data_q;

  assign busy_o      = valid_q || waiting_q;
  assign bus_valid_o = valid_q;
  assign bus_addr_o  = address_q;
  assign bus_write_o = write_q;

  // All lanes carry the datum; strobes say where.
  always_comb begin
    bus_strb_o  = 8'h0f << {address_q[2], 2'b00};
    bus_wdata_o = {2{data_q}};
    unique case (access_q)
      3'd0: begin
        bus_strb_o  = 8'h01 << address_q[2:0];
        bus_wdata_o = {8{data_q[7:0]}};
      end
      3'd1: begin
        bus_strb_o  = 8'h03 << {address_q[2:1], 1'b0};
        bus_wdata_o = {4{data_q[15:0]}};
      end
      default: ;
    endcase
  end

  logic [31:0] shifted, answer;

  always_comb begin
    shifted = 32'(bus_rdata_i >> {address_q[2:0], 3'b000});
    unique case (access_q)
      3'd0:    answer = {24'd0, shifted[7:0]};
      3'd1:    answer = {16'd0, shifted[15:0]};
      default: answer = shifted;
    endcase
  end

  // What an access of the debugger asks for
  logic        for_bus, data_access, read_data, write_data, write_address, go;
  logic [1:0]  lane;  // of the new address
  sberror_e    refused;

  assign data_access   = dmi_addr_i == RegSbdata0;
  assign for_bus       = dmi_valid_i && (data_access || (dmi_write_i && dmi_addr_i == RegSbaddress0));
  assign write_address = for_bus && !data_access;
  assign write_data    = for_bus && data_access && dmi_write_i;
  assign read_data     = for_bus && data_access && !dmi_write_i;
  assign lane          = write_address ? dmi_wdata_i[1:0] : address_q[1:0];
  assign go            = write_data || (write_address && readonaddr_q) ||
                         (read_data && readondata_q);

  always_comb begin
    refused = BusOk;
    if (access_q > 3'd2) refused = BusSize;
    else if ((access_q[0] && lane[0]) || (access_q[1] && lane != '0)) begin
      refused = BusAlignment;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busyerror_q     <= 1'b0;
      readonaddr_q    <= 1'b0;
      access_q        <= 3'd2;
      autoincrement_q <= 1'b0;
      readondata_q    <= 1'b0;
      error_q         <= BusOk;
      valid_q         <= 1'b0;
      waiting_q       <= 1'b0;
      write_q         <= 1'b0;
      address_q       <= '0;
      data_q          <= '0;
    end else begin
      if (bus_ready_i) valid_q <= 1'b0;
      if (valid_q && bus_ready_i) waiting_q <= 1'b1;
      if (waiting_q && bus_rvalid_i) begin
        waiting_q <= 1'b0;
        if (bus_rerror_i) error_q <= BusAddress;
        else begin
          if (!write_q) data_q <= answer;
          if (autoincrement_q) address_q <= address_q + (32'd1 << access_q);
        end
      end
      if (waiting_q && bus_lost_i) begin
        waiting_q <= 1'b0;
        error_q   <= BusOther;
      end
      if (dmi_valid_i && dmi_write_i && dmi_addr_i == RegSbcs) begin
        if (dmi_wdata_i[22]) busyerror_q <= 1'b0;
        readonaddr_q    <= dmi_wdata_i[20];
        access_q        <= dmi_wdata_i[19:17];
        autoincrement_q <= dmi_wdata_i[16];
        readondata_q    <= dmi_wdata_i[15];
        error_q         <= sberror_e'(error_q & ~dmi_wdata_i[14:12]);
      end
      if (for_bus && busy_o) begin
        busyerror_q <= 1'b1;
      end else if (write_address) begin
        address_q <= dmi_wdata_i;
      end
      if (for_bus && !busy_o && !busyerror_q && error_q == BusOk) begin
        if (write_data) data_q <= dmi_wdata_i;
        if (go) begin
          valid_q <= refused == BusOk;
          write_q <= write_data;
          error_q <= refused;
        end
      end
      if (!active_i) begin
        busyerror_q     <= 1'b0;
        readonaddr_q    <= 1'b0;
        access_q        <= 3'd2;
        autoincrement_q <= 1'b0;
        readondata_q    <= 1'b0;
        error_q         <= BusOk;
        address_q       <= '0;
        data_q          <= '0;
      end
    end
  end

endmodule
