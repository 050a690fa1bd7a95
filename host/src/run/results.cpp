// Files, comparisons and counts of the tensors that a program makes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/results.hpp"

#include "seeker/base/bytes.hpp"
#include "seeker/run/frames.hpp"

namespace seeker::run {
namespace {

/// Elements that are all poison.
std::uint64_t unwritten(std::span<const std::byte> values, std::size_t size) {
  std::uint64_t count = 0;
  for (std::size_t at = 0; at < values.size(); at += size) {
    bool same = true;
    for (std::size_t word = 0; word < size; word += 4)
      same = same && load<std::uint32_t>(values, at + word) == poison;
    count += same;
  }
  return count;
}

} // namespace

result<results>
results::open(const image::manifest &says,
              const std::map<std::string, std::filesystem::path> &files,
              const arrays &golden, unsigned frames, bool sequence,
              const tolerances &allowed) {
  results made;
  made.frames_ = frames;
  for (const image::tensor &one : says.tensors) {
    const bool is_sequence = sequence && one.role == image::role::output;
    const auto file = files.find(one.name);
    const auto values = golden.find(one.name);
    if (one.role != image::role::output && file == files.end() &&
        values == golden.end())
      continue;
    entry &to = made.entries_[one.name];
    to.by_frame = is_sequence &&
                  (file != files.end() ||
                   (values != golden.end() && frames_in(values->second, one)));
    if (file != files.end()) {
      auto writer = tensor::npy_writer::create(
          file->second, one.type,
          is_sequence ? with_frames(one.dims, frames) : one.dims);
      if (!writer)
        return writer.error();
      to.file.emplace(*std::move(writer));
    }
    if (values != golden.end()) {
      to.golden_by_frame = is_sequence && frames_in(values->second, one);
      to.compare.emplace(values->second, allowed(one.type));
    }
  }
  return made;
}

bool results::wants(const image::tensor &one, unsigned frame) const {
  const auto found = entries_.find(one.name);
  return found != entries_.end() &&
         (found->second.by_frame || frame + 1 == frames_);
}

result<void> results::take(const image::tensor &one, unsigned frame,
                           std::uint64_t offset,
                           std::span<const std::byte> bytes) {
  entry &to = entries_.at(one.name);
  const std::size_t size = tensor::size_bytes(one.type);
  to.elements += bytes.size() / size;
  to.unwritten += unwritten(bytes, size);
  if (to.compare && (to.golden_by_frame || frame + 1 == frames_))
    to.compare->add(
        ((to.golden_by_frame ? frame * one.bytes : 0) + offset) / size, bytes);
  return to.file ? to.file->append(bytes) : result<void>();
}

result<void> results::keep() {
  for (auto &[name, one] : entries_)
    if (one.file)
      if (auto kept = one.file->keep(); !kept)
        return kept;
  return {};
}

} // namespace seeker::run
