// Planning instances of known optimum: a full rectangle cut into lifetimes by
// sizes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TESTS_COMPILER_L1_INSTANCES_H
#define SEEKER_TESTS_COMPILER_L1_INSTANCES_H

#include "seeker/L1/Planner.h"

#include <random>

namespace seeker::l1 {

/// What an instance is made of. `keep` is the share of blocks that stay, in
/// per cent; those that live at one chosen time all stay, so that the optimum
/// is `capacity` for every share.
struct InstanceSpec {
  const char *name;
  unsigned seed;
  size_t count;
  int64_t duration;
  int64_t capacity;
  int64_t grain; // sizes are multiples of it
  int keep;
};

/// Cuts the rectangle duration x capacity into `count` blocks, at random and
/// also in ways that no sequence of straight cuts makes, removes some, and
/// shuffles. The same on every machine.
inline std::vector<Buffer> makeInstance(const InstanceSpec &spec) {
  std::mt19937 random(spec.seed);
  auto pick = [&](int64_t low, int64_t high) {
    return low + static_cast<int64_t>(random() % (high - low + 1));
  };
  struct Rect {
    int64_t t0, t1, y0, y1;
  };
  std::vector<Rect> rects = {{0, spec.duration, 0, spec.capacity / spec.grain}};
  const size_t wanted = spec.count * 100 / spec.keep;
  for (size_t idle = 0; rects.size() < wanted && idle < 100'000; ++idle) {
    // The larger of two picks, so that sizes do not spread without end.
    auto area = [&](size_t i) {
      return (rects[i].t1 - rects[i].t0) * (rects[i].y1 - rects[i].y0);
    };
    size_t i = pick(0, rects.size() - 1), j = pick(0, rects.size() - 1);
    if (area(j) > area(i))
      i = j;
    const Rect r = rects[i];
    const int64_t width = r.t1 - r.t0, height = r.y1 - r.y0;
    if (width >= 4 && height >= 4 && pick(0, 2) == 0) {
      // A pinwheel of five.
      int64_t t1 = pick(r.t0 + 1, r.t1 - 2), t2 = pick(t1 + 1, r.t1 - 1);
      int64_t y1 = pick(r.y0 + 1, r.y1 - 2), y2 = pick(y1 + 1, r.y1 - 1);
      rects[i] = {t1, t2, y1, y2};
      rects.push_back({r.t0, t2, r.y0, y1});
      rects.push_back({t2, r.t1, r.y0, y2});
      rects.push_back({t1, r.t1, y2, r.y1});
      rects.push_back({r.t0, t1, y1, r.y1});
    } else if (width >= 2 && (height < 2 || pick(0, 1) == 0)) {
      int64_t t = pick(r.t0 + 1, r.t1 - 1);
      rects[i].t1 = t;
      rects.push_back({t, r.t1, r.y0, r.y1});
    } else if (height >= 2) {
      int64_t y = pick(r.y0 + 1, r.y1 - 1);
      rects[i].y1 = y;
      rects.push_back({r.t0, r.t1, y, r.y1});
    }
  }
  const int64_t full = pick(0, spec.duration - 1);
  std::vector<Buffer> buffers;
  for (const Rect &r : rects)
    if ((r.t0 <= full && full < r.t1) || pick(1, 100) <= spec.keep)
      buffers.push_back({"", r.t0, r.t1, (r.y1 - r.y0) * spec.grain, 1});
  for (size_t i = buffers.size(); i > 1; --i)
    std::swap(buffers[i - 1], buffers[pick(0, i - 1)]);
  for (size_t i = 0; i < buffers.size(); ++i)
    buffers[i].id = std::to_string(i);
  return buffers;
}

} // namespace seeker::l1

#endif // SEEKER_TESTS_COMPILER_L1_INSTANCES_H
