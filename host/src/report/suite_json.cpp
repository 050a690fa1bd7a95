// Suites as JSON, and cases from it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/judge/verdict.hpp"
#include "seeker/report/suite_report.hpp"

namespace seeker::report {
namespace {

using nlohmann::json;

/// The fields of an object, of which the first that is wrong is told.
class fields {
public:
  explicit fields(const json &from) : from_(from) {}

  const json *find(const char *key, bool (json::*is)() const noexcept,
                   bool must) {
    const auto found = from_.find(key);
    if (found == from_.end() && !must)
      return nullptr;
    if (found != from_.end() && ((*found).*is)())
      return &*found;
    if (wrong_.empty())
      wrong_ = key;
    return nullptr;
  }
  std::string text(const char *key, bool must = true) {
    const json *found = find(key, &json::is_string, must);
    return found ? found->get<std::string>() : "";
  }
  double number(const char *key) {
    const json *found = find(key, &json::is_number, true);
    return found ? found->get<double>() : 0;
  }
  const std::string &wrong() const { return wrong_; }
  void say(const char *key) {
    if (wrong_.empty())
      wrong_ = key;
  }

private:
  const json &from_;
  std::string wrong_;
};

error no_case(const std::string &key) {
  return fail(errc::format,
              "this is no case of a suite: its {} is wrong or "
              "missing",
              key);
}

json to_json(const attempt &one) {
  return {
      {"verdict", one.verdict}, {"note", one.note}, {"seconds", one.seconds}};
}

} // namespace

json to_json(const case_result &one) {
  json object = {{"name", one.name},           {"target", one.target},
                 {"verdict", one.verdict},     {"seconds", one.seconds},
                 {"notes", one.notes},         {"reproduce", one.reproduce},
                 {"exit_code", one.exit_code}, {"report", one.report}};
  if (one.cycles)
    object["cycles"] = *one.cycles;
  if (one.unchanged)
    object["unchanged"] = true;
  if (one.quarantine)
    object["quarantine"] = *one.quarantine;
  for (const attempt &each : one.failed)
    object["failed_attempts"].push_back(to_json(each));
  return object;
}

json to_json(const suite_result &made) {
  json cases = json::array();
  for (const case_result &one : made.cases)
    cases.push_back(to_json(one));
  json object = {{"suite", made.name},
                 {"producer", "seeker " SEEKER_VERSION},
                 {"exit_code", made.exit_code()},
                 {"cases", std::move(cases)}};
  for (const health &one : made.targets)
    object["targets"].push_back({{"target", one.target},
                                 {"attempts", one.attempts},
                                 {"failed", one.failed}});
  if (made.part)
    object["shard"] = {{"index", made.part->index},
                       {"of", made.part->of},
                       {"partition", made.part->partition}};
  return object;
}

result<case_result> case_of(const json &made) {
  if (!made.is_object())
    return fail(errc::format, "this is no case of a suite, but {}",
                made.type_name());
  fields from(made);
  case_result one;
  one.name = from.text("name");
  one.target = from.text("target");
  one.verdict = from.text("verdict");
  one.seconds = from.number("seconds");
  one.reproduce = from.text("reproduce");
  if (const json *notes = from.find("notes", &json::is_array, true))
    for (const json &note : *notes)
      if (note.is_string())
        one.notes.push_back(note.get<std::string>());
      else
        from.say("notes");
  if (const json *report = from.find("report", &json::is_object, true))
    one.report = *report;
  if (const json *cycles =
          from.find("cycles", &json::is_number_unsigned, false))
    one.cycles = cycles->get<std::uint64_t>();
  if (const json *unchanged = from.find("unchanged", &json::is_boolean, false))
    one.unchanged = unchanged->get<bool>();
  if (made.contains("quarantine"))
    one.quarantine = from.text("quarantine");
  if (const json *list = from.find("failed_attempts", &json::is_array, false))
    for (const json &each : *list) {
      if (!each.is_object()) {
        from.say("failed_attempts");
        continue;
      }
      fields inner(each);
      one.failed.push_back(
          {inner.text("verdict"), inner.text("note"), inner.number("seconds")});
      if (!inner.wrong().empty())
        from.say("failed_attempts");
    }
  // The verdict decides; a code beside it could contradict it.
  const auto verdict = judge::named(one.verdict);
  if (!verdict)
    from.say("verdict");
  else
    one.exit_code = judge::exit_code(*verdict);
  if (!from.wrong().empty())
    return no_case(from.wrong());
  return one;
}

} // namespace seeker::report
