// What the RTL did is played on the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;

TEST(Replay, TheInstructionSetSimulatorComesToTheSameOutputs) {
  const fs::path folder = fs::path(testing::TempDir()) / "seeker_replay";
  fs::remove_all(folder);
  fs::create_directories(folder);
  write_model({1, 80, 60, true}, folder, 3);
  const ended made = run(
      {"seeker", "compile", folder / "model.mlir", "-o", folder / "image.elf"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const ended recorded =
      run({"seeker", "run", folder / "image.elf", "--target", "sim", "--input",
           "x=" + (folder / "x.npy").string(), "--input",
           "w=" + (folder / "w.npy").string(), "--record", folder / "session"});
  ASSERT_EQ(recorded.exit_code, 0) << recorded.err;
  const ended played = run(
      {"seeker", "replay", folder / "session", "--target", "iss", "--json"});
  EXPECT_EQ(played.exit_code, 0) << played.out << played.err;
  EXPECT_EQ(nlohmann::json::parse(played.out).at("checkpoints").get<int>(), 1);
}

} // namespace
} // namespace seeker::e2e
