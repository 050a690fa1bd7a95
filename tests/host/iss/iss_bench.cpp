// Instructions a second of the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "bench.hpp"

#include <benchmark/benchmark.h>

namespace seeker::iss {
namespace {

using namespace rv;

// Endless, so that only what is measured runs.
void measure(benchmark::State &state, const rv::program &p) {
  machine m(small(), bytes(boot));
  const std::vector<std::uint32_t> words = p.assemble();
  m.write(program_base, bytes(words));
  m.start(program_base, 0);
  m.run(10'000);
  std::uint64_t executed = 0;
  for (auto _ : state)
    executed += m.run(1'000'000);
  state.counters["instructions"] = benchmark::Counter(
      static_cast<double>(executed), benchmark::Counter::kIsRate);
}

// All harts; loads, stores, arithmetic and a branch on each one's own word.
void integer_loop(benchmark::State &state) {
  rv::program p(program_base);
  p << csrr(a0, 0xF14) << i_type(0x13, 1, a0, a0, 3);
  p.li(a1, tcdm);
  p << add(a0, a0, a1) << addi(a2, zero, 1);
  p.label("top");
  p << lw(a3, a0, 0) << add(a3, a3, a2) << sw(a3, a0, 0) << sub(a4, a3, a2)
    << addi(a2, a2, 1);
  p.branch(1, a2, zero, "top");
  p.jal(zero, "top");
  measure(state, p);
}
BENCHMARK(integer_loop);

// The compute cores' inner loop: two streams into a multiply-add under FREP.
void dot_product(benchmark::State &state) {
  constexpr std::uint32_t stream_all = 31, bound = 2, stride = 6, read = 24;
  rv::program p(program_base);
  p << csrr(t0, 0xF14) << addi(t1, zero, 2); // the DM core has no streams
  p.branch(4, t0, t1, "computes");
  p << csrw(0x304, zero) << wfi();
  p.label("computes");
  p << addi(t1, zero, 511) << scfgwi(t1, bound, stream_all) << addi(t2, zero, 8)
    << scfgwi(t2, stride, stream_all);
  p.li(a1, tcdm);
  p << csrrsi(zero, 0x7C0, 1);
  p.label("top");
  p << scfgwi(a1, read, 0) << scfgwi(a1, read, 1) << frep_o(t1, 4)
    << fmadd_d(10, 0, 1, 10) << fadd_d(11, 11, 10) << fadd_d(12, 12, 11)
    << fadd_d(13, 13, 10);
  p.jal(zero, "top");
  measure(state, p);
}
BENCHMARK(dot_product);

} // namespace
} // namespace seeker::iss

BENCHMARK_MAIN();
