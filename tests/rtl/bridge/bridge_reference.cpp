// The bridge in plain C++: the checks in their order, then the effect on
// memory.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "bridge_reference.hpp"

#include <array>

#include "seeker/wire/crc32c.hpp"
#include "seeker_cfg.h"

namespace seeker::bench {

namespace {

struct region {
  std::uint64_t base;
  std::uint64_t bytes;
  bool words;    // 8-byte accesses only
  bool readonly; // writes answer with a bus error
};

constexpr std::array<region, 7> regions{{
    {SEEKER_L3_BASE, SEEKER_L3_BYTES, false, false},
    {SEEKER_TCDM_BASE, SEEKER_TCDM_BYTES, false, false},
    {SEEKER_BOOT_ROM_BASE, SEEKER_BOOT_ROM_BYTES, false, true},
    {SEEKER_PERIPHERAL_BASE, SEEKER_PERIPHERAL_BYTES, true, false},
    {SEEKER_ZERO_MEMORY_BASE, SEEKER_ZERO_MEMORY_BYTES, false, false},
    {SEEKER_EXTERNAL_SLAVE_BASE, SEEKER_EXTERNAL_SLAVE_BYTES, false, false},
    {SEEKER_CLINT_BASE, SEEKER_CLINT_BYTES, true, false},
}};

std::uint64_t resolve(std::uint64_t address) {
  constexpr std::uint64_t span = SEEKER_EXTERNAL_SLAVE_BASE +
                                 SEEKER_EXTERNAL_SLAVE_BYTES - SEEKER_TCDM_BASE;
  const std::uint64_t offset = address - SEEKER_CLUSTER_ALIAS_BASE;
  return offset < span ? SEEKER_TCDM_BASE + offset : address;
}

const region *find(std::uint64_t address, std::uint64_t count) {
  address = resolve(address);
  for (const auto &each : regions)
    if (address >= each.base && address - each.base < each.bytes &&
        count <= each.bytes - (address - each.base))
      return each.words && (address % 8 != 0 || count % 8 != 0) ? nullptr
                                                                : &each;
  return nullptr;
}

bool is(const wire::header &head, wire::opcode op) {
  return head.code == static_cast<std::uint8_t>(op);
}

} // namespace

std::vector<answer>
bridge_reference::receive(std::span<const std::byte> bytes) {
  std::vector<answer> answers;
  while (!bytes.empty()) {
    const auto step = parser_.push(bytes);
    bytes = bytes.subspan(step.consumed);
    if (step.what != wire::parser::event::need_more)
      answers.push_back(respond(step.what));
  }
  return answers;
}

wire::status bridge_reference::check(const wire::header &head,
                                     wire::parser::event event) const {
  using wire::opcode;
  using wire::status;
  bool known = false;
  for (auto op : {opcode::identify, opcode::write, opcode::read, opcode::fill,
                  opcode::crc, opcode::start, opcode::status, opcode::reset})
    known = known || is(head, op);
  if (!known)
    return status::opcode;
  if (last_ && *last_ == head)
    return status::ok;
  if (epoch_ != 0 && head.epoch != epoch_)
    return status::epoch;
  if (oldest_awaited_ &&
      static_cast<std::int16_t>(head.sequence - *oldest_awaited_) < 0 &&
      (is(head, opcode::write) || is(head, opcode::fill) ||
       is(head, opcode::start)))
    return status::stale;
  if (is(head, opcode::write) || is(head, opcode::read) ||
      is(head, opcode::fill) || is(head, opcode::crc)) {
    const bool bounded = is(head, opcode::write) || is(head, opcode::read);
    if (head.count == 0 ||
        (bounded && head.count > identity_.max_payload_bytes))
      return status::length;
    if (event == wire::parser::event::damaged)
      return status::payload_crc;
    if (!find(head.address, head.count))
      return status::address;
    if (is(head, opcode::fill) &&
        (head.address % 4 != 0 || head.count % 4 != 0))
      return status::address;
  }
  if (is(head, opcode::start)) {
    const auto *where = find(head.address, 4);
    if (!where || where->words || where->base == SEEKER_ZERO_MEMORY_BASE ||
        head.address % 4 != 0)
      return status::address;
    if (head.argument % 4 != 0 ||
        (head.argument != 0 &&
         (head.argument < SEEKER_L3_BASE ||
          head.argument - SEEKER_L3_BASE >= SEEKER_L3_BYTES)))
      return status::address;
    if (!asleep_)
      return status::busy;
  }
  return status::ok;
}

wire::status bridge_reference::execute(const wire::header &head,
                                       std::span<const std::byte> payload,
                                       answer &out) {
  using wire::opcode;
  const std::uint64_t address = resolve(head.address);
  const auto *where = find(head.address, head.count);
  const bool zero = where && where->base == SEEKER_ZERO_MEMORY_BASE;
  const bool writes = is(head, opcode::write) || is(head, opcode::fill);
  if (writes && where->readonly)
    return wire::status::bus;
  if (is(head, opcode::identify)) {
    out.payload.resize(wire::identity_bytes);
    const auto put = [&](std::size_t at, std::uint64_t value, std::size_t n) {
      for (std::size_t i = 0; i != n; ++i)
        out.payload[at + i] = static_cast<std::byte>(value >> (8 * i));
    };
    put(0, identity_.version, 4);
    put(4, identity_.max_payload_bytes, 4);
    put(8, identity_.configuration_hash, 8);
    put(16, identity_.harts, 4);
    put(20, identity_.link_bytes, 4);
    put(24, identity_.l3_base, 8);
    put(32, identity_.l3_bytes, 8);
  } else if (is(head, opcode::write) && !zero) {
    memory_.store(address, payload);
  } else if (is(head, opcode::fill) && !zero) {
    for (std::uint32_t i = 0; i != head.count; ++i)
      memory_.store(address + i,
                    static_cast<std::byte>(head.argument >> (8 * (i % 4))));
  } else if (is(head, opcode::read)) {
    out.payload = memory_.load(address, head.count);
  } else if (is(head, opcode::crc)) {
    out.head.argument = wire::crc32c(memory_.load(address, head.count));
  } else if (is(head, opcode::start)) {
    ++starts_;
    last_ = head;
    for (std::size_t i = 0; i != 8; ++i) {
      const std::uint64_t entry = resolve(head.address);
      memory_.store(SEEKER_PERIPHERAL_BASE + 0x188 + i,
                    static_cast<std::byte>(i < 4 ? entry >> (8 * i) : 0));
      memory_.store(
          SEEKER_PERIPHERAL_BASE + 0x1A0 + i,
          static_cast<std::byte>(((1ull << identity_.harts) - 1) >> (8 * i)));
    }
  } else if (is(head, opcode::reset)) {
    ++resets_;
    last_ = head;
    epoch_ = static_cast<std::uint16_t>(head.argument);
  }
  return wire::status::ok;
}

answer bridge_reference::respond(wire::parser::event event) {
  answer out;
  if (event == wire::parser::event::noise) {
    out.head.code = wire::response_bit;
    out.head.status = wire::status::noise;
    return out;
  }
  const wire::header head = parser_.head();
  const bool repeated = last_ && *last_ == head;
  out.head = head;
  out.head.status = check(head, event);
  out.head.reach = 0;
  const bool resets = is(head, wire::opcode::reset) &&
                      out.head.status == wire::status::ok && !repeated;
  if (resets)
    oldest_awaited_.reset();
  if (head.reach != 0 && out.head.status != wire::status::opcode &&
      (epoch_ == 0 || head.epoch == epoch_)) {
    const auto awaited =
        static_cast<std::uint16_t>(head.sequence - (head.reach - 1));
    if (!oldest_awaited_ ||
        static_cast<std::int16_t>(awaited - *oldest_awaited_) >= 0)
      oldest_awaited_ = awaited;
  }
  if (out.head.status == wire::status::ok && !repeated)
    out.head.status = execute(head, parser_.payload(), out);
  const bool ok = out.head.status == wire::status::ok;
  out.head.code = wire::answer_code(head.code, ok);
  out.head.payload_crc = wire::crc32c(out.payload);
  if (!ok)
    out.head.count = 0;
  else if (out.head.has_payload())
    out.head.count = static_cast<std::uint32_t>(out.payload.size());
  if (out.head.status == wire::status::epoch)
    out.head.argument = epoch_;
  return out;
}

} // namespace seeker::bench
