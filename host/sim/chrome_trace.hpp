// A run as Chrome trace events, for Perfetto: host, link, harts, FP sides, DMA,
// kernels.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One cycle is 1 ns: `ts` and `dur` are in us as the format wants, with three
// digits behind the point; 0 is the first start over the link. Processes are
// groups of tracks:
//   0 kernels   track 0: from a kernel's first mark to its last; 1: barriers,
//               from the first hart that waits to the last that leaves
//   1 harts     track h: what hart h's integer core waits for, by the names of
//               the bridge's status
//   2 FP        track h: what holds hart h's FP side up; counters "FPU h", the
//               share of cycles in which the FPU takes an operation, and "L1
//               h", accesses a cycle by port (0: load/store units and stream 0)
//   3 DMA       track 0: transfers, one after the other, each from when it is
//               enqueued or the one before it has completed
//   4 link      track 0: frames to the cluster, 1: from it
//   5 host      what it does, as the link shows: brings, watches, fetches
// Link and host begin before 0, with loading. Waits of less than
// `shortest_slice` cycles are left out of tracks 1 and 2, so that a file has
// some 10 bytes a cycle. What they sum to is in the instant "totals" at the end
// of each run: for each hart the causes of stall_counter, for the DMA its busy
// cycles and bytes; exact, and in cycles.
#pragma once

#include <array>
#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "link_track.hpp"
#include "observe.hpp"
#include "plan.hpp"
#include "stall_counter.hpp"
#include "trace_file.hpp"

namespace seeker::sim {

inline constexpr std::uint64_t shortest_slice = 8;
inline constexpr std::uint64_t counter_window = 256; // cycles

class chrome_trace final : public observer {
public:
  // `known` gives kernels their names and tells L1 from L3, where there is a
  // plan; `stalls` hears of the end before this does. Throws std::runtime_error
  // when the file cannot be made.
  chrome_trace(const std::filesystem::path &file, const std::string &config,
               std::optional<plan> known, const stall_counter &stalls);

  // Closes what is open; the message of what could not be written, or nothing.
  std::string finish(std::uint64_t cycle);

  void start(std::uint64_t cycle) override;
  void done(std::uint64_t cycle, std::uint32_t value) override;
  void link(std::uint64_t cycle, bool to_soc,
            std::span<const std::byte> bytes) override;
  void wait(unsigned hart, std::uint64_t cycle, unsigned cause) override;
  void fp_side(unsigned hart, std::uint64_t cycle, unsigned state) override;
  void accessed(const access &a) override;
  void transferred(std::uint64_t cycle, const transfer &t) override;
  void completed(std::uint64_t cycle, std::uint32_t id) override;

private:
  // What a track shows now, and since when.
  struct phase {
    unsigned what = 0;
    std::uint64_t since = 0;
  };
  // Events a window of cycles.
  struct counter {
    std::uint64_t window = 0; // its number
    std::uint64_t count = 0;
    std::uint64_t shown = 0; // of the last window that was written
  };
  struct hart {
    phase core;
    phase fp;
    counter fpu;
    std::array<counter, 3> ports;
  };
  // What came before there was an origin.
  struct early {
    unsigned process, track;
    std::string name;
    std::uint64_t from, to;
  };
  struct pending {
    std::uint64_t cycle;
    transfer asked;
  };

  hart &at(unsigned number);
  void slice(unsigned process, unsigned track, std::string_view name,
             std::uint64_t from, std::uint64_t to,
             std::string_view arguments = {});
  void name_track(unsigned process, unsigned track, std::string_view name);
  void name_process(unsigned process, std::string_view name);
  void leave_core(unsigned number, std::uint64_t cycle);
  void leave_fp(unsigned number, std::uint64_t cycle);
  // Writes the windows before `cycle` of a counter whose value changed.
  void pass(counter &c, std::uint64_t cycle,
            const std::function<void(const counter &)> &show);
  void count_fpu(unsigned number, std::uint64_t from, std::uint64_t to);
  void show_fpu(unsigned number, const counter &c);
  void barrier(std::uint64_t cycle, bool waits);
  void totals(std::uint64_t cycle);
  // A slice of link or host, which may come before the start.
  void passed(unsigned process, unsigned track, const std::string &name,
              std::uint64_t from, std::uint64_t to);
  void host_turns_to(std::string_view what, std::uint64_t cycle);
  [[nodiscard]] std::string_view memory_of(std::uint32_t address) const;

  trace_file file_;
  std::optional<plan> plan_;
  const stall_counter &stalls_;
  link_track to_soc_, from_soc_;
  std::vector<early> early_;
  std::string_view host_does_; // empty: nothing yet
  std::uint64_t host_since_ = 0;
  bool started_ = false;
  std::uint64_t origin_ = 0;
  std::vector<hart> harts_;
  std::optional<std::pair<std::size_t, std::uint64_t>> kernel_;
  unsigned at_barrier_ = 0;
  std::uint64_t barrier_since_ = 0;
  std::deque<pending> transfers_;
  std::uint64_t dma_free_ = 0; // when the last transfer had completed
  std::uint64_t dma_busy_ = 0, dma_bytes_ = 0, dma_count_ = 0;
};

} // namespace seeker::sim
