// The instruction-set simulator as a target: in this process, without a link.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// It has no clock of its own: the program advances a slice of instructions with
// each look at it (status, read), so that deadlines and limits of the caller
// hold as for every other target. Its cycles are instructions of all harts.
#pragma once

#include "seeker/iss/machine.hpp"
#include "seeker/target/target.hpp"

#include <fstream>
#include <optional>

namespace seeker::target {

class iss_target final : public target {
public:
  explicit iss_target(wishes wanted) : wanted_(std::move(wanted)) {}

  std::string_view kind() const override { return "iss"; }
  bool remembers() const override { return false; }
  bool steps_when_asked() const override { return true; }

  task<wire::identity> open() override;
  task<void> close() override;
  task<void> write(std::uint64_t address, std::span<const std::byte> from,
                   session::progress tell) override;
  task<void> read(std::uint64_t address, std::span<std::byte> into,
                  session::progress tell) override;
  task<void> fill(std::uint64_t address, std::uint64_t count,
                  std::uint32_t pattern) override;
  task<std::vector<std::uint32_t>> crc(std::uint64_t address,
                                       std::uint64_t count) override;
  task<void> start(std::uint64_t entry, std::uint32_t tohost) override;
  task<wire::device_status> status() override;
  task<void> reset() override;
  session::counters counts() const override { return counts_; }

private:
  void advance();
  std::uint8_t quiet(const iss::hart &h) const;

  wishes wanted_;
  config::configuration config_;
  std::optional<iss::machine> machine_;
  std::ofstream dump_;
  session::counters counts_;
  bool started_ = false;
  std::uint32_t tohost_ = 0;
};

} // namespace seeker::target
