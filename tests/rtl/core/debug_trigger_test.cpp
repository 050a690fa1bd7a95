// Hardware breakpoints and watchpoints of core_complex.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "debugger.hpp"

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t data = core_bench::tcdm_base + 0x100;
// Type 2, the debugger's, action 1
constexpr uint32_t none = 0x28001000, execute = 0x44, store = 0x42, load = 0x41,
                   hit = 1u << 20;

program accesses() {
  program p;
  p.li(s0, data);
  p.label("int_load");
  p << lw(a0, s0, 0);
  p.label("int_store");
  p << sw(a0, s0, 4);
  p.label("fp_load");
  p << fld(8, s0, 8);
  p.label("fp_store");
  p << fsd(8, s0, 16);
  p.label("atomic");
  p << amo(0, a1, a0, s0, 0) << wfi();
  return p;
}

void set(debugger &d, uint32_t which, uint32_t kind, uint32_t address) {
  d.set_csr(csr_tselect, which);
  ASSERT_EQ(d.csr(csr_tselect), which);
  d.set_csr(csr_tdata2, address);
  d.set_csr(csr_tdata1, none | kind);
  ASSERT_EQ(d.csr(csr_tdata1), none | kind);
  ASSERT_EQ(d.csr(csr_tdata2), address);
}

// Where accesses() stops; 0 when it runs to its end.
uint32_t stops_at(uint32_t kind, uint32_t address) {
  core_bench bench;
  const program p = accesses();
  bench.load(p);
  bench.debug.halt_reset = true;
  debugger d(bench);
  EXPECT_TRUE(d.wait_halted());
  set(d, 1, kind, address);
  d.resume();
  while (bench.state() == 0 && !d.wait_halted(10))
    ;
  if (!d.halted())
    return 0;
  EXPECT_EQ(d.cause(), cause_trigger);
  EXPECT_EQ(d.csr(csr_tdata1), none | kind | hit);
  d.set_csr(csr_tselect, 0);
  EXPECT_EQ(d.csr(csr_tdata1), none);
  return d.csr(csr_dpc);
}

TEST(core_trigger, stops_before_the_instruction) {
  const program p = accesses();
  for (const char *name : {"int_load", "fp_load", "atomic"})
    EXPECT_EQ(stops_at(execute, p.address(name)), p.address(name));
  EXPECT_EQ(stops_at(execute, p.address("int_load") + 2), 0u);
}

TEST(core_trigger, stops_before_the_access) {
  const program p = accesses();
  EXPECT_EQ(stops_at(load, data), p.address("int_load"));
  EXPECT_EQ(stops_at(store, data), p.address("atomic"));
  EXPECT_EQ(stops_at(store, data + 4), p.address("int_store"));
  EXPECT_EQ(stops_at(load, data + 4), 0u);
  EXPECT_EQ(stops_at(load, data + 8), p.address("fp_load"));
  EXPECT_EQ(stops_at(store, data + 8), 0u);
  EXPECT_EQ(stops_at(store, data + 16), p.address("fp_store"));
  EXPECT_EQ(stops_at(load | store, data), p.address("int_load"));
  EXPECT_EQ(stops_at(load, data + 12), 0u);
}

TEST(core_trigger, does_nothing_without_m_or_a_kind) {
  EXPECT_EQ(stops_at(0x40, data), 0u);
  EXPECT_EQ(stops_at(4, core_bench::boot), 0u);
}

TEST(core_trigger, the_access_has_not_been_made) {
  core_bench bench;
  bench.load(accesses());
  bench.set_word(data, 6);
  bench.debug.halt_reset = true;
  debugger d(bench);
  ASSERT_TRUE(d.wait_halted());
  set(d, 0, store, data + 4);
  d.resume();
  ASSERT_TRUE(d.wait_halted());
  EXPECT_EQ(bench.word(data + 4), 0u);
}

TEST(core_trigger, debuggers_step_over_it_with_the_trigger_off) {
  core_bench bench;
  const program p = accesses();
  bench.load(p);
  bench.debug.halt_reset = true;
  debugger d(bench);
  ASSERT_TRUE(d.wait_halted());
  set(d, 0, execute, p.address("int_store"));
  d.resume();
  ASSERT_TRUE(d.wait_halted());
  d.resume();
  ASSERT_TRUE(d.wait_halted()) << "it is still there";
  EXPECT_EQ(d.csr(csr_dpc), p.address("int_store"));
  d.set_csr(csr_tdata1, 0);
  EXPECT_EQ(d.step(), p.address("fp_load"));
}

TEST(core_trigger, are_two) {
  core_bench bench;
  bench.load(accesses());
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  d.set_csr(csr_tselect, 1);
  for (uint32_t other : {2u, 3u, ~0u}) {
    d.set_csr(csr_tselect, other);
    EXPECT_EQ(d.csr(csr_tselect), 1u);
  }
  EXPECT_EQ(d.csr(csr_tinfo), 4u);
  d.set_csr(csr_tdata1, ~0u);
  EXPECT_EQ(d.csr(csr_tdata1), none | hit | 0x47);
}

TEST(core_trigger, programs_read_them_and_cannot_write) {
  core_bench bench;
  program p;
  p.li(s0, data);
  p.li(t0, ~0u);
  p << csrr(a0, csr_tselect) << csrw(csr_tdata1, t0) << csrw(csr_tdata2, t0)
    << csrr(a1, csr_tdata1) << csrr(a2, csr_tdata2) << csrr(a3, csr_tinfo)
    << csrw(csr_tselect, t0) << csrr(a4, csr_tselect)
    << csrrwi(zero, csr_tselect, 1) << csrr(a5, csr_tselect);
  for (uint32_t k = 0; k < 6; ++k)
    p << sw(a0 + k, s0, int32_t(4 * k));
  p << wfi();
  bench.load(p);
  ASSERT_TRUE(bench.run());
  ASSERT_EQ(bench.state(), 1);
  const uint32_t expected[] = {0, none, 0, 4, 0, 1};
  for (uint32_t k = 0; k < 6; ++k)
    EXPECT_EQ(bench.word(data + 4 * k), expected[k]) << k;
}

} // namespace
