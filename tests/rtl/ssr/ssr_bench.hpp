// Runs the streams of a core against a TCDM model, and says what jobs should
// do.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TESTS_RTL_SSR_SSR_BENCH_HPP
#define SEEKER_TESTS_RTL_SSR_SSR_BENCH_HPP

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <vector>

class Vssr_model;

namespace seeker {

constexpr unsigned streams = 3;
constexpr std::uint32_t tcdm_bytes = 0x20000;

// A job of one stream in absolute terms.
struct stream_job {
  bool write = false;
  bool indirect = false;
  unsigned loops = 1;
  std::array<std::uint32_t, 4> counts{1, 1, 1, 1};
  std::array<std::int32_t, 4> strides{};
  std::uint32_t pointer = 0;
  std::uint32_t repeat = 1; // times, reads
  unsigned index_size = 0;  // log2 of the bytes
  unsigned shift = 0;
  std::uint32_t base = 0;
};

// The addresses of a job's data, by a memory that holds its indices.
[[nodiscard]] std::vector<std::uint32_t>
addresses(const stream_job &job, const std::vector<std::uint8_t> &memory);

class ssr_bench {
public:
  explicit ssr_bench(std::uint64_t seed = 0, int stall = 0);
  ~ssr_bench();

  // Configuration accesses take as many cycles as they must; `limit` gives up.
  void write(unsigned reg, unsigned stream, std::uint32_t value);
  [[nodiscard]] std::uint32_t read(unsigned reg, unsigned stream);
  [[nodiscard]] bool try_write(unsigned reg, unsigned stream,
                               std::uint32_t value, int limit);
  void start(const stream_job &job, unsigned stream);
  void step();

  [[nodiscard]] std::uint64_t word(std::uint32_t offset) const;
  void set_word(std::uint32_t offset, std::uint64_t value);
  void set_index(std::uint32_t offset, unsigned size, std::uint32_t value);

  // In the coming cycles: pop when there is data, push these.
  struct side {
    int pop_chance = 0; // of 256
    int push_chance = 0;
    std::deque<std::uint64_t> to_push;
    std::vector<std::uint64_t> popped;
    std::vector<std::uint64_t> pop_cycles, push_cycles;
  };
  std::array<side, streams> sides;
  std::array<std::uint64_t, streams> grants{};
  std::uint64_t cycle = 0;
  [[nodiscard]] bool drained() const;
  [[nodiscard]] const std::vector<std::uint8_t> &memory() const {
    return tcdm_;
  }
  [[nodiscard]] unsigned waits() const; // cfg_wait_o of the last cycle

private:
  bool chance(int c) { return int(random_() & 255) < c; }

  std::unique_ptr<Vssr_model> dut_;
  std::mt19937_64 random_;
  int stall_;
  std::vector<std::uint8_t> tcdm_;
  std::array<std::optional<std::uint64_t>, streams> answers_;
};

} // namespace seeker

#endif
