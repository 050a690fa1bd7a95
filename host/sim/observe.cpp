// The DPI functions of all models, and whom they tell.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe.hpp"

namespace {

seeker::sim::observer nobody;
seeker::sim::observer *told = &nobody;
bool everything = false;

std::uint32_t bits(int value) { return static_cast<std::uint32_t>(value); }
std::uint64_t bits(long long value) {
  return static_cast<std::uint64_t>(value);
}

} // namespace

namespace seeker::sim {

void observe(observer *who, detail how_much) {
  told = who ? who : &nobody;
  everything = who && how_much == detail::everything;
}

} // namespace seeker::sim

extern "C" {

int seeker_observe_enabled() { return everything ? 1 : 0; }

void seeker_observe_dump(int hart, long long mcycle, int value) {
  told->dump(bits(hart), bits(mcycle), bits(value));
}

void seeker_observe_start(long long cycle) { told->start(bits(cycle)); }

void seeker_observe_retire(int hart, long long cycle, int pc, int instr) {
  told->retire(bits(hart), bits(cycle), bits(pc), bits(instr));
}

void seeker_observe_write_x(int hart, long long cycle, int rd, int value) {
  told->write_x(bits(hart), bits(cycle), bits(rd), bits(value));
}

void seeker_observe_write_f(int hart, long long cycle, int rd,
                            long long value) {
  told->write_f(bits(hart), bits(cycle), bits(rd), bits(value));
}

void seeker_observe_access(int hart, long long cycle, int port, int write,
                           int addr, int strb, long long data) {
  told->accessed({bits(hart), bits(cycle), bits(port), write != 0, bits(addr),
                  static_cast<std::uint8_t>(strb), bits(data)});
}

void seeker_observe_dma(long long cycle, int write, int addr, long long strb) {
  told->dma(bits(cycle), write != 0, bits(addr), bits(strb));
}

void seeker_observe_trap(int hart, long long cycle, int pc, int cause,
                         int value) {
  told->trap(bits(hart), bits(cycle), bits(pc), bits(cause), bits(value));
}

void seeker_observe_fpu(int hart, long long cycle, int op) {
  told->fpu(bits(hart), bits(cycle), bits(op));
}
}
