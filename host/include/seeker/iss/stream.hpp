// A stream semantic register: its configuration, its jobs and its data.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A job walks an affine pattern of up to four loops over 64-bit words of the
// TCDM, or over an array of indices that pick such words. One job runs, one
// more may wait behind it. A read job fetches ahead by as many words as the
// hardware has credits for; a job of writes begins when all that was read
// before is consumed. rtl/ssr/ssr_pkg.sv says what each register does.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace seeker::iss {

class stream {
public:
  // Registers, as Xssr numbers them.
  enum reg : std::uint32_t {
    status = 0,
    repeat = 1,
    bound = 2,
    stride = 6,
    index_config = 10,
    index_base = 11,
    start = 16, // +4 writes, +8 affine; then the number of loops - 1
    registers = 32,
  };

  // The TCDM, how many words a read job may fetch ahead, and whether there are
  // indirect jobs.
  stream(std::span<std::byte> tcdm, std::size_t credits, bool indirect)
      : tcdm_(tcdm), mask_(static_cast<std::uint32_t>(tcdm.size() - 1)),
        credits_(credits), indirect_(indirect) {}

  // Whether a configuration write would be taken: no job waits.
  bool accepts() const { return !waiting_; }
  // Writes a register; 16 and up start a job. Only when accepts().
  void write(std::uint32_t number, std::uint32_t value);
  std::uint32_t read(std::uint32_t number) const;

  bool has_data() const { return fetched_ != 0; }
  // The next datum; only when has_data().
  std::uint64_t pop() {
    datum &from = fifo_[first_];
    const std::uint64_t value = from.value;
    if (--from.times == 0) {
      first_ = (first_ + 1) % most_credits;
      if (quick_steps_ != 0)
        fetch_quickly();
      else {
        --fetched_;
        advance_jobs();
      }
    }
    return value;
  }

  // Whether a write job runs that wants one more datum.
  bool has_room() const { return running_ && running_->writes; }
  // Writes the datum; gives where to, as a TCDM offset. Only when has_room().
  std::uint32_t push(std::uint64_t value);

private:
  struct pattern {
    std::uint32_t repeat = 0;
    std::array<std::uint32_t, 4> bounds{};
    std::array<std::uint32_t, 4> strides{};
    std::uint32_t index_config = 0, index_base = 0;
  };
  struct job {
    pattern shape;
    bool writes = false, indirect = false;
    std::uint32_t loops = 1;
    std::uint32_t pointer = 0;
    std::array<std::uint32_t, 4> at{}; // iterations done, by loop
  };

  std::byte *word(std::uint32_t offset) const;
  std::uint32_t offset_of(const job &j) const;
  void advance_innermost(job &j) const;
  bool advance(job &j) const;
  void advance_jobs();
  void fetch_quickly();
  void step();

  std::span<std::byte> tcdm_;
  std::uint32_t mask_; // of its offsets
  std::size_t credits_;
  bool indirect_;
  pattern next_; // what software has written, for the next job
  std::optional<job> running_, waiting_;
  job last_; // for the status, when none runs

  // Fetched words, each with how often it is still to be given.
  struct datum {
    std::uint64_t value;
    std::uint32_t times;
  };
  static constexpr std::size_t most_credits = 16;
  std::array<datum, most_credits> fifo_{};
  std::size_t first_ = 0, fetched_ = 0;

  // While a read job runs and nothing more can be fetched: iterations that are
  // left of the innermost loop. A pop makes place for just one of them.
  std::uint32_t quick_steps_ = 0;
};

inline std::byte *stream::word(std::uint32_t offset) const {
  return tcdm_.data() + (offset & mask_ & ~7u);
}

// Where the datum that the job stands at lies.
inline std::uint32_t stream::offset_of(const job &j) const {
  if (!j.indirect)
    return j.pointer;
  const std::uint32_t bytes = 1u << (j.shape.index_config & 3);
  const std::uint32_t shift = j.shape.index_config >> 8 & 31;
  std::uint64_t index = 0;
  std::memcpy(&index, word(j.pointer), sizeof index);
  index >>= (j.pointer & 7 & -bytes) * 8;
  if (bytes < 4)
    index &= (1u << bytes * 8) - 1;
  return j.shape.index_base + (static_cast<std::uint32_t>(index) << 3 << shift);
}

// Another iteration of the innermost loop. Indices lie side by side.
inline void stream::advance_innermost(job &j) const {
  ++j.at[0];
  const std::uint32_t step =
      j.indirect ? 1u << (j.shape.index_config & 3) : j.shape.strides[0];
  j.pointer = (j.pointer + step) & mask_;
}

inline void stream::fetch_quickly() {
  --quick_steps_;
  job &j = *running_;
  datum &into = fifo_[(first_ + credits_ - 1) % most_credits];
  std::memcpy(&into.value, word(offset_of(j)), 8);
  into.times = j.shape.repeat + 1;
  advance_innermost(j);
}

} // namespace seeker::iss
