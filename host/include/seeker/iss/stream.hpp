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
      : tcdm_(tcdm), credits_(credits), indirect_(indirect) {}

  // Whether a configuration write would be taken: no job waits.
  bool accepts() const { return !waiting_; }
  // Writes a register; 16 and up start a job. Only when accepts().
  void write(std::uint32_t number, std::uint32_t value);
  std::uint32_t read(std::uint32_t number) const;

  bool has_data() const { return fetched_ != 0; }
  // The next datum; only when has_data().
  std::uint64_t pop();

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
  bool advance(job &j) const;
  void advance_jobs();
  void step();

  std::span<std::byte> tcdm_;
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
};

} // namespace seeker::iss
