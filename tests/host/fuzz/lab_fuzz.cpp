// The lab's interface under any requests, of users and of nobody.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/sha256.hpp"
#include "seeker/base/temporary_folder.hpp"
#include "seeker/lab/api.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <fuzzer/FuzzedDataProvider.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <memory>

namespace {

using namespace seeker;
namespace http = boost::beast::http;

struct fixture {
  fixture() {
    const std::string token = "t";
    const auto hash =
        sha256_hex(std::as_bytes(std::span(token.data(), token.size())));
    auto users = lab::users::parse("u " + hash + " admin\n", "users");
    auto store = lab::store::open(":memory:", "boot");
    lab::resource one;
    one.name = one.target = "sim";
    one.capabilities = {"f64"};
    if (!users || !store || !store->declare({one}))
      std::abort();
    lab::api_options options;
    options.folder = folder->path();
    options.page = folder->path();
    options.requests_a_second = options.burst = 1e18;
    options.most_artifact_bytes = 1 << 16;
    std::ofstream(folder->path() / "index.html") << "page";
    auto made = lab::api::make(options, *users, *std::move(store));
    if (!made)
      std::abort();
    on.emplace(*std::move(made));
  }
  result<temporary_folder> folder = temporary_folder::make("lab");
  std::optional<lab::api> on;
};

constexpr unsigned inputs_a_lab = 10'000;
constexpr const char *paths[] = {
    "/api/tickets/k",     "/api/leases/1", "/api/resources/sim/drain",
    "/api/runs",          "/api/cases",    "/api/case",
    "/api/artifacts/r/f", "/api/state",    "/"};

lab::request any_request(FuzzedDataProvider &from) {
  lab::request made;
  made.method(static_cast<http::verb>(from.ConsumeIntegralInRange(1, 8)));
  std::string path = from.PickValueInArray(paths);
  if (from.ConsumeBool())
    path += from.ConsumeRandomLengthString(64);
  for (char &each : path)
    if (each == '\0')
      each = '0';
  made.target(path);
  made.set(http::field::host, "127.0.0.1:1");
  if (from.ConsumeIntegralInRange(0, 7) != 0)
    made.set(http::field::authorization, "Bearer t");
  made.set(http::field::content_type, "application/json");
  made.body() = from.ConsumeRemainingBytesAsString();
  return made;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data,
                                      std::size_t size) {
  // A lab that has not heard too much yet.
  static auto all = std::make_unique<fixture>();
  static std::int64_t now = 0;
  static unsigned heard = 0;
  if (++heard % inputs_a_lab == 0)
    all = std::make_unique<fixture>();
  FuzzedDataProvider from(data, size);
  const bool raw = from.ConsumeBool();
  now += from.ConsumeIntegralInRange(0, 2000);
  lab::request asked;
  if (raw) {
    const std::string bytes = from.ConsumeRemainingBytesAsString();
    http::request_parser<http::string_body> parser;
    parser.header_limit(1 << 14);
    parser.body_limit(1 << 16);
    boost::system::error_code ec;
    parser.eager(true);
    parser.put(boost::asio::buffer(bytes), ec);
    if (ec || !parser.is_done())
      return 0;
    asked = parser.release();
  } else {
    asked = any_request(from);
  }
  const lab::response got = all->on->answer(asked, "peer", now);
  if (got.result_int() < 200 || got.result_int() == 500)
    std::abort();
  all->on->allows_watching(asked, "peer", now);
  const auto state = nlohmann::json::parse(all->on->state(now), nullptr, false);
  if (!state.is_object())
    std::abort();
  return 0;
}
