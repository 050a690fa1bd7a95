// The fake cluster: protocol, memory, scripts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "fake_device.hpp"

#include "seeker/base/bytes.hpp"
#include "seeker/wire/crc32c.hpp"
#include "seeker_record.h"

#include <algorithm>
#include <cstddef>

namespace seeker::fake {
namespace {

// Of mcause: the interrupt that starts a program.
constexpr std::uint8_t start_cause = 0x93;

constexpr std::uint32_t park_pc = 0x18020040;

template <class T>
void put(std::vector<std::byte> &bytes, std::size_t offset, T value) {
  store(std::span<std::byte>(bytes), offset, value);
}

} // namespace

std::vector<std::byte> script_bytes(const std::vector<script_step> &steps) {
  std::vector<std::byte> made(4 + 16 * steps.size());
  put(made, 0, script_magic);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    put(made, 4 + 16 * i, static_cast<std::uint32_t>(steps[i].op));
    for (std::size_t j = 0; j < 3; ++j)
      put(made, 8 + 16 * i + 4 * j, steps[i].arguments[j]);
  }
  return made;
}

fake_device::fake_device(const config::configuration &configured)
    : configured_(configured), parser_(configured.max_payload_bytes),
      hash_(configured.hash),
      harts_(configured.harts(), {park_pc, wire::hart_state::sleeping, 0}) {}

std::byte &fake_device::at(std::uint64_t address) {
  return memory_[address / page_bytes][address % page_bytes];
}

std::vector<std::byte> fake_device::peek(std::uint64_t address,
                                         std::size_t count) {
  std::vector<std::byte> made(count);
  for (std::size_t i = 0; i < count; ++i)
    made[i] = at(address + i);
  return made;
}

void fake_device::poke(std::uint64_t address,
                       std::span<const std::byte> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    at(address + i) = bytes[i];
}

std::uint32_t fake_device::word(std::uint64_t address) {
  return load<std::uint32_t>(peek(address, 4), 0);
}

void fake_device::set_word(std::uint64_t address, std::uint32_t value) {
  std::array<std::byte, 4> bytes;
  store(std::span<std::byte>(bytes), 0, value);
  poke(address, bytes);
}

std::vector<std::byte> fake_device::feed(std::span<const std::byte> bytes) {
  std::vector<std::byte> out;
  const auto add = [&](const std::vector<std::byte> &more) {
    out.insert(out.end(), more.begin(), more.end());
  };
  while (!bytes.empty()) {
    const auto step = parser_.push(bytes);
    bytes = bytes.subspan(step.consumed);
    switch (step.what) {
    case wire::parser::event::need_more:
      break;
    case wire::parser::event::noise: {
      wire::header noise;
      noise.code = wire::response_bit;
      noise.status = wire::status::noise;
      add(wire::encode_frame(noise));
      break;
    }
    case wire::parser::event::frame:
    case wire::parser::event::damaged:
    case wire::parser::event::oversize:
      add(answer(parser_.head(), parser_.payload(),
                 step.what == wire::parser::event::damaged));
      break;
    }
  }
  return out;
}

bool fake_device::in_a_region(std::uint64_t address,
                              std::uint64_t count) const {
  for (const config::region &one : {configured_.tcdm, configured_.peripheral,
                                    configured_.l3, configured_.clint})
    if (one.contains(address, count))
      return true;
  return false;
}

wire::status fake_device::check(const wire::header &head,
                                std::span<const std::byte> payload,
                                bool damaged) const {
  const auto op = static_cast<wire::opcode>(head.code);
  const bool memory = op == wire::opcode::write || op == wire::opcode::read ||
                      op == wire::opcode::fill || op == wire::opcode::crc;
  if (wire::operation_name(head.code) == "unknown" || head.code == 0)
    return wire::status::opcode;
  if (epoch_ != 0 && head.epoch != epoch_)
    return wire::status::epoch;
  const bool acts = op == wire::opcode::write || op == wire::opcode::fill ||
                    op == wire::opcode::start;
  if (acts && oldest_awaited_ &&
      static_cast<std::int16_t>(head.sequence - *oldest_awaited_) < 0)
    return wire::status::stale;
  const bool limited = op == wire::opcode::write || op == wire::opcode::read;
  if (memory && (head.count == 0 ||
                 (limited && head.count > configured_.max_payload_bytes)))
    return wire::status::length;
  if (damaged)
    return wire::status::payload_crc;
  static_cast<void>(payload);
  if (memory && (!in_a_region(head.address, head.count) ||
                 (unreadable != 0 && op == wire::opcode::read &&
                  head.address == unreadable)))
    return wire::status::address;
  if (memory && configured_.peripheral.contains(head.address, head.count) &&
      (head.count != 8 || head.address % 8 != 0))
    return wire::status::address;
  if (op == wire::opcode::fill && (head.address | head.count) % 4 != 0)
    return wire::status::address;
  if (op == wire::opcode::start && program_counter_)
    return wire::status::busy;
  return wire::status::ok;
}

