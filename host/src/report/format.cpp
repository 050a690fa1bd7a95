// Groups digits and lays out tables.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace seeker::report {
namespace {

/// Columns on a terminal: bytes that do not continue a UTF-8 character.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

} // namespace

std::string grouped(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3; at -= 3)
    digits.insert(at - 3, ",");
  return digits;
}

std::string table::text(std::string_view indent) const {
  std::vector<std::size_t> widths;
  for (const column &one : columns_)
    widths.push_back(width(one.title));
  for (const auto &row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], width(row[i]));
  std::string made;
  const auto line = [&](const auto &cell) {
    std::string text(indent);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string content = cell(i);
      const std::string blanks(widths[i] - width(content), ' ');
      text += columns_[i].aligned == align::right ? blanks + content
                                                  : content + blanks;
      text += "  ";
    }
    text.resize(text.find_last_not_of(' ') + 1);
    made += text + "\n";
  };
  line([&](std::size_t i) { return columns_[i].title; });
  for (const auto &row : rows_)
    line([&](std::size_t i) { return row[i]; });
  return made;
}

std::string
stall_table(const std::vector<std::map<std::string, std::uint64_t>> &harts) {
  std::map<std::string, std::uint64_t> whole;
  for (const auto &hart : harts)
    for (const auto &[cause, cycles] : hart)
      whole[cause] += cycles;
  std::vector<std::pair<std::string, std::uint64_t>> sorted(whole.begin(),
                                                            whole.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  std::vector<table::column> columns{{"% of cycles by hart"}};
  for (std::size_t hart = 0; hart < harts.size(); ++hart)
    columns.push_back({std::to_string(hart), table::align::right});
  table lines(columns);
  for (const auto &[cause, total] : sorted) {
    std::vector<std::string> cells{cause};
    for (const auto &hart : harts) {
      std::uint64_t all = 0;
      for (const auto &[name, cycles] : hart)
        all += cycles;
      const auto found = hart.find(cause);
      cells.push_back(
          found == hart.end()
              ? ""
              : fmt::format("{:.1f}", 100.0 *
                                          static_cast<double>(found->second) /
                                          static_cast<double>(all)));
    }
    lines.add(std::move(cells));
  }
  return lines.empty() ? "" : lines.text();
}

} // namespace seeker::report
