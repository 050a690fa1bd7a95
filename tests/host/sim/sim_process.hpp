// A started seeker-sim with configuration small, and programs for it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "process.hpp"
#include "seeker_cfg.h"

namespace seeker::test {

using namespace std::chrono_literals;
using nlohmann::json;
namespace request = wire::request;
namespace fs = std::filesystem;

inline constexpr std::uint32_t l3 = SEEKER_L3_BASE;
inline constexpr std::uint32_t tohost = l3 + 0x1000;
inline constexpr unsigned harts =
    SEEKER_CLUSTER_COMPUTE_CORES + SEEKER_CLUSTER_DM_CORES;

// Each hart clears its wake-up; hart 0 counts to 1000, dumps 0xabcde000, and
// ends with code 5; then all sleep.
inline constexpr std::array<std::uint32_t, 16> counting{
    0xF14022F3, // csrr t0, mhartid
    0x00100E93, // li   t4, 1
    0x005E9EB3, // sll  t4, t4, t0
    0x10021F37, // lui  t5, 0x10021
    0x1BDF2423, // sw   t4, 0x1A8(t5)    cl_clint_clear
    0x02029263, // bnez t0, park
    0x3E800313, // li   t1, 1000
    0xFFF30313, // addi t1, t1, -1
    0xFE031EE3, // bnez t1, -4
    0xABCDE3B7, // lui  t2, 0xABCDE
    0x7C739073, // csrw 0x7C7, t2
    0x800013B7, // lui  t2, 0x80001
    0x00B00E13, // li   t3, 11
    0x01C3A023, // sw   t3, 0(t2)        tohost
    0x10500073, // park: wfi
    0xFFDFF06F, // j    park
};

class sim_process : public testing::Test {
protected:
  // Starts it on a Unix socket and connects.
  client &start(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"--listen", "unix:" + folder / "link"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    process_ = std::make_unique<process>(arguments);
    ready = json::parse(process_->line(), nullptr, false);
    EXPECT_TRUE(ready.is_object());
    return connect();
  }
  client &connect() {
    client_ = std::make_unique<client>("unix:" + folder / "link");
    return *client_;
  }

  template <std::size_t N>
  void load_and_start(const std::array<std::uint32_t, N> &program) {
    EXPECT_EQ(client_->ask(request::reset(1, 0, 0)).head.status,
              wire::status::ok);
    EXPECT_EQ(
        client_
            ->ask(request::write(2, 0, l3), std::as_bytes(std::span(program)))
            .head.status,
        wire::status::ok);
    EXPECT_EQ(client_->ask(request::start(3, 0, l3, tohost)).head.status,
              wire::status::ok);
  }

  wire::device_status wait_done(std::chrono::microseconds poll) {
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (std::chrono::steady_clock::now() < until) {
      const auto status = client_->status();
      if (status.done)
        return status;
      std::this_thread::sleep_for(poll);
    }
    ADD_FAILURE() << "the program does not end";
    return {};
  }

  // Ends it by SIGTERM; the line of statistics.
  json finish() {
    process_->signal(SIGTERM);
    const json statistics = json::parse(process_->line(), nullptr, false);
    EXPECT_EQ(process_->wait(), 0);
    EXPECT_FALSE(fs::exists(folder / "link"));
    return statistics;
  }

  temporary_folder folder;
  std::unique_ptr<process> process_;
  std::unique_ptr<client> client_;
  json ready;
};

} // namespace seeker::test
