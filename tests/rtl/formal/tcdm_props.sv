// The TCDM's contract: every grant is answered once and right, atomics are atomic, nobody starves.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Three narrow ports, the last without reservations, and the wide one, any
// accesses. tcdm_reference says what the answers must be. Of a request that waits
// nothing but its bank needs to stay. A narrow access waits for an AMO that has
// begun and for `Turns` grants of others, each an AMO at worst; cycles in which a
// wide access wants its superbank do not count.
module tcdm_props
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  parameter int unsigned Turns = 2,
  localparam int unsigned NumPorts = 3,
  localparam bit [NumPorts-1:0] AtomicPorts = 3'b011
) (
  input logic                     clk_i,
  input logic                     rst_ni,
  input logic [NumPorts-1:0]      valid_i,
  input logic [NumPorts-1:0]      write_i,
  input logic [NumPorts*4-1:0]    amo_i,
  input logic [NumPorts*32-1:0]   addr_i,
  input logic [NumPorts*8-1:0]    strb_i,
  input logic [NumPorts*64-1:0]   wdata_i,
  input logic [NumPorts-1:0]      src_i,
  input logic                     rd_valid_i,
  input logic [31:0]              rd_addr_i,
  input logic                     wr_valid_i,
  input logic [31:0]              wr_addr_i,
  input logic [63:0]              wr_strb_i,
  input logic [511:0]             wr_data_i,
  input logic [TcdmAddrWidth-1:3] watched_word_i,
  input logic                     watched_high_i
);

  localparam int unsigned BankWidth  = $clog2(TcdmBanks);
  localparam int unsigned SuperWidth = $clog2(NumSuperbanks);
  localparam int unsigned Longest   = 2 + 3 * Turns;
  // A wide access: an AMO's end, and one turn of the other direction.
  localparam int unsigned WideLongest = 3;

  logic         valid [NumPorts], ready[NumPorts], write[NumPorts], rvalid[NumPorts], granted[NumPorts];
  logic [31:0]  addr  [NumPorts];
  amo_e         amo   [NumPorts];
  logic [7:0]   strb  [NumPorts];
  logic [63:0]  wdata [NumPorts], rdata[NumPorts];
  logic [0:0]   src   [NumPorts];
  logic         source[NumPorts], read[NumPorts], sc[NumPorts], linked[NumPorts];
  logic         rd_ready, wr_ready, rd_rvalid, wide_read, bit_value;
  logic [511:0] rd_rdata;
  logic [5+$clog2(TcdmSuperbankBanks):0] wide_place;
  logic [5:0]   place;

  logic [SuperWidth-1:0] rd_super, wr_super;
  assign rd_super = rd_addr_i[3+BankWidth-1-:SuperWidth];
  assign wr_super = wr_addr_i[3+BankWidth-1-:SuperWidth];

  for (genvar p = 0; p < NumPorts; p++) begin : gen_port
    assign valid[p]   = valid_i[p];
    assign write[p]   = write_i[p];
    assign amo[p]     = amo_e'(amo_i[4*p+:4]);
    assign addr[p]    = addr_i[32*p+:32];
    assign strb[p]    = strb_i[8*p+:8];
    assign wdata[p]   = wdata_i[64*p+:64];
    assign src[p]     = src_i[p];
    assign source[p]  = src_i[p];
    assign granted[p] = valid[p] && ready[p];
  end

  tcdm #(
    .NumPorts   (NumPorts),
    .AtomicPorts(AtomicPorts),
    .SrcWidth   (1)
  ) i_tcdm (
    .clk_i,
    .rst_ni,
    .narrow_valid_i  (valid),
    .narrow_ready_o  (ready),
    .narrow_addr_i   (addr),
    .narrow_write_i  (write),
    .narrow_amo_i    (amo),
    .narrow_strb_i   (strb),
    .narrow_wdata_i  (wdata),
    .narrow_src_i    (src),
    .narrow_rvalid_o (rvalid),
    .narrow_rdata_o  (rdata),
    .wide_rd_valid_i (rd_valid_i),
    .wide_rd_ready_o (rd_ready),
    .wide_rd_addr_i  (rd_addr_i),
    .wide_rd_rvalid_o(rd_rvalid),
    .wide_rd_rdata_o (rd_rdata),
    .wide_wr_valid_i (wr_valid_i),
    .wide_wr_ready_o (wr_ready),
    .wide_wr_addr_i  (wr_addr_i),
    .wide_wr_strb_i  (wr_strb_i),
    .wide_wr_data_i  (wr_data_i)
  );

  tcdm_reference #(
    .NumPorts   (NumPorts),
    .AtomicPorts(AtomicPorts)
  ) i_reference (
    .clk_i,
    .rst_ni,
    .word_i        (watched_word_i),
    .high_i        (watched_high_i),
    .granted_i     (granted),
    .addr_i        (addr),
    .write_i       (write),
    .amo_i         (amo),
    .strb_i        (strb),
    .wdata_i       (wdata),
    .src_i         (source),
    .read_o        (read),
    .sc_o          (sc),
    .linked_o      (linked),
    .wide_read_i   (rd_valid_i && rd_ready),
    .wide_write_i  (wr_valid_i && wr_ready),
    .wide_rd_addr_i(rd_addr_i),
    .wide_wr_addr_i(wr_addr_i),
    .wide_strb_i   (wr_strb_i),
    .wide_data_i   (wr_data_i),
    .wide_read_o   (wide_read),
    .wide_place_o  (wide_place),
    .bit_o         (bit_value),
    .place_o       (place)
  );

  for (genvar p = 0; p < NumPorts; p++) begin : gen_rules
    logic                 due_q, held_q, blocked;
    logic [BankWidth-1:0] bank, bank_q;
    logic [4:0]           waited_q;

    assign bank    = addr[p][3+:BankWidth];
    assign blocked = (rd_valid_i && rd_super == bank[BankWidth-1-:SuperWidth]) ||
                     (wr_valid_i && wr_super == bank[BankWidth-1-:SuperWidth]);

    always_ff @(posedge clk_i) begin
      if (!rst_ni) begin
        due_q    <= 1'b0;
        held_q   <= 1'b0;
        waited_q <= '0;
      end else begin
        due_q   <= granted[p];
        held_q  <= valid[p] && !ready[p];
        bank_q  <= bank;
        if (!valid[p] || ready[p]) waited_q <= '0;
        else if (!blocked) waited_q <= waited_q + 1'b1;

        holds: assume (!held_q || (valid[p] && bank == bank_q));
        known: assume (4'(amo[p]) <= 4'(AmoSc));
        half:  assume (amo[p] == AmoNone || strb[p] == (addr[p][2] ? 8'hf0 : 8'h0f));

        asked:    assert (!ready[p] || valid[p]);
        answered: assert (rvalid[p] == due_q);
        right:    assert (!read[p] || rdata[p][place] == bit_value);
        atomic:   assert (!sc[p] || rdata[p] == {2{31'd0, !linked[p]}});
        in_time:  assert (32'(waited_q) <= Longest);
      end
    end
  end

  logic                  rd_due_q, rd_held_q, wr_held_q;
  logic [SuperWidth-1:0] rd_super_q, wr_super_q;
  logic [2:0]            rd_waited_q, wr_waited_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      rd_due_q    <= 1'b0;
      rd_held_q   <= 1'b0;
      wr_held_q   <= 1'b0;
      rd_waited_q <= '0;
      wr_waited_q <= '0;
    end else begin
      rd_due_q    <= rd_valid_i && rd_ready;
      rd_held_q   <= rd_valid_i && !rd_ready;
      wr_held_q   <= wr_valid_i && !wr_ready;
      rd_super_q  <= rd_super;
      wr_super_q  <= wr_super;
      rd_waited_q <= (rd_valid_i && !rd_ready) ? rd_waited_q + 1'b1 : '0;
      wr_waited_q <= (wr_valid_i && !wr_ready) ? wr_waited_q + 1'b1 : '0;

      rd_holds: assume (!rd_held_q || (rd_valid_i && rd_super == rd_super_q));
      wr_holds: assume (!wr_held_q || (wr_valid_i && wr_super == wr_super_q));

      wide_answered: assert (rd_rvalid == rd_due_q);
      wide_right:    assert (!wide_read || rd_rdata[wide_place] == bit_value);
      rd_in_time:    assert (32'(rd_waited_q) <= WideLongest);
      wr_in_time:    assert (32'(wr_waited_q) <= WideLongest);

      reads:    cover (read[2] && bit_value);
      succeeds: cover (sc[1] && linked[1]);
      longest:  cover (32'(gen_rules[0].waited_q) == Longest);
      rd_longest: cover (32'(rd_waited_q) == WideLongest);
      wr_longest: cover (32'(wr_waited_q) == WideLongest);
    end
  end

endmodule
