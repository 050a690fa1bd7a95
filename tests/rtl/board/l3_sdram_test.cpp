// L3 in an SDRAM answers as the simulation's own L3 does, at three ports at
// once.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The memory's model ends the test when a command comes out of time or a row is
// not refreshed.
#include "l3_memory.hpp"

#include <cstring>
#include <deque>
#include <memory>
#include <random>

#include <gtest/gtest.h>
#include <verilated.h>

#include "Vl3_sdram_model.h"

namespace {

using namespace seeker::sim;

constexpr std::uint32_t base = 0x80000000;
constexpr std::uint32_t bytes = 32 << 20;

class l3_sdram : public testing::Test {
protected:
  l3_sdram() {
    context.fatalOnError(false);
    top = std::make_unique<Vl3_sdram_model>(&context);
    top->rst_ni = 0;
    for (int i = 0; i != 4; ++i)
      tick();
    top->rst_ni = 1;
    while (!top->up_o && cycle < 20'000)
      tick();
  }
  void tick() {
    top->clk_i = 0;
    top->eval();
    top->clk_i = 1;
    top->eval();
    ++cycle;
    ASSERT_FALSE(context.gotFinish() || context.gotError()) << cycle;
  }
  void settle() {
    top->clk_i = 0;
    top->eval();
  }

  // Mostly some words of a few lines, now and then beyond the end.
  std::uint32_t place(unsigned align) {
    const std::uint32_t offset = random() % 64 == 0
                                     ? bytes - 128 + random() % 256
                                 : random() % 8 ? random() % 256
                                                : 0x123400 + random() % 4096;
    return base + offset / align * align;
  }

  VerilatedContext context;
  std::unique_ptr<Vl3_sdram_model> top;
  std::mt19937 random{7};
  std::uint64_t cycle = 0;
  l3_memory reference{base, bytes};
};

TEST_F(l3_sdram, is_initialised_in_time) {
  EXPECT_GE(cycle, 3'000u); // 120 us
  EXPECT_TRUE(top->up_o);
}

TEST_F(l3_sdram, answers_as_the_simulations_memory) {
  narrow_answer narrow;
  std::array<std::uint32_t, 16> line{};
  bool line_error = false, wrote_error = false;
  bool narrow_open = false, read_open = false, write_open = false;
  unsigned answered[3] = {};
  bool plain_write = false;
  for (int i = 0; i != 400'000; ++i) {
    if (!narrow_open && !top->l3_valid_i && random() % 8 == 0) {
      top->l3_valid_i = 1;
      top->l3_amo_i = random() % 3 ? 0 : random() % 12;
      top->l3_addr_i = place(top->l3_amo_i ? 4 : 8);
      top->l3_write_i = top->l3_amo_i == 0 && random() % 2;
      top->l3_strb_i =
          top->l3_amo_i ? (top->l3_addr_i & 4 ? 0xf0 : 0x0f) : random();
      top->l3_wdata_i = std::uint64_t{random()} << 32 | random();
      top->l3_src_i = random() % 4;
    }
    if (!read_open && !top->l3_rd_valid_i && random() % 16 == 0) {
      top->l3_rd_valid_i = 1;
      top->l3_rd_addr_i = place(64);
    }
    if (!write_open && !top->l3_wr_valid_i && random() % 16 == 0) {
      top->l3_wr_valid_i = 1;
      top->l3_wr_addr_i = place(64);
      top->l3_wr_strb_i = random() % 2
                              ? ~std::uint64_t{0}
                              : std::uint64_t{random()} << 32 | random();
      for (auto &word : top->l3_wr_data_i.m_storage)
        word = random();
    }
    top->l3_rready_i = random() % 4 != 0;
    top->l3_rd_rready_i = random() % 4 != 0;
    top->l3_wr_rready_i = random() % 4 != 0;
    settle();
    // One port is taken at a time: their order is the memory's.
    ASSERT_LE(top->l3_ready_o + top->l3_rd_ready_o + top->l3_wr_ready_o, 1);
    const bool take[3] = {top->l3_valid_i && top->l3_ready_o,
                          top->l3_rd_valid_i && top->l3_rd_ready_o,
                          top->l3_wr_valid_i && top->l3_wr_ready_o};
    if (take[0]) {
      plain_write = top->l3_write_i;
      narrow =
          reference.access({top->l3_addr_i, top->l3_write_i != 0,
                            static_cast<amo>(top->l3_amo_i), top->l3_strb_i,
                            top->l3_wdata_i, top->l3_src_i});
      narrow_open = true;
    }
    if (take[1]) {
      line_error = !reference.read(top->l3_rd_addr_i, line.data());
      read_open = true;
    }
    if (take[2]) {
      wrote_error = !reference.write(top->l3_wr_addr_i, top->l3_wr_strb_i,
                                     &top->l3_wr_data_i);
      write_open = true;
    }
    if (top->l3_rvalid_o && top->l3_rready_i) {
      ASSERT_TRUE(narrow_open);
      ASSERT_EQ(top->l3_rerror_o != 0, narrow.error);
      if (!plain_write)
        ASSERT_EQ(top->l3_rdata_o, narrow.data) << "cycle " << cycle;
      narrow_open = false;
      ++answered[0];
    }
    if (top->l3_rd_rvalid_o && top->l3_rd_rready_i) {
      ASSERT_TRUE(read_open);
      ASSERT_EQ(top->l3_rd_rerror_o != 0, line_error);
      ASSERT_EQ(std::memcmp(&top->l3_rd_rdata_o, line.data(), 64), 0)
          << "cycle " << cycle;
      read_open = false;
      ++answered[1];
    }
    if (top->l3_wr_rvalid_o && top->l3_wr_rready_i) {
      ASSERT_TRUE(write_open);
      ASSERT_EQ(top->l3_wr_rerror_o != 0, wrote_error);
      write_open = false;
      ++answered[2];
    }
    tick();
    if (HasFatalFailure())
      return;
    if (take[0])
      top->l3_valid_i = 0;
    if (take[1])
      top->l3_rd_valid_i = 0;
    if (take[2])
      top->l3_wr_valid_i = 0;
  }
  for (unsigned each : answered)
    EXPECT_GT(each, 1'000u);
}

} // namespace
