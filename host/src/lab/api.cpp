// Paths, rights and JSON of the lab's interface.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/lab/api.hpp"

#include "answers.hpp"
#include "seeker/base/file.hpp"
#include "url.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace seeker::lab {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::json;

constexpr std::size_t most_peers = 4096;
constexpr std::uint32_t curve_runs = 40;
constexpr std::uint32_t most_runs = 1000;
constexpr std::uint32_t case_runs = 200;
constexpr std::size_t most_runs_a_post = 1000;
// Of a lease, so that a client need not say.
constexpr double default_seconds = 600;

json to_json(const standing &one, std::int64_t now_ms) {
  if (!one.held)
    return {{"position", one.position}};
  return {{"lease",
           {{"id", one.held->id},
            {"resource", one.held->resource},
            {"target", one.held->target},
            {"epoch", one.held->epoch},
            {"seconds_left",
             static_cast<double>(one.held->expires_ms - now_ms) / 1000}}}};
}

json to_json(const history::entry &one) {
  json made{{"time", one.time},         {"suite", one.suite},
            {"name", one.name},         {"model", one.model},
            {"target", one.target},     {"verdict", one.verdict},
            {"revision", one.revision}, {"attempt", one.attempt},
            {"seconds", one.seconds}};
  made["cycles"] = one.cycles ? json(*one.cycles) : json();
  return made;
}

/// Cycles by kernel, as a run's report has them.
json kernels_in(const std::string &report) {
  const json whole = json::parse(report, nullptr, false);
  json made = json::object();
  if (!whole.is_object() || !whole.contains("kernels") ||
      !whole["kernels"].is_array())
    return made;
  for (const json &each : whole["kernels"])
    if (each.is_object() && each.contains("name") && each["name"].is_string() &&
        each.contains("cycles") && each["cycles"].is_number())
      made[each["name"].get<std::string>()] = each["cycles"];
  return made;
}

/// A field of an object, when it is there and of that kind; errc::format else.
template <class T>
result<T> field(const json &from, const char *name, const T &otherwise,
                const char *kind) {
  const auto found = from.find(name);
  if (found == from.end() || found->is_null())
    return otherwise;
  const bool right =
      std::is_same_v<T, std::string> ? found->is_string()
      : std::is_same_v<T, std::vector<std::string>>
          ? found->is_array() &&
                std::all_of(found->begin(), found->end(),
                            [](const json &each) { return each.is_string(); })
          : found->is_number();
  if (!right)
    return fail(errc::format, "{} must be {}", name, kind);
  return found->template get<T>();
}

/// How long a lease is asked for, in ms; errc::format.
result<std::int64_t> lease_ms_in(const json &body) {
  const auto seconds =
      field<double>(body, "seconds", default_seconds, "a number");
  if (!seconds)
    return seconds.error();
  if (!(*seconds > 0 && *seconds <= most_lease_ms / 1000))
    return fail(errc::format, "seconds is {}, must be above 0 and at most {}",
                *seconds, most_lease_ms / 1000);
  return static_cast<std::int64_t>(*seconds * 1000);
}

} // namespace

result<api> api::make(api_options chosen, users known, store state) {
  std::error_code ec;
  fs::create_directories(chosen.folder / "artifacts", ec);
  if (ec)
    return fail(errc::file, "cannot make {}: {}",
                (chosen.folder / "artifacts").string(), ec.message());
  auto runs = history::book::open(chosen.folder / "history.db");
  if (!runs)
    return runs.error();
  return api(std::move(chosen), std::move(known), std::move(state),
             *std::move(runs));
}

bool api::within_rate(const std::string &peer, std::int64_t now_ms) {
  if (rates_.size() > most_peers)
    rates_.clear();
  auto [found, fresh] = rates_.try_emplace(peer);
  bucket &one = found->second;
  if (fresh)
    one = {options_.burst, now_ms};
  const auto passed =
      static_cast<double>(std::max<std::int64_t>(0, now_ms - one.at_ms));
  one.tokens = std::min(
      options_.burst, one.tokens + passed / 1000 * options_.requests_a_second);
  one.at_ms = now_ms;
  if (one.tokens < 1)
    return false;
  one.tokens -= 1;
  return true;
}

