// The order of execution under hardware loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/iss/sequencer.hpp"

#include <utility>

namespace seeker::iss {
namespace {

// Fields of frep.o besides rs1 and the length.
std::uint32_t stagger_max(const instruction &frep) { return frep.rm; }
std::uint32_t stagger_mask(const instruction &frep) {
  return frep.word >> 8 & 0xF;
}

std::uint8_t shifted(std::uint8_t field, std::uint32_t by) {
  return static_cast<std::uint8_t>((field + by) & 31);
}

// Loops inside one.
constexpr std::size_t most_inside = 7;

// Executed entries are kept so long; then the rest moves to the front.
constexpr std::size_t most_executed = 64;

} // namespace

void fp_operation::find_streams() {
  in_streams = 0;
  if (!streams)
    return;
  for (const auto [bit, reg] :
       {std::pair{use::f_rs1, i.rs1}, std::pair{use::f_rs2, i.rs2},
        std::pair{use::f_rs3, i.rs3}, std::pair{use::f_rd, i.rd}})
    if (i.uses & bit && reg < stream_registers)
      in_streams |= bit;
}

// What is queued, and the whole body of the loop that runs, takes room.
bool sequencer::full() const {
  const std::size_t first = active_.empty() ? next_ : active_.front().at;
  const auto is_instruction = [](const entry &e) { return e.length == 0; };
  return std::count_if(entries_.begin() + static_cast<std::ptrdiff_t>(first),
                       entries_.end(), is_instruction) >=
         static_cast<std::ptrdiff_t>(capacity_);
}

bool sequencer::may_loop(std::size_t length) const {
  return length >= 1 && length <= capacity_ && open_.size() < nests_ &&
         (open_.empty() || (length <= open_.back().missing &&
                            open_.front().inside < most_inside));
}

void sequencer::push_loop(const instruction &frep, std::size_t length,
                          std::uint32_t iterations_less_one) {
  entry made;
  made.operation.i = frep;
  made.operation.operand = iterations_less_one;
  made.length = length;
  if (!open_.empty())
    ++open_.front().inside;
  open_.push_back({entries_.size(), length});
  entries_.push_back(made);
}

void sequencer::push(const fp_operation &operation) {
  entry made;
  made.operation = operation;
  entries_.push_back(made);
  for (open_loop &o : open_)
    if (--o.missing == 0)
      entries_[o.at].end = entries_.size();
  while (!open_.empty() && open_.back().missing == 0)
    open_.pop_back();
}

void sequencer::drop_open() {
  if (open_.empty())
    return;
  open_.clear();
  active_.clear();
  repeats_ = false;
  forget();
}

const fp_operation *sequencer::find_head() {
  while (next_ < entries_.size() && entries_[next_].length != 0) {
    active_.push_back(
        {.at = next_,
         .left = std::uint64_t{entries_[next_].operation.operand} + 1,
         .stagger_max = stagger_max(entries_[next_].operation.i)});
    ++next_;
  }
  if (next_ == entries_.size())
    return nullptr;
  const fp_operation &plain = entries_[next_].operation;
  if (active_.empty() || active_.back().stagger == 0)
    return &plain;
  const std::uint32_t mask =
      stagger_mask(entries_[active_.back().at].operation.i);
  const std::uint32_t by = active_.back().stagger;
  staggered_ = plain;
  instruction &i = staggered_.i;
  // The accumulator of a packed operation is its rd.
  const bool accumulates =
      i.fmt == format::packed || i.fmt == format::replicated;
  if (mask & (accumulates ? 1 : 8))
    i.rs3 = shifted(i.rs3, by);
  if (mask & 1)
    i.rd = shifted(i.rd, by);
  if (mask & 2)
    i.rs1 = shifted(i.rs1, by);
  if (mask & 4)
    i.rs2 = shifted(i.rs2, by);
  staggered_.find_streams();
  return &staggered_;
}

// The last iteration of the innermost loop is done, and perhaps of those around
// it.
void sequencer::leave() {
  do
    active_.pop_back();
  while (!active_.empty() && next_ == entries_[active_.back().at].end &&
         active_.back().left == 1);
  repeats_ = std::any_of(active_.begin(), active_.end(),
                         [](const active_loop &loop) { return loop.repeats; });
  if (active_.empty())
    forget();
  else if (next_ == entries_[active_.back().at].end)
    restart(active_.back());
}

// Outside of loops: what is executed is not needed any more.
void sequencer::forget() {
  if (next_ == entries_.size()) {
    entries_.clear();
    next_ = 0;
    return;
  }
  if (next_ < most_executed)
    return;
  entries_.erase(entries_.begin(),
                 entries_.begin() + static_cast<std::ptrdiff_t>(next_));
  for (open_loop &o : open_)
    o.at -= next_;
  for (entry &e : entries_)
    if (e.end != 0)
      e.end -= next_;
  next_ = 0;
}

} // namespace seeker::iss
