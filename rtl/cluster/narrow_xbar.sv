// The narrow crossbar: harts and SoC to TCDM, peripheral, boot ROM, zero memory, and outside.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Requests and answers pass a register at the master and one at the slave, those
// of the outside three more, which gives the latencies that software for the
// cluster is used to. A master gets
// its answers in order: it is not let through to a second slave before the first
// has answered. Addresses that lead nowhere answer with error = 1 and fixed
// data; so does the external slave, to which nothing is attached. The SoC, the last
// master, gets outside like any hart.
// Boot ROM: writes answer with an error. Zero memory: writes are ignored. Both:
// atomics answer with an error.
module narrow_xbar
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
  import address_pkg::*;
  import cluster_pkg::*;
#(
  parameter int unsigned NumMasters = NumHarts + 1,
  localparam int unsigned SrcWidth  = $clog2(NumMasters),
  localparam int unsigned RomWidth  = $clog2(BootRomBytes / 8)
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                in_valid_i [NumMasters],
  output logic                in_ready_o [NumMasters],
  input  logic [31:0]         in_addr_i  [NumMasters],
  input  logic                in_write_i [NumMasters],
  input  amo_e                in_amo_i   [NumMasters],
  input  logic [7:0]          in_strb_i  [NumMasters],
  input  logic [63:0]         in_wdata_i [NumMasters],
  output logic                in_rvalid_o[NumMasters],
  input  logic                in_rready_i[NumMasters],
  output logic [63:0]         in_rdata_o [NumMasters],
  output logic                in_rerror_o[NumMasters],

  output logic                tcdm_valid_o,
  input  logic                tcdm_ready_i,
  output narrow_request_t     tcdm_request_o,
  output logic [SrcWidth-1:0] tcdm_src_o,
  input  logic                tcdm_rvalid_i,
  input  logic [63:0]         tcdm_rdata_i,

  // Answers in the cycle after the request.
  output logic                peripheral_valid_o,
  output narrow_request_t     peripheral_request_o,
  input  logic                peripheral_rvalid_i,
  input  narrow_answer_t      peripheral_answer_i,

  output logic                rom_en_o,
  output logic [RomWidth-1:0] rom_word_o,
  input  logic [63:0]         rom_rdata_i,

  output logic                out_valid_o,
  input  logic                out_ready_i,
  output narrow_request_t     out_request_o,
  output logic [SrcWidth-1:0] out_src_o,
  input  logic                out_rvalid_i,
  output logic                out_rready_o,
  input  logic [63:0]         out_rdata_i,
  input  logic                out_rerror_i,

  output logic                busy_o
);

  typedef enum logic [1:0] {
    PortTcdm,
    PortPeripheral,
    PortLocal,   // boot ROM, zero memory, nothing
    PortOut
  } port_e;
  localparam int unsigned NumPorts = 4;

  // Requests that one master may have under way.
  localparam int unsigned MaxInFlight = 8;
  localparam int unsigned CountWidth  = $clog2(MaxInFlight + 1);

  logic [NumMasters-1:0] req   [NumPorts];
  logic [NumMasters-1:0] grant [NumPorts];
  narrow_request_t       request     [NumMasters];
  logic [NumMasters-1:0] waiting;

  logic                  answer_valid[NumPorts];
  logic                  answer_ready[NumPorts];
  logic [SrcWidth-1:0]   answer_dst  [NumPorts];
  narrow_answer_t        answer      [NumPorts];
  logic [NumMasters-1:0] in_flight;

  /////////////
  // Masters //
  /////////////

  logic [NumMasters-1:0] master_takes;
  port_e                 at_port[NumMasters];

  for (genvar m = 0; m < NumMasters; m++) begin : gen_master
    narrow_request_t       queued;
    logic                  queued_valid, granted, answered, open;
    port_e                 want, port_q;
    logic [CountWidth-1:0] count_q;

    fifo #(
      .Width($bits(narrow_request_t)),
      .Depth(2)
    ) i_requests (
      .clk_i,
      .rst_ni,
      .valid_i(in_valid_i[m]),
      .ready_o(in_ready_o[m]),
      .data_i ({in_addr_i[m], in_write_i[m], in_amo_i[m], in_strb_i[m], in_wdata_i[m]}),
      .valid_o(queued_valid),
      .ready_i(granted),
      .data_o (queued)
    );

    always_comb begin
      request[m]      = queued;
      request[m].addr = resolve_alias(queued.addr);
      unique case (target_of(request[m].addr))
        TargetTcdm:       want = PortTcdm;
        TargetPeripheral: want = PortPeripheral;
        TargetL3,
        TargetClint:      want = PortOut;
        default:          want = PortLocal;
      endcase
    end

    assign open = count_q == '0 || (port_q == want && count_q != CountWidth'(MaxInFlight));
    for (genvar p = 0; p < NumPorts; p++) begin : gen_req
      assign req[p][m] = queued_valid && open && want == port_e'(p);
    end
    assign granted = grant[want][m] && queued_valid;

    assign answered = answer_valid[port_q] && answer_dst[port_q] == SrcWidth'(m) &&
                      count_q != '0;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        count_q <= '0;
        port_q  <= PortTcdm;
      end else begin
        if (granted) port_q <= want;
        if (granted != (answered && master_takes[m])) begin
          count_q <= granted ? count_q + 1'b1 : count_q - 1'b1;
        end
      end
    end

    fifo #(
      .Width($bits(narrow_answer_t)),
      .Depth(2)
    ) i_answers (
      .clk_i,
      .rst_ni,
      .valid_i(answered),
      .ready_o(master_takes[m]),
      .data_i (answer[port_q]),
      .valid_o(in_rvalid_o[m]),
      .ready_i(in_rready_i[m]),
      .data_o ({in_rerror_o[m], in_rdata_o[m]})
    );

    assign at_port[m]   = port_q;
    assign in_flight[m] = count_q != '0 || in_rvalid_o[m];
    assign waiting[m]   = queued_valid;
  end

  assign busy_o = |{waiting, in_flight};

  for (genvar p = 0; p < NumPorts; p++) begin : gen_answer_ready
    assign answer_ready[p] = master_takes[answer_dst[p]];
  end

