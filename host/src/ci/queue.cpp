// Order, exclusion and repetition of a suite's runs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/queue.hpp"

#include <algorithm>

namespace seeker::ci {

queue::queue(std::vector<unit> units, unsigned attempts)
    : units_(std::move(units)), attempts_(attempts) {
  for (std::size_t i = 0; i < units_.size(); ++i)
    waiting_.push_back({i, 1});
  std::stable_sort(waiting_.begin(), waiting_.end(),
                   [&](const ticket &a, const ticket &b) {
                     return units_[a.unit].expected_seconds >
                            units_[b.unit].expected_seconds;
                   });
}

bool queue::may_start(const ticket &one) const {
  const std::string &alone = units_[one.unit].alone;
  return alone.empty() ||
         std::none_of(running_.begin(), running_.end(), [&](std::size_t other) {
           return units_[other].alone == alone;
         });
}

std::optional<ticket> queue::next() {
  const auto found =
      std::find_if(waiting_.begin(), waiting_.end(),
                   [&](const ticket &one) { return may_start(one); });
  if (found == waiting_.end())
    return std::nullopt;
  const ticket one = *found;
  waiting_.erase(found);
  running_.push_back(one.unit);
  return one;
}

bool queue::finish(const ticket &one, judge::verdict came) {
  running_.erase(std::find(running_.begin(), running_.end(), one.unit));
  if (!judge::worth_repeating(came) || one.attempt >= attempts_)
    return false;
  waiting_.push_back({one.unit, one.attempt + 1});
  return true;
}

} // namespace seeker::ci
