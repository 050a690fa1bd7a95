// The instruction-set simulator as a target.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/iss.hpp"

#include "seeker/base/file.hpp"
#include "seeker/wire/crc32c.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace seeker::target {
namespace {

// Instructions between two looks: some milliseconds of this process.
constexpr std::uint64_t slice = 500'000;

wire::hart_state to_wire(const iss::hart &h) {
  switch (h.now) {
  case iss::hart::state::sleeping:
    return wire::hart_state::sleeping;
  case iss::hart::state::trapped:
    return wire::hart_state::trapped;
  default:
    return wire::hart_state::running;
  }
}

error outside(std::string_view what, std::uint64_t address,
              std::uint64_t count) {
  return fail(errc::refused, "{} of {} bytes at {:#x}: not inside one memory",
              what, count, address);
}

bool fits(std::uint64_t address, std::uint64_t count) {
  return address <= 0xFFFFFFFF && count <= 0x100000000 - address;
}

} // namespace

task<wire::identity> iss_target::open() {
  if (wanted_.chaos)
    co_return fail(errc::unsupported,
                   "target iss has no link that --chaos could break");
  if (wanted_.connect)
    co_return fail(errc::unsupported,
                   "target iss is part of this program: there is nothing to "
                   "--connect to");
  for (const auto &[is_wanted, what] :
       {std::pair(wanted_.wave.has_value(), "signals for --wave"),
        std::pair(wanted_.trace.has_value(), "cycles for --trace"),
        std::pair(wanted_.instructions.has_value(),
                  "pipeline for --instructions"),
        std::pair(wanted_.monitor == true, "L1 monitor for --monitor")})
    if (is_wanted)
      co_return fail(errc::unsupported, "target iss has no {}; sim has", what);
  auto config = config::load(wanted_.configuration);
  if (!config)
    co_return config.error();
  config_ = *std::move(config);
  const auto rom_file =
      share_folder() / "firmware" / config_.name / "boot_rom.bin";
  const auto rom = read_file(rom_file, config_.boot_rom.bytes);
  if (!rom)
    co_return within_context(rom.error(), "boot ROM of the simulator");
  machine_.emplace(config_, *rom);
  if (wanted_.dump) {
    dump_.open(*wanted_.dump);
    if (!dump_)
      co_return fail(errc::file, "cannot write {}", wanted_.dump->string());
    machine_->on_dump = [this](std::uint32_t hart, std::uint64_t cycle,
                               std::uint32_t value) {
      dump_ << fmt::format("{} {} {:08x}\n", hart, cycle, value);
    };
  }
  wire::identity made;
  made.version = wire::protocol_version;
  made.max_payload_bytes = config_.max_payload_bytes;
  made.configuration_hash = config_.hash;
  made.harts = config_.harts();
  made.link_bytes = 0; // there is no link
  made.l3_base = config_.l3.base;
  made.l3_bytes = config_.l3.bytes;
  co_return made;
}

task<void> iss_target::close() {
  if (dump_.is_open()) {
    dump_.close();
    if (!dump_)
      co_return fail(errc::file, "cannot write {}", wanted_.dump->string());
  }
  machine_.reset();
  co_return result<void>{};
}

void iss_target::advance() {
  if (!machine_->done())
    machine_->run(slice);
}

task<void> iss_target::write(std::uint64_t address,
                             std::span<const std::byte> from,
                             session::progress tell) {
  ++counts_.requests;
  if (!fits(address, from.size()) ||
      !machine_->write(static_cast<std::uint32_t>(address), from))
    co_return outside("write", address, from.size());
  if (tohost_ >= address && tohost_ < address + from.size())
    machine_->acknowledge();
  if (tell)
    tell(from.size());
  co_return result<void>{};
}

task<void> iss_target::read(std::uint64_t address, std::span<std::byte> into,
                            session::progress tell) {
  ++counts_.requests;
  advance();
  if (!fits(address, into.size()) ||
      !machine_->read(static_cast<std::uint32_t>(address), into))
    co_return outside("read", address, into.size());
  if (tell)
    tell(into.size());
  co_return result<void>{};
}

task<void> iss_target::fill(std::uint64_t address, std::uint64_t count,
                            std::uint32_t pattern) {
  ++counts_.requests;
  constexpr std::uint64_t piece_bytes = 64 * 1024;
  std::vector<std::uint32_t> piece(std::min(count, piece_bytes) / 4, pattern);
  for (std::uint64_t done = 0; done < count; done += piece_bytes) {
    const auto bytes = std::as_bytes(std::span(piece))
                           .first(std::min(piece_bytes, count - done));
    if (!fits(address + done, bytes.size()) ||
        !machine_->write(static_cast<std::uint32_t>(address + done), bytes))
      co_return outside("fill", address, count);
  }
  co_return result<void>{};
}

task<std::vector<std::uint32_t>> iss_target::crc(std::uint64_t address,
                                                 std::uint64_t count) {
  ++counts_.requests;
  constexpr std::uint64_t piece_bytes = session::client::crc_piece_bytes;
  std::vector<std::uint32_t> sums;
  std::vector<std::byte> piece(std::min(count, piece_bytes));
  for (std::uint64_t done = 0; done < count; done += piece_bytes) {
    const auto bytes =
        std::span(piece).first(std::min(piece_bytes, count - done));
    if (!fits(address + done, bytes.size()) ||
        !machine_->read(static_cast<std::uint32_t>(address + done), bytes))
      co_return outside("crc", address, count);
    sums.push_back(wire::crc32c(bytes));
  }
  co_return sums;
}

task<void> iss_target::start(std::uint64_t entry, std::uint32_t tohost) {
  ++counts_.requests;
  if (entry > 0xFFFFFFFF)
    co_return fail(errc::refused, "entry point {:#x} is above 32 bits", entry);
  machine_->start(static_cast<std::uint32_t>(entry), tohost);
  tohost_ = tohost;
  started_ = true;
  co_return result<void>{};
}

/// A hart that can go on makes progress here: the simulator does not look at
/// what its instructions change.
std::uint8_t iss_target::quiet(const iss::hart &h) const {
  if (h.now != iss::hart::state::trapped &&
      machine_->waits_for(h) == iss::wait_cause::none)
    return 0;
  const std::uint64_t cycles =
      std::max<std::uint64_t>(machine_->quiet_cycles(h), 1);
  return static_cast<std::uint8_t>(
      std::min<int>(std::bit_width(cycles) - 1, wire::most_quiet));
}

task<wire::device_status> iss_target::status() {
  ++counts_.requests;
  advance();
  wire::device_status made;
  made.cycles = machine_->cycle();
  made.start_cycle = machine_->start_cycle();
  made.started = started_;
  if (machine_->done()) {
    made.done = true;
    made.done_cycle = machine_->done()->cycle;
    made.tohost = machine_->done()->value;
  }
  for (const iss::hart &h : machine_->harts())
    made.harts.push_back(
        {h.pc, to_wire(h),
         static_cast<std::uint8_t>((h.mcause >> 31) << 7 | (h.mcause & 0x7F)),
         machine_->waits_for(h), quiet(h)});
  co_return made;
}

task<void> iss_target::reset() {
  ++counts_.requests;
  machine_->reset();
  started_ = false;
  tohost_ = 0;
  co_return result<void>{};
}

} // namespace seeker::target
