// A compiled model: an executable with a manifest that agrees with it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/image/elf.hpp"
#include "seeker/image/manifest.hpp"

namespace seeker::image {

struct image {
  program code;
  manifest says;
};

/// Reads an image and checks everything that needs no configuration.
result<image> read_image(const std::filesystem::path &path);
result<image> make_image(program code);

/// Refuses an image made for another configuration, telling the difference,
/// and whatever lies outside the memories that this configuration has.
result<void> check(const image &made, const config::configuration &on);

/// Refuses segments outside the memories of a configuration.
result<void> check_segments(const program &code,
                            const config::configuration &on);

} // namespace seeker::image
