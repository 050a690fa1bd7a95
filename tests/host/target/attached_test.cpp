// A target that runs already: reached, left running, reached again.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/attached.hpp"

#include "../support/fake_link.hpp"
#include "../support/socket.hpp"
#include "../support/temporary_folder.hpp"
#include "seeker/base/timeout.hpp"
#include "seeker/target/child.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace seeker;

class Attached : public ::testing::Test {
protected:
  Attached() {
    ::unsetenv("SEEKER_FAKE_SIM");
    wanted.connect = transport::parse_address("unix:" + socket).value();
    wanted.session.answer_timeout = 2s;
  }

  /// A simulator of our own that listens.
  target::child start() {
    auto made = target::child::spawn(
        SEEKER_FAKE_SIM_PROGRAM, {"--config", SEEKER_CFG_SOURCE "/small.json",
                                  "--listen", "unix:" + socket});
    EXPECT_TRUE(made);
    for (int i = 0; i < 10'000 && !fake::listens(socket); ++i)
      static_cast<void>(fake::await(context, sleep()));
    return *std::move(made);
  }
  static task<void> sleep() {
    co_await pause(1ms);
    co_return result<void>();
  }
  target::target_ptr make() {
    auto made = target::make("sim", context.get_executor(), wanted);
    EXPECT_TRUE(made);
    return *std::move(made);
  }

  fake::temporary_folder folder;
  std::string socket = (folder / "link").string();
  boost::asio::io_context context;
  target::wishes wanted;
};

TEST_F(Attached, MemoryOutlivesTheConnection) {
  auto simulator = start();
  const std::vector<std::byte> bytes(100'000, std::byte{5});
  {
    const auto on = make();
    EXPECT_TRUE(on->remembers());
    EXPECT_EQ(on->kind(), "sim");
    ASSERT_TRUE(fake::await(context, on->open()));
    ASSERT_TRUE(fake::await(context, on->reset()));
    ASSERT_TRUE(fake::await(context, on->write(0x80000000, bytes)));
    ASSERT_TRUE(fake::await(context, on->close()));
  }
  EXPECT_FALSE(simulator.ended());
  const auto on = make();
  const auto opened = fake::await(context, on->open());
  ASSERT_TRUE(opened) << opened.error().message;
  std::vector<std::byte> there(bytes.size());
  ASSERT_TRUE(fake::await(context, on->read(0x80000000, there)));
  EXPECT_EQ(there, bytes);
}

TEST_F(Attached, NobodyListens) {
  const auto opened = fake::await(context, make()->open());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, errc::link_lost);
  EXPECT_EQ(opened.error().message,
            "cannot connect to " + socket + ": No such file or directory");
}

TEST_F(Attached, WhatBelongsToItsStartIsRefused) {
  wanted.wave = "w.fst";
  const auto waves = target::make("sim", context.get_executor(), wanted);
  ASSERT_FALSE(waves);
  EXPECT_EQ(waves.error().code, errc::unsupported);
  EXPECT_EQ(waves.error().message,
            "--wave is an option of the seeker-sim that listens at unix:" +
                socket + ", which runs already");
  wanted.wave.reset();
  wanted.dump = "d";
  EXPECT_FALSE(target::make("sim", context.get_executor(), wanted));
  wanted.dump.reset();
  wanted.trace = "t.json";
  EXPECT_FALSE(target::make("sim", context.get_executor(), wanted));
  wanted.trace.reset();
  wanted.instructions = "d";
  EXPECT_FALSE(target::make("sim", context.get_executor(), wanted));
  wanted.instructions.reset();
  wanted.monitor = true;
  EXPECT_FALSE(target::make("sim", context.get_executor(), wanted));
  wanted.monitor = false;
  EXPECT_TRUE(target::make("sim", context.get_executor(), wanted));
}

TEST_F(Attached, TheInstructionSetSimulatorHasNoAddress) {
  auto on = target::make("iss", context.get_executor(), wanted);
  ASSERT_TRUE(on);
  const auto opened = fake::await(context, (*on)->open());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message, "target iss is part of this program: there "
                                    "is nothing to --connect to");
}

} // namespace
