// Damaged input, programs that are killed, disks that are full: one clear
// error, the right code, nothing left.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SEEKER_KILLS: at how many moments each (5).
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <sys/resource.h>
#include <thread>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string read_text(const fs::path &file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const fs::path &file, const std::string &text) {
  std::ofstream(file, std::ios::binary) << text;
}

/// Processes of seeker-sim whose parent is a `seeker` that names `folder`.
std::vector<pid_t> simulators(const fs::path &folder) {
  std::vector<pid_t> made;
  for (const auto &entry : fs::directory_iterator("/proc")) {
    const std::string line = read_text(entry.path() / "cmdline");
    if (line.find("seeker-sim") == std::string::npos)
      continue;
    // pid (name) state parent
    std::string status = read_text(entry.path() / "stat");
    const std::size_t end = status.rfind(')');
    if (end == std::string::npos)
      continue;
    const std::string parent =
        std::to_string(std::stol(status.substr(end + 4)));
    const std::string words = read_text("/proc/" + parent + "/cmdline");
    if (words.find(folder.string()) != std::string::npos)
      made.push_back(static_cast<pid_t>(std::stol(entry.path().filename())));
  }
  return made;
}

class Failures : public testing::Test {
protected:
  static void SetUpTestSuite() {
    folder = fs::path(testing::TempDir()) / "seeker_failures";
    fs::remove_all(folder);
    fs::create_directories(folder);
    expected = write_model({1, 800, 300, true}, folder, 7);
    const ended made = run({"seeker", "compile", folder / "model.mlir", "-o",
                            folder / "image.elf"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }
  void TearDown() override {
    EXPECT_FALSE(fs::exists(output));
    EXPECT_TRUE(simulators(folder).empty());
  }

  static std::vector<std::string> words(const fs::path &image) {
    return {"seeker",
            "run",
            image,
            "--target",
            "sim",
            "--input",
            "x=" + (folder / "x.npy").string(),
            "--input",
            "w=" + (folder / "w.npy").string(),
            "--output",
            "y=" + output.string()};
  }
  /// One line that begins with the verdict, and its exit code.
  static void expect_error(const ended &got, int code,
                           const std::string &verdict,
                           const std::string &says) {
    EXPECT_EQ(got.exit_code, code) << got.err;
    EXPECT_TRUE(got.err.starts_with("seeker: " + verdict + ": ")) << got.err;
    EXPECT_NE(got.err.find(says), std::string::npos) << got.err;
    EXPECT_EQ(std::count(got.err.begin(), got.err.end(), '\n'), 1) << got.err;
  }

  static unsigned kills() {
    const char *said = std::getenv("SEEKER_KILLS");
    return said ? static_cast<unsigned>(std::stoul(said)) : 5;
  }
  /// An output is there whole, or not at all.
  static void expect_whole_or_none(const fs::path &file) {
    if (fs::exists(file)) {
      EXPECT_LT(largest_error(read_matrix(file), expected), 1e-13);
    }
  }
  static void expect_sound_history(const fs::path &file) {
    const ended shown = run({"seeker", "history", file, "--json"});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
  }

  static inline fs::path folder;
  static inline expectation expected;
  static inline const fs::path output =
      fs::path(testing::TempDir()) / "seeker_failures" / "never.npy";
};

TEST_F(Failures, TruncatedImages) {
  const std::string whole = read_text(folder / "image.elf");
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{51}, whole.size() / 2, whole.size() - 1}) {
    write_text(folder / "cut.elf", whole.substr(0, length));
    expect_error(run(words(folder / "cut.elf")), 2, "CONFIG", "cut.elf");
  }
}

TEST_F(Failures, BitFlippedImages) {
  const std::string whole = read_text(folder / "image.elf");
  for (std::size_t at = 3; at < whole.size(); at += whole.size() / 40) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1 << at % 8);
    write_text(folder / "flip.elf", damaged);
    expect_error(run(words(folder / "flip.elf")), 2, "CONFIG", "flip.elf");
  }
}

TEST_F(Failures, MissingAndWrongArrays) {
  std::vector<std::string> without = words(folder / "image.elf");
  without.erase(without.begin() + 5, without.begin() + 7);
  expect_error(run(without), 2, "CONFIG", "missing inputs: x (1x300xf64)");
  write_matrix(folder / "x_wrong.npy", {300, 1, std::vector<double>(300)});
  std::vector<std::string> wrong = words(folder / "image.elf");
  wrong[6] = "x=" + (folder / "x_wrong.npy").string();
  expect_error(run(wrong), 2, "CONFIG",
               "tensor 'x' is 1x300xf64, the file has 300x1xf64");
}

