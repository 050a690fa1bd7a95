// The server: sockets and the clock in one loop, on one thread.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "server.hpp"

#include <span>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace seeker::sim {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;

namespace {

// Cycles between two looks at the sockets: a few milliseconds, less for a
// debugger, which waits for every answer.
constexpr std::uint64_t cycles_a_turn = 64;
constexpr std::uint64_t cycles_a_debugged_turn = 8;
constexpr std::size_t read_bytes = 1 << 16;
// A client that is faster than the clock waits in its socket.
constexpr std::size_t to_soc_limit = 1 << 20;

[[noreturn]] void cannot_listen(const std::string &where,
                                const std::string &why) {
  throw machine_error(fmt::format("cannot listen on {}: {}", where, why));
}

// Whether somebody answers on a socket that is in the way.
bool is_alive(const std::string &path) {
  asio::io_context io;
  asio::local::stream_protocol::socket probe(io);
  error_code error;
  probe.connect(asio::local::stream_protocol::endpoint(path), error);
  return !error;
}

} // namespace

server::server(sim::soc &soc, const transport::address &address,
               bool allow_remote)
    : soc_(soc), in_(read_bytes) {
  if (address.unix_socket)
    listen_unix(address);
  else
    listen_tcp(address, allow_remote);
}

server::~server() {
  if (!unlink_.empty()) {
    std::error_code ignored;
    fs::remove(unlink_, ignored);
  }
}

void server::listen_unix(const transport::address &address) {
  listening_ = "unix:" + address.path;
  std::error_code file_error;
  const auto status = fs::symlink_status(address.path, file_error);
  if (fs::exists(status)) {
    if (!fs::is_socket(status))
      cannot_listen(listening_, "the file exists and is no socket");
    if (is_alive(address.path))
      cannot_listen(listening_, "another process listens there");
    fs::remove(address.path, file_error); // left over from a killed one
  }
  try {
    listen_on(acceptor_, address.path);
    unlink_ = fs::absolute(address.path);
  } catch (const boost::system::system_error &error) {
    cannot_listen(listening_, error.code().message());
  }
}

void server::listen_tcp(const transport::address &address, bool allow_remote) {
  listening_ = fmt::format("tcp:{}:{}", address.host, address.port);
  try {
    asio::ip::tcp::resolver resolver(io_);
    error_code error;
    const auto found =
        resolver.resolve(address.host, std::to_string(address.port), error);
    if (error || found.empty())
      cannot_listen(listening_, error.message());
    const asio::ip::tcp::endpoint endpoint = found.begin()->endpoint();
    if (!allow_remote && !endpoint.address().is_loopback())
      throw usage_error(fmt::format(
          "--listen {}: other machines reach {}, and whoever connects "
          "controls the simulation; say --allow-remote if that is meant",
          listening_, endpoint.address().to_string()));
    listening_ =
        fmt::format("tcp:{}:{}", address.host, listen_on(acceptor_, endpoint));
  } catch (const boost::system::system_error &error) {
    cannot_listen(listening_, error.code().message());
  }
}

void server::listen_jtag(const std::string &where) {
  jtag_.emplace(io_, soc_, where);
}

void server::accept() {
  acceptor_.async_accept([this](error_code error, protocol::socket socket) {
    if (error)
      return accept();
    client_.emplace(std::move(socket));
    error_code ignored; // Unix sockets have no such option
    client_->set_option(asio::ip::tcp::no_delay(true), ignored);
    soc_.reset_link();
    read();
  });
}

void server::read() {
  if (!client_ || reading_ || soc_.to_soc.size() >= to_soc_limit)
    return;
  reading_ = true;
  client_->async_read_some(asio::buffer(in_),
                           [this](error_code error, std::size_t count) {
                             reading_ = false;
                             if (error)
                               return drop_client();
                             soc_.to_soc.push(std::span(in_).first(count));
                             read();
                           });
}

void server::write() {
  if (!client_) {
    soc_.from_soc.clear(); // nobody wants it
    return;
  }
  if (writing_ || soc_.from_soc.empty())
    return;
  writing_ = true;
  out_ = soc_.from_soc.take();
  asio::async_write(*client_, asio::buffer(out_),
                    [this](error_code error, std::size_t) {
                      writing_ = false;
                      if (error)
                        return drop_client();
                      write();
                    });
}

// The socket lives until neither of its operations is under way any more.
void server::drop_client() {
  error_code ignored;
  client_->close(ignored);
  if (reading_ || writing_)
    return;
  client_.reset();
  accept();
}

void server::simulate() {
  const auto begin = std::chrono::steady_clock::now();
  soc_.run(jtag_ && jtag_->has_client() ? cycles_a_debugged_turn
                                        : cycles_a_turn);
  busy_ += std::chrono::steady_clock::now() - begin;
}

void server::run() {
  accept();
  while (!lifetime_.is_over() && !soc_.failed()) {
    if (soc_.idle())
      io_.run_one();
    else
      simulate();
    io_.poll();
    read();
    write();
  }
  if (soc_.failed())
    throw machine_error(fmt::format(
        "the RTL stopped itself in cycle {}: see above", soc_.cycle()));
}

} // namespace seeker::sim
