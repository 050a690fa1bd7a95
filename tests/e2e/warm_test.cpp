// A simulator that goes on running is not loaded twice with the same.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;

struct figures {
  std::uint64_t bytes = 0;
  double seconds = 0;
};

/// What loading and streaming in took.
figures up(const nlohmann::json &report) {
  figures made;
  for (const auto &phase : report.at("phases"))
    if (const auto name = phase.at("name").get<std::string>();
        name == "load" || name == "stream in") {
      made.bytes += phase.at("bytes").get<std::uint64_t>();
      made.seconds += phase.at("seconds").get<double>();
    }
  return made;
}

TEST(Warm, OnlyWhatChangedIsLoadedAgain) {
  const fs::path folder = fs::path(testing::TempDir()) / "seeker_warm";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const expectation expected = write_model({1, 800, 300, true}, folder, 7);
  const ended made = run(
      {"seeker", "compile", folder / "model.mlir", "-o", folder / "image.elf"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const std::string where = "unix:" + (folder / "link").string();
  service simulator({"seeker-sim", "--config", "default", "--listen", where});
  ASSERT_NE(simulator.first_line().find(where), std::string::npos);
  const auto run_with = [&](const fs::path &x) {
    const ended got =
        run({"seeker", "run", folder / "image.elf", "--target", "sim",
             "--connect", where, "--json", "--input", "x=" + x.string(),
             "--input", "w=" + (folder / "w.npy").string(), "--output",
             "y=" + (folder / "y.npy").string()});
    EXPECT_EQ(got.exit_code, 0) << got.err;
    return up(nlohmann::json::parse(got.out));
  };
  const figures cold = run_with(folder / "x.npy");
  EXPECT_LT(largest_error(read_matrix(folder / "y.npy"), expected), 1e-13);

  matrix twice = read_matrix(folder / "x.npy");
  for (double &value : twice.values)
    value *= 2;
  expectation doubled = expected;
  for (double &value : doubled.y.values)
    value *= 2;
  write_matrix(folder / "x2.npy", twice);
  const figures warm = run_with(folder / "x2.npy");
  EXPECT_LT(largest_error(read_matrix(folder / "y.npy"), doubled), 1e-13);
  EXPECT_GE(cold.bytes, std::uint64_t{1} * 800 * 300 * 8);
  EXPECT_LE(warm.bytes * 20, cold.bytes);
  fmt::print("cold start: {} bytes in {:.2f} s; warm: {} bytes in {:.2f} s\n",
             cold.bytes, cold.seconds, warm.bytes, warm.seconds);
}

} // namespace
} // namespace seeker::e2e
