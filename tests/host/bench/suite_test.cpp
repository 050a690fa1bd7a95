// Suites: what they say, and every way in which they are none.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/bench/suite.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using bench::parse_suite;

std::string problem(std::string_view text) {
  const auto made = parse_suite(text, "d/s.toml");
  return made ? "none" : made.error().message;
}

TEST(Suite, ReadsCases) {
  const auto made = parse_suite(R"(
target = "iss"
[[case]]
name = "a"
model = "a.mlir"
compile = ["--tiles", "[1]"]
input = ["x=x.npy", "in"]
golden = ["y=/abs/y.npy"]
golden_cycles = "c.json"
rtol = 0
atol = 1e-3
ulp = 2
repeat = 3
max_cycles = 9
timeout = "5s"
config = "small"
[[case]]
name = "b"
image = "b.elf"
target = "sim"
)",
                                "d/s.toml");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->name, "s");
  ASSERT_EQ(made->cases.size(), 2u);
  const bench::suite_case &a = made->cases[0];
  EXPECT_EQ(a.target, "iss");
  EXPECT_EQ(a.model, "d/a.mlir");
  EXPECT_EQ(a.compile, (std::vector<std::string>{"--tiles", "[1]"}));
  EXPECT_EQ(a.inputs, (std::vector<std::string>{"x=d/x.npy", "d/in"}));
  EXPECT_EQ(a.golden, (std::vector<std::string>{"y=/abs/y.npy"}));
  EXPECT_EQ(a.golden_cycles, "d/c.json");
  EXPECT_EQ(a.rtol, 0);
  EXPECT_EQ(a.atol, 1e-3);
  EXPECT_EQ(a.ulp, 2u);
  EXPECT_EQ(a.repeat, 3u);
  EXPECT_EQ(a.max_cycles, 9u);
  EXPECT_EQ(a.timeout, "5s");
  EXPECT_EQ(a.configuration, "small");
  EXPECT_EQ(made->cases[1].target, "sim");
  EXPECT_EQ(made->cases[1].image, "d/b.elf");
  EXPECT_FALSE(made->cases[1].model);
}

TEST(Suite, ACaseForEachTarget) {
  const auto made = parse_suite(R"(
[[case]]
name = "a"
image = "a.elf"
targets = ["sim", "board:x"]
chaos = "drop=1"
seed = 3
quarantine = "#1: flaky"
)",
                                "d/s.toml");
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->cases.size(), 2u);
  EXPECT_EQ(made->cases[0].name, "a.sim");
  EXPECT_EQ(made->cases[1].name, "a.board-x");
  EXPECT_EQ(made->cases[1].target, "board:x");
  EXPECT_EQ(made->cases[1].chaos, "drop=1");
  EXPECT_EQ(made->cases[1].seed, 3u);
  EXPECT_EQ(made->cases[1].quarantine, "#1: flaky");
}

TEST(Suite, SaysWhatIsWrong) {
  const std::string prefix = "d/s.toml is no suite: ";
  EXPECT_TRUE(problem("a = = 1").starts_with(prefix + "line 1: "));
  EXPECT_EQ(problem(""), prefix + "it has no [[case]]");
  EXPECT_EQ(problem("case = 1"), prefix + "it has no [[case]]");
  EXPECT_EQ(problem("case = [1]"), prefix + "case 1 is no table");
  EXPECT_EQ(problem("x = 1"),
            prefix +
                "at its top: there is no key 'x'; there are: target, case");
  const std::string head = prefix + "case 1: ";
  const auto of = [](const std::string &fields) {
    return problem("[[case]]\nname = \"a\"\nimage = \"i\"\n" + fields);
  };
  EXPECT_EQ(problem("[[case]]\nimage = \"i\""), head + "name is missing");
  for (const char *name : {"../a", "a b", ".a", "a/b"})
    EXPECT_EQ(
        problem(fmt::format("[[case]]\nname = \"{}\"\nimage = \"i\"", name)),
        fmt::format("{}name is letters, digits, '.', '_' and '-', not "
                    "'{}'",
                    head, name));
  EXPECT_EQ(problem("[[case]]\nname = \"a\""),
            head + "model or image, one of them, must be given");
  EXPECT_EQ(of("model = \"m\""),
            head + "model or image, one of them, must be given");
  EXPECT_EQ(of("compile = [\"-x\"]"), head + "compile needs a model");
  EXPECT_EQ(of("input = \"x\""), head + "input must be a list of strings");
  EXPECT_EQ(of("input = [1]"), head + "input must be a list of strings");
  EXPECT_EQ(of("rtol = -1"), head + "rtol must not be negative");
  EXPECT_EQ(of("rtol = \"a\""), head + "rtol must be a number");
  EXPECT_EQ(of("ulp = -1"), head + "ulp must not be negative");
  EXPECT_EQ(of("ulp = \"a\""), head + "ulp must be a whole number");
  EXPECT_EQ(of("timeout = 5"), head + "timeout must be a string");
  EXPECT_EQ(of("repeat = 0"), head + "repeat is 1 to 1000000, not 0");
  EXPECT_EQ(of("seed = 1"), head + "seed needs chaos");
  EXPECT_EQ(of("quarantine = \"\""), head + "quarantine must say why");
  EXPECT_EQ(of("targets = []"), head + "targets must not be empty");
  EXPECT_EQ(of("targets = [\"a/b\"]"), head + "'a/b' is no target");
  EXPECT_EQ(of("target = \"sim\"\ntargets = [\"iss\"]"),
            head + "target or targets, not both");
  EXPECT_TRUE(
      of("inputs = []")
          .starts_with(
              head +
              "there is no key 'inputs'; there are: name, target, model"));
  EXPECT_EQ(problem("[[case]]\nname = \"a\"\nimage = \"i\"\n[[case]]\nname = "
                    "\"a\"\nimage = \"i\"\n"),
            prefix + "there are two cases 'a'");
}

TEST(Suite, PatternsMatchWholeNames) {
  using bench::matches;
  EXPECT_TRUE(matches("matvec", "matvec"));
  EXPECT_FALSE(matches("mat", "matvec"));
  EXPECT_TRUE(matches("mat*", "matvec"));
  EXPECT_TRUE(matches("*vec", "matvecvec"));
  EXPECT_TRUE(matches("*a*v*", "matvec"));
  EXPECT_FALSE(matches("*x*", "matvec"));
  EXPECT_TRUE(matches("*", ""));
  EXPECT_FALSE(matches("", "a"));
}

} // namespace
