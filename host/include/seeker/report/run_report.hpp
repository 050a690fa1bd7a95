// A run's outcome for programs (JSON) and for people (text).
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/outcome.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace seeker::report {

nlohmann::json to_json(const run::outcome &known);
std::string to_text(const run::outcome &known);

/// The object that stands in for an outcome when there is none.
nlohmann::json error_json(const error &cause);

} // namespace seeker::report
