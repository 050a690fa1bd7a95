// A wrong value in one kernel of NsNet2: that kernel is named.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;

/// What is put wrong: a weight or bias of the kernel, by so much that no zero
/// and no ReLU hides it; or, where it has none, a line of the model, in which
/// `was` becomes `is`.
struct plant {
  std::string kernel;
  std::string weight;
  std::string line, was, is;
};

const std::vector<plant> plants = {
    {"fc1", "fc1_w", {}, {}, {}},
    {"gru1_i", "gru1_w_ih", {}, {}, {}},
    {"gru1_h", "gru1_b_hh", {}, {}, {}},
    {"gru1",
     {},
     "%gru1_diff =",
     "arith.subf %h1, %gru1_n",
     "arith.addf %h1, %gru1_n"},
    {"gru2_i", "gru2_b_ih", {}, {}, {}},
    {"gru2_h", "gru2_b_hh", {}, {}, {}},
    {"gru2", {}, "%gru2_keep =", "%gru2_diff, %gru2_z", "%gru2_diff, %gru2_r"},
    {"fc2", "fc2_b", {}, {}, {}},
    {"fc3", "fc3_b", {}, {}, {}},
    {"fc4", "fc4_b", {}, {}, {}}};

std::string read(const fs::path &file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

class Intermediates : public testing::TestWithParam<plant> {
protected:
  void SetUp() override {
    fs::remove_all(folder);
    fs::create_directories(folder / "golden");
    // The frame before gives the states, so that every input matters.
    for (const char *state : {"h1.npy", "h2.npy"})
      fs::copy(data() / "golden" / state, folder / state);
  }
  void TearDown() override { fs::remove_all(folder); }

  static fs::path data() { return SHARE "/examples/" NSNET2; }

  void compile(const std::string &model) {
    std::ofstream(folder / "model.mlir") << model;
    const ended made = run({"seeker", "compile", folder / "model.mlir", "-o",
                            folder / "image.elf"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }

  /// The second frame; `weight` is another than it should be, if any.
  nlohmann::json frame(const std::string &weight = {}) {
    std::vector<std::string> words = {"seeker",
                                      "run",
                                      folder / "image.elf",
                                      "--target",
                                      TARGET,
                                      "--json",
                                      "--golden",
                                      (data() / "golden-2").string(),
                                      "--golden-intermediates",
                                      (data() / "intermediates-2").string()};
    for (const auto &entry : fs::directory_iterator(data())) {
      const std::string name = entry.path().stem();
      if (entry.path().extension() != ".npy")
        continue;
      words.push_back("--input");
      words.push_back(
          name + "=" +
          (name == weight ? folder / "wrong.npy" : entry.path()).string());
    }
    for (const std::string state : {"h1", "h2"}) {
      words.push_back("--input");
      words.push_back(state + "=" + (folder / (state + ".npy")).string());
    }
    const ended made = run(words, 300);
    EXPECT_LE(made.exit_code, 1) << made.err;
    return nlohmann::json::parse(made.out);
  }

  const fs::path folder =
      fs::path(testing::TempDir()) / ("seeker_" TARGET "_" + GetParam().kernel);
};

TEST_P(Intermediates, TheKernelWithTheWrongValueIsNamed) {
  const plant &one = GetParam();
  std::string model = read(EXAMPLES "/nsnet2/" MODEL);
  if (one.weight.empty()) {
    const auto line = model.find(one.line);
    ASSERT_NE(line, std::string::npos);
    const auto at = model.find(one.was, line);
    ASSERT_LT(at, model.find('\n', line));
    model.replace(at, one.was.size(), one.is);
  } else {
    matrix wrong = read_matrix(data() / (one.weight + ".npy"));
    wrong.values[wrong.values.size() / 2] += 16;
    write_matrix(folder / "wrong.npy", wrong);
  }
  ASSERT_NO_FATAL_FAILURE(compile(model));
  const nlohmann::json report = frame(one.weight);
  ASSERT_EQ(report.at("verdict"), "GOLDEN_MISMATCH");
  EXPECT_EQ(report.value("first_wrong_kernel", ""), one.kernel);
  fmt::print("{}\n", report.at("notes").back().get<std::string>());
}

INSTANTIATE_TEST_SUITE_P(, Intermediates, testing::ValuesIn(plants),
                         [](const auto &info) { return info.param.kernel; });

using Whole = Intermediates;
TEST_P(Whole, AllAreRight) {
  ASSERT_NO_FATAL_FAILURE(compile(read(EXAMPLES "/nsnet2/" MODEL)));
  const nlohmann::json report = frame();
  EXPECT_EQ(report.at("verdict"), "PASS") << report.at("notes");
  EXPECT_EQ(report.at("judged").size(), 10u);
}
INSTANTIATE_TEST_SUITE_P(, Whole,
                         testing::Values(plant{"none", {}, {}, {}, {}}),
                         [](const auto &) { return "frame"; });

} // namespace
} // namespace seeker::e2e