TEST_F(Failures, WrongConfiguration) {
  std::vector<std::string> other = words(folder / "image.elf");
  other.insert(other.end(), {"--config", "small"});
  const ended got = run(other);
  EXPECT_EQ(got.exit_code, 2);
  EXPECT_NE(got.err.find("cluster.compute_cores: 8, there 2"),
            std::string::npos)
      << got.err;
}

TEST_F(Failures, SimulatorKilledAtAnyTime) {
  std::mt19937 random(1);
  for (unsigned i = 0; i < kills(); ++i) {
    const auto after = std::chrono::milliseconds(random() % 1000);
    std::atomic<bool> done = false;
    std::atomic<bool> killed = false;
    std::thread killer([&] {
      while (!done) {
        const std::vector<pid_t> found = simulators(folder);
        if (found.empty()) {
          std::this_thread::sleep_for(1ms);
          continue;
        }
        std::this_thread::sleep_for(after);
        killed = ::kill(found.front(), SIGKILL) == 0;
        return;
      }
    });
    // So many frames that no machine is done before the kill.
    std::vector<std::string> frames = words(folder / "image.elf");
    frames.insert(frames.end(), {"--repeat", "100000"});
    const ended got = run(frames);
    done = true;
    killer.join();
    ASSERT_TRUE(killed);
    expect_error(got, 3, "BOARD", "was killed by signal 9 (Killed)");
  }
}

TEST_F(Failures, HostKilledAtAnyTime) {
  std::mt19937 random(2);
  const fs::path file = folder / "y.npy", book = folder / "killed.db";
  std::vector<std::string> noted = words(folder / "image.elf");
  noted.back() = "y=" + file.string();
  noted.insert(noted.end(), {"--history", book});
  ASSERT_EQ(run(noted).exit_code, 0);
  for (unsigned i = 0; i < kills(); ++i) {
    fs::remove(file);
    {
      const service host(noted);
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 1500));
    } // killed by SIGKILL
    for (int wait = 0; wait < 500 && !simulators(folder).empty(); ++wait)
      std::this_thread::sleep_for(10ms);
    EXPECT_TRUE(simulators(folder).empty());
    expect_whole_or_none(file);
    expect_sound_history(book);
  }
  // A clean restart over whatever was left; what is older than a moment goes.
  const auto strays = [&] {
    std::vector<fs::path> found;
    for (const auto &entry : fs::directory_iterator(folder))
      if (entry.path().filename().string().starts_with(".y.npy.seeker-"))
        found.push_back(entry.path());
    return found;
  };
  write_text(folder / ".y.npy.seeker-killed", "half");
  for (const fs::path &stray : strays())
    fs::last_write_time(stray, fs::file_time_type::clock::now() - 1h);
  const ended again = run(noted);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_TRUE(fs::exists(file));
  expect_whole_or_none(file);
  EXPECT_TRUE(strays().empty());
}

TEST_F(Failures, DiskFullAtAnyByte) {
  std::mt19937 random(3);
  const fs::path outputs = folder / "outputs", book = folder / "full.db";
  const fs::path file = outputs / "y.npy";
  fs::create_directories(outputs);
  std::vector<std::string> noted = words(folder / "image.elf");
  noted.back() = "y=" + file.string();
  ASSERT_EQ(run(noted).exit_code, 0);
  noted.insert(noted.end(), {"--history", book});
  ASSERT_EQ(run(noted).exit_code, 0);
  // The largest file that programs may write stands for the disk's end; both
  // are inherited.
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before = {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  unsigned failed = 0;
  for (unsigned i = 0; i < kills(); ++i) {
    fs::remove(file);
    rlimit full = before;
    full.rlim_cur = random() % 40'000;
    ::setrlimit(RLIMIT_FSIZE, &full);
    const ended got = run(noted);
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_TRUE(got.exit_code == 0 || got.exit_code == 2) << got.err;
    failed += got.exit_code == 2;
    expect_whole_or_none(file);
    // Nothing half-written beside it.
    for (const auto &entry : fs::directory_iterator(outputs))
      EXPECT_EQ(entry.path(), file);
    expect_sound_history(book);
  }
  std::signal(SIGXFSZ, SIG_DFL);
  EXPECT_GT(failed, 0u);
  EXPECT_EQ(run(noted).exit_code, 0);
}

TEST_F(Failures, JsonErrorsAreOneObject) {
  std::vector<std::string> as_json = words(folder / "none.elf");
  as_json.push_back("--json");
  const ended got = run(as_json);
  EXPECT_EQ(got.exit_code, 2);
  const auto object = nlohmann::json::parse(got.out);
  EXPECT_EQ(object.at("verdict").get<std::string>(), "CONFIG");
}

} // namespace
} // namespace seeker::e2e
