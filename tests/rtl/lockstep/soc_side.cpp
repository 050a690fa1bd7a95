// Frames to a Verilated SoC and back, one at a time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/soc_side.hpp"

#include "lockstep/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace seeker::lockstep {
namespace {

constexpr std::size_t payload_bytes = 4096;
constexpr std::uint64_t slice_cycles = 200;
constexpr std::uint64_t answer_cycles = 1'000'000;
// What is under way at the end, until it has arrived.
constexpr std::uint64_t settle_cycles = 500;

} // namespace

soc_side::soc_side(const sim::soc_kind &kind, std::size_t harts)
    : recorder_(harts), parser_(payload_bytes) {
  sim::observe(&recorder_);
  soc_ = kind.make({});
}

soc_side::~soc_side() { sim::observe(nullptr); }

std::vector<std::byte> soc_side::call(wire::header head,
                                      std::span<const std::byte> payload) {
  head.sequence = ++sequence_;
  head.epoch = epoch_;
  soc_->to_soc.push(wire::encode_frame(head, payload));
  for (std::uint64_t waited = 0; waited < answer_cycles;
       waited += slice_cycles) {
    soc_->run(slice_cycles);
    if (soc_->failed())
      throw std::runtime_error("an assertion of the RTL has failed");
    const std::vector<std::byte> came = soc_->from_soc.take();
    std::span<const std::byte> in = came;
    while (!in.empty()) {
      const wire::parser::step step = parser_.push(in);
      in = in.subspan(step.consumed);
      if (step.what != wire::parser::event::frame)
        continue;
      if (parser_.head().status != wire::status::ok)
        throw std::runtime_error(
            fmt::format("{} is answered by {}", wire::operation_name(head.code),
                        wire::name(parser_.head().status)));
      return {parser_.payload().begin(), parser_.payload().end()};
    }
  }
  throw std::runtime_error(
      fmt::format("{} is not answered", wire::operation_name(head.code)));
}

bool soc_side::run(const std::vector<piece> &image, std::uint64_t max_cycles) {
  recorder_.restart(layout::tohost);
  const auto next = static_cast<std::uint16_t>(epoch_ + 1);
  call(wire::request::reset(0, 0, next));
  epoch_ = next;
  soc_->run(100'000); // into the boot ROM
  for (const piece &p : image)
    for (std::size_t at = 0; at < p.bytes.size(); at += payload_bytes) {
      const auto part = std::span(p.bytes).subspan(
          at, std::min(payload_bytes, p.bytes.size() - at));
      call(wire::request::write(0, 0,
                                p.address + static_cast<std::uint32_t>(at)),
           part);
    }
  call(wire::request::start(0, 0, layout::entry, 0));
  const std::uint64_t from = soc_->cycle();
  while (!recorder_.ended() && soc_->cycle() - from < max_cycles) {
    const std::uint64_t before = soc_->cycle();
    soc_->run(slice_cycles);
    if (soc_->failed())
      throw std::runtime_error("an assertion of the RTL has failed");
    if (soc_->cycle() == before) // idle: nothing will come
      break;
  }
  const bool ended = recorder_.ended();
  soc_->run(settle_cycles);
  return ended;
}

std::vector<std::byte> soc_side::read(const range &where) {
  std::vector<std::byte> all;
  for (std::uint32_t at = 0; at < where.bytes; at += payload_bytes) {
    const std::vector<std::byte> part = call(wire::request::read(
        0, 0, where.address + at,
        std::min<std::uint32_t>(payload_bytes, where.bytes - at)));
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::string soc_side::status() {
  const auto now = wire::decode_status(call(wire::request::status(0, 0)));
  if (!now)
    return "no status";
  std::string text;
  for (std::size_t hart = 0; hart < now->harts.size(); ++hart)
    text +=
        fmt::format("  hart {}: {} at {:#010x}\n", hart,
                    wire::name(now->harts[hart].state), now->harts[hart].pc);
  return text;
}

} // namespace seeker::lockstep
