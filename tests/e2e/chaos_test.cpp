// Runs over links that break: right results pass, wrong ones never do, nothing
// is left.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SEEKER_CHAOS_RUNS: how many seeds (24). Prints what the runs met.
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <random>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;

unsigned runs() {
  const char *said = std::getenv("SEEKER_CHAOS_RUNS");
  return said ? static_cast<unsigned>(std::stoul(said)) : 24;
}

/// Each kind is there in half of the runs, up to a fault in some 30 KiB.
std::string spec_of(std::mt19937 &random) {
  std::string made;
  for (const char *kind : {"corrupt", "drop", "truncate", "insert", "duplicate",
                           "reorder", "delay", "stall", "reset"})
    if (random() % 2 == 0)
      made += fmt::format("{}={}{},", kind, 1 + random() % 32,
                          std::string_view(kind) == "stall" ? ":20ms" : "");
  return made.empty() ? "corrupt=32" : made.substr(0, made.size() - 1);
}

/// 1 to runs(), and what once went wrong: old fills came again after the end.
std::vector<unsigned> seeds() {
  std::vector<unsigned> made(runs());
  std::iota(made.begin(), made.end(), 1u);
  if (runs() < 244)
    made.push_back(244);
  return made;
}

TEST(Chaos, RightResultsPassAndWrongOnesDoNot) {
  const fs::path folder = fs::path(testing::TempDir()) / "seeker_chaos";
  const fs::path sockets = folder / "tmp";
  fs::remove_all(folder);
  fs::create_directories(sockets);
  const expectation expected = write_model({1, 80, 60, true}, folder, 11);
  matrix wrong = expected.y;
  wrong.values[41] += 1e-6;
  write_matrix(folder / "right.npy", expected.y);
  write_matrix(folder / "wrong.npy", wrong);
  const ended made = run(
      {"seeker", "compile", folder / "model.mlir", "-o", folder / "image.elf"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  ::setenv("TMPDIR", sockets.c_str(), 1);

  std::uint64_t retries = 0, relinks = 0;
  for (const unsigned seed : seeds()) {
    std::mt19937 random(seed);
    const std::string spec = spec_of(random);
    const bool right = random() % 4 != 0;
    const fs::path output = folder / "y.npy";
    fs::remove(output);
    const ended got =
        run({"seeker", "run", folder / "image.elf", "--target", "sim",
             "--input", "x=" + (folder / "x.npy").string(), "--input",
             "w=" + (folder / "w.npy").string(), "--output",
             "y=" + output.string(), "--golden",
             "y=" + (folder / (right ? "right.npy" : "wrong.npy")).string(),
             "--chaos", spec, "--seed", std::to_string(seed), "--json"},
            120);
    const std::string what = fmt::format("--chaos {} --seed {}", spec, seed);
    ASSERT_EQ(got.exit_code, right ? 0 : 1) << what << "\n" << got.err;
    const auto report = nlohmann::json::parse(got.out);
    ASSERT_EQ(report.at("verdict").get<std::string>(),
              right ? "PASS" : "GOLDEN_MISMATCH")
        << what;
    EXPECT_LT(largest_error(read_matrix(output), expected), 1e-13) << what;
    EXPECT_TRUE(fs::is_empty(sockets)) << what;
    retries += report.at("link").at("retries").get<std::uint64_t>();
    relinks += report.at("link").at("relinks").get<std::uint64_t>();
  }
  ::unsetenv("TMPDIR");
  EXPECT_GT(retries, 0u);
  EXPECT_GT(relinks, 0u);
  fmt::print("{} runs: {} requests repeated, {} links made anew\n", runs(),
             retries, relinks);
}

} // namespace
} // namespace seeker::e2e
