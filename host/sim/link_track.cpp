// Follows the frames in a stream of bytes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "link_track.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "seeker/wire/frame.hpp"

namespace seeker::sim {
namespace {

std::string name_of(const wire::header &head, bool damaged) {
  const std::uint8_t code =
      head.is_response() && !head.has_payload() && head.code == 0x82
          ? 0x42 // the answer to a write
          : head.code & 0x3f;
  std::string name(wire::operation_name(head.is_response() ? code : head.code));
  if (name == "write" || name == "read" || name == "fill" || name == "crc")
    name += fmt::format(" {} B", head.count);
  if (head.is_response() && head.status != wire::status::ok)
    name += fmt::format(": {}", wire::name(head.status));
  return damaged ? name + " (damaged)" : name;
}

} // namespace

void link_track::end(const std::string &name, std::uint64_t cycle) {
  end_ = std::max(cycle, since_) + 1;
  show_(name, since_, end_);
}

void link_track::pass(std::uint64_t cycle, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    if (!open_) {
      open_ = true;
      since_ = std::max(cycle, end_);
    }
    const auto step = parser_.push(bytes);
    bytes = bytes.subspan(step.consumed);
    using event = wire::parser::event;
    if (step.what == event::need_more)
      return;
    if (step.what == event::noise) {
      end("noise", cycle);
      since_ = end_;
      continue;
    }
    end(name_of(parser_.head(), step.what != event::frame), cycle);
    open_ = false;
  }
}

} // namespace seeker::sim
