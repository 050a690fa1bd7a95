// Instructions and random programs as text for people.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "lockstep/program.hpp"

#include "seeker/iss/decode.hpp"

#include <cstdint>
#include <string>

namespace seeker::lockstep {

// "fmadd.d", "vfmac.s", "lr.w"; "illegal" for what is none.
std::string mnemonic(const iss::instruction &i);

// "fmadd.d f10, f0, f1, f10"; "illegal" for what is none.
std::string listing_of(std::uint32_t word);

// The chunks of all harts; what is around them is the same in every program.
std::string listing_of(const program &p);

} // namespace seeker::lockstep
