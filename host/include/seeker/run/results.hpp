// What a program makes, taken as it comes: written to files, compared, counted.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// No tensor is in memory as a whole. With a sequence of inputs (frames) an
// output's file and its golden values have a dimension more, or the tensor's
// first dimension where that is 1; states and intermediates are those of the
// last frame.
#pragma once

#include "seeker/image/manifest.hpp"
#include "seeker/judge/compare.hpp"
#include "seeker/run/bind.hpp"
#include "seeker/tensor/npy_writer.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace seeker::run {

/// The pattern that outputs are filled with before a run, a NaN in f64 and f32.
inline constexpr std::uint32_t poison = 0x7ff7dead;

class results {
public:
  /// Of one tensor.
  struct entry {
    std::uint64_t elements = 0;  // that were taken
    std::uint64_t unwritten = 0; // of these, those that still hold the poison
    std::optional<judge::comparer> compare; // where there are golden values
    std::optional<tensor::npy_writer> file;
    bool by_frame = false; // fetched after each frame, else after the last
    bool golden_by_frame = false;
  };
  using tolerances = std::function<judge::tolerance(tensor::dtype)>;

  /// Makes the files' beginnings. `golden` must live as long as this.
  /// `sequence`: inputs have frames, also if it is one.
  static result<results>
  open(const image::manifest &says,
       const std::map<std::string, std::filesystem::path> &files,
       const arrays &golden, unsigned frames, bool sequence,
       const tolerances &allowed);

  /// Whether a tensor is to be fetched after this frame, counted from 0.
  bool wants(const image::tensor &one, unsigned frame) const;
  /// The bytes of a wanted tensor from `offset` on, whole elements; they come
  /// in order.
  result<void> take(const image::tensor &one, unsigned frame,
                    std::uint64_t offset, std::span<const std::byte> bytes);
  /// All was taken: files take their places.
  result<void> keep();

  const std::map<std::string, entry> &entries() const { return entries_; }

private:
  unsigned frames_ = 1;
  std::map<std::string, entry> entries_;
};

} // namespace seeker::run
