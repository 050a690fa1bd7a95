// Turns changes of state into slices and counts into counters.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "chrome_trace.hpp"

#include "kernel_marks.hpp"
#include "run_report.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace seeker::sim {
namespace {

using nlohmann::json;

enum process : unsigned { kernels, harts, fp, dma_engine, the_link, host };
// More frames before the start are not shown.
constexpr std::size_t most_early = 100'000;
constexpr unsigned wait_none = 0, wait_barrier = 8;

// As JSON text, whatever bytes an image's names have.
std::string json_text(std::string_view text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

// Of cycles, which may be before the start.
std::string microseconds(std::uint64_t cycles) {
  const auto signed_cycles = static_cast<std::int64_t>(cycles);
  const std::uint64_t size = signed_cycles < 0 ? -cycles : cycles;
  return fmt::format("{}{}.{:03}", signed_cycles < 0 ? "-" : "", size / 1000,
                     size % 1000);
}

std::string head(const std::string &config) {
  return fmt::format(
      R"("displayTimeUnit":"ns","otherData":{{"producer":"seeker-sim",)"
      R"("configuration":{},"time":"1 cycle is 1 ns, 0 is the start",)"
      R"("shortest_slice_cycles":{},"counter_window_cycles":{}}})",
      json_text(config), shortest_slice, counter_window);
}

} // namespace

chrome_trace::chrome_trace(const std::filesystem::path &file,
                           const std::string &config, std::optional<plan> known,
                           const stall_counter &stalls)
    : file_(file, head(config)), plan_(std::move(known)), stalls_(stalls),
      to_soc_(
          [this](const std::string &name, std::uint64_t from,
                 std::uint64_t to) { passed(the_link, 0, name, from, to); }),
      from_soc_(
          [this](const std::string &name, std::uint64_t from,
                 std::uint64_t to) { passed(the_link, 1, name, from, to); }) {
  name_process(kernels, "kernels");
  name_track(kernels, 0, "kernels");
  name_track(kernels, 1, "barriers");
  name_process(harts, "harts: integer cores wait for");
  name_process(fp, "FP sides held up by");
  name_process(dma_engine, "DMA");
  name_track(dma_engine, 0, "transfers");
  name_process(the_link, "link");
  name_track(the_link, 0, "to the cluster");
  name_track(the_link, 1, "from the cluster");
  name_process(host, "host");
  name_track(host, 0, "host");
}

void chrome_trace::passed(unsigned process, unsigned track,
                          const std::string &name, std::uint64_t from,
                          std::uint64_t to) {
  if (started_)
    slice(process, track, name, from, to);
  else if (early_.size() < most_early)
    early_.push_back({process, track, name, from, to});
}

void chrome_trace::host_turns_to(std::string_view what, std::uint64_t cycle) {
  if (!host_does_.empty() && cycle != host_since_)
    passed(host, 0, std::string(host_does_), host_since_, cycle);
  host_does_ = what;
  host_since_ = cycle;
}

void chrome_trace::link(std::uint64_t cycle, bool to_soc,
                        std::span<const std::byte> bytes) {
  if (host_does_.empty())
    host_turns_to("brings program and tensors", cycle);
  (to_soc ? to_soc_ : from_soc_).pass(cycle, bytes);
}

chrome_trace::hart &chrome_trace::at(unsigned number) {
  while (number >= harts_.size()) {
    const auto next = static_cast<unsigned>(harts_.size());
    harts_.emplace_back();
    name_track(harts, next, fmt::format("hart {}", next));
    name_track(fp, next, fmt::format("FP {}", next));
  }
  return harts_[number];
}

void chrome_trace::name_process(unsigned process, std::string_view name) {
  file_.add(fmt::format(
      R"({{"ph":"M","name":"process_name","pid":{},"args":{{"name":{}}}}})",
      process, json_text(name)));
}

void chrome_trace::name_track(unsigned process, unsigned track,
                              std::string_view name) {
  file_.add(fmt::format(
      R"({{"ph":"M","name":"thread_name","pid":{},"tid":{},"args":{{"name":{}}}}})",
      process, track, json_text(name)));
}

void chrome_trace::slice(unsigned process, unsigned track,
                         std::string_view name, std::uint64_t from,
                         std::uint64_t to, std::string_view arguments) {
  file_.add(fmt::format(
      R"({{"ph":"X","name":{},"pid":{},"tid":{},"ts":{},"dur":{}{}}})",
      json_text(name), process, track, microseconds(from - origin_),
      microseconds(to - from), arguments));
}

void chrome_trace::start(std::uint64_t cycle) {
  if (!started_) {
    origin_ = cycle;
    started_ = true;
    dma_free_ = cycle;
    for (const early &one : early_)
      slice(one.process, one.track, one.name, one.from, one.to);
    early_.clear();
  }
  host_turns_to("watches", cycle);
  for (unsigned number = 0; number != harts_.size(); ++number) {
    hart &one = harts_[number];
    one.core.since = one.fp.since = cycle;
    one.fpu.window = (cycle - origin_) / counter_window;
    for (counter &port : one.ports)
      port.window = one.fpu.window;
  }
  dma_busy_ = dma_bytes_ = dma_count_ = 0;
}

void chrome_trace::leave_core(unsigned number, std::uint64_t cycle) {
  phase &now = harts_[number].core;
  if (now.what != wait_none && cycle - now.since >= shortest_slice)
    slice(harts, number, cause_name(fp_states + now.what), now.since, cycle);
  now.since = cycle;
}

void chrome_trace::leave_fp(unsigned number, std::uint64_t cycle) {
  phase &now = harts_[number].fp;
  if (now.what == fp_issue)
    count_fpu(number, now.since, cycle);
  else if (now.what != fp_empty && now.what != fp_memory &&
           cycle - now.since >= shortest_slice)
    slice(fp, number, cause_name(now.what), now.since, cycle);
  now.since = cycle;
}

void chrome_trace::wait(unsigned number, std::uint64_t cycle, unsigned cause) {
  hart &one = at(number);
  if (started_) {
    leave_core(number, cycle);
    if ((one.core.what == wait_barrier) != (cause == wait_barrier))
      barrier(cycle, cause == wait_barrier);
  }
  one.core.what = cause % fp_states;
}

void chrome_trace::fp_side(unsigned number, std::uint64_t cycle,
                           unsigned state) {
  hart &one = at(number);
  if (started_)
    leave_fp(number, cycle);
  one.fp.what = state % fp_states;
}

void chrome_trace::barrier(std::uint64_t cycle, bool waits) {
  if (waits) {
    if (at_barrier_++ == 0)
      barrier_since_ = cycle;
  } else if (at_barrier_ != 0 && --at_barrier_ == 0) {
    slice(kernels, 1, "barrier", barrier_since_, cycle);
  }
}

void chrome_trace::pass(counter &c, std::uint64_t cycle,
                        const std::function<void(const counter &)> &show) {
  const std::uint64_t window = (cycle - origin_) / counter_window;
  if (window == c.window)
    return;
  if (c.count != c.shown)
    show(c);
  c.shown = c.count;
  c.count = 0;
  if (window != c.window + 1 && c.shown != 0) { // then nothing happened
    ++c.window;
    show(c);
    c.shown = 0;
  }
  c.window = window;
}

void chrome_trace::show_fpu(unsigned number, const counter &c) {
  file_.add(fmt::format(
      R"({{"ph":"C","name":"FPU {}","pid":{},"ts":{},"args":{{"busy":{:.3f}}}}})",
      number, unsigned{fp}, microseconds(c.window * counter_window),
      static_cast<double>(c.count) / counter_window));
}

void chrome_trace::count_fpu(unsigned number, std::uint64_t from,
                             std::uint64_t to) {
  counter &c = harts_[number].fpu;
  const auto show = [&](const counter &now) { show_fpu(number, now); };
  while (from != to) {
    pass(c, from, show);
    const std::uint64_t end =
        std::min(to, origin_ + (c.window + 1) * counter_window);
    c.count += end - from;
    from = end;
  }
}

void chrome_trace::accessed(const access &a) {
  if (!started_)
    return;
  if (a.port == narrow_port) {
    if (!plan_ || !plan_->record)
      return;
    const auto mark = mark_of(a, *plan_->record);
    if (!mark)
      return;
    if (kernel_) {
      const auto [number, since] = *kernel_;
      slice(kernels, 0,
            number < plan_->kernels.size() ? plan_->kernels[number].name
                                           : fmt::format("kernel {}", number),
            since, a.cycle);
      kernel_.reset();
    }
    if (mark->begins)
      kernel_.emplace(mark->kernel, a.cycle);
    return;
  }
  hart &one = at(a.hart);
  if (a.port >= one.ports.size())
    return;
  counter &c = one.ports[a.port];
  pass(c, a.cycle, [&](const counter &now) {
    file_.add(fmt::format(
        R"({{"ph":"C","name":"L1 {} port {}","pid":{},"ts":{},"args":{{"accesses":{:.3f}}}}})",
        a.hart, a.port, unsigned{fp}, microseconds(now.window * counter_window),
        static_cast<double>(now.count) / counter_window));
  });
  ++c.count;
}

std::string_view chrome_trace::memory_of(std::uint32_t address) const {
  if (!plan_)
    return "";
  return plan_->offset(address) ? "L1" : "L3";
}

void chrome_trace::transferred(std::uint64_t cycle, const transfer &t) {
  if (started_)
    transfers_.push_back({cycle, t});
}

void chrome_trace::completed(std::uint64_t cycle, std::uint32_t id) {
  if (transfers_.empty())
    return;
  const pending one = transfers_.front();
  transfers_.pop_front();
  const transfer &t = one.asked;
  const std::uint64_t since = std::max(one.cycle, dma_free_);
  const std::uint64_t bytes = std::uint64_t{t.bytes} * t.rows;
  dma_free_ = cycle;
  dma_busy_ += cycle - since;
  dma_bytes_ += bytes;
  ++dma_count_;
  const std::string name = plan_ ? fmt::format("{} to {}", memory_of(t.source),
                                               memory_of(t.destination))
                                 : "copy";
  slice(dma_engine, 0, name, since, cycle,
        fmt::format(R"(,"args":{{"id":{},"bytes":{},"rows":{},"from":"{:#x}",)"
                    R"("to":"{:#x}","enqueued_ns":{}}})",
                    id, bytes, t.rows, t.source, t.destination,
                    one.cycle - origin_));
}

void chrome_trace::totals(std::uint64_t cycle) {
  const json arguments = {{"cycles", stalls_.cycles()},
                          {"harts", to_json(stalls_)},
                          {"dma",
                           {{"busy_cycles", dma_busy_},
                            {"bytes", dma_bytes_},
                            {"transfers", dma_count_}}}};
  file_.add(fmt::format(
      R"({{"ph":"i","s":"g","name":"totals","pid":{},"tid":0,"ts":{},"args":{}}})",
      unsigned{kernels}, microseconds(cycle - origin_), arguments.dump()));
}

void chrome_trace::done(std::uint64_t cycle, std::uint32_t value) {
  if (!started_ || value % 2 == 0) // a system call
    return;
  host_turns_to("fetches and brings", cycle);
  finish(cycle);
  totals(cycle);
  file_.flush();
}

std::string chrome_trace::finish(std::uint64_t cycle) {
  host_turns_to(host_does_, cycle);
  if (started_)
    for (unsigned number = 0; number != harts_.size(); ++number) {
      leave_core(number, cycle);
      leave_fp(number, cycle);
    }
  file_.flush();
  return file_.problem();
}

} // namespace seeker::sim
