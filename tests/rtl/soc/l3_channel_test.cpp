// A channel to L3: each master gets its own answers in order, the cluster goes
// first.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <random>

#include <gtest/gtest.h>

#include "Vl3_channel_model.h"

namespace {

std::uint32_t answer_to(std::uint32_t request) { return request * 7 + 3; }

class l3_channel : public testing::Test {
protected:
  static constexpr unsigned max_wait = 16;

  l3_channel() {
    top->rst_ni = 0;
    tick();
    top->rst_ni = 1;
    tick();
  }

  // Chances in percent.
  struct chances {
    unsigned request[2];
    unsigned take; // L3 takes a request
    unsigned give; // L3 answers
    unsigned accept[2];
  };

  // A cycle with random partners.
  void cycle(const chances &c) {
    for (unsigned m : {0u, 1u}) {
      if (!top->valid_i[m] && random_() % 100 < c.request[m]) {
        top->valid_i[m] = 1;
        top->request_i[m] = static_cast<std::uint32_t>(random_() << 1 | m);
      }
      top->rready_i[m] = random_() % 100 < c.accept[m];
    }
    top->l3_ready_i = random_() % 100 < c.take;
    top->l3_rvalid_i =
        answering_ || (!in_l3_.empty() && random_() % 100 < c.give);
    if (top->l3_rvalid_i)
      top->l3_answer_i = answer_to(in_l3_.front());
    top->clk_i = 0;
    top->eval();

    const bool taken = top->l3_valid_o && top->l3_ready_i;
    if (offered_) { // valid and payload stay until the transfer
      ASSERT_TRUE(top->l3_valid_o);
      ASSERT_EQ(top->l3_request_o, offer_);
    }
    offered_ = top->l3_valid_o && !taken;
    offer_ = top->l3_request_o;
    ASSERT_FALSE(top->ready_o[0] && top->ready_o[1] && taken &&
                 top->valid_i[0] && top->valid_i[1]);
    bool gone[2] = {}; // to be withdrawn after the edge
    unsigned transfers = 0;
    for (unsigned m : {0u, 1u})
      if (top->valid_i[m] && top->ready_o[m]) {
        ++transfers;
        ASSERT_TRUE(taken);
        ASSERT_EQ(top->l3_request_o, top->request_i[m]);
        awaited_[m].push_back(top->request_i[m]);
        in_l3_.push_back(top->request_i[m]);
        gone[m] = true;
        ++served[m];
        passed = m == 0 && top->valid_i[1] ? passed + 1 : 0;
      }
    ASSERT_EQ(transfers, taken ? 1u : 0u);
    answering_ = top->l3_rvalid_i && !top->l3_rready_o;
    if (top->l3_rvalid_i && top->l3_rready_o)
      in_l3_.pop_front();
    for (unsigned m : {0u, 1u})
      if (top->rvalid_o[m] && top->rready_i[m]) {
        ASSERT_FALSE(awaited_[m].empty());
        ASSERT_EQ(top->answer_o, answer_to(awaited_[m].front()));
        awaited_[m].pop_front();
        ++answered[m];
      }
    top->clk_i = 1;
    top->eval();
    for (unsigned m : {0u, 1u})
      if (gone[m])
        top->valid_i[m] = 0;
  }

  void tick() {
    top->clk_i = 0;
    top->eval();
    top->clk_i = 1;
    top->eval();
  }

  std::mt19937 random_{5};
  std::deque<std::uint32_t> awaited_[2], in_l3_;
  bool answering_ = false;
  bool offered_ = false;
  std::uint32_t offer_ = 0;
  unsigned served[2] = {}, answered[2] = {};
  unsigned passed = 0; // requests of master 0 that went before a waiting one
  std::unique_ptr<Vl3_channel_model> top =
      std::make_unique<Vl3_channel_model>();
};

TEST_F(l3_channel, loses_and_mixes_up_nothing) {
  for (unsigned round = 0; round != 40; ++round) {
    const auto percent = [&] { return 10 + random_() % 91; };
    const auto c = [&](unsigned a, unsigned b, unsigned d, unsigned e,
                       unsigned f, unsigned g) {
      return chances{{a, b}, d, e, {f, g}};
    }(percent(), percent(), percent(), percent(), percent(), percent());
    for (int i = 0; i != 500; ++i) {
      cycle(c);
      if (HasFatalFailure())
        return;
    }
  }
  for (int i = 0; i != 200; ++i)
    cycle({{0, 0}, 100, 100, {100, 100}});
  EXPECT_EQ(served[0], answered[0]);
  EXPECT_EQ(served[1], answered[1]);
  EXPECT_GT(served[0], 2000u);
  EXPECT_GT(served[1], 500u);
  EXPECT_TRUE(top->idle_o);
  EXPECT_TRUE(top->drained_o);
}

TEST_F(l3_channel, the_cluster_goes_first_but_not_for_ever) {
  unsigned worst = 0;
  for (int i = 0; i != 1000; ++i) {
    cycle({{100, 100}, 100, 100, {100, 100}});
    worst = std::max(worst, passed);
  }
  EXPECT_EQ(worst, max_wait);
  EXPECT_NEAR(served[1], 1000.0 / (max_wait + 1), 3);
  // Alone, either has all of it.
  const unsigned before = served[1];
  for (int i = 0; i != 100; ++i)
    cycle({{0, 100}, 100, 100, {100, 100}});
  EXPECT_GE(served[1] - before, 98u);
}

TEST_F(l3_channel, throws_away_what_a_reset_cluster_asked_for) {
  for (int round = 0; round != 50; ++round) {
    // Requests are on their way for both, and one is being offered.
    for (int i = 0; i != 12; ++i)
      cycle({{80, 60}, 60, 5, {100, 100}});
    const unsigned before = answered[0];
    top->drop_i = 1;
    top->valid_i[0] = 0; // in reset
    offered_ = false;    // may be withdrawn
    awaited_[0].clear();
    int cycles = 0;
    do {
      cycle({{0, 50}, 70, 50, {0, 70}});
      if (HasFatalFailure())
        return;
      ASSERT_LT(++cycles, 1000);
    } while (!top->drained_o);
    EXPECT_EQ(answered[0], before) << "an answer went to a cluster in reset";
    top->drop_i = 0;
    for (int i = 0; i != 30; ++i) {
      cycle({{50, 50}, 80, 80, {80, 80}});
      if (HasFatalFailure())
        return;
    }
  }
  EXPECT_EQ(served[1], answered[1] + awaited_[1].size());
}

} // namespace
