// The session over a link: requests as coroutines, bulk transfers pipelined.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/session/machine.hpp"
#include "seeker/transport/stream.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace seeker::session {

/// Told the bytes done so far, in a bulk transfer.
using progress = std::function<void(std::uint64_t bytes)>;

/// Makes a lost link anew; must not refer to anything that the client outlives.
using relink = std::function<task<transport::stream_ptr>()>;

/// One user at a time: the next operation begins when the last has ended. Runs
/// on the link's executor, which one thread serves.
class client {
public:
  /// Without `anew`, or after it has failed, a link that ends is lost.
  client(boost::asio::any_io_executor executor, transport::stream_ptr link,
         options chosen = {}, relink anew = {});
  /// Closes the link; nothing of it runs on after that.
  ~client();

  /// Learns who is there, takes its epoch and its limits.
  task<wire::identity> identify();

  task<void> write(std::uint64_t address, std::span<const std::byte> from,
                   progress tell = {});
  task<void> read(std::uint64_t address, std::span<std::byte> into,
                  progress tell = {});
  /// address and count are multiples of 4.
  task<void> fill(std::uint64_t address, std::uint64_t count,
                  std::uint32_t pattern);
  /// CRC-32C of each piece of `crc_piece_bytes` of a range, the last shorter.
  task<std::vector<std::uint32_t>> crc(std::uint64_t address,
                                       std::uint64_t count);
  static constexpr std::uint64_t crc_piece_bytes = 64 * 1024;

  task<void> start(std::uint64_t entry, std::uint32_t tohost);
  task<wire::device_status> status();
  /// Resets the cluster and takes `epoch`, from which others are then fenced.
  task<void> reset(std::uint16_t epoch);

  void close() noexcept;
  const counters &counts() const;
  std::uint16_t epoch() const;

private:
  struct shared;
  task<answer> call(request wanted);
  task<void> pump(std::uint64_t pieces,
                  std::function<request(std::uint64_t)> make,
                  std::function<void(std::uint64_t, const answer &)> take);

  std::shared_ptr<shared> shared_;
  std::uint64_t payload_bytes_ = 1024; // of one frame; identify tells
};

} // namespace seeker::session
