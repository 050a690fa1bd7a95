// Judges a run: values, unwritten elements, cycles.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/verdict.hpp"

#include "seeker/base/bytes.hpp"
#include "seeker/base/file.hpp"
#include "seeker/tensor/npy.hpp"

#include <algorithm>

namespace seeker::run {
namespace {

using nlohmann::json;

/// Elements that are all poison.
std::uint64_t unwritten(const tensor::array &values) {
  const std::size_t size = tensor::size_bytes(values.type);
  std::uint64_t count = 0;
  for (std::size_t at = 0; at < values.bytes.size(); at += size) {
    bool same = true;
    for (std::size_t word = 0; word < size; word += 4)
      same = same && load<std::uint32_t>(values.bytes, at + word) == poison;
    count += same;
  }
  return count;
}

/// The L1 tile sizes along a tensor's dimensions, from the kernel that stores
/// it; 0 and what is missing mean the whole dimension.
std::vector<std::uint64_t>
tile_sizes(const json &kernels, const std::string &name, std::size_t rank) {
  const auto stores = [&](const json &transfer) {
    return transfer.is_object() && transfer.value("tensor", json()) == name &&
           transfer.value("direction", json()) == "out";
  };
  for (const json &kernel : kernels) {
    if (!kernel.is_object())
      continue;
    const json transfers = kernel.value("transfers", json::array());
    const json tiles = kernel.value("tiles", json::object());
    if (!transfers.is_array() || !tiles.is_object() ||
        std::none_of(transfers.begin(), transfers.end(), stores))
      continue;
    std::vector<std::uint64_t> sizes;
    for (const json &size : tiles.value("l1", json::array()))
      if (sizes.size() < rank)
        sizes.push_back(size.is_number_unsigned() ? size.get<std::uint64_t>()
                                                  : 0);
    sizes.resize(rank);
    return sizes;
  }
  return {};
}

std::optional<std::vector<std::uint64_t>>
tile_of(const tensor::shape &index, const std::vector<std::uint64_t> &sizes) {
  if (sizes.empty())
    return std::nullopt;
  std::vector<std::uint64_t> tile(index.size());
  for (std::size_t i = 0; i < index.size(); ++i)
    tile[i] = sizes[i] == 0 ? 0 : index[i] / sizes[i];
  return tile;
}

judge::tolerance tolerance_of(const model_options &asked, tensor::dtype type) {
  judge::tolerance allowed = judge::tolerance::of(type);
  allowed.rtol = asked.rtol.value_or(allowed.rtol);
  allowed.atol = asked.atol.value_or(allowed.atol);
  allowed.ulp = asked.ulp;
  return allowed;
}

void judge_values(const model_job &job, const arrays &fetched, outcome &known) {
  for (const auto &[name, golden] : job.golden) {
    const tensor::array &got = fetched.at(name);
    tensor_judgement made;
    made.name = name;
    made.dims = got.dims;
    made.values =
        judge::compare(got, golden, tolerance_of(job.asked, got.type));
    const auto sizes =
        tile_sizes(job.image.says.kernels, name, got.dims.size());
    if (made.values.largest)
      made.tile = tile_of(made.values.largest->index, sizes);
    if (made.values.first)
      made.first_tile = tile_of(made.values.first->index, sizes);
    if (const auto *where = job.image.says.find(name);
        where && made.values.first)
      made.first_address = where->address + made.values.first->position *
                                                tensor::size_bytes(got.type);
    if (!made.values.passed())
      known.add(judge::verdict::golden_mismatch,
                fmt::format("{}: {} of {} elements differ from the golden "
                            "values",
                            name, made.values.differing, made.values.elements));
    known.judged.push_back(std::move(made));
  }
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
  for (const char *counter : {"tcdm_congested", "icache_stall", "dma_busy"})
    if (const auto found = known.counted.counters.find(counter);
        found != known.counted.counters.end())
      made.spent[counter] = found->second;
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

result<void> conclude(const model_job &job, const arrays &fetched,
                      outcome &known) {
  for (const auto &[name, path] : job.outputs)
    if (auto wrote = tensor::write_npy(path, fetched.at(name)); !wrote)
      return wrote.error();
  for (const auto &[name, values] : fetched)
    if (const std::uint64_t count = unwritten(values))
      known.add(judge::verdict::golden_mismatch,
                fmt::format("{}: {} of {} elements were never written", name,
                            count, values.size()));
  judge_values(job, fetched, known);
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
