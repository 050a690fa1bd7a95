// Reads the simulator's report.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/observation.hpp"

namespace seeker::target {

using nlohmann::json;

std::optional<observation> parse_observation(std::string_view text) {
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object())
    return std::nullopt;
  observation made;
  if (const auto stalls = document.find("stalls"); stalls != document.end()) {
    if (!stalls->is_array())
      return std::nullopt;
    for (const json &hart : *stalls) {
      auto &causes = made.stalls.emplace_back();
      for (const auto &[cause, cycles] : hart.items())
        if (cycles.is_number_unsigned())
          causes[cause] = cycles.get<std::uint64_t>();
    }
  }
  for (const auto &[key, list] :
       {std::pair("barriers", &made.barriers),
        std::pair("barrier_for_dma", &made.barrier_for_dma)}) {
    const auto by_hart = document.find(key);
    if (by_hart == document.end())
      continue;
    if (!by_hart->is_array())
      return std::nullopt;
    for (const json &hart : *by_hart)
      list->push_back(hart.is_number_unsigned() ? hart.get<std::uint64_t>()
                                                : 0);
  }
  if (const auto found = document.find("violation"); found != document.end()) {
    if (!found->is_object() || !found->contains("text") ||
        !found->at("text").is_string())
      return std::nullopt;
    made.violated = {found->at("text").get<std::string>(), *found};
  }
  return made;
}

} // namespace seeker::target
