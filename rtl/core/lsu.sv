// A load/store unit: one registered request, answers in order from two memories.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A request goes out in the cycle after it is taken, on the TCDM side or on the
// narrow side; both share the payload. Requests leave in order, but the two
// sides answer at different times: an answer waits in a buffer of `Outstanding`
// entries until all before it have gone.
//
// Integer (IsFp = 0): values are extended to 32 bits and leave one cycle after
// they came, so that a TCDM load takes 4 cycles to its use. FP (IsFp = 1): 64
// bits, singles NaN-boxed, an answer may pass through in the cycle in which it
// comes (3 cycles).
module lsu
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit          IsFp        = 1'b0,
  parameter int unsigned Outstanding = CoreLsuOutstanding,  // a power of 2
  parameter int unsigned TagWidth    = 5,
  localparam int unsigned Width      = IsFp ? 64 : 32
) (
  input  logic             clk_i,
  input  logic             rst_ni,

  input  logic             req_valid_i,
  output logic             req_ready_o,
  input  logic [31:0]      req_addr_i,      // aligned to its size
  input  logic             req_narrow_i,
  input  logic             req_write_i,
  input  amo_e             req_amo_i,
  input  logic [1:0]       req_size_i,      // log2 of the bytes
  input  logic             req_unsigned_i,
  input  logic [TagWidth-1:0] req_tag_i,
  input  logic [Width-1:0] req_data_i,

  output logic             tcdm_valid_o,
  input  logic             tcdm_ready_i,
  output logic             narrow_valid_o,
  input  logic             narrow_ready_i,
  output logic [31:0]      addr_o,
  output logic             write_o,
  output amo_e             amo_o,
  output logic [7:0]       strb_o,
  output logic [63:0]      wdata_o,

  input  logic             tcdm_rvalid_i,
  input  logic [63:0]      tcdm_rdata_i,
  input  logic             narrow_rvalid_i,
  output logic             narrow_rready_o,
  input  logic [63:0]      narrow_rdata_i,
  input  logic             narrow_rerror_i,

  output logic             rsp_valid_o,
  input  logic             rsp_ready_i,
  output logic             rsp_data_valid_o,  // a load or atomic: there is a value
  output logic             rsp_error_o,
  output logic [TagWidth-1:0] rsp_tag_o,
  output logic [31:0]      rsp_addr_o,
  output logic [Width-1:0] rsp_data_o,
  output logic             empty_o
);

  localparam int unsigned IdxWidth = $clog2(Outstanding);
  typedef logic [IdxWidth-1:0] idx_t;

  logic                 req_valid_q, req_narrow_q, granted, take;
  idx_t                 head_q, tail_q, req_idx_q, tcdm_idx_q;
  logic [IdxWidth:0]    count_q;

  ///////////////////////
  // Request register //
  ///////////////////////

  assign tcdm_valid_o   = req_valid_q && !req_narrow_q;
  assign narrow_valid_o = req_valid_q && req_narrow_q;
  assign granted        = (tcdm_valid_o && tcdm_ready_i) || (narrow_valid_o && narrow_ready_i);
  assign req_ready_o    = (!req_valid_q || granted) && count_q != (IdxWidth + 1)'(Outstanding);
  assign take           = req_valid_i && req_ready_o;

  logic [7:0]  strb;
  logic [63:0] wdata;

  always_comb begin
    unique case (req_size_i)
      2'd0: begin
        strb  = 8'h01;
        wdata = {8{req_data_i[7:0]}};
      end
      2'd1: begin
        strb  = 8'h03;
        wdata = {4{req_data_i[15:0]}};
      end
      2'd2: begin
        strb  = 8'h0f;
        wdata = {2{req_data_i[31:0]}};
      end
      default: begin
        strb  = 8'hff;
        wdata = 64'(req_data_i);
      end
    endcase
    strb = strb << req_addr_i[2:0];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      req_valid_q <= 1'b0;
    end else if (take) begin
      req_valid_q <= 1'b1;
    end else if (granted) begin
      req_valid_q <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (take) begin
      req_narrow_q <= req_narrow_i;
      req_idx_q    <= tail_q;
      addr_o       <= req_addr_i;
      write_o      <= req_write_i;
      amo_o        <= req_amo_i;
      strb_o       <= strb;
      wdata_o      <= wdata;
    end
    // The TCDM answers in the cycle after its grant.
    tcdm_idx_q <= req_idx_q;
  end

  /////////////
  // Entries //
  /////////////

  logic             load_q     [Outstanding];
  logic             unsigned_q [Outstanding];
  logic [1:0]       size_q     [Outstanding];
  logic [TagWidth-1:0] tag_q   [Outstanding];
  logic [31:0]      addr_q     [Outstanding];
  logic [Width-1:0] data_q     [Outstanding];
  logic [Outstanding-1:0] done_q, error_q;

  always_ff @(posedge clk_i) begin
    if (take) begin
      load_q[tail_q]     <= !req_write_i || req_amo_i != AmoNone;
      unsigned_q[tail_q] <= req_unsigned_i;
      size_q[tail_q]     <= req_size_i;
      tag_q[tail_q]      <= req_tag_i;
      addr_q[tail_q]     <= req_addr_i;
    end
  end

  // Narrow answers come in order: which entries they are for.
  idx_t narrow_idx_q [Outstanding];
  idx_t narrow_head_q, narrow_tail_q;
  logic narrow_sent, narrow_taken;

  assign narrow_sent     = narrow_valid_o && narrow_ready_i;
  assign narrow_rready_o = !tcdm_rvalid_i;
  assign narrow_taken    = narrow_rvalid_i && narrow_rready_o;

  always_ff @(posedge clk_i) begin
    if (narrow_sent) narrow_idx_q[narrow_tail_q] <= req_idx_q;
  end

  /////////////
  // Answers //
  /////////////

  logic             answer, answer_error, through, finish;
  idx_t             answer_idx;
  logic [63:0]      word;
  logic [Width-1:0] shifted, value;

  assign answer       = tcdm_rvalid_i || narrow_rvalid_i;
  assign answer_idx   = tcdm_rvalid_i ? tcdm_idx_q : narrow_idx_q[narrow_head_q];
  assign answer_error = !tcdm_rvalid_i && narrow_rerror_i;

  always_comb begin
    word    = tcdm_rvalid_i ? tcdm_rdata_i : narrow_rdata_i;
    shifted = answer ? Width'(word >> {addr_q[answer_idx][2:0], 3'b0}) : '0;
    if (IsFp) begin
      value = size_q[answer_idx][0] ? shifted : Width'({32'hffff_ffff, shifted[31:0]});
    end else begin
      unique case (size_q[answer_idx])
        2'd0:    value = Width'({{24{shifted[7] && !unsigned_q[answer_idx]}}, shifted[7:0]});
        2'd1:    value = Width'({{16{shifted[15] && !unsigned_q[answer_idx]}}, shifted[15:0]});
        default: value = shifted;
      endcase
    end
  end

  assign through          = IsFp && answer && answer_idx == head_q;
  assign rsp_valid_o      = done_q[head_q] || through;
  assign rsp_data_valid_o = load_q[head_q];
  assign rsp_error_o      = done_q[head_q] ? error_q[head_q] : answer_error;
  assign rsp_tag_o        = tag_q[head_q];
  assign rsp_addr_o       = addr_q[head_q];
  assign rsp_data_o       = done_q[head_q] ? data_q[head_q] : value;
  assign finish           = rsp_valid_o && rsp_ready_i;
  assign empty_o          = count_q == '0;

  always_ff @(posedge clk_i) begin
    if (answer) begin
      data_q[answer_idx]  <= value;
      error_q[answer_idx] <= answer_error;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      done_q        <= '0;
      head_q        <= '0;
      tail_q        <= '0;
      count_q       <= '0;
      narrow_head_q <= '0;
      narrow_tail_q <= '0;
    end else begin
      if (answer) done_q[answer_idx] <= 1'b1;
      if (finish) begin
        done_q[head_q] <= 1'b0;
        head_q         <= head_q + idx_t'(1);
      end
      if (take) tail_q <= tail_q + idx_t'(1);
      if (take != finish) count_q <= take ? count_q + 1'b1 : count_q - 1'b1;
      if (narrow_sent) narrow_tail_q <= narrow_tail_q + idx_t'(1);
      if (narrow_taken) narrow_head_q <= narrow_head_q + idx_t'(1);
    end
  end

`ifndef SYNTHESIS
  initial begin
    assert (2 ** IdxWidth == Outstanding && Outstanding > 1)
    else $fatal(1, "lsu: Outstanding = %0d is not a power of 2 above 1", Outstanding);
  end
  always_ff @(posedge clk_i) begin
    assert (!answer || count_q != '0) else $error("lsu: an answer without a request");
  end
`endif

endmodule
