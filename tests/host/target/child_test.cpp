// Child processes: how they end, and that none stays.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/child.hpp"

#include <csignal>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;
using seeker::errc;
using seeker::target::child;

std::string end_of(child &one) {
  for (int i = 0; i < 5000; ++i) {
    if (const auto end = one.ended())
      return *end;
    std::this_thread::sleep_for(1ms);
  }
  return "still runs";
}

child shell(const std::string &script) {
  auto made = child::spawn("/bin/sh", {"-c", script});
  EXPECT_TRUE(made) << made.error().message;
  return *std::move(made);
}

bool gone(pid_t pid) {
  for (int i = 0; i < 5000; ++i) {
    if (::kill(pid, 0) != 0 && errno == ESRCH)
      return true;
    std::this_thread::sleep_for(1ms);
  }
  return false;
}

TEST(Child, TellsHowItEnded) {
  child quick = shell("exit 3");
  EXPECT_EQ(end_of(quick), "exited with 3");
  child killed = shell("kill -9 $$");
  EXPECT_EQ(end_of(killed), "was killed by signal 9 (Killed)");
}

TEST(Child, KeepsItsLastWords) {
  child one = shell("echo out; echo err >&2; echo more >&2");
  end_of(one);
  EXPECT_EQ(one.last_words(), "\n  err\n  more");
  child silent = shell("true");
  end_of(silent);
  EXPECT_EQ(silent.last_words(), "");
  child talker = shell("yes 0123456789 | head -c 100000 >&2");
  end_of(talker);
  EXPECT_LT(talker.last_words().size(), 3000u);
  EXPECT_TRUE(talker.last_words().starts_with("\n  0123456789\n"));
}

TEST(Child, LeadsItsOwnGroup) {
  child one = shell("sleep 100");
  EXPECT_EQ(::getpgid(one.pid()), one.pid());
}

TEST(Child, IsGoneWithItsChildrenWhenDestroyed) {
  pid_t pid = 0, grandchild = 0;
  {
    child one = shell("sleep 100 & echo $! >&2; wait");
    pid = one.pid();
    for (int i = 0; i < 5000 && one.last_words().empty(); ++i)
      std::this_thread::sleep_for(1ms);
    grandchild = static_cast<pid_t>(std::stol(one.last_words()));
  }
  EXPECT_TRUE(gone(pid));
  // The grandchild is init's now; it is dead as soon as it is reaped or a
  // zombie there.
  for (int i = 0; i < 5000 && ::kill(grandchild, 0) == 0; ++i) {
    std::FILE *status = std::fopen(
        ("/proc/" + std::to_string(grandchild) + "/stat").c_str(), "r");
    char state = 'Z';
    if (status) {
      EXPECT_EQ(std::fscanf(status, "%*d %*s %c", &state), 1);
      std::fclose(status);
    }
    if (state == 'Z')
      return;
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_NE(::kill(grandchild, 0), 0);
}

TEST(Child, TerminateAsksFirst) {
  child one = shell("trap 'echo asked >&2; exit 0' TERM; echo ready >&2; "
                    "while true; do sleep 0.01; done");
  for (int i = 0; i < 5000 && one.last_words().empty(); ++i)
    std::this_thread::sleep_for(1ms);
  one.terminate(5s);
  EXPECT_EQ(one.last_words(), "\n  ready\n  asked");
}

TEST(Child, TerminateKillsWhatDoesNotListen) {
  child one =
      shell("trap '' TERM; echo ready >&2; while true; do sleep 0.01; done");
  for (int i = 0; i < 5000 && one.last_words().empty(); ++i)
    std::this_thread::sleep_for(1ms);
  const pid_t pid = one.pid();
  one.terminate(50ms);
  EXPECT_TRUE(gone(pid));
}

TEST(Child, ProgramThatIsNoneIsAnError) {
  const auto made = child::spawn("/nowhere/program", {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, errc::board);
  EXPECT_EQ(made.error().message,
            "cannot start /nowhere/program: No such file or directory");
}

} // namespace
