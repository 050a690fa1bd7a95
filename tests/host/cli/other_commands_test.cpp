// bench, history, replay, doctor, man and completion, as people call them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker_fixture.hpp"

namespace {

using namespace seeker;
using fake::Seeker;
using nlohmann::json;

TEST_F(Seeker, RunsAreNotedAndDrawn) {
  const std::string book = (folder / "h.db").string();
  const std::string page = (folder / "run.html").string();
  ASSERT_EQ(run({"--history", book}).status, 0);
  const auto second = run({"--history", book, "--html", page});
  ASSERT_EQ(second.status, 0) << second.err;
  EXPECT_NE(fake::read_text(page).find("2 runs, at most"), std::string::npos);
  // What ends early is noted too.
  EXPECT_EQ(run({"--history", book}, "kill=300").status, 3);
  const auto shown = seeker({"history", book, "--json"});
  ASSERT_EQ(shown.status, 0) << shown.err;
  const json runs = json::parse(shown.out)["runs"];
  ASSERT_EQ(runs.size(), 3u);
  EXPECT_EQ(runs[0]["verdict"], "PASS");
  EXPECT_EQ(runs[2]["verdict"], "BOARD");
  EXPECT_EQ(json::parse(
                seeker({"history", book, "--json", "--last", "1"}).out)["runs"]
                .size(),
            1u);
  EXPECT_EQ(seeker({"history", book, "--model", "other"}).status, 0);
  const std::string none = (folder / "none.db").string();
  const auto missing = seeker({"history", none});
  EXPECT_EQ(missing.status, 2);
  EXPECT_EQ(missing.err, "seeker: CONFIG: there is no history " + none + "\n");
}

TEST_F(Seeker, SessionsAreRecordedAndPlayed) {
  const std::string session = (folder / "session").string();
  const auto made = run({"--record", session});
  ASSERT_EQ(made.status, 0) << made.err;
  const auto played = seeker({"replay", session, "--target", "sim"});
  EXPECT_EQ(played.status, 0) << played.err;
  EXPECT_EQ(played.out, "recorded on sim, played on sim: 1 checkpoints are "
                        "the same\nPASS\n");
  const auto object = seeker({"replay", session, "--target", "sim", "--json"});
  EXPECT_EQ(json::parse(object.out)["checkpoints"], 1);
  EXPECT_EQ(
      seeker({"replay", session, "--target", "sim", "--timeout", "x"}).status,
      2);
  EXPECT_EQ(seeker({"replay", session, "--target", "board"}).status, 2);
  EXPECT_EQ(
      seeker({"replay", (folder / "none").string(), "--target", "sim"}).status,
      2);
}

TEST_F(Seeker, TracesAreAddedUp) {
  const std::string file = (folder / "t.json").string();
  const std::string text = R"({"otherData": {"producer": "seeker-sim",
    "configuration": "small", "shortest_slice_cycles": 8}, "traceEvents": [
    {"ph": "X", "name": "k", "pid": 0, "tid": 0, "ts": 0.1, "dur": 0.5},
    {"ph": "i", "name": "totals", "pid": 0, "tid": 0, "ts": 1,
     "args": {"cycles": 700, "harts": [{"fpu": 700}], "dma": {}}}]})";
  fake::write_bytes(file, fake::bytes_of(text));
  const auto shown = seeker({"trace", file});
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_NE(shown.out.find("run 1   700 cycles"), std::string::npos);
  const auto object = seeker({"trace", file, "--json", "--top", "3"});
  EXPECT_EQ(json::parse(object.out)["kernels"][0]["cycles"], 500);
  const auto none = seeker({"trace", (folder / "x.npy").string(), "--json"});
  EXPECT_EQ(none.status, 2);
  EXPECT_EQ(json::parse(none.out)["error"]["message"],
            (folder / "x.npy").string() + " is no JSON");
}

