// The built `seeker` beside stand-ins for simulator and compiler.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SEEKER_FAKE_ROOT has them.
#pragma once

#include "../support/elf_builder.hpp"
#include "../support/fake_device.hpp"
#include "../support/run_program.hpp"
#include "../support/temporary_folder.hpp"
#include "seeker/tensor/npy.hpp"

#include <csignal>
#include <gtest/gtest.h>

namespace seeker::fake {

inline const std::string root = SEEKER_FAKE_ROOT;

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

} // namespace seeker::fake
