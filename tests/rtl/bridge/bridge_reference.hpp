// What the bridge must answer to any bytes, by protocol.hpp, in plain C++.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "memory.hpp"
#include "seeker/wire/frame.hpp"
#include "seeker/wire/parser.hpp"

namespace seeker::bench {

struct answer {
  wire::header head;
  std::vector<std::byte> payload;
  bool operator==(const answer &) const = default;
};

class bridge_reference {
public:
  explicit bridge_reference(wire::identity identity)
      : identity_(identity), parser_(identity.max_payload_bytes) {}

  // The answers to these bytes. Of status, the payload is left empty.
  std::vector<answer> receive(std::span<const std::byte> bytes);
  // The link was made anew.
  void restart() { parser_.restart(); }

  [[nodiscard]] bench::memory &memory() { return memory_; }
  [[nodiscard]] unsigned starts() const { return starts_; }
  [[nodiscard]] unsigned resets() const { return resets_; }
  // Whether a start finds all harts asleep.
  void set_asleep(bool asleep) { asleep_ = asleep; }

private:
  answer respond(wire::parser::event event);
  [[nodiscard]] wire::status check(const wire::header &head,
                                   wire::parser::event event) const;
  wire::status execute(const wire::header &head,
                       std::span<const std::byte> payload, answer &out);

  wire::identity identity_;
  wire::parser parser_;
  bench::memory memory_;
  std::uint16_t epoch_ = 0;
  unsigned starts_ = 0;
  unsigned resets_ = 0;
  bool asleep_ = true;
  std::optional<wire::header> last_;
  std::optional<std::uint16_t> oldest_awaited_;
};

} // namespace seeker::bench
