// Counts the frames of files.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/frames.hpp"

#include <algorithm>

namespace seeker::run {

std::optional<std::uint64_t> frames_in(const tensor::array &file,
                                       const image::tensor &one) {
  if (file.type != one.type || file.dims == one.dims || file.dims.empty() ||
      file.dims.front() == 0)
    return std::nullopt;
  const tensor::shape rest(file.dims.begin() + 1, file.dims.end());
  const bool in_place = !one.dims.empty() && one.dims.front() == 1 &&
                        std::equal(rest.begin(), rest.end(),
                                   one.dims.begin() + 1, one.dims.end());
  return rest == one.dims || in_place ? std::optional(file.dims.front())
                                      : std::nullopt;
}

tensor::shape with_frames(const tensor::shape &dims, std::uint64_t frames) {
  tensor::shape made = dims;
  if (!made.empty() && made.front() == 1)
    made.front() = frames;
  else
    made.insert(made.begin(), frames);
  return made;
}

result<sequence> plan_frames(const image::manifest &says, const arrays &inputs,
                             const arrays &golden,
                             std::optional<unsigned> repeat) {
  constexpr std::uint64_t most = 1'000'000;
  std::optional<std::uint64_t> frames;
  std::string first;
  const auto count = [&](const arrays &given,
                         std::string_view what) -> result<void> {
    for (const auto &[name, values] : given) {
      const image::tensor *one = says.find(name);
      const auto here = one ? frames_in(values, *one) : std::nullopt;
      if (!here)
        continue;
      if (!frames && what == "golden values")
        return fail(errc::mismatch,
                    "golden values '{}' have {} frames, the inputs have none",
                    name, *here);
      if (frames && frames != here)
        return fail(errc::mismatch, "{} '{}' {} {} frames, input '{}' has {}",
                    what, name, what == "input" ? "has" : "have", *here, first,
                    *frames);
      if (!frames)
        first = name;
      frames = here;
    }
    return {};
  };
  if (auto counted = count(inputs, "input"); !counted)
    return counted.error();
  if (auto counted = count(golden, "golden values"); !counted)
    return counted.error();
  if (!frames)
    return sequence{repeat.value_or(1), false};
  if (*frames > most)
    return fail(errc::limit, "input '{}' has {} frames, at most {} are run",
                first, *frames, most);
  if (repeat && *repeat > *frames)
    return fail(errc::usage, "--repeat {}: input '{}' has {} frames", *repeat,
                first, *frames);
  return sequence{repeat.value_or(static_cast<unsigned>(*frames)), true};
}

} // namespace seeker::run
