// The instruction cache: what fetches cost, who refills, flushes, errors,
// random harts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "icache_bench.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace icache {
namespace {

constexpr std::uint32_t code = 0x80000000;
constexpr unsigned refill_wait = 11; // cycles that the cache adds to a miss

// Nothing of an earlier test is in the other harts' way.
class icache_test : public testing::Test {
protected:
  bench bench_;
};

TEST_F(icache_test, a_hit_is_answered_at_once) {
  bench_.fetch(0, code);
  for (unsigned i = 0; i < 16; ++i)
    EXPECT_EQ(bench_.fetch(0, code + 4 * i), 0u);
}

TEST_F(icache_test, a_line_of_the_shared_cache_costs_two) {
  // Another hart brings the line; far enough away to be no next line of hart 1.
  bench_.fetch(0, code + 0x1000);
  bench_.settle();
  EXPECT_EQ(bench_.fetch(1, code + 0x1000), 2u);
}

TEST_F(icache_test, straight_code_in_the_shared_cache_never_stalls) {
  bench_.run(0, code, 1024);
  bench_.settle();
  EXPECT_EQ(bench_.run(1, code, 1024), 2u);
}

TEST_F(icache_test, straight_code_from_memory_stalls_at_its_start_alone) {
  bench_.set_latency(10, 0);
  const unsigned first = bench_.fetch(0, code);
  EXPECT_LE(first, 18u + refill_wait);
  // The second line starts when the first comes; from then on ahead of time.
  EXPECT_LE(bench_.run(0, code + 4, 1023), 2u);
}

TEST_F(icache_test, prefetch_can_be_off) {
  bench_.set_prefetch(false);
  bench_.set_latency(10, 0);
  bench_.run(0, code, 16);
  bench_.settle();
  EXPECT_EQ(bench_.refills(), std::vector<std::uint32_t>{code});
  EXPECT_EQ(bench_.count(0).prefetch, 0u);
  EXPECT_GT(bench_.run(0, code + 64, 16), 10u);
}

std::uint32_t jal(std::int32_t by) {
  const auto u = std::uint32_t(by);
  return (u >> 20 & 1) << 31 | (u >> 1 & 0x3ff) << 21 | (u >> 11 & 1) << 20 |
         (u >> 12 & 0xff) << 12 | 0x6f;
}

std::uint32_t bne(std::int32_t by) {
  const auto u = std::uint32_t(by);
  return (u >> 12 & 1) << 31 | (u >> 5 & 0x3f) << 25 | 1 << 12 |
         (u >> 1 & 0xf) << 8 | (u >> 11 & 1) << 7 | 0x63;
}

// A jump's target, and a backward branch's, is there when it is reached.
TEST_F(icache_test, targets_are_prefetched) {
  struct row {
    std::uint32_t at, word, target;
  };
  const std::uint32_t far = code + 0x4000;
  const row rows[] = {
      {far + 24, jal(0x1234), far + 24 + 0x1234},
      {far + 0x2018, jal(-0x1abc), far + 0x2018 - 0x1abc},
      {far + 0x3000 + 60, bne(-0x804), far + 0x3000 + 60 - 0x804},
      {far + 0x4000 + 36, bne(-68), far + 0x4000 + 36 - 68},
      {far + 0x8000 + 8, jal(-0x100000), far + 0x8000 + 8 - 0x100000},
      {far + 0x9000 + 8, jal(0xffffc), far + 0x9000 + 8 + 0xffffc},
  };
  for (const row &r : rows)
    bench_.place(r.at, r.word);
  for (const unsigned latency : {1u, 4u})
    for (const row &r : rows) {
      const unsigned hart = latency;
      bench_.set_latency(latency, 0);
      bench_.run(hart, r.at & ~63u, (r.at & 63) / 4 + 1);
      bench_.settle();
      EXPECT_EQ(bench_.fetch(hart, r.target), 0u) << std::hex << r.at;
    }
}

// Near targets, forward branches and what is no jump are not asked for.
TEST_F(icache_test, nothing_else_is_prefetched) {
  bench_.place(code + 0, jal(32));
  bench_.place(code + 4, bne(0x400));
  bench_.place(code + 8, bne(-8));
  bench_.place(code + 12, 0x00008067);
  bench_.run(0, code, 16);
  bench_.settle();
  EXPECT_EQ(bench_.count(0).prefetch, 1u);
}

TEST_F(icache_test, the_first_jump_of_a_line_counts) {
  bench_.place(code + 20, jal(0x2000));
  bench_.place(code + 40, jal(0x3000));
  bench_.fetch(0, code);
  bench_.settle();
  EXPECT_EQ(bench_.fetch(0, code + 20 + 0x2000), 0u);
  bench_.fetch(0, code);
  bench_.settle();
  EXPECT_GT(bench_.fetch(0, code + 40 + 0x3000), 0u);
}

TEST_F(icache_test, a_loop_stays_in_the_buffer) {
  constexpr unsigned words = 6 * 16 + 5;
  bench_.run(3, code + 20, words);
  bench_.settle();
  const auto refills = bench_.refills().size();
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(bench_.run(3, code + 20, words), 0u) << i;
  EXPECT_EQ(bench_.refills().size(), refills);
}

TEST_F(icache_test, harts_that_miss_a_line_share_its_refill) {
  bench_.set_latency(20, 0);
  for (unsigned h = 0; h < harts; ++h)
    bench_.post(h, code + 4 * h);
  std::set<unsigned> waiting;
  for (unsigned h = 0; h < harts; ++h)
    waiting.insert(h);
  for (int i = 0; i < 100 && !waiting.empty(); ++i) {
    bench_.step();
    for (unsigned h = 0; h < harts; ++h)
      if (bench_.answer(h)) {
        EXPECT_EQ(bench_.answer(h)->data, bench_.word(code + 4 * h));
        waiting.erase(h);
        bench_.post(h, std::nullopt);
      }
  }
  EXPECT_TRUE(waiting.empty());
  EXPECT_EQ(std::count(bench_.refills().begin(), bench_.refills().end(), code),
            1);
}

TEST_F(icache_test, two_ways_hold_two_lines_of_a_set) {
  bench_.set_prefetch(false);
  const std::uint32_t way = 8192;
  bench_.fetch(0, code);
  bench_.fetch(0, code + way);
  EXPECT_EQ(bench_.fetch(1, code), 2u);
  EXPECT_EQ(bench_.fetch(1, code + way), 2u);
  // The third takes the place of the one that was used longer ago.
  bench_.fetch(0, code + 2 * way);
  EXPECT_EQ(bench_.fetch(2, code + way), 2u);
  EXPECT_GT(bench_.fetch(2, code), 2u);
}

TEST_F(icache_test, sets_that_a_flush_has_not_cleared_yet_give_nothing) {
  bench_.set_prefetch(false);
  const std::uint32_t last = code + 64 * 127;
  bench_.fetch(0, last);
  bench_.fetch(1, last);
  bench_.new_version();
  bench_.flush_and_wait(0);
  fetched now{};
  EXPECT_GT(bench_.fetch(0, last, &now), refill_wait);
  EXPECT_EQ(now.data, bench_.word(last));
  bench_.settle();
  EXPECT_EQ(bench_.fetch(2, last, &now), 2u);
  EXPECT_EQ(now.data, bench_.word(last));
}

TEST_F(icache_test, a_flush_brings_new_code) {
  bench_.run(0, code, 40);
  bench_.run(1, code, 40);
  bench_.settle();
  bench_.new_version();
  fetched old{};
  bench_.fetch(0, code + 8, &old);
  EXPECT_NE(old.data, bench_.word(code + 8));
  const unsigned cycles = bench_.flush_and_wait(0);
  EXPECT_GE(cycles, 128u - refill_wait);
  EXPECT_LE(cycles, 140u - refill_wait);
  bench_.run(0, code, 40);
  // The other hart's buffer is its own affair.
  bench_.fetch(1, code + 8, &old);
  EXPECT_NE(old.data, bench_.word(code + 8));
}

TEST_F(icache_test, harts_share_a_flush) {
  for (unsigned h = 0; h < harts; ++h)
    bench_.flush(h, true);
  unsigned done = 0;
  for (int i = 0; i < 150; ++i) {
    bench_.step();
    for (unsigned h = 0; h < harts; ++h)
      if (bench_.flushed(h)) {
        ++done;
        bench_.flush(h, false);
      }
  }
  EXPECT_EQ(done, harts);
}

// Code that was on its way when the flush was asked for is not kept.
TEST_F(icache_test, a_flush_waits_for_refills) {
  bench_.set_latency(30, 0);
  bench_.post(0, code);
  for (int i = 0; i < 5; ++i)
    bench_.step();
  bench_.new_version();
  bench_.post(0, std::nullopt);
  bench_.flush_and_wait(0);
  EXPECT_GT(bench_.fetch(0, code), 2u);
}

TEST_F(icache_test, an_error_reaches_the_fetch_and_is_not_kept) {
  const std::uint32_t bad = code + 0x10000;
  bench_.set_error_base(bad);
  for (int i = 0; i < 2; ++i) {
    bench_.forget_refills();
    fetched got{};
    bench_.fetch(4, bad + 12, &got);
    EXPECT_TRUE(got.error);
    EXPECT_EQ(std::count(bench_.refills().begin(), bench_.refills().end(), bad),
              1);
    bench_.settle();
  }
  // A prefetch beyond the end does no harm.
  fetched good{};
  bench_.fetch(4, bad - 4, &good);
  EXPECT_FALSE(good.error);
  EXPECT_EQ(good.data, bench_.word(bad - 4));
  bench_.settle();
  bench_.set_error_base(~0ull);
  EXPECT_GT(bench_.fetch(4, bad), 2u);
}

TEST_F(icache_test, the_last_line_of_all_has_none_after_it) {
  bench_.run(0, 0xffffffc0, 16);
  bench_.settle();
  EXPECT_EQ(bench_.refills(), std::vector<std::uint32_t>{0xffffffc0});
}

TEST_F(icache_test, events_count) {
  bench_.set_prefetch(false);
  bench_.run(0, code, 32);
  const events &e = bench_.count(0);
  EXPECT_EQ(e.hit, 32u);
  EXPECT_EQ(e.miss, 2u);
  EXPECT_EQ(e.prefetch, 0u);
  EXPECT_EQ(e.double_hit, 0u);
  EXPECT_GE(e.stall, 6u);
  bench_.set_prefetch(true);
  bench_.run(1, code, 16);
  bench_.settle();
  EXPECT_EQ(bench_.count(1).prefetch, 1u);
}

// Harts that run straight, loop, jump, flush and change their mind, over code
// larger than the cache, with slow and jittery refills: every word is right, no
// fetch waits for ever.
TEST_F(icache_test, random_harts) {
  std::mt19937 random(5);
  std::array<std::uint32_t, harts> pc;
  pc.fill(code);
  std::array<std::optional<std::uint32_t>, harts> posted;
  std::array<unsigned, harts> waited{};
  std::array<bool, harts> flushing{};
  const std::uint32_t bad = code + 0xc000;
  bench_.set_error_base(bad);
  bench_.set_jumps_anywhere();
  unsigned answers = 0;
  for (unsigned i = 0; i < 200000; ++i) {
    if (i % 5000 == 0) {
      bench_.set_latency(random() % 20, random() % 2 * 30);
      bench_.set_refill_busy(random() % 6);
      bench_.set_prefetch(random() % 4 != 0);
    }
    for (unsigned h = 0; h < harts; ++h) {
      if (flushing[h])
        continue;
      if (random() % 4000 == 0 && !posted[h]) {
        flushing[h] = true;
        bench_.flush(h, true);
      } else if (!posted[h] && random() % 8 != 0) {
        posted[h] = pc[h];
        waited[h] = 0;
      } else if (posted[h] && random() % 200 == 0) {
        // A hart that takes an interrupt withdraws its fetch.
        posted[h].reset();
        pc[h] = code + random() % 0x4000 * 4;
      }
      bench_.post(h, posted[h]);
    }
    bench_.step();
    for (unsigned h = 0; h < harts; ++h) {
      if (flushing[h] && bench_.flushed(h)) {
        flushing[h] = false;
        bench_.flush(h, false);
      }
      if (!posted[h])
        continue;
      ASSERT_LT(++waited[h], 2000u) << "hart " << h;
      if (!bench_.answer(h))
        continue;
      ++answers;
      const std::uint32_t addr = *posted[h];
      ASSERT_EQ(bench_.answer(h)->error, addr >= bad) << std::hex << addr;
      if (addr < bad)
        ASSERT_EQ(bench_.answer(h)->data, bench_.word(addr))
            << std::hex << addr;
      posted[h].reset();
      bench_.post(h, std::nullopt);
      const unsigned kind = random() % 64;
      pc[h] += 4;
      if (kind == 0 || pc[h] >= code + 0x10000)
        pc[h] = code + random() % 0x4000 * 4;
      else if (kind < 4)
        pc[h] = std::max(code, pc[h] - 4 * std::uint32_t(random() % 100));
      else if (kind < 6)
        pc[h] = pc[(h + 1) % harts];
    }
  }
  EXPECT_GT(answers, 150000u);
}

} // namespace
} // namespace icache
