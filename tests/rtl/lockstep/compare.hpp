// Compares a recorded run of the RTL with the instruction-set simulator, which
// follows it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// By order, not by cycle: per hart the instructions that retire and the traps;
// per register the values that are written; per hart and 64-bit word the
// stores; memory at the end.
#pragma once

#include "lockstep/coverage.hpp"
#include "lockstep/program.hpp"
#include "lockstep/recorder.hpp"

#include "seeker/iss/machine.hpp"

#include <functional>
#include <optional>
#include <string>

namespace seeker::lockstep {

struct outcome {
  std::uint64_t instructions = 0;
  std::optional<std::string> difference; // the first one, with its context
};

// Whether the result of an instruction depends on when it is executed.
bool depends_on_time(const iss::instruction &i);

// `memory` reads the RTL's memory after the run; `covered` counts what was
// done.
outcome
compare(const program &p, const std::vector<piece> &image, const recorder &rtl,
        const config::configuration &config,
        std::span<const std::byte> boot_rom,
        const std::function<std::vector<std::byte>(const range &)> &memory,
        coverage &covered);

} // namespace seeker::lockstep
