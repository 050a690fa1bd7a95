// GDB on the harts of a running cluster, by `seeker debug` and OpenOCD.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The program is laps.c of tests/firmware/raw: each compute core adds eight
// values, hart + 1 each, to its sum a lap; hart 3 leads.
#include "program.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;

const std::string laps = RAW_PROGRAMS "/laps.elf";

/// What GDB has printed as `key value...`, and OpenOCD's log.
struct session {
  ended seeker;
  std::string log;

  std::string line(const std::string &key) const {
    std::istringstream lines(seeker.out);
    for (std::string text; std::getline(lines, text);)
      if (text.starts_with(key + " "))
        return text.substr(key.size() + 1);
    return "";
  }
  long number(const std::string &key) const {
    const std::string text = line(key);
    EXPECT_NE(text, "") << key << "\n" << seeker.out << seeker.err;
    return text.empty() ? -1 : std::stol(text, nullptr, 0);
  }
};

session debug(const std::string &name, const std::string &script,
              std::vector<std::string> more) {
  const fs::path folder = fs::path(testing::TempDir()) / ("debug_" + name);
  fs::create_directories(folder);
  std::ofstream(folder / "script") << script;
  std::vector<std::string> words = {
      "seeker",          "debug",         laps,
      "--target",        "sim",           "--script",
      folder / "script", "--openocd-log", folder / "log"};
  words.insert(words.end(), more.begin(), more.end());
  session made{run(words, 300), ""};
  std::ifstream log(folder / "log");
  // What OpenOCD says when a busy machine lets it wait for a second does not
  // concern the target.
  for (std::string line; std::getline(log, line);)
    if (line.find("keep_alive() was not invoked") == std::string::npos)
      made.log += line + '\n';
  return made;
}

// OpenOCD has examined every hart and met nothing that it calls an error.
void expect_clean(const session &made) {
  EXPECT_EQ(made.seeker.exit_code, 0) << made.seeker.out << made.seeker.err;
  EXPECT_EQ(made.log.find("Error"), std::string::npos) << made.log;
  EXPECT_EQ(made.log.find("Warn"), std::string::npos) << made.log;
  for (int hart = 0; hart < 9; ++hart)
    EXPECT_NE(
        made.log.find(" hart " + std::to_string(hart) + ": XLEN=32, misa="),
        std::string::npos)
        << made.log;
}

TEST(Debug, OneHartOfNineInAKernelWhileTheOthersRun) {
  const session made = debug("one",
                             R"(hbreak *kernel
continue
ignore 1 2
continue
printf "hart %d\n", $mhartid
printf "at %d\n", $pc == (unsigned)&kernel
printf "sum %d\n", (int)$fa0.double
printf "vector %d\n", *(int *)($a0 + 4) == 0x40100000
printf "laps %d\n", *(int *)0x1000020c
set $before = *(unsigned *)0x10000210
monitor sleep 50
printf "others %d\n", *(unsigned *)0x10000210 - $before
printf "stands %d\n", *(int *)0x1000020c
delete
set $from = $pc
stepi 10
printf "stepped %d\n", $pc != $from
printf "instret %d\n", $minstret
stepi
printf "one %d\n", $minstret
hbreak *finish
continue
printf "all %d\n", *(int *)0x1000020c
delete
detach
)",
                             {"--hart", "3"});
  SCOPED_TRACE(made.seeker.out);
  expect_clean(made);
  EXPECT_EQ(made.number("hart"), 3);
  EXPECT_EQ(made.number("at"), 1);
  EXPECT_EQ(made.number("sum"), 3 * 8 * 4);
  EXPECT_EQ(made.number("vector"), 1);
  EXPECT_EQ(made.number("laps"), 3);
  EXPECT_GT(made.number("others"), 0);
  EXPECT_EQ(made.number("stands"), 3);
  EXPECT_EQ(made.number("stepped"), 1);
  EXPECT_EQ(made.number("one"), made.number("instret") + 1);
  EXPECT_EQ(made.number("all"), 20);
}

// As threads of one program they stop together, each at its own place.
TEST(Debug, AllHartsAsThreads) {
  const session made = debug("all",
                             R"(printf "threads %d\n", $_inferior_thread_count
thread 4
tbreak *kernel
continue
printf "hart %d\n", $mhartid
printf "at %d\n", $pc == (unsigned)&kernel
thread 6
printf "other %d\n", $mhartid
printf "there %d\n", $pc == (unsigned)&kernel
thread 9
printf "dm %d\n", $mhartid
printf "waits %d\n", $pc > (unsigned)&finish
detach
)",
                             {});
  SCOPED_TRACE(made.seeker.out);
  expect_clean(made);
  EXPECT_EQ(made.number("threads"), 9);
  EXPECT_EQ(made.number("hart"), 3);
  EXPECT_EQ(made.number("at"), 1);
  EXPECT_EQ(made.number("other"), 5);
  EXPECT_EQ(made.number("there"), 1);
  EXPECT_EQ(made.number("dm"), 8);
  EXPECT_EQ(made.number("waits"), 1);
}

// An error of a script is one of the session, and nothing stays behind.
TEST(Debug, AScriptThatFails) {
  const session made =
      debug("fails", "p $no_such_function()\n", {"--hart", "0"});
  EXPECT_EQ(made.seeker.exit_code, 1) << made.seeker.err;
}

} // namespace
} // namespace seeker::e2e
