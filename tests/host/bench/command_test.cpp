// Command lines of cases: complete, and read back by a shell.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/bench/command.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;

TEST(Command, OfAnImage) {
  bench::suite_case one;
  one.name = "a";
  one.target = "iss";
  one.image = "d/../a.elf";
  EXPECT_EQ(bench::command_of(one, "bin/seeker"),
            "bin/seeker run a.elf --target iss");
}

TEST(Command, HasEverythingThatACaseSays) {
  bench::suite_case one;
  one.name = "a";
  one.target = "sim";
  one.model = "d/m.mlir";
  one.compile = {"--tiles", "[1, 2]"};
  one.inputs = {"x=d/./x.npy", "it's"};
  one.golden = {"y=g.npy"};
  one.golden_cycles = "c.json";
  one.configuration = "small";
  one.rtol = 1e-9;
  one.atol = 0;
  one.ulp = 3;
  one.repeat = 2;
  one.max_cycles = 5;
  one.timeout = "7s";
  one.chaos = "drop=1,delay=8:5ms";
  one.seed = 4;
  EXPECT_EQ(bench::command_of(one, "seeker"),
            "seeker compile d/m.mlir -o a.elf --tiles '[1, 2]' && seeker run "
            "a.elf --target sim --config small --input x=d/x.npy --input "
            "'it'\\''s' --golden y=g.npy --golden-cycles c.json --rtol 1e-09 "
            "--atol 0 --ulp 3 --repeat 2 --max-cycles 5 --timeout 7s --chaos "
            "drop=1,delay=8:5ms --seed 4");
}

TEST(Command, TheProgramIsNamedAsAShellFindsIt) {
  EXPECT_EQ(bench::called_from("/a", "/a/build/bin/seeker"),
            "build/bin/seeker");
  EXPECT_EQ(bench::called_from("/a", "/a/seeker"), "./seeker");
  EXPECT_EQ(bench::called_from("/a/b", "/a/seeker"), "seeker");
  EXPECT_EQ(bench::called_from("/a", "/usr/bin/seeker"), "seeker");
}

} // namespace
