// The run of a model, phase by phase.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/model.hpp"

#include "seeker/base/bytes.hpp"
#include "seeker/run/counters.hpp"
#include "seeker/run/evidence.hpp"
#include "seeker/run/record.hpp"
#include "seeker/run/verdict.hpp"

#include <array>
#include <chrono>

namespace seeker::run {
namespace {

using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto park_within = 30s;

double seconds_since(clock::time_point began) {
  return std::chrono::duration<double>(clock::now() - began).count();
}

/// Inputs and weights as given, states as given or zero.
std::vector<piece> streamed(const model_job &job) {
  std::vector<piece> pieces;
  for (const image::tensor &one : job.image.says.tensors) {
    const auto given = job.inputs.find(one.name);
    if (given != job.inputs.end())
      pieces.push_back({one.address, given->second.bytes, 0});
    else if (one.role == image::role::state && !one.loaded)
      pieces.push_back({one.address, {}, one.bytes});
  }
  return pieces;
}

/// Whether a tensor is fetched when the program has ended.
bool is_wanted(const model_job &job, const image::tensor &one) {
  return one.role == image::role::output ||
         ((one.role == image::role::state ||
           one.role == image::role::intermediate) &&
          (job.outputs.contains(one.name) || job.golden.contains(one.name)));
}

/// What the program must not find from an earlier run: outputs, record, tohost.
task<void> wipe(const model_job &job, target::target &on) {
  for (const image::tensor &one : job.image.says.tensors) {
    if (one.role != image::role::output &&
        (one.role != image::role::intermediate || !is_wanted(job, one)))
      continue;
    result<void> done = co_await on.fill(one.address, one.bytes, poison);
    if (!done)
      co_return within_context(done.error(), "poisoning " + one.name);
  }
  result<void> cleared = co_await clear_record(on, job.image.says.record);
  if (!cleared)
    co_return within_context(cleared.error(), "run record");
  co_return co_await on.fill(job.image.says.tohost, 8, 0);
}

task<arrays> fetch(const model_job &job, target::target &on, outcome &known,
                   const show &tell) {
  arrays fetched;
  phase made;
  made.name = "stream out";
  const auto began = clock::now();
  std::uint64_t whole = 0;
  for (const image::tensor &one : job.image.says.tensors)
    whole += is_wanted(job, one) ? one.bytes : 0;
  for (const image::tensor &one : job.image.says.tensors) {
    if (!is_wanted(job, one))
      continue;
    std::vector<std::byte> values(one.bytes);
    const auto progressed = [&](std::uint64_t bytes) {
      if (tell)
        tell(made.name, made.bytes + bytes, whole);
    };
    result<void> read = co_await on.read(one.address, values, progressed);
    if (!read)
      co_return within_context(read.error(), "reading " + one.name);
    made.bytes += one.bytes;
    fetched.emplace(one.name,
                    tensor::array{one.type, one.dims, std::move(values)});
  }
  made.seconds = seconds_since(began);
  known.phases.push_back(made);
  co_return fetched;
}

/// Kernels' cycles from the record; what it misses is said, not guessed.
void note_record(const model_job &job, const result<record> &read,
                 outcome &known) {
  if (!read) {
    known.notes.push_back(read.error().message);
    return;
  }
  const nlohmann::json &kernels = job.image.says.kernels;
  for (std::size_t i = 0; i < read->kernels.size(); ++i) {
    const record::kernel &one = read->kernels[i];
    if (one.end < one.begin)
      continue;
    std::string name = "kernel " + std::to_string(i);
    if (i < kernels.size() && kernels[i].is_object() &&
        kernels[i].contains("name") && kernels[i]["name"].is_string())
      name = kernels[i]["name"].get<std::string>();
    known.kernels.push_back({name, one.end - one.begin, one.begin});
  }
}

/// One run, from reset to tohost.
task<ended> run_once(const model_job &job, target::target &on, outcome &known,
                     const print &say, bool first) {
  result<void> wiped = co_await wipe(job, on);
  if (!wiped)
    co_return wiped.error();
  const auto counters = choose_counters(job.configuration);
  result<void> programmed =
      co_await program_counters(on, job.configuration, counters);
  if (!programmed)
    co_return programmed.error();
  const auto began = clock::now();
  const image::manifest &says = job.image.says;
  result<void> started =
      co_await on.start(says.entry, static_cast<std::uint32_t>(says.tohost));
  if (!started)
    co_return within_context(started.error(), "start");
  const addresses where{says.tohost,
                        job.image.code.symbol("fromhost").value_or(0),
                        job.configuration.clint.base};
  result<ended> end = co_await watch(on, where, job.allowed, say);
  if (!end)
    co_return end.error();
  if (end->violated)
    co_return end;
  known.simulated_seconds += seconds_since(began);
  known.simulated_cycles += end->cycles;
  known.cycles.push_back(end->cycles);
  result<record> left = co_await read_record(on, says.record);
  if (first) {
    note_record(job, left, known);
    if (auto seen = on.observed()) {
      known.stalls = std::move(seen->stalls);
      known.barriers = std::move(seen->barriers);
      known.barrier_for_dma = std::move(seen->barrier_for_dma);
    }
    result<measured> counted =
        co_await read_counters(on, job.configuration, counters);
    if (!counted)
      co_return counted.error();
    known.counted = *std::move(counted);
  }
  if (left && end->hang)
    end->hang->notes = describe_traps(*left);
  if (!end->hang && end->exit_code != 0) {
    const std::string reason =
        fmt::format("the program ended with exit code {}", end->exit_code);
    end->hang = hang{reason, end->last.harts, {}, hang_kind::failed};
    if (left)
      end->hang->notes = describe_traps(*left);
  }
  co_return end;
}

/// The last of a run whose program has gone astray.
task<void> end_astray(const model_job &job, target::target &on, outcome &known,
                      const ended &end) {
  if (job.asked.evidence) {
    evidence what{
        *job.asked.evidence, job.asked.image, {}, job.image.says.record};
    for (const image::tensor &one : job.image.says.tensors)
      if (one.role != image::role::input && one.role != image::role::weight)
        what.tensors.push_back(one);
    result<void> saved =
        co_await save_evidence(on, what, job.configuration, end.last.harts);
    if (!saved)
      co_return saved;
    known.notes.push_back("evidence: " + job.asked.evidence->string());
  }
  co_return co_await on.close();
}

} // namespace

task<void> run_model(const model_job &job, target::target &on, outcome &known,
                     const show &tell, const print &say) {
  describe(job, on, known);
  auto began = clock::now();
  result<wire::identity> identity = co_await on.open();
  if (!identity)
    co_return identity.error();
  known.phases.push_back({"connect", 0, seconds_since(began), 0});
  if (identity->configuration_hash != job.configuration.hash)
    co_return config::mismatch(job.asked.image.string(), job.configuration.hash,
                               "the target", identity->configuration_hash);
  const std::vector<piece> tensors = streamed(job);
  for (unsigned i = 0; i < job.asked.repeat; ++i) {
    result<void> reset = co_await on.reset();
    if (!reset)
      co_return within_context(reset.error(), "reset");
    result<void> parked = co_await wait_parked(on, park_within);
    if (!parked)
      co_return parked.error();
    if (i == 0) {
      result<phase> loaded =
          co_await upload(on, "load", pieces_of(job.image.code), tell);
      if (!loaded)
        co_return loaded.error();
      known.phases.push_back(*loaded);
      result<phase> fed = co_await upload(on, "stream in", tensors, tell);
      if (!fed)
        co_return fed.error();
      known.phases.push_back(*fed);
    }
    result<ended> end = co_await run_once(job, on, known, say, i == 0);
    known.link = on.counts();
    if (!end)
      co_return end.error();
    if (end->violated) {
      known.violated = end->violated;
      known.add(judge::verdict::golden_mismatch,
                "L1 monitor: " + end->violated->text);
      co_return co_await end_astray(job, on, known, *end);
    }
    known.exit_code = end->exit_code;
    note_stall(*end, known);
    if (end->hang) {
      known.add(judge::verdict::target_hang, end->hang->reason);
      known.hang = end->hang;
      co_return co_await end_astray(job, on, known, *end);
    }
  }
  known.phases.push_back({"run", 0, known.simulated_seconds, 0});
  result<arrays> fetched = co_await fetch(job, on, known, tell);
  known.link = on.counts();
  if (!fetched)
    co_return fetched.error();
  result<void> closed = co_await on.close();
  if (!closed)
    co_return closed.error();
  co_return conclude(job, *fetched, known);
}

} // namespace seeker::run
