// Hostile images: whatever the file has, it is refused or makes sense.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/sha256.hpp"
#include "seeker/image/image.hpp"

#include <algorithm>

namespace {

using namespace seeker;

/// The same file with the digest that its bytes have, so that what lies behind
/// that check is reached as well.
std::vector<std::byte> mended(const image::program &code) {
  std::vector<std::byte> file(code.file().begin(), code.file().end());
  const auto digest = code.section(".seeker.digest");
  if (!digest || digest->size() != 32)
    return file;
  const auto begin = file.begin() + (digest->data() - code.file().data());
  std::fill(begin, begin + 32, std::byte{0});
  const std::string text = sha256_hex(file);
  for (std::size_t i = 0; i < 32; ++i)
    begin[static_cast<std::ptrdiff_t>(i)] =
        static_cast<std::byte>(std::stoul(text.substr(2 * i, 2), nullptr, 16));
  return file;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data,
                                      std::size_t size) {
  static const auto configuration =
      config::load(SEEKER_CFG_SOURCE "/small.json").value();
  const auto *bytes = reinterpret_cast<const std::byte *>(data);
  const auto code = image::program::parse({bytes, bytes + size}, "f");
  if (!code)
    return 0;
  static_cast<void>(code->symbol("tohost"));
  static_cast<void>(image::check_segments(*code, configuration));
  auto again = image::program::parse(mended(*code), "f");
  if (!again)
    return 0;
  if (const auto made = image::make_image(*std::move(again)))
    static_cast<void>(image::check(*made, configuration));
  return 0;
}
