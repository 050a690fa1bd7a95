// Draws a run's page.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/html.hpp"

#include "picture.hpp"
#include "seeker/report/explain.hpp"
#include "seeker/report/format.hpp"
#include "seeker/report/suite_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace seeker::report {
namespace {

using nlohmann::json;

constexpr std::string_view style = R"(
body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em;color:#222;padding:0 1em}
h1{font-size:1.4em}h2{font-size:1.1em;margin-top:2em;border-bottom:1px solid #ddd}
.verdict{display:inline-block;padding:.2em .8em;border-radius:.3em;color:#fff;background:#b3261e}
.PASS{background:#1e7d32}
table{border-collapse:collapse}td,th{padding:.15em .8em .15em 0;text-align:left;vertical-align:top}.identity td{overflow-wrap:anywhere}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.picture{overflow-x:auto}svg{display:block}svg text{font:11px system-ui,sans-serif;fill:#222}
li,p,h1,summary{overflow-wrap:anywhere}code{background:#f3f3f3;padding:0 .2em}
nav a{margin-right:1em}summary{cursor:pointer}
)";

const json &field(const json &object, const std::string &key) {
  static const json nothing;
  if (!object.is_object())
    return nothing;
  const auto found = object.find(key);
  return found == object.end() ? nothing : *found;
}

double number(const json &object, const std::string &key) {
  const json &value = field(object, key);
  return value.is_number() ? value.get<double>() : 0;
}

std::string shown(const json &value) {
  if (value.is_string())
    return escaped(value.get<std::string>());
  if (value.is_number_integer() && value >= 0)
    return grouped(value.get<std::uint64_t>());
  if (value.is_number())
    return fmt::format("{:.4g}", value.get<double>());
  return value.is_null() ? "" : escaped(value.dump());
}

struct section {
  std::string name; // of its anchor
  std::string title;
  std::string body; // nothing: left out
};

/// What is there, behind links to it.
std::string sections(const std::vector<section> &all) {
  std::string links, made;
  for (const section &one : all) {
    if (one.body.empty())
      continue;
    links += fmt::format("<a href=\"#{}\">{}</a>\n", one.name, one.title);
    made +=
        fmt::format("<h2 id=\"{}\">{}</h2>\n{}", one.name, one.title, one.body);
  }
  return links.empty() ? "" : "<nav>" + links + "</nav>\n" + made;
}

std::string identity(const json &report) {
  std::string rows;
  const auto add = [&](std::string_view what, const std::string &value) {
    if (!value.empty())
      rows += fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", what, value);
  };
  add("model", shown(field(report, "model")));
  add("image", shown(field(field(report, "image"), "file")));
  add("sha256", shown(field(field(report, "image"), "sha256")));
  add("target", shown(field(report, "target")));
  add("configuration",
      shown(field(field(report, "configuration"), "name")) + " " +
          shown(field(field(report, "configuration"), "hash")));
  add("cycles", shown(field(report, "cycles")));
  add("predicted", shown(field(report, "predicted_cycles")));
  add("made by", shown(field(report, "producer")));
  return "<table class=\"identity\">" + rows + "</table>\n";
}

std::string notes(const json &report) {
  std::string made;
  for (const json &one : field(report, "notes"))
    made += "<li>" + shown(one) + "</li>\n";
  const json &cause = field(field(report, "error"), "message");
  if (!cause.is_null())
    made += "<li>" + shown(cause) + "</li>\n";
  return made.empty() ? "" : "<ul>" + made + "</ul>\n";
}

/// Horizontal bars, each a share of the longest.
std::string kernels(const json &report) {
  const json &all = field(report, "kernels");
  if (!all.is_array() || all.empty())
    return "";
  double most = 1;
  for (const json &one : all)
    most = std::max(most, number(one, "cycles"));
  picture made("cycles by kernel");
  double y = 0;
  for (const json &one : all) {
    const double cycles = number(one, "cycles");
    const std::string name = field(one, "name").is_string()
                                 ? field(one, "name").get<std::string>()
                                 : "";
    made.box(0, y, 400 * cycles / most, 18, colour(0), name);
    made.text(408, y + 13,
              fmt::format("{} {}", grouped(static_cast<std::uint64_t>(cycles)),
                          name));
    y += 22;
  }
  return made.str();
}

/// When each kernel ran; nothing where that is not known.
std::string timeline(const json &report) {
  const json &all = field(report, "kernels");
  if (!all.is_array())
    return "";
  double first = 0, last = 0;
  bool any = false;
  for (const json &one : all) {
    if (!field(one, "begin").is_number())
      return "";
    const double begin = number(one, "begin");
    first = any ? std::min(first, begin) : begin;
    last = std::max(last, begin + number(one, "cycles"));
    any = true;
  }
  if (last <= first)
    return "";
  picture made("kernels over time");
  const auto x = [&](double at) { return 560 * (at - first) / (last - first); };
  double y = 0;
  std::size_t i = 0;
  for (const json &one : all) {
    const double begin = number(one, "begin"), cycles = number(one, "cycles");
    const std::string name = field(one, "name").is_string()
                                 ? field(one, "name").get<std::string>()
                                 : "";
    made.box(x(begin), y, x(begin + cycles) - x(begin), 14, colour(i++),
             fmt::format("{}: {} cycles from {}", name,
                         grouped(static_cast<std::uint64_t>(cycles)),
                         grouped(static_cast<std::uint64_t>(begin - first))));
    // Beside the bar, on the side where there is room.
    const bool left = x(begin) > 280;
    made.text(left ? x(begin) - 4 : x(begin + cycles) + 4, y + 11, name,
              left ? "end" : "start");
    y += 17;
  }
  made.line(0, y + 2, 560, y + 2);
  made.text(0, y + 15, "0");
  made.text(560, y + 15,
            grouped(static_cast<std::uint64_t>(last - first)) + " cycles",
            "end");
  return made.str();
}

/// What cycles went on, a bar a hart; else the FPUs' use.
std::string cores(const json &report) {
  const json &stalls = field(report, "stalls");
  const json &use = field(report, "fpu_utilisation");
  picture made("what each core's cycles went on");
  double y = 0;
  if (stalls.is_object() && !stalls.empty()) {
    std::map<std::string, double> causes;
    for (const auto &[hart, spent] : stalls.items())
      for (const auto &[cause, cycles] : spent.items())
        causes[cause] += number(spent, cause);
    std::vector<std::string> order;
    for (const auto &[cause, cycles] : causes)
      order.push_back(cause);
    std::sort(order.begin(), order.end(), [&](const auto &a, const auto &b) {
      return causes[a] != causes[b] ? causes[a] > causes[b] : a < b;
    });
    for (const auto &[hart, spent] : stalls.items()) {
      double whole = 0;
      for (const std::string &cause : order)
        whole += number(spent, cause);
      made.text(0, y + 13, "hart " + hart);
      double x = 50;
      for (std::size_t i = 0; i < order.size() && whole > 0; ++i) {
        const double share = number(spent, order[i]) / whole;
        if (share <= 0)
          continue;
        made.box(x, y, 500 * share, 18, colour(i),
                 fmt::format("{}: {:.1f} %", order[i], 100 * share));
        x += 500 * share;
      }
      y += 22;
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      const double at = 50 + 170 * static_cast<double>(i % 3);
      made.box(at, y + 6, 10, 10, colour(i), order[i]);
      made.text(at + 14, y + 15, order[i]);
      y += i % 3 == 2 ? 18 : 0;
    }
    return made.str();
  }
  if (!use.is_object() || use.empty())
    return "";
  for (const auto &[hart, share] : use.items()) {
    const double part = share.is_number() ? share.get<double>() : 0;
    made.text(0, y + 13, "hart " + hart);
    made.box(50, y, 500, 18, "#eee", "other");
    made.box(50, y, 500 * std::clamp(part, 0.0, 1.0), 18, colour(0), "FPU");
    made.text(558, y + 13, fmt::format("{:.1f} % FPU", 100 * part));
    y += 22;
  }
  return made.str();
}

std::string roofline(const json &report) {
  const json &where = field(report, "roofline");
  if (!where.is_object())
    return "";
  const double fpus = number(where, "fpus");
  const double width = number(where, "dma_bytes_per_cycle");
  const double intensity = number(where, "operations_per_byte");
  const double reached = number(where, "operations_per_cycle");
  if (!(fpus > 0 && width > 0 && intensity > 0 && reached > 0))
    return "";
  // Both axes are logarithmic, around the ridge and the point.
  const double ridge = fpus / width;
  const double left = std::log2(std::min(ridge, intensity)) - 1;
  const double right = std::log2(std::max(ridge, intensity)) + 1;
  const double top = std::log2(fpus) + 0.5;
  const double bottom =
      std::min(std::log2(reached), std::log2(std::exp2(left) * width)) - 0.5;
  const auto x = [&](double value) {
    return 40 + 500 * (std::log2(value) - left) / (right - left);
  };
  const auto y = [&](double value) {
    return 10 + 220 * (top - std::log2(value)) / (top - bottom);
  };
  picture made("roofline");
  made.line(40, 230, 540, 230);
  made.line(40, 10, 40, 230);
  made.line(x(std::exp2(left)), y(std::exp2(left) * width), x(ridge), y(fpus),
            "#e45756");
  made.line(x(ridge), y(fpus), 540, y(fpus), "#e45756");
  made.text(544, y(fpus) + 4, fmt::format("{:.0f} FPUs", fpus));
  made.dot(x(intensity), y(reached), colour(0),
           fmt::format("{:.3f} operations a cycle at {:.3f} operations a byte; "
                       "the roof is {:.3f}",
                       reached, intensity, number(where, "roof")));
  // Powers of 2 along both axes.
  for (double at = std::ceil(left); at <= right; ++at) {
    made.line(x(std::exp2(at)), 230, x(std::exp2(at)), 234);
    made.text(x(std::exp2(at)), 245, fmt::format("{:g}", std::exp2(at)),
              "middle");
  }
  for (double at = std::ceil(bottom); at <= top; ++at) {
    made.line(36, y(std::exp2(at)), 40, y(std::exp2(at)));
    made.text(32, y(std::exp2(at)) + 4, fmt::format("{:g}", std::exp2(at)),
              "end");
  }
  made.text(40, 262, "FPU operations a byte that the DMA moves");
  made.text(48, 14, "FPU operations a cycle");
  made.text(x(intensity) + 8, y(reached) + 4,
            fmt::format("{:.2f} of {:.2f}", reached, number(where, "roof")));
  return made.str();
}

std::string l1(const json &kernels) {
  std::string made;
  if (!kernels.is_array())
    return made;
  for (const json &kernel : kernels) {
    const json &buffers = field(kernel, "buffers");
    const double budget = number(kernel, "budget_bytes");
    if (!buffers.is_array() || buffers.empty() || budget <= 0)
      continue;
    // From the kernel's own first step to its last.
    double since = std::numeric_limits<double>::max(), until = 0, used = 1;
    for (const json &one : buffers) {
      used = std::max(used, number(one, "end"));
      if (const json &live = field(one, "live");
          live.is_array() && live.size() == 2 && live[0].is_number() &&
          live[1].is_number()) {
        since = std::min(since, live[0].get<double>());
        until = std::max(until, live[1].get<double>());
      }
    }
    if (until <= since)
      continue;
    picture drawn("L1 over time");
    // What is used fills the picture, however little it is; how little, the
    // bar on the left shows.
    constexpr double height = 160;
    const double share = std::min(used / budget, 1.0);
    drawn.box(-14, 0, 8, height, "#ddd", "all of L1 for buffers");
    drawn.box(-14, 0, 8, std::max(height * share, 1.0), "#555",
              fmt::format("used: {:.1f} %", 100 * share));
    drawn.box(0, 0, 500, height, "#f3f3f3", "free");
    std::size_t i = 0;
    for (const json &one : buffers) {
      const json &live = field(one, "live");
      if (!live.is_array() || live.size() != 2 || !live[0].is_number() ||
          !live[1].is_number() || !field(one, "offset").is_number())
        continue;
      const double from = live[0].get<double>(), to = live[1].get<double>();
      const double begin = number(one, "offset"), end = number(one, "end");
      const double x = 500 * (from - since) / (until - since);
      const double w = 500 * (to - from) / (until - since);
      const double y = height * begin / used;
      const double h = height * (end - begin) / used;
      const std::string name = field(one, "name").is_string()
                                   ? field(one, "name").get<std::string>()
                                   : "";
      drawn.box(x, y, w, std::max(h, 1.0), colour(i),
                fmt::format("{}: {} bytes at {}", name,
                            static_cast<std::uint64_t>(end - begin),
                            static_cast<std::uint64_t>(begin)));
      const double label = 12 * static_cast<double>(i) + 10;
      drawn.box(512, label - 8, 8, 8, colour(i), name);
      drawn.text(524, label, name);
      ++i;
    }
    drawn.text(0, -6, "byte 0");
    drawn.text(
        0, height + 14,
        fmt::format("byte {}", grouped(static_cast<std::uint64_t>(used))));
    drawn.text(500, height + 14, "time: steps of the schedule", "end");
    // A network's many are folded but for the first.
    made += fmt::format(
        "<details{}><summary><code>{}</code>: {} of {} bytes</summary>\n{}"
        "</details>\n",
        made.empty() ? " open" : "", shown(field(kernel, "name")),
        shown(field(kernel, "need_bytes")),
        shown(field(kernel, "budget_bytes")), drawn.str());
  }
  return made;
}

std::string phases(const json &report) {
  std::string rows;
  for (const json &one : field(report, "phases"))
    rows +=
        fmt::format("<tr><td>{}</td><td class=n>{}</td><td class=n>{}</td>"
                    "<td class=n>{:.3f}</td></tr>\n",
                    shown(field(one, "name")), shown(field(one, "bytes")),
                    shown(field(one, "skipped_bytes")), number(one, "seconds"));
  if (rows.empty())
    return "";
  return "<table><tr><th>phase</th><th class=n>bytes</th><th class=n>already "
         "there</th><th class=n>seconds</th></tr>\n" +
         rows + "</table>\n";
}

std::string judged(const json &report) {
  std::string made;
  for (const json &one : field(report, "judged")) {
    made +=
        fmt::format("<p><code>{}</code>: {} of {} elements differ",
                    shown(field(one, "name")), shown(field(one, "differing")),
                    shown(field(one, "elements")));
    if (const json &kernel = field(one, "kernel"); kernel.is_string())
      made += fmt::format(", made by kernel <code>{}</code>", shown(kernel));
    const json &first = field(one, "first_difference");
    if (first.is_object())
      made += fmt::format(
          "; first at {}{}: got {}, golden {}", shown(field(first, "index")),
          field(first, "core").is_number()
              ? ", core " + shown(field(first, "core"))
              : "",
          shown(field(first, "got")), shown(field(first, "golden")));
    made += "</p>\n";
    const json &histogram = field(one, "ulp_histogram");
    if (!histogram.is_array() || histogram.empty())
      continue;
    double most = 1;
    for (const json &bin : histogram)
      most = std::max(most, number(bin, "elements"));
    picture drawn("elements by ulps");
    double y = 0;
    for (const json &bin : histogram) {
      const std::string from = shown(field(bin, "from"));
      drawn.text(90, y + 11, (y > 0 ? "from " : "") + from + " ulps", "end");
      drawn.box(96, y, 300 * number(bin, "elements") / most, 14, colour(2),
                from);
      drawn.text(400, y + 11, shown(field(bin, "elements")));
      y += 17;
    }
    made += drawn.str();
  }
  return made;
}

std::string past_runs(const std::vector<history::entry> &past) {
  if (past.empty())
    return "";
  std::uint64_t most = 1;
  for (const history::entry &one : past)
    most = std::max(most, one.cycles.value_or(0));
  picture made("cycles of earlier runs");
  made.line(0, 100, 600, 100);
  const double step = 600 / static_cast<double>(past.size());
  for (std::size_t i = 0; i < past.size(); ++i) {
    const history::entry &one = past[i];
    const double height = 96 * static_cast<double>(one.cycles.value_or(0)) /
                          static_cast<double>(most);
    made.box(step * static_cast<double>(i), 100 - height,
             std::min(step - 1, 30.0), height,
             one.verdict == "PASS" ? "#54a24b" : "#e45756",
             fmt::format("{} {} cycles, image {:.12}", one.verdict,
                         grouped(one.cycles.value_or(0)), one.image_sha256));
  }
  made.text(
      0, 114,
      fmt::format("{} runs, at most {} cycles", past.size(), grouped(most)));
  return made.str();
}

std::string hang(const json &report) {
  const json &what = field(report, "hang");
  if (!what.is_object())
    return "";
  std::string rows;
  for (const json &one : field(what, "harts"))
    rows += fmt::format(
        "<tr><td class=n>{}</td><td><code>0x{:08x}</code></td><td>{}</td>"
        "<td>{}</td><td class=n>{}</td></tr>\n",
        shown(field(one, "hart")),
        static_cast<std::uint64_t>(number(one, "pc")),
        shown(field(one, "state")), shown(field(one, "wait")),
        shown(field(one, "quiet_cycles")));
  return "<p>" + shown(field(what, "reason")) +
         "</p>\n<div "
         "class=\"picture\"><table><tr><th>hart</th><th>pc</th><th>state</"
         "th><th>waits "
         "for</th><th class=n>quiet cycles</th></tr>\n" +
         rows + "</table></div>\n";
}

/// The kernels one after the other, each as long as predicted.
json as_predicted(const json &explained) {
  json made = json::array();
  double begin = 0;
  for (const json &one : field(explained, "kernels")) {
    const double cycles = number(one, "predicted_cycles");
    made.push_back(
        {{"name", field(one, "name")}, {"cycles", cycles}, {"begin", begin}});
    begin += cycles;
  }
  return {{"kernels", made}};
}

std::string tile_choices(const json &explained) {
  std::string rows;
  for (const json &one : field(explained, "kernels")) {
    double moved = 0;
    for (const json &transfer : field(one, "transfers"))
      moved += number(transfer, "bytes") * number(transfer, "times");
    const json &tiles = field(one, "tiles");
    rows += fmt::format(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td class=n>{}</td><td "
        "class=n>{}</td><td class=n>{}</td><td class=n>{}</td></tr>\n",
        shown(field(one, "name")), shown(field(tiles, "l1")),
        shown(field(tiles, "order")),
        field(tiles, "dual_buffer") == true
            ? field(tiles, "buffers").is_number()
                  ? shown(field(tiles, "buffers"))
                  : "2"
            : "1",
        shown(field(one, "need_bytes")),
        grouped(static_cast<std::uint64_t>(moved)),
        shown(field(one, "predicted_cycles")));
  }
  return rows.empty() ? ""
                      : "<div class=\"picture\"><table><tr><th>kernel</th>"
                        "<th>tiles</th><th>order</th><th class=n>buffers</th>"
                        "<th class=n>L1 bytes</th><th class=n>bytes moved</th>"
                        "<th class=n>predicted cycles</th></tr>\n" +
                            rows + "</table></div>\n";
}

std::string page(const std::string &title, const std::string &verdict,
                 bool is_good, const std::string &body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<title>{0} {1}</title><style>{2}</style></head><body>\n"
      "<h1>{1} <span class=\"verdict {3}\">{0}</span></h1>\n{4}"
      "</body></html>\n",
      verdict, title, style, is_good ? "PASS" : "", body);
}

} // namespace

std::string to_html(const json &report, const json &manifest_kernels,
                    const std::vector<history::entry> &past) {
  const std::string verdict = shown(field(report, "verdict"));
  return page(
      shown(field(report, "model")), verdict, verdict == "PASS",
      identity(report) + notes(report) +
          sections({{"hang", "Hang", hang(report)},
                    {"kernels", "Cycles by kernel", kernels(report)},
                    {"timeline", "Kernels over time", timeline(report)},
                    {"cores", "What each core's cycles went on", cores(report)},
                    {"roofline", "Roofline", roofline(report)},
                    {"l1", "L1 over time", l1(manifest_kernels)},
                    {"golden", "Golden values", judged(report)},
                    {"phases", "Phases", phases(report)},
                    {"history", "History", past_runs(past)}}));
}

std::string to_plan_html(const std::string &model, const json &explained) {
  const bool fits = all_fit(explained);
  const json predicted = as_predicted(explained);
  return page(
      escaped(model), fits ? "fits into L1" : "does not fit into L1", fits,
      sections({{"tiles", "Tiles", tile_choices(explained)},
                {"kernels", "Predicted cycles by kernel", kernels(predicted)},
                {"timeline", "Kernels over time", timeline(predicted)},
                {"l1", "L1 over time", l1(field(explained, "kernels"))},
                {"explanation", "Explanation",
                 "<div class=\"picture\"><pre>" +
                     escaped(explain_text(explained)) + "</pre></div>\n"}}));
}

} // namespace seeker::report
