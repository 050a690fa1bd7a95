// A cluster that runs a program from L3 on hart 0, for the simulator's tests.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "rtl/core/assembler.hpp"

#include "seeker/config/configuration.hpp"
#include "seeker/iss/machine.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace seeker::iss {

inline constexpr std::uint32_t program_base = 0x80000000;
inline constexpr std::uint32_t tohost = 0x80010000;
inline constexpr std::uint32_t tcdm = 0x10000000;

// Words of a boot ROM that parks and calls scratch1 as firmware/boot does:
// what the tests need of it, encoded by hand.
inline const std::vector<std::uint32_t> boot = {
    0x00000297, // auipc t0, 0
    0x01C28293, // addi t0, t0, 28   -> trap
    0x30529073, // csrw mtvec, t0
    0x000802B7, // lui t0, 0x80      (bit 19)
    0x30429073, // csrw mie, t0
    0x30046073, // csrsi mstatus, 8
    0x10500073, // wfi
    0x180212B7, // trap: lui t0, 0x18021
    0x1882A283, // lw t0, 0x188(t0)
    0x00028067, // jr t0
};

inline std::span<const std::byte>
bytes(const std::vector<std::uint32_t> &words) {
  return std::as_bytes(std::span(words));
}

inline config::configuration small() { return *config::load(CONFIG_FILE); }

// The program of a test: every hart but number 0 stops in a trap at once, hart
// 0 has no handler for any; the end is a store of 1 to tohost.
class program_of_hart_0 : public rv::program {
public:
  program_of_hart_0() : rv::program(program_base) {
    *this << rv::csrw(0x305, rv::zero) << rv::csrr(rv::t0, 0xF14);
    branch(0, rv::t0, rv::zero, "hart 0");
    *this << rv::ebreak();
    label("hart 0");
  }
  void finish() {
    li(rv::t0, tohost);
    *this << rv::addi(rv::t1, rv::zero, 1) << rv::sw(rv::t1, rv::t0, 0);
    label("end");
    jal(rv::zero, "end");
  }
};

struct bench {
  machine m{small(), bytes(boot)};

  void put(std::uint32_t address, const std::vector<double> &values) {
    EXPECT_TRUE(m.write(address, std::as_bytes(std::span(values))));
  }
  void put(std::uint32_t address, const std::vector<std::uint16_t> &values) {
    EXPECT_TRUE(m.write(address, std::as_bytes(std::span(values))));
  }
  std::vector<double> get(std::uint32_t address, std::size_t count) {
    std::vector<double> values(count);
    EXPECT_TRUE(m.read(address, std::as_writable_bytes(std::span(values))));
    return values;
  }
  void run(const rv::program &p, std::uint64_t instructions = 100'000) {
    const std::vector<std::uint32_t> words = p.assemble();
    EXPECT_TRUE(m.write(program_base, bytes(words)));
    m.start(program_base, tohost);
    m.run(instructions);
  }
  const hart &h() const { return m.harts()[0]; }
  double f(int reg) const { return std::bit_cast<double>(h().f[reg]); }
};

} // namespace seeker::iss
