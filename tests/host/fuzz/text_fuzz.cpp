// Hostile texts: configurations, manifests, golden cycles, explanations and
// what options take. The first byte chooses.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/config/configuration.hpp"
#include "seeker/image/manifest.hpp"
#include "seeker/judge/cycles.hpp"
#include "seeker/report/explain.hpp"
#include "seeker/transport/address.hpp"
#include "seeker/transport/fault_plan.hpp"

using namespace seeker;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data,
                                      std::size_t size) {
  if (size == 0)
    return 0;
  static const auto configuration =
      config::load(SEEKER_CFG_SOURCE "/small.json").value();
  const std::string_view text(reinterpret_cast<const char *>(data) + 1,
                              size - 1);
  switch (*data % 6) {
  case 0:
    static_cast<void>(config::parse(text, "f"));
    break;
  case 1:
    if (const auto made = image::parse_manifest(text, "f"))
      static_cast<void>(image::check_placement(*made, configuration, "f"));
    break;
  case 2:
    if (const auto made = judge::parse_golden_cycles(text, "f")) {
      static_cast<void>(judge::judge_cycles(*made, *made));
      static_cast<void>(judge::format_golden_cycles(*made));
    }
    break;
  case 3: {
    const auto explained = nlohmann::json::parse(text, nullptr, false);
    static_cast<void>(report::explain_text(explained));
    static_cast<void>(report::all_fit(explained));
    break;
  }
  case 4:
    static_cast<void>(transport::parse_address(text));
    break;
  case 5:
    static_cast<void>(transport::parse_chaos(text));
    break;
  }
  return 0;
}
