// Golden values: how far an array is from what it must be, and where.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/tensor/array.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace seeker::judge {

/// An element passes when it is within atol + rtol * |golden|, or, where `ulp`
/// is given, within that many units in the last place of its type. Equal bits
/// and equal values pass. NaN passes for NaN of any payload and for nothing
/// else; an infinity passes for the same infinity only.
struct tolerance {
  double rtol = 1e-9;
  double atol = 1e-12;
  std::optional<std::uint64_t> ulp; // in place of rtol and atol

  /// What holds when nothing is asked for: 1e-9 and 1e-12 for f64, 1e-4 and
  /// 1e-6 for f32.
  static tolerance of(tensor::dtype type);
};

/// One element, with how far it is off. Where NaN or infinities differ the
/// errors are infinite.
struct difference {
  std::uint64_t position = 0; // row-major
  tensor::shape index;
  double got = 0;
  double golden = 0;
  double absolute = 0;
  double relative = 0; // to |golden|
  std::uint64_t ulps = 0;
};

/// Elements by how far they are off: [0] those that are equal, [i] those that
/// are 2^(i-1) to 2^i - 1 ulps away, the last also those with NaN or infinities
/// that differ.
using ulp_histogram = std::array<std::uint64_t, 65>;

struct comparison {
  std::uint64_t elements = 0;
  std::uint64_t differing = 0;       // those that do not pass
  std::optional<difference> first;   // of those that do not pass
  std::optional<difference> largest; // by absolute error, passing or not
  ulp_histogram ulps{};

  bool passed() const { return differing == 0; }
};

/// Compares an array with what comes piece by piece. The golden array must live
/// as long; where it is a mapped file, what was compared leaves memory.
class comparer {
public:
  comparer(const tensor::array &golden, const tolerance &allowed)
      : golden_(&golden), allowed_(allowed) {}

  /// Numbers of the golden array's type, of whole elements, that belong there;
  /// positions grow.
  void add(std::uint64_t position, std::span<const std::byte> got);
  const comparison &so_far() const { return made_; }

private:
  const tensor::array *golden_;
  tolerance allowed_;
  comparison made_;
};

/// Both have the same type and as many elements; the caller has checked.
comparison compare(const tensor::array &got, const tensor::array &golden,
                   const tolerance &allowed);

/// Steps between two numbers in the order of their type's values; +0 and -0
/// are the same. The largest number when either is NaN.
std::uint64_t ulp_distance(double a, double b);
std::uint64_t ulp_distance(float a, float b);

} // namespace seeker::judge
