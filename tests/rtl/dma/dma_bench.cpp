// Drives a Verilated DMA: instructions on one side, a memory with stalls on the
// other.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dma/dma_bench.hpp"

#include <cstring>
#include <gtest/gtest.h>

namespace dma {

bench::bench(bus_timing timing, std::uint64_t seed)
    : memory(size), timing_(timing), rng_(seed),
      context_(std::make_unique<VerilatedContext>()),
      top_(std::make_unique<Vdma_model>(context_.get())) {
  for (std::uint8_t &byte : memory)
    byte = std::uint8_t(rng_());
  top_->rst_ni = 0;
  for (int i = 0; i < 3; ++i) {
    top_->clk_i = 0;
    top_->eval();
    top_->clk_i = 1;
    top_->eval();
  }
  top_->rst_ni = 1;
  top_->dma_rready_i = 1;
}

bench::~bench() { top_->final(); }

bool bench::is_bad(std::uint32_t addr) const {
  return bad_lines.count(addr) || addr >= size;
}

void bench::commit(const write &w) {
  const auto *bytes = reinterpret_cast<const std::uint8_t *>(w.data.data());
  for (unsigned i = 0; !is_bad(w.addr) && i < 64; ++i)
    if (w.strb >> i & 1)
      memory[w.addr + i] = bytes[i];
}

void bench::step() {
  // Answers of this cycle.
  if (!read_answer_up_)
    read_answer_up_ = !pending_reads_.empty() &&
                      pending_reads_.front().due <= cycles_ && chance();
  top_->rd_rvalid_i = read_answer_up_;
  if (read_answer_up_) {
    std::uint32_t addr = pending_reads_.front().addr;
    bool bad = is_bad(addr);
    top_->rd_rerror_i = bad;
    if (bad)
      for (unsigned i = 0; i < 16; ++i)
        top_->rd_rdata_i[i] = 0xdeadbeef;
    else
      std::memcpy(&top_->rd_rdata_i[0], &memory[addr], 64);
  }
  bool write_answer =
      write_answer_up_ || (!pending_writes_.empty() &&
                           pending_writes_.front().due <= cycles_ && chance());
  top_->wr_rvalid_i = write_answer;
  if (write_answer)
    top_->wr_rerror_i = is_bad(pending_writes_.front().addr);
  top_->rd_ready_i = chance();
  top_->wr_ready_i = chance();
  top_->clk_i = 0;
  top_->eval();

  // A request that waits may not change.
  if (stalled_read_) {
    EXPECT_TRUE(top_->rd_valid_o);
    EXPECT_EQ(top_->rd_addr_o, *stalled_read_);
    stalled_read_.reset();
  }
  write now{
      top_->wr_addr_o, top_->wr_strb_o, {}, cycles_ + timing_.write_latency};
  std::memcpy(now.data.data(), &top_->wr_data_o[0], 64);
  if (stalled_write_) {
    EXPECT_TRUE(top_->wr_valid_o);
    EXPECT_EQ(now.addr, stalled_write_->addr);
    EXPECT_EQ(now.strb, stalled_write_->strb);
    const auto *a = reinterpret_cast<const std::uint8_t *>(now.data.data());
    const auto *b =
        reinterpret_cast<const std::uint8_t *>(stalled_write_->data.data());
    for (unsigned i = 0; i < 64; ++i)
      if (now.strb >> i & 1)
        EXPECT_EQ(a[i], b[i]);
    stalled_write_.reset();
  }
  bool read_answer_taken = read_answer_up_ && top_->rd_rready_o;
  if (write_answer) {
    write_answer_up_ = !top_->wr_rready_o;
    if (top_->wr_rready_o) {
      commit(pending_writes_.front());
      pending_writes_.pop_front();
    }
  }
  if (top_->rd_valid_o) {
    EXPECT_EQ(top_->rd_addr_o % 64, 0u);
    if (top_->rd_ready_i) {
      if (reads_ == 0)
        first_read_ = cycles_;
      ++reads_;
      pending_reads_.push_back(
          {top_->rd_addr_o, cycles_ + timing_.read_latency});
    } else {
      stalled_read_ = top_->rd_addr_o;
    }
  }
  if (top_->wr_valid_o) {
    EXPECT_EQ(now.addr % 64, 0u);
    EXPECT_NE(now.strb, 0u);
    if (top_->wr_ready_i) {
      ++writes_;
      last_write_ = cycles_;
      pending_writes_.push_back(now);
    } else {
      stalled_write_ = now;
    }
  }
  if (read_answer_taken) {
    pending_reads_.pop_front();
    read_answer_up_ = false;
  }
  EXPECT_LE(pending_reads_.size(), 24u);

  top_->clk_i = 1;
  top_->eval();
  context_->time(++cycles_);
}

std::optional<std::uint32_t> bench::execute(unsigned funct7, std::uint32_t a,
                                            std::uint32_t b, unsigned imm5) {
  const unsigned rd = cycles_ % 31 + 1;
  top_->dma_instr_i = funct7 << 25 | imm5 << 20 | rd << 7 | 0b0101011;
  top_->dma_a_i = a;
  top_->dma_b_i = b;
  top_->dma_valid_i = 1;
  for (unsigned waited = 0;; ++waited) {
    top_->clk_i = 0;
    top_->eval();
    bool taken = top_->dma_ready_o;
    step();
    if (taken)
      break;
    if (waited > 1000000) {
      ADD_FAILURE() << "instruction never taken";
      break;
    }
  }
  top_->dma_valid_i = 0;
  if (funct7 < 2 || funct7 > 5) {
    EXPECT_FALSE(top_->dma_rvalid_o);
    return {};
  }
  EXPECT_TRUE(top_->dma_rvalid_o);
  EXPECT_EQ(top_->dma_rtag_o, rd);
  return top_->dma_rdata_o;
}

std::uint32_t bench::start(const transfer &t) {
  execute(0, t.src);
  execute(1, t.dst);
  if (!t.two_d)
    return *execute(2, t.bytes);
  execute(6, t.src_stride, t.dst_stride);
  execute(7, t.rows);
  return *execute(3, t.bytes, 2);
}

std::uint32_t bench::status(unsigned selector) {
  return *execute(4, 0, 0, selector);
}

void bench::wait(std::uint32_t id) {
  for (unsigned i = 0; i < 1000000; ++i)
    if (status(0) >= id)
      return;
  FAIL() << "transfer " << id << " never completes";
}

void copy_into(const transfer &t, std::vector<std::uint8_t> &memory) {
  for (std::uint32_t row = 0; row < (t.two_d ? t.rows : 1); ++row)
    std::memcpy(&memory[t.dst + row * t.dst_stride],
                &memory[t.src + row * t.src_stride], t.bytes);
}

} // namespace dma
