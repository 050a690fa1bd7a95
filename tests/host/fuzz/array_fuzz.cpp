// Hostile npy and npz files.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/tensor/npy.hpp"

#include <cstdlib>

namespace {

using namespace seeker;

/// What was read can be looked at to its last element.
void use(const tensor::array &values) {
  const auto count = tensor::elements(values.dims);
  if (!count || *count != values.size())
    std::abort();
  if (*count != 0) {
    static_cast<void>(values.at(*count - 1));
    static_cast<void>(tensor::index_of(*count - 1, values.dims));
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data,
                                      std::size_t size) {
  const blob file =
      blob::borrow({reinterpret_cast<const std::byte *>(data), size});
  if (const auto made = tensor::parse_npy(file, "f"))
    use(*made);
  if (const auto made = tensor::parse_npz(file, "f"))
    for (const auto &[name, values] : *made)
      use(values);
  return 0;
}
