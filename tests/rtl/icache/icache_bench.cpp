// Drives a Verilated instruction cache: harts that fetch, a memory that
// refills.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "icache_bench.hpp"

#include <gtest/gtest.h>

namespace icache {

bench::bench()
    : context_(std::make_unique<VerilatedContext>()),
      dut_(std::make_unique<Vicache_model>(context_.get())) {
  dut_->prefetch_enable_i = 1;
  dut_->rst_ni = 0;
  for (int i = 0; i < 3; ++i) {
    dut_->clk_i = 0;
    dut_->eval();
    dut_->clk_i = 1;
    dut_->eval();
  }
  dut_->rst_ni = 1;
  for (int i = 0; i < 140; ++i)
    step();
}

bench::~bench() { dut_->final(); }

void bench::step() {
  for (unsigned h = 0; h < harts; ++h) {
    dut_->fetch_valid_i[h] = posted_[h].has_value();
    dut_->fetch_addr_i[h] = posted_[h].value_or(0);
  }
  dut_->refill_ready_i = random_() % 8 >= busy_of_8_;
  dut_->refill_rvalid_i = !pending_.empty() && pending_.front().due <= cycle_;
  if (dut_->refill_rvalid_i) {
    const refill &r = pending_.front();
    const std::uint32_t now = version_;
    version_ = r.version;
    for (unsigned i = 0; i < line_bytes / 4; ++i)
      dut_->refill_rdata_i[i] = word(r.addr + 4 * i);
    version_ = now;
    dut_->refill_rerror_i = r.addr >= error_base_;
  }
  dut_->clk_i = 0;
  dut_->eval();

  for (unsigned h = 0; h < harts; ++h) {
    answers_[h].reset();
    if (posted_[h] && dut_->fetch_ready_o[h])
      answers_[h] =
          fetched{dut_->fetch_data_o[h], bool(dut_->fetch_error_o[h])};
    flushed_[h] = dut_->flush_valid_i[h] && dut_->flush_ready_o[h];
    events &e = events_[h];
    e.hit += dut_->event_hit_o[h];
    e.miss += dut_->event_miss_o[h];
    e.prefetch += dut_->event_prefetch_o[h];
    e.double_hit += dut_->event_double_hit_o[h];
    e.stall += dut_->event_stall_o[h];
  }
  if (dut_->refill_rvalid_i && dut_->refill_rready_o)
    pending_.pop_front();
  if (dut_->refill_valid_o && dut_->refill_ready_i) {
    EXPECT_EQ(dut_->refill_addr_o % line_bytes, 0u);
    refills_.push_back(dut_->refill_addr_o);
    const unsigned more = random_latency_ ? random_() % random_latency_ : 0;
    pending_.push_back(
        {dut_->refill_addr_o, cycle_ + latency_ + more, version_});
  }
  dut_->clk_i = 1;
  dut_->eval();
  ++cycle_;
}

unsigned bench::fetch(unsigned h, std::uint32_t addr, fetched *got) {
  post(h, addr);
  for (unsigned stalls = 0; stalls < 1000; ++stalls) {
    step();
    if (answer(h)) {
      post(h, std::nullopt);
      if (got)
        *got = *answer(h);
      else
        EXPECT_EQ(answer(h)->data, word(addr)) << std::hex << addr;
      return stalls;
    }
  }
  ADD_FAILURE() << "no answer to a fetch from " << std::hex << addr;
  post(h, std::nullopt);
  return 1000;
}

unsigned bench::run(unsigned h, std::uint32_t addr, unsigned n) {
  unsigned stalls = 0;
  for (unsigned i = 0; i < n; ++i)
    stalls += fetch(h, addr + 4 * i);
  return stalls;
}

void bench::settle() {
  for (int i = 0; i < 100; ++i)
    step();
}

unsigned bench::flush_and_wait(unsigned h) {
  flush(h, true);
  for (unsigned n = 1; n < 1000; ++n) {
    step();
    if (flushed(h)) {
      flush(h, false);
      return n;
    }
  }
  ADD_FAILURE() << "a flush without end";
  flush(h, false);
  return 1000;
}

} // namespace icache
