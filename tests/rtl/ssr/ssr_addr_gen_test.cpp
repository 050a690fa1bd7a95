// The affine address generator against nested loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Vssr_addr_gen_model.h"

#include <array>
#include <cstdint>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace {

constexpr std::uint32_t mask = 0x1ffff;

struct nest {
  unsigned loops;                      // 1 to 4
  std::array<std::uint32_t, 4> counts; // iterations
  std::array<std::int32_t, 4> strides; // absolute, of each loop's counter
  std::uint32_t start;
  std::uint32_t index_bytes = 0; // 1, 2 or 4: what loop 0 walks over
};

std::vector<std::uint32_t> walk(const nest &n) {
  std::vector<std::uint32_t> pointers;
  const auto count = [&](unsigned k) { return k < n.loops ? n.counts[k] : 1; };
  for (std::uint32_t i3 = 0; i3 < count(3); ++i3)
    for (std::uint32_t i2 = 0; i2 < count(2); ++i2)
      for (std::uint32_t i1 = 0; i1 < count(1); ++i1)
        for (std::uint32_t i0 = 0; i0 < count(0); ++i0)
          pointers.push_back((n.start + i0 * std::uint32_t(n.strides[0]) +
                              i1 * std::uint32_t(n.strides[1]) +
                              i2 * std::uint32_t(n.strides[2]) +
                              i3 * std::uint32_t(n.strides[3])) &
                             mask);
  return pointers;
}

class bench {
public:
  // The pointers of a nest; `idle` cycles pass before each step.
  std::vector<std::uint32_t> run(const nest &n, std::mt19937_64 &random,
                                 int idle_chance) {
    dut_.load_i = 1;
    dut_.step_i = 0;
    dut_.pointer_i = n.start;
    dut_.loops_i = std::uint8_t(n.loops - 1);
    dut_.indices_i = n.index_bytes != 0;
    dut_.idx_size_i = n.index_bytes == 4 ? 2 : n.index_bytes / 2;
    std::int64_t inner = 0; // where the inner loops have moved the pointer
    for (unsigned k = 0; k < 4; ++k) {
      dut_.bound_i[k] = n.counts[k] - 1;
      // Of indices, loop 0 has no stride of its own.
      dut_.stride_i[k] = n.index_bytes && k == 0
                             ? 0x7f8
                             : std::uint32_t(n.strides[k] - inner) & mask;
      inner += std::int64_t(n.strides[k]) * (n.counts[k] - 1);
    }
    clock();
    dut_.load_i = 0;
    std::vector<std::uint32_t> pointers;
    for (;;) {
      dut_.step_i = 0;
      while (int(random() & 255) < idle_chance)
        clock();
      dut_.eval();
      pointers.push_back(dut_.pointer_o);
      if (dut_.last_o)
        return pointers;
      dut_.step_i = 1;
      clock();
    }
  }

private:
  void clock() {
    dut_.clk_i = 0;
    dut_.eval();
    dut_.clk_i = 1;
    dut_.eval();
  }
  Vssr_addr_gen_model dut_;
};

TEST(ssr_addr_gen, walks_as_nested_loops) {
  std::mt19937_64 random(1);
  bench b;
  const auto below = [&](std::uint32_t n) {
    return std::uint32_t(random() % n);
  };
  for (int i = 0; i < 2000; ++i) {
    nest n{};
    n.loops = 1 + below(4);
    n.start = below(1 << 14) * 8;
    for (unsigned k = 0; k < 4; ++k) {
      n.counts[k] = 1 + below(k == 0 ? 9 : 5);
      n.strides[k] = 8 * (std::int32_t(below(4096)) - 2048);
    }
    ASSERT_EQ(b.run(n, random, i % 3 * 60), walk(n)) << "nest " << i;
  }
}

TEST(ssr_addr_gen, walks_over_indices) {
  std::mt19937_64 random(3);
  bench b;
  for (std::uint32_t bytes : {1u, 2u, 4u}) {
    nest n{2, {9, 3, 1, 1}, {std::int32_t(bytes), 64, 0, 0}, 0x100, bytes};
    ASSERT_EQ(b.run(n, random, 0), walk(n)) << bytes;
  }
}

TEST(ssr_addr_gen, counts_to_the_largest_bound) {
  std::mt19937_64 random(2);
  bench b;
  const nest n{1, {131072, 1, 1, 1}, {8, 0, 0, 0}, 0};
  const std::vector<std::uint32_t> pointers = b.run(n, random, 0);
  ASSERT_EQ(pointers.size(), 131072u);
  EXPECT_EQ(pointers.back(), 131071u * 8 & mask);
}

} // namespace
