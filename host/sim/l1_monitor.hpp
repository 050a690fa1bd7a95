// Checks every access to the TCDM against the plan of what is there.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Outside the plan is what lies in no buffer of the kernel that runs (between
// two kernels: of any), and not in the stacks and reserve, of which a stack is
// its hart's alone. A race is an access of a hart to bytes that a transfer of
// the DMA, from when it is enqueued until it has completed, writes, or a write
// to bytes that it reads. The first of either is kept, then the monitor rests.
// It sees accesses from the start over the link on.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kernel_marks.hpp"
#include "observe.hpp"
#include "plan.hpp"

namespace seeker::sim {

struct violation {
  bool race = false;
  std::uint64_t cycle = 0; // since the start
  std::optional<unsigned> hart;
  unsigned port = 0;
  bool write = false;
  std::uint32_t address = 0; // of the first byte that is wrong
  unsigned bytes = 0;        // from there to the end of the access
  std::string kernel;        // empty between kernels
  // The buffer of the plan that is nearest; none when there is no buffer.
  std::optional<plan::range> nearest;
  std::int64_t distance = 0; // behind its end, or negative before its begin
  std::optional<observer::transfer> transfer; // of a race

  // "cycle 123: hart 3 reads 8 bytes at 0x10001c00 by stream 1, outside ..."
  [[nodiscard]] std::string text() const;
};

class l1_monitor final : public observer {
public:
  // `tell` is called with what is found, where it happens.
  explicit l1_monitor(plan allowed,
                      std::function<void(const violation &)> tell = {});

  [[nodiscard]] const std::optional<violation> &found() const { return found_; }

  void start(std::uint64_t cycle) override;
  void accessed(const access &a) override;
  void dma(std::uint64_t cycle, bool write, std::uint32_t line,
           std::uint64_t strobes) override;
  void transferred(std::uint64_t cycle, const transfer &t) override;
  void completed(std::uint64_t cycle, std::uint32_t id) override;

private:
  using bytes_of_word = std::uint8_t; // a bit each

  void allow(std::vector<bytes_of_word> &set, const plan::range &range) const;
  void select(std::optional<std::size_t> kernel);
  [[nodiscard]] violation describe(const access &a,
                                   std::optional<unsigned> hart,
                                   std::uint8_t wrong) const;
  void raced(const access &a, std::uint32_t offset);
  void name_nearest(violation &v, std::uint32_t offset) const;
  // Adds `step` to the counts of the words that a transfer reads and writes.
  void count(const transfer &t, int step);
  [[nodiscard]] bool touches(const transfer &t, bool destination,
                             std::uint32_t offset, std::uint8_t bytes) const;

  void keep(violation v);

  plan plan_;
  std::function<void(const violation &)> tell_;
  std::vector<bytes_of_word> any_kernel_;
  std::vector<std::vector<bytes_of_word>> by_kernel_;
  const std::vector<bytes_of_word> *allowed_;
  std::vector<const plan::range *> stacks_; // by hart
  std::optional<std::size_t> kernel_;       // the one that runs
  bool watching_ = false;
  std::uint64_t start_ = 0;
  std::deque<transfer> under_way_;
  std::vector<std::uint8_t> written_, read_; // by word: transfers under way
  std::optional<violation> found_;
};

} // namespace seeker::sim
