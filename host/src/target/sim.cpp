// Starts seeker-sim, waits until it listens, and leaves nothing behind.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/sim.hpp"

#include "seeker/base/timeout.hpp"

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace seeker::target {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto poll_every = 5ms;
constexpr auto end_within = 10s; // a trace may have to be written out
constexpr std::size_t max_report_bytes = std::size_t{1} << 20;

std::shared_ptr<const int> owned(int handle) {
  const auto release = [](const int *held) {
    ::close(*held);
    delete held;
  };
  return {new int(handle), release};
}

/// A handle on a file that outlives its name; -1 for none.
std::shared_ptr<const int> hold(const std::filesystem::path &file) {
  return owned(::open(file.c_str(), O_PATH | O_CLOEXEC));
}

/// A file in memory, which goes with its last handle.
result<std::shared_ptr<const int>> memory_file(const char *name,
                                               std::string_view content) {
  const int handle = ::memfd_create(name, MFD_CLOEXEC);
  if (handle < 0)
    return fail(errc::file, "cannot make a file in memory: {}",
                std::strerror(errno));
  auto made = owned(handle);
  while (!content.empty()) {
    const ssize_t n = ::write(handle, content.data(), content.size());
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return fail(errc::file, "cannot write a file in memory: {}",
                  std::strerror(errno));
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return made;
}

/// How a child opens it.
std::string name_of(int handle) {
  return fmt::format("/proc/{}/fd/{}", ::getpid(), handle);
}

} // namespace

sim_target::sim_target(asio::any_io_executor executor,
                       std::filesystem::path program, wishes wanted)
    : supervised_target(std::move(executor), wanted, std::move(program),
                        "the simulator", end_within),
      wanted_(std::move(wanted)) {}

// The simulator has the models that were built, by name; whether it is the one
// that a file describes, its identity tells.
std::vector<std::string>
sim_target::arguments(const std::string &configuration) const {
  std::vector<std::string> words{"--config", configuration, "--listen",
                                 "unix:" + (folder_->path() / "link").string()};
  const auto add = [&](const char *option, std::string value) {
    words.emplace_back(option);
    words.push_back(std::move(value));
  };
  if (wanted_.wave)
    add("--wave", wanted_.wave->string());
  if (wanted_.wave_from_cycle)
    add("--wave-from", std::to_string(*wanted_.wave_from_cycle));
  if (wanted_.wave_to_cycle)
    add("--wave-to", std::to_string(*wanted_.wave_to_cycle));
  if (wanted_.dump)
    add("--dump", wanted_.dump->string());
  if (wanted_.trace)
    add("--trace", wanted_.trace->string());
  if (wanted_.instructions)
    add("--instructions", wanted_.instructions->string());
  if (wanted_.jtag)
    add("--jtag", "unix:" + wanted_.jtag->string());
  add("--report", name_of(*report_));
  if (plan_)
    add("--plan", name_of(*plan_));
  if (plan_ && wanted_.monitor.value_or(true))
    words.emplace_back("--monitor");
  return words;
}

result<void> sim_target::spawn() {
  if (auto found = find_program(); !found)
    return found;
  const auto configuration = config::load(wanted_.configuration);
  if (!configuration)
    return configuration.error();
  auto folder = temporary_folder::make("the socket");
  if (!folder)
    return folder.error();
  folder_.emplace(*std::move(folder));
  auto report = memory_file("seeker-report", "");
  if (!report)
    return report.error();
  report_ = *report;
  if (wanted_.l1_plan) {
    auto plan = memory_file("seeker-plan", *wanted_.l1_plan);
    if (!plan)
      return plan.error();
    plan_ = *plan;
  }
  return run_program(arguments(configuration->name));
}

task<transport::stream_ptr> sim_target::listening() {
  while (true) {
    result<transport::stream_ptr> link =
        co_await transport::connect_unix(folder_->path() / "link");
    if (link) {
      if (wanted_.chaos)
        socket_ = hold(folder_->path() / "link");
      folder_.reset(); // the connection stays when its name goes
      co_return link;
    }
    if (auto ended = ended_before_it("listened"))
      co_return *ended;
    co_await pause(poll_every);
  }
}

task<transport::stream_ptr> sim_target::connect() {
  result<void> spawned = spawn();
  if (!spawned)
    co_return spawned.error();
  const double seconds =
      std::chrono::duration<double>(wanted_.ready_within).count();
  const error late = fail(errc::board, "{} does not listen after {} s",
                          program().string(), seconds);
  co_return co_await within(wanted_.ready_within, listening(), late);
}

session::relink sim_target::relink() {
  if (!socket_)
    return {};
  return [socket = socket_]() -> task<transport::stream_ptr> {
    return transport::connect_unix(fmt::format("/proc/self/fd/{}", *socket));
  };
}

std::optional<observation> sim_target::observed() const {
  if (!report_)
    return std::nullopt;
  std::string text(max_report_bytes, '\0');
  const ssize_t n = ::pread(*report_, text.data(), text.size(), 0);
  if (n <= 0)
    return std::nullopt;
  return parse_observation(
      std::string_view(text).substr(0, static_cast<std::size_t>(n)));
}

} // namespace seeker::target
