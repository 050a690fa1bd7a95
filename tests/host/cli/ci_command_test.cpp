// `seeker ci run`, as a CI job calls it, on stand-ins for what runs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "../support/git_folder.hpp"
#include "seeker_fixture.hpp"

namespace {

using namespace seeker;
using nlohmann::json;

class Ci : public fake::Seeker {
protected:
  void SetUp() override {
    Seeker::SetUp();
    image();
    save("wrong", {2, 3}, 0x42);
  }
  std::string path(const std::string &name) { return (folder / name).string(); }
  static std::string one(const std::string &name, const std::string &golden,
                         const std::string &more = "") {
    return "[[case]]\nname = \"" + name +
           "\"\nimage = \"image.elf\"\ninput = [\"x=x.npy\"]\ngolden = [\"y=" +
           golden + ".npy\"]\n" + more;
  }
  std::string suite(const std::string &text) {
    fake::write_bytes(path("s.toml"), fake::bytes_of(text));
    return path("s.toml");
  }
  fake::ran ci(std::vector<std::string> more, const std::string &wrong = "") {
    more.insert(more.begin(), {"ci", "run", path("s.toml")});
    return seeker(std::move(more), wrong);
  }
};

TEST_F(Ci, JudgesCasesAndWritesEveryReport) {
  suite(one("right", "x") + one("wrong", "wrong"));
  const auto made = ci({"--jobs", "2", "--junit", path("j.xml"), "--markdown",
                        path("m.md"), "--csv", path("t.csv"), "--html",
                        path("pages"), "--history", path("h.db")});
  EXPECT_EQ(made.status, 1) << made.err;
  EXPECT_NE(made.out.find("1 of 2 cases pass\n"), std::string::npos)
      << made.out;
  EXPECT_NE(made.out.find("wrong: To reproduce locally: "), std::string::npos);
  EXPECT_NE(fake::read_text(path("j.xml"))
                .find("<testsuite name=\"s.sim\" hostname=\"sim\" tests=\"2\" "
                      "failures=\"1\""),
            std::string::npos);
  EXPECT_NE(fake::read_text(path("m.md")).find("| wrong | GOLDEN_MISMATCH |"),
            std::string::npos);
  for (const char *page : {"index.html", "right.html", "wrong.html"})
    EXPECT_TRUE(std::filesystem::exists(folder / "pages" / page)) << page;
  // The next compares its cycles with these.
  const auto again = ci({"--history", path("h.db"), "--only", "right"});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_NE(again.out.find(" %  "), std::string::npos) << again.out;
}

TEST_F(Ci, TheLineToReproduceDoes) {
  suite(one("wrong", "wrong", "rtol = 1e-3\n"));
  const json made = json::parse(ci({"--json"}).out);
  const std::string line = made["cases"][0]["reproduce"];
  // In the same folder, or with `seeker` on the path.
  const auto ran =
      fake::run_program({"/bin/sh",
                         {"-c", line},
                         {"SEEKER_FAKE_SIM=", "TMPDIR=" + path("tmp"),
                          "PATH=" + fake::root + "/bin:/usr/bin:/bin"}});
  EXPECT_EQ(ran.status, 1) << line << ran.err;
  EXPECT_NE(ran.out.find("GOLDEN_MISMATCH"), std::string::npos) << ran.out;
}

TEST_F(Ci, OnlyFaultsOfTheLabAreTriedAgain) {
  suite(one("right", "x"));
  const auto made =
      ci({"--json", "--history", path("h.db"), "--junit", path("j.xml")},
         "once=" + path("mark"));
  ASSERT_EQ(made.status, 0) << made.out << made.err;
  const json right = json::parse(made.out)["cases"][0];
  EXPECT_EQ(right["verdict"], "PASS");
  ASSERT_EQ(right["failed_attempts"].size(), 1u);
  EXPECT_EQ(right["failed_attempts"][0]["verdict"], "BOARD");
  EXPECT_NE(right["notes"].dump().find("failed 1 of its last 2 attempts by "
                                       "itself (50.0 %)"),
            std::string::npos)
      << right;
  EXPECT_EQ(json::parse(made.out)["targets"][0]["failed"], 1);
  EXPECT_NE(fake::read_text(path("j.xml")).find("<flakyError type=\"BOARD\""),
            std::string::npos);
  // A wrong result is one at once.
  suite(one("wrong", "wrong"));
  const json wrong = json::parse(ci({"--json"}).out)["cases"][0];
  EXPECT_EQ(wrong["verdict"], "GOLDEN_MISMATCH");
  EXPECT_FALSE(wrong.contains("failed_attempts"));
}

TEST_F(Ci, GivesUpAfterTheLastAttempt) {
  suite(one("right", "x"));
  const auto made = ci({"--json", "--attempts", "2"}, "die");
  EXPECT_EQ(made.status, 3) << made.err;
  const json right = json::parse(made.out)["cases"][0];
  EXPECT_EQ(right["verdict"], "BOARD");
  EXPECT_EQ(right["failed_attempts"].size(), 1u);
}

TEST_F(Ci, PassesOnWhatTheCompilerSays) {
  suite("[[case]]\nname = \"m\"\nmodel = \"m.mlir\"\n");
  compiler_exit = "7";
  const auto made = ci({});
  EXPECT_EQ(made.status, 2);
  EXPECT_NE(made.err.find("words of the compiler\n"), std::string::npos)
      << made.err;
  EXPECT_NE(made.out.find("does not compile: its compiler ended with 7"),
            std::string::npos);
}

TEST_F(Ci, QuarantineDecidesNothing) {
  suite(one("right", "x") +
        one("wrong", "wrong", "quarantine = \"#12: wrong\"\n"));
  const auto made = ci({"--junit", path("j.xml")});
  EXPECT_EQ(made.status, 0) << made.err;
  EXPECT_NE(made.out.find("in quarantine, decides nothing: #12: wrong"),
            std::string::npos);
  EXPECT_NE(fake::read_text(path("j.xml")).find("<skipped message"),
            std::string::npos);
}

TEST_F(Ci, RunsWhatChangedSinceACommit) {
  fake::git_folder tree;
  const auto in_tree = [&](const char *name) {
    return (tree.path() / name).string();
  };
  std::filesystem::copy(path("image.elf"), in_tree("image.elf"));
  std::filesystem::copy(path("x.npy"), in_tree("x.npy"));
  tree.commit("s.toml", one("a", "x") + one("b", "x", "atol = 1\n"));
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"ci", "run", in_tree("s.toml"), "--json",
                               "--history", path("h.db")});
    const auto made = seeker(std::move(more));
    EXPECT_EQ(made.status, 0) << made.err;
    return json::parse(made.out)["cases"];
  };
  const auto unchanged = [](const json &cases) {
    std::string names;
    for (const json &each : cases)
      if (each.contains("unchanged"))
        names += each["name"].get<std::string>();
    return names;
  };
  EXPECT_EQ(unchanged(run({"--changed-since", "HEAD"})), "");
  const json second = run({"--changed-since", "HEAD"});
  EXPECT_EQ(unchanged(second), "ab");
  EXPECT_TRUE(second[0]["cycles"].is_number());
  EXPECT_EQ(unchanged(run({})), ""); // not asked for
  tree.commit("s.toml", one("a", "x") + one("b", "x", "atol = 2\n"));
  EXPECT_EQ(unchanged(run({"--changed-since", "HEAD~1"})), "a");
  // What passed later does not count for an earlier commit.
  EXPECT_EQ(unchanged(run({"--changed-since", "HEAD~1"})), "a");
  EXPECT_EQ(unchanged(run({"--changed-since", "HEAD"})), "ab");
}