http::status api::admit(const request &asked, const std::string &peer,
                        std::int64_t now_ms, std::optional<user> &who) {
  if (!within_rate(peer, now_ms))
    return http::status::too_many_requests;
  std::string token;
  const auto given = asked.find(http::field::authorization);
  constexpr std::string_view bearer = "Bearer ";
  if (given != asked.end() && given->value().starts_with(bearer))
    token = std::string(given->value().substr(bearer.size()));
  // A page cannot give a WebSocket another header.
  const auto protocol = asked.find(http::field::sec_websocket_protocol);
  constexpr std::string_view prefix = "seeker.";
  if (token.empty() && protocol != asked.end() &&
      protocol->value().starts_with(prefix))
    token = std::string(protocol->value().substr(prefix.size()));
  who = users_.find(token);
  if (!who)
    return http::status::unauthorized;
  std::string host(asked[http::field::host]);
  if (const auto origin = asked.find(http::field::origin);
      origin != asked.end() && !origin->value().ends_with("//" + host))
    return http::status::forbidden; // another site's page
  if (!users_.need_tokens()) {
    host.resize(std::min(host.rfind(':'), host.size()));
    if (host != "127.0.0.1" && host != "localhost" && host != "[::1]")
      return http::status::forbidden;
  }
  return http::status::ok;
}

http::status api::allows_watching(const request &asked, const std::string &peer,
                                  std::int64_t now_ms) {
  std::optional<user> who;
  http::status status = admit(asked, peer, now_ms, who);
  if (status == http::status::ok && !who->may("read"))
    status = http::status::forbidden;
  if (status == http::status::ok && asked.target() != "/api/watch")
    status = http::status::not_found;
  if (status == http::status::ok)
    status = http::status::switching_protocols;
  if (log)
    log({peer, who ? who->name : "", "WATCH", "/api/watch",
         static_cast<unsigned>(status)});
  return status;
}

response api::answer(const request &asked, const std::string &peer,
                     std::int64_t now_ms) {
  std::optional<user> who;
  const http::status admitted = admit(asked, peer, now_ms, who);
  // The page itself tells nothing; it asks for a token.
  const bool is_page =
      asked.method() == http::verb::get && !asked.target().starts_with("/api/");
  const auto made = [&] {
    if (admitted == http::status::too_many_requests)
      return refused(admitted, fmt::format("more than {} requests a second",
                                           options_.requests_a_second));
    if (admitted == http::status::unauthorized && !is_page) {
      response one =
          refused(admitted, "a token is needed: Authorization: Bearer");
      one.set(http::field::www_authenticate, "Bearer");
      return one;
    }
    if (admitted == http::status::forbidden)
      return refused(admitted,
                     "asked by another site's page, or by another name "
                     "of this machine than its loopback's");
    static const user nobody;
    return dispatch(asked, who ? *who : nobody, now_ms);
  }();
  if (log)
    log({peer, who ? who->name : "", std::string(asked.method_string()),
         std::string(asked.target().substr(0, asked.target().find('?'))),
         static_cast<unsigned>(made.result())});
  return made;
}

response api::dispatch(const request &asked, const user &who,
                       std::int64_t now_ms) {
  const std::string_view target(asked.target().data(), asked.target().size());
  call one{asked, who, now_ms, {}, query_of(target), json::object()};
  for (const std::string &part : split(target.substr(0, target.find('?')), '/'))
    one.path.push_back(unescaped(part));
  if (one.path.empty() || one.path.front() != "api")
    return page(one);
  one.path.erase(one.path.begin());
  if (one.path.empty())
    return refused(http::status::not_found, "there is nothing here");
  const std::string &area = one.path.front();
  const bool writes =
      one.verb() != http::verb::get && one.verb() != http::verb::head;
  if (!writes && !who.may("read"))
    return refused(http::status::forbidden, "the right 'read' is missing");
  if (area == "artifacts")
    return artifacts(one);
  if (writes && !asked.body().empty()) {
    if (asked.body().size() > max_json_bytes)
      return refused(http::status::payload_too_large,
                     fmt::format("at most {} bytes of JSON", max_json_bytes));
    if (!asked[http::field::content_type].starts_with("application/json"))
      return refused(http::status::unsupported_media_type,
                     "the body must be application/json");
    one.body = json::parse(asked.body(), nullptr, false);
    if (!one.body.is_object())
      return refused(http::status::bad_request, "the body is no JSON object");
  }
  if (area == "state" && !writes)
    return text_of(http::status::ok, "application/json", state(now_ms));
  if (area == "tickets" && one.path.size() == 2)
    return tickets(one);
  if (area == "leases" && one.path.size() == 2)
    return leases(one);
  if (area == "resources" && one.path.size() == 3)
    return manage(one);
  if (area == "runs" && one.verb() == http::verb::post)
    return add_runs(one);
  if ((area == "runs" || area == "cases" || area == "case") && !writes)
    return show_runs(one);
  return refused(http::status::not_found, "there is nothing here");
}

bool api::is_his(const std::string &holder, const user &who) const {
  return !users_.need_tokens() || who.may("admin") ||
         holder.starts_with(who.name + "/");
}

