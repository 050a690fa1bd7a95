// The TCDM, the register side and the configuration port around the streams.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ssr_bench.hpp"

#include "Vssr_model.h"

#include <cstring>
#include <gtest/gtest.h>

namespace seeker {

ssr_bench::ssr_bench(std::uint64_t seed, int stall)
    : dut_(std::make_unique<Vssr_model>()), random_(seed), stall_(stall),
      tcdm_(tcdm_bytes) {
  dut_->clk_i = 0;
  dut_->rst_ni = 0;
  dut_->eval();
  dut_->clk_i = 1;
  dut_->eval();
  dut_->rst_ni = 1;
}

ssr_bench::~ssr_bench() { dut_->final(); }

std::uint64_t ssr_bench::word(std::uint32_t offset) const {
  std::uint64_t value;
  std::memcpy(&value, &tcdm_.at(offset & ~7u), 8);
  return value;
}
void ssr_bench::set_word(std::uint32_t offset, std::uint64_t value) {
  std::memcpy(&tcdm_.at(offset & ~7u), &value, 8);
}
void ssr_bench::set_index(std::uint32_t offset, unsigned size,
                          std::uint32_t value) {
  std::memcpy(&tcdm_.at(offset), &value,
              std::size_t(1) << (size < 2 ? size : 2));
}

void ssr_bench::step() {
  auto &d = *dut_;
  d.clk_i = 0;
  d.rpop_i = 0;
  d.wvalid_i = 0;
  for (unsigned k = 0; k < streams; ++k) {
    d.tcdm_rvalid_i[k] = answers_[k].has_value();
    d.tcdm_rdata_i[k] = answers_[k].value_or(random_());
    d.tcdm_ready_i[k] = !chance(stall_);
    answers_[k].reset();
  }
  d.eval();
  int pushing = -1;
  for (unsigned k = 0; k < streams; ++k) {
    side &s = sides[k];
    if ((d.rvalid_o >> k & 1) && chance(s.pop_chance)) {
      d.rpop_i |= 1u << k;
      s.popped.push_back(d.rdata_o[k]);
      s.pop_cycles.push_back(cycle);
    }
    if (pushing < 0 && (d.wready_o >> k & 1) && !s.to_push.empty() &&
        chance(s.push_chance)) {
      pushing = int(k);
      d.wvalid_i = std::uint8_t(1u << k);
      d.wdata_i = s.to_push.front();
      s.to_push.pop_front();
      s.push_cycles.push_back(cycle);
    }
  }
  d.eval();
  for (unsigned k = 0; k < streams; ++k) {
    if (!d.tcdm_valid_o[k] || !d.tcdm_ready_i[k])
      continue;
    ++grants[k];
    std::uint32_t at = d.tcdm_addr_o[k] & ~7u;
    answers_[k] = word(at);
    if (d.tcdm_write_o[k])
      set_word(at, d.tcdm_wdata_o[k]);
  }
  d.clk_i = 1;
  d.eval();
  ++cycle;
}

bool ssr_bench::drained() const { return dut_->drained_o; }
unsigned ssr_bench::waits() const { return dut_->cfg_wait_o; }

bool ssr_bench::try_write(unsigned reg, unsigned stream, std::uint32_t value,
                          int limit) {
  auto &d = *dut_;
  d.cfg_valid_i = 1;
  d.cfg_write_i = 1;
  d.cfg_addr_i = std::uint16_t(reg << 5 | stream);
  d.cfg_wdata_i = value;
  bool done = false;
  for (int i = 0; i < limit && !done; ++i) {
    d.clk_i = 0;
    d.eval();
    done = d.cfg_ready_o;
    step();
  }
  d.cfg_valid_i = 0;
  return done;
}

void ssr_bench::write(unsigned reg, unsigned stream, std::uint32_t value) {
  ASSERT_TRUE(try_write(reg, stream, value, 100000));
}

std::uint32_t ssr_bench::read(unsigned reg, unsigned stream) {
  auto &d = *dut_;
  d.cfg_valid_i = 1;
  d.cfg_write_i = 0;
  d.cfg_addr_i = std::uint16_t(reg << 5 | stream);
  d.clk_i = 0;
  d.eval();
  EXPECT_TRUE(d.cfg_ready_o) << "a read must be answered at once";
  std::uint32_t value = d.cfg_rdata_o;
  d.cfg_valid_i = 0;
  d.eval();
  return value;
}

void ssr_bench::start(const stream_job &job, unsigned stream) {
  std::int64_t inner = 0;
  if (job.indirect) {
    write(10, stream, job.shift << 8 | job.index_size);
    write(11, stream, job.base);
    inner = std::int64_t(1u << job.index_size) * (job.counts[0] - 1);
  }
  write(1, stream, job.repeat - 1);
  for (unsigned k = 0; k < job.loops; ++k) {
    write(2 + k, stream, job.counts[k] - 1);
    if (job.indirect && k == 0)
      continue;
    write(6 + k, stream, std::uint32_t(job.strides[k] - inner));
    inner += std::int64_t(job.strides[k]) * (job.counts[k] - 1);
  }
  write((job.indirect ? 16u : 24u) + (job.write ? 4 : 0) + job.loops - 1,
        stream, job.pointer);
}

std::vector<std::uint32_t> addresses(const stream_job &job,
                                     const std::vector<std::uint8_t> &memory) {
  constexpr std::uint32_t mask = tcdm_bytes - 1;
  std::vector<std::uint32_t> list;
  std::array<std::uint32_t, 4> i{};
  std::array<std::int32_t, 4> strides = job.strides;
  if (job.indirect)
    strides[0] = std::int32_t(1u << job.index_size);
  for (;;) {
    std::uint32_t at = job.pointer;
    for (unsigned k = 0; k < job.loops; ++k)
      at += i[k] * std::uint32_t(strides[k]);
    at &= mask;
    if (job.indirect) {
      std::uint32_t index = 0;
      std::memcpy(&index, &memory[at],
                  std::size_t(1) << (job.index_size < 2 ? job.index_size : 2));
      at = (job.base + (index << 3 << job.shift)) & mask;
    }
    list.push_back(at & ~7u);
    unsigned k = 0;
    while (k < job.loops && ++i[k] == job.counts[k])
      i[k++] = 0;
    if (k == job.loops)
      return list;
  }
}

} // namespace seeker
