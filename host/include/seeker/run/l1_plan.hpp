// The plan of an image's L1 for the simulator's monitor.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/image/image.hpp"

#include <string>
#include <string_view>

namespace seeker::run {

/// JSON in the form of host/sim/plan.hpp: the buffers of the manifest's
/// kernels, the harts' stacks and the reserve. Refuses a manifest whose buffers
/// have no place, or lie outside L1.
result<std::string> l1_plan(const image::manifest &says,
                            const config::configuration &on,
                            std::string_view origin);

} // namespace seeker::run
