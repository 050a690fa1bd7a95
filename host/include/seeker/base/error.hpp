// What can go wrong in the host, and how functions and coroutines tell it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every fallible function returns result<T>, every fallible coroutine task<T>.
// An error carries a class, on which programs decide, and one sentence with
// the numbers, for people. No exception crosses a coroutine spawn, a transport
// or main.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace seeker {

enum class errc {
  usage,         // options that contradict each other or name what is not there
  file,          // a file cannot be opened, read or written
  format,        // a file or a message is not what its format says
  limit,         // a size is above a bound that is checked before allocation
  mismatch,      // two parts were made for different configurations or shapes
  unsupported,   // a target was asked for what it does not have
  link_lost,     // the byte link to the cluster ended
  link_timeout,  // the cluster did not answer, retries included
  link_protocol, // the cluster's answers contradict the protocol
  refused,       // the bridge answered a request with an error status
  board,         // the target itself cannot be started, or died
  hang,          // the program on the cluster made no end
  interrupted,   // a signal asked this process to end
};

std::string_view to_string(errc code);

struct error {
  errc code;
  std::string message;
};

template <class T> using result = boost::system::result<T, error>;
template <class T> using task = boost::asio::awaitable<result<T>>;

/// fail(errc::file, "cannot open {}: {}", path, reason)
template <class... Args>
error fail(errc code, fmt::format_string<Args...> format, Args &&...args) {
  return {code, fmt::format(format, std::forward<Args>(args)...)};
}

/// The same error with `context: ` in front of its sentence.
inline error within_context(error cause, std::string_view context) {
  cause.message = fmt::format("{}: {}", context, cause.message);
  return cause;
}

/// What result<T>::value() does when there is none; a defect of the caller.
[[noreturn]] void throw_exception_from_error(const error &cause,
                                             const boost::source_location &);

} // namespace seeker
