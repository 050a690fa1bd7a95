// HTTP by Boost.Beast, a connection a request.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/lab/client.hpp"

#include "seeker/base/file.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <random>
#include <sstream>
#include <thread>

namespace seeker::lab {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using json = nlohmann::json;
using namespace std::chrono_literals;
using tcp = asio::ip::tcp;
using clock = std::chrono::steady_clock;

constexpr auto answer_within = 20s;
constexpr auto retry_every = 200ms;
constexpr auto look_every = 200ms;
constexpr std::uint64_t max_answer_bytes = 64 << 20;

std::string fresh_key() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(),
                     random());
}

/// `act` for each step of a conversation, on a context of its own with
/// timeouts.
template <class Stream>
boost::system::error_code
exchange(asio::io_context &io, Stream &stream,
         const http::request<http::string_body> &asked,
         http::response<http::string_body> &answer) {
  boost::system::error_code problem;
  beast::get_lowest_layer(stream).expires_after(answer_within);
  http::async_write(
      stream, asked,
      [&](boost::system::error_code ec, std::size_t) { problem = ec; });
  io.restart();
  io.run();
  if (problem)
    return problem;
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(max_answer_bytes);
  beast::get_lowest_layer(stream).expires_after(answer_within);
  http::async_read(
      stream, buffer, parser,
      [&](boost::system::error_code ec, std::size_t) { problem = ec; });
  io.restart();
  io.run();
  if (!problem)
    answer = parser.release();
  return problem;
}

} // namespace

result<address> parse_url(const std::string &text) {
  address made;
  std::string rest;
  if (text.starts_with("http://")) {
    rest = text.substr(7);
  } else if (text.starts_with("https://")) {
    made.tls = true;
    rest = text.substr(8);
  } else {
    return fail(errc::usage,
                "--lab {}: neither http://HOST:PORT nor https://HOST", text);
  }
  while (rest.ends_with('/'))
    rest.pop_back();
  const std::size_t colon = rest.rfind(':');
  made.host = rest.substr(0, colon);
  made.port = colon == std::string::npos ? (made.tls ? "443" : "80")
                                         : rest.substr(colon + 1);
  if (made.host.empty() || made.port.empty() ||
      made.port.find_first_not_of("0123456789") != std::string::npos)
    return fail(errc::usage,
                "--lab {}: neither http://HOST:PORT nor https://HOST", text);
  if (!made.tls && made.host != "127.0.0.1" && made.host != "localhost")
    return fail(
        errc::usage,
        "--lab {}: to another machine only by https://: a token would be "
        "read on the way",
        text);
  return made;
}

result<client> client::make(const access &chosen) {
  const auto where = parse_url(chosen.url);
  if (!where)
    return where.error();
  client made;
  made.where_ = *where;
  made.authority_ = chosen.authority;
  made.patience_ = chosen.patience;
  if (chosen.token_file) {
    const auto text = read_file(*chosen.token_file, 4096);
    if (!text)
      return text.error();
    std::istringstream(std::string(reinterpret_cast<const char *>(text->data()),
                                   text->size())) >>
        made.token_;
    if (made.token_.empty())
      return fail(errc::format, "{}: there is no token",
                  chosen.token_file->string());
  }
  return made;
}

