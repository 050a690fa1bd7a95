// What a hart has offloaded to its FP subsystem and that is not executed yet:
// a queue with hardware loops (Xfrep).
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Operations come in program order and are executed in the order of the loops.
// The first iteration of a body runs as its instructions come; nothing waits
// for the body to be complete but the second one.
#pragma once

#include "seeker/iss/decode.hpp"
#include "seeker/iss/fp.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace seeker::iss {

// ft0, ft1, ft2: a core that has streams has one for each.
inline constexpr std::size_t stream_registers = 3;

// An FP instruction with what it takes from the integer core when it is issued.
struct fp_operation {
  instruction i;
  std::uint32_t operand = 0; // an integer operand, or the address
  fp::rounding rm = fp::rounding::nearest_even;
  bool streams = false;        // ft0 to ft2 are streams
  bool native = false;         // fp::is_native
  std::uint8_t in_streams = 0; // fields that are, as bits of instruction::uses
  void find_streams();
};

class sequencer {
public:
  // At most `capacity` instructions, loops nested at most `nests` deep.
  sequencer(std::size_t capacity, std::size_t nests)
      : capacity_(capacity), nests_(nests) {}

  bool idle() const { return entries_.empty(); }
  bool full() const;
  // A body is not complete yet.
  bool collects() const { return !open_.empty(); }

  // Whether a loop over the next `length` instructions may begin here: not
  // nested too deep, not beyond the end of the loop around it, not too many in
  // that.
  bool may_loop(std::size_t length) const;
  void push_loop(const instruction &frep, std::size_t length,
                 std::uint32_t iterations_less_one);
  void push(const fp_operation &operation);

  // A trap, when nothing queued can be executed (head() is nullptr): the loop
  // whose body is not complete is forgotten, with those inside it.
  void drop_open();

  // Whose turn it is, its register fields staggered; nullptr when that has not
  // come yet. Valid until the next call.
  const fp_operation *head() {
    if (next_ < entries_.size() && entries_[next_].length == 0 &&
        (active_.empty() || active_.back().stagger == 0))
      return &entries_[next_].operation;
    return find_head();
  }
  // The head is executed. True when it came from the buffer once more.
  bool done() {
    const bool again = repeats_;
    ++next_;
    if (active_.empty()) {
      forget();
    } else if (active_loop &loop = active_.back();
               next_ == entries_[loop.at].end) {
      if (loop.left > 1)
        restart(loop);
      else
        leave();
    }
    return again;
  }

  // Whether an operation that has not been executed once fulfils `p`.
  template <class Predicate> bool any_pending(Predicate p) const {
    for (std::size_t n = next_; n < entries_.size(); ++n)
      if (entries_[n].length == 0 && p(entries_[n].operation))
        return true;
    return false;
  }

private:
  struct entry {
    fp_operation operation; // of a loop: the frep, with its iterations
    std::size_t length = 0; // of a loop: instructions in its body
    std::size_t end = 0;    // of a loop: one past its body, once that is there
  };
  struct open_loop {
    std::size_t at;         // its entry
    std::size_t missing;    // instructions
    std::size_t inside = 0; // loops
  };
  struct active_loop {
    std::size_t at;
    std::uint64_t left; // iterations, with this one
    std::uint32_t stagger_max;
    std::uint32_t stagger = 0; // what the fields get
    bool repeats = false;      // not the first iteration
  };

  const fp_operation *find_head();
  void restart(active_loop &loop) {
    --loop.left;
    loop.stagger = loop.stagger == loop.stagger_max ? 0 : loop.stagger + 1;
    loop.repeats = repeats_ = true;
    next_ = loop.at + 1;
  }
  void leave();
  void forget();

  std::size_t capacity_, nests_;
  std::vector<entry> entries_;
  std::vector<open_loop> open_;
  std::vector<active_loop> active_;
  bool repeats_ = false; // one of the active loops does
  std::size_t next_ = 0; // entry
  fp_operation staggered_;
};

} // namespace seeker::iss
