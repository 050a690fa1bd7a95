// Who may do what in a lab: tokens, of which only hashes are kept.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A file of lines `NAME SHA256 RIGHT...`: SHA256 of the token in hex; rights
// are `read`, `lease` (any resource), `lease:NAME` (that one), `report` (runs
// and artifacts), `admin` (all). `#` begins a comment.
#pragma once

#include "seeker/base/error.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::lab {

struct user {
  std::string name;
  std::string token_sha256;
  std::vector<std::string> rights;

  bool may(std::string_view right) const;
  /// By `lease`, by `lease:RESOURCE`, or as admin.
  bool may_lease(std::string_view resource) const;
};

class users {
public:
  /// Nobody but whoever reaches the server: all rights.
  static users local();
  static result<users> parse(std::string_view text, const std::string &origin);
  static result<users> load(const std::filesystem::path &file);

  bool need_tokens() const { return need_tokens_; }
  /// `token` is what came after `Bearer `; empty for none. Compares in constant
  /// time.
  std::optional<user> find(std::string_view token) const;

private:
  bool need_tokens_ = true;
  std::vector<user> all_;
};

} // namespace seeker::lab
