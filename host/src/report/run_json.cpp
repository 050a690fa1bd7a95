// The JSON object of `seeker run --json`.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/run_report.hpp"

#include <algorithm>
#include <cmath>

namespace seeker::report {
namespace {

using nlohmann::json;

/// JSON has no NaN and no infinities; as text they stay readable.
json number(double value) {
  if (std::isfinite(value))
    return value;
  return fmt::format("{}", value);
}

json difference(const judge::difference &one,
                const std::optional<std::vector<std::uint64_t>> &tile,
                const std::optional<std::uint64_t> &core) {
  json made = {{"index", one.index},
               {"got", number(one.got)},
               {"golden", number(one.golden)},
               {"absolute", number(one.absolute)},
               {"relative", number(one.relative)},
               {"ulps", one.ulps}};
  if (tile)
    made["tile"] = *tile;
  if (core)
    made["core"] = *core;
  return made;
}

json judged(const run::tensor_judgement &one) {
  json made = {{"name", one.name},
               {"shape", one.dims},
               {"elements", one.values.elements},
               {"differing", one.values.differing}};
  if (!one.kernel.empty())
    made["kernel"] = one.kernel;
  if (one.values.largest)
    made["largest_error"] = difference(*one.values.largest, one.tile, one.core);
  if (one.values.first)
    made["first_difference"] =
        difference(*one.values.first, one.first_tile, one.first_core);
  if (one.first_address)
    made["first_difference"]["address"] = *one.first_address;
  made["ulp_histogram"] = json::array();
  for (std::size_t i = 0; i < one.values.ulps.size(); ++i)
    if (one.values.ulps[i] != 0)
      made["ulp_histogram"].push_back(
          {{"from", i == 0 ? 0 : std::uint64_t{1} << (i - 1)},
           {"elements", one.values.ulps[i]}});
  return made;
}

json hang(const run::hang &one) {
  json harts = json::array();
  for (std::size_t i = 0; i < one.harts.size(); ++i)
    harts.push_back(
        {{"hart", i},
         {"pc", one.harts[i].pc},
         {"state", wire::name(one.harts[i].state)},
         {"mcause", one.harts[i].mcause},
         {"wait", wire::name(one.harts[i].wait)},
         {"quiet_cycles", one.harts[i].quiet == 0
                              ? std::uint64_t{0}
                              : std::uint64_t{1} << one.harts[i].quiet}});
  return {{"kind", run::name(one.kind)},
          {"reason", one.reason},
          {"harts", harts},
          {"notes", one.notes}};
}

json link(const session::counters &counts) {
  return {{"requests", counts.requests},
          {"retries", counts.retries},
          {"timeouts", counts.timeouts},
          {"noise", counts.noise_answers + counts.noise_runs},
          {"damaged", counts.damaged},
          {"relinks", counts.relinks}};
}

/// Where the run lies below the roof that FPUs and DMA make. An issue is one
/// operation of an FPU, a multiply-add counts once.
json roofline(const run::outcome &known) {
  const auto moved = known.counted.counters.find("dma_w_bw");
  if (known.cycles.empty() || known.cycles.front() == 0 ||
      moved == known.counted.counters.end() || moved->second == 0 ||
      known.dma_bytes_per_cycle == 0)
    return nullptr;
  std::uint64_t issues = 0;
  for (const auto &[hart, count] : known.counted.fpu_issues)
    issues += count;
  const double intensity =
      static_cast<double>(issues) / static_cast<double>(moved->second);
  const double by_dma = intensity * known.dma_bytes_per_cycle;
  const double by_fpus = known.compute_cores;
  return {
      {"operations", issues},
      {"bytes", moved->second},
      {"operations_per_byte", intensity},
      {"operations_per_cycle",
       static_cast<double>(issues) / static_cast<double>(known.cycles.front())},
      {"roof", std::min(by_dma, by_fpus)},
      {"fpus", known.compute_cores},
      {"dma_bytes_per_cycle", known.dma_bytes_per_cycle},
      {"bound_by", by_dma < by_fpus ? "dma" : "fpu"}};
}

} // namespace

json error_json(const error &cause) {
  return {{"verdict", judge::name(judge::of(cause.code))},
          {"error",
           {{"class", to_string(cause.code)}, {"message", cause.message}}}};
}

json to_json(const run::outcome &known) {
  json made = {
      {"verdict", judge::name(known.verdict)},
      {"notes", known.notes},
      {"producer", "seeker " SEEKER_VERSION},
      {"image", {{"file", known.image}, {"sha256", known.image_sha256}}},
      {"configuration",
       {{"name", known.configuration}, {"hash", known.configuration_hash}}},
      {"target", known.target},
      {"link", link(known.link)},
      {"retries", known.link.retries}};
  if (!known.model.empty())
    made["model"] = known.model;
  if (!known.cycles.empty()) {
    const auto cycles = static_cast<double>(known.cycles.front());
    made["cycles"] = known.cycles.front();
    made["cycles_by_run"] = known.cycles;
    json utilisation = json::object();
    for (const auto &[hart, issues] : known.counted.fpu_issues)
      utilisation[std::to_string(hart)] =
          cycles == 0 ? 0 : static_cast<double>(issues) / cycles;
    made["fpu_utilisation"] = utilisation;
  }
  if (known.predicted_cycles != 0)
    made["predicted_cycles"] = known.predicted_cycles;
  made["kernels"] = json::array();
  for (const run::kernel_cycles &one : known.kernels)
    made["kernels"].push_back(
        {{"name", one.name}, {"begin", one.begin}, {"cycles", one.cycles}});
  const auto &counters = known.counted.counters;
  made["counters"] = counters;
  if (counters.contains("dma_busy"))
    made["dma"] = {
        {"busy_cycles", counters.at("dma_busy")},
        {"bytes", counters.contains("dma_w_bw") ? counters.at("dma_w_bw") : 0}};
  if (const json where = roofline(known); !where.is_null())
    made["roofline"] = where;
  made["judged"] = json::array();
  for (const run::tensor_judgement &one : known.judged)
    made["judged"].push_back(judged(one));
  if (known.first_wrong_kernel)
    made["first_wrong_kernel"] = *known.first_wrong_kernel;
  made["has_golden"] = known.has_golden;
  made["phases"] = json::array();
  for (const run::phase &one : known.phases)
    made["phases"].push_back({{"name", one.name},
                              {"bytes", one.bytes},
                              {"skipped_bytes", one.skipped_bytes},
                              {"seconds", one.seconds}});
  if (known.simulated_seconds > 0)
    made["simulated_cycles_per_second"] =
        static_cast<double>(known.simulated_cycles) / known.simulated_seconds;
  if (known.exit_code)
    made["exit_code"] = *known.exit_code;
  if (known.hang)
    made["hang"] = hang(*known.hang);
  if (!known.stalls.empty()) {
    json stalls = json::object();
    for (std::size_t hart = 0; hart < known.stalls.size(); ++hart)
      stalls[std::to_string(hart)] = known.stalls[hart];
    made["stalls"] = std::move(stalls);
  }
  if (known.violated)
    made["l1_violation"] = known.violated->details;
  return made;
}

} // namespace seeker::report
