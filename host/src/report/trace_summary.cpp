// Reads a trace event by event, so that long ones need not be held.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/trace_summary.hpp"

#include "seeker/base/blob.hpp"
#include "seeker/report/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace seeker::report {
namespace {

using nlohmann::json;

// The processes of a trace.
constexpr unsigned kernels_process = 0, harts_process = 1, fp_process = 2,
                   dma_process = 3;
constexpr std::uint64_t max_file_bytes = std::uint64_t{1} << 32;

const json &field(const json &object, const char *key) {
  static const json nothing;
  if (!object.is_object())
    return nothing;
  const auto found = object.find(key);
  return found == object.end() ? nothing : *found;
}

std::uint64_t whole(const json &object, const char *key) {
  const json &value = field(object, key);
  return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

/// Microseconds with three digits behind the point: a cycle is 1 ns.
std::uint64_t cycles(const json &event, const char *key) {
  const json &value = field(event, key);
  const double ns = value.is_number() ? value.get<double>() * 1000 : 0;
  return ns > 0 && ns < 0x1p62 ? static_cast<std::uint64_t>(std::llround(ns))
                               : 0;
}

std::string text(const json &object, const char *key) {
  const json &value = field(object, key);
  return value.is_string() ? value.get<std::string>() : "";
}

class reader {
public:
  explicit reader(trace_summary &made) : made_(made) {}

  void event(const json &one) {
    const std::string kind = text(one, "ph");
    const std::uint64_t process = whole(one, "pid");
    const std::uint64_t track = whole(one, "tid");
    if (kind == "i" && text(one, "name") == "totals") {
      totals(field(one, "args"));
    } else if (kind == "X" && process == kernels_process && track == 0) {
      made_.kernels.push_back(
          {text(one, "name"), cycles(one, "ts"), cycles(one, "dur"), 0, {}});
    } else if (kind == "X" &&
               (process == harts_process || process == fp_process)) {
      waits_.push_back({static_cast<std::uint32_t>(track),
                        process == fp_process, text(one, "name"),
                        cycles(one, "ts"), cycles(one, "dur"), ""});
    } else if (kind == "X" && process == dma_process) {
      transfers_.push_back(
          {cycles(one, "ts"), whole(field(one, "args"), "bytes")});
    }
  }

  void finish(std::size_t top) {
    std::sort(made_.kernels.begin(), made_.kernels.end(),
              [](const auto &a, const auto &b) { return a.begin < b.begin; });
    for (trace_summary::wait &one : waits_)
      if (trace_summary::kernel *in = kernel_at(one.begin)) {
        one.kernel = in->name;
        in->waits[one.cause] += one.cycles;
      }
    for (const auto &[begin, bytes] : transfers_)
      if (trace_summary::kernel *in = kernel_at(begin))
        in->dma_bytes += bytes;
    // Harts sleep before and after programs; nobody waits for that.
    std::erase_if(waits_, [](const trace_summary::wait &one) {
      return one.cause == "sleep" && one.kernel.empty();
    });
    top = std::min(top, waits_.size());
    std::partial_sort(waits_.begin(),
                      waits_.begin() + static_cast<std::ptrdiff_t>(top),
                      waits_.end(), [](const auto &a, const auto &b) {
                        return a.cycles != b.cycles ? a.cycles > b.cycles
                               : a.begin != b.begin ? a.begin < b.begin
                                                    : a.hart < b.hart;
                      });
    waits_.resize(top);
    made_.longest = std::move(waits_);
  }

private:
  void totals(const json &says) {
    trace_summary::run &one = made_.runs.emplace_back();
    one.cycles = whole(says, "cycles");
    for (const json &hart : field(says, "harts")) {
      auto &causes = one.harts.emplace_back();
      for (const auto &[cause, spent] : hart.items())
        if (spent.is_number_unsigned())
          causes[cause] = spent.get<std::uint64_t>();
    }
    const json &dma = field(says, "dma");
    one.dma_busy = whole(dma, "busy_cycles");
    one.dma_bytes = whole(dma, "bytes");
    one.dma_transfers = whole(dma, "transfers");
  }

  trace_summary::kernel *kernel_at(std::uint64_t cycle) {
    const auto behind = std::upper_bound(
        made_.kernels.begin(), made_.kernels.end(), cycle,
        [](std::uint64_t at, const auto &one) { return at < one.begin; });
    if (behind == made_.kernels.begin())
      return nullptr;
    trace_summary::kernel &found = *std::prev(behind);
    return cycle < found.begin + found.cycles ? &found : nullptr;
  }

  trace_summary &made_;
  std::vector<trace_summary::wait> waits_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> transfers_;
};

/// "barrier 1,200, dma_poll 900", the three that took most.
std::string most(const std::map<std::string, std::uint64_t> &waits) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(waits.begin(),
                                                            waits.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  sorted.resize(std::min<std::size_t>(sorted.size(), 3));
  std::string made;
  for (const auto &[cause, spent] : sorted)
    made +=
        fmt::format("{}{} {}", made.empty() ? "" : ", ", cause, grouped(spent));
  return made;
}

std::string kernel_table(const trace_summary &what) {
  table lines({{"kernel"},
               {"begins", table::align::right},
               {"cycles", table::align::right},
               {"DMA bytes", table::align::right},
               {"waits of all harts"}});
  for (const trace_summary::kernel &one : what.kernels)
    lines.add({one.name, grouped(one.begin), grouped(one.cycles),
               grouped(one.dma_bytes), most(one.waits)});
  return lines.empty() ? "" : lines.text();
}

std::string longest_table(const trace_summary &what) {
  table lines({{"longest waits"},
               {"cycles", table::align::right},
               {"from", table::align::right},
               {"kernel"}});
  for (const trace_summary::wait &one : what.longest)
    lines.add({fmt::format("{} {}: {}", one.fp_side ? "FP" : "hart", one.hart,
                           one.cause),
               grouped(one.cycles), grouped(one.begin), one.kernel});
  return lines.empty() ? "" : lines.text();
}

} // namespace

result<trace_summary> summarise_trace(std::span<const std::byte> content,
                                      std::string_view origin,
                                      std::size_t top) {
  trace_summary made;
  reader events(made);
  // Depth 2 is an element of "traceEvents"; it is dropped when it was looked
  // at.
  const auto look = [&](int depth, json::parse_event_t what, json &value) {
    if (depth != 2 || what != json::parse_event_t::object_end ||
        !value.contains("ph"))
      return true;
    events.event(value);
    return false;
  };
  const auto *begin = reinterpret_cast<const char *>(content.data());
  const json document = json::parse(begin, begin + content.size(), look, false);
  if (document.is_discarded())
    return fail(errc::format, "{} is no JSON", origin);
  const json &other = field(document, "otherData");
  if (text(other, "producer") != "seeker-sim" ||
      !field(document, "traceEvents").is_array())
    return fail(errc::format,
                "{} is no trace of seeker-sim, as `seeker run --trace` makes "
                "it",
                origin);
  made.configuration = text(other, "configuration");
  made.shortest = whole(other, "shortest_slice_cycles");
  events.finish(top);
  return made;
}

result<trace_summary> summarise_trace(const std::filesystem::path &file,
                                      std::size_t top) {
  const auto content = blob::map(file, max_file_bytes);
  if (!content)
    return content.error();
  return summarise_trace(content->span(), file.string(), top);
}

std::string to_text(const trace_summary &what) {
  std::string made = fmt::format("configuration {}\n", what.configuration);
  for (std::size_t i = 0; i < what.runs.size(); ++i) {
    const trace_summary::run &one = what.runs[i];
    made += fmt::format(
        "run {}   {} cycles; DMA {} bytes in {} transfers, busy {} cycles\n",
        i + 1, grouped(one.cycles), grouped(one.dma_bytes),
        grouped(one.dma_transfers), grouped(one.dma_busy));
    made += stall_table(one.harts);
  }
  made += kernel_table(what) + longest_table(what);
  if (what.runs.empty())
    made += "the program did not end while it was traced\n";
  if (!what.kernels.empty() && what.shortest > 1)
    made += fmt::format("kernels' waits are those of {} cycles and more\n",
                        what.shortest);
  return made;
}

json to_json(const trace_summary &what) {
  json made = {{"configuration", what.configuration},
               {"shortest_slice_cycles", what.shortest},
               {"runs", json::array()},
               {"kernels", json::array()},
               {"longest_waits", json::array()}};
  for (const trace_summary::run &one : what.runs)
    made["runs"].push_back({{"cycles", one.cycles},
                            {"harts", one.harts},
                            {"dma",
                             {{"busy_cycles", one.dma_busy},
                              {"bytes", one.dma_bytes},
                              {"transfers", one.dma_transfers}}}});
  for (const trace_summary::kernel &one : what.kernels)
    made["kernels"].push_back({{"name", one.name},
                               {"begin", one.begin},
                               {"cycles", one.cycles},
                               {"dma_bytes", one.dma_bytes},
                               {"waits", one.waits}});
  for (const trace_summary::wait &one : what.longest)
    made["longest_waits"].push_back({{"hart", one.hart},
                                     {"side", one.fp_side ? "fp" : "core"},
                                     {"cause", one.cause},
                                     {"begin", one.begin},
                                     {"cycles", one.cycles},
                                     {"kernel", one.kernel}});
  return made;
}

} // namespace seeker::report
