// How long the L1 planner takes without slack, and with 5 % of it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Instances.h"

#include <benchmark/benchmark.h>

using namespace seeker::l1;

static void plan(benchmark::State &state, const InstanceSpec &spec,
                 int64_t capacity) {
  const std::vector<Buffer> buffers = makeInstance(spec);
  Plan plan;
  for (auto _ : state)
    plan = planBuffers(buffers, capacity);
  state.counters["buffers"] = static_cast<double>(buffers.size());
  state.counters["need"] = static_cast<double>(plan.need);
  state.counters["steps"] = static_cast<double>(plan.steps);
  if (!plan.fits())
    state.SkipWithError("not solved");
}

int main(int argc, char **argv) {
  for (const InstanceSpec &spec : zeroSlackInstances())
    for (int64_t slack : {0, 5})
      benchmark::RegisterBenchmark(
          (std::string("plan/") + spec.name +
           "/slack:" + std::to_string(slack) + "%")
              .c_str(),
          [spec, slack](benchmark::State &state) {
            plan(state, spec, spec.capacity + spec.capacity * slack / 100);
          })
          ->Unit(benchmark::kMillisecond)
          ->Iterations(1);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
