// The TCDM: arbitration, timing, atomics, the wide port, and random traffic.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tcdm/tcdm_bench.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace tcdm {
namespace {

constexpr std::uint64_t no_strb = 0;

request load(std::uint32_t addr) {
  return {addr, false, amo::none, 0xff, 0, 0};
}
request store64(std::uint32_t addr, std::uint64_t data) {
  return {addr, true, amo::none, 0xff, data, 0};
}
// An access to the 32-bit word at addr.
request word(std::uint32_t addr, amo op, std::uint32_t data,
             std::uint8_t src = 0) {
  std::uint64_t both = std::uint64_t(data) << 32 | data;
  return {addr, op == amo::none, op, std::uint8_t(addr & 4 ? 0xf0 : 0x0f), both,
          src};
}
std::uint32_t half(std::uint64_t word64, std::uint32_t addr) {
  return std::uint32_t(addr & 4 ? word64 >> 32 : word64);
}

TEST(Tcdm, GrantsAllPortsOfDifferentBanksInOneCycle) {
  bench b;
  for (unsigned p = 0; p < bench::ports; ++p)
    b.post(p, store64(8 * p, 0x1111 * p));
  outcome o = b.step();
  EXPECT_EQ(std::count(o.granted.begin(), o.granted.end(), true), bench::ports);
  for (unsigned p = 0; p < bench::ports; ++p)
    EXPECT_EQ(b.access(0, load(8 * p)), 0x1111 * p);
}

TEST(Tcdm, ServesOneBanksPortsInTurn) {
  bench b;
  std::array<unsigned, bench::ports> grants{};
  constexpr unsigned rounds = 40;
  for (unsigned cycle = 0; cycle < rounds * bench::ports; ++cycle) {
    for (unsigned p = 0; p < bench::ports; ++p)
      if (b.idle(p))
        b.post(p, load(256 * (p + 1)));
    outcome o = b.step();
    EXPECT_EQ(std::count(o.granted.begin(), o.granted.end(), true), 1);
    for (unsigned p = 0; p < bench::ports; ++p)
      grants[p] += o.granted[p];
  }
  for (unsigned g : grants)
    EXPECT_EQ(g, rounds);
}

TEST(Tcdm, NoPortWaitsForMoreThanOneAccessOfEach) {
  bench b;
  std::mt19937 random(1);
  std::array<unsigned, bench::ports> waited{};
  for (unsigned cycle = 0; cycle < 5000; ++cycle) {
    for (unsigned p = 0; p < bench::ports; ++p)
      if (b.idle(p) && random() % 3 == 0)
        b.post(p, load(256 * (p + 1)));
    outcome o = b.step();
    for (unsigned p = 0; p < bench::ports; ++p) {
      waited[p] = b.idle(p) ? 0 : waited[p] + 1;
      EXPECT_LE(waited[p], bench::ports) << "port " << p;
    }
  }
}

TEST(Tcdm, ByteStrobesWriteTheirLanesOnly) {
  bench b;
  b.access(0, store64(0x40, 0x1122334455667788));
  b.access(0, {0x40, true, amo::none, 0b00100101, 0xaabbccddeeff0011, 0});
  EXPECT_EQ(b.access(3, load(0x40)), 0x1122cc4455ff7711u);
  b.access(0, {0x40, true, amo::none, no_strb, ~std::uint64_t(0), 0});
  EXPECT_EQ(b.access(3, load(0x40)), 0x1122cc4455ff7711u);
}

TEST(Tcdm, EveryAmoOnBothHalves) {
  struct {
    amo op;
    std::uint32_t memory, operand, result;
  } const cases[] = {
      {amo::swap, 1, 2, 2},
      {amo::add, 0xffffffff, 2, 1},
      {amo::op_xor, 0xff00ff00, 0x0ff00ff0, 0xf0f0f0f0},
      {amo::op_and, 0xff00ff00, 0x0ff00ff0, 0x0f000f00},
      {amo::op_or, 0xff00ff00, 0x0ff00ff0, 0xfff0fff0},
      {amo::min, 0x80000000, 1, 0x80000000},
      {amo::min, 5, 0xfffffffe, 0xfffffffe},
      {amo::max, 0x80000000, 1, 1},
      {amo::max, 7, 3, 7},
      {amo::minu, 0x80000000, 1, 1},
      {amo::minu, 5, 0xfffffffe, 5},
      {amo::maxu, 0x80000000, 1, 0x80000000},
      {amo::maxu, 3, 7, 7},
  };
  bench b;
  for (const auto &c : cases) {
    for (std::uint32_t addr : {0x1000u, 0x1004u}) {
      std::uint64_t other = 0x5a5a5a5a;
      b.access(0,
               store64(0x1000, addr & 4 ? std::uint64_t(c.memory) << 32 | other
                                        : other << 32 | c.memory));
      EXPECT_EQ(half(b.access(3, word(addr, c.op, c.operand)), addr), c.memory);
      std::uint64_t after = b.access(0, load(0x1000));
      EXPECT_EQ(half(after, addr), c.result) << "op " << int(c.op);
      EXPECT_EQ(half(after, addr ^ 4), other) << "op " << int(c.op);
    }
  }
}

TEST(Tcdm, AnAmoHoldsItsBankForThreeCycles) {
  bench b;
  std::uint64_t start = b.cycles();
  for (unsigned i = 0; i < 10; ++i)
    b.access(i % 3 * 3, word(0x20, amo::add, 1));
  EXPECT_EQ(b.cycles() - start, 9 * 3 + 1u);
  EXPECT_EQ(b.access(0, load(0x20)), 10u);
}

TEST(Tcdm, ScSucceedsOnceAfterLr) {
  bench b;
  EXPECT_EQ(b.access(0, word(0x104, amo::sc, 7)), 0x0000000100000001u);
  b.access(0, word(0x104, amo::lr, 0));
  EXPECT_EQ(b.access(0, word(0x104, amo::sc, 7)), 0u);
  EXPECT_EQ(half(b.access(0, load(0x100)), 4), 7u);
  EXPECT_EQ(half(b.access(0, word(0x104, amo::sc, 8)), 4), 1u);
  EXPECT_EQ(half(b.access(0, load(0x100)), 4), 7u);
}

TEST(Tcdm, ScFailsAfterAnyStoreToTheReservedWord) {
  bench b;
  auto fails_after = [&](auto disturb) {
    b.access(0, word(0x200, amo::lr, 0));
    disturb();
    return b.access(0, word(0x200, amo::sc, 1)) != 0;
  };
  EXPECT_TRUE(fails_after([&] { b.access(0, word(0x200, amo::none, 9)); }))
      << "a store of its own";
  EXPECT_TRUE(fails_after([&] { b.access(1, store64(0x200, 9)); }))
      << "a stream of its own hart";
  EXPECT_TRUE(fails_after([&] { b.access(6, word(0x200, amo::none, 9)); }))
      << "another hart's store";
  EXPECT_TRUE(fails_after([&] { b.access(6, word(0x200, amo::add, 0)); }))
      << "another hart's AMO";
  EXPECT_TRUE(fails_after([&] {
    b.access(6, word(0x200, amo::lr, 0));
    EXPECT_EQ(b.access(6, word(0x200, amo::sc, 3)), 0u);
  })) << "another hart's SC";
  EXPECT_TRUE(fails_after([&] {
    b.post_wide_write({0x200, 1, {}});
    b.step();
  })) << "the DMA";
  EXPECT_TRUE(fails_after([&] { b.access(0, word(0x300, amo::lr, 0)); }))
      << "an LR elsewhere";
}

TEST(Tcdm, ScSurvivesStoresToOtherWords) {
  bench b;
  b.access(0, word(0x200, amo::lr, 0));
  b.access(3, word(0x204, amo::none, 1));
  b.access(3, word(0x300, amo::none, 1));
  b.access(6, word(0x200, amo::lr, 0));
  b.access(6, word(0x204, amo::sc, 1)); // fails, and stores nothing
  b.post_wide_write({0x200, 0xf0, {}});
  b.step();
  EXPECT_EQ(b.access(0, word(0x200, amo::sc, 5)), 0u);
}

TEST(Tcdm, HartsOnASharedPortHaveNoPartInEachOthersReservation) {
  bench b;
  constexpr unsigned bus = bench::ports - 1;
  b.access(bus, word(0x80, amo::lr, 0, 2));
  EXPECT_NE(b.access(bus, word(0x80, amo::sc, 1, 3)), 0u);
  b.access(bus, word(0x80, amo::lr, 0, 3));
  EXPECT_EQ(b.access(bus, word(0x80, amo::sc, 1, 3)), 0u);
}

TEST(Tcdm, WideReadAndWriteOfDifferentSuperbanksGoTogether) {
  bench b;
  unsigned cycles = 0;
  for (unsigned i = 0; i < 64; ++i, ++cycles) {
    b.post_wide_read(64 * i);
    b.post_wide_write({0x8000 + 64 * (i + 1), ~std::uint64_t(0), {i, i + 1}});
    outcome o = b.step();
    EXPECT_TRUE(o.wide_read && o.wide_write);
  }
  EXPECT_EQ(b.access(0, load(0x8000 + 64 * 12 + 8)), 12u);
}

TEST(Tcdm, WideReadAndWriteOfOneSuperbankAlternate) {
  bench b;
  unsigned reads = 0, writes = 0;
  for (unsigned i = 0; i < 100; ++i) {
    if (b.wide_read_idle())
      b.post_wide_read(0x100);
    if (b.wide_write_idle())
      b.post_wide_write({0x200, ~std::uint64_t(0), {i}});
    outcome o = b.step();
    EXPECT_NE(o.wide_read, o.wide_write);
    reads += o.wide_read;
    writes += o.wide_write;
  }
  EXPECT_EQ(reads, 50u);
  EXPECT_EQ(writes, 50u);
}

TEST(Tcdm, WideWinsOverNarrowInItsSuperbankOnly) {
  bench b;
  for (unsigned i = 0; i < 20; ++i) {
    b.post_wide_read(0x100 * i);
    for (unsigned bank = 0; bank < 20; ++bank)
      if (b.idle(bank))
        b.post(bank, load(8 * bank));
    outcome o = b.step();
    EXPECT_TRUE(o.wide_read);
    for (unsigned bank = 0; bank < 20; ++bank)
      EXPECT_EQ(o.granted[bank], bank >= 8);
  }
}

TEST(Tcdm, WideWaitsForAmosThatHaveBegunOnly) {
  bench b;
  for (unsigned round = 0; round < 50; ++round) {
    for (unsigned i = 0; i < round % 4; ++i) {
      for (unsigned p = 0; p < 8; ++p)
        if (b.idle(p) && (p + round) % 3 == i % 3)
          b.post(p, word(8 * p, amo::add, 1));
      b.step();
    }
    b.post_wide_read(0);
    unsigned waited = 0;
    for (;; ++waited) {
      for (unsigned p = 0; p < 8; ++p)
        if (b.idle(p))
          b.post(p, word(8 * p, amo::add, 1));
      if (b.step().wide_read)
        break;
      ASSERT_LT(waited, 2u);
    }
  }
}

// All ports, all operations, hot words and hot banks, wide lines; the bench
// checks every answer. Nobody waits longer than the turns allow.
class RandomTraffic : public testing::TestWithParam<unsigned> {};

TEST_P(RandomTraffic, MatchesTheReferenceAndStarvesNobody) {
  bench b;
  std::mt19937_64 rng(GetParam());
  auto below = [&](std::uint64_t n) { return rng() % n; };
  std::array<unsigned, bench::ports> waited{};
  unsigned wide_read_waited = 0, wide_write_waited = 0;
  const unsigned wide_percent = unsigned(below(3)) * 30;
  const unsigned narrow_percent = 30 + unsigned(below(3)) * 35;
  const bool hot = below(2);
  std::uint64_t served = 0;
  auto address = [&]() -> std::uint32_t {
    switch (below(4)) {
    case 0:
      return std::uint32_t(below(4)) * 4 + 0x4000; // few words
    case 1:
      return hot ? std::uint32_t(below(16)) * 256
                 : std::uint32_t(below(64)) * 4;
    default:
      return std::uint32_t(below(bench::bytes / 4)) * 4;
    }
  };
  for (unsigned cycle = 0; cycle < 40000; ++cycle) {
    for (unsigned p = 0; p < bench::ports; ++p) {
      if (!b.idle(p) || below(100) >= narrow_percent)
        continue;
      std::uint8_t src = p == bench::ports - 1 ? std::uint8_t(below(4)) : 0;
      std::uint32_t addr = address();
      switch (below(4)) {
      case 0:
        b.post(p, load(addr));
        break;
      case 1:
        b.post(p, {addr & ~7u, true, amo::none, std::uint8_t(rng()), rng(), 0});
        break;
      default:
        b.post(p, word(addr, amo(below(12)), std::uint32_t(rng()), src));
      }
    }
    if (b.wide_read_idle() && below(100) < wide_percent)
      b.post_wide_read(address() & ~63u);
    if (b.wide_write_idle() && below(100) < wide_percent) {
      wide_request w{
          address() & ~63u, below(2) ? ~std::uint64_t(0) : rng(), {}};
      for (std::uint64_t &d : w.data)
        d = rng();
      b.post_wide_write(w);
    }
    outcome o = b.step();
    if (HasFailure())
      FAIL() << "seed " << GetParam() << " cycle " << cycle;
    for (unsigned p = 0; p < bench::ports; ++p) {
      served += o.granted[p];
      waited[p] = b.idle(p) ? 0 : waited[p] + 1;
      // Turns of three cycles each, and what the wide port takes besides.
      ASSERT_LT(waited[p], wide_percent ? 2000u : 3 * bench::ports + 1);
    }
    wide_read_waited = b.wide_read_idle() ? 0 : wide_read_waited + 1;
    wide_write_waited = b.wide_write_idle() ? 0 : wide_write_waited + 1;
    // Two cycles for AMOs under way, one for the other direction.
    ASSERT_LE(wide_read_waited, 3u);
    ASSERT_LE(wide_write_waited, 3u);
  }
  EXPECT_GT(served, 10000u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTraffic, testing::Range(1u, 9u));

} // namespace
} // namespace tcdm
