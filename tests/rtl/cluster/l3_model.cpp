// L3 as the cluster's benches see it: memory, one narrow and two wide ports.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/l3_model.hpp"

#include <algorithm>

namespace cluster {

namespace {

std::uint32_t combine(unsigned amo, std::uint32_t m, std::uint32_t o) {
  switch (amo) {
  case 2:
    return m + o;
  case 3:
    return m ^ o;
  case 4:
    return m & o;
  case 5:
    return m | o;
  case 6:
    return std::uint32_t(std::min(std::int32_t(m), std::int32_t(o)));
  case 7:
    return std::uint32_t(std::max(std::int32_t(m), std::int32_t(o)));
  case 8:
    return std::min(m, o);
  case 9:
    return std::max(m, o);
  default:
    return o;
  }
}

constexpr unsigned amo_lr = 10, amo_sc = 11;

} // namespace

void l3_model::lose_reservations(std::uint32_t addr, std::uint32_t bytes) {
  std::erase_if(reservations_, [&](const auto &r) {
    return r.second + 4 > addr && r.second < addr + bytes;
  });
}

l3_model::narrow_answer l3_model::access(const narrow_request &r,
                                         std::uint64_t now) {
  narrow_answer answer{now + timing_.narrow_latency, 0, !holds(r.addr)};
  if (answer.error)
    return answer;
  std::uint32_t aligned = r.addr & ~7u;
  std::uint32_t word_addr = aligned + (r.strb & 0xf0 ? 4 : 0);
  std::uint32_t operand =
      std::uint32_t(r.strb & 0xf0 ? r.wdata >> 32 : r.wdata);
  std::memcpy(&answer.rdata, at(aligned), 8);
  if (r.amo == amo_lr) {
    reservations_[r.src] = r.addr & ~3u;
  } else if (r.amo == amo_sc) {
    auto own = reservations_.find(r.src);
    bool ok = own != reservations_.end() && own->second == word_addr;
    reservations_.erase(r.src);
    if (ok) {
      lose_reservations(word_addr, 4);
      set_word(word_addr, operand);
    }
    answer.rdata = ok ? 0 : 0x0000'0001'0000'0001;
  } else if (r.amo != 0) {
    lose_reservations(word_addr, 4);
    set_word(word_addr, combine(r.amo, word(word_addr), operand));
  } else if (r.write) {
    for (unsigned i = 0; i < 8; ++i)
      if (r.strb >> i & 1) {
        lose_reservations(aligned + i, 1);
        *at(aligned + i) = std::uint8_t(r.wdata >> (8 * i));
      }
  }
  return answer;
}

l3_model::line l3_model::read(std::uint32_t addr, std::uint64_t now) {
  line answer{now + timing_.wide_latency, {}, !holds(addr)};
  if (!answer.error)
    std::memcpy(answer.data.data(), at(addr), 64);
  return answer;
}

l3_model::line l3_model::write(std::uint32_t addr, std::uint64_t strb,
                               const std::uint32_t *data, std::uint64_t now) {
  line answer{now + timing_.wide_latency, {}, !holds(addr)};
  if (answer.error)
    return answer;
  lose_reservations(addr, 64);
  const auto *bytes = reinterpret_cast<const std::uint8_t *>(data);
  for (unsigned i = 0; i < 64; ++i)
    if (strb >> i & 1)
      at(addr)[i] = bytes[i];
  return answer;
}

} // namespace cluster
