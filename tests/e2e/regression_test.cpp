// Slow-downs that are planted: each is a CYCLE_REGRESSION that says what was
// compiled otherwise or which waiting grew.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;

class Regression : public testing::Test {
protected:
  static void SetUpTestSuite() {
    folder = fs::path(testing::TempDir()) / "seeker_regression";
    fs::remove_all(folder);
    fs::create_directories(folder);
    write_model({1, 400, 200, true}, folder, 5);
    compile(
        {"--tiles", "[0,40,100]", "--order", "[2,0,1]", "--dual-buffer", "on"});
    const ended made = run(words("--save-golden-cycles"));
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }
  static void compile(std::vector<std::string> options) {
    std::vector<std::string> all = {"seeker", "compile", folder / "model.mlir",
                                    "-o", folder / "image.elf"};
    all.insert(all.end(), options.begin(), options.end());
    const ended made = run(all);
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }
  static std::vector<std::string> words(const std::string &option) {
    return {"seeker",
            "run",
            folder / "image.elf",
            "--target",
            "sim",
            "--json",
            "--input",
            "x=" + (folder / "x.npy").string(),
            "--input",
            "w=" + (folder / "w.npy").string(),
            option,
            (folder / "cycles.json").string()};
  }
  /// The notes of a run that must have regressed, in one string.
  static std::string regress(std::vector<std::string> options) {
    compile(std::move(options));
    const ended made = run(words("--golden-cycles"));
    EXPECT_EQ(made.exit_code, 1) << made.err;
    const auto report = nlohmann::json::parse(made.out);
    EXPECT_EQ(report.at("verdict").get<std::string>(), "CYCLE_REGRESSION");
    std::string notes;
    for (const auto &note : report.at("notes"))
      notes += note.get<std::string>() + "\n";
    fmt::print("{}", notes);
    return notes;
  }
  static bool has(const std::string &notes, const std::string &what) {
    return notes.find(what) != std::string::npos;
  }
  static inline fs::path folder;
};

TEST_F(Regression, TheSameImagePasses) {
  compile(
      {"--tiles", "[0,40,100]", "--order", "[2,0,1]", "--dual-buffer", "on"});
  EXPECT_EQ(run(words("--golden-cycles")).exit_code, 0);
}

TEST_F(Regression, SmallerTiles) {
  const std::string notes = regress(
      {"--tiles", "[0,8,20]", "--order", "[2,0,1]", "--dual-buffer", "on"});
  EXPECT_TRUE(has(notes, "is compiled otherwise: ")) << notes;
  EXPECT_TRUE(has(notes, "\"l1\":[0,8,20]")) << notes;
}

TEST_F(Regression, NoDoubleBuffer) {
  const std::string notes = regress(
      {"--tiles", "[0,40,100]", "--order", "[2,0,1]", "--dual-buffer", "off"});
  EXPECT_TRUE(has(notes, "\"dual_buffer\":false")) << notes;
  EXPECT_TRUE(has(notes, "golden {\"dual_buffer\":true")) << notes;
}

} // namespace
} // namespace seeker::e2e