result<client::reply> client::once(const std::string &method,
                                   const std::string &path,
                                   const std::string &body) {
  asio::io_context io(1);
  const auto lost = [&](const boost::system::error_code &ec) {
    return fail(errc::link_lost, "cannot reach the lab at {}:{}: {}",
                where_.host, where_.port, ec.message());
  };
  boost::system::error_code problem;
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(where_.host, where_.port, problem);
  if (problem)
    return lost(problem);
  http::request<http::string_body> asked(http::string_to_verb(method), path,
                                         11);
  asked.set(http::field::host, where_.host + ":" + where_.port);
  asked.set(http::field::user_agent, "seeker/" SEEKER_VERSION);
  if (!token_.empty())
    asked.set(http::field::authorization, "Bearer " + token_);
  if (!body.empty())
    asked.set(http::field::content_type, "application/json");
  asked.keep_alive(false);
  asked.body() = body;
  asked.prepare_payload();
  http::response<http::string_body> answer;
  const auto connect = [&](beast::tcp_stream &stream) {
    stream.expires_after(answer_within);
    stream.async_connect(found, [&](boost::system::error_code ec,
                                    const tcp::endpoint &) { problem = ec; });
    io.restart();
    io.run();
  };
  if (!where_.tls) {
    beast::tcp_stream stream(io);
    connect(stream);
    if (!problem)
      problem = exchange(io, stream, asked, answer);
  } else {
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.set_verify_mode(asio::ssl::verify_peer);
    if (authority_)
      tls.load_verify_file(authority_->string(), problem);
    else
      tls.set_default_verify_paths(problem);
    if (problem)
      return fail(errc::file, "cannot use the certificates of {}: {}",
                  authority_ ? authority_->string() : "this system",
                  problem.message());
    beast::ssl_stream<beast::tcp_stream> stream(io, tls);
    stream.set_verify_callback(asio::ssl::host_name_verification(where_.host),
                               problem);
    connect(beast::get_lowest_layer(stream));
    if (!problem) {
      stream.async_handshake(
          asio::ssl::stream_base::client,
          [&](boost::system::error_code ec) { problem = ec; });
      io.restart();
      io.run();
    }
    if (!problem)
      problem = exchange(io, stream, asked, answer);
  }
  if (problem)
    return lost(problem);
  return reply{answer.result_int(), answer.body()};
}

result<json> client::call(const std::string &method, const std::string &path,
                          const json &body) {
  const std::string text = body.is_null() ? "" : body.dump();
  const auto late = clock::now() + patience_;
  while (true) {
    const auto got = once(method, path, text);
    const bool again =
        got ? got->status == 429 : got.error().code == errc::link_lost;
    if (again && clock::now() < late) {
      std::this_thread::sleep_for(retry_every);
      continue;
    }
    if (!got)
      return fail(got.error().code == errc::link_lost ? errc::link_timeout
                                                      : got.error().code,
                  "{}", got.error().message);
    json said = json::parse(got->body, nullptr, false);
    if (got->status / 100 == 2 && said.is_object())
      return result<json>(boost::system::in_place_value, std::move(said));
    const std::string why =
        said.is_object() ? said.value("error", got->body) : got->body;
    const errc code = got->status == 401 || got->status == 403 ? errc::usage
                      : got->status == 503                     ? errc::board
                                           : errc::unsupported;
    return fail(code, "the lab refuses ({}): {}", got->status, why);
  }
}

result<grant> client::acquire(const std::string &holder,
                              const std::string &target,
                              const std::vector<std::string> &needs,
                              std::int64_t priority, double seconds,
                              std::chrono::milliseconds within) {
  grant made;
  made.key = fresh_key();
  const json asked{{"holder", holder},
                   {"target", target},
                   {"needs", needs},
                   {"priority", priority},
                   {"seconds", seconds}};
  const auto late = clock::now() + within;
  while (true) {
    // Asked again, it is the same ticket: a lost answer costs nothing.
    auto stands = call("PUT", "/api/tickets/" + made.key, asked);
    if (!stands)
      return stands.error();
    if (stands->contains("lease")) {
      const json &held = (*stands)["lease"];
      made.id = held.value("id", std::int64_t{0});
      made.resource = held.value("resource", "");
      made.target = held.value("target", "");
      made.epoch = held.value("epoch", std::uint16_t{0});
      return made;
    }
    if (clock::now() >= late) {
      static_cast<void>(call("DELETE", "/api/tickets/" + made.key));
      return fail(
          errc::link_timeout,
          "no {} came free within {} s; {} are before this one",
          target.empty() ? "resource" : target,
          std::chrono::duration_cast<std::chrono::seconds>(within).count(),
          stands->value("position", 0));
    }
    std::this_thread::sleep_for(look_every);
  }
}

result<void> client::give_back(const grant &held, const std::string &failed) {
  const json said = failed.empty() ? json() : json{{"failed", failed}};
  const auto done = call("DELETE", "/api/tickets/" + held.key, said);
  if (!done)
    return done.error();
  return {};
}

result<void> client::renew(const grant &held, double seconds) {
  const auto done = call("POST", fmt::format("/api/leases/{}", held.id),
                         {{"seconds", seconds}});
  if (!done)
    return done.error();
  return {};
}

} // namespace seeker::lab
