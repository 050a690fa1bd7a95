// A Verilated cluster with an L3 and a host: loads ELF files, starts harts,
// serves HTIF.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "Vcluster_model.h"
#include "cluster/l3_model.hpp"
#include "observe.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cluster {

class bench : private seeker::sim::observer {
public:
  // An observer gets all events; then dumps() stays empty.
  explicit bench(l3_timing timing = {},
                 seeker::sim::observer *observed = nullptr);
  ~bench() override;

  static constexpr unsigned harts = sizeof(Vcluster_model::state_o);

  // How a run ended.
  struct result {
    std::optional<std::uint32_t> exit_code; // none: the cycles ran out
    std::uint64_t cycles = 0;               // from the start interrupt on
    std::string stdout_text;
  };
  struct dumped {
    unsigned hart;
    std::uint64_t cycle;
    std::uint32_t value;
  };

  // Loads the file, starts all harts as the conventions of the cluster demand,
  // and waits for tohost.
  result run(const std::string &elf, std::uint64_t max_cycles = 2'000'000);

  // One access of the host through the narrow bus; waits for the answer.
  struct answer {
    std::uint64_t rdata;
    bool error;
  };
  answer access(const l3_model::narrow_request &r);
  answer read(std::uint32_t addr) {
    return access({addr, false, 0, 0xff, 0, 0});
  }
  answer write(std::uint32_t addr, std::uint64_t data,
               std::uint8_t strb = 0xff) {
    return access({addr, true, 0, strb, data, 0});
  }

  void step();
  bool idle() const { return top_->idle_o; }
  bool all_asleep() const;
  std::uint64_t cycles() const { return cycles_; }
  Vcluster_model &top() { return *top_; }
  l3_model &l3() { return l3_; }
  const std::vector<dumped> &dumps() const { return dumps_; }

private:
  void dump(unsigned hart, std::uint64_t cycle, std::uint32_t value) override {
    dumps_.push_back({hart, cycle, value});
  }
  void serve_htif(result &r);

  l3_model l3_;
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Vcluster_model> top_;
  std::deque<l3_model::narrow_answer> narrow_;
  std::deque<l3_model::line> reads_, writes_;
  std::vector<dumped> dumps_;
  std::uint32_t tohost_ = 0, fromhost_ = 0;
  std::uint64_t cycles_ = 0;
};

} // namespace cluster
