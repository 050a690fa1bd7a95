// The lab's HTTP interface, without a network: a request in, an answer out.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All bodies are JSON objects; what is wrong is answered with {"error": "..."}.
//
//   GET    /api/state                resources, queue, how many runs
//   PUT    /api/tickets/KEY          {"holder", "target", "needs", "priority",
//                                    "seconds"} -> a standing; again: the same
//   GET    /api/tickets/KEY          {"position"} or {"lease": {"id",
//   "resource",
//                                    "target", "epoch", "seconds_left"}}
//   DELETE /api/tickets/KEY          gives back; {"failed": "reason"} says that
//                                    the board failed
//   POST   /api/leases/ID            {"seconds"}: prolongs
//   POST   /api/resources/NAME/drain {"reason"}; .../undrain      admin
//   POST   /api/runs                 {"runs": [...]}: adds to the history
//   GET    /api/runs?last=N          the newest, without their reports
//   GET    /api/cases                each case's last runs, for its curve
//   GET    /api/case?suite=&name=&target=   its runs with cycles of kernels
//   PUT    /api/artifacts/RUN/FILE   any bytes; GET the same
//
// Who has no token, or a wrong one, gets 401; whose right is missing, 403; more
// than `requests_a_second` on average, 429. Without users, the Host must be
// this machine's loopback, so that no page of another site reaches the lab.
#pragma once

#include "seeker/history/history.hpp"
#include "seeker/lab/store.hpp"
#include "seeker/lab/users.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <deque>
#include <functional>
#include <map>

namespace seeker::lab {

inline constexpr std::size_t max_body_bytes = std::size_t{16} << 20;
inline constexpr std::size_t max_json_bytes = std::size_t{4} << 20;

namespace http = boost::beast::http;
using request = http::request<http::string_body>;
using response = http::response<http::string_body>;

struct api_options {
  std::filesystem::path folder; // of the state: history.db, artifacts/, audit
  std::filesystem::path page;   // index.html, lab.js, lab.css
  double requests_a_second = 100;
  double burst = 2000;
  std::uint64_t most_artifact_bytes = std::uint64_t{4} << 30; // all together
};

/// What the log of the lab keeps of a request: never a token, never a body.
struct audit {
  std::string peer, user, method, path;
  unsigned status = 0;
};

class api {
public:
  static result<api> make(api_options chosen, users known, store state);

  /// `now_ms` as for the store.
  response answer(const request &asked, const std::string &peer,
                  std::int64_t now_ms);
  /// Whether a WebSocket may be opened: 101, or the status to refuse it with.
  http::status allows_watching(const request &asked, const std::string &peer,
                               std::int64_t now_ms);
  /// What watchers are told: /api/state as text.
  std::string state(std::int64_t now_ms);
  /// Ends what is late. True when watchers should hear of it.
  bool advance(std::int64_t now_ms);

  std::function<void(const audit &)> log;

  struct call; // a request, taken apart

private:
  api(api_options chosen, users known, store state, history::book runs)
      : options_(std::move(chosen)), users_(std::move(known)),
        store_(std::move(state)), runs_(std::move(runs)) {}

  http::status admit(const request &asked, const std::string &peer,
                     std::int64_t now_ms, std::optional<user> &who);
  response dispatch(const request &asked, const user &who, std::int64_t now_ms);
  response tickets(const call &one);
  response leases(const call &one);
  response manage(const call &one);
  response add_runs(const call &one);
  response show_runs(const call &one);
  response artifacts(const call &one);
  response page(const call &one);
  /// Whether a ticket's holder is he, or he may act for all.
  bool is_his(const std::string &holder, const user &who) const;
  bool within_rate(const std::string &peer, std::int64_t now_ms);

  struct bucket {
    double tokens = 0;
    std::int64_t at_ms = 0;
  };

  api_options options_;
  users users_;
  store store_;
  history::book runs_;
  std::map<std::string, bucket> rates_;
};

} // namespace seeker::lab
