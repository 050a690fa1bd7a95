// The instructions of each hart as text, a file a hart.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FOLDER/hart_N.txt has a line an event, from the first start over the link on,
// in the order in which the hart tells of them. The first column is the cycle
// since that start:
//   120 80000010 00a50513 addi x10, x10, 10      retired: pc, word, listing
//   120 x10 = 0000000a                           an integer register is written
//   124 f0 = 3ff0000000000000                    an FP register, 64 bits
//   130 trap at 80000014: cause 2, value 00000000
// Registers are written when results come, which for loads and FP instructions
// is after they have retired. An FREP loop's body retires once; what it does
// shows as writes. Memory is bounded by a buffer a hart.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "observe.hpp"

namespace seeker::sim {

class instruction_trace final : public observer {
public:
  // Makes the folder where there is none. Throws std::runtime_error when it
  // cannot.
  explicit instruction_trace(std::filesystem::path folder);
  ~instruction_trace() override;

  // Writes what is left; the message of what could not be written, or nothing.
  std::string finish();

  void start(std::uint64_t cycle) override;
  void done(std::uint64_t cycle, std::uint32_t value) override;
  void retire(unsigned hart, std::uint64_t cycle, std::uint32_t pc,
              std::uint32_t instruction) override;
  void write_x(unsigned hart, std::uint64_t cycle, unsigned rd,
               std::uint32_t value) override;
  void write_f(unsigned hart, std::uint64_t cycle, unsigned rd,
               std::uint64_t value) override;
  void trap(unsigned hart, std::uint64_t cycle, std::uint32_t pc,
            std::uint32_t cause, std::uint32_t value) override;

private:
  struct file {
    int handle = -1;
    std::string buffer;
  };
  file &of(unsigned hart);
  template <class... Parts>
  void line(unsigned hart, std::uint64_t cycle, const char *format,
            const Parts &...parts);
  void flush(file &one);
  const std::string &listing(std::uint32_t instruction);

  std::filesystem::path folder_;
  std::optional<std::uint64_t> origin_;
  std::vector<file> files_;
  std::unordered_map<std::uint32_t, std::string> listings_; // by word
  std::string problem_;
};

} // namespace seeker::sim
