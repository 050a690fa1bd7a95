// One master's side of the wide crossbar's reads: where to, and which answer is next.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Requests and answers pass a register here. Answers keep the order of the
// requests: a line is asked of another slave only when all lines of the present
// one are in. TCDM lines cannot be held back: a master that may not be ready for
// its answers (AlwaysReady = 0) has one line under way when it is a TCDM line.
module wide_reader
  import address_pkg::*;
  import cluster_pkg::*;
#(
  parameter bit          AlwaysReady = 1'b1,
  parameter int unsigned MaxInFlight = 32
) (
  input  logic         clk_i,
  input  logic         rst_ni,

  input  logic         valid_i,
  output logic         ready_o,
  input  logic [31:0]  addr_i,
  output logic         rvalid_o,
  input  logic         rready_i,
  output logic [511:0] rdata_o,
  output logic         rerror_o,

  output logic [31:0]  addr_o,
  output logic         tcdm_req_o,
  input  logic         tcdm_grant_i,
  input  logic         tcdm_rvalid_i,
  input  logic [511:0] tcdm_rdata_i,
  output logic         l3_req_o,
  input  logic         l3_grant_i,
  input  logic         l3_rvalid_i,
  output logic         l3_rready_o,
  input  logic [511:0] l3_rdata_i,
  input  logic         l3_rerror_i,
  output logic         local_req_o,
  input  logic         local_grant_i,
  input  logic         local_rvalid_i,
  output logic         local_rready_o,
  input  logic [511:0] local_rdata_i,
  input  logic         local_rerror_i,

  output logic         busy_o
);

  localparam int unsigned CountWidth = $clog2(MaxInFlight + 1);

  typedef enum logic [1:0] {
    SlaveTcdm,
    SlaveL3,
    SlaveLocal
  } slave_e;

  slave_e                want, slave_q;
  logic [CountWidth-1:0] count_q;
  logic                  open, granted, answered, request_valid;
  logic                  answer_valid, answer_ready;
  logic [511:0]          answer_data;
  logic                  answer_error;
  logic                  requests_busy;

  pipe #(
    .Width (32),
    .Stages(1)
  ) i_requests (
    .clk_i,
    .rst_ni,
    .valid_i,
    .ready_o,
    .data_i (resolve_alias(addr_i)),
    .valid_o(request_valid),
    .ready_i(granted),
    .data_o (addr_o),
    .busy_o (requests_busy)
  );

  always_comb begin
    unique case (target_of(addr_o))
      TargetTcdm: want = SlaveTcdm;
      TargetL3:   want = SlaveL3;
      default:    want = SlaveLocal;
    endcase
  end

  assign open        = count_q == '0 || (slave_q == want && count_q != CountWidth'(MaxInFlight) &&
                                         (AlwaysReady || want != SlaveTcdm));
  assign tcdm_req_o  = request_valid && open && want == SlaveTcdm;
  assign l3_req_o    = request_valid && open && want == SlaveL3;
  assign local_req_o = request_valid && open && want == SlaveLocal;
  assign granted     = (tcdm_req_o && tcdm_grant_i) || (l3_req_o && l3_grant_i) ||
                       (local_req_o && local_grant_i);

  assign answer_valid   = tcdm_rvalid_i || l3_rvalid_i || local_rvalid_i;
  assign l3_rready_o    = answer_ready;
  assign local_rready_o = answer_ready;
  assign answered       = rvalid_o && rready_i;
  assign busy_o         = requests_busy || count_q != '0;

  always_comb begin
    answer_data  = '0;
    answer_error = 1'b0;
    if (answer_valid) begin
      unique case (slave_q)
        SlaveTcdm: answer_data = tcdm_rdata_i;
        SlaveL3: begin
          answer_data  = l3_rdata_i;
          answer_error = l3_rerror_i;
        end
        default: begin
          answer_data  = local_rdata_i;
          answer_error = local_rerror_i;
        end
      endcase
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= '0;
      slave_q <= SlaveTcdm;
    end else begin
      if (granted) slave_q <= want;
      if (granted != answered) count_q <= granted ? count_q + 1'b1 : count_q - 1'b1;
    end
  end

  if (AlwaysReady) begin : gen_straight
    assign answer_ready = 1'b1;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        rvalid_o <= 1'b0;
      end else begin
        rvalid_o <= answer_valid;
      end
    end
    always_ff @(posedge clk_i) begin
      if (answer_valid) begin
        rdata_o  <= answer_data;
        rerror_o <= answer_error;
      end
    end
`ifndef SYNTHESIS
    always_ff @(posedge clk_i) begin
      if (rvalid_o) begin
        assert (rready_i) else $error("wide_reader: a line is lost");
      end
    end
`endif
  end else begin : gen_held
    fifo #(
      .Width(513),
      .Depth(2)
    ) i_answers (
      .clk_i,
      .rst_ni,
      .valid_i(answer_valid),
      .ready_o(answer_ready),
      .data_i ({answer_error, answer_data}),
      .valid_o(rvalid_o),
      .ready_i(rready_i),
      .data_o ({rerror_o, rdata_o})
    );
  end

endmodule
