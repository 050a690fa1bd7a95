// Starts GDB with our terminal and waits for it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/debug/gdb.hpp"

#include "seeker/base/timeout.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace seeker::debug {
namespace {

using namespace std::chrono_literals;

constexpr auto poll_every = 20ms;

/// Kills and reaps on every path.
class foreground {
public:
  explicit foreground(pid_t pid) : pid_(pid) {}
  foreground(const foreground &) = delete;
  foreground &operator=(const foreground &) = delete;
  ~foreground() {
    if (pid_ <= 0)
      return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  std::optional<int> exit_code() {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != pid_)
      return std::nullopt;
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

private:
  pid_t pid_;
};

} // namespace

std::vector<std::string> arguments(const gdb_options &options) {
  std::vector<std::string> words{options.program.string(), "-q", "-nx"};
  const auto command = [&](std::string text) {
    words.emplace_back("-ex");
    words.push_back(std::move(text));
  };
  if (options.script)
    words.emplace_back("-batch");
  command("set architecture riscv:rv32");
  command("set confirm off");
  command("set remotetimeout 60");
  command(fmt::format("target extended-remote 127.0.0.1:{}", options.port));
  for (const std::string &each : options.commands)
    command(each);
  if (options.script) {
    words.emplace_back("-x");
    words.push_back(options.script->string());
  }
  words.push_back(options.image.string());
  return words;
}

task<int> run_gdb(const gdb_options &options) {
  std::error_code ec;
  if (!std::filesystem::exists(options.program, ec))
    co_return fail(errc::board,
                   "there is no {}: install Debian's package gdb-multiarch",
                   options.program.string());
  const std::vector<std::string> words = arguments(options);
  std::vector<char *> pointers;
  for (const std::string &word : words)
    pointers.push_back(const_cast<char *>(word.c_str()));
  pointers.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0)
    co_return fail(errc::board, "cannot start {}: {}", options.program.string(),
                   std::strerror(errno));
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    if (::getppid() == parent)
      ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
  foreground gdb(pid);
  while (true) {
    if (const auto code = gdb.exit_code())
      co_return *code;
    co_await pause(poll_every);
  }
}

} // namespace seeker::debug