TEST_F(Seeker, WhatHangsLeavesEvidence) {
  sample.parts.segments[0].content =
      fake::script_bytes({{fake::script_op::trap, {1, 6}}});
  const std::filesystem::path left = folder / "left";
  const auto hung = run({"--evidence", left.string(), "--json"});
  EXPECT_EQ(hung.status, 1);
  const json says = json::parse(hung.out);
  EXPECT_EQ(says["hang"]["kind"], "stuck");
  EXPECT_EQ(json::parse(fake::read_text(left / "report.json")), says);
  EXPECT_TRUE(std::filesystem::exists(left / "harts.txt"));
  // The same of a bare-metal program.
  const std::filesystem::path raw = folder / "raw";
  const auto again = seeker(
      {"run", "--raw", program({{fake::script_op::trap, {1, 6}}}), "--config",
       "small", "--target", "sim", "--evidence", raw.string()});
  EXPECT_EQ(again.status, 1) << again.err;
  EXPECT_EQ(json::parse(fake::read_text(raw / "report.json"))["verdict"],
            "TARGET_HANG");
  EXPECT_TRUE(std::filesystem::exists(raw / "l1.bin"));
  EXPECT_EQ(seeker({"run", "--raw", program({}), "--target", "sim",
                    "--evidence", (folder / "x.npy").string()})
                .status,
            2);
}

