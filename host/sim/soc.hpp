// The Verilated SoC of some configuration: a clock, and bytes in and out.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The clock stands still but for run(). What the SoC does depends on the bytes
// and, if there is a debugger, on what it does with the pins of JTAG: not on
// time, not on how run() is cut up while it is idle.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "byte_queue.hpp"

namespace seeker::sim {

// Cycles count from the first start over the link; without one of them from
// power-up, and to the end.
struct wave_options {
  std::filesystem::path file;
  std::optional<std::uint64_t> from_cycle;
  std::optional<std::uint64_t> to_cycle;
};

struct soc_options {
  unsigned threads = 1;
  std::optional<wave_options> wave;
};

class soc {
public:
  virtual ~soc() = default;

  // Lets at most `cycles` cycles pass, fewer when the SoC is idle before.
  virtual void run(std::uint64_t cycles) = 0;
  // Nothing moves until bytes come.
  [[nodiscard]] virtual bool idle() const = 0;
  // The link is made anew: bytes of the old one are forgotten, both ways.
  virtual void reset_link() = 0;
  // The pins of JTAG. While the SoC is not idle its clock passes a cycle with
  // each rising edge of TCK.
  virtual void jtag_drive(bool /*tck*/, bool /*tms*/, bool /*tdi*/) {}
  virtual void jtag_reset(bool /*asserted*/) {}
  [[nodiscard]] virtual bool jtag_tdo() const { return false; }
  // What waves count from; whoever observes the model knows it.
  virtual void waves_start(std::uint64_t /*cycle*/) {}
  // Cycles since power-up.
  [[nodiscard]] virtual std::uint64_t cycle() const = 0;
  // An assertion of the RTL has failed.
  [[nodiscard]] virtual bool failed() const = 0;

  byte_queue to_soc;
  byte_queue from_soc;
};

// One configuration that was built in.
struct soc_kind {
  std::string name;
  std::uint64_t configuration_hash;
  unsigned threads; // what the model was built for
  bool can_wave;
  bool has_jtag;
  // Throws std::system_error or std::runtime_error, with a text for people.
  std::function<std::unique_ptr<soc>(const soc_options &)> make;
};

// All of them, in the order of the build.
const std::vector<soc_kind> &soc_kinds();

} // namespace seeker::sim
