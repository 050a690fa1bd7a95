// The compiler's explanation of an L1 layout, as text that answers a person's
// questions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which buffer belongs to which operand and why it exists; which tiles have no
// buffer and why; by which DMA transfers operands arrive and results leave; how
// much is needed in all, what alone is too large, and what would fit.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace seeker::report {

/// `explained` is the object {"kernels": [...]} of `seeker explain --json`.
/// Fields that are missing or of another type are shown as "-".
std::string explain_text(const nlohmann::json &explained);

/// Whether every kernel fits; false also when there is none.
bool all_fit(const nlohmann::json &explained);

} // namespace seeker::report
