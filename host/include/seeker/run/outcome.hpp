// Everything that is known after a run; what reports are made from.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/judge/compare.hpp"
#include "seeker/judge/verdict.hpp"
#include "seeker/session/machine.hpp"
#include "seeker/target/observation.hpp"
#include "seeker/wire/frame.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace seeker::run {

/// Time spent, and bytes moved, in one part of a run.
struct phase {
  std::string name;
  std::uint64_t bytes = 0;
  double seconds = 0;
  std::uint64_t skipped_bytes = 0; // proven by CRC to be there

  /// More of the same.
  phase &operator+=(const phase &more) {
    bytes += more.bytes;
    seconds += more.seconds;
    skipped_bytes += more.skipped_bytes;
    return *this;
  }
};

struct kernel_cycles {
  std::string name;
  std::uint64_t cycles = 0;
  std::uint64_t begin = 0; // by the DM core's own count
};

/// One of the golden tensors against what came back.
struct tensor_judgement {
  std::string name;
  tensor::shape dims;
  judge::comparison values;
  std::string kernel; // that makes it; empty where the image does not tell
  // Of the largest error.
  std::optional<std::vector<std::uint64_t>> tile;
  std::optional<std::uint64_t> core;
  std::optional<std::vector<std::uint64_t>> first_tile;
  std::optional<std::uint64_t> first_core;
  std::optional<std::uint64_t> first_address; // in L3
};

/// What the performance counters said, summed where a metric has several.
struct measured {
  std::map<std::uint32_t, std::uint64_t> fpu_issues; // by hart
  std::map<std::string, std::uint64_t> counters;     // by metric
};

/// How a run made no end: its program stands still for good, it moves but takes
/// too long, or it ended by itself and says that it failed.
enum class hang_kind { stuck, slow, failed };
std::string_view name(hang_kind kind);

/// Why a run made no end, hart by hart.
struct hang {
  std::string reason;
  std::vector<wire::hart_status> harts;
  std::vector<std::string> notes; // what the run record knows beyond
  hang_kind kind = hang_kind::stuck;
};

struct outcome {
  judge::verdict verdict = judge::verdict::pass;
  std::vector<std::string> notes; // why, and what else to know
  std::string target;
  std::string image;
  std::string image_sha256;
  std::string model;
  std::string configuration;
  std::string configuration_hash;
  std::uint32_t compute_cores = 0;
  std::uint32_t dma_bytes_per_cycle = 0; // at most
  std::vector<std::uint64_t> cycles;     // start to tohost, run by run
  std::uint64_t predicted_cycles = 0;
  std::vector<kernel_cycles> kernels; // of the first run
  measured counted;                   // in the first run
  // By hart: the first run's cycles by what they were spent on.
  std::vector<std::map<std::string, std::uint64_t>> stalls;
  std::vector<std::uint64_t> barriers; // by hart: at which it waited
  // By hart: cycles at barriers while another hart waited for the DMA.
  std::vector<std::uint64_t> barrier_for_dma;
  std::optional<target::observation::violation> violated;
  std::vector<tensor_judgement> judged;
  std::optional<std::string> first_wrong_kernel; // of those judged
  bool has_golden = false;
  std::optional<std::uint32_t> exit_code;
  std::optional<run::hang> hang;
  std::vector<phase> phases;
  std::uint64_t simulated_cycles = 0; // since the first reset, idle included
  double simulated_seconds = 0;       // from start to end of the runs
  session::counters link;

  /// The worse of what it was and `another`.
  void add(judge::verdict another, std::string note);
};

} // namespace seeker::run
