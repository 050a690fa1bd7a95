// The program itself: options, output, exit codes, and nothing left behind.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "../support/socket.hpp"
#include "seeker/target/child.hpp"
#include "seeker_fixture.hpp"

#include <chrono>
#include <csignal>
#include <thread>

namespace {

using namespace seeker;
using fake::root;
using fake::script_op;
using fake::Seeker;
using nlohmann::json;

TEST_F(Seeker, Version) {
  const auto made = seeker({"--version"});
  EXPECT_EQ(made.status, 0);
  EXPECT_TRUE(made.out.starts_with("seeker 0."));
}

TEST_F(Seeker, HelpNamesTheCommandsAndExitCodes) {
  const auto made = seeker({"--help"});
  EXPECT_EQ(made.status, 0);
  for (const char *word : {"compile", "explain", "plan", "run", "Exit codes"})
    EXPECT_NE(made.out.find(word), std::string::npos) << word;
  EXPECT_EQ(seeker({"run", "--help"}).status, 0);
}

TEST_F(Seeker, UsageErrorsExitWith2) {
  for (const std::vector<std::string> &words :
       {std::vector<std::string>{},
        {"fly"},
        {"run"},
        {"run", "a.elf"},
        {"run", "a.elf", "--target", "sim", "--nonsense"},
        {"run", "a.elf", "--target", "sim", "--repeat", "0"},
        {"run", "a.elf", "--target", "sim", "--rtol", "-1"},
        {"run", "a.elf", "--target", "sim", "--dump", "f"},
        {"run", "a.elf", "--target", "sim", "--raw", "--golden", "f"}})
    EXPECT_EQ(seeker(words).status, 2);
  const auto time = run({"--timeout", "60q"});
  EXPECT_EQ(time.status, 2);
  EXPECT_EQ(time.err, "seeker: CONFIG: --timeout: '60q' is no duration: give "
                      "500ms, 60s, 5m or 1h, up to 720h\n");
  const auto chaos = run({"--chaos", "melt=1"});
  EXPECT_EQ(chaos.status, 2);
  EXPECT_EQ(chaos.err,
            "seeker: CONFIG: --chaos: 'melt=1': there are corrupt, drop, "
            "truncate, insert, duplicate, reorder, delay, stall, reset, cut "
            "and silence\n");
  const auto target = seeker({"run", image(), "--target", "cloud", "--input",
                              "x=" + (folder / "x.npy").string()});
  EXPECT_EQ(target.status, 2);
  EXPECT_EQ(target.err, "seeker: CONFIG: unknown target 'cloud': there are "
                        "sim, iss, board:NAME and "
                        "vboard:NAME\n");
}

TEST_F(Seeker, RunPasses) {
  save("y", {2, 3});
  const auto made = run({"--golden", "y=" + (folder / "y.npy").string(),
                         "--output", "y=" + (folder / "out.npy").string()});
  EXPECT_EQ(made.status, 0) << made.err;
  EXPECT_TRUE(made.out.ends_with("\nPASS\n")) << made.out;
  EXPECT_EQ(made.err, "");
  EXPECT_EQ(fake::read_text(folder / "out.npy"),
            fake::read_text(folder / "y.npy"));
}

TEST_F(Seeker, ImageMayComeLast) {
  const auto made = seeker({"run", "--target", "sim", "--input",
                            "x=" + (folder / "x.npy").string(), "--output",
                            "y=" + (folder / "out.npy").string(), image()});
  EXPECT_EQ(made.status, 0) << made.err;
}

TEST_F(Seeker, RunMismatchExitsWith1) {
  save("y", {2, 3}, 0x42);
  const auto made =
      run({"--golden", "y=" + (folder / "y.npy").string(), "--json"});
  EXPECT_EQ(made.status, 1);
  const json object = json::parse(made.out);
  EXPECT_EQ(object["verdict"], "GOLDEN_MISMATCH");
  EXPECT_EQ(object["judged"][0]["differing"], 6);
}

TEST_F(Seeker, RunHangExitsWith1) {
  sample.parts.segments[0].content =
      fake::script_bytes({{script_op::trap, {1, 4}}});
  const auto made = run({"--output", "y=" + (folder / "out.npy").string()});
  EXPECT_EQ(made.status, 1);
  EXPECT_TRUE(made.out.ends_with("\nTARGET_HANG\n")) << made.out;
  EXPECT_NE(made.out.find("   1  0x80000124  trapped   4       none"),
            std::string::npos)
      << made.out;
  EXPECT_FALSE(std::filesystem::exists(folder / "out.npy"));
}

TEST_F(Seeker, MissingInputIsNamed) {
  const auto made = seeker({"run", image(), "--target", "sim", "--json"});
  EXPECT_EQ(made.status, 2);
  EXPECT_EQ(made.err, "seeker: CONFIG: missing inputs: x (2x3xf64); give "
                      "--input NAME=FILE.npy\n");
  const json object = json::parse(made.out);
  EXPECT_EQ(object["verdict"], "CONFIG");
  EXPECT_EQ(object["error"]["class"], "usage");
}

TEST_F(Seeker, WrongShapeIsToldWithBoth) {
  const std::string file = save("x", {3, 3});
  const auto made = run();
  EXPECT_EQ(made.status, 2);
  EXPECT_EQ(made.err, "seeker: CONFIG: " + file +
                          ": tensor 'x' is 2x3xf64, the file has 3x3xf64\n");
}

TEST_F(Seeker, MissingNpyIsNamed) {
  std::filesystem::remove(folder / "x.npy");
  const auto made = run();
  EXPECT_EQ(made.status, 2);
  EXPECT_EQ(made.err, "seeker: CONFIG: cannot open " +
                          (folder / "x.npy").string() +
                          ": No such file or directory\n");
}

TEST_F(Seeker, TruncatedImagesAreRefused) {
  const auto whole = sample.bytes();
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{40}, whole.size() / 2, whole.size() - 1}) {
    fake::write_bytes(folder / "cut.elf", std::span(whole).first(length));
    const auto made =
        seeker({"run", (folder / "cut.elf").string(), "--target", "sim"});
    EXPECT_EQ(made.status, 2);
    EXPECT_TRUE(made.err.starts_with("seeker: CONFIG: "));
    EXPECT_EQ(std::ranges::count(made.err, '\n'), 1);
  }
}

