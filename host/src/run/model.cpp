// The run of a model, phase by phase.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/model.hpp"

#include "seeker/base/bytes.hpp"
#include "seeker/run/counters.hpp"
#include "seeker/run/evidence.hpp"
#include "seeker/run/record.hpp"
#include "seeker/run/supply.hpp"
#include "seeker/run/verdict.hpp"

#include <algorithm>
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

/// Inputs and weights as given, states as given or zero; of inputs with frames
/// the first, and alone that frame later.
std::vector<piece> streamed(const model_job &job, unsigned frame) {
  std::vector<piece> pieces;
  for (const image::tensor &one : job.image.says.tensors) {
    const auto given = job.inputs.find(one.name);
    if (one.needed) // run/supply.hpp
      continue;
    if (given == job.inputs.end()) {
      if (frame == 0 && one.role == image::role::state && !one.loaded)
        pieces.push_back({one.address, {}, one.bytes});
      continue;
    }
    const blob &bytes = given->second.bytes;
    if (frames_in(given->second, one))
      pieces.push_back(
          {one.address, bytes.part(frame * one.bytes, one.bytes), 0});
    else if (frame == 0)
      pieces.push_back({one.address, bytes, 0});
  }
  return pieces;
}

/// A phase of one frame adds to what it took before.
void add_phase(outcome &known, const phase &more) {
  const auto same =
      std::find_if(known.phases.begin(), known.phases.end(),
                   [&](const phase &one) { return one.name == more.name; });
  if (same == known.phases.end())
    known.phases.push_back(more);
  else
    *same += more;
}

/// What the program must not find from an earlier run: outputs, record, tohost.
task<void> wipe(const model_job &job, target::target &on, const results &into) {
  for (const image::tensor &one : job.image.says.tensors) {
    const bool is_made = one.role == image::role::output ||
                         one.role == image::role::intermediate;
    if (!is_made || !into.entries().contains(one.name))
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

/// Brings what is wanted of one frame, some MB at a time.
task<void> fetch(const model_job &job, unsigned frame, target::target &on,
                 results &into, outcome &known, const show &tell) {
  constexpr std::uint64_t chunk_bytes = 4 << 20;
  phase made;
  made.name = "stream out";
  const auto began = clock::now();
  std::uint64_t whole = 0;
  for (const image::tensor &one : job.image.says.tensors)
    whole += into.wants(one, frame) ? one.bytes : 0;
  std::vector<std::byte> buffer;
  for (const image::tensor &one : job.image.says.tensors) {
    if (!into.wants(one, frame))
      continue;
    for (std::uint64_t at = 0; at < one.bytes; at += chunk_bytes) {
      buffer.resize(std::min(chunk_bytes, one.bytes - at));
      const auto progressed = [&](std::uint64_t bytes) {
        if (tell)
          tell(made.name, made.bytes + bytes, whole);
      };
      result<void> read =
          co_await on.read(one.address + at, buffer, progressed);
      if (!read)
        co_return within_context(read.error(), "reading " + one.name);
      read = into.take(one, frame, at, buffer);
      if (!read)
        co_return read;
      made.bytes += buffer.size();
    }
  }
  made.seconds = seconds_since(began);
  add_phase(known, made);
  co_return result<void>();
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
task<ended> run_once(const model_job &job, target::target &on,
                     supplier &weights, const results &into, outcome &known,
                     const print &say, bool first) {
  result<void> wiped = co_await wipe(job, on, into);
  if (!wiped)
    co_return wiped.error();
  result<void> filled = co_await weights.fill(on);
  if (!filled)
    co_return filled.error();
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
  feed supply;
  if (!weights.idle())
    supply = [&]() -> task<bool> { return weights.step(on); };
  result<ended> end = co_await watch(on, where, job.allowed, say, supply);
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
    if (left && left->waited != 0)
      known.notes.push_back(fmt::format(
          "kernels waited {} cycles for weights from the host", left->waited));
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
  result<results> made = open_results(job);
  if (!made)
    co_return made.error();
  for (unsigned frame = 0; frame < job.sequence.runs; ++frame) {
    result<void> reset = co_await on.reset();
    if (!reset)
      co_return within_context(reset.error(), "reset");
    result<void> parked = co_await wait_parked(on, park_within);
    if (!parked)
      co_return parked.error();
    if (frame == 0) {
      result<phase> loaded =
          co_await upload(on, "load", pieces_of(job.image.code), tell);
      if (!loaded)
        co_return loaded.error();
      known.phases.push_back(*loaded);
    }
    std::vector<piece> tensors = streamed(job, frame);
    if (frame == 0 || !tensors.empty()) {
      result<phase> fed =
          co_await upload(on, "stream in", std::move(tensors), tell);
      if (!fed)
        co_return fed.error();
      add_phase(known, *fed);
    }
    const double before = known.simulated_seconds;
    supplier weights(job.image.says, job.inputs);
    result<ended> end =
        co_await run_once(job, on, weights, *made, known, say, frame == 0);
    if (weights.moved().bytes + weights.moved().skipped_bytes != 0)
      add_phase(known, weights.moved());
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
    phase ran;
    ran.name = "run";
    ran.seconds = known.simulated_seconds - before;
    add_phase(known, ran);
    result<void> fetched = co_await fetch(job, frame, on, *made, known, tell);
    if (!fetched)
      co_return fetched;
  }
  known.link = on.counts();
  result<void> closed = co_await on.close();
  if (!closed)
    co_return closed.error();
  co_return conclude(job, *made, known);
}

} // namespace seeker::run
