// The simulator in lock-step: one instruction at a time, on demand.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "host_flags.hpp"
#include "page.hpp"

namespace seeker::iss {

machine::stepped machine::step(std::uint32_t number) {
  hart &h = harts_[number];
  if (h.now == hart::state::sleeping)
    h.now = hart::state::running;
  stepped made{outcome::waits, h.pc, {}};
  if (h.now != hart::state::running)
    return made;
  const flags_of_hart raised(h);
  until_ = ~std::uint64_t{0};
  const std::uint64_t retired = h.retired;
  try {
    run_fp(h);
    made.i = fetch(h.pc);
    h.waits_for = h.fp.idle() ? wait_cause::none : must_wait(h, made.i);
    if (h.waits_for == wait_cause::none)
      run_integer(h, cycle_ + 1);
    if (h.retired == retired)
      return made;
    made.what = outcome::retired;
    // FP instructions tell their results themselves, when they are there.
    if (observer_ && made.i.uses & use::x_rd && !(made.i.uses & use::fp) &&
        made.i.rd != 0)
      observer_->write_x(h.id, made.i.rd, h.x[made.i.rd]);
    run_fp(h);
  } catch (const trap &t) {
    if (trap_or_wait(h, t))
      made.what = outcome::trapped;
  }
  return made;
}

void machine::interrupt(std::uint32_t number, std::uint32_t which) {
  hart &h = harts_[number];
  if (h.now == hart::state::sleeping)
    h.now = hart::state::running;
  enter_trap(h, 1u << 31 | which, 0);
}

void machine::set_x(std::uint32_t number, std::uint32_t reg,
                    std::uint32_t value) {
  if (reg != 0)
    harts_[number].x[reg] = value;
}

} // namespace seeker::iss
