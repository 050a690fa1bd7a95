// Spawns, watches, kills and reaps a child process.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/child.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace seeker::target {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t last_words_bytes = 2000;

/// Between fork and exec: async-signal-safe calls only.
[[noreturn]] void become(const char *program, char *const *arguments,
                         pid_t parent, int output, int failure) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() == parent) { // else it died before the line above
    const int nothing = ::open("/dev/null", O_RDWR);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    if (::dup2(nothing, 0) >= 0 && ::dup2(nothing, 1) >= 0 &&
        ::dup2(output, 2) >= 0)
      ::execv(program, arguments);
    const int reason = errno;
    static_cast<void>(!::write(failure, &reason, sizeof reason));
  }
  ::_exit(127);
}

std::string describe(const siginfo_t &info) {
  if (info.si_code == CLD_EXITED)
    return fmt::format("exited with {}", info.si_status);
  return fmt::format("was killed by signal {} ({})", info.si_status,
                     ::strsignal(info.si_status));
}

} // namespace

result<child> child::spawn(const std::filesystem::path &program,
                           const std::vector<std::string> &arguments) {
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char *> pointers;
  for (std::string &word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);

  const auto failed = [&](int reason) {
    return fail(errc::board, "cannot start {}: {}", program.string(),
                std::strerror(reason));
  };
  const int output = ::memfd_create("child-output", MFD_CLOEXEC);
  if (output < 0)
    return failed(errno);
  ::fcntl(output, F_SETFL, O_APPEND);
  std::array<int, 2> failure = {};
  if (::pipe2(failure.data(), O_CLOEXEC) != 0) {
    const int reason = errno;
    ::close(output);
    return failed(reason);
  }
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0)
    become(words[0].c_str(), pointers.data(), parent, output, failure[1]);
  const int fork_reason = errno;
  ::close(failure[1]);
  if (pid < 0) {
    ::close(failure[0]);
    ::close(output);
    return failed(fork_reason);
  }
  ::setpgid(pid, pid); // whoever comes first
  child made(pid, output);
  int reason = 0;
  ssize_t n = 0;
  do
    n = ::read(failure[0], &reason, sizeof reason);
  while (n < 0 && errno == EINTR);
  ::close(failure[0]);
  if (n == sizeof reason)
    return failed(reason);
  return made;
}

child::child(child &&other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      output_(std::exchange(other.output_, -1)), end_(std::move(other.end_)) {}

child::~child() {
  terminate(0ms);
  if (output_ >= 0)
    ::close(output_);
}

// It stays a zombie until `terminate`, so that its number, and its group's,
// belong to nobody else.
std::optional<std::string> child::ended() {
  if (pid_ < 0 || end_)
    return end_;
  siginfo_t info = {};
  const int waited = ::waitid(P_PID, static_cast<id_t>(pid_), &info,
                              WEXITED | WNOHANG | WNOWAIT);
  if (waited == 0 && info.si_pid == pid_)
    end_ = describe(info);
  else if (waited != 0 && errno == ECHILD)
    end_ = "ended";
  return end_;
}

void child::terminate(std::chrono::milliseconds grace) {
  if (pid_ < 0)
    return;
  const auto wait = [&](std::chrono::milliseconds limit) {
    const auto late = std::chrono::steady_clock::now() + limit;
    while (!ended() && std::chrono::steady_clock::now() < late)
      std::this_thread::sleep_for(1ms);
  };
  if (grace > 0ms && !ended()) {
    ::kill(pid_, SIGTERM);
    wait(grace);
  }
  ::kill(-pid_, SIGKILL);
  // A process in the kernel's hands may take its time to die; bounded, so that
  // no path hangs on it.
  wait(5s);
  int status = 0;
  ::waitpid(pid_, &status, WNOHANG);
  pid_ = -1;
}

std::string child::said() const {
  constexpr off_t most = off_t{1} << 20;
  const off_t end = std::clamp<off_t>(::lseek(output_, 0, SEEK_END), 0, most);
  std::string text(static_cast<std::size_t>(end), '\0');
  const ssize_t n = ::pread(output_, text.data(), text.size(), 0);
  text.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return text;
}

std::string child::last_words() const {
  std::array<char, last_words_bytes> buffer = {};
  const off_t end = ::lseek(output_, 0, SEEK_END);
  if (end <= 0)
    return {};
  const off_t begin = std::max<off_t>(0, end - off_t{last_words_bytes});
  const ssize_t n = ::pread(output_, buffer.data(), buffer.size(), begin);
  std::string text;
  std::string_view rest(buffer.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  if (begin > 0)
    rest.remove_prefix(std::min(rest.find('\n') + 1, rest.size()));
  while (!rest.empty()) {
    const std::size_t line = std::min(rest.find('\n'), rest.size());
    text += "\n  " + std::string(rest.substr(0, line));
    rest.remove_prefix(std::min(line + 1, rest.size()));
  }
  return text;
}

} // namespace seeker::target
