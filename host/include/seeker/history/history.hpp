// The history of runs: a SQLite file that survives whatever kills its writers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One table, a row a run or an attempt at one. A row is there whole or not at
// all; several programs
// may write at once and wait for each other for some seconds.
#pragma once

#include "seeker/run/outcome.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seeker::history {

struct entry {
  std::int64_t time = 0; // seconds since 1970
  std::string model;     // or the image's file, where it has no name
  std::string image_sha256;
  std::string configuration;
  std::string configuration_hash;
  std::string target;
  std::string verdict;
  std::optional<std::uint64_t> cycles;
  std::string report; // the run's JSON
  // Of a run for CI, else empty.
  std::string suite, name; // of the case
  std::string revision;    // the commit that was tested
  std::string content;     // what the result depends on (ci/content.hpp)
  unsigned attempt = 1;
  double seconds = 0;
};

/// A finished run as an entry, now.
entry entry_of(const run::outcome &known, std::string report);

class book {
public:
  /// Opens it, or begins one.
  static result<book> open(const std::filesystem::path &file);
  ~book();
  book(book &&other) noexcept;
  book &operator=(book &&) = delete;

  result<void> add(const entry &one);
  /// The last `most` runs, oldest first; of one model when it is given.
  result<std::vector<entry>> last(std::uint32_t most,
                                  const std::optional<std::string> &model = {});

  /// The last `most` attempts at a case of a suite on a target, oldest first.
  result<std::vector<entry>> last_of(std::uint32_t most,
                                     const std::string &suite,
                                     const std::string &name,
                                     const std::string &target);

  /// The last `most` attempts at each case on each target, without reports, by
  /// suite, name and target, oldest first.
  result<std::vector<entry>> cases(std::uint32_t most);
  /// The last `most` runs without reports, newest first.
  result<std::vector<entry>> newest(std::uint32_t most);

private:
  struct database;
  explicit book(std::unique_ptr<database> opened);
  std::unique_ptr<database> database_;
};

} // namespace seeker::history
