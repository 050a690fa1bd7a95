// Child processes and sockets for the tests of seeker-sim.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "seeker/wire/parser.hpp"

namespace seeker::test {

namespace {

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

constexpr auto patience_of_all = 10s;

bool readable(int fd, steady::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      until - steady::now());
  pollfd waiting{fd, POLLIN, 0};
  return ::poll(&waiting, 1, static_cast<int>(std::max(left, 0ms).count())) > 0;
}

} // namespace

temporary_folder::temporary_folder() {
  std::string name = testing::TempDir() + "seeker-sim-test-XXXXXX";
  if (!::mkdtemp(name.data()))
    throw std::runtime_error("cannot create " + name);
  path_ = name;
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

process::process(std::vector<std::string> arguments) {
  if (std::ranges::find(arguments, "--config") == arguments.end())
    arguments.insert(arguments.begin(), {"--config", "small"});
  arguments.insert(arguments.begin(), SEEKER_SIM);
  std::vector<char *> words;
  for (auto &each : arguments)
    words.push_back(each.data());
  words.push_back(nullptr);
  std::array<int, 2> out{}, err{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0 ||
      ::pipe2(err.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("cannot make a pipe");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(out[1], 1);
    ::dup2(err[1], 2);
    ::execv(words[0], words.data());
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  out_ = out[0];
  err_ = err[0];
}

process::~process() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(out_);
  ::close(err_);
}

std::string process::line() {
  const auto until = steady::now() + patience_of_all;
  for (;;) {
    if (const auto end = pending_.find('\n'); end != std::string::npos) {
      const std::string found = pending_.substr(0, end);
      pending_.erase(0, end + 1);
      return found;
    }
    char buffer[256];
    if (!readable(out_, until))
      return "";
    const auto count = ::read(out_, buffer, sizeof buffer);
    if (count <= 0)
      return "";
    pending_.append(buffer, static_cast<std::size_t>(count));
  }
}

void process::signal(int number) const { ::kill(pid_, number); }

std::optional<int> process::wait() {
  const auto until = steady::now() + patience_of_all;
  while (pid_ > 0 && steady::now() < until) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      if (WIFEXITED(status))
        return WEXITSTATUS(status);
      return std::nullopt;
    }
    std::this_thread::sleep_for(2ms);
  }
  return std::nullopt;
}

std::string process::errors() {
  std::string all;
  char buffer[256];
  for (ssize_t count; (count = ::read(err_, buffer, sizeof buffer)) > 0;)
    all.append(buffer, static_cast<std::size_t>(count));
  return all;
}

std::chrono::milliseconds process::cpu_time() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/stat");
  std::string word;
  long ticks = 0;
  for (int field = 1; file >> word; ++field)
    if (field == 14 || field == 15)
      ticks += std::stol(word);
  return std::chrono::milliseconds(ticks * 1000 / ::sysconf(_SC_CLK_TCK));
}

client::client(const std::string &where) {
  if (where.starts_with("unix:")) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, where.c_str() + 5,
                 sizeof address.sun_path - 1);
    socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr *>(&address),
                        sizeof address),
              0)
        << where;
  } else {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(
        std::stoul(where.substr(where.rfind(':') + 1))));
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr *>(&address),
                        sizeof address),
              0)
        << where;
  }
}

client::~client() { close(); }

void client::close() {
  if (socket_ >= 0)
    ::close(socket_);
  socket_ = -1;
}

void client::send(std::span<const std::byte> bytes) const {
  while (!bytes.empty()) {
    const auto count =
        ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    ASSERT_GT(count, 0);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

std::optional<answer> client::receive(std::chrono::milliseconds patience) {
  const auto until = steady::now() + patience;
  for (;;) {
    wire::parser parser(1 << 20);
    const auto step = parser.push(pending_);
    if (step.what == wire::parser::event::frame) {
      pending_.erase(pending_.begin(),
                     pending_.begin() +
                         static_cast<std::ptrdiff_t>(step.consumed));
      return answer{parser.head(),
                    {parser.payload().begin(), parser.payload().end()}};
    }
    EXPECT_EQ(step.what, wire::parser::event::need_more);
    std::array<std::byte, 4096> buffer;
    if (!readable(socket_, until))
      return std::nullopt;
    const auto count = ::read(socket_, buffer.data(), buffer.size());
    if (count <= 0)
      return std::nullopt;
    pending_.insert(pending_.end(), buffer.begin(), buffer.begin() + count);
  }
}

std::vector<std::byte> client::take(std::size_t count) {
  std::vector<std::byte> bytes(count);
  std::size_t have = 0;
  while (have != count && readable(socket_, steady::now() + patience_of_all)) {
    const auto more = ::read(socket_, bytes.data() + have, count - have);
    if (more <= 0)
      break;
    have += static_cast<std::size_t>(more);
  }
  bytes.resize(have);
  return bytes;
}

answer client::ask(wire::header head, std::span<const std::byte> payload) {
  send(encode_frame(head, payload));
  auto got = receive();
  EXPECT_TRUE(got) << "no answer to " << wire::operation_name(head.code);
  if (got) {
    EXPECT_EQ(got->head.sequence, head.sequence);
  }
  return got.value_or(answer{});
}

wire::device_status client::status() {
  const auto got = ask(wire::request::status(0x7777, 0));
  const auto decoded = wire::decode_status(got.payload);
  EXPECT_TRUE(decoded);
  return decoded.value_or(wire::device_status{});
}

} // namespace seeker::test
