// Reads how far the program is, and writes the weights that have room.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/supply.hpp"

#include "seeker/base/bytes.hpp"
#include "seeker/run/upload.hpp"

#include "seeker_record.h"

#include <algorithm>
#include <array>
#include <limits>

namespace seeker::run {
namespace {

// Small against a layer, so that the program is looked at in between.
constexpr std::uint64_t step_bytes = 1 << 20;
constexpr std::uint64_t head_bytes = offsetof(seeker_record, harts);

} // namespace

supplier::supplier(const image::manifest &says, const arrays &given)
    : record_(says.record) {
  for (const image::tensor &one : says.tensors)
    if (one.needed)
      order_.push_back({*one.needed, one.address, given.at(one.name).bytes});
  std::sort(order_.begin(), order_.end(), [](const auto &a, const auto &b) {
    return std::pair(a.needed.first, a.address) <
           std::pair(b.needed.first, b.address);
  });
  told_all_ = order_.empty();
  moved_.name = "stream weights";
}

bool supplier::has_room(const weight &one, std::uint32_t begun) const {
  // A kernel behind which another has begun has ended.
  return std::all_of(
      order_.begin(), order_.begin() + next_, [&](const weight &other) {
        return other.address + other.content.size() <= one.address ||
               one.address + one.content.size() <= other.address ||
               std::uint64_t{other.needed.last} + 1 < begun;
      });
}

task<void> supplier::fill(target::target &on) {
  result<bool> more = true;
  while (more && *more)
    more = co_await step(on);
  if (!more)
    co_return more.error();
  co_return result<void>();
}

task<bool> supplier::step(target::target &on) {
  if (told_all_)
    co_return false;
  std::array<std::byte, head_bytes> head = {};
  result<void> read = co_await on.read(record_, head);
  if (!read)
    co_return within_context(read.error(), "run record");
  // Until it has its magic the program may still clear it.
  const bool runs = load<std::uint32_t>(head, offsetof(seeker_record, magic)) ==
                    SEEKER_RECORD_MAGIC;
  const std::uint32_t begun =
      runs ? load<std::uint32_t>(head, offsetof(seeker_record, kernel_count))
           : 0;
  const bool all = next_ == order_.size();
  const std::uint32_t ready = all ? std::numeric_limits<std::uint32_t>::max()
                                  : order_[next_].needed.first;
  if (runs &&
      load<std::uint32_t>(head, offsetof(seeker_record, supplied)) != ready) {
    std::array<std::byte, 4> word = {};
    store(std::span<std::byte>(word), 0, ready);
    result<void> told =
        co_await on.write(record_ + offsetof(seeker_record, supplied), word);
    if (!told)
      co_return within_context(told.error(), "run record");
    told_all_ = all;
    co_return true;
  }
  if (all || !has_room(order_[next_], begun))
    co_return false;
  const weight &one = order_[next_];
  const std::uint64_t count =
      std::min<std::uint64_t>(step_bytes, one.content.size() - done_bytes_);
  std::vector<piece> part(1);
  part[0].address = one.address + done_bytes_;
  part[0].content = one.content.part(done_bytes_, count);
  result<phase> wrote =
      co_await upload(on, moved_.name, std::move(part), show());
  if (!wrote)
    co_return wrote.error();
  moved_ += *wrote;
  done_bytes_ += count;
  if (done_bytes_ == one.content.size()) {
    ++next_;
    done_bytes_ = 0;
  }
  co_return true;
}

} // namespace seeker::run
