// A small assembler for bench programs: one function an instruction, labels in
// a program.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TESTS_RTL_CORE_ASSEMBLER_HPP
#define SEEKER_TESTS_RTL_CORE_ASSEMBLER_HPP

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace seeker::rv {

// Integer registers by number; FP registers likewise.
enum reg : uint32_t {
  zero,
  ra,
  sp,
  gp,
  tp,
  t0,
  t1,
  t2,
  s0,
  s1,
  a0,
  a1,
  a2,
  a3,
  a4,
  a5,
  a6,
  a7,
  s2,
  s3,
  s4,
  s5,
  s6,
  s7,
  s8,
  s9,
  s10,
  s11,
  t3,
  t4,
  t5,
  t6
};

inline uint32_t r_type(uint32_t op, uint32_t f3, uint32_t f7, uint32_t rd,
                       uint32_t rs1, uint32_t rs2) {
  return f7 << 25 | rs2 << 20 | rs1 << 15 | f3 << 12 | rd << 7 | op;
}
inline uint32_t i_type(uint32_t op, uint32_t f3, uint32_t rd, uint32_t rs1,
                       int32_t imm) {
  return uint32_t(imm) << 20 | rs1 << 15 | f3 << 12 | rd << 7 | op;
}
inline uint32_t s_type(uint32_t op, uint32_t f3, uint32_t rs1, uint32_t rs2,
                       int32_t imm) {
  uint32_t u = uint32_t(imm);
  return (u >> 5 & 0x7f) << 25 | rs2 << 20 | rs1 << 15 | f3 << 12 |
         (u & 0x1f) << 7 | op;
}
inline uint32_t b_type(uint32_t f3, uint32_t rs1, uint32_t rs2, int32_t imm) {
  uint32_t u = uint32_t(imm);
  return (u >> 12 & 1) << 31 | (u >> 5 & 0x3f) << 25 | rs2 << 20 | rs1 << 15 |
         f3 << 12 | (u >> 1 & 0xf) << 8 | (u >> 11 & 1) << 7 | 0x63;
}
inline uint32_t j_type(uint32_t rd, int32_t imm) {
  uint32_t u = uint32_t(imm);
  return (u >> 20 & 1) << 31 | (u >> 1 & 0x3ff) << 21 | (u >> 11 & 1) << 20 |
         (u >> 12 & 0xff) << 12 | rd << 7 | 0x6f;
}

inline uint32_t lui(uint32_t rd, uint32_t imm) {
  return (imm & 0xfffff000) | rd << 7 | 0x37;
}
inline uint32_t auipc(uint32_t rd, uint32_t imm) {
  return (imm & 0xfffff000) | rd << 7 | 0x17;
}
inline uint32_t addi(uint32_t rd, uint32_t rs1, int32_t imm) {
  return i_type(0x13, 0, rd, rs1, imm);
}
inline uint32_t nop() { return addi(zero, zero, 0); }
inline uint32_t mv(uint32_t rd, uint32_t rs) { return addi(rd, rs, 0); }
inline uint32_t add(uint32_t rd, uint32_t a, uint32_t b) {
  return r_type(0x33, 0, 0, rd, a, b);
}
inline uint32_t sub(uint32_t rd, uint32_t a, uint32_t b) {
  return r_type(0x33, 0, 0x20, rd, a, b);
}
// funct3 0 mul, 1 mulh, 2 mulhsu, 3 mulhu, 4 div, 5 divu, 6 rem, 7 remu
inline uint32_t muldiv(uint32_t f3, uint32_t rd, uint32_t a, uint32_t b) {
  return r_type(0x33, f3, 1, rd, a, b);
}
inline uint32_t load(uint32_t f3, uint32_t rd, uint32_t rs1, int32_t imm) {
  return i_type(0x03, f3, rd, rs1, imm);
}
inline uint32_t store(uint32_t f3, uint32_t rs2, uint32_t rs1, int32_t imm) {
  return s_type(0x23, f3, rs1, rs2, imm);
}
inline uint32_t lw(uint32_t rd, uint32_t rs1, int32_t imm) {
  return load(2, rd, rs1, imm);
}
inline uint32_t sw(uint32_t rs2, uint32_t rs1, int32_t imm) {
  return store(2, rs2, rs1, imm);
}
inline uint32_t amo(uint32_t funct5, uint32_t rd, uint32_t rs2, uint32_t rs1,
                    uint32_t aqrl = 0) {
  return r_type(0x2f, 2, funct5 << 2 | aqrl, rd, rs1, rs2);
}
inline uint32_t jalr(uint32_t rd, uint32_t rs1, int32_t imm) {
  return i_type(0x67, 0, rd, rs1, imm);
}
inline uint32_t csrrw(uint32_t rd, uint32_t csr, uint32_t rs1) {
  return i_type(0x73, 1, rd, rs1, int32_t(csr));
}
inline uint32_t csrrs(uint32_t rd, uint32_t csr, uint32_t rs1) {
  return i_type(0x73, 2, rd, rs1, int32_t(csr));
}
inline uint32_t csrrc(uint32_t rd, uint32_t csr, uint32_t rs1) {
  return i_type(0x73, 3, rd, rs1, int32_t(csr));
}
inline uint32_t csrrwi(uint32_t rd, uint32_t csr, uint32_t imm) {
  return i_type(0x73, 5, rd, imm, int32_t(csr));
}
inline uint32_t csrrsi(uint32_t rd, uint32_t csr, uint32_t imm) {
  return i_type(0x73, 6, rd, imm, int32_t(csr));
}
inline uint32_t csrr(uint32_t rd, uint32_t csr) { return csrrs(rd, csr, 0); }
inline uint32_t csrw(uint32_t csr, uint32_t rs) { return csrrw(0, csr, rs); }
inline uint32_t ecall() { return 0x00000073; }
inline uint32_t ebreak() { return 0x00100073; }
inline uint32_t mret() { return 0x30200073; }
inline uint32_t wfi() { return 0x10500073; }
inline uint32_t fence() { return 0x0ff0000f; }
inline uint32_t fence_i() { return 0x0000100f; }

inline uint32_t flw(uint32_t rd, uint32_t rs1, int32_t imm) {
  return i_type(0x07, 2, rd, rs1, imm);
}
inline uint32_t fld(uint32_t rd, uint32_t rs1, int32_t imm) {
  return i_type(0x07, 3, rd, rs1, imm);
}
inline uint32_t fsw(uint32_t rs2, uint32_t rs1, int32_t imm) {
  return s_type(0x27, 2, rs1, rs2, imm);
}
inline uint32_t fsd(uint32_t rs2, uint32_t rs1, int32_t imm) {
  return s_type(0x27, 3, rs1, rs2, imm);
}
// OP-FP; funct7 includes the format (bit 0: double).
inline uint32_t fp(uint32_t f7, uint32_t rm, uint32_t rd, uint32_t rs1,
                   uint32_t rs2) {
  return r_type(0x53, rm, f7, rd, rs1, rs2);
}
inline uint32_t fadd_d(uint32_t rd, uint32_t a, uint32_t b) {
  return fp(0x01, 7, rd, a, b);
}
inline uint32_t fmul_d(uint32_t rd, uint32_t a, uint32_t b) {
  return fp(0x09, 7, rd, a, b);
}
inline uint32_t fdiv_d(uint32_t rd, uint32_t a, uint32_t b) {
  return fp(0x0d, 7, rd, a, b);
}
inline uint32_t fmadd_d(uint32_t rd, uint32_t a, uint32_t b, uint32_t c) {
  return c << 27 | 1 << 25 | b << 20 | a << 15 | 7 << 12 | rd << 7 | 0x43;
}
inline uint32_t fcvt_d_w(uint32_t rd, uint32_t rs1) {
  return fp(0x69, 0, rd, rs1, 0);
}
inline uint32_t fcvt_w_d(uint32_t rd, uint32_t rs1) {
  return fp(0x61, 1, rd, rs1, 0);
}
inline uint32_t feq_d(uint32_t rd, uint32_t a, uint32_t b) {
  return fp(0x51, 2, rd, a, b);
}
inline uint32_t fmv_x_w(uint32_t rd, uint32_t rs1) {
  return fp(0x70, 0, rd, rs1, 0);
}
inline uint32_t fmv_w_x(uint32_t rd, uint32_t rs1) {
  return fp(0x78, 0, rd, rs1, 0);
}

// Packed f32 by funct7; f3 4 replicates rs2's lower lane.
inline uint32_t vf(uint32_t f7, uint32_t rd, uint32_t rs1, uint32_t rs2,
                   uint32_t f3 = 0) {
  return r_type(0x33, f3, f7, rd, rs1, rs2);
}

// Xssr: the configuration registers, and accesses to them.
enum ssr_reg : uint32_t {
  ssr_status = 0,
  ssr_repeat = 1,
  ssr_bound = 2,  // of loop 0
  ssr_stride = 6, // of loop 0
  ssr_idx_cfg = 10,
  ssr_idx_base = 11,
  ssr_read_indirect = 16, // of 1 loop
  ssr_write_indirect = 20,
  ssr_read = 24,
  ssr_write = 28
};
constexpr uint32_t all_ssrs = 31;
inline uint32_t scfgri(uint32_t rd, uint32_t reg, uint32_t ssr) {
  return i_type(0x2b, 1, rd, 0, int32_t(reg << 5 | ssr));
}
inline uint32_t scfgwi(uint32_t rs1, uint32_t reg, uint32_t ssr) {
  return i_type(0x2b, 2, 0, rs1, int32_t(reg << 5 | ssr));
}
inline uint32_t scfgr(uint32_t rd, uint32_t rs2) {
  return r_type(0x2b, 1, 0, rd, 1, rs2);
}
inline uint32_t scfgw(uint32_t rs1, uint32_t rs2) {
  return r_type(0x2b, 2, 0, 1, rs1, rs2);
}
inline uint32_t ssr_enable() { return csrrsi(zero, 0x7c0, 1); }
inline uint32_t ssr_disable() { return i_type(0x73, 7, 0, 1, 0x7c0); }

// Xfrep: rs1 = iterations - 1, a body of so many instructions.
// Newer releases encode a body's length as it is: a parameter of the
// configuration.
#ifdef SEEKER_FREP_LENGTH_AS_IT_IS
inline constexpr uint32_t frep_length_bias = 0;
#else
inline constexpr uint32_t frep_length_bias = 1;
#endif
inline uint32_t frep_o(uint32_t rs1, uint32_t length, uint32_t stagger_max = 0,
                       uint32_t stagger_mask = 0) {
  return i_type(0x0b, stagger_max, stagger_mask << 1 | 1, rs1,
                int32_t(length - frep_length_bias));
}

// Instructions from an address on, with labels for jumps and branches.
class program {
public:
  explicit program(uint32_t base = 0x80000000) : base_(base) {}

  uint32_t here() const { return base_ + uint32_t(words_.size()) * 4; }
  uint32_t base() const { return base_; }

  program &operator<<(uint32_t instr) {
    words_.push_back(instr);
    return *this;
  }
  void label(const std::string &name) { labels_[name] = here(); }
  void branch(uint32_t f3, uint32_t rs1, uint32_t rs2, const std::string &to) {
    fixups_.push_back({words_.size(), to, b_type(f3, rs1, rs2, 0)});
    words_.push_back(0);
  }
  void jal(uint32_t rd, const std::string &to) {
    fixups_.push_back({words_.size(), to, j_type(rd, 0)});
    words_.push_back(0);
  }
  void li(uint32_t rd, uint32_t value) {
    uint32_t low = value & 0xfff,
             high = value - uint32_t(int32_t(low << 20) >> 20);
    if (high == 0) {
      *this << addi(rd, zero, int32_t(low << 20) >> 20);
      return;
    }
    *this << lui(rd, high);
    if (low)
      *this << addi(rd, rd, int32_t(low << 20) >> 20);
  }
  // The address of a label; always two instructions.
  void la(uint32_t rd, const std::string &to) {
    fixups_.push_back({words_.size(), to, lui(rd, 0)});
    words_.push_back(0);
    words_.push_back(0);
  }
  uint32_t address(const std::string &name) const { return labels_.at(name); }

  std::vector<uint32_t> assemble() const {
    std::vector<uint32_t> out = words_;
    for (const fixup &f : fixups_) {
      uint32_t target = labels_.at(f.to);
      int32_t offset = int32_t(target - (base_ + uint32_t(f.index) * 4));
      uint32_t rd = f.instr >> 7 & 0x1f;
      switch (f.instr & 0x7f) {
      case 0x63:
        out[f.index] = f.instr | b_type(0, 0, 0, offset);
        break;
      case 0x6f:
        out[f.index] = f.instr | j_type(0, offset);
        break;
      default:
        out[f.index] = lui(rd, target + 0x800);
        out[f.index + 1] = addi(rd, rd, int32_t(target << 20) >> 20);
      }
    }
    return out;
  }

private:
  struct fixup {
    size_t index;
    std::string to;
    uint32_t instr;
  };
  uint32_t base_;
  std::vector<uint32_t> words_;
  std::map<std::string, uint32_t> labels_;
  std::vector<fixup> fixups_;
};

} // namespace seeker::rv

#endif
