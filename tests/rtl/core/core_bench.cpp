// The models around core_complex: memories, buses, multiplier, DMA front end,
// barrier.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <verilated.h>

#ifdef SEEKER_CORE_MODEL_HEADER
#include SEEKER_CORE_MODEL_HEADER
#else
#include "Vcore_complex_bench.h"
#endif

namespace seeker {

namespace {
constexpr size_t tcdm_ports =
    sizeof(SEEKER_CORE_MODEL::tcdm_valid_o) / sizeof(uint8_t);
}

uint32_t muldiv_reference(uint32_t funct3, uint32_t a, uint32_t b) {
  int32_t sa = int32_t(a), sb = int32_t(b);
  bool overflow = a == 0x80000000 && b == 0xffffffff;
  switch (funct3) {
  case 0:
    return a * b;
  case 1:
    return uint32_t(int64_t(sa) * int64_t(sb) >> 32);
  case 2:
    return uint32_t(int64_t(sa) * int64_t(uint64_t(b)) >> 32);
  case 3:
    return uint32_t(uint64_t(a) * uint64_t(b) >> 32);
  case 4:
    return b == 0 ? ~0u : overflow ? a : uint32_t(sa / sb);
  case 5:
    return b == 0 ? ~0u : a / b;
  case 6:
    return b == 0 ? a : overflow ? 0 : uint32_t(sa % sb);
  default:
    return b == 0 ? a : a % b;
  }
}

uint32_t amo_reference(int amo, uint32_t memory, uint32_t operand) {
  switch (amo) {
  case 2:
    return memory + operand;
  case 3:
    return memory ^ operand;
  case 4:
    return memory & operand;
  case 5:
    return memory | operand;
  case 6:
    return int32_t(memory) < int32_t(operand) ? memory : operand;
  case 7:
    return int32_t(memory) > int32_t(operand) ? memory : operand;
  case 8:
    return memory < operand ? memory : operand;
  case 9:
    return memory > operand ? memory : operand;
  default:
    return operand;
  }
}

core_bench::core_bench(bench_options options)
    : options_(options), random_(options.seed),
      context_(std::make_unique<VerilatedContext>()),
      model_(std::make_unique<SEEKER_CORE_MODEL>(context_.get())),
      tcdm_(tcdm_bytes), l3_(l3_bytes), device_(device_bytes) {
  if (options.observed)
    sim::observe(options.observed);
  else
    sim::observe(this, sim::nothing_more);
  model_->hart_id_i = 5;
  model_->boot_addr_i = boot;
  model_->tick_i = 1; // it looks at its waits in every cycle
  model_->clk_i = 0;
  model_->rst_ni = 0;
  model_->eval();
  model_->clk_i = 1;
  model_->eval();
  model_->rst_ni = 1;
}

core_bench::~core_bench() {
  model_->final();
  sim::observe(nullptr);
}

void core_bench::load(const rv::program &p) {
  std::vector<uint32_t> words = p.assemble();
  for (size_t i = 0; i < words.size(); ++i)
    set_word(p.base() + uint32_t(i) * 4, words[i]);
}

uint8_t *core_bench::memory(uint32_t addr) {
  if (addr - tcdm_base < tcdm_bytes)
    return &tcdm_[addr - tcdm_base];
  if (addr - l3_base < l3_bytes)
    return &l3_[addr - l3_base];
  if (addr - device_base < device_bytes)
    return &device_[addr - device_base];
  return nullptr;
}

uint32_t core_bench::word(uint32_t addr) const {
  uint32_t value;
  std::memcpy(&value, memory(addr), 4);
  return value;
}
uint64_t core_bench::dword(uint32_t addr) const {
  uint64_t value;
  std::memcpy(&value, memory(addr), 8);
  return value;
}
void core_bench::set_word(uint32_t addr, uint32_t value) {
  std::memcpy(memory(addr), &value, 4);
}
void core_bench::set_dword(uint32_t addr, uint64_t value) {
  std::memcpy(memory(addr), &value, 8);
}
void core_bench::set_double(uint32_t addr, double value) {
  std::memcpy(memory(addr), &value, 8);
}
double core_bench::as_double(uint32_t addr) const {
  double value;
  std::memcpy(&value, memory(addr), 8);
  return value;
}

int core_bench::state() const { return model_->state_o; }
int core_bench::wait() const { return model_->wait_o; }
int core_bench::quiet() const { return model_->quiet_o; }
uint32_t core_bench::pc() const { return model_->pc_o; }
int core_bench::mcause() const { return model_->mcause_o; }

uint64_t core_bench::access(uint32_t addr, bool write, int amo, uint8_t strb,
                            uint64_t wdata, bool &error) {
  addr &= ~7u;
  uint8_t *bytes = memory(addr);
  error = bytes == nullptr;
  if (error)
    return 0xbad0bad0bad0bad0;
  uint64_t before;
  std::memcpy(&before, bytes, 8);
  uint64_t after = wdata, answer = before;
  bool high = strb & 0xf0;
  uint32_t reserved = addr | (high ? 4 : 0);
  if (amo == 10) {
    reservation_ = reserved;
    write = false;
  } else if (amo == 11) {
    write = reservation_ == reserved;
    reservation_.reset();
    answer = write ? 0 : 0x0000000100000001;
  } else if (amo != 0) {
    write = true;
    uint32_t value = amo_reference(amo, uint32_t(before >> (high ? 32 : 0)),
                                   uint32_t(wdata >> (high ? 32 : 0)));
    after = uint64_t(value) << 32 | value;
  }
  if (write) {
    for (int i = 0; i < 8; ++i)
      if (strb >> i & 1)
        bytes[i] = uint8_t(after >> 8 * i);
    if (amo != 11 && reservation_ == reserved)
      reservation_.reset();
  }
  return answer;
}

void core_bench::step() {
  auto &m = *model_;
  m.clk_i = 0;
  m.irq_msip_i = irq.msip;
  m.irq_mtip_i = irq.mtip;
  m.irq_meip_i = irq.meip;
  m.irq_cl_i = irq.cl;
  m.debug_request_i = uint8_t(debug.halt << 5 | debug.halt_reset << 4 |
                              debug.resume << 3 | debug.valid << 2 |
                              debug.fp_access << 1 | uint8_t(debug.fp_write));
  m.debug_instr_i = debug.instr;
  m.debug_data_i = debug.data;

  for (size_t p = 0; p < tcdm_ports; ++p) {
    m.tcdm_rvalid_i[p] = tcdm_answer_[p].has_value();
    m.tcdm_rdata_i[p] = tcdm_answer_[p].value_or(random_());
    tcdm_answer_[p].reset();
    m.tcdm_ready_i[p] = !stall(options_.tcdm_stall);
  }
  bool offer = !narrow_.empty() && narrow_.front().at <= cycle_ &&
               (narrow_open_ || !stall(options_.narrow_stall));
  m.narrow_rvalid_i = offer;
  m.narrow_rdata_i = offer ? narrow_.front().data : random_();
  m.narrow_rerror_i = offer && narrow_.front().error;
  m.md_rvalid_i = !muldiv_.empty() && muldiv_.front().at <= cycle_;
  if (m.md_rvalid_i) {
    m.md_rtag_i = muldiv_.front().tag;
    m.md_rdata_i = muldiv_.front().data;
  }
  m.dma_rvalid_i = !dma_.empty() && dma_.front().at <= cycle_;
  if (m.dma_rvalid_i) {
    m.dma_rtag_i = dma_.front().tag;
    m.dma_rdata_i = dma_.front().data;
  }
  m.fetch_ready_i = 0;
  m.barrier_release_i = 0;
  m.narrow_ready_i = !stall(options_.narrow_stall);
  m.md_ready_i = !stall(options_.muldiv_stall);
  m.dma_ready_i = 1;
  m.flush_ready_i = 1;
  m.eval();

  // The fetch answers in the cycle of the request.
  const uint8_t *code = memory(m.fetch_addr_o & ~3u);
  bool fetchable = m.fetch_addr_o >= l3_base && code;
  m.fetch_ready_i = m.fetch_valid_o && !stall(options_.fetch_stall);
  m.fetch_error_i = !fetchable;
  uint32_t instr = uint32_t(random_());
  if (fetchable && m.fetch_ready_i)
    std::memcpy(&instr, code, 4);
  m.fetch_data_i = instr;
  m.eval();
  if (!m.barrier_arrive_o) {
    barrier_since_ = 0;
  } else {
    if (barrier_since_ == 0)
      barrier_since_ = cycle_ + 1;
    if (cycle_ + 1 >= barrier_since_ + uint64_t(barrier_delay)) {
      m.barrier_release_i = 1;
      barrier_since_ = 0;
      ++barriers;
    }
    m.eval();
  }

  const unsigned answered = m.debug_answer_o;
  debug_answer.halted = answered >> 6 & 1;
  debug_answer.idle = answered >> 5 & 1;
  debug_answer.done = answered >> 4 & 1;
  debug_answer.exception = answered >> 3 & 1;
  debug_answer.data_write = answered >> 2 & 1;
  debug_answer.data_index = answered >> 1 & 1;
  debug_answer.fp_done = answered & 1;
  debug_answer.data = m.debug_data_o;

  for (size_t p = 0; p < tcdm_ports; ++p) {
    if (!m.tcdm_valid_o[p] || !m.tcdm_ready_i[p])
      continue;
    bool error;
    tcdm_answer_[p] =
        access(tcdm_base + m.tcdm_addr_o[p], m.tcdm_write_o[p], m.tcdm_amo_o[p],
               m.tcdm_strb_o[p], m.tcdm_wdata_o[p], error);
    ++accesses[p];
  }
  if (offer && m.narrow_rready_o)
    narrow_.pop_front();
  narrow_open_ = offer && !m.narrow_rready_o;
  if (m.narrow_valid_o && m.narrow_ready_i) {
    bool error;
    uint64_t data = access(m.narrow_addr_o, m.narrow_write_o, m.narrow_amo_o,
                           m.narrow_strb_o, m.narrow_wdata_o, error);
    int extra = stall(options_.narrow_stall) ? options_.narrow_latency : 0;
    narrow_.push_back(
        {cycle_ + uint64_t(options_.narrow_latency + extra), data, error});
  }
  if (m.md_rvalid_i && m.md_rready_o)
    muldiv_.pop_front();
  if (m.md_valid_o && m.md_ready_i)
    muldiv_.push_back({cycle_ + uint64_t(options_.muldiv_latency), m.md_tag_o,
                       muldiv_reference(m.md_op_o, m.md_a_o, m.md_b_o)});
  if (m.dma_rvalid_i && m.dma_rready_o)
    dma_.pop_front();
  if (m.dma_valid_o && m.dma_ready_i) {
    dma_instrs.push_back(m.dma_instr_o);
    uint32_t funct7 = m.dma_instr_o >> 25;
    if (funct7 >= 2 && funct7 <= 5)
      dma_.push_back(
          {cycle_ + 2, m.dma_instr_o >> 7 & 31, m.dma_a_o + 3 * m.dma_b_o});
  }
  flushes += m.flush_valid_o && m.flush_ready_i;
  retired += m.event_retired_instr_o;
  if (m.event_issue_fpu_seq_o)
    fp_left.push_back(cycle_);
  if (m.event_issue_fpu_o)
    fpu_took.push_back(cycle_);

  m.clk_i = 1;
  m.eval();
  context_->time(++cycle_);
}

bool core_bench::run(uint64_t max_cycles) {
  for (uint64_t i = 0; i < max_cycles; ++i) {
    step();
    if (state() == 1 || state() == 2)
      return true;
  }
  return false;
}

} // namespace seeker
