// What a bad link does to a stream of bytes, as a function of a seed.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// No I/O, no clock. Where faults strike depends on the seed and on how many
// bytes have passed, and not on how the stream was cut into pieces: the same
// bytes meet the same faults.
#pragma once

#include "seeker/base/error.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::transport {

enum class fault : std::uint8_t {
  corrupt,   // a bit flips
  drop,      // 1 to 8 bytes are lost
  truncate,  // 32 to 1024 bytes are lost
  insert,    // 1 to 16 bytes come from nowhere
  duplicate, // the last 1 to 4096 bytes come again
  reorder,   // two neighbouring blocks of 1 to 512 bytes change places
  delay,     // this direction pauses
  stall,     // both directions pause
  reset,     // the link ends; it can be made anew
};
inline constexpr std::size_t fault_kinds = 9;
std::string_view to_string(fault kind);

/// As text: "corrupt=4,delay=8:5ms,cut=100000", all of it optional.
struct chaos_spec {
  /// Events per MiB of each direction, by kind.
  std::array<double, fault_kinds> rate{};
  std::chrono::milliseconds delay{2};
  std::chrono::milliseconds stall{100};
  /// Towards the target: after so many bytes the link ends for good ...
  std::optional<std::uint64_t> cut_after_bytes;
  /// ... or stays, and nothing passes any more.
  std::optional<std::uint64_t> silence_after_bytes;

  double &of(fault kind) { return rate[static_cast<std::size_t>(kind)]; }
  double of(fault kind) const { return rate[static_cast<std::size_t>(kind)]; }
};

/// errc::usage names the part that is wrong and what there is.
result<chaos_spec> parse_chaos(std::string_view text);

/// One direction of a link.
class fault_plan {
public:
  using counters = std::array<std::uint64_t, fault_kinds>;
  struct step {
    std::size_t consumed = 0;         // bytes of the argument
    std::optional<fault> interrupted; // delay, stall or reset comes next
  };

  fault_plan(const chaos_spec &spec, std::uint64_t seed);

  /// Appends to `out` what comes out at the other end, up to the next fault
  /// that is more than other bytes. Call again with what was not consumed.
  step pass(std::span<const std::byte> in, std::vector<std::byte> &out);

  const counters &counts() const { return counts_; }
  std::uint64_t passed_bytes() const { return offset_; }

private:
  void schedule(fault kind);
  std::size_t draw(std::size_t least, std::size_t most);
  void strike(fault kind, std::vector<std::byte> &out);
  void carry(std::span<const std::byte> in, std::vector<std::byte> &out);
  void emit(std::span<const std::byte> bytes, std::vector<std::byte> &out);

  chaos_spec spec_;
  std::mt19937_64 random_;
  std::uint64_t offset_ = 0; // bytes that went in
  std::array<std::uint64_t, fault_kinds> next_{};
  counters counts_{};

  std::size_t skip_ = 0;          // bytes still to be lost
  bool flip_ = false;             // the next byte
  std::size_t hold_ = 0;          // bytes still to be held back
  std::size_t release_ = 0;       // bytes to pass before those held follow
  std::vector<std::byte> held_;   // the first of two blocks that change places
  std::vector<std::byte> recent_; // the last bytes that came out
};

} // namespace seeker::transport
