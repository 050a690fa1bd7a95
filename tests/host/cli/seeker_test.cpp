// The program itself: options, output, exit codes, and nothing left behind.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SEEKER_FAKE_ROOT has bin/seeker beside stand-ins for simulator and compiler.
#include "../support/elf_builder.hpp"
#include "../support/fake_device.hpp"
#include "../support/run_program.hpp"
#include "../support/temporary_folder.hpp"
#include "seeker/target/child.hpp"
#include "seeker/tensor/npy.hpp"

#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <thread>

namespace {

using namespace seeker;
using fake::script_op;
using nlohmann::json;

const std::string root = SEEKER_FAKE_ROOT;

class Seeker : public ::testing::Test {
protected:
  void SetUp() override {
    configuration = *config::load(SEEKER_CFG_SOURCE "/small.json");
    sample = fake::make_sample("small", config::hash_text(configuration.hash));
    std::filesystem::create_directory(folder / "tmp");
    save("x", {2, 3});
  }
  void TearDown() override {
    // No socket folder, no simulator.
    EXPECT_TRUE(std::filesystem::is_empty(folder / "tmp"));
    EXPECT_EQ(simulators(), 0);
  }

  std::string save(const std::string &name, tensor::shape dims,
                   int value = 0x41) {
    tensor::array values{
        tensor::dtype::f64, dims,
        std::vector<std::byte>(8 * *tensor::elements(dims), std::byte(value))};
    const std::string file = (folder / (name + ".npy")).string();
    EXPECT_TRUE(tensor::write_npy(file, values));
    return file;
  }
  std::string image() {
    fake::write_bytes(folder / "image.elf", sample.bytes());
    return (folder / "image.elf").string();
  }
  std::string program(std::vector<fake::script_step> steps) {
    fake::elf_parts parts = sample.parts;
    parts.segments[0].content = fake::script_bytes(steps);
    fake::write_bytes(folder / "program.elf", fake::build_elf(parts));
    return (folder / "program.elf").string();
  }

  fake::ran seeker(std::vector<std::string> arguments,
                   const std::string &wrong = "", int signal_after_ms = 0,
                   int signal = SIGINT) {
    return fake::run_program(
        {root + "/bin/seeker",
         std::move(arguments),
         {"SEEKER_FAKE_SIM=" + wrong, "SEEKER_FAKE_COMPILE=" + compiler_exit,
          "TMPDIR=" + (folder / "tmp").string()},
         signal_after_ms,
         signal});
  }
  fake::ran run(std::vector<std::string> more = {},
                const std::string &wrong = "", int signal_after_ms = 0,
                int signal = SIGINT) {
    std::vector<std::string> words = {
        "run", image(),   "--target",
        "sim", "--input", "x=" + (folder / "x.npy").string()};
    words.insert(words.end(), more.begin(), more.end());
    return seeker(words, wrong, signal_after_ms, signal);
  }

  /// Processes whose command line names this test's folder.
  int simulators() {
    int count = 0;
    for (const auto &entry : std::filesystem::directory_iterator("/proc")) {
      const std::string line = fake::read_text(entry.path() / "cmdline");
      count += line.find(root + "/bin/seeker-sim") != std::string::npos &&
               line.find(folder.path().string()) != std::string::npos;
    }
    return count;
  }

  config::configuration configuration;
  fake::sample_image sample;
  fake::temporary_folder folder;
  std::string compiler_exit = "0";
};

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
  EXPECT_EQ(target.err,
            "seeker: CONFIG: unknown target 'cloud': there are sim and iss\n");
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
  for (int i = 0; i < 10'000 && !std::filesystem::exists(socket); ++i)
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
  EXPECT_NE(made.out.find("wrong: to reproduce: seeker run "),
            std::string::npos);
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
  EXPECT_NE(made.out.find("m.mlir -o image.elf && seeker run image.elf"),
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
  EXPECT_EQ(says["findings"][2]["says"], "default, small");
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
}

} // namespace
