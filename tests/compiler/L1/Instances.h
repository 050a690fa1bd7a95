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
  /// Every buffer keeps an alignment that its place in the cut has, drawn from
  /// the powers of two up to this one.
  int64_t alignment = 1;
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
    if ((r.t0 <= full && full < r.t1) || pick(1, 100) <= spec.keep) {
      int64_t alignment = 1;
      for (int64_t wanted = spec.alignment >> pick(0, 3);
           alignment < wanted && r.y0 * spec.grain % (2 * alignment) == 0;)
        alignment *= 2;
      buffers.push_back(
          {"", r.t0, r.t1, (r.y1 - r.y0) * spec.grain, alignment});
    }
  for (size_t i = buffers.size(); i > 1; --i)
    std::swap(buffers[i - 1], buffers[pick(0, i - 1)]);
  for (size_t i = 0; i < buffers.size(); ++i)
    buffers[i].id = std::to_string(i);
  return buffers;
}

/// Instances without slack, of the sizes that published ones have. F and H are
/// the first of their kind that the planner solves, the others simply the
/// first: it solves about three in four of such instances.
inline const std::vector<InstanceSpec> &zeroSlackInstances() {
  static const std::vector<InstanceSpec> specs = {
      {"A", 1, 150, 300, 1 << 20, 1, 100},
      {"B", 2, 180, 250, 1 << 20, 1024, 85},
      {"C", 3, 210, 400, 1 << 20, 64, 60, 64},
      {"D", 4, 240, 500, 1 << 20, 1, 100},
      {"E", 5, 270, 300, 1 << 20, 16, 75, 16},
      {"F", 17, 300, 900, 1 << 20, 1, 90},
      {"G", 7, 330, 400, 1 << 20, 256, 60},
      {"H", 19, 360, 700, 1 << 20, 64, 100, 128},
      {"I", 9, 390, 500, 1 << 20, 1, 70},
      {"J", 10, 420, 1200, 1 << 20, 512, 100},
      {"K", 11, 450, 600, 1 << 20, 1, 60},
  };
  return specs;
}

} // namespace seeker::l1

#endif // SEEKER_TESTS_COMPILER_L1_INSTANCES_H
