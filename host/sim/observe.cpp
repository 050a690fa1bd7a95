// The DPI functions of all models, and whom they tell.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe.hpp"

namespace {

seeker::sim::observer nobody;
seeker::sim::observer *told = &nobody;
unsigned kinds = 0;

std::uint32_t bits(int value) { return static_cast<std::uint32_t>(value); }
std::uint64_t bits(long long value) {
  return static_cast<std::uint64_t>(value);
}

} // namespace

namespace seeker::sim {

void observe(observer *who, unsigned details) {
  told = who ? who : &nobody;
  kinds = who ? details : unsigned{nothing_more};
}

void tell_link(std::uint64_t cycle, bool to_soc,
               std::span<const std::byte> bytes) {
  if ((kinds & links) != 0)
    told->link(cycle, to_soc, bytes);
}

} // namespace seeker::sim

extern "C" {

int seeker_observe_kinds() { return static_cast<int>(kinds); }

void seeker_observe_dump(int hart, long long mcycle, int value) {
  told->dump(bits(hart), bits(mcycle), bits(value));
}

void seeker_observe_start(long long cycle) { told->start(bits(cycle)); }

void seeker_observe_done(long long cycle, int value) {
  told->done(bits(cycle), bits(value));
}

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

void seeker_observe_transfer(long long cycle, int id, int src, int dst,
                             int bytes, int src_stride, int dst_stride,
                             int rows) {
  told->transferred(bits(cycle),
                    {bits(id), bits(src), bits(dst), bits(bytes),
                     bits(src_stride), bits(dst_stride), bits(rows)});
}

void seeker_observe_completed(long long cycle, int id) {
  told->completed(bits(cycle), bits(id));
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

void seeker_observe_wait(int hart, long long cycle, int cause) {
  told->wait(bits(hart), bits(cycle), bits(cause));
}

void seeker_observe_fp_side(int hart, long long cycle, int state) {
  told->fp_side(bits(hart), bits(cycle), bits(state));
}
}
