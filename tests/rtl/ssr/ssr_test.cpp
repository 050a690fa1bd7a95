// Streams: registers, the queued job, throughput, and what follows what.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ssr_bench.hpp"

#include <gtest/gtest.h>
#include <iostream>

using namespace seeker;

namespace {

constexpr unsigned all = 31;

stream_job linear(std::uint32_t pointer, std::uint32_t n, bool write = false) {
  stream_job job;
  job.write = write;
  job.pointer = pointer;
  job.counts[0] = n;
  job.strides[0] = 8;
  return job;
}

void fill(ssr_bench &b, std::uint32_t at, std::uint32_t n) {
  for (std::uint32_t i = 0; i < n; ++i)
    b.set_word(at + 8 * i, 0x100000000ull * at + i);
}

TEST(ssr, registers_read_as_they_were_written) {
  ssr_bench b;
  for (unsigned k = 0; k < streams; ++k)
    for (unsigned reg = 0; reg < 16; ++reg)
      b.write(reg, k, 0xa5a5a5a7u + reg * 0x01010101u * (k + 1));
  const std::uint32_t masks[16] = {0,       0xf,     0x1ffff, 0x1ffff,
                                   0x1ffff, 0x1ffff, 0x1fff8, 0x1fff8,
                                   0x1fff8, 0x1fff8, 0xff03,  0x1ffff};
  for (unsigned k = 0; k < streams; ++k)
    for (unsigned reg = 1; reg < 16; ++reg) {
      std::uint32_t mask = k == 2 && (reg == 10 || reg == 11) ? 0 : masks[reg];
      EXPECT_EQ(b.read(reg, k),
                (0xa5a5a5a7u + reg * 0x01010101u * (k + 1)) & mask)
          << "register " << reg << " of stream " << k;
    }
  // Streams and registers that do not exist.
  EXPECT_EQ(b.read(2, 3), 0u);
  EXPECT_EQ(b.read(2, all), 0u);
  EXPECT_EQ(b.read(2 + 32, 0), 0u);
  b.write(2 + 32, 0, 7);
  EXPECT_NE(b.read(2, 0), 7u);
}

TEST(ssr, broadcast_writes_all) {
  ssr_bench b;
  b.write(3, all, 17);
  for (unsigned k = 0; k < streams; ++k)
    EXPECT_EQ(b.read(3, k), 17u);
}

TEST(ssr, status_tells_the_job) {
  ssr_bench b;
  EXPECT_EQ(b.read(0, 0), 0x80000000u | (b.read(0, 0) & 0x1ffff));
  stream_job job = linear(0x400, 20);
  b.start(job, 0);
  for (int i = 0; i < 10; ++i)
    b.step();
  // Four credits: the fifth address is next.
  EXPECT_EQ(b.read(0, 0), 0x400u + 4 * 8);
  EXPECT_EQ(b.read(24, 0), b.read(0, 0));
  b.sides[0].pop_chance = 256;
  for (int i = 0; i < 40; ++i)
    b.step();
  EXPECT_EQ(b.read(0, 0) >> 31, 1u);
  job = linear(0x800, 2, true);
  job.loops = 3;
  b.start(job, 1);
  EXPECT_EQ(b.read(0, 1), 0x60000000u | 0x800u);
  b.sides[1].push_chance = 256;
  b.sides[1].to_push = {1, 2};
  for (int i = 0; i < 10; ++i)
    b.step();
  EXPECT_EQ(b.read(0, 1) >> 28, 0xeu);
}

TEST(ssr, one_job_is_queued_and_then_writes_wait) {
  ssr_bench b;
  fill(b, 0x1000, 64);
  b.start(linear(0x1000, 8), 0);
  b.start(linear(0x1100, 8), 0);
  EXPECT_FALSE(b.try_write(1, 0, 0, 50));
  EXPECT_EQ(b.waits(), 1u);
  EXPECT_FALSE(b.try_write(2, all, 0, 50));
  EXPECT_TRUE(b.try_write(1, 1, 0, 1)) << "others do not wait";
  b.sides[0].pop_chance = 256;
  EXPECT_TRUE(b.try_write(1, 0, 0, 20));
  for (int i = 0; i < 30; ++i)
    b.step();
  std::vector<std::uint64_t> expected;
  for (std::uint32_t at : {0x1000u, 0x1100u})
    for (std::uint32_t i = 0; i < 8; ++i)
      expected.push_back(b.word(at + 8 * i));
  EXPECT_EQ(b.sides[0].popped, expected);
  // Without a pause from one to the other.
  EXPECT_EQ(b.sides[0].pop_cycles.back() - b.sides[0].pop_cycles[4], 11u);
}

TEST(ssr, configuration_takes_a_write_a_cycle) {
  ssr_bench b;
  std::uint64_t from = b.cycle;
  for (int i = 0; i < 8; ++i)
    b.write(2 + unsigned(i), all, 1);
  EXPECT_EQ(b.cycle - from, 8u);
}

// The instruction's way to the FPU takes one of the cycles: it waits for 2,
// or 4.
TEST(ssr, first_datum_after_three_cycles_indirect_five) {
  for (bool indirect : {false, true}) {
    ssr_bench b;
    stream_job job = linear(0x400, 4);
    job.indirect = indirect;
    b.start(job, 0);
    std::uint64_t next = b.cycle; // of the instruction after the start
    b.sides[0].pop_chance = 256;
    for (int i = 0; i < 20; ++i)
      b.step();
    ASSERT_FALSE(b.sides[0].pop_cycles.empty());
    EXPECT_EQ(b.sides[0].pop_cycles.front() - next, indirect ? 5u : 3u);
  }
}

TEST(ssr, a_read_follows_the_write_that_runs) {
  ssr_bench b(3, 100);
  b.start(linear(0x2000, 6, true), 1);
  b.start(linear(0x2000, 6), 1);
  for (int i = 0; i < 20; ++i)
    b.step();
  EXPECT_EQ(b.grants[1], 0u) << "nothing was pushed yet";
  b.sides[1].push_chance = 128;
  b.sides[1].pop_chance = 256;
  b.sides[1].to_push = {11, 12, 13, 14, 15, 16, 17};
  for (int i = 0; i < 100; ++i)
    b.step();
  EXPECT_EQ(b.sides[1].popped,
            (std::vector<std::uint64_t>{11, 12, 13, 14, 15, 16}));
  EXPECT_EQ(b.sides[1].to_push.size(), 1u) << "no place for a seventh";
}

TEST(ssr, a_write_follows_the_read_that_is_popped) {
  ssr_bench b;
  fill(b, 0x3000, 4);
  b.start(linear(0x3000, 4), 0);
  b.start(linear(0x3000, 4, true), 0);
  b.sides[0].push_chance = 256;
  b.sides[0].to_push = {1, 2, 3, 4};
  for (int i = 0; i < 20; ++i)
    b.step();
  EXPECT_EQ(b.sides[0].to_push.size(), 4u);
  b.sides[0].pop_chance = 256;
  for (int i = 0; i < 20; ++i)
    b.step();
  EXPECT_TRUE(b.drained());
  EXPECT_EQ(b.word(0x3018), 4u);
}

TEST(ssr, without_indirection_the_third_stream_ignores_its_registers) {
  ssr_bench b;
  b.write(16, 2, 0x100);
  EXPECT_EQ(b.read(0, 2) >> 31, 1u);
  EXPECT_EQ(b.read(16, 2), 0u);
}

// Cycles an element in the steady state, popped or pushed whenever possible.
double cycles_an_element(const stream_job &job) {
  ssr_bench b;
  for (std::uint32_t i = 0; i < job.counts[0]; ++i)
    b.set_index(job.pointer + (i << job.index_size), job.index_size,
                i * 7 % 64);
  b.start(job, 0);
  auto &side = b.sides[0];
  side.pop_chance = side.push_chance = 256;
  side.to_push.assign(job.write ? job.counts[0] : 0, 5);
  for (std::uint32_t i = 0; i < 4 * job.counts[0]; ++i)
    b.step();
  const auto &at = job.write ? side.push_cycles : side.pop_cycles;
  EXPECT_EQ(at.size(), job.counts[0]);
  return double(at[at.size() - 21] - at[19]) / double(at.size() - 40);
}

TEST(ssr, throughput) {
  struct row {
    const char *name;
    bool write, indirect;
    unsigned size;
    double expected;
  };
  const row rows[] = {{"read", false, false, 0, 1},
                      {"write", true, false, 0, 1},
                      {"gather, 8-bit indices", false, true, 0, 1.125},
                      {"gather, 16-bit indices", false, true, 1, 1.25},
                      {"gather, 32-bit indices", false, true, 2, 1.5},
                      {"gather, 64-bit indices", false, true, 3, 2},
                      {"scatter, 16-bit indices", true, true, 1, 1.25},
                      {"scatter, 32-bit indices", true, true, 2, 1.5}};
  for (const row &r : rows) {
    stream_job job = linear(0x1000, 840, r.write);
    job.indirect = r.indirect;
    job.index_size = r.size;
    job.base = 0x8000;
    double measured = cycles_an_element(job);
    std::cout << "  " << r.name << ": " << measured << " (" << r.expected
              << ")\n";
    EXPECT_NEAR(measured, r.expected, 0.01) << r.name;
  }
}

} // namespace
