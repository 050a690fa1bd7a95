// Decodes instruction words of the Snitch ISA into operations and fields.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <span>

namespace seeker::iss {

// One enumerator an instruction; the bit patterns stand in decode.cpp.
enum class op : std::uint8_t {
  undecoded, // stands where no instruction was decoded yet
  illegal,
  // RV32I
  lui,
  auipc,
  jal,
  jalr,
  beq,
  bne,
  blt,
  bge,
  bltu,
  bgeu,
  lb,
  lh,
  lw,
  lbu,
  lhu,
  sb,
  sh,
  sw,
  addi,
  slti,
  sltiu,
  xori,
  ori,
  andi,
  slli,
  srli,
  srai,
  add,
  sub,
  sll,
  slt,
  sltu,
  xor_,
  srl,
  sra,
  or_,
  and_,
  fence,
  fence_i,
  ecall,
  ebreak,
  mret,
  wfi,
  csrrw,
  csrrs,
  csrrc,
  csrrwi,
  csrrsi,
  csrrci,
  // M, A
  mul,
  mulh,
  mulhsu,
  mulhu,
  div,
  divu,
  rem,
  remu,
  lr_w,
  sc_w,
  amoswap_w,
  amoadd_w,
  amoxor_w,
  amoand_w,
  amoor_w,
  amomin_w,
  amomax_w,
  amominu_w,
  amomaxu_w,
  // F, D and packed f32: `fmt` tells which. vfmac is fmadd, vfmre fnmsub, both
  // with rd as the third operand.
  flw,
  fld,
  fsw,
  fsd,
  fmadd,
  fmsub,
  fnmsub,
  fnmadd,
  fadd,
  fsub,
  fmul,
  fdiv,
  fsqrt,
  fsgnj,
  fsgnjn,
  fsgnjx,
  fmin,
  fmax,
  feq,
  flt,
  fle,
  fne, // these three only packed
  fge,
  fgt,
  fclass,
  fcvt_w,
  fcvt_wu,
  fcvt_from_w,
  fcvt_from_wu,
  fcvt_s_d,
  fcvt_d_s,
  fmv_x_w,
  fmv_w_x,
  vfsum,
  vfcpka,
  vfcpka_s_d,
  // Xfrep, Xssr
  frep_o,
  scfgri,
  scfgr,
  scfgwi,
  scfgw,
  // Xdma
  dmsrc,
  dmdst,
  dmcpyi,
  dmcpy,
  dmstati,
  dmstat,
  dmstr,
  dmrep,
  dmuser,
};

// packed: two singles; replicated: the lower one of rs2 serves both.
enum class format : std::uint8_t { single, double_, packed, replicated };

// Registers that an instruction names, as bits of instruction::uses.
namespace use {
inline constexpr std::uint8_t x_rs1 = 1;
inline constexpr std::uint8_t x_rs2 = 2;
inline constexpr std::uint8_t x_rd = 4;
inline constexpr std::uint8_t f_rs1 = 8;
inline constexpr std::uint8_t f_rs2 = 16;
inline constexpr std::uint8_t f_rs3 = 32;
inline constexpr std::uint8_t f_rd = 64;
inline constexpr std::uint8_t fp = 128; // executed by the FP subsystem
} // namespace use

struct instruction {
  op code = op::illegal;
  std::uint8_t rd = 0;
  std::uint8_t rs1 = 0;
  std::uint8_t rs2 = 0;
  std::uint8_t rs3 = 0;
  std::uint8_t rm = 0; // funct3: rounding mode of FP operations
  format fmt = format::single;
  std::uint8_t uses = 0;
  std::int32_t imm = 0; // sign-extended immediate, CSR number, shift amount
  std::uint32_t word = 0;
};

instruction decode(std::uint32_t word);

// A word of each instruction that there is, its free bits 0.
std::span<const std::uint32_t> encodings();

} // namespace seeker::iss
