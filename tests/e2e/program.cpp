// Runs a program of the build and keeps what it printed.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "program.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/process/args.hpp>
#include <boost/process/async.hpp>
#include <boost/process/child.hpp>
#include <boost/process/group.hpp>
#include <boost/process/io.hpp>

#include <chrono>
#include <future>

namespace seeker::e2e {

ended run(const std::vector<std::string> &words, int seconds) {
  namespace process = boost::process;
  boost::asio::io_context io;
  std::future<std::string> out, err;
  process::group group;
  process::child child(
      SEEKER_BIN + ("/" + words.at(0)),
      process::args(std::vector<std::string>(words.begin() + 1, words.end())),
      process::std_in<process::null, process::std_out> out,
      process::std_err > err, group, io);
  io.run_for(std::chrono::seconds(seconds));
  if (child.running())
    group.terminate();
  child.wait();
  io.restart();
  io.run();
  const int status = child.native_exit_code();
  return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : child.exit_code(),
          out.get(), err.get()};
}

} // namespace seeker::e2e
