// L3 as the cluster's benches see it: memory, one narrow and two wide ports.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <vector>

namespace cluster {

struct l3_timing {
  unsigned narrow_latency = 1; // cycles from a request to its answer
  unsigned wide_latency = 1;
};

// A memory of which the first MiBs exist; the rest answers with an error.
class l3_model {
public:
  static constexpr std::uint32_t base = 0x80000000;
  static constexpr std::uint32_t size = 8 << 20;

  explicit l3_model(l3_timing timing) : timing_(timing), bytes_(size) {}

  struct narrow_request {
    std::uint32_t addr;
    bool write;
    unsigned amo;
    std::uint8_t strb;
    std::uint64_t wdata;
    unsigned src;
  };
  struct narrow_answer {
    std::uint64_t due;
    std::uint64_t rdata;
    bool error;
  };
  struct line {
    std::uint64_t due;
    std::array<std::uint32_t, 16> data;
    bool error;
  };

  bool holds(std::uint32_t addr) const { return addr - base < size; }
  std::uint8_t *at(std::uint32_t addr) { return &bytes_[addr - base]; }
  std::uint32_t word(std::uint32_t addr) {
    std::uint32_t value;
    std::memcpy(&value, at(addr), 4);
    return value;
  }
  void set_word(std::uint32_t addr, std::uint32_t value) {
    std::memcpy(at(addr), &value, 4);
  }

  narrow_answer access(const narrow_request &r, std::uint64_t now);
  line read(std::uint32_t addr, std::uint64_t now);
  line write(std::uint32_t addr, std::uint64_t strb, const std::uint32_t *data,
             std::uint64_t now);

private:
  void lose_reservations(std::uint32_t addr, std::uint32_t bytes);

  l3_timing timing_;
  std::vector<std::uint8_t> bytes_;
  std::map<unsigned, std::uint32_t> reservations_; // by hart
};

} // namespace cluster
