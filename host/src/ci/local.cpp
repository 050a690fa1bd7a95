// Starts, watches and ends the processes of a suite.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/local.hpp"

#include "seeker/target/child.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <list>

namespace seeker::ci {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

/// Of the ends of processes.
constexpr auto poll = 10ms;

struct running {
  ticket what;
  target::child process;
  clock::time_point late;
  std::chrono::milliseconds limit;
};

/// In order when the process ended itself with 0.
ending end_of(const running &one, const std::string &how) {
  return {how == "exited with 0" ? "" : how, one.process.said()};
}

/// Starts what may start.
result<void> fill(queue &units, const local_executor &on,
                  std::list<running> &now) {
  while (now.size() < on.jobs) {
    const auto next = units.next();
    if (!next)
      break;
    const process wanted = on.start(*next);
    auto child = target::child::spawn(on.program, wanted.words);
    if (!child)
      return child.error();
    now.push_back(
        {*next, *std::move(child), clock::now() + wanted.limit, wanted.limit});
  }
  return {};
}

/// Judges what has ended, and ends what is late.
void reap(queue &units, const local_executor &on, std::list<running> &now) {
  for (auto one = now.begin(); one != now.end();) {
    const auto how = one->process.ended();
    if (!how && clock::now() < one->late) {
      ++one;
      continue;
    }
    ending end;
    if (how) {
      end = end_of(*one, *how);
    } else {
      one->process.terminate(on.grace);
      end = {fmt::format("was ended after {} ms", one->limit.count()),
             one->process.said()};
    }
    units.finish(one->what, on.judge(one->what, end));
    one = now.erase(one);
  }
}

} // namespace

task<void> run_all(queue &units, const local_executor &on) {
  std::list<running> now;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (!units.done()) {
    if (auto filled = fill(units, on, now); !filled)
      co_return filled.error();
    timer.expires_after(poll);
    const auto [ec] =
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (ec) {
      for (running &one : now)
        one.process.terminate(on.grace);
      co_return fail(errc::interrupted, "the suite was ended");
    }
    reap(units, on, now);
  }
  co_return result<void>();
}

} // namespace seeker::ci