`ifndef SYNTHESIS
  for (genvar p = 0; p < NumPorts; p++) begin : gen_check
    always_ff @(posedge clk_i) begin
      if (answer_valid[p]) begin
        assert (at_port[answer_dst[p]] == port_e'(p))
        else $error("narrow_xbar: an answer for a master that waits elsewhere");
      end
    end
  end
`endif

  ////////////
  // Slaves //
  ////////////

  narrow_answer_t tcdm_answer, local_answer, out_answer;

  logic tcdm_rready, peripheral_rready, local_rready;  // there is always room
  logic [SrcWidth-1:0] peripheral_src, local_src;

  assign tcdm_answer = '{error: 1'b0, rdata: tcdm_rdata_i};
  narrow_port #(
    .NumMasters(NumMasters)
  ) i_tcdm (
    .clk_i,
    .rst_ni,
    .req_i         (req[PortTcdm]),
    .grant_o       (grant[PortTcdm]),
    .request_i     (request),
    .valid_o       (tcdm_valid_o),
    .ready_i       (tcdm_ready_i),
    .request_o     (tcdm_request_o),
    .src_o         (tcdm_src_o),
    .rvalid_i      (tcdm_rvalid_i),
    .rready_o      (tcdm_rready),
    .answer_i      (tcdm_answer),
    .answer_valid_o(answer_valid[PortTcdm]),
    .answer_ready_i(answer_ready[PortTcdm]),
    .answer_dst_o  (answer_dst[PortTcdm]),
    .answer_o      (answer[PortTcdm])
  );

  narrow_port #(
    .NumMasters(NumMasters)
  ) i_peripheral (
    .clk_i,
    .rst_ni,
    .req_i         (req[PortPeripheral]),
    .grant_o       (grant[PortPeripheral]),
    .request_i     (request),
    .valid_o       (peripheral_valid_o),
    .ready_i       (1'b1),
    .request_o     (peripheral_request_o),
    .src_o         (peripheral_src),
    .rvalid_i      (peripheral_rvalid_i),
    .rready_o      (peripheral_rready),
    .answer_i      (peripheral_answer_i),
    .answer_valid_o(answer_valid[PortPeripheral]),
    .answer_ready_i(answer_ready[PortPeripheral]),
    .answer_dst_o  (answer_dst[PortPeripheral]),
    .answer_o      (answer[PortPeripheral])
  );

  logic            local_valid, local_rvalid_q, local_rom_q, local_error_q;
  narrow_request_t local_request;
  target_e         local_target;

  narrow_port #(
    .NumMasters(NumMasters)
  ) i_local (
    .clk_i,
    .rst_ni,
    .req_i         (req[PortLocal]),
    .grant_o       (grant[PortLocal]),
    .request_i     (request),
    .valid_o       (local_valid),
    .ready_i       (1'b1),
    .request_o     (local_request),
    .src_o         (local_src),
    .rvalid_i      (local_rvalid_q),
    .rready_o      (local_rready),
    .answer_i      (local_answer),
    .answer_valid_o(answer_valid[PortLocal]),
    .answer_ready_i(answer_ready[PortLocal]),
    .answer_dst_o  (answer_dst[PortLocal]),
    .answer_o      (answer[PortLocal])
  );

  assign local_target = target_of(local_request.addr);
  assign rom_en_o     = local_valid && local_target == TargetBootRom;
  assign rom_word_o   = RomWidth'((local_request.addr - BootRomBase[31:0]) >> 3);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      local_rvalid_q <= 1'b0;
    end else begin
      local_rvalid_q <= local_valid;
    end
  end

  always_ff @(posedge clk_i) begin
    local_rom_q <= rom_en_o;
    unique case (local_target)
      TargetBootRom:    local_error_q <= local_request.write || local_request.amo != AmoNone;
      TargetZeroMemory: local_error_q <= local_request.amo != AmoNone;
      default:          local_error_q <= 1'b1;
    endcase
  end

  always_comb begin
    local_answer.error = local_error_q;
    local_answer.rdata = local_error_q ? ErrorData : (local_rom_q ? rom_rdata_i : '0);
  end

  // The way out passes registers at the cluster's border: one for requests, two
  // for answers.
  localparam int unsigned OutWidth = SrcWidth + $bits(narrow_request_t);
  logic                outer_valid, outer_ready, outer_rvalid, outer_rready;
  narrow_request_t     outer_request;
  logic [SrcWidth-1:0] outer_src;
  logic                out_busy, out_answer_busy;

  pipe #(
    .Width (OutWidth),
    .Stages(1)
  ) i_out_requests (
    .clk_i,
    .rst_ni,
    .valid_i(outer_valid),
    .ready_o(outer_ready),
    .data_i ({outer_src, outer_request}),
    .valid_o(out_valid_o),
    .ready_i(out_ready_i),
    .data_o ({out_src_o, out_request_o}),
    .busy_o (out_busy)
  );

  pipe #(
    .Width ($bits(narrow_answer_t)),
    .Stages(2)
  ) i_out_answers (
    .clk_i,
    .rst_ni,
    .valid_i(out_rvalid_i),
    .ready_o(out_rready_o),
    .data_i ({out_rerror_i, out_rdata_i}),
    .valid_o(outer_rvalid),
    .ready_i(outer_rready),
    .data_o (out_answer),
    .busy_o (out_answer_busy)
  );

  narrow_port #(
    .NumMasters  (NumMasters),
    .HoldsAnswers(1'b1)
  ) i_out (
    .clk_i,
    .rst_ni,
    .req_i         (req[PortOut]),
    .grant_o       (grant[PortOut]),
    .request_i     (request),
    .valid_o       (outer_valid),
    .ready_i       (outer_ready),
    .request_o     (outer_request),
    .src_o         (outer_src),
    .rvalid_i      (outer_rvalid),
    .rready_o      (outer_rready),
    .answer_i      (out_answer),
    .answer_valid_o(answer_valid[PortOut]),
    .answer_ready_i(answer_ready[PortOut]),
    .answer_dst_o  (answer_dst[PortOut]),
    .answer_o      (answer[PortOut])
  );

  logic unused;
  assign unused = ^{out_busy, out_answer_busy, tcdm_rready, peripheral_rready, local_rready, peripheral_src, local_src,
                    local_request.strb, local_request.wdata, local_request.addr[2:0]};

endmodule
