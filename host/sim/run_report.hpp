// What the simulator tells of a run beyond the wire: stalls, and what the L1
// monitor found.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The file is written anew when the watched word is written, before the host
// can see that in a status, and when the monitor finds something:
//
//   {"cycles": N, "stalls": [{CAUSE: CYCLES, ...} for each hart],
//    "barriers": [at which it waited, for each hart],
//    "barrier_for_dma": [cycles at barriers while another hart waits for the
//      DMA, for each hart],
//    "violation": {"kind": "outside" or "race", "text", "cycle", "hart",
//      "port", "write", "address", "bytes", "kernel", "nearest": {"name",
//      "role", "address", "bytes", "distance"}, "transfer"}}
//
// Causes are those of stall_counter; fields that do not apply are left out.
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "l1_monitor.hpp"
#include "stall_counter.hpp"

namespace seeker::sim {

nlohmann::json to_json(const violation &v);
nlohmann::json to_json(const stall_counter &stalls);

class run_report final : public observer {
public:
  // Throws std::runtime_error when the file cannot be opened. `stalls` hears of
  // the end before this does.
  run_report(std::filesystem::path file, const stall_counter &stalls);
  ~run_report();
  run_report(const run_report &) = delete;
  run_report &operator=(const run_report &) = delete;

  void start(std::uint64_t cycle) override;
  void done(std::uint64_t cycle, std::uint32_t value) override;
  void found(const violation &v);

private:
  void write();

  int file_ = -1;
  const stall_counter &stalls_;
  std::optional<violation> violation_;
};

} // namespace seeker::sim
