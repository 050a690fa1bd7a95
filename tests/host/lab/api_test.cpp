// The lab's interface: what it answers, and what those who try to break it get.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/lab/api.hpp"

#include "seeker/base/sha256.hpp"
#include "seeker/base/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace {

using namespace seeker;
namespace http = boost::beast::http;
using json = nlohmann::json;

std::string hash_of(std::string_view token) {
  return sha256_hex(std::as_bytes(std::span(token.data(), token.size())));
}

class LabApi : public testing::Test {
protected:
  explicit LabApi(bool with_users = false) {
    auto store = lab::store::open(folder->path() / "lab.db", "boot");
    EXPECT_TRUE(store);
    lab::resource one;
    for (const char *name : {"a", "b"}) {
      one.name = name;
      one.target = "sim";
      resources.push_back(one);
    }
    EXPECT_TRUE(store->declare(resources));
    lab::users users = lab::users::local();
    if (with_users) {
      auto parsed = lab::users::parse(
          "root " + hash_of("t-root") + " admin\n" + "ann " + hash_of("t-ann") +
              " read lease:a report\n" + "bob " + hash_of("t-bob") +
              " read lease # and no more\n",
          "users");
      EXPECT_TRUE(parsed) << parsed.error().message;
      users = *parsed;
    }
    std::ofstream(folder->path() / "index.html") << "<p>page</p>";
    std::ofstream(folder->path() / "secret") << "secret";
    lab::api_options options;
    options.folder = folder->path() / "state";
    options.page = folder->path();
    options.burst = 100;
    options.most_artifact_bytes = 1000;
    auto made = lab::api::make(options, users, *std::move(store));
    EXPECT_TRUE(made);
    on.emplace(*std::move(made));
    on->log = [&](const lab::audit &each) { audits.push_back(each); };
  }

  lab::request make(http::verb verb, const std::string &path,
                    const std::string &body = "") {
    lab::request made(verb, path, 11);
    made.set(http::field::host, "127.0.0.1:8420");
    if (!token.empty())
      made.set(http::field::authorization, "Bearer " + token);
    if (!body.empty())
      made.set(http::field::content_type, "application/json");
    made.body() = body;
    return made;
  }
  lab::response send(const lab::request &asked) {
    return on->answer(asked, "peer", now += 100);
  }
  unsigned status(http::verb verb, const std::string &path,
                  const std::string &body = "") {
    return send(make(verb, path, body)).result_int();
  }
  std::string said(http::verb verb, const std::string &path,
                   const std::string &body = "") {
    const auto answer = send(make(verb, path, body));
    const json whole = json::parse(answer.body(), nullptr, false);
    return whole.is_object() ? whole.value("error", answer.body())
                             : answer.body();
  }

  result<temporary_folder> folder = temporary_folder::make("lab");
  std::vector<lab::resource> resources;
  std::optional<lab::api> on;
  std::vector<lab::audit> audits;
  std::string token;
  std::int64_t now = 0;
};

class LabApiWithUsers : public LabApi {
protected:
  LabApiWithUsers() : LabApi(true) {}
};

constexpr auto get = http::verb::get;
constexpr auto put = http::verb::put;
constexpr auto post = http::verb::post;

TEST_F(LabApi, ATicketFromWishToEnd) {
  const auto got = json::parse(
      send(make(put, "/api/tickets/k1", R"({"holder":"me","seconds":5})"))
          .body());
  EXPECT_EQ(got.at("lease").at("resource"), "a");
  EXPECT_EQ(got.at("lease").at("seconds_left"), 5.0);
  const auto id = got.at("lease").at("id").get<int>();
  EXPECT_EQ(status(post, fmt::format("/api/leases/{}", id), R"({"seconds":9})"),
            200u);
  EXPECT_EQ(json::parse(send(make(get, "/api/state")).body())
                .at("resources")[0]
                .at("holder"),
            "me");
  EXPECT_EQ(status(http::verb::delete_, "/api/tickets/k1"), 200u);
  EXPECT_EQ(status(get, "/api/tickets/k1"), 404u);
  EXPECT_EQ(said(post, fmt::format("/api/leases/{}", id)), "lease 1 is over");
}

