// Runs a bare-metal program by the cluster's own conventions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/outcome.hpp"
#include "seeker/run/upload.hpp"
#include "seeker/run/watch.hpp"

namespace seeker::run {

struct raw_options {
  std::filesystem::path program;
  std::string configuration = "default";
  std::optional<std::uint64_t> max_cycles; // else only the timeout bounds it
  std::chrono::milliseconds timeout{600'000};
  std::optional<std::filesystem::path> evidence; // a folder, for what hangs
};

/// Where a program ends and what it prints with, by its symbols.
result<addresses> addresses_of(const image::program &code,
                               const config::configuration &configuration);

/// Opens the target, parks its harts and loads every PT_LOAD: all but the
/// start.
task<phase> load_program(const image::program &code,
                         const config::configuration &configuration,
                         target::target &on, const show &tell);

/// Loads every PT_LOAD, starts at e_entry, serves HTIF until tohost is odd.
/// The program's exit code is in `known`.
task<void> run_raw(const raw_options &asked, const image::program &code,
                   const config::configuration &configuration,
                   target::target &on, outcome &known, const show &tell,
                   const print &say);

} // namespace seeker::run
