// The L1 monitor over a compiled image: its own plan holds, any smaller one
// does not.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "program.hpp"

#include "seeker/base/sha256.hpp"
#include "seeker/image/elf.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t tcdm_base = 0x1000'0000;

// An image of small.mlir, and the plan that it has in it.
class Monitor : public testing::Test {
protected:
  void SetUp() override {
    dir = fs::path(testing::TempDir()) / "monitor";
    fs::remove_all(dir);
    fs::create_directories(dir);
    write_model({.m = 1, .n = 24, .k = 40, .transpose_b = true, .bias = true},
                dir, 7);
    const ended compiled =
        run({"seeker", "compile", dir / "model.mlir", "-o", dir / "image.elf",
             "--config", "small", "--tiles", "[0,8,20]", "--order", "[0,2,1]",
             "--dual-buffer", "on"});
    ASSERT_EQ(compiled.exit_code, 0) << compiled.err;
    const auto program = image::program::read(dir / "image.elf");
    ASSERT_TRUE(program);
    const auto section = program->section(".seeker.manifest");
    const auto digest = program->section(".seeker.digest");
    ASSERT_TRUE(section && digest);
    bytes.assign(program->file().begin(), program->file().end());
    manifest_at = section->data() - program->file().data();
    digest_at = digest->data() - program->file().data();
    text.assign(reinterpret_cast<const char *>(section->data()),
                section->size());
    manifest = json::parse(text);
  }

  // The image with another manifest, no longer than its own.
  fs::path with(const json &says) {
    std::string changed = says.dump();
    EXPECT_LE(changed.size(), text.size());
    changed.resize(text.size(), ' ');
    std::memcpy(bytes.data() + manifest_at, changed.data(), changed.size());
    std::memset(bytes.data() + digest_at, 0, 32);
    const std::string hex = sha256_hex(bytes);
    for (std::size_t i = 0; i < 32; ++i) {
      unsigned value = 0;
      std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, value, 16);
      bytes[digest_at + i] = static_cast<std::byte>(value);
    }
    const fs::path file = dir / "mutant.elf";
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char *>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    return file;
  }

  ended run_image(const fs::path &image, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"seeker", "run", image, "--target", "sim"};
    for (const char *name : {"x", "w", "bias"}) {
      words.emplace_back("--input");
      words.push_back(std::string(name) + "=" +
                      (dir / (std::string(name) + ".npy")).string());
    }
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }

  fs::path dir;
  std::vector<std::byte> bytes;
  std::ptrdiff_t manifest_at = 0, digest_at = 0;
  std::string text;
  json manifest;
};

TEST_F(Monitor, AProvenImageKeepsItsPlan) {
  const ended made = run_image(dir / "image.elf", {"--json"});
  ASSERT_EQ(made.exit_code, 0) << made.out << made.err;
  const json report = json::parse(made.out);
  EXPECT_FALSE(report.contains("l1_violation"));
  // A share of the FPU is a cause like others.
  const auto cycles = report.at("cycles").get<double>();
  for (const auto &[hart, share] : report.at("fpu_utilisation").items())
    EXPECT_EQ(report.at("stalls").at(hart).at("fpu").get<double>() / cycles,
              share.get<double>());
  for (const auto &[hart, causes] : report.at("stalls").items()) {
    std::uint64_t sum = 0;
    for (const auto &[cause, spent] : causes.items())
      sum += spent.get<std::uint64_t>();
    EXPECT_EQ(sum, report.at("cycles")) << "hart " << hart;
  }
}

TEST_F(Monitor, EachBufferIsUsedToItsFirstAndLastWord) {
  const std::size_t count = manifest.at("kernels").at(0).at("buffers").size();
  ASSERT_GE(count, 3u);
  for (std::size_t i = 0; i < count; ++i)
    for (const bool shrinks_end : {true, false}) {
      json mutant = manifest;
      json &buffer = mutant.at("kernels").at(0).at("buffers").at(i);
      // Copies of a tile may be followed by padding that nobody uses.
      const std::uint64_t begin = buffer.at("offset"), end = buffer.at("end");
      if (shrinks_end)
        buffer.at("end") = end - 64;
      else
        buffer.at("offset") = begin + 8;
      const ended made = run_image(with(mutant), {"--json"});
      ASSERT_EQ(made.exit_code, 1) << buffer << made.out << made.err;
      const json report = json::parse(made.out);
      EXPECT_EQ(report.at("verdict"), "GOLDEN_MISMATCH");
      // What was cut off is what was accessed, and nothing lies nearer to it
      // than what it was cut off.
      const json &found = report.at("l1_violation");
      const std::uint64_t at =
          found.at("address").get<std::uint64_t>() - tcdm_base;
      EXPECT_GE(at, shrinks_end ? end - 64 : begin) << found;
      EXPECT_LT(at, shrinks_end ? end : begin + 8) << found;
      const std::int64_t own =
          shrinks_end ? static_cast<std::int64_t>(at - (end - 64)) + 1
                      : static_cast<std::int64_t>(at) -
                            static_cast<std::int64_t>(begin + 8);
      const json &nearest = found.at("nearest");
      if (nearest.at("name") == buffer.at("name"))
        EXPECT_EQ(nearest.at("distance"), own) << found;
      else
        EXPECT_LE(std::abs(nearest.at("distance").get<std::int64_t>()),
                  std::abs(own))
            << found;
      const std::string note = report.at("notes").at(0);
      EXPECT_EQ(note, "L1 monitor: " + found.at("text").get<std::string>());
    }
}

TEST_F(Monitor, CanBeTurnedOff) {
  json mutant = manifest;
  mutant.at("kernels").at(0).at("buffers").at(0).at("offset") =
      mutant.at("kernels").at(0).at("buffers").at(0).at("end");
  const fs::path image = with(mutant);
  EXPECT_EQ(run_image(image).exit_code, 1);
  EXPECT_EQ(run_image(image, {"--monitor", "off"}).exit_code, 0);
}

} // namespace
} // namespace seeker::e2e