void fake_device::hear_reach(const wire::header &head, wire::status checked) {
  if (checked == wire::status::ok &&
      head.code == static_cast<std::uint8_t>(wire::opcode::reset))
    oldest_awaited_.reset();
  if (head.reach == 0 || checked == wire::status::opcode ||
      checked == wire::status::epoch)
    return;
  const auto told = static_cast<std::uint16_t>(head.sequence - head.reach + 1);
  if (!oldest_awaited_ ||
      static_cast<std::int16_t>(told - *oldest_awaited_) > 0)
    oldest_awaited_ = told;
}

std::vector<std::byte> fake_device::answer(const wire::header &head,
                                           std::span<const std::byte> payload,
                                           bool damaged) {
  if (last_exclusive_ && head == *last_exclusive_)
    return last_answer_;
  cycles_ += 10;
  const wire::status checked = check(head, payload, damaged);
  hear_reach(head, checked);
  wire::header said = head;
  said.status = checked;
  said.code = wire::answer_code(head.code, checked == wire::status::ok);
  said.payload_crc = 0;
  if (checked != wire::status::ok) {
    said.count = 0;
    if (checked == wire::status::epoch)
      said.argument = epoch_;
    return wire::encode_frame(said);
  }
  const auto op = static_cast<wire::opcode>(head.code);
  ++executed[op];
  std::vector<std::byte> content;
  switch (op) {
  case wire::opcode::identify:
    content = instead.contains(op) ? instead.at(op) : identity_payload();
    break;
  case wire::opcode::write:
    poke(head.address, payload);
    bytes_written += payload.size();
    if (forgetful_writes != 0 && forgetful >= head.address &&
        forgetful - head.address < payload.size()) {
      --forgetful_writes;
      at(forgetful) ^= std::byte{1};
    }
    break;
  case wire::opcode::read:
    content = peek(head.address, head.count);
    break;
  case wire::opcode::fill:
    for (std::uint32_t i = 0; i < head.count; i += 4)
      set_word(head.address + i, head.argument);
    break;
  case wire::opcode::crc:
    said.argument = wire::crc32c(peek(head.address, head.count));
    break;
  case wire::opcode::start:
    start_cycle_ = cycles_;
    done_cycle_ = 0;
    tohost_value_ = 0;
    tohost_ = head.argument;
    program_counter_ = head.address + 4;
    kernels_ = 0;
    for (auto &hart : harts_)
      hart = {static_cast<std::uint32_t>(head.address),
              wire::hart_state::running, start_cause};
    if (word(head.address) != script_magic) {
      for (auto &hart : harts_)
        hart.state = wire::hart_state::sleeping;
      harts_[0].state = wire::hart_state::trapped;
      harts_[0].mcause = 2; // illegal instruction
      program_counter_.reset();
    }
    break;
  case wire::opcode::status:
    advance();
    content = instead.contains(op) ? instead.at(op) : status_payload();
    break;
  case wire::opcode::reset:
    epoch_ = static_cast<std::uint16_t>(head.argument);
    cycles_ = 100;
    start_cycle_ = done_cycle_ = 0;
    tohost_value_ = 0;
    program_counter_.reset();
    waits_for_host_ = false;
    for (auto &hart : harts_)
      hart = {park_pc,
              parks ? wire::hart_state::sleeping : wire::hart_state::running,
              0};
    break;
  default:
    break;
  }
  said.count =
      content.empty() ? said.count : static_cast<std::uint32_t>(content.size());
  std::vector<std::byte> frame = wire::encode_frame(said, content);
  if (op == wire::opcode::start || op == wire::opcode::reset) {
    last_exclusive_ = head;
    last_answer_ = frame;
  }
  return frame;
}

