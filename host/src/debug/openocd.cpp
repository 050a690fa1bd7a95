// Starts OpenOCD on a configuration of ours and reads its log until it is
// ready.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/debug/openocd.hpp"

#include "seeker/base/file.hpp"
#include "seeker/base/timeout.hpp"

#include <charconv>

namespace seeker::debug {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view ready_word = "seeker: harts are halted";
constexpr std::string_view port_before = "Listening on port ";
constexpr std::string_view port_after = " for gdb connections";
constexpr auto poll_every = 10ms;
constexpr auto end_within = 2s;

/// An element of a Tcl list, whatever is in it.
std::string braced(const std::string &text) { return "{" + text + "}"; }

std::vector<std::string> arguments(const openocd_options &options) {
  std::vector<std::string> words;
  const auto command = [&](std::string text) {
    words.emplace_back("-c");
    words.push_back(std::move(text));
  };
  command("adapter driver remote_bitbang");
  command("remote_bitbang port 0"); // a Unix socket
  command("remote_bitbang host " + braced(options.socket.string()));
  command("adapter speed 1000"); // which it ignores
  command(fmt::format("set SEEKER_HARTS {}", options.harts));
  if (options.hart)
    command(fmt::format("set SEEKER_HART {}", *options.hart));
  words.emplace_back("-f");
  words.push_back((share_folder() / "openocd" / "harts.cfg").string());
  command("seeker_begin");
  command("echo " + braced(std::string(ready_word)));
  return words;
}

task<std::uint16_t> ready(target::child &child,
                          const std::filesystem::path &program) {
  while (true) {
    const std::string log = child.said();
    if (log.find(ready_word) != std::string::npos)
      if (const auto port = gdb_port_in(log))
        co_return *port;
    if (const auto end = child.ended())
      co_return fail(errc::board, "{} {} before it was ready{}",
                     program.string(), *end, child.last_words());
    co_await pause(poll_every);
  }
}

template <class Each> void each_line(std::string_view text, const Each &act) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    act(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

} // namespace

task<openocd> openocd::start(const openocd_options &options) {
  std::error_code ec;
  if (!std::filesystem::exists(options.program, ec))
    co_return fail(errc::board,
                   "there is no {}: install Debian's package openocd",
                   options.program.string());
  result<target::child> child =
      target::child::spawn(options.program, arguments(options));
  if (!child)
    co_return child.error();
  const double seconds =
      std::chrono::duration<double>(options.ready_within).count();
  const error late = fail(errc::board, "{} is not ready after {} s",
                          options.program.string(), seconds);
  result<std::uint16_t> port = co_await within(
      options.ready_within, ready(*child, options.program), late);
  if (!port)
    co_return port.error();
  co_return openocd(std::move(*child), *port);
}

void openocd::stop() { child_.terminate(end_within); }

std::optional<std::uint16_t> gdb_port_in(std::string_view log) {
  std::optional<std::uint16_t> found;
  each_line(log, [&](std::string_view line) {
    const std::size_t at = line.find(port_before);
    if (found || at == std::string_view::npos || !line.ends_with(port_after))
      return;
    line.remove_prefix(at + port_before.size());
    line.remove_suffix(port_after.size());
    std::uint16_t port = 0;
    const auto [end, problem] =
        std::from_chars(line.data(), line.data() + line.size(), port);
    if (problem == std::errc() && end == line.data() + line.size())
      found = port;
  });
  return found;
}

std::vector<std::string> errors_in(std::string_view log) {
  std::vector<std::string> found;
  each_line(log, [&](std::string_view line) {
    if (line.starts_with("Error"))
      found.emplace_back(line);
  });
  return found;
}

} // namespace seeker::debug
