// Decodes the FP instructions (F, D, packed f32) for the FP subsystem.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Purely combinational. `legal_o` is low for everything else, and for a
// rounding mode that does not exist, static or from frm. `int_rs1_o`: operand a
// is integer register rs1 (a value, or a load's or store's base).
module fp_decode
  import core_pkg::*;
  import seeker_pkg::*;
#(
  parameter bit PackedSimd = 1'b1
) (
  input  logic [31:0] instr_i,
  input  logic [2:0]  frm_i,
  output logic        legal_o,
  output logic        int_rs1_o,
  output fp_ctrl_t    ctrl_o
);

  logic [2:0] funct3;
  logic [1:0] fmt;
  logic [2:0] rounding;
  logic       rounding_legal;
  logic       rounds;  // a packed operation that frm concerns

  assign funct3         = instr_i[14:12];
  assign fmt            = instr_i[26:25];
  assign rounding       = funct3 == RmDyn ? frm_i : funct3;
  assign rounding_legal = rounding <= RmRmm;

  always_comb begin
    legal_o   = 1'b0;
    int_rs1_o = 1'b0;
    rounds    = 1'b0;
    ctrl_o    = '0;

    ctrl_o.rd      = instr_i[11:7];
    ctrl_o.rs1     = instr_i[19:15];
    ctrl_o.rs2     = instr_i[24:20];
    ctrl_o.rs3     = instr_i[31:27];
    ctrl_o.rm      = rounding;
    ctrl_o.src_fmt = fp_fmt_e'(fmt[0]);
    ctrl_o.dst_fmt = fp_fmt_e'(fmt[0]);

    unique case (instr_i[6:0])
      7'b0000111: begin  // flw, fld
        legal_o         = funct3 == 3'd2 || funct3 == 3'd3;
        int_rs1_o       = 1'b1;
        ctrl_o.load     = 1'b1;
        ctrl_o.write_fp = 1'b1;
        ctrl_o.dword   = funct3[0];
      end
      7'b0100111: begin  // fsw, fsd
        legal_o        = funct3 == 3'd2 || funct3 == 3'd3;
        int_rs1_o      = 1'b1;
        ctrl_o.store   = 1'b1;
        ctrl_o.use_rs2 = 1'b1;
        ctrl_o.dword  = funct3[0];
      end
      7'b1000011, 7'b1000111, 7'b1001011, 7'b1001111: begin  // fused multiply-add
        legal_o         = !fmt[1] && rounding_legal;
        ctrl_o.use_rs1  = 1'b1;
        ctrl_o.use_rs2  = 1'b1;
        ctrl_o.use_rs3  = 1'b1;
        ctrl_o.write_fp = 1'b1;
        unique case (instr_i[3:2])
          2'd0:    ctrl_o.op = FpFmadd;
          2'd1:    ctrl_o.op = FpFmsub;
          2'd2:    ctrl_o.op = FpFnmsub;
          default: ctrl_o.op = FpFnmadd;
        endcase
      end
      7'b1010011: begin
        ctrl_o.use_rs1  = 1'b1;
        ctrl_o.write_fp = 1'b1;
        unique case (instr_i[31:27])
          5'b00000, 5'b00001, 5'b00010, 5'b00011: begin
            legal_o        = rounding_legal;
            ctrl_o.use_rs2 = 1'b1;
            unique case (instr_i[28:27])
              2'd0:    ctrl_o.op = FpAdd;
              2'd1:    ctrl_o.op = FpSub;
              2'd2:    ctrl_o.op = FpMul;
              default: ctrl_o.op = FpDiv;
            endcase
          end
          5'b01011: begin
            legal_o   = rounding_legal && ctrl_o.rs2 == 5'd0;
            ctrl_o.op = FpSqrt;
          end
          5'b00100: begin
            legal_o        = funct3 <= 3'd2;
            ctrl_o.op      = FpSgnj;
            ctrl_o.rm      = funct3;
            ctrl_o.use_rs2 = 1'b1;
          end
          5'b00101: begin
            legal_o        = funct3 <= 3'd1;
            ctrl_o.op      = FpMinMax;
            ctrl_o.rm      = funct3;
            ctrl_o.use_rs2 = 1'b1;
          end
          5'b01000: begin  // between formats; never to the same
            legal_o        = rounding_legal && ctrl_o.rs2[4:1] == 4'd0 && ctrl_o.rs2[0] != fmt[0];
            ctrl_o.op      = FpCvtFF;
            ctrl_o.src_fmt = fp_fmt_e'(ctrl_o.rs2[0]);
          end
          5'b10100: begin
            legal_o          = funct3 <= 3'd2;
            ctrl_o.op        = FpCmp;
            ctrl_o.rm        = funct3;
            ctrl_o.use_rs2   = 1'b1;
            ctrl_o.write_fp  = 1'b0;
            ctrl_o.write_int = 1'b1;
          end
          5'b11000: begin  // to integer
            legal_o            = rounding_legal && ctrl_o.rs2[4:1] == 4'd0;
            ctrl_o.op          = FpCvtFI;
            ctrl_o.is_unsigned = ctrl_o.rs2[0];
            ctrl_o.write_fp    = 1'b0;
            ctrl_o.write_int   = 1'b1;
          end
          5'b11010: begin  // from integer
            legal_o            = rounding_legal && ctrl_o.rs2[4:1] == 4'd0;
            int_rs1_o          = 1'b1;
            ctrl_o.op          = FpCvtIF;
            ctrl_o.is_unsigned = ctrl_o.rs2[0];
            ctrl_o.use_rs1     = 1'b0;
          end
          5'b11100: begin  // fclass; fmv.x.w
            legal_o          = ctrl_o.rs2 == 5'd0 &&
                               (funct3 == 3'd1 || (funct3 == 3'd0 && fmt == 2'd0));
            ctrl_o.op        = funct3 == 3'd1 ? FpClass : FpMvXF;
            ctrl_o.write_fp  = 1'b0;
            ctrl_o.write_int = 1'b1;
          end
          5'b11110: begin  // fmv.w.x
            legal_o        = ctrl_o.rs2 == 5'd0 && funct3 == 3'd0 && fmt == 2'd0;
            int_rs1_o      = 1'b1;
            ctrl_o.op      = FpMvFX;
            ctrl_o.use_rs1 = 1'b0;
          end
          default: legal_o = 1'b0;
        endcase
        if (fmt[1]) legal_o = 1'b0;
      end
      7'b0110011: begin  // packed f32: funct3 0, replicating 4
        ctrl_o.use_rs1     = 1'b1;
        ctrl_o.use_rs2     = 1'b1;
        ctrl_o.write_fp    = 1'b1;
        ctrl_o.packed_simd = 1'b1;
        ctrl_o.replicate   = funct3[2];
        ctrl_o.rm          = frm_i;
        ctrl_o.rs3         = instr_i[11:7];
        ctrl_o.rs3_is_rd   = 1'b1;
        ctrl_o.src_fmt     = FmtS;
        ctrl_o.dst_fmt     = FmtS;
        legal_o            = PackedSimd && funct3[1:0] == 2'd0;
        unique case (instr_i[31:25])
          7'b1000001, 7'b1000010, 7'b1000011, 7'b1000100: begin
            rounds = 1'b1;
            unique case (instr_i[27:25])
              3'd1:    ctrl_o.op = FpAdd;
              3'd2:    ctrl_o.op = FpSub;
              3'd3:    ctrl_o.op = FpMul;
              default: ctrl_o.op = FpDiv;
            endcase
          end
          7'b1000111: begin  // vfsum: rd + both of rs1; vfsqrt
            rounds         = 1'b1;
            ctrl_o.use_rs2 = 1'b0;
            ctrl_o.use_rs3 = ctrl_o.rs2 != 5'd0;
            ctrl_o.op      = ctrl_o.rs2 == 5'd0 ? FpSqrt : FpVsum;
            if (funct3[2] || (ctrl_o.rs2 != 5'd0 && ctrl_o.rs2 != 5'b11100)) legal_o = 1'b0;
          end
          7'b1001000, 7'b1001001: begin  // vfmac, vfmre: rd plus or minus rs1 * rs2
            rounds         = 1'b1;
            ctrl_o.op      = instr_i[25] ? FpFnmsub : FpFmadd;
            ctrl_o.use_rs3 = 1'b1;
          end
          7'b1000101, 7'b1000110: begin
            ctrl_o.op = FpMinMax;
            ctrl_o.rm = {2'b0, instr_i[26]};
          end
          7'b1001101, 7'b1001110, 7'b1001111: begin
            ctrl_o.op = FpSgnj;
            ctrl_o.rm = {1'b0, instr_i[26:25] - 2'd1};
          end
          7'b1010000, 7'b1010001, 7'b1010010, 7'b1010011, 7'b1010100, 7'b1010101: begin
            ctrl_o.op        = FpCmp;
            ctrl_o.write_fp  = 1'b0;
            ctrl_o.write_int = 1'b1;
            unique case (instr_i[27:25])
              3'd0:    ctrl_o.rm = 3'd2;  // eq
              3'd1:    ctrl_o.rm = 3'd3;  // ne
              3'd2:    ctrl_o.rm = 3'd1;  // lt
              3'd3:    ctrl_o.rm = 3'd4;  // ge
              3'd4:    ctrl_o.rm = 3'd0;  // le
              default: ctrl_o.rm = 3'd5;  // gt
            endcase
          end
          7'b1011000: begin  // vfcpka.s.s: two singles to a pair
            ctrl_o.op = FpMvFX;
            if (funct3[2]) legal_o = 1'b0;
          end
          7'b1011010: begin  // vfcpka.s.d: two doubles to a pair
            rounds         = 1'b1;
            ctrl_o.op      = FpCvtFF;
            ctrl_o.src_fmt = FmtD;
            if (funct3[2]) legal_o = 1'b0;
          end
          default: legal_o = 1'b0;
        endcase
        if (rounds && ctrl_o.rm > RmRmm) legal_o = 1'b0;
      end
      default: legal_o = 1'b0;
    endcase
  end

endmodule
