// Frames of the wire protocol: their bytes to values and back.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/wire/frame.hpp"

#include <algorithm>
#include <cassert>

#include "bytes.hpp"
#include "seeker/wire/crc32c.hpp"

namespace seeker::wire {

namespace {

header make(opcode op, std::uint16_t sequence, std::uint16_t epoch) {
  header head;
  head.code = static_cast<std::uint8_t>(op);
  head.sequence = sequence;
  head.epoch = epoch;
  return head;
}

} // namespace

void encode(const header &head, std::span<std::byte, header_bytes> out) {
  store<4>(out, 0, magic);
  store<1>(out, 4, head.code);
  store<1>(out, 5,
           head.is_response() ? static_cast<std::uint8_t>(head.status)
                              : head.reach);
  store<2>(out, 6, head.sequence);
  store<6>(out, 8, head.address);
  store<2>(out, 14, head.epoch);
  store<4>(out, 16, head.count);
  store<4>(out, 20, head.argument);
  store<4>(out, 24, head.payload_crc);
  store<4>(out, 28, crc32c(out.first<28>()));
}

std::optional<header>
decode_header(std::span<const std::byte, header_bytes> bytes) {
  if (load<4>(bytes, 0) != magic ||
      load<4>(bytes, 28) != crc32c(bytes.first<28>()))
    return std::nullopt;
  header head;
  head.code = static_cast<std::uint8_t>(load<1>(bytes, 4));
  const auto fifth = static_cast<std::uint8_t>(load<1>(bytes, 5));
  if (head.is_response())
    head.status = static_cast<wire::status>(fifth);
  else
    head.reach = fifth;
  head.sequence = static_cast<std::uint16_t>(load<2>(bytes, 6));
  head.address = load<6>(bytes, 8);
  head.epoch = static_cast<std::uint16_t>(load<2>(bytes, 14));
  head.count = static_cast<std::uint32_t>(load<4>(bytes, 16));
  head.argument = static_cast<std::uint32_t>(load<4>(bytes, 20));
  head.payload_crc = static_cast<std::uint32_t>(load<4>(bytes, 24));
  return head;
}

std::vector<std::byte> encode_frame(header head,
                                    std::span<const std::byte> payload) {
  assert(head.has_payload() || payload.empty());
  if (head.has_payload()) {
    head.count = static_cast<std::uint32_t>(payload.size());
    head.payload_crc = crc32c(payload);
  }
  std::vector<std::byte> bytes(header_bytes + payload.size());
  encode(head, std::span(bytes).first<header_bytes>());
  std::ranges::copy(payload, bytes.begin() + header_bytes);
  return bytes;
}

std::uint8_t answer_code(std::uint8_t request, bool success) {
  const auto operation = static_cast<std::uint8_t>(request & ~payload_bit);
  const bool carries =
      success && (request == static_cast<std::uint8_t>(opcode::identify) ||
                  request == static_cast<std::uint8_t>(opcode::read) ||
                  request == static_cast<std::uint8_t>(opcode::status));
  return static_cast<std::uint8_t>(operation | response_bit |
                                   (carries ? payload_bit : 0));
}

namespace request {

header identify(std::uint16_t sequence, std::uint16_t epoch) {
  return make(opcode::identify, sequence, epoch);
}

header write(std::uint16_t sequence, std::uint16_t epoch,
             std::uint64_t address) {
  header head = make(opcode::write, sequence, epoch);
  head.address = address;
  return head;
}

header read(std::uint16_t sequence, std::uint16_t epoch, std::uint64_t address,
            std::uint32_t count) {
  header head = make(opcode::read, sequence, epoch);
  head.address = address;
  head.count = count;
  return head;
}

header fill(std::uint16_t sequence, std::uint16_t epoch, std::uint64_t address,
            std::uint32_t count, std::uint32_t pattern) {
  header head = make(opcode::fill, sequence, epoch);
  head.address = address;
  head.count = count;
  head.argument = pattern;
  return head;
}

header crc(std::uint16_t sequence, std::uint16_t epoch, std::uint64_t address,
           std::uint32_t count) {
  header head = make(opcode::crc, sequence, epoch);
  head.address = address;
  head.count = count;
  return head;
}

header start(std::uint16_t sequence, std::uint16_t epoch, std::uint64_t entry,
             std::uint32_t tohost) {
  header head = make(opcode::start, sequence, epoch);
  head.address = entry;
  head.argument = tohost;
  return head;
}

header status(std::uint16_t sequence, std::uint16_t epoch) {
  return make(opcode::status, sequence, epoch);
}

header reset(std::uint16_t sequence, std::uint16_t epoch,
             std::uint16_t new_epoch) {
  header head = make(opcode::reset, sequence, epoch);
  head.argument = new_epoch;
  return head;
}

} // namespace request

std::optional<identity> decode_identity(std::span<const std::byte> payload) {
  if (payload.size() != identity_bytes)
    return std::nullopt;
  identity id;
  id.version = static_cast<std::uint32_t>(load<4>(payload, 0));
  id.max_payload_bytes = static_cast<std::uint32_t>(load<4>(payload, 4));
  id.configuration_hash = load<8>(payload, 8);
  id.harts = static_cast<std::uint32_t>(load<4>(payload, 16));
  id.link_bytes = static_cast<std::uint32_t>(load<4>(payload, 20));
  id.l3_base = load<8>(payload, 24);
  id.l3_bytes = load<8>(payload, 32);
  return id;
}

std::optional<device_status> decode_status(std::span<const std::byte> payload) {
  if (payload.size() < status_head_bytes)
    return std::nullopt;
  const auto harts = load<4>(payload, 32);
  const auto epoch = load<4>(payload, 36);
  if (payload.size() != status_head_bytes + harts * status_hart_bytes ||
      epoch > 0xFFFF)
    return std::nullopt;
  device_status result;
  result.cycles = load<8>(payload, 0);
  result.start_cycle = load<8>(payload, 8);
  result.done_cycle = load<8>(payload, 16);
  result.tohost = static_cast<std::uint32_t>(load<4>(payload, 24));
  const auto flags = load<4>(payload, 28);
  result.started = (flags & 1) != 0;
  result.done = (flags & 2) != 0;
  result.dma_busy = (flags & 4) != 0;
  result.epoch = static_cast<std::uint16_t>(epoch);
  result.harts.reserve(harts);
  for (std::size_t at = status_head_bytes; at != payload.size();
       at += status_hart_bytes) {
    hart_status hart;
    hart.pc = static_cast<std::uint32_t>(load<4>(payload, at));
    const auto state = load<1>(payload, at + 4);
    if (state > static_cast<std::uint8_t>(hart_state::reset))
      return std::nullopt;
    hart.state = static_cast<hart_state>(state);
    hart.mcause = static_cast<std::uint8_t>(load<1>(payload, at + 5));
    hart.wait = static_cast<hart_wait>(load<1>(payload, at + 6));
    hart.quiet = static_cast<std::uint8_t>(load<1>(payload, at + 7));
    if (name(hart.wait).empty() || hart.quiet > most_quiet)
      return std::nullopt;
    result.harts.push_back(hart);
  }
  return result;
}

std::string_view name(wire::status value) {
  switch (value) {
  case status::ok:
    return "ok";
  case status::noise:
    return "noise";
  case status::opcode:
    return "opcode";
  case status::payload_crc:
    return "payload_crc";
  case status::length:
    return "length";
  case status::address:
    return "address";
  case status::epoch:
    return "epoch";
  case status::bus:
    return "bus";
  case status::busy:
    return "busy";
  case status::stale:
    return "stale";
  }
  return "unknown";
}

std::string_view name(hart_state value) {
  switch (value) {
  case hart_state::running:
    return "running";
  case hart_state::sleeping:
    return "sleeping";
  case hart_state::trapped:
    return "trapped";
  case hart_state::reset:
    return "reset";
  }
  return "unknown";
}

wait_parts parts(hart_wait value) {
  const auto number = static_cast<unsigned>(value);
  for (const hart_wait base : {hart_wait::stream_data, hart_wait::stream_room,
                               hart_wait::stream_config}) {
    const unsigned stream = number - static_cast<unsigned>(base);
    if (stream < hart_streams)
      return {base, stream};
  }
  return {value, std::nullopt};
}

std::string name(hart_wait value) {
  const auto [cause, stream] = parts(value);
  const auto with_stream = [&](std::string_view what) {
    return std::string(what) + " " + std::to_string(*stream);
  };
  switch (cause) {
  case hart_wait::none:
    return "none";
  case hart_wait::fetch:
    return "fetch";
  case hart_wait::load:
    return "load";
  case hart_wait::store:
    return "store";
  case hart_wait::muldiv:
    return "muldiv";
  case hart_wait::dma:
    return "dma";
  case hart_wait::fp_queue:
    return "fp_queue";
  case hart_wait::fp_result:
    return "fp_result";
  case hart_wait::barrier:
    return "barrier";
  case hart_wait::fence:
    return "fence";
  case hart_wait::sleep:
    return "sleep";
  case hart_wait::dma_poll:
    return "dma_poll";
  case hart_wait::debug:
    return "debug";
  case hart_wait::stream_data:
    return with_stream("stream_data");
  case hart_wait::stream_room:
    return with_stream("stream_room");
  case hart_wait::stream_config:
    return with_stream("stream_config");
  case hart_wait::frep_body:
    return "frep_body";
  }
  return {};
}

std::string_view operation_name(std::uint8_t code) {
  switch (code & ~(response_bit | payload_bit)) {
  case 0x00:
    return "noise";
  case 0x01:
    return "identify";
  case 0x02:
    return "write";
  case 0x03:
    return "read";
  case 0x04:
    return "fill";
  case 0x05:
    return "crc";
  case 0x06:
    return "start";
  case 0x07:
    return "status";
  case 0x08:
    return "reset";
  }
  return "unknown";
}

} // namespace seeker::wire
