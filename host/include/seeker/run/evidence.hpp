// What a cluster holds when its program has gone astray, saved for a person.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/image/manifest.hpp"
#include "seeker/run/outcome.hpp"
#include "seeker/target/target.hpp"

#include <filesystem>
#include <optional>

namespace seeker::run {

/// What to save beside harts and L1.
struct evidence {
  std::filesystem::path folder;
  std::filesystem::path program; // the ELF, copied
  std::vector<image::tensor> tensors;
  std::optional<std::uint64_t> record; // its address
};

/// The folder is made where there is none.
result<void> check_evidence(const std::filesystem::path &folder);

/// Writes index.txt, which names the other files: harts.txt (what each does,
/// with the instructions around its pc), l1.bin, record.bin, a NAME.npy a
/// tensor, the ELF. What the target refuses or a link loses is named in the
/// index; only files that cannot be written are an error.
task<void> save_evidence(target::target &on, const evidence &what,
                         const config::configuration &configured,
                         const std::vector<wire::hart_status> &harts);

} // namespace seeker::run
