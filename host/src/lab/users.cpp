// Reads users, and finds the one a token belongs to.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/lab/users.hpp"

#include "seeker/base/file.hpp"
#include "seeker/base/sha256.hpp"

#include <algorithm>
#include <span>
#include <sstream>

namespace seeker::lab {
namespace {

constexpr std::uint64_t max_file_bytes = 1 << 20;
constexpr std::size_t hex_digits = 64;

bool is_right(const std::string &word) {
  return word == "read" || word == "lease" || word == "report" ||
         word == "admin" || (word.starts_with("lease:") && word.size() > 6);
}

bool same(std::string_view a, std::string_view b) {
  unsigned differs = a.size() != b.size();
  for (std::size_t i = 0; i != std::min(a.size(), b.size()); ++i)
    differs |= static_cast<unsigned>(a[i] ^ b[i]);
  return differs == 0;
}

} // namespace

bool user::may(std::string_view right) const {
  return std::any_of(rights.begin(), rights.end(), [&](const auto &each) {
    return each == right || each == "admin";
  });
}

bool user::may_lease(std::string_view resource) const {
  return may("lease") || may("lease:" + std::string(resource));
}

users users::local() {
  users made;
  made.need_tokens_ = false;
  made.all_.push_back({"local", "", {"admin"}});
  return made;
}

result<users> users::parse(std::string_view text, const std::string &origin) {
  users made;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    line.resize(std::min(line.find('#'), line.size()));
    std::istringstream words(line);
    user one;
    if (!(words >> one.name))
      continue;
    words >> one.token_sha256;
    if (one.token_sha256.size() != hex_digits ||
        one.token_sha256.find_first_not_of("0123456789abcdef") !=
            std::string::npos)
      return fail(errc::format,
                  "{}:{}: after the name comes the token's SHA-256 in {} "
                  "lower-case digits",
                  origin, number, hex_digits);
    for (std::string right; words >> right;) {
      if (!is_right(right))
        return fail(errc::format,
                    "{}:{}: '{}' is no right; there are read, lease, "
                    "lease:NAME, report, admin",
                    origin, number, right);
      one.rights.push_back(right);
    }
    if (one.rights.empty())
      return fail(errc::format, "{}:{}: {} has no rights", origin, number,
                  one.name);
    made.all_.push_back(std::move(one));
  }
  if (made.all_.empty())
    return fail(errc::format, "{}: there are no users", origin);
  return made;
}

result<users> users::load(const std::filesystem::path &file) {
  const auto text = read_file(file, max_file_bytes);
  if (!text)
    return text.error();
  return parse({reinterpret_cast<const char *>(text->data()), text->size()},
               file.string());
}

std::optional<user> users::find(std::string_view token) const {
  if (!need_tokens_)
    return all_.front();
  const std::string hash =
      sha256_hex(std::as_bytes(std::span(token.data(), token.size())));
  std::optional<user> found;
  for (const user &each : all_)
    if (same(each.token_sha256, hash))
      found = each;
  return found;
}

} // namespace seeker::lab
