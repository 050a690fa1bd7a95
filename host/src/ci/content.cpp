// Hashes everything that a case names.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/content.hpp"

#include "seeker/base/blob.hpp"
#include "seeker/base/sha256.hpp"
#include "seeker/config/configuration.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace seeker::ci {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t max_file_bytes = std::uint64_t{1} << 40;
/// Changes when equal fields come to mean something else.
constexpr int format_version = 1;

result<std::string> hash_file(const fs::path &file) {
  const auto content = blob::map(file, max_file_bytes);
  if (!content)
    return content.error();
  return sha256_hex(content->span());
}

/// A file's hash, or those of all files below a folder by their names there.
result<void> hash_path(const fs::path &path, json &into) {
  std::error_code ec;
  if (!fs::is_directory(path, ec)) {
    auto one = hash_file(path);
    if (!one)
      return one.error();
    into = *std::move(one);
    return {};
  }
  into = json::object();
  fs::recursive_directory_iterator at(path, ec);
  for (; !ec && at != fs::recursive_directory_iterator(); at.increment(ec)) {
    if (!at->is_regular_file(ec))
      continue;
    auto one = hash_file(at->path());
    if (!one)
      return one.error();
    into[at->path().lexically_relative(path).string()] = *std::move(one);
  }
  if (ec)
    return fail(errc::file, "cannot list {}: {}", path.string(), ec.message());
  return {};
}

/// "NAME=FILE" as the name and what the file has, added to a list.
result<void> hash_binding(const std::string &value, json &list) {
  const std::size_t equals = value.find('=');
  const bool named = equals != std::string::npos;
  json content;
  if (auto done = hash_path(named ? value.substr(equals + 1) : value, content);
      !done)
    return done;
  list.push_back({{"name", named ? value.substr(0, equals) : ""},
                  {"content", std::move(content)}});
  return {};
}

template <class T> json or_null(const std::optional<T> &value) {
  return value ? json(*value) : json();
}

} // namespace

bool is_repeatable(const bench::suite_case &one) {
  return (one.target == "sim" || one.target == "iss") && !one.chaos;
}

result<std::string> content_of(const bench::suite_case &one,
                               const fs::path &image,
                               const std::vector<fs::path> &programs) {
  json whole = {{"format", format_version},
                {"target", one.target},
                {"rtol", or_null(one.rtol)},
                {"atol", or_null(one.atol)},
                {"ulp", or_null(one.ulp)},
                {"repeat", one.repeat},
                {"max_cycles", or_null(one.max_cycles)},
                {"timeout", one.timeout}};
  auto code = hash_file(image);
  if (!code)
    return code.error();
  whole["image"] = *std::move(code);
  if (one.configuration) {
    const auto loaded = config::load(*one.configuration);
    if (!loaded)
      return loaded.error();
    whole["configuration"] = config::hash_text(loaded->hash);
  }
  for (const auto &[key, values] :
       {std::pair("inputs", &one.inputs), std::pair("golden", &one.golden)})
    for (const std::string &value : *values)
      if (auto bound = hash_binding(value, whole[key]); !bound)
        return bound.error();
  if (one.golden_cycles) {
    auto cycles = hash_file(*one.golden_cycles);
    if (!cycles)
      return cycles.error();
    whole["golden_cycles"] = *std::move(cycles);
  }
  for (const fs::path &program : programs) {
    auto hashed = hash_file(program);
    if (!hashed)
      return hashed.error();
    whole["programs"].push_back(*std::move(hashed));
  }
  const std::string text = whole.dump();
  return sha256_hex(std::as_bytes(std::span(text)));
}

} // namespace seeker::ci
