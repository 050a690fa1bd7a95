// Signals, and a look at the parent once a second.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lifetime.hpp"

#include <chrono>
#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace seeker::sim {

using boost::system::error_code;

namespace {

constexpr auto parent_check_every = std::chrono::seconds(1);

} // namespace

lifetime::lifetime(boost::asio::io_context &io)
    : signals_(io), timer_(io), parent_(::getppid()) {
  // SIGUSR1: the parent, or the thread of it that started us, has gone.
  ::prctl(PR_SET_PDEATHSIG, SIGUSR1);
  for (int each : {SIGTERM, SIGINT, SIGUSR1})
    signals_.add(each);
  wait_for_signal();
  watch_parent();
}

void lifetime::wait_for_signal() {
  signals_.async_wait([this](error_code error, int signal) {
    if (error)
      return;
    over_ = over_ || signal != SIGUSR1 || ::getppid() != parent_;
    wait_for_signal();
  });
}

void lifetime::watch_parent() {
  timer_.expires_after(parent_check_every);
  timer_.async_wait([this](error_code error) {
    if (error)
      return;
    over_ = over_ || ::getppid() != parent_;
    watch_parent();
  });
}

} // namespace seeker::sim