response api::tickets(const call &one) {
  const std::string &key = one.path[1];
  if (!is_name(key))
    return refused(http::status::bad_request,
                   "a key is 1 to 64 letters, digits, '-', '_' and '.'");
  if (one.verb() == http::verb::get) {
    const auto stands = store_.look(key, one.now_ms);
    return stands ? json_of(to_json(*stands, one.now_ms))
                  : refused(stands.error());
  }
  const auto owner = store_.holder_of(key);
  if (!owner)
    return refused(owner.error());
  if (!owner->empty() && !is_his(*owner, one.who))
    return refused(http::status::forbidden, "the ticket is another user's");
  if (one.verb() == http::verb::delete_) {
    const auto failed =
        field<std::string>(one.body, "failed", "", "the board's failure");
    if (!failed)
      return refused(failed.error());
    const auto done = store_.give_back(
        key, failed->empty() ? use::good : use::failed, *failed, one.now_ms);
    return done ? json_of(json::object()) : refused(done.error());
  }
  if (one.verb() != http::verb::put)
    return refused(http::status::method_not_allowed, "PUT, GET or DELETE");
  wish asked;
  asked.key = key;
  const auto holder = field<std::string>(one.body, "holder", "", "a string");
  const auto target = field<std::string>(one.body, "target", "", "a string");
  const auto needs = field<std::vector<std::string>>(one.body, "needs", {},
                                                     "a list of strings");
  const auto priority = field<double>(one.body, "priority", 0, "a number");
  const auto lease_ms = lease_ms_in(one.body);
  if (!holder)
    return refused(holder.error());
  if (!target)
    return refused(target.error());
  if (!needs)
    return refused(needs.error());
  if (!priority)
    return refused(priority.error());
  if (!lease_ms)
    return refused(lease_ms.error());
  if (!(std::abs(*priority) <= 100))
    return refused(
        http::status::bad_request,
        fmt::format("priority is {}, must be -100 to 100", *priority));
  for (const std::string &need : *needs)
    if (!is_name(need))
      return refused(http::status::bad_request,
                     "needs must be names of capabilities");
  // The holder is who the token says, with what he calls himself behind it.
  asked.holder = users_.need_tokens() ? one.who.name + "/" + *holder : *holder;
  asked.holder.resize(std::min<std::size_t>(asked.holder.size(), 200));
  asked.target = *target;
  asked.needs = *needs;
  asked.priority = static_cast<std::int64_t>(*priority);
  asked.lease_ms = *lease_ms;
  if (!one.who.may_lease(asked.target))
    return refused(
        http::status::forbidden,
        asked.target.empty()
            ? "the right 'lease' is missing: name a resource"
            : fmt::format("the right 'lease:{}' is missing", asked.target));
  const auto stands = store_.ask(asked, one.now_ms);
  return stands ? json_of(to_json(*stands, one.now_ms))
                : refused(stands.error());
}

response api::leases(const call &one) {
  if (one.verb() != http::verb::post)
    return refused(http::status::method_not_allowed, "POST");
  std::int64_t id = 0;
  const std::string &text = one.path[1];
  const auto [end, problem] =
      std::from_chars(text.data(), text.data() + text.size(), id);
  if (problem != std::errc() || end != text.data() + text.size())
    return refused(http::status::bad_request, "a lease's number is needed");
  const auto key = store_.key_of(id);
  if (!key)
    return refused(key.error());
  const auto owner = store_.holder_of(*key);
  if (!owner)
    return refused(owner.error());
  if (!is_his(*owner, one.who))
    return refused(http::status::forbidden, "the lease is another user's");
  const auto lease_ms = lease_ms_in(one.body);
  if (!lease_ms)
    return refused(lease_ms.error());
  const auto held = store_.renew(id, *lease_ms, one.now_ms);
  return held ? json_of(to_json(standing{0, *held}, one.now_ms))
              : refused(held.error());
}

response api::manage(const call &one) {
  if (one.verb() != http::verb::post)
    return refused(http::status::method_not_allowed, "POST");
  if (!one.who.may("admin"))
    return refused(http::status::forbidden, "the right 'admin' is missing");
  const auto reason =
      field<std::string>(one.body, "reason", "by hand", "a string");
  if (!reason)
    return refused(reason.error());
  result<void> done = fail(errc::usage, "there is drain and undrain");
  if (one.path[2] == "drain")
    done = store_.drain(one.path[1], *reason, one.now_ms);
  else if (one.path[2] == "undrain")
    done = store_.undrain(one.path[1], one.now_ms);
  return done ? json_of(json::object()) : refused(done.error());
}

