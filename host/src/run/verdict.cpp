// Judges a run: values, unwritten elements, cycles.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/verdict.hpp"

#include "seeker/base/file.hpp"
#include "seeker/run/makers.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <span>

namespace seeker::run {
namespace {

using nlohmann::json;

judge::tolerance tolerance_of(const model_options &asked, tensor::dtype type) {
  judge::tolerance allowed = judge::tolerance::of(type);
  allowed.rtol = asked.rtol.value_or(allowed.rtol);
  allowed.atol = asked.atol.value_or(allowed.atol);
  allowed.ulp = asked.ulp;
  return allowed;
}

tensor_judgement judge_tensor(const image::tensor &one,
                              const results::entry &got,
                              const tensor::array &golden,
                              const std::optional<maker> &by) {
  tensor_judgement made;
  made.name = one.name;
  made.dims = golden.dims;
  made.values = got.compare->so_far();
  // A position in its own frame.
  const std::uint64_t elements = one.bytes / tensor::size_bytes(one.type);
  const auto inside = [&](const judge::difference &which) {
    return tensor::index_of(which.position % elements, one.dims);
  };
  if (by) {
    made.kernel = by->kernel;
    if (const auto &largest = made.values.largest) {
      made.tile = tile_of(*by, inside(*largest));
      made.core = core_of(*by, inside(*largest));
    }
    if (const auto &first = made.values.first) {
      made.first_tile = tile_of(*by, inside(*first));
      made.first_core = core_of(*by, inside(*first));
    }
  }
  if (const auto &first = made.values.first)
    made.first_address =
        one.address + first->position % elements * tensor::size_bytes(one.type);
  return made;
}

/// A kernel whose results are right, by what was compared, cannot be the first
/// wrong one; one that was not compared can.
void blame(const json &kernels, const std::set<std::size_t> &judged,
           std::size_t index, outcome &known) {
  const auto kernel_name = [&](std::size_t at) {
    return kernels[at].is_object()
               ? kernels[at].value("name", std::to_string(at))
               : std::to_string(at);
  };
  known.first_wrong_kernel = kernel_name(index);
  std::vector<std::string> right, open;
  for (std::size_t before = 0; before < index; ++before)
    (judged.contains(before) ? right : open).push_back(kernel_name(before));
  std::string note = fmt::format("the first kernel with a wrong result is {}",
                                 *known.first_wrong_kernel);
  if (!right.empty())
    note += fmt::format("; right before it: {}", fmt::join(right, ", "));
  if (!open.empty())
    note += fmt::format("; not compared before it: {} "
                        "(--golden-intermediates does)",
                        fmt::join(open, ", "));
  known.notes.push_back(std::move(note));
}

/// In the order in which kernels make the tensors.
void judge_values(const model_job &job, const results &got, outcome &known) {
  const json &kernels = job.image.says.kernels;
  constexpr auto unknown = std::numeric_limits<std::size_t>::max();
  std::set<std::pair<std::size_t, std::string>> order;
  std::map<std::string, std::optional<maker>> makers;
  std::set<std::size_t> compared;
  for (const auto &[name, golden] : job.golden) {
    const auto &by = makers[name] = maker_of(kernels, name);
    order.emplace(by ? by->index : unknown, name);
    compared.insert(by ? by->index : unknown);
  }
  std::size_t first_wrong = unknown;
  for (const auto &[index, name] : order) {
    tensor_judgement made =
        judge_tensor(*job.image.says.find(name), got.entries().at(name),
                     job.golden.at(name), makers.at(name));
    if (!made.values.passed()) {
      known.add(judge::verdict::golden_mismatch,
                fmt::format("{}: {} of {} elements differ from the golden "
                            "values",
                            name, made.values.differing, made.values.elements));
      first_wrong = std::min(first_wrong, index);
    }
    known.judged.push_back(std::move(made));
  }
  if (first_wrong != unknown && kernels.size() > 1)
    blame(kernels, compared, first_wrong, known);
}

/// What harts of a kind spent on each cause, on average.
void add_stalls(const outcome &known, std::size_t first, std::size_t last,
                const std::string &kind, judge::golden_cycles &made) {
  last = std::min(last, known.stalls.size());
  std::map<std::string, std::uint64_t> sums;
  for (std::size_t hart = first; hart < last; ++hart)
    for (const auto &[cause, cycles] : known.stalls[hart])
      // Streams together: "stream_data 1" is stream_data.
      sums[kind + "." + cause.substr(0, cause.find(' '))] += cycles;
  for (const auto &[key, sum] : sums)
    made.spent[key] = sum / (last - first);
}

judge::golden_cycles cycles_of(const outcome &known,
                               const config::configuration &on,
                               const json &kernels) {
  judge::golden_cycles made;
  made.target = known.target;
  made.config_hash = known.configuration_hash;
  made.image_hash = known.image_sha256;
  made.cycles = known.cycles.front();
  for (const kernel_cycles &one : known.kernels)
    made.kernels[one.name] += one.cycles;
  for (const char *counter :
       {"tcdm_congested", "icache_stall", "icache_miss", "dma_busy"})
    if (const auto found = known.counted.counters.find(counter);
        found != known.counted.counters.end())
      made.spent[counter] = found->second;
  // All come to the same barriers; who comes last to one does not wait there.
  const auto cores =
      std::min<std::size_t>(on.compute_cores, known.barriers.size());
  if (cores != 0)
    made.spent["barriers_met"] =
        std::ranges::max(std::span(known.barriers).first(cores));
  if (cores != 0 && known.barrier_for_dma.size() >= cores) {
    const auto each = std::span(known.barrier_for_dma).first(cores);
    made.spent["compute.barrier_for_dma"] =
        std::accumulate(each.begin(), each.end(), std::uint64_t{0}) / cores;
  }
  add_stalls(known, 0, on.compute_cores, "compute", made);
  add_stalls(known, on.compute_cores, on.harts(), "dm", made);
  for (const json &kernel : kernels)
    if (kernel.is_object() && kernel.value("name", json()).is_string() &&
        kernel.value("tiles", json()).is_object())
      made.plans[kernel["name"].get<std::string>()] = kernel["tiles"].dump();
  return made;
}

} // namespace

void outcome::add(judge::verdict another, std::string note) {
  verdict = std::max(verdict, another);
  notes.push_back(std::move(note));
}

void describe(const model_job &job, const target::target &on, outcome &known) {
  known.target = on.kind();
  known.image = job.asked.image.string();
  known.image_sha256 = job.image.code.sha256();
  known.model = job.image.says.model;
  known.configuration = job.configuration.name;
  known.configuration_hash = config::hash_text(job.configuration.hash);
  known.compute_cores = job.configuration.compute_cores;
  known.dma_bytes_per_cycle = job.configuration.dma_data_bytes;
  known.predicted_cycles = job.image.says.predicted_cycles;
  known.has_golden = !job.golden.empty();
}

result<results> open_results(const model_job &job) {
  const auto allowed = [&job](tensor::dtype type) {
    return tolerance_of(job.asked, type);
  };
  return results::open(job.image.says, job.outputs, job.golden,
                       job.sequence.runs, job.sequence.by_frame, allowed);
}

result<void> conclude(const model_job &job, results &made, outcome &known) {
  if (auto kept = made.keep(); !kept)
    return kept;
  for (const auto &[name, one] : made.entries())
    if (one.unwritten != 0)
      known.add(judge::verdict::golden_mismatch,
                fmt::format("{}: {} of {} elements were never written", name,
                            one.unwritten, one.elements));
  judge_values(job, made, known);
  const judge::golden_cycles mine =
      cycles_of(known, job.configuration, job.image.says.kernels);
  if (job.golden_cycles) {
    const auto judged = judge::judge_cycles(*job.golden_cycles, mine);
    if (!judged)
      return judged.error();
    if (judged->regressed)
      known.verdict = std::max(known.verdict, judge::verdict::cycle_regression);
    known.notes.insert(known.notes.end(), judged->notes.begin(),
                       judged->notes.end());
  }
  // Cycles of wrong results are no measure.
  if (job.asked.save_golden_cycles &&
      known.verdict <= judge::verdict::cycle_regression)
    return write_file(*job.asked.save_golden_cycles,
                      std::string_view(judge::format_golden_cycles(mine)));
  return {};
}

} // namespace seeker::run
