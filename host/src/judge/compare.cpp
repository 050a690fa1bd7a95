// Compares arrays element by element.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/judge/compare.hpp"

#include <bit>
#include <cmath>
#include <type_traits>

namespace seeker::judge {
namespace {

constexpr auto infinite_ulps = std::numeric_limits<std::uint64_t>::max();

template <class T> std::uint64_t distance(T a, T b) {
  if (std::isnan(a) || std::isnan(b))
    return infinite_ulps;
  using bits = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
  constexpr bits sign = bits{1} << (sizeof(T) * 8 - 1);
  // Folds the two halves of the number line together at zero.
  const auto rank = [](T value) {
    const auto raw = std::bit_cast<bits>(value);
    return raw & sign ? static_cast<bits>(sign - (raw & ~sign))
                      : static_cast<bits>(sign + raw);
  };
  const bits x = rank(a), y = rank(b);
  return x > y ? x - y : y - x;
}

difference measure(double got, const tensor::array &golden,
                   std::uint64_t position) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  difference made;
  made.position = position;
  made.got = got;
  made.golden = golden.at(position);
  if (made.got == made.golden ||
      (std::isnan(made.got) && std::isnan(made.golden)))
    return made;
  made.ulps = golden.type == tensor::dtype::f64
                  ? distance(made.got, made.golden)
                  : distance(static_cast<float>(made.got),
                             static_cast<float>(made.golden));
  made.absolute = std::abs(made.got - made.golden);
  if (std::isnan(made.absolute))
    made.absolute = infinity;
  made.relative =
      made.golden == 0 ? infinity : made.absolute / std::abs(made.golden);
  if (std::isnan(made.relative))
    made.relative = infinity;
  return made;
}

bool passes(const difference &one, const tolerance &allowed) {
  if (one.absolute == 0)
    return true;
  if (allowed.ulp)
    return one.ulps <= *allowed.ulp && std::isfinite(one.got) &&
           std::isfinite(one.golden);
  return std::isfinite(one.absolute) && std::isfinite(one.golden) &&
         one.absolute <= allowed.atol + allowed.rtol * std::abs(one.golden);
}

} // namespace

std::uint64_t ulp_distance(double a, double b) { return distance(a, b); }
std::uint64_t ulp_distance(float a, float b) { return distance(a, b); }

tolerance tolerance::of(tensor::dtype type) {
  return type == tensor::dtype::f64 ? tolerance{1e-9, 1e-12, {}}
                                    : tolerance{1e-4, 1e-6, {}};
}

void comparer::add(std::uint64_t position, std::span<const std::byte> got) {
  const tensor::array part{golden_->type, {}, blob::borrow(got)};
  const std::uint64_t count = part.size();
  made_.elements += count;
  for (std::uint64_t i = 0; i < count; ++i) {
    difference one = measure(part.at(i), *golden_, position + i);
    ++made_.ulps[static_cast<std::size_t>(std::bit_width(one.ulps))];
    const bool passed = passes(one, allowed_);
    const bool is_largest =
        !made_.largest || one.absolute > made_.largest->absolute;
    if (passed && !is_largest)
      continue;
    one.index = tensor::index_of(one.position, golden_->dims);
    if (is_largest)
      made_.largest = one;
    if (!passed) {
      ++made_.differing;
      if (!made_.first)
        made_.first = one;
    }
  }
  golden_->bytes.release(position * tensor::size_bytes(golden_->type),
                         got.size());
}

comparison compare(const tensor::array &got, const tensor::array &golden,
                   const tolerance &allowed) {
  comparer work(golden, allowed);
  work.add(0, got.bytes);
  return work.so_far();
}

} // namespace seeker::judge
