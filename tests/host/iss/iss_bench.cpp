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

// Scalar FP code without streams: loads, a multiply-add, a store, a branch.
void fp_loop(benchmark::State &state) {
  rv::program p(program_base);
  p << csrr(a0, 0xF14) << i_type(0x13, 1, a0, a0, 6);
  p.li(a1, tcdm);
  p << add(a0, a0, a1);
  p.label("top");
  p << fld(4, a0, 0) << fld(5, a0, 8) << fmadd_d(6, 4, 5, 6) << fsd(6, a0, 16);
  p.jal(zero, "top");
  measure(state, p);
}
BENCHMARK(fp_loop);

constexpr std::uint32_t stream_all = 31, bound = 2, stride = 6,
                        index_config = 10, index_base = 11, gather = 16,
                        read = 24, write = 28;

// A program of the compute cores; the DM core, without streams, sleeps. t1 is
// the iterations less one of the streams.
rv::program over_streams() {
  rv::program p(program_base);
  p << csrr(t0, 0xF14) << addi(t1, zero, 2);
  p.branch(4, t0, t1, "computes");
  p << csrw(0x304, zero) << wfi();
  p.label("computes");
  p << addi(t1, zero, 511) << scfgwi(t1, bound, stream_all) << addi(t2, zero, 8)
    << scfgwi(t2, stride, stream_all);
  p.li(a1, tcdm);
  p.li(a2, tcdm + 0x2000);
  p << csrrsi(zero, 0x7C0, 1);
  p.label("top");
  return p;
}

// The compute cores' inner loop: two streams into a multiply-add under FREP.
void dot_product(benchmark::State &state) {
  rv::program p = over_streams();
  p << scfgwi(a1, read, 0) << scfgwi(a1, read, 1) << frep_o(t1, 4)
    << fmadd_d(10, 0, 1, 10) << fadd_d(11, 11, 10) << fadd_d(12, 12, 11)
    << fadd_d(13, 13, 10);
  p.jal(zero, "top");
  measure(state, p);
}
BENCHMARK(dot_product);

// Nothing but streams: every instruction pops two and pushes one.
void axpy(benchmark::State &state) {
  rv::program p = over_streams();
  p << scfgwi(a1, read, 0) << scfgwi(a1, read, 1) << scfgwi(a2, write, 2)
    << frep_o(t1, 1) << fmadd_d(2, 0, 10, 1);
  p.jal(zero, "top");
  measure(state, p);
}
BENCHMARK(axpy);

// Pairs of f32, one operand by 16-bit indices.
void packed_gather(benchmark::State &state) {
  rv::program p = over_streams();
  p << addi(t2, zero, 1) << scfgwi(t2, index_config, 1)
    << scfgwi(a1, index_base, 1) << scfgwi(a1, read, 0) << scfgwi(a2, gather, 1)
    << frep_o(t1, 2) << vf(0x48, 10, 0, 1) << vf(0x41, 11, 11, 10);
  p.jal(zero, "top");
  measure(state, p);
}
BENCHMARK(packed_gather);

} // namespace
} // namespace seeker::iss

BENCHMARK_MAIN();
