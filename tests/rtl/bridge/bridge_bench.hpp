// Drives a Verilated bridge: link with stalls, memories with delays, a cluster
// of harts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "bridge_reference.hpp"
#include "seeker_cfg.h"

namespace seeker::bench {

template <class Model> class bridge_bench {
public:
  static constexpr std::size_t line_bytes = 64;
  static constexpr unsigned harts =
      SEEKER_CLUSTER_COMPUTE_CORES + SEEKER_CLUSTER_DM_CORES;

  // Chances in percent that a side does nothing in a cycle.
  struct stalls {
    unsigned link = 0;
    unsigned memory = 0;
  };

  bridge_bench(std::size_t link_bytes, unsigned seed, stalls chances = {})
      : link_bytes_(link_bytes), random_(seed), stalls_(chances) {
    top->drained_i = 1;
    for (unsigned h = 0; h != harts; ++h)
      set_hart(h, {0x10020000 + 4 * h, wire::hart_state::sleeping});
    top->rst_ni = 0;
    for (int i = 0; i != 4; ++i)
      tick();
    top->rst_ni = 1;
    for (int i = 0; i != 40; ++i)
      tick();
  }

  void send(std::span<const std::byte> bytes) {
    to_bridge_.insert(to_bridge_.end(), bytes.begin(), bytes.end());
  }

  // Until all bytes are sent and nothing moves; false when that takes too long.
  bool settle(std::uint64_t limit = 2'000'000) {
    const auto end = cycle + limit;
    for (int quiet = 0; cycle != end;) {
      tick();
      quiet = to_bridge_.empty() && top->idle_o ? quiet + 1 : 0;
      if (quiet == 8)
        return true;
    }
    return false;
  }

  void set_hart(unsigned hart, const wire::hart_status &status) {
    top->state_i[hart] = static_cast<std::uint8_t>(status.state);
    top->pc_i[hart] = status.pc;
    top->mcause_i[hart] = status.mcause;
    top->wait_i[hart] = static_cast<std::uint8_t>(status.wait);
    top->quiet_i[hart] = status.quiet;
  }
  void set_hart(unsigned hart, wire::hart_state state) {
    set_hart(hart, {.state = state});
  }

  // The cluster writes to a 64-bit word outside of itself.
  void watched_write(std::uint32_t address, std::uint8_t strobes,
                     std::uint64_t data) {
    top->watch_valid_i = 1;
    top->watch_word_i = address / 8;
    top->watch_strb_i = strobes;
    top->watch_data_i = data;
    tick();
    top->watch_valid_i = 0;
  }

  void reset_link() {
    to_bridge_.clear();
    top->link_reset_i = 1;
    tick();
    top->link_reset_i = 0;
  }

  void tick() {
    drive();
    top->clk_i = 0;
    top->eval();
    sample();
    top->clk_i = 1;
    top->eval();
    ++cycle;
    if (!top->cluster_rst_no)
      ++reset_cycles;
  }

  // Bytes the host would have got.
  std::vector<std::byte> received;
  bench::memory memory;
  // Writes that the narrow port took: address and data.
  std::vector<std::pair<std::uint32_t, std::uint64_t>> narrow_writes;
  bool narrow_dead = false; // takes no request any more
  bool wide_dead = false;   // does not answer any more
  bool link_blocked = false;
  std::uint64_t cycle = 0;
  std::uint64_t last_taken = 0;  // cycle of the last word from the link
  std::uint64_t first_given = 0; // cycles of words to the link
  std::uint64_t last_given = 0;
  std::uint64_t reset_cycles = 0;
  std::unique_ptr<Model> top = std::make_unique<Model>();

private:
  struct reply {
    std::uint64_t due;
    std::vector<std::byte> data;
    bool error;
  };

  bool stalls_now(unsigned percent) {
    return percent != 0 && random_() % 100 < percent;
  }

  void drive() {
    // Once offered, a word of the link stays until it is taken.
    if (!offered_) {
      offered_ = std::min(
          {link_bytes_, to_bridge_.size(),
           stalls_.link == 0 ? link_bytes_ : 1 + random_() % link_bytes_});
      if (stalls_now(stalls_.link))
        offered_ = 0;
    }
    std::uint8_t word[line_bytes] = {};
    for (std::size_t i = 0; i != offered_; ++i)
      word[i] = static_cast<std::uint8_t>(to_bridge_[i]);
    std::memcpy(&top->rx_data_i, word, link_bytes_);
    top->rx_valid_i = offered_ != 0;
    top->rx_bytes_i = static_cast<std::uint8_t>(offered_ ? offered_ : 1);
    top->tx_ready_i = !link_blocked && !stalls_now(stalls_.link);
    top->rd_ready_i = !stalls_now(stalls_.memory);
    top->wr_ready_i = !stalls_now(stalls_.memory);
    top->narrow_ready_i = !narrow_dead && !stalls_now(stalls_.memory);

    const auto due = [&](const std::deque<reply> &queue) {
      return !queue.empty() && queue.front().due <= cycle;
    };
    top->rd_rvalid_i = due(reads_) && !wide_dead;
    if (top->rd_rvalid_i) {
      std::memcpy(&top->rd_rdata_i, reads_.front().data.data(), line_bytes);
      top->rd_rerror_i = reads_.front().error;
    }
    top->wr_rvalid_i = due(writes_) && !wide_dead;
    top->wr_rerror_i = top->wr_rvalid_i && writes_.front().error;
    top->narrow_rvalid_i = due(narrow_);
    if (top->narrow_rvalid_i) {
      std::memcpy(&top->narrow_rdata_i, narrow_.front().data.data(), 8);
      top->narrow_rerror_i = narrow_.front().error;
    }
  }

  std::uint64_t delay() {
    return cycle + 1 + (stalls_.memory == 0 ? 0 : random_() % 6);
  }

  void sample() {
    if (!top->rst_ni)
      return;
    if (top->rx_valid_i && top->rx_ready_o) {
      last_taken = cycle;
      to_bridge_.erase(to_bridge_.begin(),
                       to_bridge_.begin() +
                           static_cast<std::ptrdiff_t>(offered_));
      offered_ = 0;
    } else if (top->link_reset_i) {
      offered_ = 0;
    }
    if (top->tx_valid_o && top->tx_ready_i) {
      first_given = received.empty() ? cycle : first_given;
      last_given = cycle;
      const auto *data = reinterpret_cast<const std::byte *>(&top->tx_data_o);
      received.insert(received.end(), data, data + top->tx_bytes_o);
    }
    if (top->rd_rvalid_i && top->rd_rready_o)
      reads_.pop_front();
    if (top->wr_rvalid_i && top->wr_rready_o)
      writes_.pop_front();
    if (top->narrow_rvalid_i && top->narrow_rready_o)
      narrow_.pop_front();
    if (top->rd_valid_o && top->rd_ready_i)
      reads_.push_back(
          {delay(), memory.load(top->rd_addr_o, line_bytes), false});
    if (top->wr_valid_o && top->wr_ready_i) {
      const auto *data = reinterpret_cast<const std::byte *>(&top->wr_data_o);
      for (std::size_t i = 0; i != line_bytes; ++i)
        if (top->wr_strb_o >> i & 1)
          memory.store(top->wr_addr_o + i, data[i]);
      writes_.push_back({delay(), {}, false});
    }
    if (top->narrow_valid_o && top->narrow_ready_i)
      narrow_request();
  }

  void narrow_request() {
    const std::uint32_t address = top->narrow_addr_o;
    const bool rom = address - SEEKER_BOOT_ROM_BASE < SEEKER_BOOT_ROM_BYTES;
    const bool write = top->narrow_write_o;
    if (write && !rom) {
      narrow_writes.emplace_back(address, top->narrow_wdata_o);
      for (std::size_t i = 0; i != 8; ++i)
        if (top->narrow_strb_o >> i & 1)
          memory.store(address + i,
                       static_cast<std::byte>(top->narrow_wdata_o >> (8 * i)));
    }
    narrow_.push_back({delay(), memory.load(address, 8), write && rom});
  }

  std::size_t link_bytes_;
  std::mt19937 random_;
  stalls stalls_;
  std::deque<std::byte> to_bridge_;
  std::size_t offered_ = 0;
  std::deque<reply> reads_, writes_, narrow_;
};

// The answers in a stream of bytes, which must hold nothing else.
inline std::vector<answer> answers_in(std::span<const std::byte> bytes,
                                      bool &clean) {
  wire::parser parser(1u << 20);
  std::vector<answer> answers;
  clean = true;
  while (!bytes.empty()) {
    const auto step = parser.push(bytes);
    bytes = bytes.subspan(step.consumed);
    if (step.what == wire::parser::event::frame)
      answers.push_back(
          {parser.head(), {parser.payload().begin(), parser.payload().end()}});
    else if (step.what != wire::parser::event::need_more)
      clean = false;
  }
  clean = clean && !parser.inside_frame();
  return answers;
}

} // namespace seeker::bench
