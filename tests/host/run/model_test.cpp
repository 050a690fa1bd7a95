// Whole runs of a sample image against the fake device.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/model.hpp"

#include "../support/elf_builder.hpp"
#include "../support/fake_link.hpp"
#include "../support/temporary_folder.hpp"
#include "seeker/run/verdict.hpp"
#include "seeker/tensor/npy.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace seeker;
using fake::script_op;

constexpr const char *small_json = SEEKER_CFG_SOURCE "/small.json";

tensor::array numbers(std::vector<double> values, tensor::shape dims) {
  tensor::array made{tensor::dtype::f64, std::move(dims), {}};
  made.bytes.resize(values.size() * 8);
  std::memcpy(made.bytes.data(), values.data(), made.bytes.size());
  return made;
}

const tensor::array sample_x =
    numbers({1, 2.5, -3, 4e10, 0, 6}, tensor::shape{2, 3});

class ModelRun : public ::testing::Test {
protected:
  void SetUp() override {
    configuration = *config::load(small_json);
    sample = fake::make_sample("small", config::hash_text(configuration.hash));
    device.emplace(configuration);
    ASSERT_TRUE(tensor::write_npy(folder / "x.npy", sample_x));
    options.image = folder / "image.elf";
    options.configuration = small_json;
    options.inputs = {"x=" + (folder / "x.npy").string()};
    options.timeout = 5s;
  }

  void set_script(std::vector<fake::script_step> steps) {
    sample.parts.segments[0].content = fake::script_bytes(steps);
  }

  result<run::model_job> prepare() {
    fake::write_bytes(options.image, sample.bytes());
    return run::prepare(options);
  }

  /// Prepares and runs; an error of either is the result.
  result<void> run(fake::faults wrong = {}, session::options link = {}) {
    auto job = prepare();
    if (!job)
      return job.error();
    fake::fake_target on(context, *device, wrong, link);
    on.set_remembers(remembers);
    return fake::await(context, run::run_model(*job, on, known, show, print));
  }

  std::string golden(const tensor::array &y) {
    std::filesystem::create_directory(folder / "golden");
    EXPECT_TRUE(tensor::write_npy(folder / "golden" / "y.npy", y));
    return (folder / "golden").string();
  }

  fake::temporary_folder folder;
  config::configuration configuration;
  fake::sample_image sample;
  boost::asio::io_context context;
  std::optional<fake::fake_device> device;
  run::model_options options;
  run::outcome known;
  bool remembers = false;
  std::vector<std::string> shown;
  std::string printed;
  run::show show = [this](std::string_view phase, std::uint64_t done,
                          std::uint64_t whole) {
    shown.push_back(fmt::format("{} {}/{}", phase, done, whole));
  };
  run::print print = [this](int, std::string_view text) { printed += text; };
};

TEST_F(ModelRun, PassesAndWritesOutputs) {
  options.golden = {golden(sample_x)};
  options.outputs = {"y=" + (folder / "out.npy").string()};
  const auto done = run();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(known.verdict, judge::verdict::pass);
  EXPECT_TRUE(known.notes.empty());
  ASSERT_EQ(known.judged.size(), 1u);
  EXPECT_EQ(known.judged[0].values.elements, 6u);
  EXPECT_EQ(known.judged[0].values.largest->absolute, 0);
  const auto written = tensor::read_npy(folder / "out.npy");
  ASSERT_TRUE(written);
  EXPECT_EQ(written->bytes, sample_x.bytes);
  EXPECT_EQ(known.image_sha256.size(), 64u);
  EXPECT_EQ(known.configuration_hash, config::hash_text(configuration.hash));
}

TEST_F(ModelRun, ReportsCyclesKernelsAndCounters) {
  ASSERT_TRUE(run());
  ASSERT_EQ(known.cycles.size(), 1u);
  EXPECT_GT(known.cycles[0], 500u);
  ASSERT_EQ(known.kernels.size(), 1u);
  EXPECT_EQ(known.kernels[0].name, "copy");
  EXPECT_EQ(known.kernels[0].cycles, 500u);
  EXPECT_EQ(known.counted.fpu_issues.size(), 2u);
  EXPECT_TRUE(known.counted.counters.contains("dma_busy"));
  EXPECT_FALSE(known.has_golden);
  EXPECT_EQ(known.verdict, judge::verdict::pass);
}

} // namespace
