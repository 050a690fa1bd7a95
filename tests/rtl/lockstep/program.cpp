// Lays a random program out: entry, handlers, prologues, phases, the end, data.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/program.hpp"

#include "core/assembler.hpp"
#include "lockstep/layout.hpp"
#include "lockstep/random.hpp"

#include "seeker/iss/listing.hpp"

#include <fmt/format.h>

#include <cstring>
#include <span>
#include <stdexcept>

namespace seeker::lockstep {
namespace {

using namespace rv;
using namespace layout;

constexpr std::uint32_t mstatus = 0x300, mie = 0x304, mtvec = 0x305,
                        mepc = 0x341, mcause = 0x342, mtval = 0x343,
                        barrier = 0x7C2, mhartid = 0xF14;
constexpr std::uint32_t interrupts = 1u << 3 | 1u << 7 | 1u << 19;
enum branch : std::uint32_t { eq = 0, ne = 1, lt = 4, ge = 5 };

std::uint32_t private_tcdm(std::uint32_t hart) {
  return tcdm + hart * tcdm_bytes;
}

// Every hart goes to its own code.
std::vector<std::uint32_t> entry_code() {
  rv::program p(entry);
  p << csrr(t0, mhartid);
  p.li(t1, code_bytes);
  p << muldiv(0, t0, t0, t1);
  p.li(t1, code + 0x100);
  p << add(t0, t0, t1) << jalr(zero, t0, 0);
  return p.assemble();
}

// Skips an instruction that traps, goes back after a jump to nowhere, ends an
// interrupt.
std::vector<std::uint32_t> handler(std::uint32_t hart) {
  rv::program p(code + hart * code_bytes);
  p << csrr(handler_b, mcause);
  p.branch(lt, handler_b, zero, "interrupt");
  p << csrr(handler_a, mtval) << addi(handler_b, handler_b, -1);
  p.branch(eq, handler_b, zero, "fetch fault");
  p << csrr(handler_b, mepc) << addi(handler_b, handler_b, 4)
    << csrw(mepc, handler_b) << mret();
  p.label("fetch fault");
  p << csrw(mepc, layout::link) << mret();
  p.label("interrupt");
  p << i_type(0x13, 7, handler_b, handler_b, 31)
    << addi(handler_b, handler_b, -3);
  p.branch(eq, handler_b, zero, "software");
  p << addi(handler_b, handler_b, 3 - 7);
  p.branch(eq, handler_b, zero, "timer");
  p.li(handler_a, 1u << hart);
  p.li(handler_b, cl_clint_clear);
  p << sw(handler_a, handler_b, 0) << mret();
  p.label("software");
  p.li(handler_b, msip + 4 * hart);
  p << sw(zero, handler_b, 0) << fence() << mret();
  p.label("timer");
  p.li(handler_b, mtimecmp + 8 * hart);
  p << addi(handler_a, zero, -1) << sw(handler_a, handler_b, 0)
    << sw(handler_a, handler_b, 4) << fence() << mret();
  return p.assemble();
}

void prologue(rv::program &p, random &r, std::uint32_t hart) {
  p.li(t0, code + hart * code_bytes);
  p << csrw(mtvec, t0);
  p.li(t0, 1u << hart);
  p.li(t1, cl_clint_clear);
  p << sw(t0, t1, 0) << fence();
  p.li(base_tcdm, private_tcdm(hart) + base_tcdm_offset);
  p.li(base_l3, l3 + hart * l3_bytes + base_l3_offset);
  p.li(base_shared, shared);
  p.li(t0, private_tcdm(hart));
  for (std::uint32_t f = 0; f < 32; ++f)
    p << fld(f, t0, static_cast<std::int32_t>(f * 8));
  p << csrw(3, zero);
  for (std::uint32_t x = 5; x < 31; ++x)
    if (x != base_shared && x != loop_counter)
      p.li(x, int_value(r));
  p.li(layout::link, code);
  p.li(handler_b, interrupts);
  p << csrw(mie, handler_b) << csrrsi(zero, mstatus, 8) << csrr(zero, barrier);
}

void append_phase(rv::program &p, const phase &part, std::size_t number) {
  const std::string top = "phase " + std::to_string(number);
  p.li(loop_counter, part.times);
  p.label(top);
  for (const chunk &c : part.chunks)
    for (std::uint32_t word : c.words)
      p << word;
  p << addi(loop_counter, loop_counter, -1);
  // A branch does not reach over a long phase.
  p.branch(eq, loop_counter, zero, top + " done");
  p.jal(zero, top);
  p.label(top + " done");
  p << csrr(zero, barrier);
}

void epilogue(rv::program &p, std::uint32_t hart) {
  p << csrw(mie, zero) << fence() << csrr(zero, barrier);
  if (hart == 0) {
    p.li(t0, tohost);
    p << addi(t1, zero, 1) << sw(t1, t0, 0);
  }
  p.label("end");
  p << wfi();
  p.jal(zero, "end");
}

template <class T>
piece piece_of(std::uint32_t at, const std::vector<T> &data) {
  piece made{at, std::vector<std::byte>(data.size() * sizeof(T))};
  std::memcpy(made.bytes.data(), data.data(), made.bytes.size());
  return made;
}

piece fp_data(random &r, std::uint32_t at, std::uint32_t bytes) {
  std::vector<std::uint64_t> values(bytes / 8);
  for (std::uint64_t &v : values)
    v = fp_value(r);
  return piece_of(at, values);
}

template <class T>
piece index_data(random &r, std::uint32_t at,
                 std::uint32_t count = index_count) {
  std::vector<T> values(count);
  for (T &v : values)
    v = static_cast<T>(r.below(index_count));
  return piece_of(at, values);
}

} // namespace

std::size_t program::chunks() const {
  std::size_t count = 0;
  for (const auto &phases : harts)
    for (const phase &p : phases)
      count += p.chunks.size();
  return count;
}

std::vector<piece> image(const program &p) {
  random r(p.seed);
  std::vector<piece> made = {piece_of(entry, entry_code())};
  made.push_back(piece_of(tohost, std::vector<std::uint64_t>(1)));
  for (std::uint32_t hart = 0; hart < p.harts.size(); ++hart) {
    const std::uint32_t at = code + hart * code_bytes;
    made.push_back(piece_of(at, handler(hart)));
    rv::program body(at + 0x100);
    prologue(body, r, hart);
    for (std::size_t n = 0; n < p.harts[hart].size(); ++n)
      append_phase(body, p.harts[hart][n], n);
    epilogue(body, hart);
    if (body.here() > at + code_bytes)
      throw std::length_error("a hart's code does not fit");
    made.push_back(piece_of(at + 0x100, body.assemble()));

    const std::uint32_t data = private_tcdm(hart);
    made.push_back(fp_data(r, data, indices));
    made.push_back(index_data<std::uint8_t>(r, data + indices));
    made.push_back(index_data<std::uint16_t>(r, data + indices + 0x80));
    made.push_back(index_data<std::uint32_t>(r, data + indices + 0x100));
    made.push_back(
        index_data<std::uint64_t>(r, data + indices + 0x200, wide_index_count));
    made.push_back(fp_data(r, data + private_data, private_bytes));
    made.push_back(fp_data(r, l3 + hart * l3_bytes, l3_bytes));
  }
  for (std::uint32_t at : {dma_tcdm_source, dma_tcdm_destination, dma_l3_source,
                           dma_l3_destination})
    made.push_back(fp_data(r, at, dma_bytes));
  made.push_back(piece_of(
      shared, std::vector<std::uint32_t>{0, 0, 0xFFFFFFFF, 0, 0x80000000,
                                         0x7FFFFFFF, 0, 0xFFFFFFFF}));
  made.push_back(
      piece_of(shared + locks, std::vector<std::uint32_t>(4 * lock_count)));
  return made;
}

std::vector<range> results(const program &p) {
  const auto harts = static_cast<std::uint32_t>(p.harts.size());
  return {{tcdm, harts * tcdm_bytes},
          {l3, harts * l3_bytes},
          {dma_tcdm_destination, dma_bytes},
          {dma_l3_destination, dma_bytes},
          {shared, shared_bytes}};
}

std::string listing_of(const program &p) {
  std::string text = fmt::format("program of seed {}\n", p.seed);
  for (std::size_t hart = 0; hart < p.harts.size(); ++hart)
    for (std::size_t n = 0; n < p.harts[hart].size(); ++n) {
      const phase &part = p.harts[hart][n];
      if (part.chunks.empty())
        continue;
      text += fmt::format("hart {}, phase {}, {} times\n", hart, n, part.times);
      for (const chunk &c : part.chunks) {
        text += fmt::format("  {}\n", c.what);
        for (std::uint32_t word : c.words)
          text += fmt::format("    {}\n", iss::listing_of(word));
      }
    }
  return text;
}

} // namespace seeker::lockstep
