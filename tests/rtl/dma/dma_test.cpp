// The DMA: instructions, ids, alignments, throughput, bus errors.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dma/dma_bench.hpp"
#include "observe.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dma {
namespace {

constexpr std::uint32_t half = bench::size / 2; // sources below, results above

TEST(Dma, IdsStartAtTwoAndAreGivenAtEnqueue) {
  bench b({.read_latency = 200});
  EXPECT_EQ(b.status(0), 1u);
  EXPECT_EQ(b.status(1), 2u);
  EXPECT_EQ(b.status(2), 0u);
  for (std::uint32_t i = 0; i < 8; ++i)
    EXPECT_EQ(b.start({.src = 64 * i, .dst = half + 64 * i, .bytes = 64}),
              2 + i);
  EXPECT_EQ(b.status(0), 1u) << "nothing has been read yet";
  EXPECT_EQ(b.status(1), 10u);
  EXPECT_EQ(b.status(2), 1u);
  b.wait(9);
  EXPECT_EQ(b.status(0), 9u);
  EXPECT_EQ(b.status(2), 0u);
}

TEST(Dma, EachTransferIsThereWhenItsIdCompletes) {
  bench b({.read_latency = 9, .write_latency = 30, .stall_percent = 40});
  std::vector<std::uint8_t> expected = b.memory;
  std::vector<transfer> sent;
  for (std::uint32_t i = 0; i < 12; ++i) {
    sent.push_back({.src = 1000 * i + i,
                    .dst = half + 4096 * i + 3 * i,
                    .bytes = 17 + 150 * (i % 4)});
    copy_into(sent.back(), expected);
    ASSERT_EQ(b.start(sent.back()), 2 + i);
  }
  for (std::uint32_t i = 0; i < sent.size(); ++i) {
    b.wait(2 + i);
    EXPECT_TRUE(std::equal(b.memory.begin() + sent[i].dst,
                           b.memory.begin() + sent[i].dst + sent[i].bytes,
                           expected.begin() + sent[i].dst))
        << "transfer " << 2 + i;
  }
  EXPECT_EQ(b.memory, expected);
}

TEST(Dma, AFullQueueSaysSoAndMakesCopiesWait) {
  bench b({.read_latency = 3000});
  unsigned started = 0;
  while (!b.status(3)) {
    b.start({.src = 0, .dst = half, .bytes = 4096});
    ++started;
    ASSERT_LT(started, 30u);
  }
  // One is being read, as many as the queue holds wait.
  EXPECT_EQ(started, 9u);
  EXPECT_EQ(b.start({.src = 0, .dst = half, .bytes = 64}), 2 + started);
  EXPECT_GT(b.cycles(), 3000u);
  b.wait(2 + started);
}

TEST(Dma, NothingToMoveCompletesInOrder) {
  bench b({.read_latency = 50});
  std::vector<std::uint8_t> expected = b.memory;
  transfer copy{.src = 5, .dst = half + 9, .bytes = 500};
  copy_into(copy, expected);
  EXPECT_EQ(b.start({.src = 0, .dst = half, .bytes = 0}), 2u);
  b.wait(2);
  EXPECT_EQ(b.start(copy), 3u);
  EXPECT_EQ(b.start({.src = 0, .dst = half, .bytes = 0}), 4u);
  EXPECT_EQ(
      b.start({.src = 0, .dst = half, .bytes = 64, .rows = 0, .two_d = true}),
      5u);
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(b.status(0), 2u) << "overtakes the copy";
  b.wait(5);
  EXPECT_EQ(b.memory, expected);
  EXPECT_EQ(b.status(28), 0u);
}

TEST(Dma, ImmediateAndRegisterFormsAgree) {
  bench b;
  b.memory[half + 4096] = 0;
  transfer t{.src = 64,
             .dst = half,
             .bytes = 10,
             .src_stride = 20,
             .dst_stride = 64,
             .rows = 3,
             .two_d = true};
  std::vector<std::uint8_t> expected = b.memory;
  copy_into(t, expected);
  b.execute(0, t.src);
  b.execute(1, t.dst);
  b.execute(6, t.src_stride, t.dst_stride);
  b.execute(7, t.rows);
  b.execute(8, 123, 456);                     // dmuser has no effect
  EXPECT_EQ(b.execute(2, t.bytes, 0, 2), 2u); // dmcpyi, 2-D
  b.wait(2);
  EXPECT_EQ(b.memory, expected);
  EXPECT_EQ(b.execute(5, 0, 0), 2u); // dmstat
  EXPECT_EQ(b.execute(5, 0, 1), 3u);
  // A 1-D copy ignores rows and strides.
  EXPECT_EQ(b.execute(3, 5, 0), 3u);
  std::copy_n(expected.begin() + t.src, 5, expected.begin() + t.dst);
  b.wait(3);
  EXPECT_EQ(b.memory, expected);
}

TEST(Dma, EveryAlignmentOfShortCopies) {
  bench b;
  std::vector<std::uint8_t> expected = b.memory;
  std::uint32_t id = 1;
  for (std::uint32_t from = 0; from < 64; from += 7)
    for (std::uint32_t to = 0; to < 64; to += 5)
      for (std::uint32_t bytes :
           {1u, 2u, 63u, 64u, 65u, 127u, 128u, 129u, 200u}) {
        transfer t{.src = 4096 + from,
                   .dst = half + to + 512 * (id % 512),
                   .bytes = bytes};
        copy_into(t, expected);
        ASSERT_EQ(b.start(t), ++id);
      }
  b.wait(id);
  EXPECT_EQ(b.memory, expected);
}

TEST(Dma, TellsObserversTheBytesOfEachLine) {
  struct : seeker::sim::observer {
    void dma(std::uint64_t, bool write, std::uint32_t line,
             std::uint64_t strobes) override {
      (write ? written : read).emplace_back(line, strobes);
    }
    std::vector<std::pair<std::uint32_t, std::uint64_t>> read, written;
  } seen;
  seeker::sim::observe(&seen);
  {
    bench b;
    b.wait(b.start({.src = 4096 + 60, .dst = half + 8, .bytes = 8}));
  }
  seeker::sim::observe(nullptr);
  using lines = std::vector<std::pair<std::uint32_t, std::uint64_t>>;
  EXPECT_EQ(seen.read, (lines{{4096, 0xf000'0000'0000'0000}, {4160, 0x0f}}));
  EXPECT_EQ(seen.written, (lines{{half, 0xff00}}));
}

// Lines that one side's rows touch.
std::uint64_t lines(std::uint32_t addr, std::uint32_t stride,
                    const transfer &t) {
  std::uint64_t n = 0;
  for (std::uint32_t row = 0; row < t.rows; ++row, addr += stride)
    n += (addr + t.bytes - 1) / 64 - addr / 64 + 1;
  return n;
}

TEST(Dma, TellsObserversTransfersAndTheirEnds) {
  struct listener final : seeker::sim::observer {
    void transferred(std::uint64_t, const transfer &t) override {
      taken.push_back({t.id, t.source, t.destination, t.bytes, t.source_stride,
                       t.destination_stride, t.rows});
    }
    void completed(std::uint64_t, std::uint32_t id) override {
      done.push_back(id);
    }
    std::vector<std::vector<std::uint32_t>> taken;
    std::vector<std::uint32_t> done;
  } seen;
  seeker::sim::observe(&seen);
  {
    bench b;
    b.start({.src = 64, .dst = half, .bytes = 4096});
    b.start({.src = 64, .dst = half, .bytes = 0});
    EXPECT_TRUE(seen.done.empty());
    b.start({.src = 128,
             .dst = half + 256,
             .bytes = 16,
             .src_stride = 32,
             .dst_stride = 64,
             .rows = 5,
             .two_d = true});
    b.wait(4);
  }
  seeker::sim::observe(nullptr);
  ASSERT_EQ(seen.taken.size(), 3u);
  EXPECT_EQ(seen.taken[0].at(3), 4096u);
  EXPECT_EQ(seen.taken[0].at(6), 1u);
  EXPECT_EQ(seen.taken[1].at(3), 0u) << "nothing is moved";
  EXPECT_EQ(seen.taken[2],
            (std::vector<std::uint32_t>{4, 128, half + 256, 16, 32, 64, 5}));
  EXPECT_EQ(seen.done, (std::vector<std::uint32_t>{2, 3, 4}));
}

#ifdef DMA_WORDS
// A line takes as many cycles as it has words of the range.
TEST(Dma, MovesAWordACycle) {
  const transfer transfers[] = {
      {.src = 0, .dst = half, .bytes = 65536},
      {.src = 13, .dst = half + 50, .bytes = 65536},
      {8, half, 64, 1024, 64, 64, true},
      {40, half + 24, 104, 104, 104, 64, true},
  };
  for (const transfer &t : transfers) {
    bench b;
    std::vector<std::uint8_t> expected = b.memory;
    copy_into(t, expected);
    b.wait(b.start(t));
    EXPECT_EQ(b.memory, expected);
    const std::uint64_t words = std::uint64_t{t.rows} * ((t.bytes + 7) / 8);
    EXPECT_GE(b.span(), words);
    EXPECT_LE(b.span(), words + words / 8 + 16)
        << t.rows << " rows of " << t.bytes << " from " << t.src;
  }
}
#else
TEST(Dma, KeepsTheBusesBusy) {
  const transfer transfers[] = {
      {.src = 0, .dst = half, .bytes = 65536},
      {.src = 13, .dst = half + 50, .bytes = 65536},
      {0, half, 64, 1024, 64, 64, true},
      {8, half, 64, 1024, 64, 64, true},
      {0, half, 256, 1024, 256, 64, true},
      {0, half, 320, 1600, 328, 200, true},
      {0, half, 320, 1600, 320, 200, true},
      {0, half, 1600, 3200, 1600, 50, true},
      {40, half + 24, 100, 100, 100, 64, true},
  };
  // Read latency; one cycle for the buffer, three for the aligner, one to
  // leave.
  constexpr unsigned startup = 5 + 5;
  for (const transfer &t : transfers) {
    bench b;
    std::vector<std::uint8_t> expected = b.memory;
    copy_into(t, expected);
    b.wait(b.start(t));
    std::uint64_t reads = lines(t.src, t.src_stride, t);
    std::uint64_t writes = lines(t.dst, t.dst_stride, t);
    EXPECT_EQ(b.memory, expected);
    EXPECT_EQ(b.reads(), reads);
    EXPECT_EQ(b.writes(), writes);
    // The busier side never pauses; one line more for a change of alignment.
    // Rows that lie in one line are read in two of three cycles.
    std::uint64_t least = std::max(reads, writes);
    if (reads == t.rows && t.two_d)
      least = 3 * reads / 2;
    EXPECT_GE(b.span(), least);
    EXPECT_LE(b.span(), least + startup + 1)
        << t.rows << " rows of " << t.bytes << " from " << t.src;
  }
}

TEST(Dma, ManyShortTransfersOverlap) {
  bench b({.read_latency = 12});
  // Three instructions each: the instructions are the limit, not the latency.
  for (std::uint32_t i = 0; i < 50; ++i)
    b.start({.src = 64 * i, .dst = half + 64 * i, .bytes = 64});
  b.wait(51);
  EXPECT_LE(b.span(), 50 * 3 + 20u);
}
#endif

TEST(Dma, AReadErrorEndsTheTransferAndIsTold) {
  bench b;
  std::vector<std::uint8_t> before = b.memory, expected = b.memory;
  transfer good{.src = 900, .dst = half + 65536, .bytes = 700};
  copy_into(good, expected);
  b.bad_lines.insert(64 * 10);
  EXPECT_EQ(b.start({.src = 0, .dst = half, .bytes = 300000}), 2u);
  EXPECT_EQ(b.start(good), 3u);
  b.wait(3);
  EXPECT_LT(b.reads(), 100u) << "goes on reading";
  copy_into({.src = 0, .dst = half, .bytes = 640}, expected);
  EXPECT_EQ(b.memory, expected);
  EXPECT_EQ(b.status(28), 2u);
  EXPECT_EQ(b.status(28), 2u);
  EXPECT_EQ(b.status(29), 2u);
  EXPECT_EQ(b.status(28), 0u);
}

TEST(Dma, AWriteErrorEndsTheTransferAndIsTold) {
  bench b;
  transfer good{.src = 100, .dst = half + 400000, .bytes = 700};
  std::vector<std::uint8_t> expected = b.memory;
  copy_into(good, expected);
  b.bad_lines.insert(half);
  EXPECT_EQ(b.start({.src = 0, .dst = half, .bytes = 300000}), 2u);
  EXPECT_EQ(b.start(good), 3u);
  b.wait(3);
  EXPECT_LT(b.writes(), 100u) << "goes on writing";
  EXPECT_EQ(b.status(28), 2u);
  EXPECT_TRUE(std::equal(b.memory.begin() + good.dst, b.memory.end(),
                         expected.begin() + good.dst));
}

TEST(Dma, AnAddressAboveFourGiBIsAnErrorAndNothingElse) {
  bench b;
  std::vector<std::uint8_t> expected = b.memory;
  b.execute(0, 0, 1);
  b.execute(1, half);
  EXPECT_EQ(b.execute(2, 64), 2u);
  transfer good{.src = 3, .dst = half + 8, .bytes = 100};
  EXPECT_EQ(b.start(good), 3u);
  copy_into(good, expected);
  b.wait(3);
  EXPECT_EQ(b.memory, expected);
  EXPECT_EQ(b.status(28), 2u);
}

// A later transfer's error may come before the answer to an earlier one's
// write.
TEST(Dma, TheFirstTransferInErrorIsToldWhateverComesFirst) {
  bench b({.write_latency = 60});
  b.bad_lines.insert(half);
  EXPECT_EQ(b.start({.src = 0, .dst = half, .bytes = 64}), 2u);
  b.execute(0, 0, 1); // above 4 GiB
  EXPECT_EQ(b.execute(2, 64), 3u);
  b.wait(3);
  EXPECT_EQ(b.status(29), 2u);
  EXPECT_EQ(b.status(28), 0u);
}

// Random transfers under random stalls, results against memcpy. Destinations of
// a batch may overlap: writes keep the order of the transfers.
class RandomTransfers : public testing::TestWithParam<unsigned> {};

TEST_P(RandomTransfers, MatchMemcpy) {
  std::mt19937_64 rng(GetParam());
  auto below = [&](std::uint32_t n) { return std::uint32_t(rng() % n); };
  bench b({.read_latency = 1 + below(20),
           .write_latency = 1 + below(20),
           .stall_percent = below(3) * 30},
          GetParam());
  std::vector<std::uint8_t> expected = b.memory;
  std::uint32_t id = 1;
  for (unsigned batch = 0; batch < 30; ++batch) {
    for (unsigned n = below(15); n > 0; --n) {
      transfer t;
      t.two_d = below(2);
      bool aligned = below(4) == 0;
      t.bytes = below(3) ? below(200) : below(3000);
      t.rows = t.two_d ? below(20) : 1;
      t.src_stride = below(2) ? t.bytes : below(2000);
      t.dst_stride = below(2) ? t.bytes : below(2000);
      t.src = below(half - 100000);
      t.dst = half + 50000 + below(half - 150000);
      if (aligned)
        for (std::uint32_t *v : {&t.src, &t.dst, &t.src_stride, &t.dst_stride})
          *v &= ~63u;
      if (t.two_d && below(8) == 0)
        t.src_stride = 0 - below(500); // rows downwards
      if (t.src < 20 * 500)
        t.src += 20 * 500;
      if (t.two_d)
        for (std::uint32_t r = 0; r < t.rows; ++r)
          copy_into({.src = t.src + r * t.src_stride,
                     .dst = t.dst + r * t.dst_stride,
                     .bytes = t.bytes},
                    expected);
      else
        copy_into(t, expected);
      ASSERT_EQ(b.start(t), ++id);
    }
    b.wait(id);
    ASSERT_EQ(b.memory, expected)
        << "seed " << GetParam() << " batch " << batch;
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_EQ(b.status(28), 0u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTransfers, testing::Range(1u, 21u));

// Errors strewn over both sides: every transfer completes, the sound ones are
// right, no byte is ever wrong, and the first bad id is told.
class RandomErrors : public testing::TestWithParam<unsigned> {};

TEST_P(RandomErrors, HurtOnlyTheirTransfer) {
  std::mt19937_64 rng(GetParam());
  auto below = [&](std::uint32_t n) { return std::uint32_t(rng() % n); };
  bench b({.read_latency = 1 + below(20),
           .write_latency = 1 + below(20),
           .stall_percent = below(3) * 30},
          GetParam());
  const std::vector<std::uint8_t> before = b.memory;
  struct sent {
    transfer t;
    bool bad;
  };
  std::vector<sent> all;
  std::uint32_t src = 0, dst = half, id = 1, first_bad = 0;
  for (unsigned n = 0; n < 150; ++n) {
    transfer t{.src = src + below(64),
               .dst = dst + below(64),
               .bytes = 1 + below(2500)};
    bool bad = below(4) == 0;
    if (bad)
      b.bad_lines.insert(
          (below(2) ? t.src + below(t.bytes) : t.dst + below(t.bytes)) & ~63u);
    src = ((t.src + t.bytes + 63) & ~63u) % (half - 8192);
    if (src < 64)
      src = 64;
    dst = (t.dst + t.bytes + 63) & ~63u;
    ASSERT_LT(dst + 3000, bench::size);
    all.push_back({t, bad});
  }
  for (sent &s : all) {
    // A source may have been wrapped around onto another's bad line.
    for (std::uint32_t bad : b.bad_lines)
      s.bad |= bad + 64 > s.t.src && bad < s.t.src + s.t.bytes;
    ASSERT_EQ(b.start(s.t), ++id);
    if (s.bad && !first_bad)
      first_bad = id;
  }
  b.wait(id);
  EXPECT_EQ(b.status(28), first_bad);
  for (unsigned n = 0; n < all.size(); ++n) {
    const transfer &t = all[n].t;
    unsigned wrong = 0, right = 0;
    for (std::uint32_t i = 0; i < t.bytes; ++i) {
      bool ok = b.memory[t.dst + i] == before[t.src + i];
      bool old = b.memory[t.dst + i] == before[t.dst + i];
      wrong += !ok && !old;
      right += ok;
    }
    EXPECT_EQ(wrong, 0u) << "transfer " << 2 + n;
    if (!all[n].bad)
      EXPECT_EQ(right, t.bytes) << "transfer " << 2 + n;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomErrors, testing::Range(1u, 11u));

} // namespace
} // namespace dma
