// Stands in for seeker-sim: the fake device behind a Unix socket, failing as
// asked.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   fake-sim --config NAME|FILE.json --listen unix:PATH [--wave F] [--dump F]
//
// The environment's SEEKER_FAKE_SIM says what goes wrong: `die` at once with 9,
// `silent` never listens, `kill=N` or `cut=N` ends the process by SIGKILL or
// the link after N bytes from the host, `hash` has another configuration,
// `violation` reports one of the L1 monitor, `once=FILE` dies unless FILE is
// there, and makes it.
#include "fake_device.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <unistd.h>

namespace {

namespace asio = boost::asio;
using seeker::fake::fake_device;

std::string option(int argc, char **argv, const std::string &name) {
  for (int i = 1; i + 1 < argc; ++i)
    if (argv[i] == name)
      return argv[i + 1];
  return {};
}

std::uint64_t limit(const std::string &wrong, const std::string &name) {
  return wrong.starts_with(name + "=")
             ? std::stoull(wrong.substr(name.size() + 1))
             : ~std::uint64_t{0};
}

void serve(fake_device &device, const std::string &path,
           const std::string &wrong) {
  asio::io_context context;
  asio::local::stream_protocol::acceptor acceptor(context, {path});
  std::vector<std::byte> buffer(4096);
  std::uint64_t received = 0;
  while (true) {
    auto socket = acceptor.accept();
    device.restart_link();
    boost::system::error_code ec;
    while (true) {
      const std::size_t n = socket.read_some(asio::buffer(buffer), ec);
      if (ec)
        break;
      received += n;
      if (received >= limit(wrong, "kill"))
        ::raise(SIGKILL);
      if (received >= limit(wrong, "cut")) {
        socket.close();
        ::sleep(1000);
      }
      asio::write(socket, asio::buffer(device.feed(std::span(buffer).first(n))),
                  ec);
      if (ec)
        break;
    }
  }
}

} // namespace

int main(int argc, char **argv) {
  const char *said = std::getenv("SEEKER_FAKE_SIM");
  const std::string wrong = said ? said : "";
  if (wrong == "die") {
    std::fputs("fake-sim: cannot go on\n", stderr);
    return 9;
  }
  if (wrong.starts_with("once=")) {
    const std::string mark = wrong.substr(5);
    if (!std::ifstream(mark)) {
      std::ofstream(mark) << "died\n";
      std::fputs("fake-sim: not yet\n", stderr);
      return 9;
    }
  }
  if (wrong == "silent")
    ::sleep(1000);
  const auto configuration =
      seeker::config::load(option(argc, argv, "--config"));
  if (!configuration) {
    std::fprintf(stderr, "fake-sim: %s\n",
                 configuration.error().message.c_str());
    return 2;
  }
  if (wrong == "violation")
    std::ofstream(option(argc, argv, "--report"))
        << R"({"stalls": [], "violation": {"text": "hart 1 strays", "hart": 1}})";
  for (const char *name : {"--wave", "--dump", "--trace"})
    if (const std::string file = option(argc, argv, name); !file.empty())
      std::ofstream(file) << name << '\n';
  fake_device device(*configuration);
  if (wrong == "hash")
    device.set_identity_hash(1);
  serve(device, option(argc, argv, "--listen").substr(5), wrong);
}
