// Patterns, jobs and data of a stream semantic register.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/iss/stream.hpp"

#include <algorithm>
#include <cstring>

namespace seeker::iss {
namespace {

constexpr std::uint32_t repeat_mask = 0xF;
constexpr std::uint32_t bound_mask = 0x1FFFF;
constexpr std::uint32_t word_mask = ~7u;
constexpr std::uint32_t index_config_mask = 0xFF03; // shift, size

// Bits of STATUS.
constexpr std::uint32_t status_done = 1u << 31;
constexpr std::uint32_t status_write = 1u << 30;
constexpr std::uint32_t status_loops = 28;
constexpr std::uint32_t status_indirect = 1u << 27;

} // namespace

void stream::write(std::uint32_t number, std::uint32_t value) {
  if (number >= start && number < registers) {
    if (!(number & 8) && !indirect_)
      return;
    job made;
    made.shape = next_;
    made.loops = (number & 3) + 1;
    made.writes = number & 4;
    made.indirect = !(number & 8);
    made.pointer = value & mask_;
    waiting_ = made;
    advance_jobs();
    return;
  }
  if (number == repeat)
    next_.repeat = value & repeat_mask;
  else if (number >= bound && number < bound + 4)
    next_.bounds[number - bound] = value & bound_mask;
  else if (number >= stride && number < stride + 4)
    next_.strides[number - stride] = value & word_mask & mask_;
  else if (number == index_config && indirect_)
    next_.index_config = value & index_config_mask;
  else if (number == index_base && indirect_)
    next_.index_base = value & mask_;
}

std::uint32_t stream::read(std::uint32_t number) const {
  if (number == repeat)
    return next_.repeat;
  if (number >= bound && number < bound + 4)
    return next_.bounds[number - bound];
  if (number >= stride && number < stride + 4)
    return next_.strides[number - stride];
  if (number == index_config)
    return next_.index_config;
  if (number == index_base)
    return next_.index_base;
  if (number != status &&
      (number < start || number >= registers || (!(number & 8) && !indirect_)))
    return 0;
  const job &shown = running_ ? *running_ : last_;
  return (running_ || waiting_ ? 0 : status_done) |
         (shown.writes ? status_write : 0) | (shown.loops - 1) << status_loops |
         (shown.indirect ? status_indirect : 0) | shown.pointer;
}

// Moves on by one datum; false at the job's end.
bool stream::advance(job &j) const {
  for (std::uint32_t loop = 0; loop < j.loops; ++loop) {
    if (j.at[loop] == j.shape.bounds[loop]) {
      j.at[loop] = 0;
      continue;
    }
    if (loop == 0) {
      advance_innermost(j);
    } else {
      ++j.at[loop];
      j.pointer = (j.pointer + j.shape.strides[loop]) & mask_;
    }
    return true;
  }
  return false;
}

// Lets the waiting job run when its time has come, and read jobs fetch.
void stream::advance_jobs() {
  while (true) {
    if (!running_ && waiting_ && !(waiting_->writes && fetched_ != 0)) {
      running_ = waiting_;
      waiting_.reset();
    }
    if (!running_ || running_->writes)
      return;
    if (fetched_ == credits_) {
      quick_steps_ = running_->shape.bounds[0] - running_->at[0];
      return;
    }
    datum &into = fifo_[(first_ + fetched_++) % most_credits];
    std::memcpy(&into.value, word(offset_of(*running_)), 8);
    into.times = running_->shape.repeat + 1;
    step();
  }
}

// The job that runs has dealt with a datum.
void stream::step() {
  if (advance(*running_))
    return;
  last_ = *running_;
  running_.reset();
}

std::uint32_t stream::push(std::uint64_t value) {
  job &j = *running_;
  const std::uint32_t offset = offset_of(j) & word_mask & mask_;
  std::memcpy(tcdm_.data() + offset, &value, 8);
  if (j.at[0] != j.shape.bounds[0]) { // the job goes on
    advance_innermost(j);
    return offset;
  }
  step();
  advance_jobs();
  return offset;
}

} // namespace seeker::iss
