// Executes offloaded FP instructions: queue, FP registers, scoreboard, load/store unit, FPU.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The queue lets the integer core run ahead; instructions leave it in order, one
// a cycle, when no register they name is awaited. They finish out of order, the
// scoreboard keeps reads and writes apart. One write port: the FPU first, then
// loads, which wait in the load/store unit's buffer. Operand a of an instruction
// with an integer operand, and the address of a load or store, come with it.
//
// Integer results leave through a buffer that has room for each that is issued:
// the FPU's output is never held.
module fp_subsystem
  import core_pkg::*;
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  parameter int unsigned QueueDepth = FrepBuffer  // a power of 2
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] hart_id_i,      // for observers

  input  logic        valid_i,
  output logic        ready_o,
  input  fp_ctrl_t    ctrl_i,
  input  logic [31:0] operand_i,

  output logic        rvalid_o,
  input  logic        rready_i,
  output logic [4:0]  rtag_o,
  output logic [31:0] rdata_o,

  output logic        tcdm_valid_o,
  input  logic        tcdm_ready_i,
  output logic        narrow_valid_o,
  input  logic        narrow_ready_i,
  output logic [31:0] mem_addr_o,
  output logic        mem_write_o,
  output logic [7:0]  mem_strb_o,
  output logic [63:0] mem_wdata_o,
  input  logic        tcdm_rvalid_i,
  input  logic [63:0] tcdm_rdata_i,
  input  logic        narrow_rvalid_i,
  output logic        narrow_rready_o,
  input  logic [63:0] narrow_rdata_i,
  input  logic        narrow_rerror_i,

  output logic        idle_o,        // queue, FPU and load/store unit are empty
  output logic        mem_sent_o,    // a load or store has left the queue
  output logic        mem_idle_o,
  output logic        mem_error_o,
  output logic        mem_error_store_o,
  output logic [31:0] mem_error_addr_o,

  output fp_flags_t   fflags_o,
  input  logic        fflags_write_i,
  input  fp_flags_t   fflags_i,

  output logic        event_issue_o
);

  ///////////
  // Queue //
  ///////////

  localparam int unsigned PtrWidth = $clog2(QueueDepth);

  fp_ctrl_t            queue_ctrl_q    [QueueDepth];
  logic [31:0]         queue_operand_q [QueueDepth];
  logic [PtrWidth-1:0] read_q, write_q;
  logic [PtrWidth:0]   count_q;
  logic                push, pop, head_valid;
  fp_ctrl_t            head;
  logic [31:0]         head_operand;

  assign ready_o      = count_q != (PtrWidth + 1)'(QueueDepth);
  assign push         = valid_i && ready_o;
  assign head_valid   = count_q != '0;
  assign head         = queue_ctrl_q[read_q];
  assign head_operand = queue_operand_q[read_q];

  always_ff @(posedge clk_i) begin
    if (push) begin
      queue_ctrl_q[write_q]    <= ctrl_i;
      queue_operand_q[write_q] <= operand_i;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      read_q  <= '0;
      write_q <= '0;
      count_q <= '0;
    end else begin
      if (push) write_q <= write_q + 1'b1;
      if (pop) read_q <= read_q + 1'b1;
      if (push != pop) count_q <= push ? count_q + 1'b1 : count_q - 1'b1;
    end
  end

  //////////////////////////
  // Registers, operands //
  //////////////////////////

  logic [63:0] fpr_q [32];
  logic [63:0] rs1, rs2, rs3, fpr_wdata;
  logic [4:0]  fpr_waddr;
  logic        fpr_we;

  assign rs1 = fpr_q[head.rs1];
  assign rs2 = fpr_q[head.rs2];
  assign rs3 = fpr_q[head.rs3];

  always_ff @(posedge clk_i) begin
    if (fpr_we) fpr_q[fpr_waddr] <= fpr_wdata;
  end

  ///////////
  // Issue //
  ///////////

  logic [31:0] busy_q;
  logic        awaited, is_mem, result_room, fpu_valid, fpu_ready, lsu_valid, lsu_ready;
  logic [4:0]  lsu_rtag;

  assign awaited   = (head.use_rs1 && busy_q[head.rs1]) || (head.use_rs2 && busy_q[head.rs2]) ||
                     (head.use_rs3 && busy_q[head.rs3]) || (head.write_fp && busy_q[head.rd]);
  assign is_mem    = head.load || head.store;
  assign fpu_valid = head_valid && !awaited && !is_mem && (!head.write_int || result_room);
  assign lsu_valid = head_valid && !awaited && is_mem;
  assign pop       = is_mem ? lsu_valid && lsu_ready : fpu_valid && fpu_ready;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_q <= '0;
    end else begin
      if (fpr_we) busy_q[fpr_waddr] <= 1'b0;
      if (mem_error_o && !mem_error_store_o) busy_q[lsu_rtag] <= 1'b0;
      if (pop && head.write_fp) busy_q[head.rd] <= 1'b1;
    end
  end

  /////////
  // FPU //
  /////////

  logic        fpu_rvalid, fpu_to_int, fpu_busy;
  logic [63:0] fpu_result;
  fp_flags_t   fpu_flags;
  logic [4:0]  fpu_rtag;

  fpu #(
    .TagWidth(6)
  ) i_fpu (
    .clk_i,
    .rst_ni,
    .in_valid_i   (fpu_valid),
    .in_ready_o   (fpu_ready),
    .op_i         (head.op),
    .src_fmt_i    (head.src_fmt),
    .dst_fmt_i    (head.dst_fmt),
    .rm_i         (head.rm),
    .is_unsigned_i(head.is_unsigned),
    .is_packed_i  (head.packed_simd),
    .replicate_i  (head.replicate),
    .a_i          (head.use_rs1 ? rs1 : {32'b0, head_operand}),
    .b_i          (rs2),
    .c_i          (rs3),
    .tag_i        ({head.write_int, head.rd}),
    .out_valid_o  (fpu_rvalid),
    .out_ready_i  (1'b1),
    .result_o     (fpu_result),
    .flags_o      (fpu_flags),
    .tag_o        ({fpu_to_int, fpu_rtag}),
    .busy_o       (fpu_busy)
  );

  /////////////////////
  // Integer results //
  /////////////////////

  localparam int unsigned ResultDepth = 4;

  logic [4:0]  result_tag_q  [ResultDepth];
  logic [31:0] result_data_q [ResultDepth];
  logic [1:0]  result_read_q, result_write_q;
  logic [2:0]  result_claimed_q;  // places, from issue until the core takes it
  logic [2:0]  result_count_q;    // results that are there
  logic        result_issue, result_come, result_go;

  assign result_issue = fpu_valid && fpu_ready && head.write_int;
  assign result_come  = fpu_rvalid && fpu_to_int;
  assign result_room  = result_claimed_q != 3'(ResultDepth);
  assign rvalid_o     = result_count_q != '0;
  assign rtag_o       = result_tag_q[result_read_q];
  assign rdata_o      = result_data_q[result_read_q];
  assign result_go    = rvalid_o && rready_i;

  always_ff @(posedge clk_i) begin
    if (result_come) begin
      result_tag_q[result_write_q]  <= fpu_rtag;
      result_data_q[result_write_q] <= fpu_result[31:0];
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      result_read_q    <= '0;
      result_write_q   <= '0;
      result_claimed_q <= '0;
      result_count_q   <= '0;
    end else begin
      if (result_come) result_write_q <= result_write_q + 2'd1;
      if (result_go) result_read_q <= result_read_q + 2'd1;
      result_claimed_q <= result_claimed_q + 3'(result_issue) - 3'(result_go);
      result_count_q   <= result_count_q + 3'(result_come) - 3'(result_go);
    end
  end

  fp_flags_t fflags_q;
  assign fflags_o = fflags_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      fflags_q <= '0;
    end else if (fflags_write_i) begin
      fflags_q <= fflags_i;
    end else if (fpu_rvalid) begin
      fflags_q <= fflags_q | fpu_flags;
    end
  end

  /////////////////////
  // Load/store unit //
  /////////////////////

  logic        lsu_rvalid, lsu_rready, lsu_rload, lsu_rerror, lsu_write, lsu_empty;
  logic [31:0] lsu_raddr;
  logic [63:0] lsu_rdata;
  amo_e        unused_amo;

  lsu #(
    .IsFp(1'b1)
  ) i_lsu (
    .clk_i,
    .rst_ni,
    .req_valid_i     (lsu_valid),
    .req_ready_o     (lsu_ready),
    .req_addr_i      (head_operand),
    .req_narrow_i    (head.narrow),
    .req_write_i     (head.store),
    .req_amo_i       (AmoNone),
    .req_size_i      ({1'b1, head.dword}),
    .req_unsigned_i  (1'b0),
    .req_tag_i       (head.rd),
    .req_data_i      (rs2),
    .tcdm_valid_o,
    .tcdm_ready_i,
    .narrow_valid_o,
    .narrow_ready_i,
    .addr_o          (mem_addr_o),
    .write_o         (mem_write_o),
    .amo_o           (unused_amo),
    .strb_o          (mem_strb_o),
    .wdata_o         (mem_wdata_o),
    .tcdm_rvalid_i,
    .tcdm_rdata_i,
    .narrow_rvalid_i,
    .narrow_rready_o,
    .narrow_rdata_i,
    .narrow_rerror_i,
    .rsp_valid_o     (lsu_rvalid),
    .rsp_ready_i     (lsu_rready),
    .rsp_data_valid_o(lsu_rload),
    .rsp_error_o     (lsu_rerror),
    .rsp_tag_o       (lsu_rtag),
    .rsp_addr_o      (lsu_raddr),
    .rsp_data_o      (lsu_rdata),
    .empty_o         (lsu_empty)
  );

  assign lsu_write         = lsu_rvalid && lsu_rload && !lsu_rerror;
  assign lsu_rready        = !(lsu_write && fpu_rvalid && !fpu_to_int);
  assign mem_sent_o        = lsu_valid && lsu_ready;
  assign mem_idle_o        = lsu_empty;
  assign mem_error_o       = lsu_rvalid && lsu_rerror;
  assign mem_error_store_o = !lsu_rload;
  assign mem_error_addr_o  = lsu_raddr;

  always_comb begin
    fpr_we    = 1'b0;
    fpr_waddr = fpu_rtag;
    fpr_wdata = fpu_result;
    if (fpu_rvalid && !fpu_to_int) begin
      fpr_we = 1'b1;
    end else if (lsu_write) begin
      fpr_we    = 1'b1;
      fpr_waddr = lsu_rtag;
      fpr_wdata = lsu_rdata;
    end
  end

  assign idle_o        = !head_valid && !fpu_busy && lsu_empty;
  assign event_issue_o = fpu_valid && fpu_ready;

`ifdef VERILATOR
  always_ff @(posedge clk_i) begin
    if (observe_pkg::enabled) begin
      if (event_issue_o) observe_pkg::seeker_observe_fpu(hart_id_i, $time, 32'(head.op));
      if (fpr_we) begin
        observe_pkg::seeker_observe_write_f(hart_id_i, $time, 32'(fpr_waddr), fpr_wdata);
      end
    end
  end
`else
  logic unused_hart_id;
  assign unused_hart_id = ^hart_id_i;
`endif

`ifndef SYNTHESIS
  initial begin
    assert (2 ** PtrWidth == QueueDepth)
    else $fatal(1, "fp_subsystem: QueueDepth = %0d is not a power of 2", QueueDepth);
  end
`endif

endmodule
