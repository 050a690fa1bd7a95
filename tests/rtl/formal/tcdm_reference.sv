// What a memory with atomics answers, followed for one bit and the 32-bit word around it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Everything takes effect in the cycle of its grant, AMOs too: that is what
// "atomic" means. Word and half are any, chosen in reset; the bit of the half is
// `Bit`, for all 32 are handled alike. It is unknown until written.
// Arithmetic of AMOs as in amo_alu_model. Outputs tell of the answers due in the
// next cycle.
module tcdm_reference
  import seeker_cfg_pkg::*;
  import seeker_pkg::*;
#(
  parameter int unsigned NumPorts = 3,
  parameter bit [NumPorts-1:0] AtomicPorts = '1,
  parameter logic [4:0] Bit = 5'd13,
  localparam int unsigned PlaceWidth = 6 + $clog2(TcdmSuperbankBanks)
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic [TcdmAddrWidth-1:3] word_i,
  input  logic                     high_i,

  input  logic                     granted_i[NumPorts],
  input  logic [31:0]              addr_i   [NumPorts],
  input  logic                     write_i  [NumPorts],
  input  amo_e                     amo_i    [NumPorts],
  input  logic [7:0]               strb_i   [NumPorts],
  input  logic [63:0]              wdata_i  [NumPorts],
  input  logic                     src_i    [NumPorts],
  output logic                     read_o   [NumPorts],  // the bit is answered, as bit_o
  output logic                     sc_o     [NumPorts],  // whether it succeeded, as linked_o
  output logic                     linked_o [NumPorts],

  input  logic                     wide_read_i,
  input  logic                     wide_write_i,
  input  logic [31:0]              wide_rd_addr_i,
  input  logic [31:0]              wide_wr_addr_i,
  input  logic [63:0]              wide_strb_i,
  input  logic [511:0]             wide_data_i,
  output logic                     wide_read_o,
  output logic [PlaceWidth-1:0]    wide_place_o,
  output logic                     bit_o,
  output logic [5:0]               place_o
);

  localparam int unsigned BankWidth = $clog2(TcdmBanks);
  localparam int unsigned LineLsb   = 3 + $clog2(TcdmSuperbankBanks);

  logic [TcdmAddrWidth-1:3] word_q;
  logic                     high_q;
  logic [5:0]               place;
  logic                     known_q, bit_q;
  logic                     linked_q[NumPorts], link_src_q[NumPorts];

  logic [TcdmAddrWidth-1:3+BankWidth] row;
  assign row = word_q[TcdmAddrWidth-1:3+BankWidth];  // for the models of the banks

  assign place = {high_q, Bit};

  logic here[NumPorts], same_half[NumPorts], succeeds[NumPorts], stores[NumPorts];
  logic wide_here, half_stored;

  always_comb begin
    wide_here    = wide_write_i && wide_wr_addr_i[TcdmAddrWidth-1:LineLsb] == word_q[TcdmAddrWidth-1:LineLsb];
    wide_place_o = {word_q[LineLsb-1:3], place};
    half_stored  = wide_here && wide_strb_i[{wide_place_o[PlaceWidth-1:5], 2'd0}+:4] != '0;
    for (int unsigned p = 0; p < NumPorts; p++) begin
      here[p]      = granted_i[p] && addr_i[p][TcdmAddrWidth-1:3] == word_q;
      same_half[p] = here[p] && addr_i[p][2] == place[5];
      succeeds[p]  = same_half[p] && amo_i[p] == AmoSc && linked_q[p] && link_src_q[p] == src_i[p];
      unique case (amo_i[p])
        AmoNone: stores[p] = here[p] && write_i[p];
        AmoLr:   stores[p] = 1'b0;
        AmoSc:   stores[p] = succeeds[p];
        default: stores[p] = here[p];
      endcase
      half_stored |= stores[p] && strb_i[p][{place[5], 2'd0}+:4] != '0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      word_q  <= word_i;
      high_q  <= high_i;
      known_q <= 1'b0;
    end else begin
      if (wide_here && wide_strb_i[wide_place_o[PlaceWidth-1:3]]) begin
        known_q <= 1'b1;
        bit_q   <= wide_data_i[wide_place_o];
      end
      for (int unsigned p = 0; p < NumPorts; p++) begin
        if (stores[p] && strb_i[p][place[5:3]]) begin
          if (amo_i[p] == AmoNone || amo_i[p] == AmoSc) begin
            known_q <= 1'b1;
            bit_q   <= wdata_i[p][place];
          end else begin
            bit_q <= bit_q ^ wdata_i[p][place] ^ (^amo_i[p]);
          end
        end
      end
    end
  end

  for (genvar p = 0; p < NumPorts; p++) begin : gen_port
    always_ff @(posedge clk_i) begin
      if (!rst_ni) begin
        linked_q[p] <= 1'b0;
      end else if (granted_i[p] && amo_i[p] == AmoLr) begin
        linked_q[p]   <= same_half[p] && AtomicPorts[p];
        link_src_q[p] <= src_i[p];
      end else if ((granted_i[p] && amo_i[p] == AmoSc) || half_stored) begin
        linked_q[p] <= 1'b0;
      end
      read_o[p]   <= rst_ni && here[p] && known_q && amo_i[p] != AmoSc && (amo_i[p] != AmoNone || !write_i[p]);
      sc_o[p]     <= rst_ni && same_half[p] && amo_i[p] == AmoSc;
      linked_o[p] <= succeeds[p];
    end
  end

  always_ff @(posedge clk_i) begin
    wide_read_o <= rst_ni && wide_read_i && known_q &&
                   wide_rd_addr_i[TcdmAddrWidth-1:LineLsb] == word_q[TcdmAddrWidth-1:LineLsb];
    bit_o       <= bit_q;
  end
  assign place_o = place;

endmodule
