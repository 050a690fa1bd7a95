// OpenOCD as a child: what its log says, and what happens without it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/debug/openocd.hpp"

#include "../support/temporary_folder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <gtest/gtest.h>

namespace {

using namespace seeker;
using namespace std::chrono_literals;

/// How a start of this shell script in OpenOCD's place ends.
result<std::string> start(const std::string &script,
                          std::chrono::milliseconds within = 5s) {
  const fake::temporary_folder folder;
  debug::openocd_options options;
  options.program = folder / "openocd";
  options.ready_within = within;
  if (!script.empty()) {
    std::ofstream(options.program) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(options.program,
                                 std::filesystem::perms::owner_all);
  }
  boost::asio::io_context context;
  result<std::string> made = fail(errc::board, "nothing");
  const auto work = [&]() -> task<void> {
    result<debug::openocd> server = co_await debug::openocd::start(options);
    if (!server)
      made = server.error();
    else
      made = std::to_string(server->port());
    co_return result<void>();
  };
  boost::asio::co_spawn(
      context, work(),
      [](std::exception_ptr thrown, result<void>) { EXPECT_FALSE(thrown); });
  context.run();
  if (!made) {
    std::string text = made.error().message;
    const std::string name = options.program.string();
    for (auto at = text.find(name); at != std::string::npos;
         at = text.find(name))
      text.replace(at, name.size(), "OPENOCD");
    made = fail(made.error().code, "{}", text);
  }
  return made;
}

TEST(Openocd, IsReadyWhenHartsAreHaltedAndAPortIsThere) {
  const auto made =
      start("echo 'Info : Listening on port 3456 for gdb connections' >&2;"
            "echo 'seeker: harts are halted' >&2; sleep 10");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(*made, "3456");
}

TEST(Openocd, EndsBeforeItIsReady) {
  const auto made = start("echo 'Error: no pins' >&2; exit 3");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, errc::board);
  EXPECT_EQ(made.error().message,
            "OPENOCD exited with 3 before it was ready\n  Error: no pins");
}

TEST(Openocd, IsNotReadyInTime) {
  const auto made = start("sleep 10", 100ms);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message, "OPENOCD is not ready after 0.1 s");
}

TEST(Openocd, IsNotInstalled) {
  const auto made = start("");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message,
            "there is no OPENOCD: install Debian's package openocd");
}

TEST(Openocd, PortsAreReadFromItsLog) {
  EXPECT_FALSE(debug::gdb_port_in(""));
  EXPECT_FALSE(debug::gdb_port_in("Listening on port 12 for tcl connections"));
  EXPECT_FALSE(debug::gdb_port_in("Listening on port 1x for gdb connections"));
  EXPECT_FALSE(
      debug::gdb_port_in("Listening on port 70000 for gdb connections"));
  EXPECT_EQ(debug::gdb_port_in("a\nInfo : Listening on port 12 for gdb "
                               "connections\nInfo : Listening on port 13 for "
                               "gdb connections\n"),
            12);
}

TEST(Openocd, ErrorsAreReadFromItsLog) {
  EXPECT_EQ(debug::errors_in("Info : Error: x\nError: y\nWarn : z\nError: w"),
            (std::vector<std::string>{"Error: y", "Error: w"}));
}

} // namespace
