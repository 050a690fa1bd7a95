// A plain model of RV32IMA on flat memory, for programs without traps and CSRs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TESTS_RTL_CORE_INTEGER_REFERENCE_HPP
#define SEEKER_TESTS_RTL_CORE_INTEGER_REFERENCE_HPP

#include "core_bench.hpp"

#include <array>
#include <functional>
#include <stdexcept>

namespace seeker {

class integer_reference {
public:
  std::array<uint32_t, 32> x{};
  uint32_t pc = core_bench::boot;
  uint64_t executed = 0;

  // 32-bit words by address; missing ones are 0.
  std::map<uint32_t, uint32_t> memory;

  // Runs until WFI.
  void run(uint64_t limit = 1000000) {
    while (step())
      if (++executed > limit)
        throw std::runtime_error("reference does not reach WFI");
  }

private:
  uint32_t load(uint32_t addr, uint32_t f3) {
    uint32_t w = memory[addr & ~3u] >> 8 * (addr & 3);
    switch (f3) {
    case 0:
      return uint32_t(int32_t(int8_t(w)));
    case 1:
      return uint32_t(int32_t(int16_t(w)));
    case 4:
      return w & 0xff;
    case 5:
      return w & 0xffff;
    default:
      return w;
    }
  }
  void store(uint32_t addr, uint32_t f3, uint32_t value) {
    uint32_t mask = f3 == 0 ? 0xff : f3 == 1 ? 0xffff : ~0u;
    uint32_t shift = 8 * (addr & 3);
    uint32_t &w = memory[addr & ~3u];
    w = (w & ~(mask << shift)) | (value & mask) << shift;
  }
  static uint32_t alu(uint32_t f3, bool alt, uint32_t a, uint32_t b) {
    switch (f3) {
    case 0:
      return alt ? a - b : a + b;
    case 1:
      return a << (b & 31);
    case 2:
      return int32_t(a) < int32_t(b);
    case 3:
      return a < b;
    case 4:
      return a ^ b;
    case 5:
      return alt ? uint32_t(int32_t(a) >> (b & 31)) : a >> (b & 31);
    case 6:
      return a | b;
    default:
      return a & b;
    }
  }

  bool step() {
    uint32_t i = memory[pc], f3 = i >> 12 & 7, rd = i >> 7 & 31;
    uint32_t a = x[i >> 15 & 31], b = x[i >> 20 & 31], next = pc + 4;
    int32_t imm_i = int32_t(i) >> 20;
    int32_t imm_s = (int32_t(i) >> 25) * 32 | int32_t(rd);
    uint32_t result = x[rd];
    switch (i & 0x7f) {
    case 0x37:
      result = i & 0xfffff000;
      break;
    case 0x17:
      result = pc + (i & 0xfffff000);
      break;
    case 0x6f: {
      int32_t imm = (int32_t(i) >> 31) * (1 << 20) | int32_t(i & 0xff000) |
                    int32_t(i >> 9 & 0x800) | int32_t(i >> 20 & 0x7fe);
      result = next;
      next = pc + uint32_t(imm);
      break;
    }
    case 0x67:
      result = next;
      next = (a + uint32_t(imm_i)) & ~1u;
      break;
    case 0x63: {
      int32_t imm = (int32_t(i) >> 31) * (1 << 12) | int32_t(i << 4 & 0x800) |
                    int32_t(i >> 20 & 0x7e0) | int32_t(i >> 7 & 0x1e);
      bool lt = f3 & 2 ? a < b : int32_t(a) < int32_t(b);
      bool taken = (f3 & 4 ? lt : a == b) != bool(f3 & 1);
      if (taken)
        next = pc + uint32_t(imm);
      break;
    }
    case 0x03:
      result = load(a + uint32_t(imm_i), f3);
      break;
    case 0x23:
      store(a + uint32_t(imm_s), f3, b);
      break;
    case 0x2f: {
      static const std::map<uint32_t, int> ops = {{0, 2},  {1, 1},  {4, 3},
                                                  {8, 5},  {12, 4}, {16, 6},
                                                  {20, 7}, {24, 8}, {28, 9}};
      uint32_t old = memory[a];
      memory[a] = amo_reference(ops.at(i >> 27), old, b);
      result = old;
      break;
    }
    case 0x13:
      result = alu(f3, f3 == 5 && i >> 30 & 1, a, uint32_t(imm_i));
      break;
    case 0x33:
      result =
          i >> 25 & 1 ? muldiv_reference(f3, a, b) : alu(f3, i >> 30 & 1, a, b);
      break;
    case 0x0f:
      break;
    default:
      if (i == rv::wfi())
        return false;
      throw std::runtime_error("reference: unknown instruction");
    }
    bool writes =
        (i & 0x7f) != 0x63 && (i & 0x7f) != 0x23 && (i & 0x7f) != 0x0f;
    if (writes && rd)
      x[rd] = result;
    pc = next;
    return true;
  }
};

} // namespace seeker

#endif
