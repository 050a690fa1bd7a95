// Random jobs on all streams, one queued behind the other: every datum at its
// place, in its order.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ssr_bench.hpp"

#include <cstring>
#include <gtest/gtest.h>

using namespace seeker;

namespace {

// A stream has a third of the memory: indices below, data above.
class random_jobs {
public:
  explicit random_jobs(std::uint64_t seed) : random_(seed) {}

  // The number-th job of a stream; its indices are put into memory.
  stream_job make(ssr_bench &b, unsigned stream, unsigned number) {
    const std::uint32_t region = stream * 0xa000;
    stream_job job;
    job.write = pick(2);
    job.indirect = stream < 2 && pick(2);
    job.loops = 1 + pick(4);
    for (unsigned k = 0; k < job.loops; ++k) {
      job.counts[k] = 1 + pick(k == 0 ? 12 : 4);
      job.strides[k] = std::int32_t(8 * pick(40)) - (k == 0 ? 0 : 160);
    }
    job.repeat = job.write ? 1 : 1 + pick(16) * pick(2);
    job.pointer = region + 0x2800 + 8 * pick(64);
    if (!job.indirect)
      return job;
    job.index_size = pick(4);
    job.shift = pick(3);
    job.base = region + 0x5000;
    const std::uint32_t indices = region + 0x1000 + number * 0x800;
    job.pointer = indices + (pick(16) << job.index_size);
    // Outer strides count whole words from where loop 0 ends.
    job.counts[0] = 1 + (8u >> job.index_size) * pick(3);
    for (unsigned k = 1; k < job.loops; ++k)
      job.strides[k] = 8 * (std::int32_t(1 + pick(12)));
    for (std::uint32_t at = 0; at < 0x800; at += 1u << job.index_size)
      b.set_index(indices + at, job.index_size,
                  pick(job.index_size == 0 ? 256 : 400));
    return job;
  }

private:
  std::uint32_t pick(std::uint32_t n) { return std::uint32_t(random_() % n); }
  std::mt19937_64 random_;
};

// What the jobs of a stream do, one after the other.
struct expectation {
  std::vector<std::uint64_t> popped;
  std::vector<std::uint8_t> memory;

  void apply(const stream_job &job, const std::vector<std::uint64_t> &pushed) {
    const std::vector<std::uint32_t> at = addresses(job, memory);
    for (std::size_t i = 0; i < at.size(); ++i) {
      std::uint64_t value;
      std::memcpy(&value, &memory[at[i]], 8);
      if (job.write)
        std::memcpy(&memory[at[i]], &pushed.at(i), 8);
      else
        popped.insert(popped.end(), job.repeat, value);
    }
  }
};

class ssr_random : public testing::TestWithParam<int> {};

TEST_P(ssr_random, all_data_in_order) {
  for (int round = 0; round < 150; ++round) {
    const std::uint64_t seed =
        std::uint64_t(GetParam()) * 1000 + std::uint64_t(round);
    SCOPED_TRACE("seed " + std::to_string(seed));
    ssr_bench b(seed, round % 4 * 50);
    random_jobs jobs(seed);
    for (std::uint32_t at = 0; at < tcdm_bytes; at += 8)
      b.set_word(at, seed << 32 | at);
    for (auto &s : b.sides) {
      s.pop_chance = 256 - round % 5 * 40;
      s.push_chance = 256 - round % 3 * 80;
    }
    constexpr unsigned count = 2;
    std::array<std::array<stream_job, count>, streams> made;
    for (unsigned n = 0; n < count; ++n)
      for (unsigned k = 0; k < streams; ++k)
        made[k][n] = jobs.make(b, k, n);
    expectation all{{}, b.memory()};
    std::array<std::vector<std::uint64_t>, streams> popped;
    for (unsigned k = 0; k < streams; ++k) {
      all.popped.clear();
      for (const stream_job &job : made[k]) {
        std::vector<std::uint64_t> pushed;
        if (job.write)
          for (std::size_t i = addresses(job, all.memory).size(); i > 0; --i)
            pushed.push_back(seed << 40 | std::uint64_t(k) << 32 |
                             b.sides[k].to_push.size() + pushed.size());
        b.sides[k].to_push.insert(b.sides[k].to_push.end(), pushed.begin(),
                                  pushed.end());
        all.apply(job, pushed);
      }
      popped[k] = all.popped;
    }
    for (unsigned n = 0; n < count; ++n)
      for (unsigned k = 0; k < streams; ++k)
        b.start(made[k][n], k);
    const auto done = [&] {
      for (unsigned k = 0; k < streams; ++k)
        if (b.sides[k].popped.size() < popped[k].size() ||
            b.read(0, k) >> 31 == 0)
          return false;
      return true;
    };
    for (int i = 0; i < 100000 && !done(); ++i)
      b.step();
    for (int i = 0; i < 20; ++i)
      b.step();
    for (unsigned k = 0; k < streams; ++k) {
      ASSERT_EQ(b.sides[k].popped, popped[k]) << "stream " << k;
      ASSERT_TRUE(b.sides[k].to_push.empty()) << "stream " << k;
    }
    ASSERT_TRUE(b.memory() == all.memory);
  }
}

INSTANTIATE_TEST_SUITE_P(seeds, ssr_random, testing::Range(0, 4));

} // namespace
