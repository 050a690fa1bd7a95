// The one way to bound the time of a coroutine, and to let time pass in one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <string>
#include <variant>

namespace seeker {

/// Gives what `work` gives, or `late` when `limit` passes before; `work` is
/// then cancelled and has ended when this returns.
template <class T>
task<T> within(std::chrono::steady_clock::duration limit, task<T> work,
               error late) {
  using namespace boost::asio::experimental::awaitable_operators;
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor,
                                  limit);
  std::variant<result<T>, std::monostate> first = co_await (
      std::move(work) || timer.async_wait(boost::asio::use_awaitable));
  if (first.index() == 0)
    co_return std::get<0>(std::move(first));
  co_return late;
}

/// Lets time pass; a coroutine that is cancelled ends here.
inline boost::asio::awaitable<void>
pause(std::chrono::steady_clock::duration length) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor,
                                  length);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

} // namespace seeker
