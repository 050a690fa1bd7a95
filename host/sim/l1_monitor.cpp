// Looks accesses up in a bit a byte; words are the slow path's.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "l1_monitor.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>

#include <fmt/format.h>

namespace seeker::sim {
namespace {

// No transfer with L1 on a side has more rows that matter.
constexpr std::uint32_t max_rows = 1u << 20;

std::string port_name(unsigned port) {
  return port == 0 ? "by its load/store units or stream 0"
                   : fmt::format("by stream {}", port);
}

} // namespace

std::string violation::text() const {
  std::string made =
      fmt::format("cycle {}: {} {} {} bytes at 0x{:08x}", cycle,
                  hart ? fmt::format("hart {}", *hart) : std::string("the DMA"),
                  write ? "writes" : "reads", bytes, address);
  if (hart)
    made += " " + port_name(port);
  if (race && transfer)
    made += fmt::format(
        ", while the DMA's transfer {} (from 0x{:08x} to 0x{:08x}, {} rows of "
        "{} bytes) is under way there",
        transfer->id, transfer->source, transfer->destination, transfer->rows,
        transfer->bytes);
  else
    made += kernel.empty()
                ? std::string(", outside the plan of every kernel")
                : fmt::format(", outside the plan of kernel '{}'", kernel);
  if (!nearest)
    return made;
  const std::string what = fmt::format(
      "'{}' ({}, 0x{:08x} to 0x{:08x})", nearest->name, nearest->role,
      nearest->address, nearest->address + nearest->bytes - 1);
  if (distance != 0)
    made += fmt::format("; {} byte{} {} {}", std::abs(distance),
                        std::abs(distance) == 1 ? "" : "s",
                        distance < 0 ? "before" : "past the end of", what);
  else if (nearest->hart && hart != nearest->hart)
    made += fmt::format("; it is in {}, which is another hart's", what);
  else
    made += fmt::format("; it is in {}", what);
  return made;
}

l1_monitor::l1_monitor(plan allowed,
                       std::function<void(const violation &)> tell)
    : plan_(std::move(allowed)), tell_(std::move(tell)),
      any_kernel_(plan_.tcdm_bytes / 8),
      by_kernel_(plan_.kernels.size(), any_kernel_), allowed_(&any_kernel_),
      written_(plan_.tcdm_bytes / 8), read_(plan_.tcdm_bytes / 8) {
  for (const plan::range &range : plan_.always) {
    if (range.hart) {
      if (stacks_.size() <= *range.hart)
        stacks_.resize(std::size_t{*range.hart} + 1);
      stacks_[*range.hart] = &range;
      continue;
    }
    allow(any_kernel_, range);
    for (auto &set : by_kernel_)
      allow(set, range);
  }
  for (std::size_t i = 0; i < plan_.kernels.size(); ++i)
    for (const plan::range &range : plan_.kernels[i].buffers) {
      allow(any_kernel_, range);
      allow(by_kernel_[i], range);
    }
}

void l1_monitor::allow(std::vector<bytes_of_word> &set,
                       const plan::range &range) const {
  const std::uint32_t first = range.address - plan_.tcdm_base;
  for (std::uint32_t byte = first; byte != first + range.bytes; ++byte)
    set[byte / 8] = static_cast<bytes_of_word>(set[byte / 8] | 1u << byte % 8);
}

void l1_monitor::select(std::optional<std::size_t> kernel) {
  kernel_ = kernel && *kernel < by_kernel_.size() ? kernel : std::nullopt;
  allowed_ = kernel_ ? &by_kernel_[*kernel_] : &any_kernel_;
}

void l1_monitor::start(std::uint64_t cycle) {
  start_ = cycle;
  watching_ = !found_;
  select(std::nullopt);
}

void l1_monitor::accessed(const access &a) {
  if (!watching_)
    return;
  if (a.port == narrow_port) {
    if (!plan_.record)
      return;
    if (const auto mark = mark_of(a, *plan_.record))
      select(mark->begins ? std::optional(mark->kernel) : std::nullopt);
    return;
  }
  const std::uint32_t offset = a.address - plan_.tcdm_base;
  if (offset >= plan_.tcdm_bytes)
    return;
  const std::uint32_t word = offset / 8;
  const auto wrong = static_cast<std::uint8_t>(a.strobes & ~(*allowed_)[word]);
  if (wrong != 0) {
    const plan::range *own =
        a.hart < stacks_.size() ? stacks_[a.hart] : nullptr;
    const std::uint32_t first =
        (a.address & ~7u) + static_cast<std::uint32_t>(std::countr_zero(wrong));
    const std::uint32_t last =
        (a.address & ~7u) + static_cast<std::uint32_t>(std::bit_width(wrong)) -
        1;
    if (!own || first < own->address || last - own->address >= own->bytes)
      return keep(describe(a, a.hart, wrong));
  }
  if (written_[word] != 0 || (a.write && read_[word] != 0))
    raced(a, offset & ~7u);
}

void l1_monitor::dma(std::uint64_t cycle, bool write, std::uint32_t line,
                     std::uint64_t strobes) {
  if (!watching_)
    return;
  const auto offset = plan_.offset(line & ~63u);
  if (!offset)
    return;
  for (std::uint32_t word = 0; word != 8; ++word) {
    const auto bytes = static_cast<std::uint8_t>(strobes >> 8 * word);
    const auto wrong =
        static_cast<std::uint8_t>(bytes & ~(*allowed_)[*offset / 8 + word]);
    if (wrong != 0)
      return keep(describe(
          {0, cycle, 0, write, plan_.tcdm_base + *offset + 8 * word, bytes, 0},
          std::nullopt, wrong));
  }
}

void l1_monitor::transferred(std::uint64_t, const transfer &t) {
  under_way_.push_back(t);
  count(t, 1);
}

void l1_monitor::completed(std::uint64_t, std::uint32_t id) {
  while (!under_way_.empty()) {
    const transfer t = under_way_.front();
    under_way_.pop_front();
    count(t, -1);
    if (t.id == id)
      return;
  }
}

void l1_monitor::count(const transfer &t, int step) {
  if (t.bytes == 0 || t.rows > max_rows)
    return;
  const auto side = [&](std::vector<std::uint8_t> &counts, std::uint32_t base,
                        std::uint32_t stride) {
    // A side that repeats one row is one row.
    const std::uint32_t rows = stride == 0 ? 1 : t.rows;
    for (std::uint32_t row = 0; row != rows; ++row) {
      const auto offset = plan_.offset(base + row * stride);
      if (!offset)
        continue;
      const std::uint64_t end = std::min<std::uint64_t>(
          plan_.tcdm_bytes, std::uint64_t{*offset} + t.bytes);
      for (std::uint64_t word = *offset / 8; word < (end + 7) / 8; ++word)
        counts[word] = static_cast<std::uint8_t>(counts[word] + step);
    }
  };
  side(read_, t.source, t.source_stride);
  side(written_, t.destination, t.destination_stride);
}

bool l1_monitor::touches(const transfer &t, bool destination,
                         std::uint32_t offset, std::uint8_t bytes) const {
  const std::uint32_t base = destination ? t.destination : t.source;
  const std::uint32_t stride =
      destination ? t.destination_stride : t.source_stride;
  const std::uint32_t rows = stride == 0 ? 1 : std::min(t.rows, max_rows);
  for (std::uint32_t row = 0; row != rows; ++row) {
    const auto first = plan_.offset(base + row * stride);
    if (!first)
      continue;
    for (std::uint32_t byte = 0; byte != 8; ++byte)
      if (bytes >> byte & 1 && offset + byte >= *first &&
          offset + byte - *first < t.bytes)
        return true;
  }
  return false;
}

violation l1_monitor::describe(const access &a, std::optional<unsigned> hart,
                               std::uint8_t wrong) const {
  const auto first = static_cast<unsigned>(std::countr_zero(wrong));
  violation v;
  v.cycle = a.cycle - start_;
  v.hart = hart;
  v.port = a.port;
  v.write = a.write;
  v.address = (a.address & ~7u) + first;
  v.bytes = static_cast<unsigned>(std::bit_width(a.strobes)) - first;
  if (kernel_)
    v.kernel = plan_.kernels[*kernel_].name;
  name_nearest(v, v.address - plan_.tcdm_base);
  return v;
}

void l1_monitor::keep(violation v) {
  found_ = std::move(v);
  watching_ = false;
  if (tell_)
    tell_(*found_);
}

void l1_monitor::raced(const access &a, std::uint32_t offset) {
  for (const transfer &t : under_way_) {
    if (t.bytes == 0 || t.rows > max_rows)
      continue;
    if (!touches(t, true, offset, a.strobes) &&
        !(a.write && touches(t, false, offset, a.strobes)))
      continue;
    violation v = describe(a, a.hart, a.strobes);
    v.race = true;
    v.transfer = t;
    return keep(std::move(v));
  }
}

void l1_monitor::name_nearest(violation &v, std::uint32_t offset) const {
  std::uint64_t best = std::numeric_limits<std::uint64_t>::max();
  const auto look = [&](const plan::range &range) {
    if (range.bytes == 0)
      return;
    const std::int64_t first = range.address - plan_.tcdm_base;
    const std::int64_t last = first + range.bytes - 1;
    const std::int64_t at = offset;
    const std::int64_t distance =
        at < first ? at - first : (at > last ? at - last : 0);
    const auto far =
        static_cast<std::uint64_t>(distance < 0 ? -distance : distance);
    if (far >= best)
      return;
    best = far;
    v.nearest = range;
    v.distance = distance;
  };
  for (std::size_t i = 0; i < plan_.kernels.size(); ++i)
    if (!kernel_ || kernel_ == i)
      for (const plan::range &range : plan_.kernels[i].buffers)
        look(range);
  for (const plan::range &range : plan_.always)
    look(range);
}

} // namespace seeker::sim
