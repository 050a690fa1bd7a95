// Starts a target's process, and tells what became of it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/supervised.hpp"

#include "seeker/base/timeout.hpp"

namespace seeker::target {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto poll_every = 5ms;
constexpr auto reap_within = 500ms;

} // namespace

result<void> supervised_target::find_program() const {
  std::error_code ec;
  if (!std::filesystem::exists(program_, ec))
    return fail(errc::board, "there is no {}: {} is not built",
                program_.string(), who_);
  return {};
}

result<void>
supervised_target::run_program(const std::vector<std::string> &arguments) {
  result<child> started = child::spawn(program_, arguments);
  if (!started)
    return started.error();
  process_.emplace(*std::move(started));
  return {};
}

std::optional<error> supervised_target::ended_before_it(std::string_view verb) {
  const auto end = process_->ended();
  if (!end)
    return std::nullopt;
  return fail(errc::board, "{} {} before it {}{}", program_.string(), *end,
              verb, process_->last_words());
}

std::optional<pid_t> supervised_target::process() const {
  if (!process_)
    return std::nullopt;
  return process_->pid();
}

asio::awaitable<error> supervised_target::diagnose(error cause) {
  if (cause.code != errc::link_lost && cause.code != errc::link_timeout)
    co_return cause;
  if (!process_)
    co_return cause;
  // Its end of the link closes a moment before the process is gone.
  const auto late = clock::now() + reap_within;
  while (!process_->ended() && clock::now() < late)
    co_await pause(poll_every);
  if (const auto end = process_->ended())
    co_return fail(errc::board, "{} {}{}", who_, *end, process_->last_words());
  co_return cause;
}

task<void> supervised_target::close() {
  co_await link_target::close();
  if (!process_)
    co_return result<void>();
  process_->terminate(end_within_);
  folder_.reset();
  // It says so when what it wrote is not complete.
  const auto end = process_->ended();
  if (end && end->starts_with("exited with") && *end != "exited with 0")
    co_return fail(errc::board, "{} {}{}", who_, *end, process_->last_words());
  co_return result<void>();
}

} // namespace seeker::target
