// The run of a bare-metal program.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/raw.hpp"

#include "seeker/run/evidence.hpp"

#include "seeker/image/image.hpp"

namespace seeker::run {
namespace {

using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto park_within = 30s;

} // namespace

result<addresses> addresses_of(const image::program &code,
                               const config::configuration &configuration) {
  const auto tohost = code.symbol("tohost");
  if (!tohost)
    return fail(errc::format,
                "{} has no symbol tohost, by which a program ends",
                code.origin());
  return addresses{*tohost, code.symbol("fromhost").value_or(0),
                   configuration.clint.base};
}

task<phase> load_program(const image::program &code,
                         const config::configuration &configuration,
                         target::target &on, const show &tell) {
  result<void> fits = image::check_segments(code, configuration);
  if (!fits)
    co_return fits.error();
  result<wire::identity> identity = co_await on.open();
  if (!identity)
    co_return identity.error();
  if (identity->configuration_hash != configuration.hash)
    co_return config::mismatch("the run", configuration.hash, "the target",
                               identity->configuration_hash);
  result<void> reset = co_await on.reset();
  if (!reset)
    co_return within_context(reset.error(), "reset");
  result<void> parked = co_await wait_parked(on, park_within);
  if (!parked)
    co_return parked.error();
  co_return co_await upload(on, "load", pieces_of(code), tell);
}

task<void> run_raw(const raw_options &asked, const image::program &code,
                   const config::configuration &configuration,
                   target::target &on, outcome &known, const show &tell,
                   const print &say) {
  known.target = on.kind();
  known.image = asked.program.string();
  known.image_sha256 = code.sha256();
  known.configuration = configuration.name;
  known.configuration_hash = config::hash_text(configuration.hash);
  known.compute_cores = configuration.compute_cores;
  const result<addresses> where = addresses_of(code, configuration);
  if (!where)
    co_return where.error();
  result<phase> loaded = co_await load_program(code, configuration, on, tell);
  if (!loaded)
    co_return loaded.error();
  known.phases.push_back(*loaded);
  const auto began = clock::now();
  result<void> started = co_await on.start(
      code.entry(), static_cast<std::uint32_t>(where->tohost));
  if (!started)
    co_return within_context(started.error(), "start");
  const limits allowed{asked.max_cycles.value_or(0), asked.timeout};
  result<ended> end = co_await watch(on, *where, allowed, say);
  known.link = on.counts();
  if (!end)
    co_return end.error();
  known.simulated_seconds =
      std::chrono::duration<double>(clock::now() - began).count();
  known.simulated_cycles = end->cycles;
  known.cycles.push_back(end->cycles);
  if (auto seen = on.observed())
    known.stalls = std::move(seen->stalls);
  note_stall(*end, known);
  if (end->hang) {
    known.add(judge::verdict::target_hang, end->hang->reason);
    known.hang = end->hang;
    if (asked.evidence) {
      const evidence what{*asked.evidence, asked.program, {}, {}};
      result<void> saved =
          co_await save_evidence(on, what, configuration, end->last.harts);
      if (!saved)
        co_return saved;
      known.notes.push_back("evidence: " + asked.evidence->string());
    }
  } else {
    known.exit_code = end->exit_code;
  }
  co_return co_await on.close();
}

} // namespace seeker::run
