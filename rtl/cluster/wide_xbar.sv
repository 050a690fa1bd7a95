// The wide crossbar: instruction refills and DMA to TCDM, L3, boot ROM and zero memory.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two read masters in turn (0: refills, 1: DMA, always ready for its answers)
// and one write master (DMA). Reads of one master are answered in order
// (wide_reader), writes too. Zero memory reads 0 and ignores writes. Reads of
// addresses that lead nowhere, or to what only the narrow bus reaches, answer
// with fixed data and an error; writes there and to the boot ROM with an error.
module wide_xbar
  import seeker_cfg_pkg::*;
  import address_pkg::*;
  import cluster_pkg::*;
#(
  localparam int unsigned NumReaders = 2,
  localparam int unsigned RomWidth   = $clog2(BootRomBytes / 64)
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                rd_valid_i [NumReaders],
  output logic                rd_ready_o [NumReaders],
  input  logic [31:0]         rd_addr_i  [NumReaders],
  output logic                rd_rvalid_o[NumReaders],
  input  logic                rd_rready_i[NumReaders],
  output logic [511:0]        rd_rdata_o [NumReaders],
  output logic                rd_rerror_o[NumReaders],

  input  logic                wr_valid_i,
  output logic                wr_ready_o,
  input  logic [31:0]         wr_addr_i,
  input  logic [63:0]         wr_strb_i,
  input  logic [511:0]        wr_data_i,
  output logic                wr_rvalid_o,
  input  logic                wr_rready_i,
  output logic                wr_rerror_o,

  output logic                tcdm_rd_valid_o,
  input  logic                tcdm_rd_ready_i,
  output logic [31:0]         tcdm_rd_addr_o,
  input  logic                tcdm_rd_rvalid_i,
  input  logic [511:0]        tcdm_rd_rdata_i,
  output logic                tcdm_wr_valid_o,
  input  logic                tcdm_wr_ready_i,

  output logic                l3_rd_valid_o,
  input  logic                l3_rd_ready_i,
  output logic [31:0]         l3_rd_addr_o,
  input  logic                l3_rd_rvalid_i,
  output logic                l3_rd_rready_o,
  input  logic [511:0]        l3_rd_rdata_i,
  input  logic                l3_rd_rerror_i,
  output logic                l3_wr_valid_o,
  input  logic                l3_wr_ready_i,
  input  logic                l3_wr_rvalid_i,
  output logic                l3_wr_rready_o,
  input  logic                l3_wr_rerror_i,

  // TCDM and L3 take address, strobes and data of writes from here.
  output logic [31:0]         wr_addr_o,
  output logic [63:0]         wr_strb_o,
  output logic [511:0]        wr_data_o,

  output logic                rom_en_o,
  output logic [RomWidth-1:0] rom_line_o,
  input  logic [511:0]        rom_data_i,

  output logic                busy_o
);

  // More lines than both readers can have under way at L3.
  localparam int unsigned L3Reads   = 32;
  localparam int unsigned MaxWrites = 32;

  ///////////
  // Reads //
  ///////////

  logic [31:0]           addr[NumReaders];
  logic [NumReaders-1:0] tcdm_req, l3_req, local_req;
  logic [NumReaders-1:0] tcdm_turn, l3_turn, local_turn;
  logic [NumReaders-1:0] tcdm_rvalid, l3_rvalid, local_rvalid, l3_rready, local_rready;
  logic [NumReaders-1:0] reader_busy;
  logic                  tcdm_dst_q, l3_dst, local_dst_q;
  logic                  l3_ready, l3_room, local_room, local_rvalid_q;
  logic [511:0]          local_data;
  logic                  local_rom_q, local_error_q;

  for (genvar m = 0; m < NumReaders; m++) begin : gen_reader
    wide_reader #(
      .AlwaysReady(m == 1)
    ) i_reader (
      .clk_i,
      .rst_ni,
      .valid_i       (rd_valid_i[m]),
      .ready_o       (rd_ready_o[m]),
      .addr_i        (rd_addr_i[m]),
      .rvalid_o      (rd_rvalid_o[m]),
      .rready_i      (rd_rready_i[m]),
      .rdata_o       (rd_rdata_o[m]),
      .rerror_o      (rd_rerror_o[m]),
      .addr_o        (addr[m]),
      .tcdm_req_o    (tcdm_req[m]),
      .tcdm_grant_i  (tcdm_turn[m] && tcdm_rd_ready_i),
      .tcdm_rvalid_i (tcdm_rvalid[m]),
      .tcdm_rdata_i  (tcdm_rd_rdata_i),
      .l3_req_o      (l3_req[m]),
      .l3_grant_i    (l3_turn[m] && l3_ready && l3_room),
      .l3_rvalid_i   (l3_rvalid[m]),
      .l3_rready_o   (l3_rready[m]),
      .l3_rdata_i    (l3_rd_rdata_i),
      .l3_rerror_i   (l3_rd_rerror_i),
      .local_req_o   (local_req[m]),
      .local_grant_i (local_turn[m] && local_room),
      .local_rvalid_i(local_rvalid[m]),
      .local_rready_o(local_rready[m]),
      .local_rdata_i (local_data),
      .local_rerror_i(local_error_q),
      .busy_o        (reader_busy[m])
    );
    assign tcdm_rvalid[m]  = tcdm_rd_rvalid_i && tcdm_dst_q == 1'(m);
    assign l3_rvalid[m]    = l3_rd_rvalid_i && l3_dst == 1'(m);
    assign local_rvalid[m] = local_rvalid_q && local_dst_q == 1'(m);
  end

  // TCDM.
  rr_arbiter #(
    .NumRequests(NumReaders)
  ) i_tcdm_arbiter (
    .clk_i,
    .rst_ni,
    .req_i   (tcdm_req),
    .accept_i(tcdm_rd_valid_o && tcdm_rd_ready_i),
    .grant_o (tcdm_turn)
  );
  assign tcdm_rd_valid_o = |tcdm_req;
  assign tcdm_rd_addr_o  = tcdm_turn[1] ? addr[1] : addr[0];
  always_ff @(posedge clk_i) tcdm_dst_q <= tcdm_turn[1];

  // L3: requests pass a register at the cluster's border.
  logic l3_valid, l3_take, l3_dst_valid, l3_waiting;
  assign l3_valid = |l3_req && l3_room;
  assign l3_take  = l3_valid && l3_ready;
  rr_arbiter #(
    .NumRequests(NumReaders)
  ) i_l3_arbiter (
    .clk_i,
    .rst_ni,
    .req_i   (l3_req),
    .accept_i(l3_take),
    .grant_o (l3_turn)
  );

  pipe #(
    .Width (32),
    .Stages(1)
  ) i_l3_requests (
    .clk_i,
    .rst_ni,
    .valid_i(l3_valid),
    .ready_o(l3_ready),
    .data_i (l3_turn[1] ? addr[1] : addr[0]),
    .valid_o(l3_rd_valid_o),
    .ready_i(l3_rd_ready_i),
    .data_o (l3_rd_addr_o),
    .busy_o (l3_waiting)
  );

  fifo #(
    .Width(1),
    .Depth(L3Reads)
  ) i_l3_order (
    .clk_i,
    .rst_ni,
    .valid_i(l3_take),
    .ready_o(l3_room),
    .data_i (l3_turn[1]),
    .valid_o(l3_dst_valid),
    .ready_i(l3_rd_rvalid_i && l3_rd_rready_o),
    .data_o (l3_dst)
  );
  assign l3_rd_rready_o = l3_rready[l3_dst];

  // Boot ROM, zero memory, nothing: one register's latency.
  target_e local_target;
  logic [31:0] local_addr;
  logic local_take;
  rr_arbiter #(
    .NumRequests(NumReaders)
  ) i_local_arbiter (
    .clk_i,
    .rst_ni,
    .req_i   (local_req),
    .accept_i(local_take),
    .grant_o (local_turn)
  );
  assign local_addr   = local_turn[1] ? addr[1] : addr[0];
  assign local_target = target_of(local_addr);
  assign local_room   = !local_rvalid_q || local_rready[local_dst_q];
  assign local_take   = |local_req && local_room;
  assign rom_en_o     = local_take && local_target == TargetBootRom;
  assign rom_line_o   = RomWidth'((local_addr - BootRomBase[31:0]) >> 6);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      local_rvalid_q <= 1'b0;
    end else if (local_room) begin
      local_rvalid_q <= |local_req;
    end
  end

  always_ff @(posedge clk_i) begin
    if (local_take) begin
      local_dst_q   <= local_turn[1];
      local_rom_q   <= local_target == TargetBootRom;
      local_error_q <= local_target != TargetBootRom && local_target != TargetZeroMemory;
    end
  end

  always_comb begin
    local_data = '0;
    if (local_rvalid_q) local_data = local_error_q ? {8{ErrorData}} : (local_rom_q ? rom_data_i : '0);
  end

  ////////////
  // Writes //
  ////////////

  // A write is done when TCDM grants it; L3 answers; the rest is ignored or refused.
  typedef enum logic [1:0] {
    WriteDone,
    WriteL3,
    WriteRefused
  } write_e;

  target_e wr_target;
  write_e  wr_kind, wr_first_kind;
  logic    wr_room, wr_take, wr_first_valid, wr_first_ready;

  assign wr_addr_o = resolve_alias(wr_addr_i);
  assign wr_strb_o = wr_strb_i;
  assign wr_data_o = wr_data_i;
  assign wr_target = target_of(wr_addr_o);

  always_comb begin
    tcdm_wr_valid_o = 1'b0;
    l3_wr_valid_o   = 1'b0;
    wr_ready_o      = wr_room;
    unique case (wr_target)
      TargetTcdm: begin
        wr_kind         = WriteDone;
        tcdm_wr_valid_o = wr_valid_i && wr_room;
        wr_ready_o      = wr_room && tcdm_wr_ready_i;
      end
      TargetL3: begin
        wr_kind       = WriteL3;
        l3_wr_valid_o = wr_valid_i && wr_room;
        wr_ready_o    = wr_room && l3_wr_ready_i;
      end
      TargetZeroMemory: wr_kind = WriteDone;
      default:          wr_kind = WriteRefused;
    endcase
  end

  assign wr_take = wr_valid_i && wr_ready_o;
  fifo #(
    .Width(2),
    .Depth(MaxWrites)
  ) i_wr_order (
    .clk_i,
    .rst_ni,
    .valid_i(wr_take),
    .ready_o(wr_room),
    .data_i (wr_kind),
    .valid_o(wr_first_valid),
    .ready_i(wr_first_ready),
    .data_o ({wr_first_kind})
  );

  assign wr_rvalid_o    = wr_first_valid && (wr_first_kind != WriteL3 || l3_wr_rvalid_i);
  assign wr_first_ready = wr_rvalid_o && wr_rready_i;
  assign wr_rerror_o    = wr_first_kind == WriteL3 ? l3_wr_rerror_i : wr_first_kind == WriteRefused;
  assign l3_wr_rready_o = wr_first_valid && wr_first_kind == WriteL3 && wr_rready_i;

  assign busy_o = wr_first_valid || (|reader_busy);

  logic unused;
  assign unused = l3_dst_valid ^ l3_waiting;

endmodule
