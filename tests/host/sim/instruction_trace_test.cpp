// What harts did stands in a file each, from the start on.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "instruction_trace.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using namespace seeker::sim;
namespace fs = std::filesystem;

class InstructionTrace : public testing::Test {
protected:
  std::string content(unsigned hart) const {
    std::ostringstream text;
    text << std::ifstream(folder / ("hart_" + std::to_string(hart) + ".txt"))
                .rdbuf();
    return text.str();
  }
  void TearDown() override { fs::remove_all(folder); }

  fs::path folder = fs::path(testing::TempDir()) /
                    ("seeker_instructions_" + std::to_string(::getpid())) /
                    "deep";
};

TEST_F(InstructionTrace, HasALineAnEvent) {
  instruction_trace trace(folder);
  trace.retire(0, 90, 0x1000, 0x10500073); // before the start
  trace.start(100);
  trace.retire(0, 100, 0x80000010, 0x00A50513);
  trace.write_x(0, 100, 10, 10);
  trace.write_f(2, 104, 0, 0x3FF0000000000000);
  trace.trap(2, 110, 0x80000014, 2, 0);
  trace.trap(2, 120, 0x80000018, 0x80000003, 0);
  trace.start(200); // of another run: time goes on
  trace.retire(2, 201, 0x80000020, 0);
  EXPECT_EQ(content(0), "") << "nothing is complete yet";
  trace.done(210, 1);
  EXPECT_EQ(content(0), "0 80000010 00a50513 addi x10, x10, 10\n"
                        "0 x10 = 0000000a\n");
  EXPECT_EQ(content(1), "");
  EXPECT_EQ(content(2), "4 f0 = 3ff0000000000000\n"
                        "10 trap at 80000014: cause 2, value 00000000\n"
                        "20 trap at 80000018: interrupt 3, value 00000000\n"
                        "101 80000020 00000000 illegal\n");
  EXPECT_EQ(trace.finish(), "");
}

TEST_F(InstructionTrace, WritesABufferAtATime) {
  instruction_trace trace(folder);
  trace.start(0);
  for (unsigned n = 0; n < 10'000; ++n)
    trace.retire(0, n, 4 * n, 0x00000013);
  EXPECT_GT(content(0).size(), 200'000u);
  EXPECT_EQ(trace.finish(), "");
  const std::string text = content(0);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10'000);
}

TEST_F(InstructionTrace, AFullDiskIsTold) {
  instruction_trace trace(folder);
  trace.start(0);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{10, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  trace.retire(0, 0, 0, 0x00000013);
  const std::string problem = trace.finish();
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(problem, "cannot write instructions to " + folder.string() +
                         ": File too large");
}

TEST_F(InstructionTrace, WhereNoFolderCanBeItSaysSo) {
  try {
    instruction_trace trace("/proc/nowhere");
    ADD_FAILURE() << "was made";
  } catch (const std::runtime_error &error) {
    EXPECT_STREQ(error.what(), "cannot write instructions to /proc/nowhere: "
                               "No such file or directory");
  }
  fs::create_directories(folder / "hart_0.txt");
  try {
    instruction_trace trace{folder};
    ADD_FAILURE() << "was made";
  } catch (const std::runtime_error &error) {
    EXPECT_EQ(error.what(), "cannot write instructions to " +
                                (folder / "hart_0.txt").string() +
                                ": Is a directory");
  }
}

} // namespace
