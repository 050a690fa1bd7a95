// Two masters on one narrow bus.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Vnarrow_guest_model.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include <verilated.h>

namespace {

// The guest gets its turn, and both get their own answers.
TEST(narrow_guest, two_masters_on_one_bus) {
  std::mt19937 random(5);
  VerilatedContext context;
  Vnarrow_guest_model top{&context};
  top.rst_ni = 0;
  top.clk_i = 0;
  top.eval();
  top.clk_i = 1;
  top.eval();
  top.rst_ni = 1;
  std::vector<std::uint32_t> bus;           // accepted, not answered
  std::vector<std::uint32_t> host_expected; // in order
  std::uint32_t host_next = 0x1000, guest_next = 0x2000;
  bool host_valid = false, guest_valid = false, guest_waits = false;
  int host_done = 0, guest_done = 0;
  for (int cycle = 0; cycle < 20000; ++cycle) {
    top.clk_i = 0;
    if (!host_valid)
      host_valid = random() % 3 != 0 && cycle % 100 < 60;
    if (!guest_valid && !guest_waits)
      guest_valid = random() % 4 == 0;
    top.host_valid_i = host_valid;
    top.host_addr_i = host_next;
    top.host_rready_i = random() % 4 != 0;
    top.guest_valid_i = guest_valid;
    top.guest_addr_i = guest_next;
    top.ready_i = bus.size() < 8 && random() % 3 != 0;
    top.rvalid_i = !bus.empty() && random() % 2;
    top.eval();
    if (top.host_rvalid_o && top.host_rready_i) {
      ASSERT_FALSE(host_expected.empty());
      ASSERT_EQ(bus.front(), host_expected.front());
      host_expected.erase(host_expected.begin());
      ++host_done;
    }
    if (top.guest_rvalid_o) {
      ASSERT_TRUE(guest_waits);
      ASSERT_EQ(bus.front(), guest_next);
      guest_waits = false;
      guest_next += 4;
      ++guest_done;
    }
    const bool taken = top.rvalid_i && top.rready_o;
    const bool sent = top.valid_o && top.ready_i;
    if (top.host_valid_i && top.host_ready_o) {
      ASSERT_TRUE(sent);
      ASSERT_EQ(top.addr_o, host_next);
      host_expected.push_back(host_next);
      host_next += 4;
      host_valid = false;
    }
    if (top.guest_ready_o) {
      ASSERT_TRUE(sent && guest_valid);
      ASSERT_EQ(top.addr_o, guest_next);
      guest_valid = false;
      guest_waits = true;
    }
    if (taken)
      bus.erase(bus.begin());
    if (sent)
      bus.push_back(top.addr_o);
    top.clk_i = 1;
    top.eval();
  }
  EXPECT_GT(host_done, 2000);
  EXPECT_GT(guest_done, 500);
}

} // namespace