TEST_F(Ci, ShardsMakeTheWhole) {
  suite(one("a", "x") + one("b", "x") + one("c", "x"));
  std::string names, partition;
  for (const char *part : {"1/2", "2/2"}) {
    const json made = json::parse(ci({"--json", "--shard", part}).out);
    for (const json &each : made["cases"])
      names += each["name"].get<std::string>();
    if (!partition.empty())
      EXPECT_EQ(made["shard"]["partition"], partition);
    partition = made["shard"]["partition"];
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, "abc");
}

TEST_F(Ci, EndsEverythingWhenItIsEnded) {
  suite(one("late", "x"));
  const auto made =
      seeker({"ci", "run", path("s.toml")}, "silent", 500, SIGTERM);
  EXPECT_EQ(made.status, 3);
  EXPECT_NE(made.err.find("ended by signal 15"), std::string::npos) << made.err;
}

TEST_F(Ci, SaysWhatIsWrong) {
  suite(one("right", "x"));
  const auto problem = [&](std::vector<std::string> more) {
    const auto made = ci(std::move(more));
    EXPECT_EQ(made.status, 2);
    return made.err;
  };
  EXPECT_EQ(problem({"--only", "x*"}),
            "seeker: CONFIG: no case of " + path("s.toml") + " matches 'x*'\n");
  EXPECT_EQ(problem({"--changed-since", "HEAD"}),
            "seeker: CONFIG: --changed-since needs --history, which knows what "
            "passed\n");
  EXPECT_NE(problem({"--changed-since", "HEAD", "--history", path("h.db")})
                .find("'HEAD' is no commit of the repository at"),
            std::string::npos);
  EXPECT_NE(problem({"--shard", "3/2"}).find("'3/2' is no part of a suite"),
            std::string::npos);
  EXPECT_NE(problem({"--html", path("x.npy/p")}).find("cannot create the "),
            std::string::npos);
  fake::write_bytes(path("bad.db"), fake::bytes_of(std::string(5000, 'x')));
  EXPECT_NE(problem({"--history", path("bad.db")}).find("the history"),
            std::string::npos);
  EXPECT_NE(problem({"--executor", "clouds"}).find("--executor"),
            std::string::npos);
  suite("x = 1");
  EXPECT_NE(problem({}).find("is no suite"), std::string::npos);
}

