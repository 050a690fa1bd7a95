// GDB's command line, and how it ends.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/debug/gdb.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace {

using namespace seeker;

result<int> end_of(const std::filesystem::path &program) {
  debug::gdb_options options;
  options.program = program;
  options.image = "x.elf";
  boost::asio::io_context context;
  result<int> ended = fail(errc::board, "nothing");
  const auto work = [&]() -> task<void> {
    ended = co_await debug::run_gdb(options);
    co_return result<void>();
  };
  boost::asio::co_spawn(
      context, work(),
      [](std::exception_ptr thrown, result<void>) { EXPECT_FALSE(thrown); });
  context.run();
  return ended;
}

TEST(Gdb, ConnectsThenExecutesWhatItIsTold) {
  debug::gdb_options options;
  options.image = "x.elf";
  options.port = 3456;
  options.commands = {"info threads"};
  const std::vector<std::string> interactive = {
      "/usr/bin/gdb-multiarch",
      "-q",
      "-nx",
      "-ex",
      "set architecture riscv:rv32",
      "-ex",
      "set confirm off",
      "-ex",
      "set remotetimeout 60",
      "-ex",
      "target extended-remote 127.0.0.1:3456",
      "-ex",
      "info threads",
      "x.elf"};
  EXPECT_EQ(debug::arguments(options), interactive);
  options.script = "s.gdb";
  std::vector<std::string> scripted = interactive;
  scripted.insert(scripted.begin() + 3, "-batch");
  scripted.insert(scripted.end() - 1, {"-x", "s.gdb"});
  EXPECT_EQ(debug::arguments(options), scripted);
}

TEST(Gdb, ItsExitCodeIsTheOutcome) {
  EXPECT_EQ(*end_of("/bin/true"), 0);
  EXPECT_EQ(*end_of("/bin/false"), 1);
  const auto missing = end_of("/no/gdb");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message,
            "there is no /no/gdb: install Debian's package gdb-multiarch");
}

} // namespace
