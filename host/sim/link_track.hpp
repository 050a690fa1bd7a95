// One direction of the link as slices of time: a frame each, by its name.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/wire/parser.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace seeker::sim {

class link_track {
public:
  // A frame's, or a run of noise's: from its first byte's cycle to the one
  // after its last.
  using show = std::function<void(const std::string &name, std::uint64_t from,
                                  std::uint64_t to)>;

  explicit link_track(show to) : show_(std::move(to)) {}

  // What passed in a cycle.
  void pass(std::uint64_t cycle, std::span<const std::byte> bytes);

private:
  void end(const std::string &name, std::uint64_t cycle);

  // More than any configuration's frames have.
  static constexpr std::size_t max_payload_bytes = std::size_t{1} << 20;

  show show_;
  wire::parser parser_{max_payload_bytes};
  bool open_ = false;
  std::uint64_t since_ = 0;
  std::uint64_t end_ = 0; // of the last slice: two frames can share a cycle
};

} // namespace seeker::sim
