// Finds frames in a stream of bytes, however it is cut up, and survives noise.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The rules are those of rtl/bridge: bytes that cannot begin a frame are
// skipped one at a time up to the next magic whose header CRC is right. A
// payload above the limit is not awaited: the search goes on right behind the
// header. Memory: one payload of at most the limit, allocated once.
//
//   while (!in.empty()) {
//     const auto step = parser.push(in);
//     in = in.subspan(step.consumed);
//     if (step.what == parser::event::frame) use(parser.head(), ...);
//   }
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "seeker/wire/frame.hpp"

namespace seeker::wire {

class parser {
public:
  enum class event {
    need_more, // all was consumed
    frame,     // head() and payload() hold a frame
    damaged,   // head() is right, the payload's CRC is not
    oversize,  // head() announces a payload above the limit
    noise,     // a run of bytes that are no frame began; said once a run
  };
  struct step {
    event what;
    std::size_t consumed; // bytes of the argument that are done with
  };

  explicit parser(std::size_t max_payload_bytes)
      : max_payload_bytes_(max_payload_bytes) {}

  // Reads on until the first event. Call again with what was not consumed.
  [[nodiscard]] step push(std::span<const std::byte> in);

  // Of the last frame, damaged or oversize event, until the next push.
  [[nodiscard]] const header &head() const { return head_; }
  [[nodiscard]] std::span<const std::byte> payload() const { return payload_; }

  // Bytes skipped as noise since construction.
  [[nodiscard]] std::uint64_t skipped_bytes() const { return skipped_; }
  // True when the stream stands inside a frame: where it must not end.
  [[nodiscard]] bool inside_frame() const { return in_payload_ || fill_ != 0; }

  // The limit for the frames to come.
  void set_max_payload_bytes(std::size_t limit) { max_payload_bytes_ = limit; }
  // Forgets a frame begun: the link was made anew.
  void restart();

private:
  [[nodiscard]] event finish_header();
  [[nodiscard]] bool drop_to_candidate(std::size_t from);

  std::size_t max_payload_bytes_;
  std::array<std::byte, header_bytes> raw_{};
  std::size_t fill_ = 0;
  bool in_noise_ = false;
  bool in_payload_ = false;
  std::uint64_t skipped_ = 0;
  header head_;
  std::vector<std::byte> payload_;
};

} // namespace seeker::wire
