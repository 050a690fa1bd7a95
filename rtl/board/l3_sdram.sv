// L3 in an SDRAM: the three ports of the SoC, one access at a time, with atomics.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Ports take turns: whoever was served last goes last. A line is 32 words of the
// memory, a word of the narrow port 4. An atomic reads, computes and writes
// before anybody else is served; each source has a reservation of a 64-bit word,
// which any write to it breaks. An access beyond the end answers with an error.
module l3_sdram
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  parameter int unsigned SrcWidth = 2,
  parameter int unsigned AddrBits = 24  // 16-bit words of the memory
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                l3_valid_i,
  output logic                l3_ready_o,
  input  logic [31:0]         l3_addr_i,
  input  logic                l3_write_i,
  input  amo_e                l3_amo_i,
  input  logic [7:0]          l3_strb_i,
  input  logic [63:0]         l3_wdata_i,
  input  logic [SrcWidth-1:0] l3_src_i,
  output logic                l3_rvalid_o,
  input  logic                l3_rready_i,
  output logic [63:0]         l3_rdata_o,
  output logic                l3_rerror_o,

  input  logic                l3_rd_valid_i,
  output logic                l3_rd_ready_o,
  input  logic [31:0]         l3_rd_addr_i,
  output logic                l3_rd_rvalid_o,
  input  logic                l3_rd_rready_i,
  output logic [511:0]        l3_rd_rdata_o,
  output logic                l3_rd_rerror_o,

  input  logic                l3_wr_valid_i,
  output logic                l3_wr_ready_o,
  input  logic [31:0]         l3_wr_addr_i,
  input  logic [63:0]         l3_wr_strb_i,
  input  logic [511:0]        l3_wr_data_i,
  output logic                l3_wr_rvalid_o,
  input  logic                l3_wr_rready_i,
  output logic                l3_wr_rerror_o,

  output logic                req_valid_o,
  input  logic                req_ready_i,
  output logic                req_write_o,
  output logic [AddrBits-1:0] req_addr_o,
  output logic [5:0]          req_words_o,
  input  logic                wr_take_i,
  output logic [15:0]         wr_data_o,
  output logic [1:0]          wr_strb_o,
  input  logic                rd_valid_i,
  input  logic [15:0]         rd_data_i,
  input  logic                done_i,

  output logic                idle_o
);

  localparam int unsigned NumSources = 2 ** SrcWidth;
  localparam int unsigned Narrow = 0;
  localparam int unsigned WideRead = 1;
  localparam int unsigned WideWrite = 2;
  localparam logic [63:0] ErrorData = 64'hBADCAB1EBADCAB1E;
  localparam int unsigned WordBits = $clog2(L3Bytes) - 3;

  typedef enum logic [2:0] {StIdle, StRequest, StPass, StAmo, StAnswer} state_e;

  state_e state_q;
  logic [1:0] port_q, port;
  logic [2:0] valid;
  logic write_q, error_q;
  amo_e amo_q;
  logic half_q;
  logic [SrcWidth-1:0] src_q;
  logic [AddrBits:3] addr_q;
  logic [31:0] operand_q;
  // Data of the access: words leave at the bottom and come in at the top.
  logic [511:0] data_q;
  logic [63:0] strb_q;

  logic take, beyond;
  logic [31:0] addr;
  logic [63:0] read_word;
  logic [31:0] amo_result;

  assign valid = {l3_wr_valid_i, l3_rd_valid_i, l3_valid_i};

  always_comb begin
    port = port_q;
    for (int unsigned i = 3; i >= 1; i--) begin
      if (valid[(32'(port_q) + i) % 3]) port = 2'((32'(port_q) + i) % 3);
    end
  end

  always_comb begin
    unique case (port)
      2'(WideRead):  addr = l3_rd_addr_i;
      2'(WideWrite): addr = l3_wr_addr_i;
      default:       addr = l3_addr_i;
    endcase
  end

  assign take = state_q == StIdle && valid != '0;
  assign beyond = addr - L3Base[31:0] >= 32'(L3Bytes);
  assign l3_ready_o = take && port == 2'(Narrow);
  assign l3_rd_ready_o = take && port == 2'(WideRead);
  assign l3_wr_ready_o = take && port == 2'(WideWrite);

  //////////////////
  // Reservations //
  //////////////////

  logic [NumSources-1:0] reserved_q;
  logic [WordBits-1:0] reserved_addr_q[NumSources];
  logic [WordBits-1:0] word;
  logic holds;

  assign word = WordBits'(addr_q);
  assign holds = reserved_q[src_q] && reserved_addr_q[src_q] == word;

  // In the cycle in which an access begins to pass; its writing may be of a line.
  logic writes, begins;
  assign writes = (port_q == 2'(Narrow)) ? (write_q || (amo_q == AmoSc && holds)
      || !(amo_q inside {AmoNone, AmoLr, AmoSc})) : port_q == 2'(WideWrite);
  assign begins = state_q == StRequest && req_valid_o && req_ready_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      reserved_q <= '0;
    end else if (begins) begin
      for (int unsigned s = 0; s < NumSources; s++) begin
        if (writes && (reserved_addr_q[s] == word
            || (port_q == 2'(WideWrite) && reserved_addr_q[s][WordBits-1:3] == word[WordBits-1:3])))
          reserved_q[s] <= 1'b0;
      end
      if (port_q == 2'(Narrow) && amo_q == AmoSc) reserved_q[src_q] <= 1'b0;
      if (port_q == 2'(Narrow) && amo_q == AmoLr) reserved_q[src_q] <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (begins && port_q == 2'(Narrow) && amo_q == AmoLr) reserved_addr_q[src_q] <= word;
  end

  ////////////
  // Access //
  ////////////

  assign read_word = data_q[511:448];

  amo_alu i_amo (
    .op_i     (amo_q),
    .memory_i (half_q ? read_word[63:32] : read_word[31:0]),
    .operand_i(operand_q),
    .result_o (amo_result)
  );

  // The first pass of an atomic reads; sc_q: whether an SC writes.
  logic amo_pass_q, sc_q;
  logic [63:0] answer_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StIdle;
      port_q <= '0;
      error_q <= 1'b0;
      write_q <= 1'b0;
      amo_pass_q <= 1'b0;
      amo_q <= AmoNone;
    end else begin
      unique case (state_q)
        StIdle: if (take) begin
          port_q <= port;
          error_q <= beyond;
          write_q <= (port == 2'(Narrow)) ? l3_write_i && l3_amo_i == AmoNone
              : port == 2'(WideWrite);
          amo_q <= (port == 2'(Narrow)) ? l3_amo_i : AmoNone;
          amo_pass_q <= 1'b0;
          state_q <= beyond ? StAnswer : StRequest;
        end
        StRequest: if (req_ready_i) state_q <= StPass;
        StPass: if (done_i) begin
          state_q <= StAnswer;
          if (!amo_pass_q && !(amo_q inside {AmoNone, AmoLr}) && (amo_q != AmoSc || sc_q))
            state_q <= StAmo;
        end
        StAmo: begin
          write_q <= 1'b1;
          amo_pass_q <= 1'b1;
          state_q <= StRequest;
        end
        StAnswer: begin
          if ((port_q == 2'(Narrow) && l3_rready_i) || (port_q == 2'(WideRead) && l3_rd_rready_i)
              || (port_q == 2'(WideWrite) && l3_wr_rready_i)) state_q <= StIdle;
        end
        default: state_q <= StIdle;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    if (take) begin
      addr_q <= addr[AddrBits:3];
      src_q <= l3_src_i;
      half_q <= l3_addr_i[2];
      operand_q <= l3_addr_i[2] ? l3_wdata_i[63:32] : l3_wdata_i[31:0];
      data_q <= (port == 2'(WideWrite)) ? l3_wr_data_i : 512'(l3_wdata_i);
      strb_q <= (port == 2'(WideWrite)) ? l3_wr_strb_i : 64'(l3_strb_i);
      if (beyond) begin
        data_q <= {8{ErrorData}};
        answer_q <= ErrorData;
      end
    end else if (state_q == StAmo) begin
      data_q <= 512'({2{amo_result}});
      strb_q <= half_q ? 64'hF0 : 64'h0F;
    end else if (wr_take_i) begin
      data_q <= data_q >> 16;
      strb_q <= strb_q >> 2;
    end else if (rd_valid_i) begin
      data_q <= {rd_data_i, data_q[511:16]};
    end
    if (begins && !amo_pass_q) sc_q <= holds;
    // What a narrow access answers: the word as it was, or how an SC went.
    if (state_q == StPass && done_i && !amo_pass_q)
      answer_q <= (amo_q == AmoSc) ? (sc_q ? 64'd0 : {2{32'd1}}) : read_word;
  end

  assign req_valid_o = state_q == StRequest;
  assign req_write_o = write_q;
  assign req_addr_o = (port_q == 2'(Narrow)) ? {addr_q[AddrBits:3], 2'd0} : {addr_q[AddrBits:6], 5'd0};
  assign req_words_o = (port_q == 2'(Narrow)) ? 6'd4 : 6'd32;
  assign wr_data_o = data_q[15:0];
  assign wr_strb_o = strb_q[1:0];

  assign l3_rvalid_o = state_q == StAnswer && port_q == 2'(Narrow);
  assign l3_rdata_o = answer_q;
  assign l3_rerror_o = error_q;
  assign l3_rd_rvalid_o = state_q == StAnswer && port_q == 2'(WideRead);
  assign l3_rd_rdata_o = data_q;
  assign l3_rd_rerror_o = error_q;
  assign l3_wr_rvalid_o = state_q == StAnswer && port_q == 2'(WideWrite);
  assign l3_wr_rerror_o = error_q;

  assign idle_o = state_q == StIdle && valid == '0;

endmodule
