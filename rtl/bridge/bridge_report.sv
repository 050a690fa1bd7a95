// The payloads of the answers to identify and status, line by line.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
module bridge_report
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
  import wire_pkg::*;
#(
  parameter int unsigned LinkBytes = 64,
  parameter int unsigned MaxPayloadBytes = 4096,
  parameter logic [63:0] Hash = ConfigHash
) (
  input  logic                enable_i,
  input  logic                status_i,  // else identity
  input  logic [7:0]          index_i,
  output logic [LineBits-1:0] line_o,

  input  logic [63:0]         cycle_i,
  input  logic [63:0]         start_cycle_i,
  input  logic [63:0]         done_cycle_i,
  input  logic [31:0]         value_i,
  input  logic                started_i,
  input  logic                done_i,
  input  logic                dma_busy_i,
  input  logic [15:0]         epoch_i,
  input  hart_state_e         state_i  [NumHarts],
  input  logic [31:0]         pc_i     [NumHarts],
  input  logic [7:0]          mcause_i [NumHarts],
  input  hart_wait_e          wait_i   [NumHarts],
  input  logic [4:0]          quiet_i  [NumHarts]
);

  localparam int unsigned StatusBytes = StatusHeadBytes + StatusHartBytes * NumHarts;
  localparam int unsigned StatusLines = (StatusBytes + LineBytes - 1) / LineBytes;

  logic [StatusLines-1:0][LineBits-1:0] status;

  always_comb begin
    line_o = '0;
    status = '0;
    if (enable_i && status_i) begin
      status[0][8*StatusHeadBytes-1:0] = {
        64'd0,
        32'(epoch_i),
        32'(NumHarts),
        29'd0, dma_busy_i, done_i, started_i,
        value_i,
        done_cycle_i,
        start_cycle_i,
        cycle_i
      };
      for (int unsigned h = 0; h < NumHarts; h++) begin
        status[(StatusHeadBytes+8*h)/LineBytes][8*((StatusHeadBytes+8*h)%LineBytes)+:64] = {
          3'd0, quiet_i[h], 3'd0, wait_i[h], mcause_i[h], 6'd0, state_i[h], pc_i[h]
        };
      end
      for (int unsigned i = 0; i < StatusLines; i++) begin
        if (32'(index_i) == i) line_o = status[i];
      end
    end else if (enable_i) begin
      line_o = {
        192'd0,
        64'(L3Bytes),
        64'(L3Base),
        32'(LinkBytes),
        32'(NumHarts),
        Hash,
        32'(MaxPayloadBytes),
        32'(ProtocolVersion)
      };
    end
  end

endmodule
