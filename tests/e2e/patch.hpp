// Changes instructions of an image that is otherwise whole.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace seeker::e2e {

// Puts `is` in the place of each run of the words `was`, as many, and seals the
// image anew. A test fails when there is none.
void patch_image(const std::filesystem::path &image,
                 const std::vector<std::uint32_t> &was,
                 const std::vector<std::uint32_t> &is);

} // namespace seeker::e2e
