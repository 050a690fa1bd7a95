// How fast the host streams a file that is larger than its memory needs be, and
// what memory that takes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   stream_bench [GIGABYTES]
//
// Exits with 1 when that is more than 64 MB.
// The peer is a process of its own behind a Unix socket: it checks every frame
// and answers it, and forgets the payload. The tensor is an npy of a hole,
// which the kernel reads as zeros, once before the clock runs, so that no disk
// is measured. With two free cores the rate is the host's; the rate by
// processor time depends less on what else runs.
#include "../support/temporary_folder.hpp"
#include "seeker/config/configuration.hpp"
#include "seeker/run/upload.hpp"
#include "seeker/target/link_target.hpp"
#include "seeker/tensor/npy.hpp"
#include "seeker/transport/stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace asio = boost::asio;
using namespace seeker;

std::vector<std::byte> identity(std::size_t payload_bytes) {
  std::vector<std::byte> made(wire::identity_bytes);
  const auto put = [&](std::size_t at, auto value) {
    store(std::span(made), at, value);
  };
  put(0, std::uint32_t{wire::protocol_version});
  put(4, static_cast<std::uint32_t>(payload_bytes));
  put(16, std::uint32_t{9});
  return made;
}

/// Serves one link until it ends.
[[noreturn]] void serve(asio::local::stream_protocol::acceptor &acceptor,
                        std::size_t payload_bytes) {
  auto socket = acceptor.accept();
  wire::parser parser(payload_bytes);
  std::vector<std::byte> in(256 * 1024), out;
  boost::system::error_code ec;
  while (true) {
    const std::size_t n = socket.read_some(asio::buffer(in), ec);
    if (ec)
      ::_exit(0);
    out.clear();
    for (std::span<const std::byte> rest(in.data(), n); !rest.empty();) {
      const auto step = parser.push(rest);
      rest = rest.subspan(step.consumed);
      if (step.what == wire::parser::event::need_more)
        continue;
      if (step.what != wire::parser::event::frame)
        ::_exit(1);
      wire::header said = parser.head();
      said.code = wire::answer_code(said.code, true);
      const auto frame = wire::encode_frame(
          said, said.has_payload() ? identity(payload_bytes)
                                   : std::vector<std::byte>());
      out.insert(out.end(), frame.begin(), frame.end());
    }
    asio::write(socket, asio::buffer(out), ec);
  }
}

class peer final : public target::link_target {
public:
  peer(asio::any_io_executor executor, std::filesystem::path socket)
      : link_target(executor, {}, nullptr), socket_(std::move(socket)) {}
  std::string_view kind() const override { return "peer"; }
  bool remembers() const override { return false; }

protected:
  task<transport::stream_ptr> connect() override {
    return transport::connect_unix(socket_);
  }
  session::relink relink() override { return {}; }

private:
  std::filesystem::path socket_;
};

/// "VmHWM" of /proc/self/status in MB: the most that was ever resident.
double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word)
    if (word == "VmHWM:") {
      double kilobytes = 0;
      status >> kilobytes;
      return kilobytes * 1024 / 1e6;
    }
  return 0;
}

double processor_seconds() {
  timespec now = {};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) / 1e9;
}

task<void> stream(target::target &on, const tensor::array &values) {
  if (auto opened = co_await on.open(); !opened)
    co_return opened.error();
  std::vector<run::piece> pieces{{0x80000000, values.bytes, 0}};
  const double before = processor_seconds();
  result<run::phase> made =
      co_await run::upload(on, "stream in", std::move(pieces), {});
  if (!made)
    co_return made.error();
  const double seconds = processor_seconds() - before;
  const double gigabytes = static_cast<double>(made->bytes) / 1e9;
  std::printf("%.2f GB in %.2f s: %.2f GB/s, %.2f GB a processor second, %.1f "
              "MB of memory at most\n",
              gigabytes, made->seconds, gigabytes / made->seconds,
              gigabytes / seconds, peak_megabytes());
  if (peak_megabytes() > 64)
    co_return fail(errc::limit, "more than 64 MB of memory");
  co_return co_await on.close();
}

} // namespace

int main(int argc, char **argv) {
  const double gigabytes = argc > 1 ? std::stod(argv[1]) : 4;
  const auto count = static_cast<std::uint64_t>(gigabytes * (1 << 27));
  const fake::temporary_folder folder;
  // The header of an npy, then a hole.
  const std::filesystem::path file = folder / "large.npy";
  auto head = tensor::format_npy({tensor::dtype::f64, {}, {}});
  const std::string dims = std::to_string(count) + ",";
  auto *text = reinterpret_cast<char *>(head.data());
  const std::string_view whole(text, head.size());
  dims.copy(text + whole.find("()") + 1, dims.size());
  const std::string close = "), }";
  close.copy(text + whole.find("(") + 1 + dims.size(), close.size());
  fake::write_bytes(file, head);
  std::filesystem::resize_file(file, head.size() + 8 * count);

  {
    std::ifstream warm(file, std::ios::binary);
    std::vector<char> buffer(1 << 20);
    while (
        warm.read(buffer.data(), static_cast<std::streamsize>(buffer.size())))
      ;
  }

  asio::io_context context(1);
  asio::local::stream_protocol::acceptor acceptor(context,
                                                  {(folder / "link").string()});
  const pid_t child = ::fork();
  if (child == 0)
    serve(acceptor, 4096);
  acceptor.close();
  const auto values = tensor::read_npy(file);
  if (!values) {
    std::fprintf(stderr, "%s\n", values.error().message.c_str());
    return 1;
  }
  peer on(context.get_executor(), folder / "link");
  int status = 1;
  asio::co_spawn(context, stream(on, *values),
                 [&](std::exception_ptr, const result<void> &done) {
                   status = done ? 0 : 1;
                   if (!done)
                     std::fprintf(stderr, "%s\n", done.error().message.c_str());
                 });
  context.run();
  ::waitpid(child, nullptr, 0);
  return status;
}
