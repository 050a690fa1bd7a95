// A session with a target, written down: what it was told, and what came of it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A folder with session.jsonl, an object a line in order, and data.bin with the
// bytes that were written:
//
//   {"version": 1, "producer", "target", "configuration", "configuration_hash",
//    "image", "image_sha256"}
//   {"op": "reset"}
//   {"op": "write", "address", "at", "bytes"}      at: in data.bin
//   {"op": "fill", "address", "bytes", "pattern"}
//   {"op": "start", "entry", "tohost"}
//   {"op": "wait", "tohost"}                       until this word was written
//   {"op": "check", "name", "address", "bytes", "crc"}   a tensor that was read
//   {"op": "end"}
//
// Without its last line a recording was cut short.
#pragma once

#include "seeker/base/blob.hpp"
#include "seeker/target/target.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace seeker::replay {

struct header {
  std::string target, configuration, configuration_hash, image, image_sha256;
};

/// A range whose reads are compared.
struct checkpoint {
  std::string name;
  std::uint64_t address = 0;
  std::uint64_t bytes = 0;
};

/// Passes everything on to `inner` and writes it down. What `inner` remembers
/// is written to it all the same, or the recording would not have it. Its file
/// is complete when it was closed; errors of the disk come with close().
result<target::target_ptr> record(target::target_ptr inner,
                                  const std::filesystem::path &folder,
                                  const header &what,
                                  std::vector<checkpoint> checkpoints);

struct step {
  enum class kind { reset, write, fill, start, wait, check } what{};
  std::string name;
  std::uint64_t address = 0; // or the entry
  std::uint64_t bytes = 0;
  std::uint64_t at = 0;
  std::uint32_t value = 0; // pattern, tohost or CRC
};

struct recording {
  header what;
  std::vector<step> steps;
  blob data;
};
result<recording> read_recording(const std::filesystem::path &folder);

} // namespace seeker::replay
