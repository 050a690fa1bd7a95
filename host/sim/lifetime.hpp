// How long a simulation runs: until SIGTERM, SIGINT or its parent's end.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace seeker::sim {

class lifetime {
public:
  explicit lifetime(boost::asio::io_context &io);

  [[nodiscard]] bool is_over() const { return over_; }

private:
  void wait_for_signal();
  void watch_parent();

  boost::asio::signal_set signals_;
  boost::asio::steady_timer timer_;
  int parent_;
  bool over_ = false;
};

} // namespace seeker::sim
