// Weights that take turns in L3, written while the program runs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The image says which kernels need each of them (image::tensor::needed). They
// are written in the order in which they are needed, each as soon as the
// kernels that need what lies in its place have ended: that is the program's
// back-pressure on the host. The host's on the program is the run record's
// `supplied`, for which a kernel waits before it reads its weights
// (firmware/include/seeker_record.h).
#pragma once

#include "seeker/run/bind.hpp"
#include "seeker/run/outcome.hpp"
#include "seeker/target/target.hpp"

#include <vector>

namespace seeker::run {

/// Of one run. Without such weights it does nothing.
class supplier {
public:
  /// `given` must live as long as this.
  supplier(const image::manifest &says, const arrays &given);

  /// Before the start, with a cleared record: writes what has room.
  task<void> fill(target::target &on);
  /// Writes a part of the next weight, or tells the program what is in place.
  /// False when there is nothing to do now.
  task<bool> step(target::target &on);

  bool idle() const { return told_all_; }
  const phase &moved() const { return moved_; }

private:
  struct weight {
    image::needed_by needed;
    std::uint64_t address = 0;
    blob content;
  };
  bool has_room(const weight &one, std::uint32_t begun) const;

  std::uint64_t record_;
  std::vector<weight> order_;    // in which they are needed
  std::size_t next_ = 0;         // those before it are in place
  std::uint64_t done_bytes_ = 0; // of the next one
  bool told_all_ = false;
  phase moved_;
};

} // namespace seeker::run
