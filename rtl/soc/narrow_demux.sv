// One narrow master to two slaves; answers stay in order.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Combinational in both directions. A request for the other slave waits until
// all answers of the present one are in.
module narrow_demux #(
  parameter int unsigned MaxInFlight = 8
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        second_i,  // the request is for slave 1
  input  logic        valid_i,
  output logic        ready_o,
  output logic        rvalid_o,
  input  logic        rready_i,
  output logic [63:0] rdata_o,
  output logic        rerror_o,

  output logic        valid_o [2],
  input  logic        ready_i [2],
  input  logic        rvalid_i[2],
  output logic        rready_o[2],
  input  logic [63:0] rdata_i [2],
  input  logic        rerror_i[2],

  output logic        idle_o
);

  localparam int unsigned CountWidth = $clog2(MaxInFlight + 1);

  logic [CountWidth-1:0] count_q;
  logic present_q, open, put, get;

  assign open = count_q == '0 || (present_q == second_i && count_q != CountWidth'(MaxInFlight));
  assign valid_o[0] = valid_i && open && !second_i;
  assign valid_o[1] = valid_i && open && second_i;
  assign ready_o = open && ready_i[second_i];
  assign rvalid_o = rvalid_i[present_q] && count_q != '0;
  assign rdata_o = rdata_i[present_q];
  assign rerror_o = rerror_i[present_q];
  assign rready_o[0] = rready_i && !present_q;
  assign rready_o[1] = rready_i && present_q;
  assign put = valid_i && ready_o;
  assign get = rvalid_o && rready_i;
  assign idle_o = count_q == '0 && !valid_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= '0;
      present_q <= 1'b0;
    end else begin
      if (put) present_q <= second_i;
      if (put != get) count_q <= put ? count_q + 1'b1 : count_q - 1'b1;
    end
  end

endmodule
