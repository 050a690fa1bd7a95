// Decodes the integer instructions: RV32IMA, Zicsr, Zifencei, Xdma, Xssr, Xfrep.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Purely combinational. FP opcodes give UnitIllegal here: fp_decode has them.
module core_decode
  import core_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit IsDm = 1'b0
) (
  input  logic [31:0] instr_i,
  output unit_e       unit_o,
  output alu_op_e     alu_op_o,
  output logic        use_rs1_o,
  output logic        use_rs2_o,
  output logic        write_rd_o,
  output logic        operand_a_pc_o,   // ALU operand a is the pc
  output logic        operand_a_zero_o, // ALU operand a is 0
  output logic        operand_b_imm_o,  // ALU operand b is the immediate
  output logic [31:0] imm_o,
  output logic        store_o,
  output amo_e        amo_o,
  output logic [1:0]  size_o,           // log2 of the bytes
  output logic        unsigned_o
);

  logic [6:0] opcode, funct7;
  logic [2:0] funct3;
  logic [4:0] rd, rs1, rs2;

  assign opcode = instr_i[6:0];
  assign funct3 = instr_i[14:12];
  assign funct7 = instr_i[31:25];
  assign rd     = instr_i[11:7];
  assign rs1    = instr_i[19:15];
  assign rs2    = instr_i[24:20];

  // Bit 30 turns add into sub and a logical right shift into an arithmetic one.
  function automatic alu_op_e alu_op(logic [2:0] f3, logic alternative);
    unique case (f3)
      3'd0:    return alternative ? AluSub : AluAdd;
      3'd1:    return AluSll;
      3'd2:    return AluSlt;
      3'd3:    return AluSltu;
      3'd4:    return AluXor;
      3'd5:    return alternative ? AluSra : AluSrl;
      3'd6:    return AluOr;
      default: return AluAnd;
    endcase
  endfunction

  function automatic amo_e amo_op(logic [4:0] funct5);
    unique case (funct5)
      5'b00000: return AmoAdd;
      5'b00001: return AmoSwap;
      5'b00010: return AmoLr;
      5'b00011: return AmoSc;
      5'b00100: return AmoXor;
      5'b01000: return AmoOr;
      5'b01100: return AmoAnd;
      5'b10000: return AmoMin;
      5'b10100: return AmoMax;
      5'b11000: return AmoMinu;
      5'b11100: return AmoMaxu;
      default:  return AmoNone;
    endcase
  endfunction

  always_comb begin
    unit_o           = UnitIllegal;
    alu_op_o         = AluAdd;
    use_rs1_o        = 1'b0;
    use_rs2_o        = 1'b0;
    write_rd_o       = 1'b0;
    operand_a_pc_o   = 1'b0;
    operand_a_zero_o = 1'b0;
    operand_b_imm_o  = 1'b0;
    imm_o            = {{20{instr_i[31]}}, instr_i[31:20]};
    store_o          = 1'b0;
    amo_o            = AmoNone;
    size_o           = funct3[1:0];
    unsigned_o       = funct3[2];

    unique case (opcode)
      7'b0110111: begin  // lui
        unit_o           = UnitAlu;
        write_rd_o       = 1'b1;
        operand_a_zero_o = 1'b1;
        operand_b_imm_o  = 1'b1;
        imm_o            = {instr_i[31:12], 12'b0};
      end
      7'b0010111: begin  // auipc
        unit_o          = UnitAlu;
        write_rd_o      = 1'b1;
        operand_a_pc_o  = 1'b1;
        operand_b_imm_o = 1'b1;
        imm_o           = {instr_i[31:12], 12'b0};
      end
      7'b1101111: begin  // jal
        unit_o     = UnitJal;
        write_rd_o = 1'b1;
        imm_o      = {{12{instr_i[31]}}, instr_i[19:12], instr_i[20], instr_i[30:21], 1'b0};
      end
      7'b1100111: begin  // jalr
        unit_o     = funct3 == 3'd0 ? UnitJalr : UnitIllegal;
        write_rd_o = 1'b1;
        use_rs1_o  = 1'b1;
      end
      7'b1100011: begin  // branches
        unit_o    = funct3[2:1] == 2'b01 ? UnitIllegal : UnitBranch;
        use_rs1_o = 1'b1;
        use_rs2_o = 1'b1;
        imm_o     = {{20{instr_i[31]}}, instr_i[7], instr_i[30:25], instr_i[11:8], 1'b0};
      end
      7'b0000011: begin  // loads
        unit_o     = (funct3 == 3'd3 || funct3[2:1] == 2'b11) ? UnitIllegal : UnitMem;
        write_rd_o = 1'b1;
        use_rs1_o  = 1'b1;
      end
      7'b0100011: begin  // stores
        unit_o    = funct3 > 3'd2 ? UnitIllegal : UnitMem;
        store_o   = 1'b1;
        use_rs1_o = 1'b1;
        use_rs2_o = 1'b1;
        imm_o     = {{20{instr_i[31]}}, instr_i[31:25], instr_i[11:7]};
      end
      7'b0101111: begin  // atomics
        amo_o      = amo_op(funct7[6:2]);
        unit_o     = (funct3 != 3'd2 || amo_o == AmoNone || (amo_o == AmoLr && rs2 != 5'd0)) ?
                     UnitIllegal : UnitMem;
        store_o    = amo_o != AmoLr;
        write_rd_o = 1'b1;
        use_rs1_o  = 1'b1;
        use_rs2_o  = amo_o != AmoLr;
        imm_o      = '0;
      end
      7'b0010011: begin  // register-immediate
        unit_o          = UnitAlu;
        write_rd_o      = 1'b1;
        use_rs1_o       = 1'b1;
        operand_b_imm_o = 1'b1;
        alu_op_o        = alu_op(funct3, funct7[5] && funct3 == 3'd5);
        if ((funct3 == 3'd1 && funct7 != 7'd0) ||
            (funct3 == 3'd5 && (funct7 & 7'b1011111) != 7'd0)) unit_o = UnitIllegal;
      end
      7'b0110011: begin  // register-register; packed SIMD shares the opcode
        write_rd_o = 1'b1;
        use_rs1_o  = 1'b1;
        use_rs2_o  = 1'b1;
        alu_op_o   = alu_op(funct3, funct7[5]);
        if (funct7 == 7'd1) unit_o = UnitMd;
        else if (funct7 == 7'd0) unit_o = UnitAlu;
        else if (funct7 == 7'b0100000 && (funct3 == 3'd0 || funct3 == 3'd5)) unit_o = UnitAlu;
      end
      7'b0001111: begin  // fence, fence.i; hints in the other fields are ignored
        if (funct3 == 3'd0) unit_o = UnitFence;
        else if (funct3 == 3'd1) unit_o = UnitFenceI;
      end
      7'b1110011: begin  // system
        if (funct3 == 3'd0) begin
          if (rd == 5'd0 && rs1 == 5'd0) begin
            unique case (instr_i[31:20])
              12'h000: unit_o = UnitEcall;
              12'h001: unit_o = UnitEbreak;
              12'h302: unit_o = UnitMret;
              12'h105: unit_o = UnitWfi;
              default: unit_o = UnitIllegal;
            endcase
          end
        end else if (funct3 != 3'd4) begin
          unit_o     = UnitCsr;
          write_rd_o = 1'b1;
          use_rs1_o  = !funct3[2];
        end
      end
      7'b0101011: begin  // Xdma, Xssr
        if (IsDm && funct3 == 3'd0 && funct7 <= 7'd8) begin
          write_rd_o = funct7 >= 7'd2 && funct7 <= 7'd5;
          use_rs1_o  = funct7 != 7'd4 && funct7 != 7'd5;
          use_rs2_o  = funct7 != 7'd2 && funct7 != 7'd4 && funct7 != 7'd7;
          // Fields without a use are 0: rd, rs1, and of dmrep rs2.
          if ((write_rd_o || rd == 5'd0) && (use_rs1_o || rs1 == 5'd0) &&
              (funct7 != 7'd7 || rs2 == 5'd0)) begin
            unit_o = UnitDma;
          end
        end
        // scfgri, scfgr: rs1 tells them apart; scfgwi, scfgw: rd
        if (!IsDm && funct3 == 3'd1 && (rs1 == 5'd0 || (rs1 == 5'd1 && funct7 == 7'd0))) begin
          unit_o     = UnitSsr;
          write_rd_o = 1'b1;
          use_rs2_o  = rs1[0];
        end
        if (!IsDm && funct3 == 3'd2 && (rd == 5'd0 || (rd == 5'd1 && funct7 == 7'd0))) begin
          unit_o     = UnitSsr;
          store_o    = 1'b1;
          use_rs1_o  = 1'b1;
          use_rs2_o  = rd[0];
        end
      end
      7'b0001011: begin  // frep.o
        if (!IsDm && instr_i[7]) begin
          unit_o    = UnitFrep;
          use_rs1_o = 1'b1;
        end
      end
      default: unit_o = UnitIllegal;
    endcase
  end

endmodule
