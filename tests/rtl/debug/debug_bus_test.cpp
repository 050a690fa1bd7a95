// System bus access: sizes, lanes, increments, reads that go on, errors.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "module_bench.hpp"

#include <gtest/gtest.h>

using namespace seeker;

namespace {

constexpr std::uint32_t busyerror = 1u << 22, is_busy = 1u << 21,
                        readonaddr = 1u << 20, autoincrement = 1u << 16,
                        readondata = 1u << 15;
std::uint32_t size(unsigned log) { return log << 17; }

unsigned settle(module_bench &bench) {
  for (int i = 0; i < 100; ++i) {
    const std::uint32_t now = bench.read(sbcs);
    if (!(now & is_busy))
      return now >> 12 & 7;
  }
  return 99;
}

TEST(debug_bus, writes_and_reads_all_sizes_on_all_lanes) {
  for (unsigned log = 0; log <= 2; ++log) {
    module_bench bench;
    const std::uint32_t step = 1u << log;
    const std::uint32_t mask = log == 2 ? ~0u : (1u << 8 * step) - 1;
    bench.write(sbcs, size(log));
    for (std::uint32_t at = 0x100; at < 0x110; at += step) {
      bench.write(sbaddress0, at);
      bench.write(sbdata0, 0x89abcd00 + at);
      EXPECT_EQ(settle(bench), 0u);
    }
    bench.write(sbcs, size(log) | readonaddr);
    for (std::uint32_t at = 0x100; at < 0x110; at += step) {
      bench.write(sbaddress0, at);
      EXPECT_EQ(settle(bench), 0u);
      EXPECT_EQ(bench.read(sbdata0), (0x89abcd00 + at) & mask);
      EXPECT_EQ(bench.read(sbaddress0), at);
    }
    EXPECT_EQ(bench.memory[0xff], 0);
    EXPECT_EQ(bench.memory[0x110], 0);
  }
}

TEST(debug_bus, counts_up) {
  module_bench bench;
  bench.write(sbcs, size(2) | autoincrement);
  bench.write(sbaddress0, 0x200);
  for (std::uint32_t k = 0; k < 4; ++k) {
    bench.write(sbdata0, 10 + k);
    EXPECT_EQ(settle(bench), 0u);
  }
  EXPECT_EQ(bench.read(sbaddress0), 0x210u);
  bench.write(sbcs, size(2) | autoincrement | readonaddr | readondata);
  bench.write(sbaddress0, 0x200);
  for (std::uint32_t k = 0; k < 3; ++k) {
    EXPECT_EQ(settle(bench), 0u);
    EXPECT_EQ(bench.read(sbdata0), 10 + k);
  }
  EXPECT_EQ(settle(bench), 0u);
  bench.write(sbcs, size(2));
  EXPECT_EQ(bench.read(sbdata0), 13u) << "without another read";
  EXPECT_EQ(bench.bus_addresses.size(), 8u);
}

TEST(debug_bus, an_address_alone_does_nothing) {
  module_bench bench;
  bench.write(sbcs, size(2));
  bench.write(sbaddress0, 0x200);
  bench.read(sbdata0);
  for (int i = 0; i < 10; ++i)
    bench.step();
  EXPECT_TRUE(bench.bus_addresses.empty());
}

TEST(debug_bus, errors_stay_until_they_are_cleared) {
  struct {
    unsigned log;
    std::uint32_t address;
    unsigned error;
  } cases[] = {{2, 0x2000, 2}, {2, 0x102, 3}, {2, 0x101, 3},
               {1, 0x101, 3},  {3, 0x100, 4}, {4, 0x100, 4}};
  for (const auto &one : cases) {
    module_bench bench;
    bench.write(sbcs, size(one.log) | autoincrement);
    bench.write(sbaddress0, one.address);
    bench.write(sbdata0, 1);
    EXPECT_EQ(settle(bench), one.error);
    EXPECT_EQ(bench.read(sbaddress0), one.address) << "not counted up";
    bench.write(sbcs, size(2));
    bench.write(sbaddress0, 0x100);
    const std::size_t before = bench.bus_addresses.size();
    bench.write(sbdata0, 1);
    EXPECT_EQ(settle(bench), one.error);
    EXPECT_EQ(bench.bus_addresses.size(), before) << "nothing more is done";
    bench.write(sbcs, size(2) | 7 << 12);
    bench.write(sbdata0, 1);
    EXPECT_EQ(settle(bench), 0u);
    EXPECT_EQ(bench.bus_addresses.size(), before + 1);
  }
}

TEST(debug_bus, busy_is_an_error_of_its_own) {
  module_bench bench;
  bench.bus_ready = false;
  bench.write(sbcs, size(2));
  bench.write(sbaddress0, 0x100);
  bench.write(sbdata0, 1);
  EXPECT_TRUE(bench.read(sbcs) & is_busy);
  bench.write(sbdata0, 2);
  EXPECT_TRUE(bench.read(sbcs) & busyerror);
  bench.write(sbaddress0, 0x300);
  bench.bus_ready = true;
  EXPECT_EQ(settle(bench), 0u);
  EXPECT_EQ(bench.memory[0x100], 1);
  EXPECT_EQ(bench.read(sbaddress0), 0x100u);
  bench.write(sbdata0, 3);
  settle(bench);
  EXPECT_EQ(bench.memory[0x100], 1) << "not before it is cleared";
  bench.write(sbcs, size(2) | busyerror);
  EXPECT_FALSE(bench.read(sbcs) & busyerror);
  bench.write(sbdata0, 3);
  settle(bench);
  EXPECT_EQ(bench.memory[0x100], 3);
}

TEST(debug_bus, a_reset_of_the_bus_is_an_error) {
  module_bench bench;
  bench.bus_latency = 50;
  bench.write(sbcs, size(2) | readonaddr);
  bench.write(sbaddress0, 0x100);
  bench.step();
  bench.step();
  bench.top->harts_reset_i = 1;
  bench.step();
  bench.top->harts_reset_i = 0;
  EXPECT_EQ(settle(bench), 7u);
}

} // namespace