response api::add_runs(const call &one) {
  if (!one.who.may("report"))
    return refused(http::status::forbidden, "the right 'report' is missing");
  const auto list = one.body.find("runs");
  if (list == one.body.end() || !list->is_array() ||
      list->size() > most_runs_a_post)
    return refused(
        http::status::bad_request,
        fmt::format("runs must be a list of at most {}", most_runs_a_post));
  std::vector<history::entry> made;
  for (const json &each : *list) {
    if (!each.is_object())
      return refused(http::status::bad_request, "a run must be an object");
    history::entry run;
    result<void> good;
    const auto take = [&](const char *name, std::string &to) {
      auto value = field<std::string>(each, name, "", "a string");
      if (value)
        to = *std::move(value);
      else if (good)
        good = value.error();
    };
    const auto count = [&](const char *name) {
      const auto value = field<double>(each, name, 0, "a number");
      if (!value && good)
        good = value.error();
      const double known = value ? *value : 0;
      if (!(known >= 0 && known <= 9e15) && good)
        good = fail(errc::format, "{} is {}, must be 0 to 9e15", name, known);
      return good ? known : 0;
    };
    take("suite", run.suite);
    take("name", run.name);
    take("model", run.model);
    take("target", run.target);
    take("verdict", run.verdict);
    take("revision", run.revision);
    take("configuration", run.configuration);
    take("configuration_hash", run.configuration_hash);
    take("image_sha256", run.image_sha256);
    take("content", run.content);
    run.time = static_cast<std::int64_t>(count("time"));
    run.attempt = static_cast<unsigned>(std::min(count("attempt"), 1000.0));
    run.seconds = count("seconds");
    if (each.contains("cycles") && each["cycles"].is_number())
      run.cycles = static_cast<std::uint64_t>(count("cycles"));
    if (each.contains("report"))
      run.report = each["report"].dump();
    if (!good)
      return refused(good.error());
    if (run.name.empty() || run.verdict.empty())
      return refused(http::status::bad_request,
                     "a run needs a name and a verdict");
    made.push_back(std::move(run));
  }
  for (const history::entry &run : made)
    if (const auto added = runs_.add(run); !added)
      return refused(added.error());
  return json_of({{"added", made.size()}});
}

response api::show_runs(const call &one) {
  json made = json::array();
  if (one.path.front() == "case") {
    const auto known = [&](const char *name) {
      const auto found = one.query.find(name);
      return found == one.query.end() ? std::string() : found->second;
    };
    const auto all = runs_.last_of(case_runs, known("suite"), known("name"),
                                   known("target"));
    if (!all)
      return refused(all.error());
    for (const history::entry &each : *all) {
      json run = to_json(each);
      run["kernels"] = kernels_in(each.report);
      made.push_back(std::move(run));
    }
    return json_of({{"runs", std::move(made)}});
  }
  std::uint32_t last = 100;
  if (const auto said = one.query.find("last"); said != one.query.end()) {
    const std::string &text = said->second;
    std::from_chars(text.data(), text.data() + text.size(), last);
  }
  const bool by_case = one.path.front() == "cases";
  const auto all = by_case ? runs_.cases(curve_runs)
                           : runs_.newest(std::min(last, most_runs));
  if (!all)
    return refused(all.error());
  if (!by_case) {
    for (const history::entry &each : *all)
      made.push_back(to_json(each));
    return json_of({{"runs", std::move(made)}});
  }
  for (const history::entry &each : *all) {
    if (made.empty() || made.back()["suite"] != each.suite ||
        made.back()["name"] != each.name ||
        made.back()["target"] != each.target)
      made.push_back({{"suite", each.suite},
                      {"name", each.name},
                      {"target", each.target},
                      {"runs", json::array()}});
    made.back()["runs"].push_back({each.verdict,
                                   each.cycles ? json(*each.cycles) : json(),
                                   each.revision, each.time});
  }
  return json_of({{"cases", std::move(made)}});
}

std::string api::state(std::int64_t now_ms) {
  json made{{"resources", json::array()}, {"queue", json::array()}};
  if (const auto all = store_.resources())
    for (const resource &each : *all)
      made["resources"].push_back(
          {{"name", each.name},
           {"target", each.target},
           {"capabilities", each.capabilities},
           {"state", each.drained          ? "drained"
                     : each.holder.empty() ? "free"
                                           : "leased"},
           {"holder", each.holder},
           {"reason", each.reason},
           {"failures", each.failures},
           {"seconds_left",
            each.holder.empty()
                ? 0.0
                : static_cast<double>(each.expires_ms - now_ms) / 1000}});
  if (const auto all = store_.waiting())
    for (const ticket &each : *all)
      made["queue"].push_back(
          {{"key", each.key},
           {"holder", each.holder},
           {"target", each.target},
           {"priority", each.priority},
           {"waits_seconds",
            static_cast<double>(now_ms - each.asked_ms) / 1000}});
  return made.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool api::advance(std::int64_t now_ms) {
  const auto changed = store_.advance(now_ms);
  return changed && *changed;
}

} // namespace seeker::lab
