// One narrow master to two slaves: answers in the order of the requests, none
// lost.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cstdint>
#include <deque>
#include <memory>
#include <random>

#include <gtest/gtest.h>

#include "Vnarrow_demux_model.h"

namespace {

TEST(narrow_demux, keeps_answers_in_order) {
  auto top = std::make_unique<Vnarrow_demux_model>();
  std::mt19937 random(3);
  std::deque<std::uint64_t> expected, slave[2];
  std::uint64_t number = 0;
  unsigned answered = 0, errors = 0;
  const auto edge = [&] {
    top->clk_i = 1;
    top->eval();
    top->clk_i = 0;
  };
  top->rst_ni = 0;
  top->eval();
  edge();
  top->rst_ni = 1;
  for (unsigned cycle = 0; cycle != 20000; ++cycle) {
    const unsigned speed = 20 + cycle / 4000 * 20;
    if (!top->valid_i && random() % 100 < speed) {
      top->valid_i = 1;
      top->second_i = random() % 4 == 0;
      ++number;
    }
    top->rready_i = random() % 100 < speed;
    for (unsigned s : {0u, 1u}) {
      top->ready_i[s] = random() % 100 < 70;
      // Answers stay until they are taken.
      top->rvalid_i[s] =
          !slave[s].empty() && (top->rvalid_i[s] || random() % 100 < speed);
      if (top->rvalid_i[s]) {
        top->rdata_i[s] = slave[s].front();
        top->rerror_i[s] = slave[s].front() % 5 == 0;
      }
    }
    top->eval();
    ASSERT_FALSE(top->valid_o[0] && top->valid_o[1]);
    if (top->rvalid_o && top->rready_i) {
      ASSERT_FALSE(expected.empty());
      ASSERT_EQ(top->rdata_o, expected.front());
      ASSERT_EQ(top->rerror_o, expected.front() % 5 == 0);
      errors += top->rerror_o;
      expected.pop_front();
      ++answered;
    }
    bool taken[2] = {};
    for (unsigned s : {0u, 1u}) {
      if (top->rvalid_i[s] && top->rready_o[s]) {
        slave[s].pop_front();
        taken[s] = true;
      }
      if (top->valid_o[s] && top->ready_i[s]) {
        ASSERT_EQ(s, top->second_i);
        ASSERT_TRUE(top->ready_o);
        slave[s].push_back(number);
      }
    }
    if (top->valid_i && top->ready_o)
      expected.push_back(number);
    const bool sent = top->valid_i && top->ready_o;
    edge();
    if (sent)
      top->valid_i = 0;
    for (unsigned s : {0u, 1u})
      if (taken[s])
        top->rvalid_i[s] = 0; // the next one is offered anew
  }
  EXPECT_GT(answered, 3000u);
  EXPECT_GT(errors, 300u);
  EXPECT_LE(expected.size(), 8u);
}

} // namespace
