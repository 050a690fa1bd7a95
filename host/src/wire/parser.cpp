// The incremental parser: header, payload, and the search for the next magic.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/wire/parser.hpp"

#include <algorithm>
#include <utility>

#include "bytes.hpp"
#include "seeker/wire/crc32c.hpp"

namespace seeker::wire {

namespace {

constexpr std::array<std::byte, 4> magic_bytes{
    std::byte{magic & 0xFF}, std::byte{magic >> 8 & 0xFF},
    std::byte{magic >> 16 & 0xFF}, std::byte{magic >> 24}};

bool may_begin_frame(std::span<const std::byte> bytes) {
  const auto length = std::min(bytes.size(), magic_bytes.size());
  return std::ranges::equal(bytes.first(length),
                            std::span(magic_bytes).first(length));
}

} // namespace

// Skips bytes of raw_ up to the first one at or behind `from` that may begin a
// frame. True when that begins a run of noise.
bool parser::drop_to_candidate(std::size_t from) {
  const std::span<const std::byte> bytes(raw_.data(), fill_);
  while (from < fill_ && !may_begin_frame(bytes.subspan(from)))
    ++from;
  if (from == 0)
    return false;
  skipped_ += from;
  std::copy(raw_.begin() + static_cast<std::ptrdiff_t>(from),
            raw_.begin() + static_cast<std::ptrdiff_t>(fill_), raw_.begin());
  fill_ -= from;
  return !std::exchange(in_noise_, true);
}

parser::event parser::finish_header() {
  const auto decoded = decode_header(raw_);
  if (!decoded)
    return drop_to_candidate(1) ? event::noise : event::need_more;
  head_ = *decoded;
  fill_ = 0;
  in_noise_ = false;
  payload_.clear();
  if (!head_.has_payload())
    return event::frame;
  if (head_.count > max_payload_bytes_)
    return event::oversize;
  if (head_.count == 0)
    return head_.payload_crc == crc32c({}) ? event::frame : event::damaged;
  payload_.reserve(head_.count);
  in_payload_ = true;
  return event::need_more;
}

parser::step parser::push(std::span<const std::byte> in) {
  std::size_t used = 0;
  while (used != in.size()) {
    const auto rest = in.subspan(used);
    if (in_payload_) {
      const auto length =
          std::min(rest.size(), std::size_t{head_.count} - payload_.size());
      payload_.insert(payload_.end(), rest.begin(),
                      rest.begin() + static_cast<std::ptrdiff_t>(length));
      used += length;
      if (payload_.size() != head_.count)
        break;
      in_payload_ = false;
      const bool right = crc32c(payload_) == head_.payload_crc;
      return {right ? event::frame : event::damaged, used};
    }
    const auto length = std::min(rest.size(), header_bytes - fill_);
    std::copy_n(rest.begin(), length,
                raw_.begin() + static_cast<std::ptrdiff_t>(fill_));
    fill_ += length;
    used += length;
    if (drop_to_candidate(0))
      return {event::noise, used};
    if (fill_ != header_bytes)
      continue;
    if (const auto what = finish_header(); what != event::need_more)
      return {what, used};
  }
  return {event::need_more, used};
}

void parser::restart() {
  fill_ = 0;
  in_noise_ = false;
  in_payload_ = false;
  payload_.clear();
}

} // namespace seeker::wire
