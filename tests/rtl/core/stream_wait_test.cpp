// Programs that use streams and loops wrongly: the hart names what it waits
// for.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t x_at = core_bench::tcdm_base + 0x1000;

// hart_wait_e; stream k adds k
constexpr int fp_queue = 6, stream_data = 16, stream_room = 20,
              stream_config = 24, frep_body = 28;

void linear(program &p, uint32_t ssr, uint32_t reg, uint32_t n) {
  p.li(t0, n - 1);
  p.li(t1, 8);
  p.li(t2, x_at);
  p << scfgwi(t0, ssr_bound, ssr) << scfgwi(t1, ssr_stride, ssr)
    << scfgwi(t2, reg, ssr);
}

// What it waits for when nothing moves any more.
int stuck_at(const program &p) {
  core_bench bench;
  bench.load(p);
  EXPECT_FALSE(bench.run(3000)) << "it should hang";
  EXPECT_GE(bench.quiet(), 10);
  return bench.wait();
}

TEST(core_stream_wait, a_read_stream_with_too_few_data) {
  for (uint32_t k = 0; k < 3; ++k) {
    program p;
    linear(p, k, ssr_read, 5);
    p << ssr_enable();
    for (int i = 0; i < 6; ++i)
      p << fadd_d(8, k, k);
    p << ssr_disable() << fmv_x_w(a0, 8) << mv(a0, a0) << wfi();
    EXPECT_EQ(stuck_at(p), stream_data + int(k));
  }
}

TEST(core_stream_wait, a_stream_without_a_job_fills_the_queue) {
  program p;
  p << ssr_enable();
  for (int i = 0; i < 40; ++i)
    p << fadd_d(8, 1, 1);
  p << wfi();
  EXPECT_EQ(stuck_at(p), stream_data + 1);
}

TEST(core_stream_wait, a_write_stream_with_too_many_data) {
  for (uint32_t k = 0; k < 3; ++k) {
    program p;
    linear(p, k, ssr_write, 5);
    p << ssr_enable();
    for (int i = 0; i < 6; ++i)
      p << fadd_d(k, 8, 8);
    p << ssr_disable() << wfi();
    EXPECT_EQ(stuck_at(p), stream_room + int(k));
  }
}

TEST(core_stream_wait, a_third_job) {
  for (uint32_t k = 0; k < 3; ++k) {
    program p;
    linear(p, k, ssr_read, 5);
    p << scfgwi(t2, ssr_read, k) << scfgwi(t2, ssr_read, k) << wfi();
    EXPECT_EQ(stuck_at(p), stream_config + int(k));
  }
}

TEST(core_stream_wait, an_incomplete_body) {
  program p;
  p << frep_o(t0, 3) << fadd_d(8, 9, 9) << fadd_d(8, 9, 9) << wfi();
  EXPECT_EQ(stuck_at(p), frep_body);
}

// A chained register that nobody reads is no stream: the queue is full.
TEST(core_stream_wait, an_unread_chained_register) {
  program p;
  p.li(t0, 1 << 3);
  p << csrw(0x7c3, t0);
  for (int i = 0; i < 60; ++i)
    p << fadd_d(3, 8, 8);
  EXPECT_EQ(stuck_at(p), fp_queue);
}

} // namespace
