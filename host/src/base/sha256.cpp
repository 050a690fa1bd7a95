// SHA-256 by OpenSSL's libcrypto.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace seeker {

std::string sha256_hex(std::span<const std::byte> content) {
  std::array<unsigned char, 32> digest = {};
  unsigned int length = 0;
  if (EVP_Digest(content.data(), content.size(), digest.data(), &length,
                 EVP_sha256(), nullptr) != 1 ||
      length != digest.size())
    throw std::runtime_error("libcrypto has no SHA-256");
  std::string text;
  for (unsigned char byte : digest)
    text += fmt::format("{:02x}", byte);
  return text;
}

} // namespace seeker
