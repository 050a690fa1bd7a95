// The RTL's side of lock-step: a Verilated SoC that is driven over its link.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "lockstep/program.hpp"
#include "lockstep/recorder.hpp"
#include "soc.hpp"

#include "seeker/wire/frame.hpp"
#include "seeker/wire/parser.hpp"

#include <memory>
#include <span>
#include <string>

namespace seeker::lockstep {

class soc_side {
public:
  // Throws std::runtime_error when the SoC does not answer as it must.
  soc_side(const sim::soc_kind &kind, std::size_t harts);
  ~soc_side();

  // Runs the program from a reset on, up to its end and a little more; false
  // when it did not come within `max_cycles`.
  bool run(const std::vector<piece> &image, std::uint64_t max_cycles);

  const recorder &record() const { return recorder_; }
  std::vector<std::byte> read(const range &where);
  // Where every hart is, for a run that did not end.
  std::string status();
  std::uint64_t cycles() const { return soc_->cycle(); }

private:
  std::vector<std::byte> call(wire::header head,
                              std::span<const std::byte> payload = {});

  recorder recorder_;
  std::unique_ptr<sim::soc> soc_;
  wire::parser parser_;
  std::uint16_t sequence_ = 0, epoch_ = 0;
};

} // namespace seeker::lockstep
