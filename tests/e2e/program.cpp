// Runs programs of the build: to their end, or in the background.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "program.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/process/args.hpp>
#include <boost/process/async.hpp>
#include <boost/process/child.hpp>
#include <boost/process/group.hpp>
#include <boost/process/io.hpp>
#include <boost/process/pipe.hpp>

#include <chrono>
#include <csignal>
#include <future>

namespace seeker::e2e {
namespace {

std::vector<std::string> behind_first(const std::vector<std::string> &words) {
  return {words.begin() + 1, words.end()};
}

} // namespace

ended run(const std::vector<std::string> &words, int seconds) {
  namespace process = boost::process;
  boost::asio::io_context io;
  std::future<std::string> out, err;
  process::group group;
  process::child child(SEEKER_BIN + ("/" + words.at(0)),
                       process::args(behind_first(words)),
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

struct service::state {
  boost::process::ipstream out;
  boost::process::child child;
};

service::service(const std::vector<std::string> &words)
    : state_(std::make_unique<state>()) {
  namespace process = boost::process;
  state_->child = process::child(
      SEEKER_BIN + ("/" + words.at(0)), process::args(behind_first(words)),
      process::std_in<process::null, process::std_out> state_->out);
}

service::~service() {
  kill(SIGKILL);
  state_->child.wait();
}

std::string service::first_line() {
  std::string line;
  std::getline(state_->out, line);
  return line;
}

void service::kill(int signal) { ::kill(state_->child.id(), signal); }

} // namespace seeker::e2e
