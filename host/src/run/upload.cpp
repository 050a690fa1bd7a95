// Uploads with CRC probes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/upload.hpp"

#include "seeker/wire/crc32c.hpp"

#include <algorithm>
#include <chrono>

namespace seeker::run {
namespace {

using clock = std::chrono::steady_clock;
constexpr std::uint64_t block_bytes = session::client::crc_piece_bytes;

} // namespace

std::vector<piece> pieces_of(const image::program &code) {
  std::vector<piece> pieces;
  for (const image::segment &one : code.segments())
    pieces.push_back(
        {one.address, one.content, one.memory_bytes - one.content.size()});
  return pieces;
}

task<phase> upload(target::target &on, std::string name,
                   std::vector<piece> pieces, show tell) {
  phase made;
  made.name = std::move(name);
  const auto began = clock::now();
  std::uint64_t whole = 0;
  for (const piece &one : pieces)
    whole += one.content.size();
  const auto progressed = [&](std::uint64_t more) {
    if (tell)
      tell(made.name, made.bytes + made.skipped_bytes + more, whole);
  };
  for (const piece &one : pieces) {
    std::vector<std::uint32_t> there;
    if (on.remembers() && !one.content.empty()) {
      auto sums = co_await on.crc(one.address, one.content.size());
      if (!sums)
        co_return within_context(sums.error(), made.name);
      there = *std::move(sums);
    }
    // Neighbouring blocks that are not there go as one transfer.
    std::uint64_t begin = 0;
    while (begin < one.content.size()) {
      std::uint64_t end = begin;
      bool skip = false;
      while (end < one.content.size() && !skip) {
        const auto block = one.content.subspan(
            end, std::min(block_bytes, one.content.size() - end));
        skip =
            !there.empty() && there[end / block_bytes] == wire::crc32c(block);
        if (!skip)
          end += block.size();
      }
      if (end > begin) {
        result<void> wrote = co_await on.write(
            one.address + begin, one.content.subspan(begin, end - begin),
            progressed);
        if (!wrote)
          co_return within_context(wrote.error(), made.name);
        made.bytes += end - begin;
      }
      if (skip) {
        const std::uint64_t next =
            std::min<std::uint64_t>(end + block_bytes, one.content.size());
        made.skipped_bytes += next - end;
        end = next;
      }
      begin = end;
    }
    // A fill wants words; what is left of it at its ends is written.
    std::uint64_t at = one.address + one.content.size();
    const std::uint64_t stop = at + one.zeros;
    const std::vector<std::byte> zeros(8);
    while (at < stop) {
      result<void> done;
      const std::uint64_t edge = std::min<std::uint64_t>(
          at % 4 != 0 ? 4 - at % 4 : stop - at, stop - at);
      const std::uint64_t words = at % 4 != 0 ? 0 : edge / 4 * 4;
      if (words != 0)
        done = co_await on.fill(at, words, 0);
      else
        done = co_await on.write(at, std::span(zeros).first(edge));
      if (!done)
        co_return within_context(done.error(), made.name);
      at += words != 0 ? words : edge;
    }
  }
  made.seconds = std::chrono::duration<double>(clock::now() - began).count();
  progressed(0);
  co_return made;
}

} // namespace seeker::run
