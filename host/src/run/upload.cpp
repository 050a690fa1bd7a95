// Uploads in chunks, with CRC probes before and after.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/upload.hpp"

#include "seeker/wire/crc32c.hpp"

#include <algorithm>
#include <chrono>

namespace seeker::run {
namespace {

using clock = std::chrono::steady_clock;
constexpr std::uint64_t block_bytes = session::client::crc_piece_bytes;
// Some hundred blocks: the link's window drains at the end of each chunk.
constexpr std::uint64_t chunk_bytes = 64 * block_bytes;

/// A range inside a chunk.
struct extent {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};
using extents = std::vector<extent>;

class uploader {
public:
  uploader(target::target &on, phase &made, const show &tell,
           std::uint64_t whole)
      : on_(on), made_(made), tell_(tell), whole_(whole) {}

  task<void> chunk(std::uint64_t address, std::span<const std::byte> content) {
    extents wrong{{0, content.size()}};
    if (on_.remembers()) {
      result<extents> probed = co_await differing(address, content, wrong);
      if (!probed)
        co_return probed.error();
      wrong = *std::move(probed);
    }
    std::uint64_t missing = 0;
    for (const extent &one : wrong)
      missing += one.end - one.begin;
    made_.skipped_bytes += content.size() - missing;
    result<void> wrote = co_await write(address, content, wrong);
    if (!wrote || !on_.remembers() || wrong.empty())
      co_return wrote;
    result<extents> still = co_await differing(address, content, wrong);
    if (still && !still->empty()) {
      wrote = co_await write(address, content, *still);
      if (!wrote)
        co_return wrote;
      still = co_await differing(address, content, *still);
    }
    if (!still)
      co_return still.error();
    if (!still->empty())
      co_return fail(errc::board,
                     "the memory from 0x{:08x} to 0x{:08x} does not hold what "
                     "was written there twice",
                     address + still->front().begin,
                     address + still->front().end);
    co_return result<void>();
  }

  /// A fill wants words; what is left of it at its ends is written.
  task<void> zeros(std::uint64_t at, std::uint64_t count) {
    const std::uint64_t stop = at + count;
    const std::vector<std::byte> few(8);
    while (at < stop) {
      const std::uint64_t edge = std::min<std::uint64_t>(
          at % 4 != 0 ? 4 - at % 4 : stop - at, stop - at);
      const std::uint64_t words = at % 4 != 0 ? 0 : edge / 4 * 4;
      result<void> done;
      if (words != 0)
        done = co_await on_.fill(at, words, 0);
      else
        done = co_await on_.write(at, std::span(few).first(edge));
      if (!done)
        co_return done;
      at += words != 0 ? words : edge;
    }
    co_return result<void>();
  }

  void progressed(std::uint64_t more = 0) const {
    if (tell_)
      tell_(made_.name,
            std::min(made_.bytes + made_.skipped_bytes + more, whole_), whole_);
  }

private:
  /// Those of the ranges' blocks whose CRC on the device is another;
  /// neighbours are joined. Ranges begin at blocks of the chunk.
  task<extents> differing(std::uint64_t address,
                          std::span<const std::byte> content,
                          const extents &among) {
    extents made;
    for (const extent &range : among) {
      auto sums =
          co_await on_.crc(address + range.begin, range.end - range.begin);
      if (!sums)
        co_return sums.error();
      std::uint64_t at = range.begin;
      for (const std::uint32_t sum : *sums) {
        const std::uint64_t end = std::min(at + block_bytes, range.end);
        if (wire::crc32c(content.subspan(at, end - at)) != sum) {
          if (!made.empty() && made.back().end == at)
            made.back().end = end;
          else
            made.push_back({at, end});
        }
        at = end;
      }
    }
    co_return made;
  }

  task<void> write(std::uint64_t address, std::span<const std::byte> content,
                   const extents &ranges) {
    const auto show_more = [this](std::uint64_t more) { progressed(more); };
    for (const extent &one : ranges) {
      const auto bytes = content.subspan(one.begin, one.end - one.begin);
      result<void> wrote =
          co_await on_.write(address + one.begin, bytes, show_more);
      if (!wrote)
        co_return wrote;
      made_.bytes += bytes.size();
    }
    co_return result<void>();
  }

  target::target &on_;
  phase &made_;
  const show &tell_;
  std::uint64_t whole_;
};

} // namespace

std::vector<piece> pieces_of(const image::program &code) {
  std::vector<piece> pieces;
  for (const image::segment &one : code.segments())
    pieces.push_back({one.address, blob::borrow(one.content),
                      one.memory_bytes - one.content.size()});
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
  uploader work(on, made, tell, whole);
  for (const piece &one : pieces) {
    result<void> done;
    for (std::uint64_t at = 0; done && at < one.content.size();
         at += chunk_bytes) {
      one.content.expect(at + chunk_bytes, chunk_bytes);
      const std::uint64_t count =
          std::min<std::uint64_t>(chunk_bytes, one.content.size() - at);
      done = co_await work.chunk(one.address + at,
                                 one.content.span().subspan(at, count));
      one.content.release(at, count);
    }
    if (done)
      done = co_await work.zeros(one.address + one.content.size(), one.zeros);
    if (!done)
      co_return within_context(done.error(), made.name);
  }
  made.seconds = std::chrono::duration<double>(clock::now() - began).count();
  work.progressed();
  co_return made;
}

} // namespace seeker::run