TEST_F(Ci, TemplatesUseOptionsThatThereAre) {
  const std::string help = seeker({"ci", "run", "--help"}).out;
  for (const char *name : {"github-actions.yml", "gitlab-ci.yml"}) {
    const std::string text = fake::read_text(
        std::filesystem::path(SEEKER_CFG_SOURCE) / "../../ci/templates" / name);
    const std::size_t call = text.find("seeker ci run ");
    ASSERT_NE(call, std::string::npos) << name;
    const std::string rest = text.substr(call, text.find("\n\n", call) - call);
    int options = 0;
    for (std::size_t at = rest.find(" --"); at != std::string::npos;
         at = rest.find(" --", at + 1), ++options) {
      const std::string option =
          rest.substr(at + 1, rest.find_first_of(" \n", at + 1) - at - 1);
      EXPECT_NE(help.find(option + " "), std::string::npos) << option;
    }
    EXPECT_GE(options, 5) << name;
  }
}

TEST_F(Ci, AnAttemptIsAProcess) {
  suite(one("right", "x"));
  const auto attempt = [&](const std::string &name, const std::string &to) {
    return seeker(
        {"ci", "case", path("s.toml"), "--name", name, "--result", to});
  };
  ASSERT_EQ(attempt("right", path("r.json")).status, 0);
  const json made = json::parse(fake::read_text(path("r.json")));
  EXPECT_EQ(made["case"]["verdict"], "PASS");
  EXPECT_EQ(made["content"].get<std::string>().size(), 64u);
  const auto none = attempt("left", path("l.json"));
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("there is no case 'left' in"), std::string::npos);
  EXPECT_EQ(attempt("right", path("none/r.json")).status, 2);
}

} // namespace
