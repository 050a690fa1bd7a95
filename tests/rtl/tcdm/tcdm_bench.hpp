// Drives a Verilated TCDM and checks each answer against a reference memory.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "Vtcdm_model.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace tcdm {

enum class amo : std::uint8_t {
  none,
  swap,
  add,
  op_xor,
  op_and,
  op_or,
  min,
  max,
  minu,
  maxu,
  lr,
  sc
};

struct request {
  std::uint32_t addr = 0;
  bool write = false;
  amo op = amo::none;
  std::uint8_t strb = 0xff;
  std::uint64_t wdata = 0;
  std::uint8_t src = 0;
};

struct wide_request {
  std::uint32_t addr = 0;
  std::uint64_t strb = ~std::uint64_t(0);
  std::array<std::uint64_t, 8> data{};
};

// What happened in one cycle.
struct outcome {
  std::vector<bool> granted;
  bool wide_read = false;
  bool wide_write = false;
};

// One clock cycle a step. Requests stay posted until granted, as the bus rules
// demand; the bench applies them to the reference in the cycle of the grant and
// expects exactly these answers one cycle later, and no other.
class bench {
public:
  static constexpr unsigned ports = 26;
  static constexpr unsigned banks = 32;
  static constexpr std::uint32_t bytes = 131072;

  bench();
  ~bench();

  bool idle(unsigned port) const { return !narrow_[port]; }
  void post(unsigned port, const request &r);
  void post_wide_read(std::uint32_t addr) { wide_read_ = addr; }
  void post_wide_write(const wide_request &r) { wide_write_ = r; }
  bool wide_read_idle() const { return !wide_read_; }
  bool wide_write_idle() const { return !wide_write_; }

  outcome step();

  // The answer that came in the last step, already checked.
  std::optional<std::uint64_t> answer(unsigned port) const {
    return answers_[port];
  }
  // Runs one request alone and gives its answer.
  std::uint64_t access(unsigned port, const request &r);
  std::uint64_t cycles() const { return cycles_; }
  std::uint64_t word(std::uint32_t addr) const { return memory_[addr / 8]; }

private:
  struct reservation {
    bool valid = false;
    std::uint32_t word = 0;
    std::uint8_t src = 0;
  };

  std::uint64_t apply(unsigned port, const request &r);
  void store(std::uint32_t word64, std::uint8_t strb, std::uint64_t data);

  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Vtcdm_model> top_;
  std::vector<std::uint64_t> memory_;
  std::array<reservation, ports> reservations_;
  std::array<std::optional<request>, ports> narrow_;
  std::optional<std::uint32_t> wide_read_;
  std::optional<wide_request> wide_write_;
  std::array<std::optional<std::uint64_t>, ports> answers_;
  std::uint64_t cycles_ = 0;
};

} // namespace tcdm