TEST_F(LabApi, BadInputGetsOneError) {
  EXPECT_EQ(said(put, "/api/tickets/k", "[1]"), "the body is no JSON object");
  EXPECT_EQ(said(put, "/api/tickets/k", "{"), "the body is no JSON object");
  EXPECT_EQ(said(put, "/api/tickets/k", R"({"seconds":"5"})"),
            "seconds must be a number");
  EXPECT_EQ(said(put, "/api/tickets/k", R"({"seconds":0})"),
            "seconds is 0, must be above 0 and at most 86400");
  EXPECT_EQ(said(put, "/api/tickets/k", R"({"priority":1000})"),
            "priority is 1000, must be -100 to 100");
  EXPECT_EQ(said(put, "/api/tickets/k", R"({"needs":[1]})"),
            "needs must be a list of strings");
  EXPECT_EQ(said(put, "/api/tickets/k", R"({"needs":["a b"]})"),
            "needs must be names of capabilities");
  EXPECT_EQ(said(put, "/api/tickets/k", R"({"holder":1})"),
            "holder must be a string");
  EXPECT_EQ(said(put, "/api/tickets/%2e%2e"),
            "a key is 1 to 64 letters, digits, '-', '_' and '.'");
  EXPECT_EQ(said(post, "/api/tickets/k"), "PUT, GET or DELETE");
  EXPECT_EQ(said(post, "/api/leases/x"), "a lease's number is needed");
  EXPECT_EQ(said(get, "/api/leases/1"), "POST");
  EXPECT_EQ(said(post, "/api/resources/z/drain"), "there is no resource z");
  EXPECT_EQ(said(post, "/api/resources/a/paint"), "there is drain and undrain");
  EXPECT_EQ(said(post, "/api/runs", R"({"runs":3})"),
            "runs must be a list of at most 1000");
  EXPECT_EQ(said(post, "/api/runs", R"({"runs":[3]})"),
            "a run must be an object");
  EXPECT_EQ(said(post, "/api/runs", R"({"runs":[{"name":"x"}]})"),
            "a run needs a name and a verdict");
  EXPECT_EQ(said(post, "/api/runs",
                 R"({"runs":[{"name":"x","verdict":"PASS","seconds":-1}]})"),
            "seconds is -1, must be 0 to 9e15");
  EXPECT_EQ(said(get, "/api/nothing"), "there is nothing here");
  EXPECT_EQ(said(get, "/api"), "there is nothing here");
  lab::request text = make(put, "/api/tickets/k", "{}");
  text.set(http::field::content_type, "text/plain");
  EXPECT_EQ(send(text).result_int(), 415u);
  EXPECT_EQ(
      status(put, "/api/tickets/k", std::string(lab::max_json_bytes + 1, ' ')),
      413u);
}

TEST_F(LabApi, KeepsRunsAndShowsThemByCase) {
  const auto run = [](int cycles, const char *verdict) {
    return json{
        {"suite", "s"},
        {"name", "gemm"},
        {"target", "sim"},
        {"verdict", verdict},
        {"cycles", cycles},
        {"revision", "abc"},
        {"time", cycles},
        {"report", {{"kernels", {{{"name", "k"}, {"cycles", cycles / 2}}}}}}};
  };
  const json many{{"runs", {run(100, "PASS"), run(120, "CYCLE_REGRESSION")}}};
  EXPECT_EQ(send(make(post, "/api/runs", many.dump())).body(),
            R"({"added":2})");
  const auto cases = json::parse(send(make(get, "/api/cases")).body());
  ASSERT_EQ(cases.at("cases").size(), 1u);
  EXPECT_EQ(cases.at("cases")[0].at("runs"),
            json::parse(R"([["PASS",100,"abc",100],
                           ["CYCLE_REGRESSION",120,"abc",120]])"));
  const auto one = json::parse(
      send(make(get, "/api/case?suite=s&name=gemm&target=sim")).body());
  EXPECT_EQ(one.at("runs")[1].at("kernels").at("k"), 60);
  const auto newest = json::parse(send(make(get, "/api/runs?last=1")).body());
  ASSERT_EQ(newest.at("runs").size(), 1u);
  EXPECT_EQ(newest.at("runs")[0].at("cycles"), 120);
}

TEST_F(LabApi, ArtifactsStayInTheirFolder) {
  EXPECT_EQ(status(put, "/api/artifacts/r1/report.html", "<p>x</p>"), 200u);
  const auto got = send(make(get, "/api/artifacts/r1/report.html"));
  EXPECT_EQ(got.body(), "<p>x</p>");
  EXPECT_EQ(got["Content-Security-Policy"], "sandbox allow-scripts");
  std::ofstream(folder->path() / "state" / "outside") << "secret";
  for (const char *name :
       {"r1/..%2foutside", "..%2f/outside", "%2e%2e/outside", "r1/%2e%2e",
        "r1/.hidden", "r1/a%00b", "r1/a/b", "r1", "r1/a b"}) {
    const std::string path = std::string("/api/artifacts/") + name;
    EXPECT_EQ(status(get, path), 400u) << name;
    EXPECT_EQ(status(put, path, "x"), 400u) << name;
  }
  std::filesystem::create_symlink(folder->path() / "secret",
                                  folder->path() / "state/artifacts/r1/link");
  EXPECT_EQ(status(get, "/api/artifacts/r1/link"), 404u);
  EXPECT_EQ(status(put, "/api/artifacts/r1/large", std::string(1000, 'x')),
            507u);
  for (const char *path : {"/../secret", "/secret", "/%2e%2e/secret", "//etc"})
    EXPECT_EQ(status(get, path), 404u) << path;
  EXPECT_EQ(send(make(get, "/")).body(), "<p>page</p>");
}

