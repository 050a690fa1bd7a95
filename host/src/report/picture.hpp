// Pictures of pages: SVG that grows with what is drawn, and colours.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/report/suite_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

namespace seeker::report {

// As many as there are causes that matter; no two look the same.
inline constexpr std::array<std::string_view, 20> colours = {
    "#4c78a8", "#f58518", "#54a24b", "#e45756", "#72b7b2", "#eeca3b", "#b279a2",
    "#9d755d", "#ff9da6", "#79706e", "#1b3a5c", "#8c4a00", "#1f5c22", "#7a1219",
    "#2a6f6a", "#8a7300", "#5d2f53", "#9ecae9", "#b5e0a4", "#d8b5a5"};

inline std::string_view colour(std::size_t i) {
  return colours[i % colours.size()];
}

/// An SVG that grows with what is drawn.
class picture {
public:
  explicit picture(std::string name) : name_(std::move(name)) {}

  void box(double x, double y, double w, double h, std::string_view fill,
           const std::string &hint) {
    body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
                         "height=\"{:.1f}\" fill=\"{}\" stroke=\"#fff\" "
                         "stroke-width=\".5\"><title>{}</title></rect>",
                         x, y, std::max(w, 0.5), h, fill, escaped(hint));
    reach(x, y);
    reach(x + w, y + h);
  }
  void line(double x1, double y1, double x2, double y2,
            std::string_view stroke = "#888") {
    body_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" "
                         "y2=\"{:.1f}\" stroke=\"{}\"/>",
                         x1, y1, x2, y2, stroke);
    reach(std::max(x1, x2), std::max(y1, y2));
  }
  void dot(double x, double y, std::string_view fill, const std::string &hint) {
    body_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" "
                         "fill=\"{}\"><title>{}</title></circle>",
                         x, y, fill, escaped(hint));
    reach(x + 4, y + 4);
  }
  void text(double x, double y, const std::string &words,
            std::string_view anchor = "start") {
    body_ += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>", x, y,
        anchor, escaped(words));
    // Letters are narrower than this.
    const double width = 7 * static_cast<double>(words.size());
    const double begin = anchor == "start"    ? x
                         : anchor == "middle" ? x - width / 2
                                              : x - width;
    reach(begin, y - 11);
    reach(begin + width, y + 4);
  }
  std::string str() const {
    // A narrow window scrolls it: shrunk, its words could not be read.
    return fmt::format(
        "<div class=\"picture\"><svg role=\"img\" aria-label=\"{}\" "
        "viewBox=\"{:.0f} "
        "{:.0f} {:.0f} {:.0f}\" width=\"{:.0f}\">{}</svg></div>\n",
        escaped(name_), std::floor(left_), std::floor(top_),
        std::ceil(right_ - left_) + 2, std::ceil(bottom_ - top_) + 4,
        std::ceil(right_ - left_) + 2, body_);
  }

private:
  void reach(double x, double y) {
    left_ = std::min(left_, x);
    top_ = std::min(top_, y);
    right_ = std::max(right_, x);
    bottom_ = std::max(bottom_, y);
  }
  std::string name_, body_;
  double left_ = 0, top_ = 0, right_ = 10, bottom_ = 10;
};

} // namespace seeker::report
