// Names of instructions and situations, and when they are counted.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/coverage.hpp"

#include "seeker/iss/listing.hpp"

#include "seeker/iss/decode.hpp"
#include "seeker/iss/stream.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace seeker::lockstep {
namespace {

constexpr std::uint32_t all_streams = 31;
constexpr std::uint8_t dynamic = 7;

constexpr std::array<std::pair<std::uint32_t, const char *>, 12> traps = {{
    {0, "trap: jump misaligned"},
    {1, "trap: fetch fault"},
    {2, "trap: illegal instruction"},
    {3, "trap: breakpoint"},
    {4, "trap: load misaligned"},
    {5, "trap: load fault"},
    {6, "trap: store misaligned"},
    {7, "trap: store fault"},
    {11, "trap: ecall"},
    {1u << 31 | 3, "interrupt: software"},
    {1u << 31 | 7, "interrupt: timer"},
    {1u << 31 | 19, "interrupt: cluster"},
}};

constexpr std::array flags = {"flag: inexact", "flag: underflow",
                              "flag: overflow", "flag: divided by zero",
                              "flag: invalid"};

template <class T> std::string_view class_of(T value) {
  switch (std::fpclassify(value)) {
  case FP_ZERO:
    return "zero";
  case FP_SUBNORMAL:
    return "subnormal";
  case FP_INFINITE:
    return "infinity";
  case FP_NAN:
    return "NaN";
  default:
    return "normal";
  }
}

std::string job(bool writes, std::uint32_t loops) {
  return fmt::format("stream: {} {}-D", writes ? "writes" : "reads", loops);
}

std::string indirect_job(bool writes, std::uint32_t log2_bytes) {
  return fmt::format("stream: {} by indices of {} bits",
                     writes ? "scatters" : "gathers", 8u << log2_bytes);
}

std::string rounding(std::uint8_t mode) {
  return mode == dynamic ? "rounding: dynamic"
                         : fmt::format("rounding: static {}", mode);
}

std::string nested(std::uint32_t nests) {
  return fmt::format("loop: nested {} deep", nests);
}

} // namespace

coverage::coverage() {
  for (std::uint32_t word : iss::encodings())
    counts_[mnemonic(iss::decode(word))] = 0;
  // Those that never retire are among the traps.
  counts_.erase("ecall");
  counts_.erase("ebreak");
  for (const auto &[cause, name] : traps)
    counts_[name] = 0;
  for (const char *name : flags)
    counts_[name] = 0;
  for (bool writes : {false, true})
    for (std::uint32_t n = 0; n < 4; ++n) {
      counts_[job(writes, n + 1)] = 0;
      counts_[indirect_job(writes, n)] = 0;
    }
  for (std::uint8_t mode : {0, 1, 2, 3, 4, 7})
    counts_[rounding(mode)] = 0;
  for (std::string_view kind :
       {"zero", "subnormal", "infinity", "NaN", "normal"})
    for (std::string_view fmt : {"single", "double"})
      counts_[fmt::format("result: {} {}", fmt, kind)] = 0;
  for (const char *name :
       {"stream: repeats data", "stream: job queued", "stream: all at once",
        "loop: staggered", "loop: nested 1 deep", "loop: nested 2 deep",
        "loop: over streams", "loop: beside the integer core", "chained",
        "DMA: 1-D", "DMA: 2-D"})
    counts_[name] = 0;
}

void coverage::restart() { streams_.clear(); }

void coverage::count(const std::string &what) {
  const auto found = counts_.find(what);
  if (found == counts_.end())
    throw std::logic_error("coverage has no \"" + what + "\"");
  ++found->second;
}

void coverage::executes(const iss::hart &h, std::uint32_t word) {
  const iss::instruction i = iss::decode(word);
  count(mnemonic(i));
  if (i.uses & iss::use::fp && h.chaining != 0)
    count("chained");
  if (!(i.uses & iss::use::fp) && !h.fp.idle())
    count("loop: beside the integer core");
  switch (i.code) {
  case iss::op::fadd:
  case iss::op::fsub:
  case iss::op::fmul:
  case iss::op::fdiv:
  case iss::op::fsqrt:
  case iss::op::fmadd:
  case iss::op::fmsub:
  case iss::op::fnmsub:
  case iss::op::fnmadd:
    if (i.fmt == iss::format::single || i.fmt == iss::format::double_)
      count(rounding(i.rm));
    break;
  case iss::op::frep_o:
    if (word >> 8 & 0xF && i.rm != 0 && h.x[i.rs1] != 0)
      count("loop: staggered");
    count(nested(h.fp.collects() ? 2 : 1));
    if (h.streaming)
      count("loop: over streams");
    break;
  case iss::op::scfgwi:
  case iss::op::scfgw: {
    const std::uint32_t where = i.code == iss::op::scfgwi
                                    ? static_cast<std::uint32_t>(i.imm)
                                    : h.x[i.rs2];
    const std::uint32_t which = where & 31;
    if (which == all_streams)
      count("stream: all at once");
    for (std::size_t n = 0; n < h.streams.size(); ++n)
      if (which == n || which == all_streams)
        configures(h, n, where >> 5 & 0x7F, h.x[i.rs1]);
    break;
  }
  case iss::op::dmcpyi:
    count(i.rs2 & 2 ? "DMA: 2-D" : "DMA: 1-D");
    break;
  case iss::op::dmcpy:
    count(h.x[i.rs2] & 2 ? "DMA: 2-D" : "DMA: 1-D");
    break;
  default:
    break;
  }
}

void coverage::configures(const iss::hart &h, std::size_t which,
                          std::uint32_t reg, std::uint32_t value) {
  stream &s = streams_[h.id][which];
  if (reg == iss::stream::repeat)
    s.repeat = value & 0xF;
  else if (reg == iss::stream::index_config)
    s.index_config = value;
  if (reg < iss::stream::start || reg >= iss::stream::registers)
    return;
  const bool writes = reg & 4;
  count(reg & 8 ? job(writes, (reg & 3) + 1)
                : indirect_job(writes, s.index_config & 3));
  if (!writes && s.repeat != 0)
    count("stream: repeats data");
}

void coverage::executed(const iss::hart &h) {
  for (std::size_t n = 0; n < flags.size(); ++n)
    if (h.fflags >> n & 1)
      count(flags[n]);
  for (const iss::stream &s : h.streams)
    if (!s.accepts())
      count("stream: job queued");
}

void coverage::trapped(std::uint32_t cause) {
  for (const auto &[which, name] : traps)
    if (which == cause)
      count(name);
}

void coverage::result(std::uint64_t f) {
  if (f >> 32 == 0xFFFFFFFF)
    count(fmt::format(
        "result: single {}",
        class_of(std::bit_cast<float>(static_cast<std::uint32_t>(f)))));
  else
    count(fmt::format("result: double {}", class_of(std::bit_cast<double>(f))));
}

std::vector<std::string> coverage::missing() const {
  std::vector<std::string> names;
  for (const auto &[name, times] : counts_)
    if (times == 0)
      names.push_back(name);
  return names;
}

} // namespace seeker::lockstep
