// A run, or a plan, as one HTML page that needs nothing else: no script, no
// network.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Verdict and notes; cycles by kernel; FPU use and what cycles went on, core by
// core; the roofline; L1 over time; phases of the link; what was judged; the
// history of the same model. Pictures are SVG; what is missing in the report is
// left out of the page.
#pragma once

#include "seeker/history/history.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace seeker::report {

/// `report` is the run's JSON, `kernels` those of the image's manifest, `past`
/// runs of the model, oldest first.
std::string to_html(const nlohmann::json &report, const nlohmann::json &kernels,
                    const std::vector<history::entry> &past);

/// What the compiler decided, before anything runs: predicted cycles by kernel,
/// tiles, L1 over time, transfers, and the whole explanation in words.
/// `explained` is the object of `seeker explain --json`.
std::string to_plan_html(const std::string &model,
                         const nlohmann::json &explained);

} // namespace seeker::report
