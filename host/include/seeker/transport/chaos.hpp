// Links that break what passes through them: --chaos, and the tests' bad links.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/transport/fault_plan.hpp"
#include "seeker/transport/stream.hpp"

#include <memory>

namespace seeker::transport {

/// The faults of a link and of those that replace it: a link that was made
/// anew meets the faults that come next, not the first ones again.
class chaos {
public:
  chaos(const chaos_spec &spec, std::uint64_t seed);

  /// Events so far, both directions together.
  fault_plan::counters counts() const;
  /// The link was cut for good: making it anew fails.
  bool is_cut() const { return cut_; }

private:
  friend class chaos_stream;
  chaos_spec spec_;
  fault_plan forth_; // towards the target
  fault_plan back_;
  std::chrono::steady_clock::time_point stalled_until_{};
  bool cut_ = false;
};

/// `inner` with those faults between. Bytes that stand in it when it is closed
/// are lost, as on any link.
stream_ptr break_link(boost::asio::any_io_executor executor, stream_ptr inner,
                      std::shared_ptr<chaos> faults);

} // namespace seeker::transport
