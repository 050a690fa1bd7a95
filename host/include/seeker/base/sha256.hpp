// SHA-256, by which images and configurations are named.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace seeker {

/// 64 hexadecimal digits, lower case.
std::string sha256_hex(std::span<const std::byte> content);

} // namespace seeker
