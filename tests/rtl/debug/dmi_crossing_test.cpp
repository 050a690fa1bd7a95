// Accesses cross between two clocks of any ratio, each once, with its own
// answer.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Vdmi_crossing_model.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>

#include <verilated.h>

namespace {

class crossing {
public:
  crossing(unsigned seed, unsigned tck_share)
      : random_(seed), tck_share_(tck_share) {
    reset(0);
  }

  void reset(int cycles) {
    top.rst_ni = 0;
    top.eval();
    for (int i = 0; i < cycles; ++i)
      clk();
    top.rst_ni = 1;
  }

  // One edge, of either clock; what came over with it.
  void edge() {
    if (random_() % 100 < tck_share_)
      tck();
    else
      clk();
  }

  void ask(unsigned address, unsigned data) {
    top.req_write_i = data & 1;
    top.req_addr_i = static_cast<unsigned char>(address);
    top.req_data_i = data;
    ask_ = true;
  }

  VerilatedContext context;
  Vdmi_crossing_model top{&context};
  int seen = 0;                   // by the debug module
  std::optional<unsigned> answer; // by the transport module
  unsigned address = 0, data = 0;

private:
  void tck() {
    top.tck_i = 0;
    top.eval();
    top.req_valid_i = ask_;
    top.eval();
    if (top.rsp_valid_o)
      answer = top.rsp_data_o;
    top.tck_i = 1;
    top.eval();
    ask_ = false;
    top.req_valid_i = 0;
  }
  void clk() {
    top.clk_i = 0;
    top.eval();
    if (top.dmi_valid_o) {
      ++seen;
      address = top.dmi_addr_o;
      data = top.dmi_wdata_o;
      top.dmi_rdata_i = data * 3 + address;
      top.eval();
    }
    top.clk_i = 1;
    top.eval();
  }

  std::mt19937 random_;
  unsigned tck_share_;
  bool ask_ = false;
};

TEST(dmi_crossing, each_access_crosses_once) {
  for (unsigned share : {5u, 30u, 50u, 70u, 95u}) {
    crossing c(share, share);
    for (int i = 0; i < 40; ++i)
      c.edge();
    EXPECT_EQ(c.seen, 0) << "nothing by itself";
    for (unsigned n = 1; n <= 300; ++n) {
      c.ask(n % 128, n * 7919);
      c.answer.reset();
      int edges = 0;
      while (!c.answer && ++edges < 2000)
        c.edge();
      ASSERT_TRUE(c.answer);
      EXPECT_EQ(c.seen, int(n));
      EXPECT_EQ(c.address, n % 128);
      EXPECT_EQ(c.data, n * 7919);
      EXPECT_EQ(*c.answer, n * 7919 * 3 + n % 128);
      EXPECT_EQ(c.top.pending_o, 0);
    }
  }
}

TEST(dmi_crossing, a_reset_repeats_nothing) {
  crossing c(1, 50);
  for (int i = 0; i < 40; ++i)
    c.edge();
  for (int round = 0; round < 20; ++round) {
    c.ask(1, 2);
    c.answer.reset();
    while (!c.answer)
      c.edge();
    const int seen = c.seen;
    c.reset(3);
    for (int i = 0; i < 60; ++i)
      c.edge();
    EXPECT_EQ(c.seen, seen) << round;
    EXPECT_EQ(c.top.pending_o, 0);
  }
}

} // namespace
