// The CLINT: registers from both ports, interrupts, errors, and who goes first.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cstdint>
#include <memory>

#include <gtest/gtest.h>

#include "Vclint_model.h"

namespace {

constexpr std::uint16_t mtimecmp = 0x4000, mtime = 0xBFF8;
constexpr unsigned harts = 3; // of configuration small

struct answer {
  std::uint64_t data;
  bool error;
};

class clint : public testing::Test {
protected:
  clint() {
    top->rst_ni = 0;
    tick();
    top->rst_ni = 1;
    for (unsigned p : {0u, 1u}) {
      top->valid_i[p] = 0;
      top->rready_i[p] = 1;
    }
    tick();
  }

  void low() {
    top->clk_i = 0;
    top->eval();
  }
  void tick() {
    low();
    top->clk_i = 1;
    top->eval();
  }

  void request(unsigned port, std::uint16_t address, bool write,
               std::uint64_t data = 0, std::uint8_t strobes = 0xFF,
               unsigned amo = 0) {
    top->valid_i[port] = 1;
    top->addr_i[port] = address;
    top->write_i[port] = write;
    top->amo_i[port] = static_cast<std::uint8_t>(amo);
    top->strb_i[port] = strobes;
    top->wdata_i[port] = data;
  }

  // Sends the request and waits for its answer.
  answer access(unsigned port, std::uint16_t address, bool write,
                std::uint64_t data = 0, std::uint8_t strobes = 0xFF,
                unsigned amo = 0) {
    request(port, address, write, data, strobes, amo);
    low();
    EXPECT_TRUE(top->ready_o[port]);
    tick();
    top->valid_i[port] = 0;
    low();
    EXPECT_TRUE(top->rvalid_o[port]);
    EXPECT_FALSE(top->rvalid_o[1 - port]);
    const answer got{top->rdata_o[port], top->rerror_o[port] != 0};
    tick();
    return got;
  }

  std::uint64_t read(std::uint16_t address, unsigned port = 0) {
    const auto got = access(port, address, false);
    EXPECT_FALSE(got.error);
    return got.data;
  }
  void write(std::uint16_t address, std::uint64_t data,
             std::uint8_t strobes = 0xFF, unsigned port = 0) {
    EXPECT_FALSE(access(port, address, true, data, strobes).error);
  }

  std::unique_ptr<Vclint_model> top = std::make_unique<Vclint_model>();
};

TEST_F(clint, raises_software_interrupts_hart_by_hart) {
  for (unsigned h = 0; h != harts; ++h) {
    const auto word = static_cast<std::uint16_t>(h / 2 * 8);
    const unsigned shift = h % 2 * 32;
    const auto half = static_cast<std::uint8_t>(h % 2 ? 0xF0 : 0x0F);
    write(word, ~std::uint64_t{0}, half, h % 2);
    for (unsigned other = 0; other != harts; ++other)
      EXPECT_EQ(top->msip_o[other], other == h) << h;
    EXPECT_EQ(read(word), std::uint64_t{1} << shift) << "only bit 0 is there";
    write(word, ~std::uint64_t{0}, static_cast<std::uint8_t>(half & 0xEE));
    EXPECT_EQ(top->msip_o[h], 1) << "byte 0 was not written";
    write(word, 0, half);
    EXPECT_EQ(top->msip_o[h], 0);
  }
}

TEST_F(clint, counts_cycles_and_raises_timer_interrupts) {
  const auto first = read(mtime);
  const auto second = read(mtime);
  EXPECT_EQ(second - first, 2u) << "an access takes two cycles";
  for (unsigned h = 0; h != harts; ++h)
    EXPECT_EQ(read(static_cast<std::uint16_t>(mtimecmp + 8 * h)),
              ~std::uint64_t{0});
  EXPECT_TRUE(top->idle_o);

  write(mtime, 0x1'0000'0000);
  write(mtimecmp + 8, 0x1'0000'0020, 0x0F); // the upper half stays all ones
  low();
  EXPECT_FALSE(top->idle_o) << "a timer runs";
  EXPECT_EQ(read(mtimecmp + 8), 0xFFFF'FFFF'0000'0020);
  write(mtimecmp + 8, 0x1'0000'0020);
  while (!top->mtip_o[1])
    tick();
  EXPECT_EQ(read(mtime), 0x1'0000'0020);
  EXPECT_TRUE(top->mtip_o[1]);
  EXPECT_FALSE(top->mtip_o[0] || top->mtip_o[2]);
  EXPECT_TRUE(top->idle_o) << "nothing is to come";
  write(mtimecmp + 8, ~std::uint64_t{0});
  EXPECT_FALSE(top->mtip_o[1]);
}

TEST_F(clint, answers_what_is_not_there_with_an_error) {
  for (std::uint16_t address :
       {std::uint16_t{0x10}, std::uint16_t{0x3FF8},
        static_cast<std::uint16_t>(mtimecmp + 8 * harts), std::uint16_t{0xC000},
        std::uint16_t{0xFFF8}}) {
    EXPECT_TRUE(access(0, address, false).error) << address;
    EXPECT_TRUE(access(1, address, true, 1).error) << address;
    EXPECT_EQ(access(1, address, false).data, 0u) << address;
  }
  const auto atomic = access(0, 0, false, 1, 0x0F, 2);
  EXPECT_TRUE(atomic.error);
  EXPECT_EQ(top->msip_o[0], 0);
}

TEST_F(clint, serves_the_cluster_first_and_both_once) {
  request(0, 0, true, 1, 0x0F);
  request(1, mtimecmp, false);
  low();
  EXPECT_TRUE(top->ready_o[0]);
  EXPECT_FALSE(top->ready_o[1]);
  tick();
  top->valid_i[0] = 0;
  top->rready_i[0] = 0; // its answer has to wait, and the other port with it
  for (int i = 0; i != 3; ++i) {
    low();
    EXPECT_TRUE(top->rvalid_o[0]);
    EXPECT_FALSE(top->ready_o[1]);
    tick();
  }
  top->rready_i[0] = 1;
  low();
  EXPECT_TRUE(top->ready_o[1]);
  tick();
  top->valid_i[1] = 0;
  low();
  EXPECT_FALSE(top->rvalid_o[0]);
  EXPECT_TRUE(top->rvalid_o[1]);
  EXPECT_EQ(top->rdata_o[1], ~std::uint64_t{0});
  tick();
  low();
  EXPECT_FALSE(top->rvalid_o[0] || top->rvalid_o[1]);
}

} // namespace