class Bench : public Seeker {
protected:
  std::string suite(const std::string &more = "") {
    image();
    const std::string file = (folder / "s.toml").string();
    fake::write_bytes(file, fake::bytes_of(R"(
[[case]]
name = "right"
image = "image.elf"
input = ["x=x.npy"]
golden = ["y=x.npy"]
golden_cycles = "c.json"
[[case]]
name = "wrong"
image = "image.elf"
input = ["x=x.npy"]
golden = ["y=wrong.npy"]
)" + more));
    save("wrong", {2, 3}, 0x42);
    return file;
  }
};

TEST_F(Bench, RunsComparesAndReports) {
  const std::string file = suite();
  const auto path = [&](const char *name) { return (folder / name).string(); };
  // Without golden cycles the case cannot be judged; then they are made.
  EXPECT_EQ(seeker({"bench", file, "--only", "right"}).status, 2);
  const auto updated =
      seeker({"bench", file, "--only", "right", "--update-golden", "--json"});
  ASSERT_EQ(updated.status, 0) << updated.err;
  fake::write_bytes(path("base.json"), fake::bytes_of(updated.out));
  const auto made =
      seeker({"bench", file, "--base", path("base.json"), "--junit",
              path("j.xml"), "--markdown", path("m.md"), "--csv", path("t.csv"),
              "--html", path("pages"), "--history", path("h.db")});
  EXPECT_EQ(made.status, 1) << made.err;
  EXPECT_NE(made.out.find("+0.00 %"), std::string::npos) << made.out;
  EXPECT_NE(made.out.find("1 of 2 cases pass\n"), std::string::npos);
  EXPECT_NE(made.out.find("wrong: To reproduce locally: "), std::string::npos);
  EXPECT_NE(fake::read_text(path("j.xml")).find("failures=\"1\" errors=\"0\""),
            std::string::npos);
  EXPECT_NE(fake::read_text(path("m.md")).find("| right | PASS |"),
            std::string::npos);
  EXPECT_NE(fake::read_text(path("t.csv")).find("\"wrong\",\"sim\",GOLDEN_"),
            std::string::npos);
  for (const char *page : {"index.html", "right.html", "wrong.html"})
    EXPECT_TRUE(std::filesystem::exists(folder / "pages" / page)) << page;
}

TEST_F(Bench, KeepsTheToleranceOfGoldenCycles) {
  const std::string file = suite();
  ASSERT_EQ(
      seeker({"bench", file, "--only", "right", "--update-golden"}).status, 0);
  json cycles = json::parse(fake::read_text(folder / "c.json"));
  const auto measured = cycles["cycles"].get<int>();
  cycles["tolerance"] = 0.25;
  cycles["cycles"] = 1;
  fake::write_bytes(folder / "c.json", fake::bytes_of(cycles.dump()));
  EXPECT_EQ(seeker({"bench", file, "--only", "right"}).status, 1);
  ASSERT_EQ(
      seeker({"bench", file, "--only", "right", "--update-golden"}).status, 0);
  cycles = json::parse(fake::read_text(folder / "c.json"));
  EXPECT_EQ(cycles["tolerance"], 0.25);
  EXPECT_EQ(cycles["cycles"], measured);
}

TEST_F(Bench, CompilesModels) {
  const std::string file = suite(R"(
[[case]]
name = "model"
model = "m.mlir"
)");
  compiler_exit = "7";
  const auto made = seeker({"bench", file, "--only", "model"});
  EXPECT_EQ(made.status, 2);
  EXPECT_NE(made.out.find("does not compile: its compiler ended with 7"),
            std::string::npos)
      << made.out;
  EXPECT_NE(made.out.find("m.mlir -o model.elf && "), std::string::npos)
      << made.out;
}

TEST_F(Bench, ATimeoutThatIsNoneIsTheCases) {
  const std::string file = suite(R"(
[[case]]
name = "late"
image = "image.elf"
timeout = "soon"
)");
  const auto made = seeker({"bench", file, "--only", "late"});
  EXPECT_EQ(made.status, 2);
  EXPECT_NE(made.out.find("late: timeout: 'soon' is no duration"),
            std::string::npos)
      << made.out;
}

TEST_F(Bench, SaysWhatIsWrong) {
  const std::string file = suite();
  const auto none = seeker({"bench", file, "--only", "x*"});
  EXPECT_EQ(none.status, 2);
  EXPECT_EQ(none.err, "seeker: CONFIG: no case of " + file + " matches 'x*'\n");
  fake::write_bytes(folder / "b.json", fake::bytes_of("[]"));
  const auto base =
      seeker({"bench", file, "--base", (folder / "b.json").string()});
  EXPECT_EQ(base.status, 2);
  EXPECT_NE(base.err.find("is no report of seeker bench --json"),
            std::string::npos);
  const auto pages =
      seeker({"bench", file, "--html", (folder / "x.npy" / "p").string()});
  EXPECT_EQ(pages.status, 2);
  EXPECT_NE(pages.err.find("cannot create the folder"), std::string::npos);
  EXPECT_EQ(seeker({"bench", (folder / "no.toml").string()}).status, 2);
}

TEST_F(Seeker, DoctorLooksAtEverything) {
  const auto made = seeker({"doctor", "--json"});
  EXPECT_EQ(made.status, 0) << made.out;
  const json says = json::parse(made.out);
  EXPECT_EQ(says["works"], true);
  EXPECT_EQ(says["findings"][0]["what"], "seeker-sim");
  EXPECT_EQ(says["findings"][2]["says"], "board, default, small");
  EXPECT_NE(seeker({"doctor"}).out.find("can work\n"), std::string::npos);
}

TEST_F(Seeker, ManualAndCompletionKnowEveryOption) {
  const auto page = seeker({"man"});
  EXPECT_EQ(page.status, 0);
  const auto script = seeker({"completion"});
  EXPECT_EQ(script.status, 0);
  for (const char *word : {"golden", "chaos", "update", "history", "doctor"}) {
    EXPECT_NE(page.out.find(word), std::string::npos) << word;
    EXPECT_NE(script.out.find(word), std::string::npos) << word;
  }
  EXPECT_TRUE(page.out.starts_with(".TH SEEKER 1 "));
  // The compiler's own options are asked of it.
  EXPECT_NE(page.out.find("\\-\\-tiles LIST  sizes"), std::string::npos);
  for (const char *line :
       {"compile) words=\"--tiles\"", "explain) words=\"--tiles\"",
        "plan) words=\"--plan --capacity\""})
    EXPECT_NE(script.out.find(line), std::string::npos) << line << "\n"
                                                        << script.out;
}

// Where TMPDIR is not there nothing may land in the current folder instead.
TEST_F(Seeker, FoldersForScratchThatCannotBe) {
  const std::string suite = (folder / "s.toml").string();
  fake::write_bytes(suite, fake::bytes_of("[[case]]\nname = \"a\"\nmodel = "
                                          "\"a.mlir\"\ntarget = \"sim\"\n"));
  const auto with = [&](const std::string &place,
                        std::vector<std::string> words) {
    const auto ran = fake::run_program(
        {fake::root + "/bin/seeker",
         std::move(words),
         {"SEEKER_FAKE_SIM=", "SEEKER_FAKE_COMPILE=0", "TMPDIR=" + place},
         0,
         SIGINT});
    return ran.err + ran.out;
  };
  const std::vector<std::string> run = {
      "run", image(),   "--target",
      "sim", "--input", "x=" + (folder / "x.npy").string()};
  const std::string none = (folder / "none").string();
  const auto tells = [](const std::string &said, const std::string &what) {
    EXPECT_NE(said.find("cannot create a folder for " + what),
              std::string::npos)
        << said;
  };
  tells(with(none, run), "the socket: TMPDIR is no folder: ");
  tells(with(none, {"bench", suite}), "images: TMPDIR is no folder: ");
  tells(with(none, {"debug", image(), "--target", "sim"}),
        "the debugger's socket: TMPDIR is no folder: ");
  tells(with("/proc", run), "the socket, /proc/seeker-");
}

} // namespace
