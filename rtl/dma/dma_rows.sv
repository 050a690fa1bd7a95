// Walks the 64-byte lines that the rows of one side of a transfer touch, one a step.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A new transfer is taken in the very step that ends the one before, so rows and
// transfers follow each other without a gap. `bytes` and `rows` are at least 1.
// Addresses wrap at 4 GiB.
module dma_rows (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        start_valid_i,
  output logic        start_ready_o,
  input  logic [31:0] start_addr_i,
  input  logic [31:0] start_bytes_i,
  input  logic [31:0] start_stride_i,
  input  logic [31:0] start_rows_i,

  input  logic        next_i,      // the line is done
  input  logic        cut_i,       // the present line is the last one
  input  logic        drop_i,      // forget the transfer
  output logic        valid_o,
  output logic [25:0] line_o,      // address[31:6]
  output logic [5:0]  lo_o,        // first and last byte within the line
  output logic [5:0]  hi_o,
  output logic        row_first_o, // first and last line of its row
  output logic        row_last_o,
  output logic        burst_o,     // first line of a row or of a burst_boundary_bytes block
  output logic        last_o       // last line of the transfer
);

  localparam int unsigned BlockWidth = $clog2(seeker_cfg_pkg::DmaBurstBoundaryBytes) - 6;

  logic [31:0] first_q, end_q;  // first and last byte of the row
  logic [31:0] stride_q;
  logic [31:0] more_rows_q;
  logic [25:0] line_q;
  logic [31:0] first_next;

  assign line_o      = line_q;
  assign row_first_o = line_q == first_q[31:6];
  assign row_last_o  = line_q == end_q[31:6];
  assign lo_o        = row_first_o ? first_q[5:0] : 6'd0;
  assign hi_o        = row_last_o ? end_q[5:0] : 6'd63;
  assign burst_o     = row_first_o || line_q[BlockWidth-1:0] == '0;
  assign last_o      = cut_i || (row_last_o && more_rows_q == '0);
  assign first_next  = first_q + stride_q;

  assign start_ready_o = !valid_o || (next_i && last_o);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else if (drop_i) begin
      valid_o <= 1'b0;
    end else if (start_ready_o) begin
      valid_o <= start_valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (start_ready_o) begin
      if (start_valid_i) begin
        first_q     <= start_addr_i;
        end_q       <= start_addr_i + start_bytes_i - 32'd1;
        stride_q    <= start_stride_i;
        more_rows_q <= start_rows_i - 32'd1;
        line_q      <= start_addr_i[31:6];
      end
    end else if (next_i) begin
      if (row_last_o) begin
        first_q     <= first_next;
        end_q       <= end_q + stride_q;
        more_rows_q <= more_rows_q - 32'd1;
        line_q      <= first_next[31:6];
      end else begin
        line_q <= line_q + 26'd1;
      end
    end
  end

endmodule
