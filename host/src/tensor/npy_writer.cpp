// The header first, then numbers until there are as many as it says.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/tensor/npy_writer.hpp"

#include "seeker/tensor/npy.hpp"

namespace seeker::tensor {

result<npy_writer> npy_writer::create(const std::filesystem::path &place,
                                      dtype type, const shape &dims) {
  const auto count = elements(dims);
  if (!count)
    return fail(errc::limit,
                "{} would have {} elements, at most 2^40 bytes are "
                "written",
                place.string(), text(dims));
  auto file = temporary_file::beside(place);
  if (!file)
    return file.error();
  const auto head = npy_head(type, dims);
  if (auto wrote = file->write(head); !wrote)
    return wrote.error();
  return npy_writer(*std::move(file), *count * size_bytes(type));
}

result<void> npy_writer::append(std::span<const std::byte> numbers) {
  if (numbers.size() > missing_bytes_)
    return fail(errc::limit, "{} bytes more than an npy's header says",
                numbers.size() - missing_bytes_);
  missing_bytes_ -= numbers.size();
  return file_.write(numbers);
}

result<void> npy_writer::keep() {
  if (missing_bytes_ != 0)
    return fail(errc::format,
                "an npy lacks {} of the bytes that its header "
                "says",
                missing_bytes_);
  return file_.keep();
}

} // namespace seeker::tensor
