// How often random programs did what: each instruction of the ISA, and each
// situation that is worth one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Everything that is counted stands in the table from the start, with 0.
#pragma once

#include "seeker/iss/hart.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace seeker::lockstep {

class coverage {
public:
  coverage();

  // A program begins: streams are configured anew.
  void restart();
  // The hart is about to execute `word`, which retires.
  void executes(const iss::hart &h, std::uint32_t word);
  // It has; flags and the streams' queues are those behind it.
  void executed(const iss::hart &h);
  void trapped(std::uint32_t cause); // as mcause tells it
  void result(std::uint64_t f);      // of an FP instruction

  const std::map<std::string, std::uint64_t> &counts() const { return counts_; }
  std::vector<std::string> missing() const;

private:
  struct stream {
    std::uint32_t repeat = 0, index_config = 0;
  };

  void configures(const iss::hart &h, std::size_t which, std::uint32_t reg,
                  std::uint32_t value);
  void count(const std::string &what);

  std::map<std::string, std::uint64_t> counts_;
  std::map<std::uint32_t, std::array<stream, 3>> streams_; // by hart
};

} // namespace seeker::lockstep
