// Greedy division by past durations.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/shard.hpp"

#include "seeker/base/sha256.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <span>

namespace seeker::ci {
namespace {

constexpr unsigned most_parts = 1000;
constexpr std::size_t shown_digits = 12;

double mean(const std::vector<piece> &pieces) {
  double sum = 0;
  std::size_t count = 0;
  for (const piece &one : pieces)
    if (one.seconds) {
      sum += *one.seconds;
      ++count;
    }
  return count == 0 ? 1 : sum / static_cast<double>(count);
}

} // namespace

division divide(const std::vector<piece> &pieces, unsigned parts) {
  const double unknown = mean(pieces);
  const auto seconds = [&](std::size_t i) {
    return pieces[i].seconds.value_or(unknown);
  };
  std::vector<std::size_t> order(pieces.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return seconds(a) != seconds(b) ? seconds(a) > seconds(b)
                                    : pieces[a].name < pieces[b].name;
  });
  division made;
  made.shard_of.resize(pieces.size());
  std::vector<double> load(parts, 0);
  for (const std::size_t i : order) {
    const auto least = std::min_element(load.begin(), load.end());
    made.shard_of[i] = static_cast<unsigned>(least - load.begin()) + 1;
    *least += seconds(i);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return pieces[a].name < pieces[b].name;
  });
  std::string whole;
  for (const std::size_t i : order)
    whole += fmt::format("{} {}\n", pieces[i].name, made.shard_of[i]);
  made.partition =
      sha256_hex(std::as_bytes(std::span(whole))).substr(0, shown_digits);
  return made;
}

result<part> parse_part(std::string_view text) {
  part made;
  const char *end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, made.index);
  bool good = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
  if (good) {
    const auto second = std::from_chars(first.ptr + 1, end, made.of);
    good = second.ec == std::errc() && second.ptr == end && made.index >= 1 &&
           made.index <= made.of && made.of <= most_parts;
  }
  if (!good)
    return fail(errc::usage,
                "'{}' is no part of a suite: give I/N, 1/1 to {}/{}", text,
                most_parts, most_parts);
  return made;
}

} // namespace seeker::ci
