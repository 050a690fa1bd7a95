// Runs programs with their output in temporary files.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "run_program.hpp"

#include "temporary_folder.hpp"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace seeker::fake {

ran run_program(const program_call &call) {
  using namespace std::chrono_literals;
  using clock = std::chrono::steady_clock;
  temporary_folder folder;
  const std::string out = (folder / "out").string();
  const std::string err = (folder / "err").string();
  const std::string program = call.program.string();
  std::vector<std::string> environment = call.environment;
  for (char **one = environ; *one; ++one)
    environment.emplace_back(*one);
  std::vector<char *> words{const_cast<char *>(program.c_str())}, variables;
  for (const std::string &one : call.arguments)
    words.push_back(const_cast<char *>(one.c_str()));
  for (std::string &one : environment)
    variables.push_back(one.data());
  words.push_back(nullptr);
  variables.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::dup2(::open("/dev/null", O_RDONLY), 0);
    ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), 1);
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), 2);
    ::execve(program.c_str(), words.data(), variables.data());
    ::_exit(127);
  }
  const auto began = clock::now();
  bool signalled = false;
  int status = 0;
  while (::waitpid(pid, &status, WNOHANG) == 0) {
    const auto passed = clock::now() - began;
    if (call.signal_after_ms > 0 && !signalled &&
        passed > std::chrono::milliseconds(call.signal_after_ms)) {
      ::kill(pid, call.signal);
      signalled = true;
    }
    if (passed > 60s)
      ::kill(pid, SIGKILL);
    std::this_thread::sleep_for(1ms);
  }
  ran made;
  made.status =
      WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  made.out = read_text(out);
  made.err = read_text(err);
  return made;
}

} // namespace seeker::fake
