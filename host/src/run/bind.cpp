// Reads arrays for tensors and checks their names, shapes and types.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/bind.hpp"

#include "seeker/run/frames.hpp"
#include "seeker/tensor/npy.hpp"

#include <algorithm>

namespace seeker::run {
namespace {

using image::role;

/// The tensors' names, for messages.
template <class Wanted>
std::string names(const image::manifest &says, const Wanted &wanted) {
  std::vector<std::string_view> found;
  for (const image::tensor &one : says.tensors)
    if (wanted(one))
      found.push_back(one.name);
  return found.empty() ? "none" : fmt::format("{}", fmt::join(found, ", "));
}

bool is_fed(const image::tensor &one) {
  return one.role == role::input || one.role == role::weight ||
         one.role == role::state;
}
bool is_judged(const image::tensor &one) {
  return one.role == role::output || one.role == role::state;
}
bool is_made(const image::tensor &one) {
  return is_judged(one) || one.role == role::intermediate;
}

result<void> check_shape(const image::tensor &wanted, const tensor::array &got,
                         std::string_view origin) {
  if (wanted.dims == got.dims && wanted.type == got.type)
    return {};
  const bool has_frames =
      wanted.role == role::input || wanted.role == role::output;
  if (has_frames && frames_in(got, wanted))
    return {};
  return fail(errc::mismatch, "{}: tensor '{}' is {}x{}, the file has {}x{}",
              origin, wanted.name, tensor::text(wanted.dims), name(wanted.type),
              tensor::text(got.dims), name(got.type));
}

/// All arrays of --input or --golden, under their tensors' names.
template <class Wanted>
result<arrays> read_all(const image::manifest &says,
                        const std::vector<std::string> &values,
                        std::string_view option, const Wanted &wanted) {
  arrays made;
  const auto take = [&](const std::string &tensor_name, tensor::array values,
                        std::string_view origin) -> result<void> {
    const image::tensor *one = says.find(tensor_name);
    if (!one || !wanted(*one))
      return fail(errc::usage,
                  "--{} {}: there is no such tensor '{}'; there are: {}",
                  option, origin, tensor_name, names(says, wanted));
    if (auto checked = check_shape(*one, values, origin); !checked)
      return checked;
    made.insert_or_assign(tensor_name, std::move(values));
    return {};
  };
  for (const std::string &value : values) {
    const std::size_t equals = value.find('=');
    if (equals != std::string::npos) {
      const std::string file = value.substr(equals + 1);
      auto values_read = tensor::read_npy(file);
      if (!values_read)
        return values_read.error();
      auto taken = take(value.substr(0, equals), *std::move(values_read), file);
      if (!taken)
        return taken.error();
      continue;
    }
    auto collection = tensor::read_collection(value);
    if (!collection)
      return collection.error();
    for (auto &[tensor_name, one] : *collection)
      if (auto taken = take(tensor_name, std::move(one), value); !taken)
        return taken.error();
  }
  return made;
}

template <class Needed>
result<void> check_complete(const image::manifest &says, const arrays &given,
                            std::string_view what, std::string_view option,
                            const Needed &needed) {
  std::vector<std::string> missing;
  for (const image::tensor &one : says.tensors)
    if (needed(one) && !given.contains(one.name))
      missing.push_back(fmt::format("{} ({}x{})", one.name,
                                    tensor::text(one.dims), name(one.type)));
  if (missing.empty())
    return {};
  return fail(errc::usage, "missing {}: {}; give --{} NAME=FILE.npy", what,
              fmt::join(missing, ", "), option);
}

} // namespace

result<arrays> bind_inputs(const image::manifest &says,
                           const std::vector<std::string> &values) {
  auto given = read_all(says, values, "input", is_fed);
  if (!given)
    return given.error();
  const auto needed = [](const image::tensor &one) {
    return (one.role == role::input || one.role == role::weight) && !one.loaded;
  };
  if (auto whole = check_complete(says, *given, "inputs", "input", needed);
      !whole)
    return whole.error();
  return given;
}

result<arrays> bind_golden(const image::manifest &says,
                           const std::vector<std::string> &values) {
  auto given = read_all(says, values, "golden", is_judged);
  if (!given || values.empty())
    return given;
  const auto needed = [](const image::tensor &one) {
    return one.role == role::output;
  };
  if (auto whole =
          check_complete(says, *given, "golden values", "golden", needed);
      !whole)
    return whole.error();
  return given;
}

result<arrays> bind_intermediates(const image::manifest &says,
                                  const std::vector<std::string> &values) {
  return read_all(says, values, "golden-intermediates", is_made);
}

result<std::map<std::string, std::filesystem::path>>
bind_outputs(const image::manifest &says,
             const std::vector<std::string> &values) {
  std::map<std::string, std::filesystem::path> made;
  std::error_code ec;
  for (const std::string &value : values) {
    const std::size_t equals = value.find('=');
    if (equals == std::string::npos) {
      if (!std::filesystem::is_directory(value, ec))
        return fail(errc::usage,
                    "--output {}: neither NAME=FILE.npy nor a folder", value);
      for (const image::tensor &one : says.tensors)
        if (one.role == role::output)
          made[one.name] = std::filesystem::path(value) / (one.name + ".npy");
      continue;
    }
    const std::string tensor_name = value.substr(0, equals);
    const image::tensor *one = says.find(tensor_name);
    if (!one || !is_made(*one))
      return fail(errc::usage,
                  "--output {}: there is no such tensor '{}'; there are: {}",
                  value, tensor_name, names(says, is_made));
    const std::filesystem::path path = value.substr(equals + 1);
    const auto folder = path.has_parent_path() ? path.parent_path() : ".";
    if (!std::filesystem::is_directory(folder, ec))
      return fail(errc::usage, "--output {}: there is no folder {}", value,
                  folder.string());
    made[tensor_name] = path;
  }
  return made;
}

} // namespace seeker::run
