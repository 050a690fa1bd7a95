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
