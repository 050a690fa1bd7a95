// Integer results of the FPU on their way to the integer core.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A place is claimed when the instruction is issued, so that the FPU's output is
// never held for the integer core's write port.
module fp_results #(
  parameter int unsigned Depth = 4  // a power of 2
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  output logic        room_o,
  input  logic        claim_i,
  input  logic        valid_i,
  input  logic [4:0]  tag_i,
  input  logic [31:0] data_i,

  output logic        valid_o,
  input  logic        ready_i,
  output logic [4:0]  tag_o,
  output logic [31:0] data_o
);

  localparam int unsigned Width = $clog2(Depth);
  typedef logic [Width-1:0] index_t;

  logic [4:0]     tag_q  [Depth];
  logic [31:0]    data_q [Depth];
  index_t         read_q, write_q;
  logic [Width:0] claimed_q;  // places, from issue until the core takes it
  logic [Width:0] count_q;    // results that are there
  logic           go;

  assign room_o  = claimed_q != (Width + 1)'(Depth);
  assign valid_o = count_q != '0;
  assign tag_o   = tag_q[read_q];
  assign data_o  = data_q[read_q];
  assign go      = valid_o && ready_i;

  always_ff @(posedge clk_i) begin
    if (valid_i) begin
      tag_q[write_q]  <= tag_i;
      data_q[write_q] <= data_i;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      read_q    <= '0;
      write_q   <= '0;
      claimed_q <= '0;
      count_q   <= '0;
    end else begin
      if (valid_i) write_q <= write_q + 1'b1;
      if (go) read_q <= read_q + 1'b1;
      claimed_q <= claimed_q + (Width + 1)'(claim_i) - (Width + 1)'(go);
      count_q   <= count_q + (Width + 1)'(valid_i) - (Width + 1)'(go);
    end
  end

endmodule
