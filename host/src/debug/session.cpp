// Order of a debugging session: load, halt, start, GDB, and everything down
// again.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/debug/session.hpp"

#include "seeker/base/file.hpp"
#include "seeker/base/timeout.hpp"

namespace seeker::debug {
namespace {

using namespace std::chrono_literals;

// Nobody's patience with a debugger has an end.
constexpr auto for_ever = std::chrono::hours(24 * 365);

/// Serves the program until it ends, then waits to be cancelled.
task<int> serve(target::target &on, const run::addresses &where,
                const run::print &say, session_outcome &known) {
  const run::limits unlimited{0, std::chrono::milliseconds(for_ever)};
  result<run::ended> end = co_await run::watch(on, where, unlimited, say);
  if (!end)
    co_return end.error();
  if (!end->hang)
    known.exit_code = end->exit_code;
  co_await pause(for_ever);
  co_return 0;
}

result<void> keep_log(const session_options &asked, const openocd &server) {
  if (!asked.log)
    return {};
  return write_file(*asked.log, std::string_view(server.log()));
}

} // namespace

task<session_outcome> run(const session_options &asked,
                          const image::program &code,
                          const config::configuration &configuration,
                          target::target &on, const run::show &tell,
                          const run::print &say) {
  using namespace boost::asio::experimental::awaitable_operators;
  const result<run::addresses> where = run::addresses_of(code, configuration);
  if (!where)
    co_return where.error();
  result<run::phase> loaded =
      co_await run::load_program(code, configuration, on, tell);
  if (!loaded)
    co_return loaded.error();
  result<openocd> server = co_await openocd::start(asked.openocd);
  if (!server)
    co_return server.error();
  result<void> started = co_await on.start(
      code.entry(), static_cast<std::uint32_t>(where->tohost));
  if (!started)
    co_return within_context(started.error(), "start");

  session_outcome known;
  gdb_options gdb = asked.gdb;
  gdb.port = server->port();
  // Whichever ends: GDB as it should, or the target before it.
  std::variant<result<int>, result<int>> first =
      co_await (run_gdb(gdb) || serve(on, *where, say, known));
  const bool by_gdb = first.index() == 0;
  result<int> ended =
      by_gdb ? std::get<0>(std::move(first)) : std::get<1>(std::move(first));
  const auto lost = server->ended();
  server->stop();
  known.openocd_errors = errors_in(server->log());
  result<void> kept = keep_log(asked, *server);
  if (!ended)
    co_return ended.error();
  if (lost)
    co_return fail(errc::board, "openocd {} while GDB ran", *lost);
  if (!kept)
    co_return kept.error();
  known.gdb_exit = *ended;
  result<void> closed = co_await on.close();
  if (!closed)
    co_return closed.error();
  co_return known;
}

} // namespace seeker::debug
