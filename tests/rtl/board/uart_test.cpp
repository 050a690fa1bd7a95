// The serial line's two ends against a line in plain C++, at speeds that
// differ.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "serial_pins.hpp"

#include <memory>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "Vuart_queue_model.h"
#include "Vuart_rx_model.h"
#include "Vuart_tx_model.h"

namespace {

constexpr std::uint64_t clock_hz = 25'000'000;
constexpr std::uint64_t baud = 3'000'000;

template <class Model> void tick(Model &top) {
  top.clk_i = 0;
  top.eval();
  top.clk_i = 1;
  top.eval();
}

template <class Model> std::unique_ptr<Model> make() {
  static VerilatedContext context;
  auto top = std::make_unique<Model>(&context);
  top->rst_ni = 0;
  tick(*top);
  top->rst_ni = 1;
  return top;
}

// What arrives of `sent` when the sender's clock is off by `percent`.
std::vector<unsigned> received(const std::vector<unsigned> &sent,
                               double percent) {
  auto top = make<Vuart_rx_model>();
  top->rx_i = 1;
  seeker::vboard::serial_pins pins(
      clock_hz, static_cast<std::uint64_t>(baud * (1 + percent / 100)));
  std::vector<unsigned> got;
  std::size_t next = 0;
  for (std::size_t i = 0; i != (sent.size() + 3) * 100; ++i) {
    if (next != sent.size() && pins.can_send())
      pins.send(static_cast<std::uint8_t>(sent[next++]));
    top->rx_i = pins.drive();
    tick(*top);
    EXPECT_FALSE(top->error_o);
    if (top->valid_o)
      got.push_back(top->data_o);
  }
  return got;
}

TEST(uart_rx, takes_bytes_back_to_back_from_clocks_that_differ) {
  std::mt19937 random(2);
  std::vector<unsigned> sent{0x00, 0xff, 0x55, 0xaa, 0x80, 0x01};
  while (sent.size() != 2'000)
    sent.push_back(random() % 256);
  for (double percent : {-2.0, -1.0, 0.0, 1.0, 2.0})
    EXPECT_EQ(received(sent, percent), sent) << percent << " %";
}

TEST(uart_rx, a_break_is_one_error_and_a_glitch_none) {
  auto top = make<Vuart_rx_model>();
  unsigned errors = 0, bytes = 0;
  const auto hold = [&](bool level, int cycles) {
    for (int i = 0; i != cycles; ++i) {
      top->rx_i = level;
      tick(*top);
      errors += top->error_o;
      bytes += top->valid_o;
    }
  };
  hold(true, 20);
  hold(false, 2'000);
  EXPECT_EQ(errors, 1u);
  hold(true, 50);
  hold(false, 2); // a quarter of a bit
  hold(true, 200);
  EXPECT_EQ(errors, 1u);
  EXPECT_EQ(bytes, 0u);
  EXPECT_FALSE(top->busy_o);
}

TEST(uart_tx, sends_what_it_takes) {
  auto top = make<Vuart_tx_model>();
  seeker::vboard::serial_pins pins(clock_hz, baud);
  std::mt19937 random(4);
  std::vector<unsigned> sent, got;
  unsigned cycles = 0;
  while (got.size() != 2'000) {
    top->valid_i = sent.size() != 2'000;
    top->data_i = static_cast<unsigned char>(random());
    top->clk_i = 0;
    top->eval();
    if (top->valid_i && top->ready_o)
      sent.push_back(top->data_i);
    if (const auto byte = pins.sample(top->tx_o))
      got.push_back(*byte);
    tick(*top);
    ASSERT_LT(++cycles, 200'000u);
  }
  EXPECT_EQ(got, sent);
  // 83.3 cycles a byte, and one to take it.
  EXPECT_NEAR(cycles / 2'000.0, 84.3, 1.0);
}

TEST(uart_queue, keeps_order_and_tells_of_what_it_lost) {
  auto top = make<Vuart_queue_model>();
  std::mt19937 random(6);
  std::vector<unsigned> put, got;
  unsigned lost = 0, offered = 0;
  for (int i = 0; i != 200'000; ++i) {
    const bool flood = i / 20'000 % 2 == 0;
    top->valid_i = random() % (flood ? 2 : 6) == 0;
    top->data_i = static_cast<unsigned char>(random());
    top->ready_i = random() % (flood ? 40 : 2) == 0;
    top->clk_i = 0;
    top->eval();
    if (top->valid_o && top->ready_i)
      got.push_back(top->data_o);
    const unsigned data = top->data_i;
    const bool valid = top->valid_i;
    tick(*top);
    offered += valid;
    if (top->lost_o)
      ++lost;
    else if (valid)
      put.push_back(data);
  }
  EXPECT_GT(lost, 100u);
  EXPECT_EQ(put.size() + lost, offered);
  ASSERT_LE(got.size(), put.size());
  EXPECT_LE(put.size() - got.size(), 64u);
  put.resize(got.size());
  EXPECT_EQ(got, put);
}

} // namespace