TEST_F(Seeker, WrongConfigurationIsRefusedWithTheDifference) {
  const auto other = *config::load(SEEKER_CFG_SOURCE "/default.json");
  sample.manifest["configuration"]["hash"] = config::hash_text(other.hash);
  const auto made = run({"--config", "small"});
  EXPECT_EQ(made.status, 2);
  EXPECT_NE(made.err.find("image.elf is made for the configuration 'default' "),
            std::string::npos);
  EXPECT_NE(made.err.find("\n  cluster.compute_cores: 8, there 2\n"),
            std::string::npos)
      << made.err;
}

TEST_F(Seeker, WrongHardwareIsRefused) {
  const auto made = run({}, "hash");
  EXPECT_EQ(made.status, 2);
  EXPECT_NE(made.err.find("the target has 0000000000000001"), std::string::npos)
      << made.err;
}

TEST_F(Seeker, SimulatorKilledInMidRunIsTheBoards) {
  const auto made =
      run({"--output", "y=" + (folder / "out.npy").string(), "--json"},
          "kill=1200");
  EXPECT_EQ(made.status, 3);
  EXPECT_EQ(made.err,
            "seeker: BOARD: performance counters: the simulator was killed by "
            "signal 9 (Killed)\n");
  EXPECT_EQ(json::parse(made.out)["verdict"], "BOARD");
  EXPECT_FALSE(std::filesystem::exists(folder / "out.npy"));
}

TEST_F(Seeker, LinkCutInMidStreamIsTheLinks) {
  const auto made =
      run({"--output", "y=" + (folder / "out.npy").string()}, "cut=300");
  EXPECT_EQ(made.status, 3);
  EXPECT_EQ(made.err, "seeker: LINK: load: the other side closed the link\n");
  EXPECT_EQ(made.out, "");
  EXPECT_FALSE(std::filesystem::exists(folder / "out.npy"));
}

