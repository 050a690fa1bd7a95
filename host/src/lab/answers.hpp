// What a request asks for, taken apart, and the forms of answers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/lab/api.hpp"

#include <nlohmann/json.hpp>

namespace seeker::lab {

struct api::call {
  const request &asked;
  const user &who;
  std::int64_t now_ms;
  std::vector<std::string> path; // after /api
  std::map<std::string, std::string> query;
  nlohmann::json body;

  http::verb verb() const { return asked.method(); }
};

/// Of keys and files: 1 to 64 letters, digits, '-', '_' and '.', not '.' first.
bool is_name(std::string_view text);

response text_of(http::status status, std::string type, std::string body);
response json_of(const nlohmann::json &what,
                 http::status status = http::status::ok);
response refused(http::status status, const std::string &why);
/// With the status that belongs to the error's class.
response refused(const error &cause);

} // namespace seeker::lab
