// The JTAG port and the transport module at their pins.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Vjtag_dtm_model.h"
#include "jtag_driver.hpp"

#include <gtest/gtest.h>

#include <random>

#include <verilated.h>

using namespace seeker;

namespace {

// The pins, and a DMI that answers after some cycles of TCK.
class dtm_bench {
public:
  dtm_bench() {
    top.trst_ni = 0;
    top.eval();
    top.trst_ni = 1;
  }

  bool clock(bool tms, bool tdi) {
    top.tms_i = tms;
    top.tdi_i = tdi;
    top.rsp_valid_i = wait == 1;
    if (wait == 1)
      top.rsp_data_i = next_data;
    top.tck_i = 0;
    top.eval();
    const bool out = top.tdo_o;
    top.tck_i = 1;
    top.eval();
    if (wait > 0)
      --wait;
    if (top.req_valid_o) {
      ++requests;
      wait = latency;
    }
    return out;
  }

  VerilatedContext context;
  Vjtag_dtm_model top{&context};
  int wait = 0, latency = 3, requests = 0;
  std::uint32_t next_data = 0;
};

using driver = jtag_driver<dtm_bench>;

TEST(jtag_dtm, starts_with_the_idcode) {
  dtm_bench bench;
  driver jtag(bench);
  jtag.reset();
  EXPECT_EQ(jtag.scan_dr(0, 32), 0x15eec001u);
}

TEST(jtag_dtm, five_ones_on_tms_reset_it_from_anywhere) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    dtm_bench bench;
    driver jtag(bench);
    jtag.reset();
    jtag.scan_ir(0x1f);
    for (int i = 0; i < round; ++i)
      bench.clock(random() & 1, random() & 1);
    jtag.reset();
    EXPECT_EQ(jtag.scan_dr(0, 32), 0x15eec001u) << round;
  }
}

TEST(jtag_dtm, captures_1_in_the_instruction_register) {
  dtm_bench bench;
  driver jtag(bench);
  jtag.reset();
  EXPECT_EQ(jtag.scan_ir(0x10), 1u);
}

TEST(jtag_dtm, unknown_instructions_are_bypass) {
  for (std::uint32_t ir = 0; ir < 32; ++ir) {
    dtm_bench bench;
    driver jtag(bench);
    jtag.reset();
    jtag.scan_ir(ir);
    if (ir != 0x01 && ir != 0x10 && ir != 0x11) {
      EXPECT_EQ(jtag.scan_dr(0b1011, 5), 0b10110u) << "a bit of delay";
    }
  }
}

TEST(jtag_dtm, pauses_in_a_scan) {
  dtm_bench bench;
  driver jtag(bench);
  jtag.reset();
  EXPECT_EQ(jtag.scan_dr(0, 32, 7), 0x15eec001u);
}

TEST(jtag_dtm, dtmcs_tells_what_it_is) {
  dtm_bench bench;
  driver jtag(bench);
  jtag.reset();
  jtag.scan_ir(0x10);
  EXPECT_EQ(jtag.scan_dr(0, 32), 7u << 12 | 7u << 4 | 1u);
}

TEST(jtag_dtm, carries_reads_and_writes) {
  dtm_bench bench;
  driver jtag(bench);
  jtag.reset();
  jtag.scan_ir(0x11);
  jtag.scan_dr(std::uint64_t(0x38) << 34 | std::uint64_t(0xdeadbeef) << 2 | 2,
               41);
  jtag.idle(7);
  EXPECT_EQ(bench.requests, 1);
  EXPECT_EQ(bench.top.req_write_o, 1);
  EXPECT_EQ(bench.top.req_addr_o, 0x38);
  EXPECT_EQ(bench.top.req_data_o, 0xdeadbeefu);
  bench.next_data = 0x12345678;
  jtag.scan_dr(std::uint64_t(0x11) << 34 | 1, 41);
  jtag.idle(7);
  EXPECT_EQ(bench.top.req_write_o, 0);
  const std::uint64_t answer = jtag.scan_dr(0, 41);
  EXPECT_EQ(answer & 3, 0u);
  EXPECT_EQ(answer >> 2 & 0xffffffff, 0x12345678u);
  EXPECT_EQ(jtag.scan_dr(0, 41) >> 2 & 0xffffffff, 0x12345678u)
      << "it stays, and op 0 and 3 do nothing";
  jtag.scan_dr(3, 41);
  EXPECT_EQ(bench.requests, 2);
}

TEST(jtag_dtm, a_scan_that_comes_too_early_fails_until_it_is_reset) {
  for (std::uint32_t how : {1u << 16, 1u << 17}) { // dmireset, dmihardreset
    dtm_bench bench;
    driver jtag(bench);
    bench.latency = 200;
    jtag.reset();
    jtag.scan_ir(0x11);
    jtag.scan_dr(std::uint64_t(0x10) << 34 | 1, 41);
    EXPECT_EQ(jtag.scan_dr(std::uint64_t(0x10) << 34 | 1, 41) & 3, 3u);
    EXPECT_EQ(bench.requests, 1) << "and starts nothing";
    jtag.idle(200);
    EXPECT_EQ(jtag.scan_dr(std::uint64_t(0x10) << 34 | 1, 41) & 3, 3u)
        << "though it is over";
    EXPECT_EQ(bench.requests, 1);
    jtag.scan_ir(0x10);
    EXPECT_EQ(jtag.scan_dr(0, 32) >> 10 & 3, 3u) << "dmistat";
    jtag.scan_dr(how, 32);
    EXPECT_EQ(jtag.scan_dr(0, 32) >> 10 & 3, 0u);
    jtag.scan_ir(0x11);
    EXPECT_EQ(jtag.scan_dr(std::uint64_t(0x10) << 34 | 1, 41) & 3, 0u);
    EXPECT_EQ(bench.requests, 2);
  }
}

} // namespace
