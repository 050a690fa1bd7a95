// Images on the virtual board, over its serial line and JTAG: as in simulation,
// and with parts of it broken.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SEEKER_GARBAGE: how many bytes of garbage the line brings (8192).
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <random>
#include <sstream>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path &file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

/// A matvec for the board, in a folder of the test's own.
class VirtualBoard : public testing::Test {
protected:
  void SetUp() override {
    folder = fs::path(testing::TempDir()) /
             fmt::format(
                 "seeker_vboard_{}",
                 testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder);
    fs::create_directories(folder / "tmp");
    ::setenv("TMPDIR", (folder / "tmp").c_str(), 1);
    expected = write_model({1, 24, 20, true}, folder, 5);
    write_matrix(folder / "right.npy", expected.y);
    compile("board");
  }
  void TearDown() override {
    EXPECT_TRUE(fs::is_empty(folder / "tmp"));
    ::unsetenv("TMPDIR");
    fs::remove_all(folder);
  }

  void compile(const std::string &configuration) {
    const ended made = run({"seeker", "compile", folder / "model.mlir", "-o",
                            folder / "image.elf", "--config", configuration});
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }
  ended on(const std::string &target, std::vector<std::string> more = {},
           const std::string &output = "y.npy") {
    std::vector<std::string> words{"seeker",
                                   "run",
                                   folder / "image.elf",
                                   "--target",
                                   target,
                                   "--input",
                                   "x=" + (folder / "x.npy").string(),
                                   "--input",
                                   "w=" + (folder / "w.npy").string(),
                                   "--output",
                                   "y=" + (folder / output).string(),
                                   "--golden",
                                   "y=" + (folder / "right.npy").string(),
                                   "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words, 300);
  }
  std::string verdict(const ended &got) {
    return nlohmann::json::parse(got.out).at("verdict");
  }
  std::string message(const ended &got) {
    return nlohmann::json::parse(got.out).value("message", got.err);
  }

  fs::path folder;
  expectation expected;
};

TEST_F(VirtualBoard, GivesWhatTheSimulationGives) {
  const ended board = on("vboard:ulx3s", {}, "board.npy");
  EXPECT_EQ(board.exit_code, 0) << board.err;
  const ended sim = on("sim", {}, "sim.npy");
  EXPECT_EQ(sim.exit_code, 0) << sim.err;
  EXPECT_EQ(content(folder / "board.npy"), content(folder / "sim.npy"));
  EXPECT_EQ(nlohmann::json::parse(board.out).at("target"), "vboard:ulx3s");
}

TEST_F(VirtualBoard, SurvivesANoisyLine) {
  const ended got = on("vboard:ulx3s", {"--fault", "noisy-serial@5000"});
  EXPECT_EQ(got.exit_code, 0) << got.out << got.err;
  const auto link = nlohmann::json::parse(got.out).at("link");
  EXPECT_GT(link.at("retries").get<int>(), 0);
}

TEST_F(VirtualBoard, SaysThatThePowerWasCut) {
  const ended got = on("vboard:ulx3s", {"--fault", "power-cut@400000"});
  EXPECT_EQ(got.exit_code, 3);
  EXPECT_NE(got.err.find("BOARD: "), std::string::npos) << got.err;
  EXPECT_NE(got.err.find("the power was cut in cycle 400000"),
            std::string::npos)
      << got.err;
  EXPECT_FALSE(fs::exists(folder / "y.npy"));
  EXPECT_EQ(on("vboard:ulx3s").exit_code, 0);
}

TEST_F(VirtualBoard, ADeadLineOrClockIsALinkThatGivesNoAnswer) {
  for (const char *fault : {"dead-serial@400000", "stuck-clock@500000"}) {
    const ended got = on("vboard:ulx3s", {"--fault", fault});
    EXPECT_EQ(got.exit_code, 3) << fault;
    EXPECT_NE(got.err.find("LINK: "), std::string::npos) << got.err;
    EXPECT_NE(got.err.find("after 3 attempts of 8000 ms each"),
              std::string::npos)
        << got.err;
  }
}

TEST_F(VirtualBoard, RefusesAnImageOfAnotherConfiguration) {
  compile("small");
  const ended got = on("vboard:ulx3s");
  EXPECT_EQ(got.exit_code, 2);
  EXPECT_NE(got.err.find("tcdm.banks"), std::string::npos) << got.err;
}

TEST_F(VirtualBoard, RefusesWhatOnlyASimulationDoes) {
  const ended got =
      on("vboard:ulx3s", {"--trace", (folder / "t.json").string()});
  EXPECT_EQ(got.exit_code, 2);
  EXPECT_NE(got.err.find("--trace: a board cannot do that; --target sim can"),
            std::string::npos)
      << got.err;
  const ended sim = on("sim", {"--fault", "power-cut@1"});
  EXPECT_EQ(sim.exit_code, 2);
  EXPECT_NE(sim.err.find("--fault: only virtual boards break at will"),
            std::string::npos)
      << sim.err;
}

TEST_F(VirtualBoard, SaysWhichFaultsThereAre) {
  for (const auto &[fault, says] :
       {std::pair("power-cut", "there is no number after '@'"),
        std::pair("flood@3", "there are stuck-clock@CYCLE, dead-serial@CYCLE, "
                             "noisy-serial@BYTES (1 or more) and "
                             "power-cut@CYCLE")}) {
    const ended got = on("vboard:ulx3s", {"--fault", fault});
    EXPECT_EQ(got.exit_code, 3);
    EXPECT_NE(got.err.find(says), std::string::npos) << got.err;
  }
  const ended other = run({"seeker-vboard", "--board", "none"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_EQ(other.err, "seeker-vboard: --board none: there is no such board in "
                       "this build; there is ulx3s\n");
}

/// A virtual board that goes on running, as a board does, and its board.toml.
class RunningBoard : public VirtualBoard {
protected:
  void SetUp() override {
    VirtualBoard::SetUp();
    line = folder / "line";
    board = std::make_unique<service>(
        std::vector<std::string>{"seeker-vboard", "--serial", line.string()});
    board->first_line();
    std::string text = content(BOARDS "/ulx3s/board.toml");
    const std::size_t begin = text.find("device = \"");
    text.replace(begin, text.find('\n', begin) - begin,
                 fmt::format("device = \"{}\"", line.string()));
    std::ofstream(folder / "board.toml") << text;
    target = "board:" + (folder / "board.toml").string();
  }
  void TearDown() override {
    board.reset();
    VirtualBoard::TearDown();
  }

  fs::path line;
  std::string target;
  std::unique_ptr<service> board;
};

TEST_F(RunningBoard, IsNotLoadedTwice) {
  const ended cold = on(target);
  ASSERT_EQ(cold.exit_code, 0) << cold.err;
  const ended warm = on(target);
  ASSERT_EQ(warm.exit_code, 0) << warm.err;
  const auto streamed = [](const ended &got) {
    const auto report = nlohmann::json::parse(got.out);
    for (const auto &phase : report.at("phases"))
      if (phase.at("name") == "stream in")
        return phase.at("bytes").get<std::uint64_t>();
    return ~std::uint64_t{0};
  };
  EXPECT_GE(streamed(cold), 20u * 24 * 8);
  EXPECT_EQ(streamed(warm), 0u);
}

TEST_F(RunningBoard, FindsItsWayAfterGarbage) {
  const char *said = std::getenv("SEEKER_GARBAGE");
  const std::size_t bytes = said ? std::stoul(said) : 8192;
  std::mt19937 random(3);
  std::string garbage(bytes, '\0');
  for (char &each : garbage)
    each = static_cast<char>(random());
  std::ofstream(line, std::ios::binary) << garbage << std::flush;
  const ended got = on(target);
  EXPECT_EQ(got.exit_code, 0) << got.out << got.err;
}

TEST_F(RunningBoard, SaysThatItIsGone) {
  board.reset();
  fs::remove(line);
  const ended got = on(target);
  EXPECT_EQ(got.exit_code, 3);
  EXPECT_NE(got.err.find(fmt::format(
                "BOARD: no serial line of board ulx3s: nothing matches {}",
                line.string())),
            std::string::npos)
      << got.err;
}

} // namespace
} // namespace seeker::e2e
