// Several observers behind one: each hears the kinds of events it asked for.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Starts, ends and dumps go to all of them. Safe with models of several
// threads, whose events are told one at a time.
#pragma once

#include <mutex>
#include <vector>

#include "observe.hpp"

namespace seeker::sim {

class audience final : public observer {
public:
  // `who` outlives the model.
  void add(observer &who, unsigned details) {
    details_ |= details;
    all_.push_back(&who);
    if (details & instructions)
      instructions_.push_back(&who);
    if (details & accesses)
      accesses_.push_back(&who);
    if (details & operations)
      operations_.push_back(&who);
    if (details & states)
      states_.push_back(&who);
    if (details & links)
      links_.push_back(&who);
  }
  [[nodiscard]] unsigned details() const { return details_; }

  void dump(unsigned hart, std::uint64_t mcycle, std::uint32_t value) override {
    tell(all_, [&](observer &o) { o.dump(hart, mcycle, value); });
  }
  void start(std::uint64_t cycle) override {
    tell(all_, [&](observer &o) { o.start(cycle); });
  }
  void done(std::uint64_t cycle, std::uint32_t value) override {
    tell(all_, [&](observer &o) { o.done(cycle, value); });
  }
  void link(std::uint64_t cycle, bool to_soc,
            std::span<const std::byte> bytes) override {
    tell(links_, [&](observer &o) { o.link(cycle, to_soc, bytes); });
  }
  void retire(unsigned hart, std::uint64_t cycle, std::uint32_t pc,
              std::uint32_t instruction) override {
    tell(instructions_,
         [&](observer &o) { o.retire(hart, cycle, pc, instruction); });
  }
  void write_x(unsigned hart, std::uint64_t cycle, unsigned rd,
               std::uint32_t value) override {
    tell(instructions_,
         [&](observer &o) { o.write_x(hart, cycle, rd, value); });
  }
  void write_f(unsigned hart, std::uint64_t cycle, unsigned rd,
               std::uint64_t value) override {
    tell(instructions_,
         [&](observer &o) { o.write_f(hart, cycle, rd, value); });
  }
  void trap(unsigned hart, std::uint64_t cycle, std::uint32_t pc,
            std::uint32_t cause, std::uint32_t value) override {
    tell(instructions_,
         [&](observer &o) { o.trap(hart, cycle, pc, cause, value); });
  }
  void accessed(const access &a) override {
    tell(accesses_, [&](observer &o) { o.accessed(a); });
  }
  void dma(std::uint64_t cycle, bool write, std::uint32_t line,
           std::uint64_t strobes) override {
    tell(accesses_, [&](observer &o) { o.dma(cycle, write, line, strobes); });
  }
  void transferred(std::uint64_t cycle, const transfer &t) override {
    tell(accesses_, [&](observer &o) { o.transferred(cycle, t); });
  }
  void completed(std::uint64_t cycle, std::uint32_t id) override {
    tell(accesses_, [&](observer &o) { o.completed(cycle, id); });
  }
  void fpu(unsigned hart, std::uint64_t cycle, unsigned operation) override {
    tell(operations_, [&](observer &o) { o.fpu(hart, cycle, operation); });
  }
  void wait(unsigned hart, std::uint64_t cycle, unsigned cause) override {
    tell(states_, [&](observer &o) { o.wait(hart, cycle, cause); });
  }
  void fp_side(unsigned hart, std::uint64_t cycle, unsigned state) override {
    tell(states_, [&](observer &o) { o.fp_side(hart, cycle, state); });
  }

private:
  template <class Call>
  void tell(const std::vector<observer *> &whom, const Call &call) {
    const std::lock_guard guard(one_at_a_time_);
    for (observer *one : whom)
      call(*one);
  }

  std::mutex one_at_a_time_;
  unsigned details_ = nothing_more;
  std::vector<observer *> all_, instructions_, accesses_, operations_, states_,
      links_;
};

} // namespace seeker::sim
