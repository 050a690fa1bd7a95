// Slow-downs that are planted: each is a CYCLE_REGRESSION that says what was
// compiled otherwise or which waiting grew.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "patch.hpp"
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <fstream>
#include <sstream>

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
    compile({"--tiles", "[0,40,100]", "--order", "[2,0,1]", "--dual-buffer",
             "on", "--dump-ir", folder / "stages"});
    for (const auto &stage : fs::directory_iterator(folder / "stages"))
      if (stage.path().string().ends_with("-tile-to-l1.mlir"))
        schedule =
            (std::ostringstream() << std::ifstream(stage.path()).rdbuf()).str();
    ASSERT_FALSE(schedule.empty());
    const ended made = run(words("--save-golden-cycles"));
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }
  static void compile(std::vector<std::string> options,
                      const std::string &file = "model.mlir") {
    std::vector<std::string> all = {"seeker", "compile", folder / file, "-o",
                                    folder / "image.elf"};
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
  /// Compiles the golden image's schedule with `text` at the end of each step.
  static void add_to_step(const std::string &text) {
    std::string changed = schedule;
    const std::size_t at = changed.rfind("\n      scf.yield ");
    ASSERT_NE(at, std::string::npos);
    changed.insert(at + 1, text);
    std::ofstream(folder / "schedule.mlir") << changed;
    compile({}, "schedule.mlir");
  }
  /// Compiles the golden image's schedule with changes.
  static void
  reschedule(const std::vector<std::pair<std::string, std::string>> &changes) {
    std::string changed = schedule;
    for (const auto &[was, is] : changes) {
      ASSERT_NE(changed.find(was), std::string::npos) << was;
      for (std::size_t at = 0;
           (at = changed.find(was, at)) != std::string::npos; at += is.size())
        changed.replace(at, was.size(), is);
    }
    std::ofstream(folder / "schedule.mlir") << changed;
    compile({}, "schedule.mlir");
  }
  /// The notes of a run that must have regressed, in one string.
  static std::string regress(std::vector<std::string> options) {
    compile(std::move(options));
    return regressed();
  }
  static std::string regressed() {
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
  /// The cause that is named first.
  static std::string first_cause(const std::string &notes) {
    const std::string before = "what grew, by core: ";
    const std::size_t at = notes.find(before);
    if (at == std::string::npos)
      return "none";
    const std::size_t begin = at + before.size();
    return notes.substr(begin, notes.find(" (", begin) - begin);
  }
  static inline fs::path folder;
  static inline std::string schedule;
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
  EXPECT_TRUE(has(notes, "golden {\"buffers\":2,\"dual_buffer\":true"))
      << notes;
  EXPECT_EQ(first_cause(notes), "DMA wait") << notes;
}

// Rows of 1024 bytes begin in the same bank.
TEST_F(Regression, PitchWithConflicts) {
  reschedule(
      {{"2x40x100xf64, #snitch.l1", "2x40x128xf64, #snitch.l1"},
       {"strided<[100, 1], offset: 4000>", "strided<[128, 1], offset: 5120>"},
       {"40x100xf64, strided<[100, 1]", "40x100xf64, strided<[128, 1]"},
       {"5x100xf64, strided<[100, 1]", "5x100xf64, strided<[128, 1]"}});
  const std::string notes = regressed();
  EXPECT_EQ(first_cause(notes), "bank conflicts") << notes;
}

TEST_F(Regression, AddedBarrier) {
  add_to_step("      snitch.barrier\n");
  const std::string notes = regressed();
  EXPECT_EQ(first_cause(notes), "barriers") << notes;
  EXPECT_TRUE(has(notes, " more of them)")) << notes;
}

// At each barrier every hart empties the caches, in place of its fence.
TEST_F(Regression, ColdCache) {
  compile(
      {"--tiles", "[0,40,100]", "--order", "[2,0,1]", "--dual-buffer", "on"});
  constexpr std::uint32_t fence = 0x0ff0000f, fence_i = 0x0000100f;
  patch_image(folder / "image.elf", {fence}, {fence_i});
  const std::string notes = regressed();
  EXPECT_EQ(first_cause(notes), "instruction cache") << notes;
  EXPECT_FALSE(has(notes, "bank conflicts")) << notes;
  EXPECT_FALSE(has(notes, "barriers")) << notes;
}

} // namespace
} // namespace seeker::e2e
