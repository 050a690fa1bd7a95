// A table of a TOML file, read key by key: what is wrong, and what nobody
// knows.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Debian's library has only the parser that throws.
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

namespace seeker {

/// What toml++ 3 takes for granted and does not check: after '[' or '[[' at the
/// begin of a line comes a name.
inline std::optional<std::string> unreadable(std::string_view text) {
  constexpr std::string_view blank = " \t";
  for (int line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    std::string_view rest = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    rest.remove_prefix(std::min(rest.find_first_not_of(blank), rest.size()));
    if (!rest.starts_with('['))
      continue;
    rest.remove_prefix(rest.starts_with("[[") ? 2 : 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(blank), rest.size()));
    const char next = rest.empty() ? '\0' : rest.front();
    const bool names = (next >= 'a' && next <= 'z') ||
                       (next >= 'A' && next <= 'Z') ||
                       (next >= '0' && next <= '9') || next == '_' ||
                       next == '-' || next == '"' || next == '\'';
    if (!names)
      return fmt::format("line {}: after '[' comes the name of a table", line);
  }
  return std::nullopt;
}

/// The whole of a text, or what is wrong with it, and in which line.
struct toml_text {
  toml::table table;
  std::optional<std::string> wrong;
};
inline toml_text parse_toml(std::string_view text) {
  if (auto what = unreadable(text))
    return {{}, std::move(what)};
  toml::parse_result parsed = toml::parse(text);
  if (!parsed)
    return {{},
            fmt::format("line {}: {}", parsed.error().source().begin.line,
                        parsed.error().description())};
  return {std::move(parsed).table(), std::nullopt};
}

/// One table, read key by key; the first thing that is wrong stays.
class toml_reader {
public:
  toml_reader(const toml::table &from, std::string where)
      : from_(from), where_(std::move(where)) {}

  template <class T>
  std::optional<T> get(std::string_view key, std::string_view kind) {
    known_.push_back(key);
    const toml::node *found = from_.get(key);
    if (!found)
      return std::nullopt;
    const auto value = found->value<T>();
    if (!value)
      say(fmt::format("{} must be {}", key, kind));
    return value;
  }
  std::optional<std::string> text(std::string_view key) {
    return get<std::string>(key, "a string");
  }
  std::optional<std::uint64_t> count(std::string_view key) {
    const auto value = get<std::int64_t>(key, "a whole number");
    if (!value)
      return std::nullopt;
    if (*value < 0)
      say(fmt::format("{} must not be negative", key));
    return static_cast<std::uint64_t>(*value);
  }
  std::optional<double> tolerance(std::string_view key) {
    const auto value = get<double>(key, "a number");
    if (value && !(*value >= 0))
      say(fmt::format("{} must not be negative", key));
    return value;
  }
  std::vector<std::string> texts(std::string_view key) {
    known_.push_back(key);
    const toml::node *found = from_.get(key);
    std::vector<std::string> made;
    if (!found)
      return made;
    const toml::array *list = found->as_array();
    if (list)
      for (const toml::node &one : *list)
        if (const auto value = one.value<std::string>())
          made.push_back(*value);
    if (!list || made.size() != list->size())
      say(fmt::format("{} must be a list of strings", key));
    return made;
  }
  bool has(std::string_view key) const { return from_.contains(key); }
  const toml::node *node(std::string_view key) {
    known_.push_back(key);
    return from_.get(key);
  }
  void say(std::string what) {
    if (!wrong_)
      wrong_ = where_ + ": " + std::move(what);
  }
  std::optional<std::string> wrong() {
    for (const auto &[key, value] : from_)
      if (std::find(known_.begin(), known_.end(), key.str()) == known_.end())
        say(fmt::format("there is no key '{}'; there are: {}", key.str(),
                        fmt::join(known_, ", ")));
    return wrong_;
  }

private:
  const toml::table &from_;
  std::string where_;
  std::vector<std::string_view> known_;
  std::optional<std::string> wrong_;
};

} // namespace seeker