TEST_F(LabApi, OtherSitesPagesGetNothing) {
  lab::request asked = make(put, "/api/tickets/k", "{}");
  asked.set(http::field::origin, "http://evil.example");
  EXPECT_EQ(send(asked).result_int(), 403u);
  asked.set(http::field::origin, "http://127.0.0.1:8420");
  EXPECT_EQ(send(asked).result_int(), 200u);
  lab::request rebound = make(get, "/api/state");
  rebound.set(http::field::host, "evil.example:8420");
  EXPECT_EQ(send(rebound).result_int(), 403u);
  lab::request socket = make(get, "/api/watch");
  EXPECT_EQ(on->allows_watching(socket, "peer", 0),
            http::status::switching_protocols);
  socket.set(http::field::origin, "http://evil.example");
  EXPECT_EQ(on->allows_watching(socket, "peer", 0), http::status::forbidden);
}

TEST_F(LabApi, TooManyRequestsWait) {
  unsigned good = 0;
  for (int i = 0; i != 200; ++i)
    good += on->answer(make(get, "/api/state"), "hasty", 0).result_int() == 200;
  EXPECT_EQ(good, 100u);
  EXPECT_EQ(on->answer(make(get, "/api/state"), "hasty", 0).result_int(), 429u);
  EXPECT_EQ(on->answer(make(get, "/api/state"), "other", 0).result_int(), 200u);
  EXPECT_EQ(on->answer(make(get, "/api/state"), "hasty", 100).result_int(),
            200u);
}

TEST_F(LabApiWithUsers, NobodyGetsInWithoutAToken) {
  for (const char *wrong : {"", "x", "t-ann2", "T-ANN", "t-"}) {
    token = wrong;
    EXPECT_EQ(status(get, "/api/state"), 401u) << wrong;
    EXPECT_EQ(status(put, "/api/tickets/k", "{}"), 401u);
    EXPECT_EQ(status(post, "/api/resources/a/drain"), 401u);
  }
  token.clear();
  EXPECT_EQ(status(get, "/"), 200u); // the page tells nothing by itself
  EXPECT_EQ(on->allows_watching(make(get, "/api/watch"), "peer", now),
            http::status::unauthorized);
  lab::request socket = make(get, "/api/watch");
  socket.set(http::field::sec_websocket_protocol, "seeker.t-ann");
  EXPECT_EQ(on->allows_watching(socket, "peer", now),
            http::status::switching_protocols);
}

TEST_F(LabApiWithUsers, EachDoesWhatHeMay) {
  token = "t-ann";
  EXPECT_EQ(status(put, "/api/tickets/k1", R"({"target":"a","holder":"ci"})"),
            200u);
  EXPECT_EQ(said(put, "/api/tickets/k2", R"({"target":"b"})"),
            "the right 'lease:b' is missing");
  EXPECT_EQ(said(put, "/api/tickets/k2", "{}"),
            "the right 'lease' is missing: name a resource");
  EXPECT_EQ(said(post, "/api/resources/a/drain"),
            "the right 'admin' is missing");
  EXPECT_EQ(status(post, "/api/runs", R"({"runs":[]})"), 200u);
  token = "t-bob";
  EXPECT_EQ(status(put, "/api/tickets/k3", R"({"target":"b"})"), 200u);
  EXPECT_EQ(said(post, "/api/runs", R"({"runs":[]})"),
            "the right 'report' is missing");
  EXPECT_EQ(said(put, "/api/artifacts/r/f", "x"),
            "the right 'report' is missing");
  // Another's ticket is neither taken over nor ended nor prolonged.
  EXPECT_EQ(said(http::verb::delete_, "/api/tickets/k1"),
            "the ticket is another user's");
  EXPECT_EQ(said(put, "/api/tickets/k1", R"({"target":"a","holder":"ci"})"),
            "the ticket is another user's");
  EXPECT_EQ(said(post, "/api/leases/1", "{}"), "the lease is another user's");
  token = "t-root";
  EXPECT_EQ(status(post, "/api/resources/a/drain"), 200u);
  EXPECT_EQ(status(http::verb::delete_, "/api/tickets/k1"), 200u);
}

TEST_F(LabApiWithUsers, TheLogHasWhoAndWhatButNoSecrets) {
  token = "t-ann";
  status(put, "/api/tickets/k1?token=t-ann", R"({"target":"a"})");
  token = "t-wrong";
  status(get, "/api/state");
  ASSERT_EQ(audits.size(), 2u);
  EXPECT_EQ(audits[0].user, "ann");
  EXPECT_EQ(audits[0].method, "PUT");
  EXPECT_EQ(audits[0].status, 200u);
  EXPECT_EQ(audits[1].status, 401u);
  for (const auto &each : audits)
    for (const std::string &text :
         {each.peer, each.user, each.method, each.path})
      EXPECT_EQ(text.find("t-"), std::string::npos) << text;
}

TEST(LabUsers, EachProblemIsNamed) {
  const auto is = [](const std::string &text, const std::string &says) {
    const auto made = lab::users::parse(text, "u");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().message, says);
  };
  is("# none\n", "u: there are no users");
  is("ann token read\n", "u:1: after the name comes the token's SHA-256 in 64 "
                         "lower-case digits");
  is("\nann " + hash_of("x") + "\n", "u:2: ann has no rights");
  is("ann " + hash_of("x") + " lease: read",
     "u:1: 'lease:' is no right; there are read, lease, lease:NAME, report, "
     "admin");
}

} // namespace
