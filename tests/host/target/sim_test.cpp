// The simulator as a target: readiness, death, and that nothing is left behind.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/sim.hpp"

#include "../support/fake_link.hpp"
#include "../support/temporary_folder.hpp"

#include <csignal>
#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace seeker;

class Sim : public ::testing::Test {
protected:
  void SetUp() override {
    // Sockets go into a folder that tells whether they were removed.
    ::setenv("TMPDIR", folder.path().c_str(), 1);
    ::unsetenv("SEEKER_FAKE_SIM");
    wanted.configuration = SEEKER_CFG_SOURCE "/small.json";
    wanted.ready_within = 10s;
    wanted.session.answer_timeout = 2s;
  }
  void TearDown() override {
    ::unsetenv("TMPDIR");
    ::unsetenv("SEEKER_FAKE_SIM");
  }

  std::unique_ptr<target::sim_target>
  make(const std::string &program = SEEKER_FAKE_SIM_PROGRAM) {
    return std::make_unique<target::sim_target>(context.get_executor(), program,
                                                wanted);
  }
  bool nothing_left() { return std::filesystem::is_empty(folder.path()); }
  static bool alive(pid_t pid) { return ::kill(pid, 0) == 0; }

  fake::temporary_folder folder;
  boost::asio::io_context context;
  target::wishes wanted;
};

TEST_F(Sim, StartsServesAndEnds) {
  auto on = make();
  const auto identity = fake::await(context, on->open());
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(identity->harts, 3u);
  EXPECT_TRUE(nothing_left()); // the socket's name is gone already
  const pid_t pid = on->pid().value();
  EXPECT_TRUE(alive(pid));
  std::vector<std::byte> bytes(100'000, std::byte{5});
  ASSERT_TRUE(fake::await(context, on->write(0x80000000, bytes, {})));
  ASSERT_TRUE(fake::await(context, on->close()));
  EXPECT_FALSE(alive(pid));
  EXPECT_EQ(on->kind(), "sim");
  EXPECT_FALSE(on->remembers());
}

TEST_F(Sim, IsGoneWhenItsTargetIs) {
  pid_t pid = 0;
  {
    auto on = make();
    ASSERT_TRUE(fake::await(context, on->open()));
    pid = on->pid().value();
  }
  EXPECT_FALSE(alive(pid));
  EXPECT_TRUE(nothing_left());
}

TEST_F(Sim, DeathBeforeItListensIsToldWithItsLastWords) {
  ::setenv("SEEKER_FAKE_SIM", "die", 1);
  auto on = make();
  const auto opened = fake::await(context, on->open());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, errc::board);
  EXPECT_EQ(opened.error().message,
            SEEKER_FAKE_SIM_PROGRAM " exited with 9 before it listened\n  "
                                    "fake-sim: cannot go on");
  on.reset();
  EXPECT_TRUE(nothing_left());
}

TEST_F(Sim, SilenceIsBounded) {
  ::setenv("SEEKER_FAKE_SIM", "silent", 1);
  wanted.ready_within = 100ms;
  auto on = make();
  const auto opened = fake::await(context, on->open());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, errc::board);
  EXPECT_EQ(opened.error().message,
            SEEKER_FAKE_SIM_PROGRAM " does not listen after 0.1 s");
  const pid_t pid = on->pid().value();
  on.reset();
  EXPECT_FALSE(alive(pid));
  EXPECT_TRUE(nothing_left());
}

TEST_F(Sim, MissingProgramIsNamed) {
  auto on = make("/nowhere/seeker-sim");
  const auto opened = fake::await(context, on->open());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message,
            "there is no /nowhere/seeker-sim: the simulator is not built");
  EXPECT_TRUE(nothing_left());
}

TEST_F(Sim, KillInMidTransferIsTheBoards) {
  ::setenv("SEEKER_FAKE_SIM", "kill=300000", 1);
  auto on = make();
  ASSERT_TRUE(fake::await(context, on->open()));
  std::vector<std::byte> bytes(1'000'000);
  const auto wrote = fake::await(context, on->write(0x80000000, bytes, {}));
  ASSERT_FALSE(wrote);
  EXPECT_EQ(wrote.error().code, errc::board);
  EXPECT_EQ(wrote.error().message,
            "the simulator was killed by signal 9 (Killed)");
}

TEST_F(Sim, ChaosEndsInSuccessOverNewLinks) {
  wanted.chaos = *transport::parse_chaos("reset=20,corrupt=20");
  wanted.session.answer_timeout = 50ms;
  wanted.session.attempts = 100;
  auto on = make();
  ASSERT_TRUE(fake::await(context, on->open()));
  EXPECT_TRUE(nothing_left()); // links are made anew without the name
  const std::vector<std::byte> bytes(500'000, std::byte{5});
  ASSERT_TRUE(fake::await(context, on->write(0x80000000, bytes, {})));
  std::vector<std::byte> back(bytes.size());
  ASSERT_TRUE(fake::await(context, on->read(0x80000000, back, {})));
  EXPECT_EQ(back, bytes);
  EXPECT_GT(on->counts().relinks, 0u);
}

TEST_F(Sim, DeathUnderChaosIsStillTheBoards) {
  ::setenv("SEEKER_FAKE_SIM", "kill=300000", 1);
  wanted.chaos = *transport::parse_chaos("delay=1");
  auto on = make();
  ASSERT_TRUE(fake::await(context, on->open()));
  const std::vector<std::byte> bytes(1'000'000);
  const auto wrote = fake::await(context, on->write(0x80000000, bytes, {}));
  ASSERT_FALSE(wrote);
  EXPECT_EQ(wrote.error().message,
            "the simulator was killed by signal 9 (Killed)");
}

TEST_F(Sim, CutLinkIsTheLinks) {
  ::setenv("SEEKER_FAKE_SIM", "cut=300000", 1);
  auto on = make();
  ASSERT_TRUE(fake::await(context, on->open()));
  std::vector<std::byte> bytes(1'000'000);
  const auto wrote = fake::await(context, on->write(0x80000000, bytes, {}));
  ASSERT_FALSE(wrote);
  EXPECT_EQ(wrote.error().code, errc::link_lost);
  const pid_t pid = on->pid().value();
  EXPECT_TRUE(alive(pid));
  on.reset();
  EXPECT_FALSE(alive(pid));
}

TEST_F(Sim, StandingSimulatorTimesOutAndIsKilled) {
  wanted.session.answer_timeout = 50ms;
  wanted.session.attempts = 2;
  auto on = make();
  ASSERT_TRUE(fake::await(context, on->open()));
  const pid_t pid = on->pid().value();
  ASSERT_EQ(::kill(pid, SIGSTOP), 0);
  const auto status = fake::await(context, on->status());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, errc::link_timeout);
  on.reset();
  EXPECT_FALSE(alive(pid));
}

TEST_F(Sim, ResetTakesAnotherEpochEachTime) {
  auto on = make();
  ASSERT_TRUE(fake::await(context, on->open()));
  for (std::uint16_t epoch = 1; epoch < 4; ++epoch) {
    ASSERT_TRUE(fake::await(context, on->reset()));
    EXPECT_EQ(fake::await(context, on->status())->epoch, epoch);
  }
}

TEST(Target, UnknownKindsAreRefused) {
  boost::asio::io_context context;
  const auto made = target::make("cloud", context.get_executor(), {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, errc::unsupported);
  EXPECT_EQ(made.error().message,
            "unknown target 'cloud': there are sim, iss, board:NAME and "
            "vboard:NAME");
}

} // namespace
