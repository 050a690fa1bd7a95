// Frames of the wire protocol as values: headers, payloads, and their bytes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// protocol.hpp has the layouts. Nothing here does I/O, throws (but for want of
// memory) or keeps state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seeker/wire/protocol.hpp"

namespace seeker::wire {

// A header's fields but for magic and header CRC. `code` is the raw byte with
// its two flag bits, so that any header can be represented.
struct header {
  std::uint8_t code = 0;
  wire::status status = wire::status::ok; // of an answer
  std::uint8_t reach = 0;                 // of a request
  std::uint16_t sequence = 0;
  std::uint64_t address = 0; // 48 bits
  std::uint16_t epoch = 0;
  std::uint32_t count = 0;
  std::uint32_t argument = 0;
  std::uint32_t payload_crc = 0;

  [[nodiscard]] bool is_response() const { return (code & response_bit) != 0; }
  [[nodiscard]] bool has_payload() const { return (code & payload_bit) != 0; }
  // Bytes that follow the header.
  [[nodiscard]] std::size_t payload_bytes() const {
    return has_payload() ? count : 0;
  }
  bool operator==(const header &) const = default;
};

// Writes the 32 bytes of `head`, its CRC included.
void encode(const header &head, std::span<std::byte, header_bytes> out);

// Reads a header; nothing when magic or CRC are wrong.
[[nodiscard]] std::optional<header>
decode_header(std::span<const std::byte, header_bytes> bytes);

// A whole frame. With the payload bit in `head.code`, count and payload_crc are
// taken from `payload`; without it the payload must be empty.
[[nodiscard]] std::vector<std::byte>
encode_frame(header head, std::span<const std::byte> payload = {});

// The code of the answer to a request `code` that succeeded, or failed.
[[nodiscard]] std::uint8_t answer_code(std::uint8_t request, bool success);

// Requests, with every field that the opcode uses. Count and CRC of a payload
// are filled in by encode_frame.
namespace request {
[[nodiscard]] header identify(std::uint16_t sequence, std::uint16_t epoch);
[[nodiscard]] header write(std::uint16_t sequence, std::uint16_t epoch,
                           std::uint64_t address);
[[nodiscard]] header read(std::uint16_t sequence, std::uint16_t epoch,
                          std::uint64_t address, std::uint32_t count);
[[nodiscard]] header fill(std::uint16_t sequence, std::uint16_t epoch,
                          std::uint64_t address, std::uint32_t count,
                          std::uint32_t pattern);
[[nodiscard]] header crc(std::uint16_t sequence, std::uint16_t epoch,
                         std::uint64_t address, std::uint32_t count);
[[nodiscard]] header start(std::uint16_t sequence, std::uint16_t epoch,
                           std::uint64_t entry, std::uint32_t tohost);
[[nodiscard]] header status(std::uint16_t sequence, std::uint16_t epoch);
[[nodiscard]] header reset(std::uint16_t sequence, std::uint16_t epoch,
                           std::uint16_t new_epoch);
} // namespace request

// Payload of the answer to `identify`.
struct identity {
  std::uint32_t version = 0;
  std::uint32_t max_payload_bytes = 0;
  std::uint64_t configuration_hash = 0;
  std::uint32_t harts = 0;
  std::uint32_t link_bytes = 0;
  std::uint64_t l3_base = 0;
  std::uint64_t l3_bytes = 0;
  bool operator==(const identity &) const = default;
};

// Nothing when the payload has another size than identity_bytes.
[[nodiscard]] std::optional<identity>
decode_identity(std::span<const std::byte> payload);

struct hart_status {
  std::uint32_t pc = 0;
  hart_state state = hart_state::running;
  std::uint8_t mcause = 0;
  hart_wait wait = hart_wait::none; // of stream k: the cause plus k
  std::uint8_t quiet = 0;           // log2 of cycles without progress
  bool operator==(const hart_status &) const = default;
};

// Payload of the answer to `status`.
struct device_status {
  std::uint64_t cycles = 0;
  std::uint64_t start_cycle = 0;
  std::uint64_t done_cycle = 0;
  std::uint32_t tohost = 0;
  bool started = false;
  bool done = false;
  bool dma_busy = false;
  std::uint16_t epoch = 0;
  std::vector<hart_status> harts;
  bool operator==(const device_status &) const = default;
};

// Nothing when size and number of harts do not agree, or a field is out of its
// range. The number of harts is checked against the size before allocation.
[[nodiscard]] std::optional<device_status>
decode_status(std::span<const std::byte> payload);

// For messages: "payload_crc", "busy", ...; "unknown" for what has no name.
[[nodiscard]] std::string_view name(wire::status value);
[[nodiscard]] std::string_view name(hart_state value);
// "barrier", "stream_data 2", ...
[[nodiscard]] std::string name(hart_wait value);
// The cause without its stream, and the stream if the cause has one.
struct wait_parts {
  hart_wait cause;
  std::optional<unsigned> stream;
};
[[nodiscard]] wait_parts parts(hart_wait value);
// The operation of a code, flag bits aside: "write", "read", ...
[[nodiscard]] std::string_view operation_name(std::uint8_t code);

} // namespace seeker::wire
