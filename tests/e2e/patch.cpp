// Finds words, replaces them, and writes the digest that the host asks for.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "patch.hpp"

#include "seeker/base/file.hpp"
#include "seeker/base/sha256.hpp"
#include "seeker/image/elf.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <string>

namespace seeker::e2e {

void patch_image(const std::filesystem::path &image,
                 const std::vector<std::uint32_t> &was,
                 const std::vector<std::uint32_t> &is) {
  ASSERT_EQ(was.size(), is.size());
  constexpr std::uint64_t limit = 1 << 28;
  auto bytes = read_file(image, limit);
  ASSERT_TRUE(bytes);
  const auto wanted = std::as_bytes(std::span(was));
  unsigned found = 0;
  for (auto at = bytes->begin();; ++found) {
    at = std::search(at, bytes->end(), wanted.begin(), wanted.end());
    if (at == bytes->end())
      break;
    std::memcpy(&*at, is.data(), wanted.size());
    at += static_cast<std::ptrdiff_t>(wanted.size());
  }
  ASSERT_NE(found, 0u) << "no such words in " << image;
  const auto code = image::program::read(image);
  ASSERT_TRUE(code);
  const auto digest = code->section(".seeker.digest");
  ASSERT_TRUE(digest);
  std::byte *sealed = bytes->data() + (digest->data() - code->file().data());
  std::fill_n(sealed, digest->size(), std::byte{0});
  const std::string hex = sha256_hex(*bytes);
  for (std::size_t i = 0; i < digest->size(); ++i)
    sealed[i] =
        static_cast<std::byte>(std::stoul(hex.substr(2 * i, 2), nullptr, 16));
  ASSERT_TRUE(write_file(image, std::span<const std::byte>(*bytes)));
}

} // namespace seeker::e2e
