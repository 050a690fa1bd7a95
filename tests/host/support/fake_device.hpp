// A cluster behind a bridge, in memory: answers the wire protocol and runs
// scripts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// It obeys wire/protocol.hpp, including noise answers, epochs, exactly-once
// start and reset, and bounds. Instead of instructions it executes a script
// that lies at the entry point, so that an ELF that a test makes is "run".
#pragma once

#include "seeker/config/configuration.hpp"
#include "seeker/wire/frame.hpp"
#include "seeker/wire/parser.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace seeker::fake {

/// A script: `script_magic`, then operations of four words each, operation
/// first, until one ends it.
inline constexpr std::uint32_t script_magic = 0x454b4146;
enum class script_op : std::uint32_t {
  end = 0,    // exit code
  copy = 1,   // from, to, bytes
  store = 2,  // address, word
  work = 3,   // cycles
  kernel = 4, // record address, cycles: one kernel entry of the run record
  spin = 5,   // runs for ever
  sleep = 6,  // all harts sleep for ever
  trap = 7,   // hart, mcause: that hart is trapped, the others sleep
  wait = 9,   // hart, hart_wait, log2 of quiet cycles: so it stands for ever
  print = 8,  // block address: an HTIF system call, goes on when answered
};
struct script_step {
  script_op op;
  std::array<std::uint32_t, 3> arguments{};
};

/// The words of a script, to be put at an entry point.
std::vector<std::byte> script_bytes(const std::vector<script_step> &steps);

class fake_device {
public:
  explicit fake_device(const config::configuration &configured);

  /// Bytes from the host; the answers' bytes.
  std::vector<std::byte> feed(std::span<const std::byte> bytes);

  /// The link was made anew: a frame begun on the old one is forgotten, and
  /// what still comes over that is not for us. Gives the new link's number.
  unsigned restart_link() {
    parser_.restart();
    return ++link_;
  }
  bool is_link(unsigned number) const { return number == link_; }

  std::vector<std::byte> peek(std::uint64_t address, std::size_t count);
  void poke(std::uint64_t address, std::span<const std::byte> bytes);

  void set_epoch(std::uint16_t epoch) { epoch_ = epoch; }
  void set_identity_hash(std::uint64_t hash) { hash_ = hash; }
  void set_version(std::uint32_t version) { version_ = version; }

  // What it has executed, by operation; repetitions of idempotent ones count.
  std::map<wire::opcode, unsigned> executed;
  std::uint64_t bytes_written = 0;

  // Memory that fails: after so many writes there, the byte at this address
  // holds something else.
  std::uint64_t forgetful = 0;
  unsigned forgetful_writes = 0;
  // Reads from this address are refused.
  std::uint64_t unreadable = 0;
  // Payloads of answers in place of the right ones.
  std::map<wire::opcode, std::vector<std::byte>> instead;
  bool parks = true; // its harts sleep after a reset

private:
  static constexpr std::size_t page_bytes = 4096;
  using page = std::array<std::byte, page_bytes>;

  std::vector<std::byte> answer(const wire::header &head,
                                std::span<const std::byte> payload,
                                bool damaged);
  void hear_reach(const wire::header &head, wire::status checked);
  wire::status check(const wire::header &head,
                     std::span<const std::byte> payload, bool damaged) const;
  bool in_a_region(std::uint64_t address, std::uint64_t count) const;
  std::vector<std::byte> status_payload() const;
  std::vector<std::byte> identity_payload() const;
  void advance();
  void execute(std::uint32_t op, const std::array<std::uint32_t, 3> &words);
  std::uint32_t word(std::uint64_t address);
  void set_word(std::uint64_t address, std::uint32_t value);
  void write_tohost(std::uint32_t value);
  std::byte &at(std::uint64_t address);

  config::configuration configured_;
  wire::parser parser_;
  unsigned link_ = 0;
  std::map<std::uint64_t, page> memory_;
  std::uint64_t hash_;
  std::uint32_t version_ = wire::protocol_version;
  std::uint16_t epoch_ = 0;
  std::uint64_t cycles_ = 0;
  std::uint64_t start_cycle_ = 0;
  std::uint64_t done_cycle_ = 0;
  std::uint32_t tohost_value_ = 0;
  std::uint32_t tohost_ = 0;
  std::optional<std::uint64_t> program_counter_;
  bool waits_for_host_ = false;
  std::vector<wire::hart_status> harts_;
  std::optional<wire::header> last_exclusive_;
  std::optional<std::uint16_t> oldest_awaited_;
  std::vector<std::byte> last_answer_;
  std::uint32_t kernels_ = 0;
};

} // namespace seeker::fake
