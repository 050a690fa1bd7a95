// `seeker trace`: adds up a trace and prints it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/cli/commands.hpp"
#include "seeker/report/trace_summary.hpp"

#include <iostream>

namespace seeker::cli {

int show_trace(const trace_options &asked) {
  const auto summary = report::summarise_trace(asked.file, asked.top);
  if (!summary)
    return report_error(summary.error(), asked.json);
  if (asked.json)
    std::cout << report::to_json(*summary).dump(2) << '\n';
  else
    std::cout << report::to_text(*summary);
  return 0;
}

} // namespace seeker::cli
