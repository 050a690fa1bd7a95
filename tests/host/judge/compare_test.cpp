// Golden values: tolerances, ULPs, NaN and infinities, and where it differs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/judge/compare.hpp"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>

namespace {

using namespace seeker;
using judge::compare;
using judge::tolerance;
using judge::ulp_distance;

constexpr double inf = std::numeric_limits<double>::infinity();
const double nan_value = std::numeric_limits<double>::quiet_NaN();

template <class T> tensor::array array_of(std::vector<T> values) {
  tensor::array made;
  made.type = sizeof(T) == 8 ? tensor::dtype::f64 : tensor::dtype::f32;
  made.dims = {values.size()};
  const auto bytes = std::as_bytes(std::span(values));
  made.bytes = std::vector(bytes.begin(), bytes.end());
  return made;
}

bool passes(double got, double golden, tolerance allowed) {
  return compare(array_of<double>({got}), array_of<double>({golden}), allowed)
      .passed();
}

TEST(Compare, AbsoluteAndRelativeTolerance) {
  EXPECT_TRUE(passes(1.0, 1.0, {0, 0, {}}));
  EXPECT_FALSE(passes(std::nextafter(1.0, 2), 1.0, {0, 0, {}}));
  EXPECT_TRUE(passes(101, 100, {0.01, 0, {}}));
  EXPECT_FALSE(passes(101.1, 100, {0.01, 0, {}}));
  EXPECT_TRUE(passes(0.5, 0, {0, 0.5, {}}));
  EXPECT_FALSE(passes(0.51, 0, {0.9, 0.5, {}}));
  EXPECT_TRUE(passes(-100.9, -100, {0.01, 0, {}}));
}

TEST(Compare, NaNAndInfinitiesPassForThemselvesOnly) {
  const tolerance wide = {1e300, 1e300, {}};
  const tolerance ulps = {0, 0, ~std::uint64_t{0}};
  for (const tolerance &allowed : {wide, ulps}) {
    EXPECT_TRUE(passes(nan_value, -nan_value, allowed));
    EXPECT_FALSE(passes(nan_value, 1, allowed));
    EXPECT_FALSE(passes(1, nan_value, allowed));
    EXPECT_TRUE(passes(inf, inf, allowed));
    EXPECT_FALSE(passes(inf, -inf, allowed));
    EXPECT_FALSE(passes(1e308, inf, allowed));
    EXPECT_FALSE(passes(inf, 1e308, allowed));
    EXPECT_TRUE(passes(0.0, -0.0, allowed));
  }
}

TEST(Compare, Ulps) {
  const double next = std::nextafter(1.0, 2);
  EXPECT_TRUE(passes(next, 1, {0, 0, 1}));
  EXPECT_FALSE(passes(std::nextafter(next, 2), 1, {0, 0, 1}));
  EXPECT_EQ(ulp_distance(0.0, -0.0), 0u);
  const double least = std::numeric_limits<double>::denorm_min();
  EXPECT_EQ(ulp_distance(least, -least), 2u);
  EXPECT_EQ(ulp_distance(1.0f, std::nextafter(1.0f, 2.0f)), 1u);
  EXPECT_EQ(ulp_distance(-1.0f, std::nextafter(-1.0f, -2.0f)), 1u);
  EXPECT_EQ(ulp_distance(nan_value, 1.0), ~std::uint64_t{0});
  EXPECT_EQ(ulp_distance(std::numeric_limits<double>::max(), inf), 1u);
}

TEST(Compare, UlpsAreThoseOfTheType) {
  const float next = std::nextafter(1.0f, 2.0f);
  const auto made =
      compare(array_of<float>({next}), array_of<float>({1}), {0, 0, 1});
  EXPECT_TRUE(made.passed());
  EXPECT_EQ(made.largest->ulps, 1u);
}

TEST(Compare, NamesTheFirstAndTheLargest) {
  tensor::array got = array_of<double>({1, 2.5, 3, 9, 5, 6});
  tensor::array golden = array_of<double>({1, 2, 3, 4, 5, 6});
  got.dims = golden.dims = {2, 3};
  const auto made = compare(got, golden, {1e-9, 0, {}});
  EXPECT_EQ(made.elements, 6u);
  EXPECT_EQ(made.differing, 2u);
  EXPECT_EQ(made.first->index, (tensor::shape{0, 1}));
  EXPECT_EQ(made.first->absolute, 0.5);
  EXPECT_EQ(made.first->relative, 0.25);
  EXPECT_EQ(made.largest->index, (tensor::shape{1, 0}));
  EXPECT_EQ(made.largest->got, 9);
  EXPECT_EQ(made.largest->golden, 4);
}

TEST(Compare, LargestIsKnownWhenAllPass) {
  const auto made = compare(array_of<double>({1, 2.0001}),
                            array_of<double>({1, 2}), {0.1, 0, {}});
  EXPECT_TRUE(made.passed());
  EXPECT_FALSE(made.first);
  EXPECT_EQ(made.largest->position, 1u);
}

TEST(Compare, NaNIsTheLargestError) {
  const auto made = compare(array_of<double>({100, nan_value, 3}),
                            array_of<double>({1, 2, 3}), {0, 0, {}});
  EXPECT_EQ(made.largest->position, 1u);
  EXPECT_EQ(made.largest->absolute, inf);
}

TEST(Compare, CountsByUlps) {
  const double one = std::nextafter(1.0, 2);
  const double three =
      std::nextafter(std::nextafter(std::nextafter(1.0, 2), 2), 2);
  const auto made =
      compare(array_of<double>({1, 1, one, three, nan_value, nan_value}),
              array_of<double>({1, 1, 1, 1, 1, nan_value}), {0, 0, {}});
  EXPECT_EQ(made.ulps[0], 3u);
  EXPECT_EQ(made.ulps[1], 1u);
  EXPECT_EQ(made.ulps[2], 1u);
  EXPECT_EQ(made.ulps[64], 1u);
}

TEST(Compare, DefaultsByType) {
  EXPECT_EQ(tolerance::of(tensor::dtype::f64).rtol, 1e-9);
  EXPECT_EQ(tolerance::of(tensor::dtype::f64).atol, 1e-12);
  EXPECT_EQ(tolerance::of(tensor::dtype::f32).rtol, 1e-4);
}

} // namespace