std::vector<std::byte> fake_device::identity_payload() const {
  std::vector<std::byte> made(wire::identity_bytes);
  put(made, 0, version_);
  put(made, 4, configured_.max_payload_bytes);
  put(made, 8, hash_);
  put(made, 16, configured_.harts());
  put(made, 20, std::uint32_t{64});
  put(made, 24, configured_.l3.base);
  put(made, 32, configured_.l3.bytes);
  return made;
}

std::vector<std::byte> fake_device::status_payload() const {
  std::vector<std::byte> made(wire::status_head_bytes +
                              wire::status_hart_bytes * harts_.size());
  put(made, 0, cycles_);
  put(made, 8, start_cycle_);
  put(made, 16, done_cycle_);
  put(made, 24, tohost_value_);
  const bool started = start_cycle_ != 0;
  put(made, 28,
      std::uint32_t{started} | std::uint32_t{tohost_value_ != 0} << 1);
  put(made, 32, static_cast<std::uint32_t>(harts_.size()));
  put(made, 36, std::uint32_t{epoch_});
  for (std::size_t i = 0; i < harts_.size(); ++i) {
    const std::size_t offset =
        wire::status_head_bytes + wire::status_hart_bytes * i;
    put(made, offset, harts_[i].pc);
    put(made, offset + 4, static_cast<std::uint8_t>(harts_[i].state));
    put(made, offset + 5, harts_[i].mcause);
    put(made, offset + 6, static_cast<std::uint8_t>(harts_[i].wait));
    put(made, offset + 7, harts_[i].quiet);
  }
  return made;
}

void fake_device::write_tohost(std::uint32_t value) {
  tohost_value_ = value;
  done_cycle_ = cycles_;
  set_word(tohost_, value);
}

/// A status request gives the program time for one step of its script.
void fake_device::advance() {
  cycles_ += 1000;
  if (!program_counter_)
    return;
  if (waits_for_host_) {
    // fromhost lies right behind tohost's 64-byte line, as in every program.
    if (word(tohost_ + 64) == 0)
      return;
    set_word(tohost_ + 64, 0);
    waits_for_host_ = false;
  }
  const std::uint64_t begin = *program_counter_;
  std::array<std::uint32_t, 3> arguments = {word(begin + 4), word(begin + 8),
                                            word(begin + 12)};
  execute(word(begin), arguments);
}

void fake_device::execute(std::uint32_t op,
                          const std::array<std::uint32_t, 3> &words) {
  const auto sleep = [&] {
    for (auto &hart : harts_)
      hart.state = wire::hart_state::sleeping;
  };
  switch (static_cast<script_op>(op)) {
  case script_op::end:
    write_tohost(words[0] << 1 | 1);
    program_counter_.reset();
    sleep();
    return;
  case script_op::copy:
    poke(words[1], peek(words[0], words[2]));
    break;
  case script_op::store:
    set_word(words[0], words[1]);
    break;
  case script_op::work:
    cycles_ += words[0];
    break;
  case script_op::kernel: {
    const std::uint64_t entry = words[0] + offsetof(seeker_record, kernels) +
                                sizeof(seeker_record_kernel) * kernels_++;
    set_word(words[0], SEEKER_RECORD_MAGIC);
    set_word(words[0] + 4, SEEKER_RECORD_VERSION);
    set_word(words[0] + offsetof(seeker_record, kernel_count), kernels_);
    set_word(entry, static_cast<std::uint32_t>(cycles_));
    cycles_ += words[1];
    set_word(entry + 8, static_cast<std::uint32_t>(cycles_));
    break;
  }
  case script_op::spin:
    cycles_ += 1'000'000;
    return;
  case script_op::sleep:
    sleep();
    cycles_ += 60'000;
    return;
  case script_op::trap:
    sleep();
    harts_[words[0]] = {0x80000124, wire::hart_state::trapped,
                        static_cast<std::uint8_t>(words[1])};
    cycles_ += 6'000;
    return;
  case script_op::wait:
    harts_[words[0]].wait = static_cast<wire::hart_wait>(words[1]);
    harts_[words[0]].quiet = static_cast<std::uint8_t>(words[2]);
    break;
  case script_op::print:
    write_tohost(words[0]);
    waits_for_host_ = true;
    break;
  }
  *program_counter_ += 16;
}

} // namespace seeker::fake
