// Instructions as text for people.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/iss/decode.hpp"

#include <cstdint>
#include <string>

namespace seeker::iss {

// "fmadd.d", "vfmac.s", "lr.w"; "illegal" for what is none.
std::string mnemonic(const instruction &i);

// "02a5f543 fmadd.d f10, f11, f10, f0", with the word before it.
std::string listing_of(std::uint32_t word);

} // namespace seeker::iss
