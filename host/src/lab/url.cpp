// Takes targets of requests apart.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "url.hpp"

#include <algorithm>

namespace seeker::lab {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

std::string unescaped(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i != text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 &&
        digit(text[i + 2]) >= 0) {
      made += static_cast<char>(16 * digit(text[i + 1]) + digit(text[i + 2]));
      i += 2;
    } else {
      made += text[i] == '+' ? ' ' : text[i];
    }
  }
  return made;
}

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> made;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(by), text.size());
    if (end != 0)
      made.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return made;
}

std::map<std::string, std::string> query_of(std::string_view target) {
  std::map<std::string, std::string> made;
  const std::size_t at = target.find('?');
  if (at == std::string_view::npos)
    return made;
  for (const std::string &pair : split(target.substr(at + 1), '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    made[unescaped(pair.substr(0, equals))] =
        equals < pair.size() ? unescaped(pair.substr(equals + 1)) : "";
  }
  return made;
}

} // namespace seeker::lab
