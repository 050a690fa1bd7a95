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
      {"name": "matvec.acc", "role": "accumulator", "operand": 3, "shape": [1, 1200],
       "dtype": "f64", "bytes": 9600, "offset": 0, "end": 9600,
       "alignment": 64, "row_pitch_bytes": 9600, "live": [0, 9], "copies": 1,
       "l3_bytes": 9600, "location": "matvec.mlir:8:14",
       "reason": "K runs outside N: all partial sums live"},
      {"name": "matvec.x", "role": "input", "operand": 0, "shape": [1, 80],
       "dtype": "f64", "bytes": 640, "offset": 9600, "end": 10240,
       "alignment": 64, "row_pitch_bytes": 640, "live": [1, 4], "copies": 1,
       "l3_bytes": 3200, "location": "matvec.mlir:8:14",
       "reason": "copied in by DMA"},
      {"name": "matvec.w", "role": "input", "operand": 1, "shape": [240, 80],
       "dtype": "f64", "bytes": 153600, "offset": 10240, "end": 163840,
       "alignment": 64, "row_pitch_bytes": 640, "live": [2, 4], "copies": 1,
       "l3_bytes": 3840000, "location": "matvec.mlir:8:14",
       "reason": "copied in by DMA"},
      {"name": "matvec.z", "role": "scratch", "shape": [8], "dtype": "f64",
       "bytes": 64, "offset": null, "end": null, "row_pitch_bytes": 64,
       "live": [2, 4], "copies": 1, "location": "matvec.mlir:9:1",
       "reason": "held between two loops"}],
    "views": [{"of": "matvec.acc", "shape": [1, 240], "strides": [1200, 1],
      "location": "matvec.mlir:8:14", "reason": "the output tile is a slice of the resident accumulator"}],
    "not_allocated": [{"shape": [1, 240], "location": "matvec.mlir:8:14",
      "reason": "no buffer: a slice of acc"}],
    "transfers": [
      {"buffer": "matvec.acc", "direction": "in", "bytes": 9600, "times": 1, "tensor": "bias"},
      {"buffer": "matvec.acc", "direction": "out", "bytes": 9600, "times": 1, "tensor": "y"},
      {"buffer": "matvec.x", "direction": "in", "bytes": 640, "times": 5, "tensor": "x"},
      {"buffer": "matvec.w", "direction": "in", "bytes": 153600, "times": 25, "tensor": "w"}],
    "proof": {"disjoint": true, "in_bounds": false},
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
  source  matvec.mlir:8:14
  tiles   l1 = [0, 240, 80], order = [0, 2, 1], single-buffered
  L1      needs 163,840 B of 100,000 B: 63,840 B too much; no layout of this tiling needs less than 163,840 B
  cause   w (240x80 f64, operand 1) alone has 153,600 B, 53,600 B more than the budget: no layout can save this tiling
  cycles  77,000 predicted

  Buffers in L1, and why each exists; there are no others
    buffer  role         operand    shape         bytes           offset - end  pitch  copies  live    bytes in L3
    acc     accumulator  operand 3  1x1200 f64    9,600              0 - 9,600  9,600       1  [0, 9]        9,600
    x       input        operand 0  1x80 f64        640         9,600 - 10,240    640       1  [1, 4]        3,200
    w       input        operand 1  240x80 f64  153,600  10,240 - 163,840 over    640       1  [2, 4]    3,840,000
    z       scratch      -          8 f64            64             not placed     64       1  [2, 4]            -
    acc: K runs outside N: all partial sums live
    x: copied in by DMA
    w: copied in by DMA
    z: held between two loops  (matvec.mlir:9:1)

  Tiles and values without a buffer of their own, and why
    1x240: no buffer: a slice of acc

  Views: parts of buffers that the cores work on
    1x240 with strides [1200, 1] of acc: the output tile is a slice of the resident accumulator

  DMA transfers: how each operand reaches the kernel, and how results leave
    operand 3: bias in L3 -> acc in L1: 1 transfer of 9,600 B, 9,600 B in all
    operand 3: acc in L1 -> y in L3: 1 transfer of 9,600 B, 9,600 B in all
    operand 0: x in L3 -> x in L1: 5 transfers of 640 B, 3,200 B in all
    operand 1: w in L3 -> w in L1: 25 transfers of 153,600 B, 3,840,000 B in all
    -: z has no transfer; it is filled and read in L1

  Proofs
    disjoint: proven
    in_bounds: NOT PROVEN

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
