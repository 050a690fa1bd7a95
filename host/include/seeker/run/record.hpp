// The run record that the firmware leaves in L3: kernels' cycles, trapped
// harts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/target/target.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace seeker::run {

struct record {
  struct kernel {
    std::uint64_t begin = 0;
    std::uint64_t end = 0; // 0 while it runs
  };
  struct trap {
    std::uint32_t hart = 0;
    std::uint32_t cause = 0;
    std::uint32_t pc = 0;
    std::uint32_t value = 0;
  };
  std::uint32_t status = 0;
  std::uint32_t exit_code = 0;
  std::uint32_t kernels_begun = 0;
  std::uint64_t waited = 0; // cycles, for weights from the host
  std::vector<kernel> kernels;
  std::vector<trap> traps;
};

/// From the bytes of firmware/include/seeker_record.h's structure.
result<record> parse_record(std::span<const std::byte> bytes);
task<record> read_record(target::target &on, std::uint64_t address);
/// Clears what an earlier run left.
task<void> clear_record(target::target &on, std::uint64_t address);

/// "hart 3: load address misaligned (mcause 4) at pc 0x80000124, value 0x1".
std::vector<std::string> describe_traps(const record &said);
/// The name of an exception by its mcause, interrupts have bit 7 set.
std::string cause_name(std::uint32_t mcause);

} // namespace seeker::run
