// Hostile frames: noise, lies and damage to a session that waits for answers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/session/machine.hpp"
#include "seeker/wire/frame.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <array>
#include <cstdlib>

namespace {

using namespace seeker;
using session::machine;

std::vector<std::byte> take(FuzzedDataProvider &from, std::size_t most) {
  return from.ConsumeBytes<std::byte>(
      from.ConsumeIntegralInRange<std::size_t>(0, most));
}

/// A frame whose checks hold, with any fields.
std::vector<std::byte> any_frame(FuzzedDataProvider &from) {
  wire::header head;
  head.code = from.ConsumeIntegral<std::uint8_t>();
  const auto fifth = from.ConsumeIntegral<std::uint8_t>();
  if (head.is_response())
    head.status = static_cast<wire::status>(fifth);
  else
    head.reach = fifth;
  // Mostly one of the sequence numbers that are in use.
  head.sequence = from.ConsumeBool()
                      ? from.ConsumeIntegralInRange<std::uint16_t>(0, 40)
                      : from.ConsumeIntegral<std::uint16_t>();
  head.address = from.ConsumeIntegralInRange<std::uint64_t>(0, 0xffffffffffff);
  head.epoch = from.ConsumeIntegral<std::uint16_t>();
  head.count = from.ConsumeIntegral<std::uint32_t>();
  head.argument = from.ConsumeIntegral<std::uint32_t>();
  return wire::encode_frame(
      head, head.has_payload() ? take(from, 5000) : std::vector<std::byte>());
}

session::request any_request(FuzzedDataProvider &from) {
  const auto address = from.ConsumeIntegral<std::uint32_t>();
  const auto count = from.ConsumeIntegralInRange<std::uint32_t>(1, 4096);
  switch (from.ConsumeIntegralInRange(0, 5)) {
  case 0:
    return {wire::request::write(0, 0, address), take(from, 256)};
  case 1:
    return {wire::request::read(0, 0, address, count), {}};
  case 2:
    return {wire::request::crc(0, 0, address, count), {}};
  case 3:
    return {wire::request::start(0, 0, address, address), {}};
  case 4:
    return {wire::request::status(0, 0), {}};
  default:
    return {wire::request::identify(0, 0), {}};
  }
}

void demand(bool holds) {
  if (!holds)
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data,
                                      std::size_t size) {
  FuzzedDataProvider from(data, size);
  static_cast<void>(wire::decode_status(take(from, 200)));
  static_cast<void>(wire::decode_identity(take(from, 50)));
  session::options chosen;
  chosen.max_payload_bytes = 4096;
  chosen.attempts = 3;
  machine protocol(chosen);
  session::time_point now{};
  std::uint64_t submitted = 0, completed = 0;
  while (from.remaining_bytes() != 0) {
    now += std::chrono::milliseconds(from.ConsumeIntegral<std::uint16_t>());
    switch (from.ConsumeIntegralInRange(0, 5)) {
    case 0:
      if (submitted - completed < 32) {
        protocol.submit(any_request(from), now);
        ++submitted;
      }
      break;
    case 1:
      protocol.input(any_frame(from), now);
      break;
    case 2: // cut or damaged
    {
      auto frame = any_frame(from);
      frame.resize(from.ConsumeIntegralInRange<std::size_t>(0, frame.size()));
      protocol.input(frame, now);
      break;
    }
    case 3:
      protocol.input(take(from, 100), now);
      break;
    case 4:
      protocol.elapsed(now);
      break;
    case 5:
      protocol.unlinked();
      protocol.relinked(now);
      break;
    }
    protocol.sent(protocol.take_output().size(), now);
    while (protocol.next_completion())
      ++completed;
    demand(completed <= submitted);
  }
  // Each request completes exactly once.
  protocol.lost(fail(errc::link_lost, "the end"));
  while (protocol.next_completion())
    ++completed;
  demand(completed == submitted);
  return 0;
}
