// Numbers, tables and wrapped text for people.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::report {

/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t value);

/// Lines of a table with columns as wide as their widest cell. Numeric columns
/// are aligned to the right. Every line begins with `indent`.
class table {
public:
  enum class align { left, right };
  struct column {
    std::string title;
    align aligned = align::left;
  };

  explicit table(std::vector<column> columns) : columns_(std::move(columns)) {}
  /// As many cells as there are columns.
  void add(std::vector<std::string> cells) {
    rows_.push_back(std::move(cells));
  }
  bool empty() const { return rows_.empty(); }
  std::string text(std::string_view indent = "") const;

private:
  std::vector<column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// What each hart's cycles went on: a row a cause, those that took most first;
/// a column a hart, in percent. Nothing without harts.
std::string
stall_table(const std::vector<std::map<std::string, std::uint64_t>> &harts);

} // namespace seeker::report
