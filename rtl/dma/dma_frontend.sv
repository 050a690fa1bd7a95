// The DMA's face to the DM core: Xdma instructions, ids, status.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Ids count up from 2 and are given when a transfer is enqueued; transfers
// complete in the order of their ids. Status (dmstat, dmstati), by the low bits
// of the selector:
//   0 id of the last completed transfer   1 id that the next transfer will get
//   2 a transfer is under way             3 a copy instruction would have to wait
// and, by the whole selector (the bits above the select name a channel, and
// there is one):
//   28 id of the first transfer that met an error, 0 when none did
//   29 the same, and forgets it
// dmcpy and dmcpyi wait while the queue is full. 2-D needs configuration bit 1.
// The upper halves of addresses must be 0: other transfers end at once, in error.
module dma_frontend
  import dma_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        dma_valid_i,
  output logic        dma_ready_o,
  input  logic [31:0] dma_instr_i,
  input  logic [31:0] dma_a_i,
  input  logic [31:0] dma_b_i,
  output logic        dma_rvalid_o,
  input  logic        dma_rready_i,
  output logic [4:0]  dma_rtag_o,
  output logic [31:0] dma_rdata_o,

  output logic        transfer_valid_o,
  input  logic        transfer_ready_i,
  output transfer_t   transfer_o,

  input  logic        completed_i,     // one transfer, in order
  input  logic        failed_i,        // a transfer met an error
  input  logic [31:0] failed_id_i,
  output logic        busy_o
);

  // funct7 of the instructions that do something here; dmuser has no effect.
  localparam logic [6:0] DmSrc   = 7'd0;
  localparam logic [6:0] DmDst   = 7'd1;
  localparam logic [6:0] DmCpyI  = 7'd2;
  localparam logic [6:0] DmCpy   = 7'd3;
  localparam logic [6:0] DmStatI = 7'd4;
  localparam logic [6:0] DmStat  = 7'd5;
  localparam logic [6:0] DmStr   = 7'd6;
  localparam logic [6:0] DmRep   = 7'd7;

  localparam logic [31:0] FirstId = 32'd2;
  localparam logic [4:0]  SelFailed      = 5'd28;
  localparam logic [4:0]  SelFailedClear = 5'd29;

  logic [63:0] src_q, dst_q;
  logic [31:0] src_stride_q, dst_stride_q, rows_q;
  logic [31:0] next_id_q, completed_id_q, failed_id_q;

  logic [6:0]  op;
  logic        is_copy, is_status, two_d, answers, take;
  logic [4:0]  selector;
  logic [31:0] status;
  logic        answer_free;

  assign op        = dma_instr_i[31:25];
  assign is_copy   = op == DmCpy || op == DmCpyI;
  assign is_status = op == DmStat || op == DmStatI;
  assign answers   = is_copy || is_status;
  // Immediate forms carry the operand in the rs2 field.
  assign selector  = op == DmStatI ? dma_instr_i[24:20] : dma_b_i[4:0];
  assign two_d     = op == DmCpyI ? dma_instr_i[21] : dma_b_i[1];

  assign answer_free      = !dma_rvalid_o || dma_rready_i;
  assign dma_ready_o      = (!answers || answer_free) && (!is_copy || transfer_ready_i);
  assign transfer_valid_o = dma_valid_i && is_copy && answer_free;
  assign take             = dma_valid_i && dma_ready_o;
  assign busy_o           = completed_id_q + 32'd1 != next_id_q;

  always_comb begin
    transfer_o.wrong      = src_q[63:32] != '0 || dst_q[63:32] != '0;
    transfer_o.skip       = transfer_o.wrong || dma_a_i == '0 || (two_d && rows_q == '0);
    transfer_o.wrong     &= !(dma_a_i == '0 || (two_d && rows_q == '0));
    transfer_o.src        = src_q[31:0];
    transfer_o.dst        = dst_q[31:0];
    transfer_o.bytes      = dma_a_i;
    transfer_o.src_stride = src_stride_q;
    transfer_o.dst_stride = dst_stride_q;
    transfer_o.rows       = two_d ? rows_q : 32'd1;
  end

  always_comb begin
    unique case (selector[1:0])
      2'd0: status = completed_id_q;
      2'd1: status = next_id_q;
      2'd2: status = 32'(busy_o);
      2'd3: status = 32'(!transfer_ready_i);
    endcase
    if (selector == SelFailed || selector == SelFailedClear) status = failed_id_q;
  end

  // Errors need not come in the order of the transfers: a write's answer takes
  // its time.
  logic earlier;
  assign earlier = $signed(failed_id_i - failed_id_q) < 0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      next_id_q      <= FirstId;
      completed_id_q <= FirstId - 32'd1;
      failed_id_q    <= '0;
      dma_rvalid_o   <= 1'b0;
    end else begin
      if (take && is_copy) next_id_q <= next_id_q + 32'd1;
      if (completed_i) completed_id_q <= completed_id_q + 32'd1;
      if (take && is_status && selector == SelFailedClear) begin
        failed_id_q <= failed_i ? failed_id_i : '0;
      end else if (failed_i && (failed_id_q == '0 || earlier)) begin
        failed_id_q <= failed_id_i;
      end
      if (take && answers) begin
        dma_rvalid_o <= 1'b1;
      end else if (dma_rready_i) begin
        dma_rvalid_o <= 1'b0;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (take && answers) begin
      dma_rtag_o  <= dma_instr_i[11:7];
      dma_rdata_o <= is_copy ? next_id_q : status;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      src_q        <= '0;
      dst_q        <= '0;
      src_stride_q <= '0;
      dst_stride_q <= '0;
      rows_q       <= '0;
    end else if (take) begin
      unique case (op)
        DmSrc: src_q <= {dma_b_i, dma_a_i};
        DmDst: dst_q <= {dma_b_i, dma_a_i};
        DmStr: begin
          src_stride_q <= dma_a_i;
          dst_stride_q <= dma_b_i;
        end
        DmRep: rows_q <= dma_a_i;
        default: ;
      endcase
    end
  end

`ifdef VERILATOR
  always_ff @(posedge clk_i) begin
    if (observe_pkg::accesses) begin
      if (take && is_copy) begin
        observe_pkg::seeker_observe_transfer($time, next_id_q, transfer_o.src, transfer_o.dst,
                                             transfer_o.skip ? '0 : transfer_o.bytes,
                                             transfer_o.src_stride, transfer_o.dst_stride,
                                             transfer_o.rows);
      end
      if (completed_i) observe_pkg::seeker_observe_completed($time, completed_id_q + 32'd1);
    end
  end
`endif

  // Opcode, funct3 and source registers were looked at by the core.
  logic unused_instr;
  assign unused_instr = ^{dma_instr_i[19:12], dma_instr_i[6:0]};

endmodule
