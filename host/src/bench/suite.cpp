// Reads suites.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/bench/suite.hpp"

#include "../base/toml_reader.hpp"
#include "seeker/base/file.hpp"

#include <algorithm>
#include <cctype>

namespace seeker::bench {
namespace {

constexpr std::uint64_t max_file_bytes = 1 << 20;

/// The path in "NAME=FILE" or "FILE" from the suite's folder.
std::string placed(const std::filesystem::path &folder,
                   const std::string &value) {
  const std::size_t equals = value.find('=');
  const std::size_t begin = equals == std::string::npos ? 0 : equals + 1;
  return value.substr(0, begin) + (folder / value.substr(begin)).string();
}

suite_case read_case(toml_reader &from, const std::filesystem::path &folder,
                     const std::string &target) {
  suite_case made;
  const auto path =
      [&](std::string_view key) -> std::optional<std::filesystem::path> {
    const auto value = from.text(key);
    return value ? std::optional(folder / *value) : std::nullopt;
  };
  made.name = from.text("name").value_or("");
  made.target = from.text("target").value_or(target);
  made.model = path("model");
  made.image = path("image");
  made.compile = from.texts("compile");
  for (const std::string &value : from.texts("input"))
    made.inputs.push_back(placed(folder, value));
  for (const std::string &value : from.texts("golden"))
    made.golden.push_back(placed(folder, value));
  made.golden_cycles = path("golden_cycles");
  made.rtol = from.tolerance("rtol");
  made.atol = from.tolerance("atol");
  made.ulp = from.count("ulp");
  made.max_cycles = from.count("max_cycles");
  const std::uint64_t repeat = from.count("repeat").value_or(1);
  made.repeat = static_cast<unsigned>(repeat);
  made.timeout = from.text("timeout").value_or(made.timeout);
  made.configuration = from.text("config");
  made.chaos = from.text("chaos");
  const auto seed = from.count("seed");
  made.seed = seed.value_or(1);
  if (seed && !made.chaos)
    from.say("seed needs chaos");
  made.quarantine = from.text("quarantine");
  if (made.quarantine && made.quarantine->empty())
    from.say("quarantine must say why");
  // It names files.
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
  };
  if (made.name.empty())
    from.say("name is missing");
  else if (made.name.front() == '.' ||
           !std::all_of(made.name.begin(), made.name.end(), plain))
    from.say(fmt::format("name is letters, digits, '.', '_' and '-', not '{}'",
                         made.name));
  if (made.model.has_value() == made.image.has_value())
    from.say("model or image, one of them, must be given");
  if (made.image && !made.compile.empty())
    from.say("compile needs a model");
  if (repeat < 1 || repeat > 1'000'000)
    from.say(fmt::format("repeat is 1 to 1000000, not {}", repeat));
  return made;
}

/// A case for each of the targets that it names.
std::vector<suite_case> on_targets(toml_reader &from, suite_case one) {
  const std::vector<std::string> targets = from.texts("targets");
  if (!from.has("targets"))
    return {std::move(one)};
  if (from.has("target"))
    from.say("target or targets, not both");
  if (targets.empty())
    from.say("targets must not be empty");
  std::vector<suite_case> made;
  for (const std::string &target : targets) {
    made.push_back(one);
    made.back().target = target;
    std::string suffix = target;
    std::replace(suffix.begin(), suffix.end(), ':', '-');
    if (suffix.find('/') != std::string::npos)
      from.say(fmt::format("'{}' is no target", target));
    made.back().name += "." + suffix;
  }
  return made;
}

} // namespace

result<suite> parse_suite(std::string_view text,
                          const std::filesystem::path &origin) {
  const auto wrong = [&](std::string_view what) {
    return fail(errc::format, "{} is no suite: {}", origin.string(), what);
  };
  const toml_text parsed = parse_toml(text);
  if (parsed.wrong)
    return wrong(*parsed.wrong);
  suite made;
  made.name = origin.stem().string();
  toml_reader top(parsed.table, "at its top");
  const std::string target = top.text("target").value_or("sim");
  const toml::node *cases = top.node("case");
  if (const auto what = top.wrong())
    return wrong(*what);
  const toml::array *list = cases ? cases->as_array() : nullptr;
  if (!list || list->empty())
    return wrong("it has no [[case]]");
  std::size_t number = 0;
  for (const toml::node &one : *list) {
    const std::string where = fmt::format("case {}", ++number);
    const toml::table *fields = one.as_table();
    if (!fields)
      return wrong(where + " is no table");
    toml_reader from(*fields, where);
    std::vector<suite_case> some =
        on_targets(from, read_case(from, origin.parent_path(), target));
    if (const auto what = from.wrong())
      return wrong(*what);
    for (suite_case &next : some) {
      for (const suite_case &before : made.cases)
        if (before.name == next.name)
          return wrong(fmt::format("there are two cases '{}'", next.name));
      made.cases.push_back(std::move(next));
    }
  }
  return made;
}

result<suite> read_suite(const std::filesystem::path &file) {
  const auto content = read_file(file, max_file_bytes);
  if (!content)
    return content.error();
  return parse_suite(
      {reinterpret_cast<const char *>(content->data()), content->size()}, file);
}

bool matches(std::string_view pattern, std::string_view name) {
  // Where the last * stands, and what it has taken so far.
  std::size_t at = 0, star = std::string_view::npos, taken = 0, i = 0;
  while (i < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken = i;
    } else if (at < pattern.size() && pattern[at] == name[i]) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*')
    ++at;
  return at == pattern.size();
}

} // namespace seeker::bench
