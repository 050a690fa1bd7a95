// One master's side of the wide crossbar's reads: where to, and which answer is next.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Answers keep the order of the requests: a line is asked of another slave only
// when all lines of the present one are in. TCDM lines cannot be held back; a
// master that may not be ready for them (AlwaysReady = 0) has one under way at
// most, and it is kept here.
module wide_reader
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
  input  logic         local_rerror_i
);

  localparam int unsigned CountWidth = $clog2(MaxInFlight + 1);

  typedef enum logic [1:0] {
    SlaveTcdm,
    SlaveL3,
    SlaveLocal
  } slave_e;

  slave_e                want, slave_q;
  logic [CountWidth-1:0] count_q;
  logic                  open, granted, answered;
  logic                  held_q;

  assign addr_o = resolve_alias(addr_i);
  always_comb begin
    unique case (target_of(addr_o))
      TargetTcdm: want = SlaveTcdm;
      TargetL3:   want = SlaveL3;
      default:    want = SlaveLocal;
    endcase
  end

  assign open        = count_q == '0 || (slave_q == want && count_q != CountWidth'(MaxInFlight) &&
                                         (AlwaysReady || want != SlaveTcdm));
  assign tcdm_req_o  = valid_i && open && want == SlaveTcdm;
  assign l3_req_o    = valid_i && open && want == SlaveL3;
  assign local_req_o = valid_i && open && want == SlaveLocal;
  assign granted     = (tcdm_req_o && tcdm_grant_i) || (l3_req_o && l3_grant_i) ||
                       (local_req_o && local_grant_i);
  assign ready_o     = granted;

  assign l3_rready_o    = rready_i;
  assign local_rready_o = rready_i;
  assign answered       = rvalid_o && rready_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= '0;
      slave_q <= SlaveTcdm;
      held_q  <= 1'b0;
    end else begin
      if (granted) slave_q <= want;
      if (granted != answered) count_q <= granted ? count_q + 1'b1 : count_q - 1'b1;
      held_q <= !AlwaysReady && (held_q || tcdm_rvalid_i) && !rready_i;
    end
  end

  if (AlwaysReady) begin : gen_straight
    assign rvalid_o = tcdm_rvalid_i || l3_rvalid_i || local_rvalid_i;
    always_comb begin
      unique case (slave_q)
        SlaveTcdm: rdata_o = tcdm_rdata_i;
        SlaveL3:   rdata_o = l3_rdata_i;
        default:   rdata_o = local_rdata_i;
      endcase
    end
`ifndef SYNTHESIS
    always_ff @(posedge clk_i) begin
      if (tcdm_rvalid_i) begin
        assert (rready_i) else $error("wide_reader: a TCDM line is lost");
      end
    end
`endif
  end else begin : gen_held
    logic [511:0] held_data_q;
    always_ff @(posedge clk_i) begin
      if (tcdm_rvalid_i) held_data_q <= tcdm_rdata_i;
    end
    assign rvalid_o = tcdm_rvalid_i || held_q || l3_rvalid_i || local_rvalid_i;
    always_comb begin
      unique case (slave_q)
        SlaveTcdm: rdata_o = held_q ? held_data_q : tcdm_rdata_i;
        SlaveL3:   rdata_o = l3_rdata_i;
        default:   rdata_o = local_rdata_i;
      endcase
    end
  end

  always_comb begin
    unique case (slave_q)
      SlaveTcdm: rerror_o = 1'b0;
      SlaveL3:   rerror_o = l3_rerror_i;
      default:   rerror_o = local_rerror_i;
    endcase
  end

endmodule
