// Drives a Verilated TCDM and checks each answer against a reference memory.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tcdm/tcdm_bench.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcdm {

bench::bench()
    : context_(std::make_unique<VerilatedContext>()),
      top_(std::make_unique<Vtcdm_model>(context_.get())), memory_(bytes / 8) {
  top_->rst_ni = 0;
  for (int i = 0; i < 3; ++i) {
    top_->clk_i = 0;
    top_->eval();
    top_->clk_i = 1;
    top_->eval();
  }
  top_->rst_ni = 1;
  // The banks' contents are undefined after reset.
  for (std::uint32_t addr = 0; addr < bytes; addr += 64) {
    post_wide_write({addr, ~std::uint64_t(0), {}});
    step();
  }
}

bench::~bench() { top_->final(); }

void bench::post(unsigned port, const request &r) {
  ASSERT_TRUE(idle(port));
  narrow_[port] = r;
}

void bench::store(std::uint32_t word64, std::uint8_t strb, std::uint64_t data) {
  std::uint64_t mask = 0;
  for (unsigned i = 0; i < 8; ++i)
    if (strb >> i & 1)
      mask |= std::uint64_t(0xff) << (8 * i);
  memory_[word64] = (memory_[word64] & ~mask) | (data & mask);
  for (reservation &r : reservations_)
    if (r.valid && r.word / 2 == word64 && (strb >> (r.word % 2 * 4) & 0xf))
      r.valid = false;
}

static std::uint32_t compute(amo op, std::uint32_t m, std::uint32_t o) {
  switch (op) {
  case amo::add:
    return m + o;
  case amo::op_xor:
    return m ^ o;
  case amo::op_and:
    return m & o;
  case amo::op_or:
    return m | o;
  case amo::min:
    return std::uint32_t(std::min(std::int32_t(m), std::int32_t(o)));
  case amo::max:
    return std::uint32_t(std::max(std::int32_t(m), std::int32_t(o)));
  case amo::minu:
    return std::min(m, o);
  case amo::maxu:
    return std::max(m, o);
  default:
    return o;
  }
}

std::uint64_t bench::apply(unsigned port, const request &r) {
  std::uint32_t index = r.addr % bytes / 8;
  std::uint32_t word32 = r.addr % bytes / 4;
  std::uint64_t old = memory_[index];
  bool high = r.strb & 0xf0;
  reservation &own = reservations_[port];
  switch (r.op) {
  case amo::none:
    if (r.write)
      store(index, r.strb, r.wdata);
    return old;
  case amo::lr:
    own = {true, word32, r.src};
    return old;
  case amo::sc: {
    bool ok = own.valid && own.word == word32 && own.src == r.src;
    own.valid = false;
    if (ok)
      store(index, r.strb, r.wdata);
    return ok ? 0 : 0x0000'0001'0000'0001;
  }
  default: {
    std::uint32_t m = std::uint32_t(high ? old >> 32 : old);
    std::uint32_t o = std::uint32_t(high ? r.wdata >> 32 : r.wdata);
    std::uint64_t result = compute(r.op, m, o);
    store(index, r.strb, result << 32 | result);
    return old;
  }
  }
}

outcome bench::step() {
  outcome out;
  out.granted.resize(ports);
  for (unsigned p = 0; p < ports; ++p) {
    top_->narrow_valid_i[p] = narrow_[p].has_value();
    if (!narrow_[p])
      continue;
    top_->narrow_addr_i[p] = narrow_[p]->addr;
    top_->narrow_write_i[p] = narrow_[p]->write;
    top_->narrow_amo_i[p] = std::uint8_t(narrow_[p]->op);
    top_->narrow_strb_i[p] = narrow_[p]->strb;
    top_->narrow_wdata_i[p] = narrow_[p]->wdata;
    top_->narrow_src_i[p] = narrow_[p]->src;
  }
  top_->wide_rd_valid_i = wide_read_.has_value();
  if (wide_read_)
    top_->wide_rd_addr_i = *wide_read_;
  top_->wide_wr_valid_i = wide_write_.has_value();
  if (wide_write_) {
    top_->wide_wr_addr_i = wide_write_->addr;
    top_->wide_wr_strb_i = wide_write_->strb;
    for (unsigned i = 0; i < 16; ++i)
      top_->wide_wr_data_i[i] =
          std::uint32_t(wide_write_->data[i / 2] >> (32 * (i % 2)));
  }
  top_->clk_i = 0;
  top_->eval();

  std::array<std::optional<std::uint64_t>, ports> expected;
  std::array<bool, ports> check_data{};
  std::optional<std::array<std::uint64_t, 8>> expected_line;
  std::uint64_t touched = 0; // banks, to see that no bank serves two
  auto touch = [&](unsigned bank) {
    EXPECT_FALSE(touched >> bank & 1) << "bank " << bank << " serves two";
    touched |= std::uint64_t(1) << bank;
  };
  if (wide_read_ && top_->wide_rd_ready_o) {
    out.wide_read = true;
    std::uint32_t base = *wide_read_ % bytes / 64 * 8;
    expected_line.emplace();
    for (unsigned i = 0; i < 8; ++i) {
      (*expected_line)[i] = memory_[base + i];
      touch((base + i) % banks);
    }
    wide_read_.reset();
  }
  for (unsigned p = 0; p < ports; ++p) {
    if (!top_->narrow_ready_o[p])
      continue;
    EXPECT_TRUE(narrow_[p]) << "grant without request at port " << p;
    if (!narrow_[p])
      continue;
    out.granted[p] = true;
    touch(narrow_[p]->addr / 8 % banks);
    expected[p] = apply(p, *narrow_[p]);
    check_data[p] = !(narrow_[p]->op == amo::none && narrow_[p]->write);
    narrow_[p].reset();
  }
  if (wide_write_ && top_->wide_wr_ready_o) {
    out.wide_write = true;
    std::uint32_t base = wide_write_->addr % bytes / 64 * 8;
    for (unsigned i = 0; i < 8; ++i) {
      store(base + i, std::uint8_t(wide_write_->strb >> (8 * i)),
            wide_write_->data[i]);
      touch((base + i) % banks);
    }
    wide_write_.reset();
  }

  top_->clk_i = 1;
  top_->eval();
  ++cycles_;

  for (unsigned p = 0; p < ports; ++p) {
    answers_[p].reset();
    EXPECT_EQ(bool(top_->narrow_rvalid_o[p]), expected[p].has_value())
        << "port " << p << " cycle " << cycles_;
    if (!expected[p])
      continue;
    answers_[p] = top_->narrow_rdata_o[p];
    if (check_data[p]) {
      EXPECT_EQ(*answers_[p], *expected[p])
          << "port " << p << " cycle " << cycles_;
    }
  }
  EXPECT_EQ(bool(top_->wide_rd_rvalid_o), expected_line.has_value());
  if (expected_line) {
    for (unsigned i = 0; i < 8; ++i) {
      std::uint64_t got = top_->wide_rd_rdata_o[2 * i] |
                          std::uint64_t(top_->wide_rd_rdata_o[2 * i + 1]) << 32;
      EXPECT_EQ(got, (*expected_line)[i]) << "wide word " << i;
    }
  }
  return out;
}

std::uint64_t bench::access(unsigned port, const request &r) {
  post(port, r);
  for (int i = 0; i < 100; ++i)
    if (step().granted[port])
      return *answer(port);
  ADD_FAILURE() << "no grant in 100 cycles";
  return 0;
}

} // namespace tcdm
