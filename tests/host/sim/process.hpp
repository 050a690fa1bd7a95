// A seeker-sim under test, as a child process, and a client of its socket.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <sys/types.h>

#include "seeker/wire/frame.hpp"

namespace seeker::test {

// A folder that goes with the object.
class temporary_folder {
public:
  temporary_folder();
  ~temporary_folder();
  temporary_folder(const temporary_folder &) = delete;
  temporary_folder &operator=(const temporary_folder &) = delete;
  [[nodiscard]] std::string operator/(const std::string &name) const {
    return (path_ / name).string();
  }

private:
  std::filesystem::path path_;
};

class process {
public:
  // Starts seeker-sim, with configuration small unless they say another.
  explicit process(std::vector<std::string> arguments);
  ~process(); // kills it
  process(const process &) = delete;
  process &operator=(const process &) = delete;

  // The next line of stdout; empty at its end or after ten seconds.
  std::string line();
  void signal(int number) const;
  // The exit code; nothing when it was killed or runs on after ten seconds.
  std::optional<int> wait();
  // All of stderr, after the end.
  std::string errors();
  [[nodiscard]] pid_t pid() const { return pid_; }
  // Processor time used so far.
  [[nodiscard]] std::chrono::milliseconds cpu_time() const;

private:
  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::string pending_;
};

struct answer {
  wire::header head;
  std::vector<std::byte> payload;
};

// A blocking client; what takes longer than ten seconds fails the test.
class client {
public:
  // "unix:PATH" or "tcp:127.0.0.1:PORT", as seeker-sim prints it.
  explicit client(const std::string &where);
  ~client();
  client(const client &) = delete;
  client &operator=(const client &) = delete;

  void send(std::span<const std::byte> bytes) const;
  // Nothing when the other side closes or is silent for `patience`.
  std::optional<answer>
  receive(std::chrono::milliseconds patience = std::chrono::seconds(10));
  // So many bytes, fewer when the other side closes or is silent.
  std::vector<std::byte> take(std::size_t count);
  // A request and its answer.
  answer ask(wire::header head, std::span<const std::byte> payload = {});
  wire::device_status status();
  void close();

private:
  int socket_ = -1;
  std::vector<std::byte> pending_;
};

} // namespace seeker::test
