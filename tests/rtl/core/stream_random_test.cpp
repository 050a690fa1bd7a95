// Random programs of streams, loops and chained registers: whatever stalls, the
// same results.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t data = core_bench::tcdm_base + 0x100;
constexpr uint32_t in_at = core_bench::tcdm_base + 0x1000,
                   out_at = core_bench::tcdm_base + 0x8000;
constexpr uint32_t words = 0x800; // of each of the two areas

class generator {
public:
  explicit generator(uint64_t seed) : random_(seed) {}

  program make() {
    p_.li(s0, data);
    for (uint32_t r = 0; r < 32; ++r)
      p_ << fld(r, s0, int32_t(8 * (r % 8)));
    for (int i = 0; i < 12; ++i)
      kernel();
    p_.li(s0, data + 0x80);
    for (uint32_t r = 3; r < 32; ++r)
      p_ << fsd(r, s0, int32_t(8 * r));
    p_ << fence() << wfi();
    return p_;
  }

private:
  uint32_t pick(uint32_t n) { return uint32_t(random_() % n); }

  // A job of `count` data, in one or two loops; write jobs never overlap.
  void job(uint32_t ssr, bool write, uint32_t count) {
    uint32_t inner = count % 3 == 0 && pick(2) ? 3 : count,
             outer = count / inner;
    uint32_t step = write ? 1 : pick(5), row = write ? inner : pick(7);
    uint32_t first =
        write ? out_at + 8 * written_ : in_at + 8 * pick(words / 2);
    written_ += write ? count : 0;
    p_.li(t0, inner - 1);
    p_.li(t1, outer - 1);
    p_.li(t2, 8 * step);
    p_.li(t3, 8 * (row - step * (inner - 1)));
    p_.li(t4, first);
    p_.li(t5, 0);
    p_ << scfgwi(t0, ssr_bound, ssr) << scfgwi(t1, ssr_bound + 1, ssr)
       << scfgwi(t2, ssr_stride, ssr) << scfgwi(t3, ssr_stride + 1, ssr)
       << scfgwi(t5, ssr_repeat, ssr)
       << scfgwi(t4, (write ? ssr_write : ssr_read) + (outer > 1 ? 1 : 0), ssr);
  }

  // An instruction of a body: reads stream 0 or 1 or none, writes stream 2, a
  // plain register or a load's.
  uint32_t one(uint32_t rd, uint32_t a, uint32_t b) {
    uint32_t c = 8 + pick(8);
    switch (pick(5)) {
    case 0:
      return fadd_d(rd, a, b);
    case 1:
      return fp(0x11, pick(3), rd, a, b); // sign
    case 2:
      return fp(0x15, pick(2), rd, a, b); // min, max
    case 3:
      return fmadd_d(rd, a, b, c);
    default:
      return fmul_d(rd, a, b);
    }
  }

  void kernel() {
    const uint32_t times = 1 + pick(12), length = 1 + pick(6);
    const uint32_t inner = pick(3) == 0 ? 1 + pick(3) : 0; // around the last
    const uint32_t repeats = times * (inner ? inner : 1);
    uint32_t reads[2] = {}, writes = 0, chained = 0;
    std::vector<uint32_t> body;
    for (uint32_t i = 0; i < length; ++i) {
      const uint32_t count = i == length - 1 ? repeats : times;
      uint32_t rd = 8 + pick(8), a = 8 + pick(8), b = 16 + pick(8);
      for (uint32_t k = 0; k < 2; ++k)
        if (pick(2)) {
          (k ? b : a) = k;
          reads[k] += count;
        }
      // A push and its pop stand next to each other, outside of the inner loop.
      if (i + 2 < length && pick(4) == 0) {
        body.push_back(one(4, a, b));
        body.push_back(fadd_d(rd, 4, 16 + pick(8)));
        chained |= 1 << 4;
        ++i;
        continue;
      }
      if (pick(3) == 0) {
        rd = 2;
        writes += count;
      }
      if (pick(8) == 0)
        body.push_back(fld(24 + pick(4), s1, int32_t(8 * pick(8))));
      else if (pick(8) == 0)
        body.push_back(fsd(rd == 2 ? 9 : rd, s2, int32_t(8 * pick(8))));
      body.push_back(one(rd, a, b));
    }
    p_.li(s1, in_at);
    p_.li(s2, data + 0x400);
    for (uint32_t k = 0; k < 2; ++k)
      if (reads[k])
        job(k, false, reads[k]);
    if (writes)
      job(2, true, writes);
    p_.li(t0, times - 1);
    p_.li(t1, inner - 1);
    p_.li(t2, chained);
    p_ << csrw(0x7c3, t2) << ssr_enable() << frep_o(t0, uint32_t(body.size()));
    for (size_t i = 0; i < body.size(); ++i) {
      if (inner && i + 1 == body.size())
        p_ << frep_o(t1, 1);
      p_ << body[i];
      if (pick(4) == 0)
        p_ << addi(a0, a0, 1);
    }
    p_ << ssr_disable() << csrrwi(zero, 0x7c3, 0);
    if (pick(3) == 0)
      p_ << fmv_x_w(t6, 9) << mv(t6, t6);
    if (pick(4) == 0)
      p_ << feq_d(a1, 9, 10);
  }

  std::mt19937_64 random_;
  program p_;
  uint32_t written_ = 0;
};

// Memory that a program leaves.
std::vector<uint64_t> left_by(const program &p, uint64_t seed, int stall) {
  core_bench bench(
      {.seed = seed, .fetch_stall = stall / 2, .tcdm_stall = stall});
  for (uint32_t i = 0; i < words; ++i)
    bench.set_double(in_at + 8 * i, double(i * 37 % 101) / 8 - 5);
  for (uint32_t i = 0; i < 8; ++i)
    bench.set_double(data + 8 * i, 1.5 * i - 3);
  bench.load(p);
  EXPECT_TRUE(bench.run(200000)) << "waits for " << bench.wait();
  EXPECT_EQ(bench.state(), 1)
      << bench.mcause() << std::hex << ' ' << bench.pc();
  std::vector<uint64_t> left;
  for (uint32_t at = data; at < data + 0x480; at += 8)
    left.push_back(bench.dword(at));
  for (uint32_t at = out_at; at < out_at + 8 * words; at += 8)
    left.push_back(bench.dword(at));
  return left;
}

class core_stream_random : public testing::TestWithParam<int> {};

TEST_P(core_stream_random, stalls_do_not_show) {
  for (uint64_t i = 0; i < 40; ++i) {
    const uint64_t seed = uint64_t(GetParam()) * 1000 + i;
    SCOPED_TRACE("seed " + std::to_string(seed));
    const program p = generator(seed).make();
    const std::vector<uint64_t> calm = left_by(p, seed, 0);
    for (int stall : {60, 150})
      ASSERT_EQ(left_by(p, seed + 1, stall), calm) << "stall " << stall;
    if (HasFailure())
      return;
  }
}

INSTANTIATE_TEST_SUITE_P(seeds, core_stream_random, testing::Range(0, 4));

} // namespace
