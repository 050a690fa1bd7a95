// A run of a sample image against the fake device, to be put wrong.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/model.hpp"

#include "../support/elf_builder.hpp"
#include "../support/fake_link.hpp"
#include "../support/temporary_folder.hpp"
#include "seeker/tensor/npy.hpp"

#include <gtest/gtest.h>

namespace seeker::fake {

using namespace std::chrono_literals;

inline constexpr const char *small_json = SEEKER_CFG_SOURCE "/small.json";

inline tensor::array numbers(std::vector<double> values, tensor::shape dims) {
  const auto bytes = std::as_bytes(std::span(values));
  return {tensor::dtype::f64, std::move(dims),
          std::vector(bytes.begin(), bytes.end())};
}

inline const tensor::array given_x =
    numbers({1, 2.5, -3, 4e10, 0, 6}, tensor::shape{2, 3});

class ModelRun : public ::testing::Test {
protected:
  void SetUp() override {
    configuration = *config::load(small_json);
    sample = fake::make_sample("small", config::hash_text(configuration.hash));
    device.emplace(configuration);
    ASSERT_TRUE(tensor::write_npy(folder / "x.npy", given_x));
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
  result<void> run(const transport::chaos_spec &wrong = {},
                   session::options link = {}, std::uint64_t seed = 1) {
    auto job = prepare();
    if (!job)
      return job.error();
    fake::fake_target on(context, *device, wrong, seed, link);
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

} // namespace seeker::fake
