// Draws where faults strike, and applies them to the bytes that pass.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/transport/fault_plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace seeker::transport {
namespace {

constexpr double mib = 1024.0 * 1024.0;
constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t recent_bytes = 4096;

} // namespace

fault_plan::fault_plan(const chaos_spec &spec, std::uint64_t seed)
    : spec_(spec), random_(seed) {
  for (std::size_t kind = 0; kind != fault_kinds; ++kind)
    schedule(static_cast<fault>(kind));
}

// Distances are exponential: each byte is hit with the same probability.
void fault_plan::schedule(fault kind) {
  std::uint64_t &next = next_[static_cast<std::size_t>(kind)];
  const double rate = spec_.of(kind);
  if (rate == 0) {
    next = never;
    return;
  }
  constexpr double steps = 9007199254740992.0; // 2^53: (0, 1] as a double
  const double u = static_cast<double>((random_() >> 11) + 1) / steps;
  const double distance = std::min(-std::log(u) * mib / rate, 1e15);
  next = offset_ + 1 + static_cast<std::uint64_t>(distance);
}

std::size_t fault_plan::draw(std::size_t least, std::size_t most) {
  return least + random_() % (most - least + 1);
}

fault_plan::step fault_plan::pass(std::span<const std::byte> in,
                                  std::vector<std::byte> &out) {
  step made;
  while (made.consumed != in.size()) {
    const auto first = std::min_element(next_.begin(), next_.end());
    const std::uint64_t until = *first - offset_;
    const auto rest = in.subspan(made.consumed);
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(until, rest.size()));
    carry(rest.first(length), out);
    offset_ += length;
    made.consumed += length;
    if (length != until)
      break;
    const auto kind = static_cast<fault>(first - next_.begin());
    ++counts_[static_cast<std::size_t>(kind)];
    schedule(kind);
    if (kind >= fault::delay) {
      made.interrupted = kind;
      break;
    }
    strike(kind, out);
  }
  return made;
}

void fault_plan::strike(fault kind, std::vector<std::byte> &out) {
  switch (kind) {
  case fault::corrupt:
    flip_ = true;
    break;
  case fault::drop:
    skip_ += draw(1, 8);
    break;
  case fault::truncate:
    skip_ += draw(32, 1024);
    break;
  case fault::insert: {
    std::vector<std::byte> noise(draw(1, 16));
    for (std::byte &one : noise)
      one = static_cast<std::byte>(random_());
    emit(noise, out);
    break;
  }
  case fault::duplicate: {
    const std::size_t length = std::min(draw(1, recent_bytes), recent_.size());
    const std::vector<std::byte> again(
        recent_.end() - static_cast<std::ptrdiff_t>(length), recent_.end());
    emit(again, out);
    break;
  }
  case fault::reorder:
    if (held_.empty() && hold_ == 0)
      hold_ = release_ = draw(1, 512);
    break;
  case fault::delay:
  case fault::stall:
  case fault::reset:
    break; // of time, not of bytes: the link's
  }
}

void fault_plan::carry(std::span<const std::byte> in,
                       std::vector<std::byte> &out) {
  const std::size_t lost = std::min(skip_, in.size());
  skip_ -= lost;
  in = in.subspan(lost);
  if (in.empty())
    return;
  if (std::exchange(flip_, false)) {
    const std::byte flipped =
        in.front() ^ static_cast<std::byte>(1u << draw(0, 7));
    carry(std::span(&flipped, 1), out);
    in = in.subspan(1);
  }
  const std::size_t kept = std::min(hold_, in.size());
  held_.insert(held_.end(), in.begin(),
               in.begin() + static_cast<std::ptrdiff_t>(kept));
  hold_ -= kept;
  in = in.subspan(kept);
  if (held_.empty() || hold_ != 0) {
    emit(in, out);
    return;
  }
  const std::size_t before = std::min(release_, in.size());
  emit(in.first(before), out);
  release_ -= before;
  if (release_ == 0) {
    emit(std::exchange(held_, {}), out);
    emit(in.subspan(before), out);
  }
}

void fault_plan::emit(std::span<const std::byte> bytes,
                      std::vector<std::byte> &out) {
  out.insert(out.end(), bytes.begin(), bytes.end());
  const auto kept = bytes.last(std::min(bytes.size(), recent_bytes));
  recent_.insert(recent_.end(), kept.begin(), kept.end());
  if (recent_.size() > 2 * recent_bytes)
    recent_.erase(recent_.begin(), recent_.end() - recent_bytes);
}

} // namespace seeker::transport
