// The text of an explanation answers the questions of the kernel that is too
// big to fit.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/explain.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using nlohmann::json;

/// 1x1200 += 1x400 * (1200x400)^T in tiles of [0, 240, 80], 100,000 B of L1.
json too_big() {
  return json::parse(R"({"kernels": [{
    "name": "matvec", "fits": false, "budget_bytes": 100000,
    "need_bytes": 163840, "lower_bound_bytes": 163840,
    "tiles": {"l1": [0, 240, 80], "order": [0, 2, 1], "dual_buffer": false},
    "buffers": [
      {"name": "acc", "role": "accumulator", "operand": 3, "shape": [1, 1200],
       "dtype": "f64", "bytes": 9600, "offset": 0, "end": 9600,
       "alignment": 64, "row_pitch_bytes": 9600, "live": [0, 9], "copies": 1,
       "l3_bytes": 9600, "location": "matvec.mlir:8:14",
       "reason": "K runs outside N: all partial sums live"},
      {"name": "x", "role": "input", "operand": 0, "shape": [1, 80],
       "dtype": "f64", "bytes": 640, "offset": 9600, "end": 10240,
       "alignment": 64, "row_pitch_bytes": 640, "live": [1, 4], "copies": 1,
       "l3_bytes": 3200, "location": "matvec.mlir:8:14",
       "reason": "copied in by DMA"},
      {"name": "w", "role": "input", "operand": 1, "shape": [240, 80],
       "dtype": "f64", "bytes": 153600, "offset": null, "end": null,
       "alignment": 64, "row_pitch_bytes": 640, "live": [2, 4], "copies": 1,
       "l3_bytes": 3840000, "location": "matvec.mlir:8:14",
       "reason": "copied in by DMA"}],
    "views": [{"of": "acc", "shape": [1, 240], "strides": [1200, 1],
      "location": "matvec.mlir:8:14", "reason": "the output tile is a slice of the resident accumulator"}],
    "not_allocated": [{"shape": [1, 240], "location": "matvec.mlir:8:14",
      "reason": "no buffer: a slice of acc"}],
    "transfers": [
      {"buffer": "x", "direction": "in", "bytes": 640, "times": 5, "tensor": "x"},
      {"buffer": "w", "direction": "in", "bytes": 153600, "times": 25, "tensor": "w"}],
    "proof": {"disjoint": "proven"},
    "predicted_cycles": 77000,
    "suggestions": [
      {"l1": [0, 40, 100], "order": [2, 0, 1], "dual_buffer": true,
       "need_bytes": 74432, "predicted_cycles": 70000},
      {"l1": [0, 80, 80], "order": [0, 2, 1], "dual_buffer": false,
       "need_bytes": 80640, "predicted_cycles": 99000}]}]})");
}

TEST(Explain, WholeText) {
  EXPECT_EQ(report::explain_text(too_big()),
            R"(kernel matvec: DOES NOT FIT
  tiles   l1 = [0, 240, 80], order = [0, 2, 1], single-buffered
  L1      needs 163,840 B of 100,000 B: 63,840 B too much; no layout needs less than 163,840 B
  cause   w (240x80 f64, operand 1) alone has 153,600 B, 53,600 B more than the budget: no layout can save this tiling
  cycles  77,000 predicted

  Buffers in L1, and why each exists
    buffer  role         operand    shape         bytes    offset - end  pitch  copies  live    bytes in L3
    acc     accumulator  operand 3  1x1200 f64    9,600       0 - 9,600  9,600       1  [0, 9]        9,600
    x       input        operand 0  1x80 f64        640  9,600 - 10,240    640       1  [1, 4]        3,200
    w       input        operand 1  240x80 f64  153,600      not placed    640       1  [2, 4]    3,840,000
    acc: K runs outside N: all partial sums live  (matvec.mlir:8:14)
    x: copied in by DMA  (matvec.mlir:8:14)
    w: copied in by DMA  (matvec.mlir:8:14)

  Tiles and values without a buffer of their own, and why
    1x240: no buffer: a slice of acc  (matvec.mlir:8:14)

  Views: parts of buffers that the cores work on
    1x240 with strides [1200, 1] of acc: the output tile is a slice of the resident accumulator  (matvec.mlir:8:14)

  DMA transfers: how operands reach the kernel and results leave
    operand    buffer  direction  tensor in L3    bytes  times  bytes in all
    operand 0  x       L3 -> L1   x                 640      5         3,200
    operand 1  w       L3 -> L1   w             153,600     25     3,840,000
    acc: no transfer; it is filled and read in L1

  Proven
    disjoint: proven

  What fits, fastest first
    tiles         order      buffering     needs  predicted cycles  option
    [0, 40, 100]  [2, 0, 1]  double     74,432 B            70,000  --tiles "[0, 40, 100]" --order "[2, 0, 1]" --dual-buffer on
    [0, 80, 80]   [0, 2, 1]  single     80,640 B            99,000  --tiles "[0, 80, 80]" --order "[0, 2, 1]" --dual-buffer off
)");
}

TEST(Explain, WhatFitsSaysHowMuchIsLeft) {
  json made = too_big();
  json &kernel = made["kernels"][0];
  kernel["fits"] = true;
  kernel["budget_bytes"] = 170000u;
  EXPECT_TRUE(report::all_fit(made));
  const std::string text = report::explain_text(made);
  EXPECT_NE(text.find("kernel matvec: fits\n"), std::string::npos);
  EXPECT_NE(text.find(": 6,160 B left;"), std::string::npos);
  EXPECT_EQ(text.find("cause"), std::string::npos);
}

TEST(Explain, FitsOnlyWhenAllDo) {
  EXPECT_FALSE(report::all_fit(too_big()));
  EXPECT_FALSE(report::all_fit({{"kernels", json::array()}}));
  EXPECT_FALSE(report::all_fit({}));
}

TEST(Explain, NothingIsSaidSo) {
  EXPECT_EQ(report::explain_text({{"kernels", json::array()}}),
            "no kernels: nothing is computed in L1\n");
}

TEST(Explain, AnyShapeOfJsonIsRendered) {
  const json whole = too_big();
  for (const json &wrong :
       {json(), json(1), json("a"), json::array({1}), json({{"a", 1}})}) {
    EXPECT_FALSE(report::explain_text({{"kernels", wrong}}).empty());
    EXPECT_FALSE(report::explain_text(wrong).empty());
    for (const auto &[key, value] : whole["kernels"][0].items()) {
      json damaged = whole;
      damaged["kernels"][0][key] = wrong;
      EXPECT_FALSE(report::explain_text(damaged).empty());
      if (!value.is_array() || value.empty())
        continue;
      damaged = whole;
      damaged["kernels"][0][key][0] = wrong;
      EXPECT_FALSE(report::explain_text(damaged).empty());
      for (const auto &[inner, unused] : value[0].items()) {
        damaged = whole;
        damaged["kernels"][0][key][0][inner] = wrong;
        EXPECT_FALSE(report::explain_text(damaged).empty());
      }
    }
  }
}

} // namespace
