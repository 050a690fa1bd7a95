// The wire protocol between host and cluster: opcodes, layouts, status codes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A link is a pair of byte streams, reliable or not. The host sends request
// frames, rtl/bridge answers each with exactly one response frame, in order.
// All integers are little-endian. A frame is a header of 32 bytes, followed by
// `count` bytes of payload when the opcode has the payload bit.
//
//   offset bytes field
//    0     4     magic        0x31524B53, the bytes "SKR1"
//    4     1     opcode       bit 7 response, bit 6 payload follows
//    5     1     status       of an answer; in a request its reach, see below
//    6     2     sequence     chosen by the host, echoed by the answer
//    8     6     address      48 bits
//   14     2     epoch        echoed; a bridge whose epoch register is not 0
//                             refuses requests of another epoch
//   16     4     count        bytes the operation touches
//   20     4     argument     by opcode
//   24     4     payload_crc  CRC-32C of the payload, 0 when there is none
//   28     4     header_crc   CRC-32C of bytes 0..27
//
//   opcode    request                          answer
//   identify  -                                payload: identity, 64 bytes
//   write     address, count, payload          header only
//   read      address, count                   payload: count bytes
//   fill      address, count, argument = the   header only
//             32-bit pattern, repeated
//   crc       address, count                   argument = CRC-32C of the range
//   start     address = entry point,           header only
//             argument = address of the tohost
//             word in L3 to watch, 0 for none;
//             every hart must sleep (else busy)
//   status    -                                payload: 48 bytes and 8 a hart
//   reset     argument = the new epoch         header only
//
// The address and count of write, read and fill are of any alignment, except
// fill, which wants multiples of 4. Any address of the cluster's memory map can
// be accessed; accesses to peripheral registers and CLINT are 8 bytes, aligned.
// The payload of one frame is at most max_payload_bytes of the configuration;
// count of fill and crc is bounded by the size of the region only.
//
// An answer's opcode is the request's with bit 7 set, and bit 6 set exactly
// when a payload follows: read 0x03 is answered by 0xC3, write 0x42 by 0x82.
// Sequence and epoch are echoed, address, count and argument too unless said
// otherwise; with a payload, count is its size.
//
// An error is an answer too: bit 6 clear, a status other than ok, count = 0,
// and for `epoch` the epoch register as argument. Nothing was executed, except
// for `bus`, which can come after a part of the range was written. Checked in
// this order: opcode, epoch, stale, length, payload_crc, address, busy; then it
// is executed.
//
// A link may bring old frames again. A request's reach n, if not 0, says that
// the oldest request without an answer has the sequence number n - 1 before its
// own; nobody waits for those before that one any more. A write, fill or start
// from before the latest that any request said since the last reset is refused
// as `stale`, so that no effect comes back after later ones.
//
// Bytes that are no frame are skipped up to the next magic whose header CRC is
// right; each run of them is answered once, as soon as it begins, with opcode
// 0x80, status `noise` and all else 0. A payload above max_payload_bytes is not
// awaited: what is sent of it is noise.
//
// A start or reset with the header of the last start or reset executed is
// answered as that was and not executed again, also across connections. All
// else is idempotent. A host that comes anew takes another epoch by reset,
// which also makes it differ from those before; it learns the present epoch
// from the answer to a request of a wrong one.
#pragma once

#include <cstddef>
#include <cstdint>

namespace seeker::wire {

inline constexpr std::uint32_t magic = 0x31524B53;
inline constexpr std::uint32_t protocol_version = 1;
inline constexpr std::size_t header_bytes = 32;

inline constexpr std::uint8_t response_bit = 0x80;
inline constexpr std::uint8_t payload_bit = 0x40;

enum class opcode : std::uint8_t {
  noise = 0x00, // only in answers
  identify = 0x01,
  write = 0x42,
  read = 0x03,
  fill = 0x04,
  crc = 0x05,
  start = 0x06,
  status = 0x07,
  reset = 0x08,
};

enum class status : std::uint8_t {
  ok = 0,
  noise = 1,       // bytes that are no frame were skipped
  opcode = 2,      // unknown opcode
  payload_crc = 3, // payload damaged: nothing written
  length = 4,      // count is 0 or above the limit
  address = 5,     // range not wholly inside a region, or misaligned
  epoch = 6,       // epoch differs from the epoch register
  bus = 7,         // a bus answered with an error
  busy = 8,        // start while harts run
  stale = 9,       // a write, fill or start that nobody waits for any more
};

// Payload of the answer to `identify`; 64 bytes.
//    0  4  protocol_version      4  4  max_payload_bytes
//    8  8  configuration hash   16  4  number of harts
//   20  4  link_bytes           24  8  L3 base
//   32  8  L3 bytes             40 24  zero
inline constexpr std::size_t identity_bytes = 64;

// Payload of the answer to `status`; 48 bytes and 8 a hart.
//    0  8  cycles since reset          8  8  cycle of the last start
//   16  8  cycle in which the watched tohost word was written non-zero
//   24  4  the value written there    28  4  flags: bit 0 started, bit 1 done
//                                            (tohost written), bit 2 DMA busy
//          An odd value ends the program and stays latched until the next start
//          or reset; an even one (an HTIF request) until the next one.
//   32  4  number of harts            36  4  epoch
//   40  8  zero
//   48 + 8 h:  4  pc    1  hart_state  1  mcause of the last trap (bit 7 =
//   interrupt)
//              1  hart_wait: what the hart waited for when it last looked, at
//                 most 64 cycles ago
//              1  floor(log2(cycles since the hart last made progress)), to a
//                 grain of 64 cycles: 0 below, 30 at most. Progress: a store,
//                 an FP instruction issued, a CSR write, a DMA transfer
//                 started, the barrier passed, an interrupt, a loop whose
//                 iteration writes other values to integer registers than the
//                 one before
inline constexpr std::size_t status_head_bytes = 48;
inline constexpr std::size_t status_hart_bytes = 8;

enum class hart_state : std::uint8_t {
  running = 0,
  sleeping = 1,
  trapped = 2,
  reset = 3,
};

// A wait for stream k of the hart has k added.
enum class hart_wait : std::uint8_t {
  none = 0,
  fetch = 1,
  load = 2,      // the answer of a load, or room to send one
  store = 3,     // room to send a store, or the answer of an atomic
  muldiv = 4,    // the shared multiplier and divider
  dma = 5,       // room in the DMA's queue, or its answer
  fp_queue = 6,  // room in the FP queue
  fp_result = 7, // a result of the FPU, or that it is idle
  barrier = 8,
  fence = 9,
  sleep = 10,         // WFI
  dma_poll = 11,      // the DMA's status is read over and over
  debug = 12,         // a debugger has halted the hart
  stream_data = 16,   // the FPU waits for a datum of the stream
  stream_room = 20,   // the FPU waits for room in the write stream
  stream_config = 24, // a configuration write waits for the stream
  frep_body = 28,     // a hardware loop waits for the rest of its body
};
inline constexpr unsigned hart_streams = 3;
inline constexpr std::uint8_t most_quiet = 30;

} // namespace seeker::wire
