// Where an image runs: one interface for every kind of target.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An operation that a kind does not have is refused with errc::unsupported
// before anything happens. errc::link_* tells that the link failed,
// errc::board that the target itself did.
#pragma once

#include "seeker/config/configuration.hpp"
#include "seeker/session/client.hpp"
#include "seeker/target/observation.hpp"
#include "seeker/transport/address.hpp"
#include "seeker/transport/fault_plan.hpp"
#include "seeker/wire/frame.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::target {

/// What a run asks of its target beyond running.
struct wishes {
  std::string configuration = "default"; // NAME or FILE.json
  std::optional<std::filesystem::path> wave;
  std::optional<std::uint64_t> wave_from_cycle;
  std::optional<std::uint64_t> wave_to_cycle;
  std::optional<std::filesystem::path> dump;         // writes to CSR 0x7C7
  std::optional<std::filesystem::path> trace;        // Chrome's format
  std::optional<std::filesystem::path> instructions; // a folder
  /// What lies where in L1, as host/sim/plan.hpp has it; without it there is
  /// nothing to check.
  std::optional<std::string> l1_plan;
  std::optional<bool> monitor; // else where a plan is and it costs little
  std::optional<std::filesystem::path> jtag; // a socket for a debugger
  std::optional<transport::address> connect; // one that runs already
  std::vector<std::string> faults; // of a virtual board, as --fault has them
  std::chrono::milliseconds ready_within{30'000};
  session::options session;
  std::optional<transport::chaos_spec> chaos; // breaks the link, by the seed
  std::uint64_t seed = 1;
};

class target {
public:
  virtual ~target() = default;

  virtual std::string_view kind() const = 0;
  /// Whether its memory can hold what an earlier run left there.
  virtual bool remembers() const = 0;
  /// Whether it advances only while it is asked: then asking need not wait.
  virtual bool steps_when_asked() const { return false; }

  /// Starts or reaches it and learns who it is. Before everything else.
  virtual task<wire::identity> open() = 0;
  /// Ends it in order: traces are complete after this. Destruction without it
  /// leaves no process, but may leave a trace cut short.
  virtual task<void> close() = 0;

  virtual task<void> write(std::uint64_t address,
                           std::span<const std::byte> from,
                           session::progress tell = {}) = 0;
  virtual task<void> read(std::uint64_t address, std::span<std::byte> into,
                          session::progress tell = {}) = 0;
  virtual task<void> fill(std::uint64_t address, std::uint64_t count,
                          std::uint32_t pattern) = 0;
  /// CRC-32C of each session::client::crc_piece_bytes of the range.
  virtual task<std::vector<std::uint32_t>> crc(std::uint64_t address,
                                               std::uint64_t count) = 0;
  virtual task<void> start(std::uint64_t entry, std::uint32_t tohost) = 0;
  virtual task<wire::device_status> status() = 0;
  /// Harts restart in the boot ROM; memory stays.
  virtual task<void> reset() = 0;

  virtual session::counters counts() const = 0;
  /// What it saw of the program so far; nothing where it does not watch.
  virtual std::optional<observation> observed() const { return std::nullopt; }
};

using target_ptr = std::unique_ptr<target>;

/// `name` is what --target was given: sim, iss, board:NAME, vboard:NAME, where
/// NAME is a board that is known here, or a path to a board.toml.
result<target_ptr> make(std::string_view name,
                        boost::asio::any_io_executor executor, wishes wanted);

} // namespace seeker::target
