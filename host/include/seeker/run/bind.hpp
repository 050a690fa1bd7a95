// Which file belongs to which tensor: the values of --input, --output,
// --golden, --golden-intermediates.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A value is NAME=FILE.npy, a folder of npy files, or an npz, whose names are
// those of the tensors. All is read and checked before a target is touched.
#pragma once

#include "seeker/image/manifest.hpp"
#include "seeker/tensor/array.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace seeker::run {

using arrays = std::map<std::string, tensor::array>;

/// An array, or one of frames, for every input and weight that the image does
/// not carry itself; states may be given and are zero otherwise. Names what is
/// missing.
result<arrays> bind_inputs(const image::manifest &says,
                           const std::vector<std::string> &values);

/// Golden arrays for any of the intermediates, outputs and states.
result<arrays> bind_intermediates(const image::manifest &says,
                                  const std::vector<std::string> &values);

/// Where outputs, states and intermediates go. A folder takes every output.
result<std::map<std::string, std::filesystem::path>>
bind_outputs(const image::manifest &says,
             const std::vector<std::string> &values);

/// A golden array for every output, and for states where there is one.
result<arrays> bind_golden(const image::manifest &says,
                           const std::vector<std::string> &values);

} // namespace seeker::run
