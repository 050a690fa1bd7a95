// Reads and checks all that a run needs before a target is touched.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/model.hpp"

#include "seeker/run/evidence.hpp"

#include <algorithm>

namespace seeker::run {
namespace {

// A run that takes this many times what was predicted is stuck; the floor
// leaves room for start-up.
constexpr std::uint64_t cycles_factor = 20;
constexpr std::uint64_t cycles_floor = 2'000'000;

result<config::configuration> configuration_of(const image::image &made,
                                               const model_options &asked) {
  if (asked.configuration)
    return config::load(*asked.configuration);
  auto found = config::find(made.says.configuration_hash);
  if (found)
    return found;
  // Known by name but of another hash: say how they differ.
  auto named = config::load(made.says.configuration_name);
  if (named)
    return config::mismatch(made.code.origin(), made.says.configuration_hash,
                            "'" + named->name + "' here", named->hash);
  return fail(errc::mismatch,
              "{} is made for the configuration '{}' ({}), which is not here",
              made.code.origin(), made.says.configuration_name,
              config::hash_text(made.says.configuration_hash));
}

/// Each intermediate goes to a file of its kernel's name.
result<void>
add_intermediates(const image::manifest &says,
                  const std::filesystem::path &folder,
                  std::map<std::string, std::filesystem::path> &outputs) {
  std::error_code ec;
  if (!std::filesystem::is_directory(folder, ec))
    return fail(errc::usage, "--save-intermediates {}: there is no such folder",
                folder.string());
  bool any = false;
  for (const image::tensor &one : says.tensors)
    if (one.role == image::role::intermediate) {
      outputs.try_emplace(one.name, folder / (one.name + ".npy"));
      any = true;
    }
  if (!any)
    return fail(errc::usage,
                "--save-intermediates {}: the image has no intermediate "
                "tensors",
                folder.string());
  return {};
}

} // namespace

result<model_job> prepare(model_options asked) {
  auto image = image::read_image(asked.image);
  if (!image)
    return image.error();
  auto configuration = configuration_of(*image, asked);
  if (!configuration)
    return configuration.error();
  if (auto checked = image::check(*image, *configuration); !checked)
    return checked.error();
  auto inputs = bind_inputs(image->says, asked.inputs);
  if (!inputs)
    return inputs.error();
  auto golden = bind_golden(image->says, asked.golden);
  if (!golden)
    return golden.error();
  auto intermediates =
      bind_intermediates(image->says, asked.golden_intermediates);
  if (!intermediates)
    return intermediates.error();
  golden->merge(*intermediates);
  auto outputs = bind_outputs(image->says, asked.outputs);
  if (!outputs)
    return outputs.error();
  if (asked.save_intermediates)
    if (auto added =
            add_intermediates(image->says, *asked.save_intermediates, *outputs);
        !added)
      return added.error();
  const auto sequence =
      plan_frames(image->says, *inputs, *golden, asked.repeat);
  if (!sequence)
    return sequence.error();
  if (asked.evidence)
    if (auto checked = check_evidence(*asked.evidence); !checked)
      return checked.error();
  std::optional<judge::golden_cycles> cycles;
  if (asked.golden_cycles) {
    auto read = judge::read_golden_cycles(*asked.golden_cycles);
    if (!read)
      return read.error();
    cycles = *std::move(read);
  }
  limits allowed;
  allowed.timeout = asked.timeout;
  allowed.max_cycles = asked.max_cycles.value_or(
      std::max(cycles_floor, cycles_factor * image->says.predicted_cycles));
  return model_job{
      std::move(asked),   *std::move(image),  *std::move(configuration),
      *std::move(inputs), *std::move(golden), *std::move(outputs),
      *sequence,          std::move(cycles),  allowed};
}

} // namespace seeker::run
