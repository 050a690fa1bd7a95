// The narrow crossbar at random: each request answered once and in order.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Vnarrow_xbar_model.h"

#include "seeker_cfg.h"

#include <array>
#include <cstdint>
#include <deque>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <random>

namespace {

constexpr unsigned masters =
    SEEKER_CLUSTER_COMPUTE_CORES + SEEKER_CLUSTER_DM_CORES + 1;
constexpr std::uint64_t error_data = 0xdeadbeefdeadbeef;

struct request {
  std::uint32_t addr;
  bool write;
  std::uint64_t wdata;
};

struct answer {
  std::uint64_t rdata;
  bool error;
};

// What each slave of this bench answers: a function of the request alone, so
// that an answer that goes astray is seen.
std::uint64_t answer_of(std::uint32_t addr, std::uint64_t wdata) {
  return (std::uint64_t(addr) << 32) ^ wdata ^ 0x5a5a;
}

bool inside(std::uint32_t addr, std::uint32_t base, std::uint32_t bytes) {
  return addr - base < bytes;
}

answer expected(const request &r) {
  std::uint32_t addr = r.addr;
  if (inside(addr, SEEKER_CLUSTER_ALIAS_BASE, 0x40400))
    addr = addr - SEEKER_CLUSTER_ALIAS_BASE + SEEKER_TCDM_BASE;
  if (inside(addr, SEEKER_TCDM_BASE, SEEKER_TCDM_BYTES) ||
      inside(addr, SEEKER_PERIPHERAL_BASE, SEEKER_PERIPHERAL_BYTES))
    return {answer_of(addr, r.wdata), false};
  if (inside(addr, SEEKER_BOOT_ROM_BASE, SEEKER_BOOT_ROM_BYTES))
    return r.write ? answer{error_data, true}
                   : answer{answer_of((addr & 0xff8) >> 3, 0), false};
  if (inside(addr, SEEKER_ZERO_MEMORY_BASE, SEEKER_ZERO_MEMORY_BYTES))
    return {0, false};
  if (inside(addr, SEEKER_L3_BASE, SEEKER_L3_BYTES) ||
      inside(addr, SEEKER_CLINT_BASE, SEEKER_CLINT_BYTES))
    return {answer_of(addr, r.wdata), bool(addr & 64)};
  return {error_data, true};
}

class RandomTraffic : public testing::TestWithParam<unsigned> {};

TEST_P(RandomTraffic, IsAnsweredOnceAndInOrder) {
  std::mt19937_64 rng(GetParam());
  auto below = [&](std::uint32_t n) { return std::uint32_t(rng() % n); };
  const unsigned busy = 20 + below(3) * 40, stall = below(3) * 30;
  auto chance = [&] { return below(100) >= stall; };
  VerilatedContext context;
  auto top = std::make_unique<Vnarrow_xbar_model>(&context);
  top->rst_ni = 0;
  for (int i = 0; i < 3; ++i) {
    top->clk_i = 0;
    top->eval();
    top->clk_i = 1;
    top->eval();
  }
  top->rst_ni = 1;

  auto address = [&]() -> std::uint32_t {
    const std::uint32_t bases[] = {SEEKER_TCDM_BASE,
                                   SEEKER_PERIPHERAL_BASE,
                                   SEEKER_BOOT_ROM_BASE,
                                   SEEKER_ZERO_MEMORY_BASE,
                                   SEEKER_L3_BASE,
                                   SEEKER_CLINT_BASE,
                                   SEEKER_CLUSTER_ALIAS_BASE,
                                   SEEKER_EXTERNAL_SLAVE_BASE,
                                   SEEKER_L3_BASE,
                                   SEEKER_TCDM_BASE,
                                   0x20000000,
                                   SEEKER_L3_BASE + SEEKER_L3_BYTES};
    return bases[below(12)] + below(128) * 8;
  };

  std::array<std::optional<request>, masters> posted;
  std::array<std::deque<answer>, masters> waiting;
  std::array<unsigned, masters> waited{};
  // What slaves owe: of TCDM and peripheral for the next cycle, of the outside
  // later.
  std::optional<std::uint64_t> tcdm_next, peripheral_next;
  std::uint64_t rom_data = 0;
  std::deque<answer> outside;
  bool outside_up = false;
  std::uint64_t answers = 0;

  for (unsigned cycle = 0; cycle < 30000; ++cycle) {
    const bool draining = cycle > 29000;
    for (unsigned m = 0; m < masters; ++m) {
      if (!posted[m] && !draining && below(100) < busy)
        posted[m] = request{address(), bool(below(2)), rng()};
      top->in_valid_i[m] = posted[m].has_value();
      if (posted[m]) {
        top->in_addr_i[m] = posted[m]->addr;
        top->in_write_i[m] = posted[m]->write;
        top->in_amo_i[m] = 0;
        top->in_strb_i[m] = 0xff;
        top->in_wdata_i[m] = posted[m]->wdata;
      }
      top->in_rready_i[m] = draining || chance();
    }
    top->tcdm_ready_i = chance();
    top->tcdm_rvalid_i = tcdm_next.has_value();
    top->tcdm_rdata_i = tcdm_next.value_or(rng());
    top->peripheral_rvalid_i = peripheral_next.has_value();
    top->peripheral_answer_i[0] = std::uint32_t(peripheral_next.value_or(0));
    top->peripheral_answer_i[1] =
        std::uint32_t(peripheral_next.value_or(0) >> 32);
    top->peripheral_answer_i[2] = 0;
    top->rom_rdata_i = rom_data;
    top->out_ready_i = chance();
    outside_up = outside_up || (!outside.empty() && chance());
    top->out_rvalid_i = outside_up;
    if (outside_up) {
      top->out_rdata_i = outside.front().rdata;
      top->out_rerror_i = outside.front().error;
    }
    top->clk_i = 0;
    top->eval();

    // A request's fields, as narrow_request_t packs them.
    auto addr_of = [](const auto &packed) {
      return std::uint32_t((std::uint64_t(packed[3]) << 32 | packed[2]) >> 13);
    };
    auto data_of = [](const auto &packed) {
      return std::uint64_t(packed[1]) << 32 | packed[0];
    };
    tcdm_next.reset();
    if (top->tcdm_valid_o && top->tcdm_ready_i)
      tcdm_next =
          answer_of(addr_of(top->tcdm_request_o), data_of(top->tcdm_request_o));
    peripheral_next.reset();
    if (top->peripheral_valid_o)
      peripheral_next = answer_of(addr_of(top->peripheral_request_o),
                                  data_of(top->peripheral_request_o));
    if (top->rom_en_o)
      rom_data = answer_of(top->rom_word_o, 0);
    if (outside_up && top->out_rready_o) {
      outside.pop_front();
      outside_up = false;
    }
    if (top->out_valid_o && top->out_ready_i) {
      std::uint32_t addr = addr_of(top->out_request_o);
      EXPECT_LT(top->out_src_o, masters);
      outside.push_back(
          {answer_of(addr, data_of(top->out_request_o)), bool(addr & 64)});
    }
    for (unsigned m = 0; m < masters; ++m) {
      if (top->in_rvalid_o[m] && top->in_rready_i[m]) {
        ASSERT_FALSE(waiting[m].empty()) << "an answer nobody asked for";
        EXPECT_EQ(top->in_rdata_o[m], waiting[m].front().rdata);
        EXPECT_EQ(bool(top->in_rerror_o[m]), waiting[m].front().error);
        waiting[m].pop_front();
        ++answers;
      }
      if (posted[m] && top->in_ready_o[m]) {
        waiting[m].push_back(expected(*posted[m]));
        posted[m].reset();
        waited[m] = 0;
      } else if (posted[m]) {
        ASSERT_LT(++waited[m], 1000u) << "master " << m << " starves";
      }
    }
    ASSERT_FALSE(HasFailure()) << "seed " << GetParam() << " cycle " << cycle;
    top->clk_i = 1;
    top->eval();
  }
  for (unsigned m = 0; m < masters; ++m)
    EXPECT_TRUE(waiting[m].empty()) << "master " << m << " lost an answer";
  EXPECT_FALSE(top->busy_o);
  EXPECT_GT(answers, 5000u);
  top->final();
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTraffic, testing::Range(1u, 10u));

} // namespace