TEST_F(Seeker, BrokenLinkPassesOrIsTheLinks) {
  const auto passed =
      run({"--chaos", "corrupt=200,reset=100", "--seed", "7", "--json"});
  EXPECT_EQ(passed.status, 0) << passed.err;
  const auto report = nlohmann::json::parse(passed.out);
  EXPECT_GT(report["link"]["relinks"].get<int>(), 0);
  const auto cut = run({"--chaos", "cut=300"});
  EXPECT_EQ(cut.status, 3);
  EXPECT_TRUE(cut.err.starts_with("seeker: LINK: ") &&
              cut.err.ends_with("the link was broken by --chaos\n"))
      << cut.err;
  EXPECT_EQ(simulators(), 0);
}

TEST_F(Seeker, ConnectFindsWhatTheLastRunLeft) {
  ::unsetenv("SEEKER_FAKE_SIM");
  const std::string socket = (folder / "link").string();
  const auto simulator = target::child::spawn(
      SEEKER_FAKE_SIM_PROGRAM, {"--config", SEEKER_CFG_SOURCE "/small.json",
                                "--listen", "unix:" + socket});
  ASSERT_TRUE(simulator);
  for (int i = 0; i < 10'000 && !fake::listens(socket); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const auto bytes = [](const json &object) {
    return object["phases"][1]["bytes"].get<int>() +
           object["phases"][2]["bytes"].get<int>();
  };
  const auto cold = run({"--connect", "unix:" + socket, "--json"});
  ASSERT_EQ(cold.status, 0) << cold.err;
  EXPECT_GT(bytes(json::parse(cold.out)), 48);
  save("x", {2, 3}, 0x43);
  const auto warm = run({"--connect", "unix:" + socket, "--json"});
  ASSERT_EQ(warm.status, 0) << warm.err;
  EXPECT_EQ(bytes(json::parse(warm.out)), 48);
  const auto wrong = run({"--connect", "link"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_EQ(wrong.err, "seeker: CONFIG: --connect: expected unix:PATH or "
                       "tcp:HOST:PORT, not 'link'\n");
}

TEST_F(Seeker, ChaosNeedsALink) {
  const auto made =
      seeker({"run", image(), "--target", "iss", "--input",
              "x=" + (folder / "x.npy").string(), "--chaos", "drop=1"});
  EXPECT_EQ(made.status, 2);
  EXPECT_NE(made.err.find("target iss has no link that --chaos could break"),
            std::string::npos)
      << made.err;
}

TEST_F(Seeker, SimulatorThatDiesAtOnceIsToldWithItsWords) {
  const auto made = run({}, "die");
  EXPECT_EQ(made.status, 3);
  EXPECT_NE(made.err.find("exited with 9 before it listened\n  fake-sim: "
                          "cannot go on\n"),
            std::string::npos)
      << made.err;
}

TEST_F(Seeker, InterruptEndsEverything) {
  sample.parts.segments[0].content =
      fake::script_bytes({{script_op::spin, {}}});
  const auto made = run({"--max-cycles", "1000000000000000"}, "", 300);
  EXPECT_EQ(made.status, 3);
  EXPECT_EQ(made.err, "seeker: BOARD: ended by signal 2\n");
}

TEST_F(Seeker, KilledSeekerTakesTheSimulatorWithIt) {
  sample.parts.segments[0].content =
      fake::script_bytes({{script_op::spin, {}}});
  const auto made = run({"--max-cycles", "1000000000000000"}, "", 300, SIGKILL);
  EXPECT_EQ(made.status, 128 + SIGKILL);
  for (int i = 0; i < 5000 && simulators() != 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(simulators(), 0);
}

TEST_F(Seeker, WavesAreTheSimulators) {
  EXPECT_EQ(run({"--wave", (folder / "w.fst").string()}).status, 0);
  EXPECT_EQ(fake::read_text(folder / "w.fst"), "--wave\n");
  EXPECT_EQ(run({"--trace", (folder / "t.json").string()}).status, 0);
  EXPECT_EQ(fake::read_text(folder / "t.json"), "--trace\n");
}

TEST_F(Seeker, AnImageWithoutPlacesIsNotMonitored) {
  sample.manifest["kernels"][0].erase("buffers");
  const auto made = run();
  EXPECT_EQ(made.status, 2);
  EXPECT_EQ(made.err,
            "seeker: CONFIG: " + image() + ": kernels[0] has no buffers\n");
  EXPECT_EQ(run({"--monitor", "off"}).status, 0);
}

TEST_F(Seeker, AnAccessOutsideThePlanIsJudged) {
  const auto text = run({}, "violation");
  EXPECT_EQ(text.status, 1) << text.err;
  EXPECT_NE(
      text.out.find("note    L1 monitor: hart 1 strays\nGOLDEN_MISMATCH\n"),
      std::string::npos)
      << text.out;
  const auto object = run({"--json"}, "violation");
  EXPECT_EQ(object.status, 1);
  const json report = json::parse(object.out);
  EXPECT_EQ(report.at("verdict"), "GOLDEN_MISMATCH");
  EXPECT_EQ(report.at("l1_violation").at("hart"), 1);
}

TEST_F(Seeker, OnlyTheSimulatorWatches) {
  for (const auto &[option, value, what] :
       {std::tuple("--wave", "f", "signals for --wave"),
        std::tuple("--trace", "f", "cycles for --trace"),
        std::tuple("--instructions", "d", "pipeline for --instructions"),
        std::tuple("--monitor", "on", "L1 monitor for --monitor")}) {
    const auto made =
        seeker({"run", image(), "--target", "iss", "--input",
                "x=" + (folder / "x.npy").string(), option, value});
    EXPECT_EQ(made.status, 2);
    EXPECT_EQ(
        made.err,
        fmt::format("seeker: CONFIG: target iss has no {}; sim has\n", what));
  }
}

TEST_F(Seeker, RawExitsWithTheProgramsCode) {
  const auto made = seeker({"run", "--raw", program({{script_op::end, {42}}}),
                            "--target", "sim", "--config", "small", "--stats",
                            "--dump", (folder / "dump").string()});
  EXPECT_EQ(made.status, 42) << made.err;
  EXPECT_TRUE(made.out.starts_with("cycles "));
  EXPECT_NE(made.out.find("\nsimulated cycles a second "), std::string::npos);
  EXPECT_EQ(fake::read_text(folder / "dump"), "--dump\n");
}

TEST_F(Seeker, RawCodeAbove255IsNotSuccess) {
  const auto made =
      seeker({"run", "--raw", program({{script_op::end, {0x700}}}), "--target",
              "sim", "--config", "small"});
  EXPECT_EQ(made.status, 255);
  EXPECT_EQ(made.err, "seeker: the program's exit code is 1792 (0x700)\n");
}

TEST_F(Seeker, RawHangExitsWith1) {
  const auto made =
      seeker({"run", "--raw", program({{script_op::spin, {}}}), "--target",
              "sim", "--config", "small", "--max-cycles", "1000"});
  EXPECT_EQ(made.status, 1);
  EXPECT_TRUE(made.out.ends_with("\nTARGET_HANG\n"));
}

TEST_F(Seeker, RawThatIsNoElfIsRefused) {
  const auto made =
      seeker({"run", "--raw", (folder / "x.npy").string(), "--target", "sim"});
  EXPECT_EQ(made.status, 2);
  EXPECT_NE(made.err.find("is no ELF32 RISC-V executable"), std::string::npos);
}

TEST_F(Seeker, CompileAndPlanPassTheirWordsOn) {
  compiler_exit = "7";
  const auto made =
      seeker({"compile", "a.mlir", "-o", "b.elf", "--help", "--tiles", "[1]"});
  EXPECT_EQ(made.status, 7);
  EXPECT_EQ(made.out, "a.mlir\n-o\nb.elf\n--help\n--tiles\n[1]\n");
  EXPECT_EQ(made.err, "words of the compiler\n");
  EXPECT_EQ(seeker({"plan", "a.csv", "--capacity", "9"}).out,
            "--plan\na.csv\n--capacity\n9\n");
}

TEST_F(Seeker, ExplainRendersAModelsExplanation) {
  const json says = {
      {"kernels",
       json::array({{{"name", "k"}, {"fits", true}, {"need_bytes", 5}}})}};
  const std::string file = (folder / "model.mlir").string();
  fake::write_bytes(file, fake::bytes_of(says.dump()));
  const auto text = seeker({"explain", file});
  EXPECT_EQ(text.status, 0);
  EXPECT_TRUE(text.out.starts_with("kernel k: fits\n"));
  const auto object = seeker({"explain", file, "--json"});
  EXPECT_EQ(object.status, 0);
  EXPECT_EQ(json::parse(object.out), says);
}

TEST_F(Seeker, ExplainExitsWith1WhenSomethingDoesNotFit) {
  const json says = {
      {"kernels", json::array({{{"name", "k"}, {"fits", false}}})}};
  const std::string file = (folder / "model.mlir").string();
  fake::write_bytes(file, fake::bytes_of(says.dump()));
  compiler_exit = "1";
  const auto text = seeker({"explain", file});
  EXPECT_EQ(text.status, 1);
  EXPECT_TRUE(text.out.starts_with("kernel k: DOES NOT FIT\n"));
}

TEST_F(Seeker, ExplainPassesTheCompilersErrorsOn) {
  compiler_exit = "2";
  const auto made = seeker({"explain", (folder / "none.mlir").string()});
  EXPECT_EQ(made.status, 2);
  EXPECT_EQ(made.out, "");
  EXPECT_EQ(made.err, "words of the compiler\n");
  compiler_exit = "0";
  EXPECT_EQ(seeker({"explain", (folder / "none.mlir").string()}).status, 2);
}

TEST_F(Seeker, CompileWritesAReport) {
  json says = {{"kernels", json::array({{{"name", "k"}, {"fits", true}}})}};
  const std::filesystem::path file = folder / "model.mlir",
                              page = folder / "plan.html";
  fake::write_bytes(file, fake::bytes_of(says.dump()));
  auto made = seeker({"compile", file, "--report", page});
  EXPECT_EQ(made.status, 0) << made.err;
  EXPECT_EQ(made.out, "report  " + page.string() + "\n");
  EXPECT_NE(fake::read_text(page).find("fits into L1 model.mlir"),
            std::string::npos);

  // What does not fit has a page too.
  says["kernels"][0]["fits"] = false;
  fake::write_bytes(file, fake::bytes_of(says.dump()));
  compiler_exit = "1";
  std::filesystem::remove(page);
  EXPECT_EQ(seeker({"compile", file, "--report", page}).status, 1);
  EXPECT_TRUE(std::filesystem::exists(page));

  // Input that is wrong has none.
  compiler_exit = "2";
  std::filesystem::remove(page);
  EXPECT_EQ(seeker({"compile", folder / "none.mlir", "--report", page}).status,
            2);
  EXPECT_FALSE(std::filesystem::exists(page));
}

TEST_F(Seeker, CompilesReportNeedsAFileThatCanBeWritten) {
  const json says = {
      {"kernels", json::array({{{"name", "k"}, {"fits", true}}})}};
  const std::filesystem::path file = folder / "model.mlir";
  fake::write_bytes(file, fake::bytes_of(says.dump()));
  const auto none = seeker({"compile", file, "--report"});
  EXPECT_EQ(none.status, 2);
  EXPECT_EQ(none.err, "seeker: CONFIG: --report needs a file\n");
  const auto nowhere =
      seeker({"compile", file, "--report", folder / "no" / "plan.html"});
  EXPECT_EQ(nowhere.status, 2);
  EXPECT_NE(nowhere.err.find("plan.html"), std::string::npos) << nowhere.err;
}

TEST_F(Seeker, ExplainReadsAnImage) {
  const auto made = seeker({"explain", image()});
  EXPECT_EQ(made.status, 0) << made.err;
  EXPECT_TRUE(made.out.starts_with("kernel copy: fits\n"));
  EXPECT_EQ(json::parse(seeker({"explain", image(), "--json"}).out),
            (json{{"kernels", sample.manifest["kernels"]}}));
  const auto options = seeker({"explain", image(), "--l1-budget", "5"});
  EXPECT_EQ(options.status, 2);
  EXPECT_NE(options.err.find("an image has its tiles and its budget"),
            std::string::npos);
}

} // namespace
