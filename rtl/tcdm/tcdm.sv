// The cluster's L1: banks behind a full crossbar, atomics in the banks, a wide port for the DMA.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Narrow ports (rules in seeker_pkg): `ready` is the bank's grant in the same
// cycle, the answer comes exactly one cycle later and cannot be held back.
// Consecutive 64-bit words lie in consecutive banks. Each bank serves its
// requesters by turns (tcdm_arbiter); an AMO holds its bank for two further cycles.
//
// Wide port: a line of superbank_banks words, in one superbank. A read and a
// write of different superbanks go in the same cycle; of the same superbank they
// alternate. A waiting wide access keeps every narrow access out of its
// superbank, so it waits at most for AMOs that have begun (two cycles). Narrow
// accesses to a superbank can thus starve for as long as wide accesses hit it
// without a gap; lines of a contiguous transfer visit all superbanks in turn.
//
// Address bits above the TCDM are ignored: whoever routes here has decoded.
// LR/SC: see tcdm_reservation; an SC that fails writes nothing and answers 1 in
// both halves, one that succeeds 0. Ports outside AtomicPorts must not issue
// atomics (an SC of theirs fails).
module tcdm
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  parameter int unsigned NumPorts = 3 * ClusterComputeCores + ClusterDmCores + 1,
  parameter bit [NumPorts-1:0] AtomicPorts = '1,
  parameter int unsigned SrcWidth = 4
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                narrow_valid_i [NumPorts],
  output logic                narrow_ready_o [NumPorts],
  input  logic [31:0]         narrow_addr_i  [NumPorts],
  input  logic                narrow_write_i [NumPorts],
  input  amo_e                narrow_amo_i   [NumPorts],
  input  logic [7:0]          narrow_strb_i  [NumPorts],
  input  logic [63:0]         narrow_wdata_i [NumPorts],
  // Who speaks on a port that several harts share; constant elsewhere.
  input  logic [SrcWidth-1:0] narrow_src_i   [NumPorts],
  output logic                narrow_rvalid_o[NumPorts],
  output logic [63:0]         narrow_rdata_o [NumPorts],

  input  logic                wide_rd_valid_i,
  output logic                wide_rd_ready_o,
  input  logic [31:0]         wide_rd_addr_i,
  output logic                wide_rd_rvalid_o,
  output logic [511:0]        wide_rd_rdata_o,

  input  logic                wide_wr_valid_i,
  output logic                wide_wr_ready_o,
  input  logic [31:0]         wide_wr_addr_i,
  input  logic [63:0]         wide_wr_strb_i,
  input  logic [511:0]        wide_wr_data_i
);

  localparam int unsigned BankWidth  = $clog2(TcdmBanks);
  localparam int unsigned RowWidth   = TcdmAddrWidth - 3 - BankWidth;
  localparam int unsigned Rows       = TcdmBytes / TcdmBanks / 8;
  localparam int unsigned LaneWidth  = $clog2(TcdmSuperbankBanks);
  localparam int unsigned SuperWidth = (NumSuperbanks > 1) ? $clog2(NumSuperbanks) : 1;
  localparam int unsigned PortWidth  = (NumPorts > 1) ? $clog2(NumPorts) : 1;
  localparam int unsigned LineLsb    = 3 + LaneWidth;

  // Above the TCDM, and within a line.
  logic unused_wide_addr;
  assign unused_wide_addr = ^{wide_rd_addr_i[31:TcdmAddrWidth], wide_rd_addr_i[LineLsb-1:0],
                              wide_wr_addr_i[31:TcdmAddrWidth], wide_wr_addr_i[LineLsb-1:0]};

  ////////////////////
  // Wide accesses  //
  ////////////////////

  logic [SuperWidth-1:0] rd_super, wr_super;
  logic [RowWidth-1:0]   rd_row, wr_row;
  logic                  same_super, rd_turn_q;
  logic                  rd_claims, wr_claims;
  logic [NumSuperbanks-1:0] super_busy;  // an AMO is under way in it

  assign rd_super = NumSuperbanks > 1 ? wide_rd_addr_i[LineLsb+:SuperWidth] : '0;
  assign wr_super = NumSuperbanks > 1 ? wide_wr_addr_i[LineLsb+:SuperWidth] : '0;
  assign rd_row   = wide_rd_addr_i[3+BankWidth+:RowWidth];
  assign wr_row   = wide_wr_addr_i[3+BankWidth+:RowWidth];

  assign same_super = wide_rd_valid_i && wide_wr_valid_i && rd_super == wr_super;
  assign rd_claims  = wide_rd_valid_i && (!same_super || rd_turn_q);
  assign wr_claims  = wide_wr_valid_i && (!same_super || !rd_turn_q);
  assign wide_rd_ready_o = rd_claims && !super_busy[rd_super];
  assign wide_wr_ready_o = wr_claims && !super_busy[wr_super];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      rd_turn_q <= 1'b0;
    end else if (same_super && (wide_rd_ready_o || wide_wr_ready_o)) begin
      rd_turn_q <= !rd_turn_q;
    end
  end

  //////////////////////////////
  // Requests by bank, grants //
  //////////////////////////////

  logic [NumPorts-1:0]  bank_req   [TcdmBanks];
  logic [NumPorts-1:0]  bank_grant [TcdmBanks];
  logic [TcdmBanks-1:0] bank_busy;
  logic [NumPorts-1:0]  port_ready;
  logic [NumPorts-1:0]  sc_match;

  always_comb begin
    for (int unsigned b = 0; b < TcdmBanks; b++) bank_req[b] = '0;
    for (int unsigned p = 0; p < NumPorts; p++) begin
      if (narrow_valid_i[p]) bank_req[narrow_addr_i[p][3+:BankWidth]][p] = 1'b1;
    end
  end

  always_comb begin
    port_ready = '0;
    for (int unsigned b = 0; b < TcdmBanks; b++) port_ready |= bank_grant[b];
  end

  for (genvar p = 0; p < NumPorts; p++) begin : gen_ready
    assign narrow_ready_o[p] = port_ready[p];
  end

  ///////////
  // Banks //
  ///////////

  logic                bank_store [TcdmBanks];  // writes now, or at an AMO's end
  logic [RowWidth-1:0] bank_row   [TcdmBanks];
  logic [7:0]          bank_strb  [TcdmBanks];
  logic [63:0]         bank_rdata [TcdmBanks];

  for (genvar s = 0; s < NumSuperbanks; s++) begin : gen_superbank
    logic rd_here, wr_here, closed;
    assign super_busy[s] = |bank_busy[s*TcdmSuperbankBanks+:TcdmSuperbankBanks];
    assign rd_here = rd_claims && rd_super == SuperWidth'(s);
    assign wr_here = wr_claims && wr_super == SuperWidth'(s);
    assign closed  = rd_here || wr_here;

    for (genvar l = 0; l < TcdmSuperbankBanks; l++) begin : gen_bank
      localparam int unsigned B = s * TcdmSuperbankBanks + l;

      logic [NumPorts-1:0]  open_req;
      logic [PortWidth-1:0] port;
      logic                 narrow_en, en, write, modify;
      amo_e                 amo;
      logic [63:0]          wdata;

      assign open_req  = (closed || bank_busy[B]) ? '0 : bank_req[B];
      assign narrow_en = |open_req;

      tcdm_arbiter #(
        .NumRequests(NumPorts)
      ) i_arbiter (
        .clk_i,
        .rst_ni,
        .req_i  (open_req),
        .grant_o(bank_grant[B])
      );

      onehot_to_index #(
        .Width(NumPorts)
      ) i_port (
        .onehot_i(bank_grant[B]),
        .index_o (port)
      );

      always_comb begin
        en           = 1'b0;
        write        = 1'b0;
        modify       = 1'b0;
        amo          = AmoNone;
        bank_row[B]  = rd_row;
        bank_strb[B] = '0;
        wdata        = '0;
        if (narrow_en) begin
          en           = 1'b1;
          amo          = narrow_amo_i[port];
          bank_row[B]  = narrow_addr_i[port][3+BankWidth+:RowWidth];
          bank_strb[B] = narrow_strb_i[port];
          wdata        = narrow_wdata_i[port];
          unique case (amo)
            AmoNone: write = narrow_write_i[port];
            AmoLr:   write = 1'b0;
            AmoSc:   write = sc_match[port];
            default: modify = 1'b1;
          endcase
        end else if (wr_here) begin
          en           = !super_busy[s];
          write        = 1'b1;
          bank_row[B]  = wr_row;
          bank_strb[B] = wide_wr_strb_i[8*l+:8];
          wdata        = wide_wr_data_i[64*l+:64];
        end else if (rd_here) begin
          en           = !super_busy[s];
        end
      end

      assign bank_store[B] = en && (write || modify);

      tcdm_bank #(
        .Words(Rows)
      ) i_bank (
        .clk_i,
        .rst_ni,
        .en_i    (en),
        .write_i (write),
        .modify_i(modify),
        .amo_i   (amo),
        .row_i   (bank_row[B]),
        .strb_i  (bank_strb[B]),
        .wdata_i (wdata),
        .busy_o  (bank_busy[B]),
        .rdata_o (bank_rdata[B])
      );
    end
  end

  //////////////////
  // Reservations //
  //////////////////

  for (genvar p = 0; p < NumPorts; p++) begin : gen_reservation
    if (AtomicPorts[p]) begin : gen_atomic
      localparam int unsigned WordAddrWidth = TcdmAddrWidth - 2;
      logic                     valid, lost, granted;
      logic [WordAddrWidth-1:0] word;
      logic [BankWidth-1:0]     bank;

      assign granted = port_ready[p];
      assign bank    = word[1+:BankWidth];
      assign lost    = valid && bank_store[bank] &&
                       bank_row[bank] == word[1+BankWidth+:RowWidth] &&
                       |(word[0] ? bank_strb[bank][7:4] : bank_strb[bank][3:0]);

      tcdm_reservation #(
        .WordAddrWidth(WordAddrWidth),
        .SrcWidth     (SrcWidth)
      ) i_reservation (
        .clk_i,
        .rst_ni,
        .set_i  (granted && narrow_amo_i[p] == AmoLr),
        .clear_i(granted && narrow_amo_i[p] == AmoSc),
        .lost_i (lost),
        .addr_i (narrow_addr_i[p][TcdmAddrWidth-1:2]),
        .src_i  (narrow_src_i[p]),
        .valid_o(valid),
        .addr_o (word),
        .match_o(sc_match[p])
      );
    end else begin : gen_plain
      logic unused_src;
      assign sc_match[p] = 1'b0;
      assign unused_src  = ^narrow_src_i[p];
    end
  end

  /////////////
  // Answers //
  /////////////

  logic [NumPorts-1:0]   rvalid_q, sc_q, sc_fail_q;
  logic [BankWidth-1:0]  rbank_q[NumPorts];
  logic                  wide_rvalid_q;
  logic [SuperWidth-1:0] wide_super_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      rvalid_q      <= '0;
      wide_rvalid_q <= 1'b0;
    end else begin
      rvalid_q      <= port_ready;
      wide_rvalid_q <= wide_rd_ready_o;
    end
  end

  always_ff @(posedge clk_i) begin
    sc_fail_q <= ~sc_match;
    for (int unsigned p = 0; p < NumPorts; p++) begin
      sc_q[p]    <= narrow_amo_i[p] == AmoSc;
      rbank_q[p] <= narrow_addr_i[p][3+:BankWidth];
    end
    wide_super_q <= rd_super;
  end

  for (genvar p = 0; p < NumPorts; p++) begin : gen_answer
    assign narrow_rvalid_o[p] = rvalid_q[p];
    assign narrow_rdata_o[p]  = sc_q[p] ? {2{31'b0, sc_fail_q[p]}} : bank_rdata[rbank_q[p]];
  end

  assign wide_rd_rvalid_o = wide_rvalid_q;
  always_comb begin
    wide_rd_rdata_o = '0;
    if (wide_rvalid_q) begin
      for (int unsigned l = 0; l < TcdmSuperbankBanks; l++) begin
        wide_rd_rdata_o[64*l+:64] =
            bank_rdata[BankWidth'(wide_super_q) * BankWidth'(TcdmSuperbankBanks) + BankWidth'(l)];
      end
    end
  end

`ifndef SYNTHESIS
  initial begin
    assert (2 ** BankWidth == TcdmBanks) else $fatal(1, "tcdm.banks is not a power of 2");
    assert (2 ** TcdmAddrWidth == TcdmBytes) else $fatal(1, "tcdm.bytes is not a power of 2");
    assert (TcdmSuperbankBanks * 8 == 64) else $fatal(1, "a superbank is not one wide line");
  end
`endif

endmodule
