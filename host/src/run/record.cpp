// Reads the run record by the structure that the firmware writes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/record.hpp"

#include "seeker_record.h"

#include <algorithm>
#include <cstring>

namespace seeker::run {

result<record> parse_record(std::span<const std::byte> bytes) {
  seeker_record raw = {};
  if (bytes.size() != sizeof raw)
    return fail(errc::format, "the run record has {} bytes, expected {}",
                bytes.size(), sizeof raw);
  std::memcpy(&raw, bytes.data(), sizeof raw);
  if (raw.magic != SEEKER_RECORD_MAGIC)
    return fail(errc::format,
                "the program left no run record: its magic is 0x{:08x}, "
                "expected 0x{:08x}",
                raw.magic, SEEKER_RECORD_MAGIC);
  if (raw.version != SEEKER_RECORD_VERSION)
    return fail(errc::format, "the run record has version {}, read is {}",
                raw.version, SEEKER_RECORD_VERSION);
  if (raw.hart_count > SEEKER_RECORD_HARTS)
    return fail(errc::format, "the run record has {} harts, at most {} fit",
                raw.hart_count, SEEKER_RECORD_HARTS);
  record made;
  made.status = raw.status;
  made.exit_code = raw.exit_code;
  made.kernels_begun = raw.kernel_count;
  made.waited = raw.waited;
  const auto kernels =
      std::min<std::uint32_t>(raw.kernel_count, SEEKER_RECORD_KERNELS);
  for (std::uint32_t i = 0; i < kernels; ++i)
    made.kernels.push_back({raw.kernels[i].begin, raw.kernels[i].end});
  for (std::uint32_t hart = 0; hart < raw.hart_count; ++hart)
    if (const seeker_record_hart &one = raw.harts[hart]; one.trapped)
      made.traps.push_back({hart, one.cause, one.pc, one.value});
  return made;
}

task<record> read_record(target::target &on, std::uint64_t address) {
  std::vector<std::byte> bytes(sizeof(seeker_record));
  result<void> read = co_await on.read(address, bytes);
  if (!read)
    co_return within_context(read.error(), "run record");
  co_return parse_record(bytes);
}

task<void> clear_record(target::target &on, std::uint64_t address) {
  co_return co_await on.fill(address, sizeof(seeker_record), 0);
}

std::vector<std::string> describe_traps(const record &said) {
  std::vector<std::string> lines;
  for (const record::trap &one : said.traps)
    lines.push_back(fmt::format("hart {}: {} (mcause {}) at pc 0x{:08x}, "
                                "mtval 0x{:08x}",
                                one.hart, cause_name(one.cause), one.cause,
                                one.pc, one.value));
  return lines;
}

// RISC-V privileged architecture, table 14, and the cluster's own interrupt.
std::string cause_name(std::uint32_t mcause) {
  const bool interrupt = (mcause & 0x80000080u) != 0;
  switch (mcause & 0x7f) {
  case 0:
    return interrupt ? "interrupt 0" : "instruction address misaligned";
  case 1:
    return interrupt ? "interrupt 1" : "instruction access fault";
  case 2:
    return interrupt ? "interrupt 2" : "illegal instruction";
  case 3:
    return interrupt ? "software interrupt" : "breakpoint";
  case 4:
    return interrupt ? "interrupt 4" : "load address misaligned";
  case 5:
    return interrupt ? "interrupt 5" : "load access fault";
  case 6:
    return interrupt ? "interrupt 6" : "store address misaligned";
  case 7:
    return interrupt ? "timer interrupt" : "store access fault";
  case 11:
    return interrupt ? "external interrupt" : "environment call";
  case 19:
    return interrupt ? "cluster-local interrupt" : "cause 19";
  default:
    return fmt::format("{} {}", interrupt ? "interrupt" : "cause",
                       mcause & 0x7f);
  }
}

} // namespace seeker::run
