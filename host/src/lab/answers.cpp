// Answers, all with the headers that keep pages harmless.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "answers.hpp"

#include <algorithm>

namespace seeker::lab {

using json = nlohmann::json;

namespace {

constexpr std::size_t most_name = 64;

} // namespace

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= most_name && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
         });
}

response text_of(http::status status, std::string type, std::string body) {
  response made(status, 11);
  made.set(http::field::content_type, type);
  made.set(http::field::cache_control, "no-store");
  made.set("X-Content-Type-Options", "nosniff");
  made.set("Referrer-Policy", "no-referrer");
  made.set("X-Frame-Options", "SAMEORIGIN");
  made.body() = std::move(body);
  made.prepare_payload();
  return made;
}

response json_of(const json &what, http::status status) {
  return text_of(status, "application/json",
                 what.dump(-1, ' ', false, json::error_handler_t::replace));
}

response refused(http::status status, const std::string &why) {
  return json_of({{"error", why}}, status);
}

response refused(const error &cause) {
  switch (cause.code) {
  case errc::usage:
    return refused(http::status::not_found, cause.message);
  case errc::unsupported:
    return refused(http::status::unprocessable_entity, cause.message);
  case errc::mismatch:
    return refused(http::status::conflict, cause.message);
  case errc::board:
    return refused(http::status::service_unavailable, cause.message);
  case errc::limit:
    return refused(http::status::too_many_requests, cause.message);
  case errc::format:
    return refused(http::status::bad_request, cause.message);
  default:
    return refused(http::status::internal_server_error, cause.message);
  }
}

} // namespace seeker::lab
