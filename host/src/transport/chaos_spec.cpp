// Reads what --chaos says: kinds of fault and how often they strike.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/transport/fault_plan.hpp"

#include <charconv>

namespace seeker::transport {
namespace {

constexpr std::array<std::string_view, fault_kinds> names{
    "corrupt", "drop",  "truncate", "insert", "duplicate",
    "reorder", "delay", "stall",    "reset"};

constexpr double most_per_mib = 10'000;
constexpr unsigned most_milliseconds = 60'000;

template <class T> bool read_number(std::string_view text, T &value) {
  const auto [end, ec] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} && end == text.data() + text.size();
}

std::optional<fault> find_kind(std::string_view name) {
  for (std::size_t kind = 0; kind != names.size(); ++kind)
    if (names[kind] == name)
      return static_cast<fault>(kind);
  return std::nullopt;
}

/// "RATE", for delay and stall also "RATE:5ms".
result<void> read_rate(fault kind, std::string_view part,
                       std::string_view value, chaos_spec &spec) {
  if (kind == fault::delay || kind == fault::stall) {
    const auto colon = value.find(':');
    if (colon != value.npos) {
      std::string_view length = value.substr(colon + 1);
      unsigned milliseconds = 0;
      if (!length.ends_with("ms") ||
          !read_number(length.substr(0, length.size() - 2), milliseconds) ||
          milliseconds > most_milliseconds)
        return fail(errc::usage,
                    "--chaos: '{}': a pause is 0ms to {}ms, as in {}=8:5ms",
                    part, most_milliseconds, to_string(kind));
      (kind == fault::delay ? spec.delay : spec.stall) =
          std::chrono::milliseconds(milliseconds);
      value = value.substr(0, colon);
    }
  }
  if (!read_number(value, spec.of(kind)) || !(spec.of(kind) >= 0) ||
      spec.of(kind) > most_per_mib)
    return fail(errc::usage, "--chaos: '{}': a rate is 0 to {} events per MiB",
                part, most_per_mib);
  return {};
}

result<void> read_part(std::string_view part, chaos_spec &spec) {
  const auto equals = part.find('=');
  const std::string_view name = part.substr(0, equals);
  const std::string_view value =
      equals == part.npos ? "" : part.substr(equals + 1);
  if (const auto kind = find_kind(name))
    return read_rate(*kind, part, value, spec);
  if (name == "cut" || name == "silence") {
    std::uint64_t bytes = 0;
    if (!read_number(value, bytes))
      return fail(errc::usage, "--chaos: '{}': a number of bytes is missing",
                  part);
    (name == "cut" ? spec.cut_after_bytes : spec.silence_after_bytes) = bytes;
    return {};
  }
  return fail(errc::usage,
              "--chaos: '{}': there are corrupt, drop, truncate, insert, "
              "duplicate, reorder, delay, stall, reset, cut and silence",
              part);
}

} // namespace

std::string_view to_string(fault kind) {
  return names[static_cast<std::size_t>(kind)];
}

result<chaos_spec> parse_chaos(std::string_view text) {
  chaos_spec spec;
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (result<void> read = read_part(text.substr(0, comma), spec); !read)
      return read.error();
    text = comma == text.npos ? "" : text.substr(comma + 1);
  }
  return spec;
}

} // namespace seeker::transport
