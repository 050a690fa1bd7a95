// The event loop of a command, and the signals that end it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "drive.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>

#include <cstdio>

namespace seeker::cli {

namespace asio = boost::asio;

result<void> drive(asio::io_context &context, task<void> work,
                   const std::vector<int> &wanted) {
  asio::signal_set signals(context);
  for (const int each : wanted)
    signals.add(each);
  asio::cancellation_signal stop;
  int received = 0;
  result<void> outcome = fail(errc::interrupted, "nothing ran");
  signals.async_wait([&](const boost::system::error_code &ec, int number) {
    if (ec)
      return;
    received = number;
    stop.emit(asio::cancellation_type::terminal);
  });
  asio::co_spawn(
      context, std::move(work),
      asio::bind_cancellation_slot(
          stop.slot(), [&](std::exception_ptr thrown, result<void> done) {
            outcome = std::move(done);
            if (thrown) {
              try {
                std::rethrow_exception(thrown);
              } catch (const std::exception &what) {
                outcome = fail(errc::board, "internal error: {}", what.what());
              }
            }
            context.stop();
          }));
  context.run();
  if (received != 0)
    return fail(errc::interrupted, "ended by signal {}", received);
  return outcome;
}

run::print program_output(bool to_stderr) {
  return [to_stderr](int descriptor, std::string_view text) {
    std::FILE *file = to_stderr || descriptor != 1 ? stderr : stdout;
    std::fwrite(text.data(), 1, text.size(), file);
    std::fflush(file);
  };
}

} // namespace seeker::cli
