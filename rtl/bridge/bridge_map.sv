// Which way leads to a range of addresses, and whether it may be touched at all.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RouteNone when the range is not wholly inside one region, or a range of
// peripheral registers or CLINT is not made of aligned 8-byte words. The alias
// of the cluster is a second name of the same regions. `count_i` is not 0.
module bridge_map
  import seeker_cfg_pkg::*;
  import wire_pkg::*;
(
  input  logic [47:0] address_i,
  input  logic [31:0] count_i,
  output route_e      route_o,
  output logic [31:0] address_o,  // with the alias resolved
  output logic        l3_o
);

  // The cluster's own regions lie between these two.
  localparam logic [47:0] ClusterEnd = ExternalSlaveBase + 48'(ExternalSlaveBytes);
  localparam logic [47:0] AliasEnd = ClusterAliasBase + (ClusterEnd - TcdmBase);

  logic [47:0] address;
  logic [48:0] last;
  logic words;

  always_comb begin
    address = address_i;
    if (address_i >= ClusterAliasBase && address_i < AliasEnd) begin
      address = address_i - ClusterAliasBase + TcdmBase;
    end
    last = {1'b0, address} + 49'(count_i) - 49'd1;
  end

  assign words = address[2:0] == '0 && count_i[2:0] == '0;
  assign address_o = address[31:0];

  function automatic logic inside_region(logic [47:0] first, logic [48:0] end_address,
                                         logic [47:0] base, int unsigned bytes);
    return first >= base && end_address < 49'(base) + 49'(bytes);
  endfunction

  assign l3_o = inside_region(address, last, L3Base, L3Bytes);

  always_comb begin
    route_o = RouteNone;
    if (l3_o) begin
      route_o = RouteWide;
    end else if (inside_region(address, last, TcdmBase, TcdmBytes)
                 || inside_region(address, last, BootRomBase, BootRomBytes)
                 || inside_region(address, last, ExternalSlaveBase, ExternalSlaveBytes)) begin
      route_o = RouteNarrow;
    end else if (words && (inside_region(address, last, PeripheralBase, PeripheralBytes)
                           || inside_region(address, last, ClintBase, ClintBytes))) begin
      route_o = RouteNarrow;
    end else if (inside_region(address, last, ZeroMemoryBase, ZeroMemoryBytes)) begin
      route_o = RouteZero;
    end
  end

endmodule
