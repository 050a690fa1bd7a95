// Sequences of frames: files with a tensor for each run.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A file of N frames of a tensor AxB has the shape NxAxB, or NxB where A is 1.
#pragma once

#include "seeker/image/manifest.hpp"
#include "seeker/run/bind.hpp"

#include <optional>

namespace seeker::run {

/// How many frames of the tensor a file has; nothing when its shape is the
/// tensor's own, or fits neither way.
std::optional<std::uint64_t> frames_in(const tensor::array &file,
                                       const image::tensor &one);

/// The shape of a file of so many frames.
tensor::shape with_frames(const tensor::shape &dims, std::uint64_t frames);

/// How often the program is to run, and on what.
struct sequence {
  unsigned runs = 1;
  bool by_frame = false; // an input has frames
};

/// From the inputs' frames and what --repeat asks for. Inputs with frames have
/// equally many, golden values with frames as many; --repeat may take fewer.
result<sequence> plan_frames(const image::manifest &says, const arrays &inputs,
                             const arrays &golden,
                             std::optional<unsigned> repeat);

} // namespace seeker::run
