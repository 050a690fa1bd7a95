// A lab, as its clients see it: requests that are repeated until they are
// answered.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every request may be repeated: tickets have keys. While the lab cannot be
// reached, a client goes on trying for `patience`, so that a server's restart
// is no failure.
#pragma once

#include "seeker/base/error.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seeker::lab {

struct address {
  bool tls = false;
  std::string host;
  std::string port;
};
/// "http://HOST:PORT" or "https://HOST[:PORT]". Without TLS the host must be
/// this machine: a token would be read on the way.
result<address> parse_url(const std::string &text);

struct access {
  std::string url;
  std::optional<std::filesystem::path> token_file; // its first word
  std::optional<std::filesystem::path> authority;  // PEM, else the system's
  std::chrono::milliseconds patience{30'000};
};

/// What a lease gives.
struct grant {
  std::int64_t id = 0;
  std::string key, resource, target;
  std::uint16_t epoch = 0;
};

class client {
public:
  static result<client> make(const access &chosen);

  /// errc::link_timeout when the lab cannot be reached for too long; what it
  /// refuses has its words: errc::usage for 401 and 403, errc::board when all
  /// is drained, errc::unsupported for the rest.
  result<nlohmann::json> call(const std::string &method,
                              const std::string &path,
                              const nlohmann::json &body = {});

  /// Waits until it holds a lease; errc::link_timeout after `within`.
  result<grant> acquire(const std::string &holder, const std::string &target,
                        const std::vector<std::string> &needs,
                        std::int64_t priority, double seconds,
                        std::chrono::milliseconds within);
  /// `failed`, when not empty, says what was wrong with the board.
  result<void> give_back(const grant &held, const std::string &failed = "");
  result<void> renew(const grant &held, double seconds);

private:
  struct reply {
    unsigned status = 0;
    std::string body;
  };
  result<reply> once(const std::string &method, const std::string &path,
                     const std::string &body);

  address where_;
  std::string token_;
  std::optional<std::filesystem::path> authority_;
  std::chrono::milliseconds patience_{};
};

} // namespace seeker::lab
