// Networks of several kernels: what they leave to others is judged and saved.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model_fixture.hpp"

#include <algorithm>

namespace {

using namespace seeker;
using fake::given_x;
using fake::ModelRun;
using fake::numbers;
using fake::script_op;

/// A network of two: first copies x to fc1, then y is made.
class NetworkRun : public ModelRun {
protected:
  void SetUp() override {
    ModelRun::SetUp();
    sample.manifest["tensors"].push_back({{"name", "fc1"},
                                          {"role", "intermediate"},
                                          {"shape", {1, 2}},
                                          {"dtype", "f64"},
                                          {"address", fake::sample_h},
                                          {"bytes", 16}});
    auto &kernels = sample.manifest["kernels"];
    auto first = kernels[0];
    first["name"] = "fc1";
    first["transfers"][0]["tensor"] = "fc1";
    kernels.insert(kernels.begin(), first);
    set_script({{script_op::copy, {fake::sample_x, fake::sample_h, 16}},
                {script_op::copy, {fake::sample_x, fake::sample_y, 48}},
                {script_op::end, {0}}});
  }
  std::string save(const std::string &name, const tensor::array &values) {
    EXPECT_TRUE(tensor::write_npy(folder / (name + ".npy"), values));
    return (folder / (name + ".npy")).string();
  }
};

TEST_F(NetworkRun, TheFirstWrongKernelIsNamed) {
  options.golden = {golden(numbers({1, 2.5, -3, 4e10, 0, 7}, given_x.dims))};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.first_wrong_kernel, "copy");
  EXPECT_EQ(known.notes.back(),
            "the first kernel with a wrong result is copy; not compared before "
            "it: fc1 (--golden-intermediates does)");

  options.golden_intermediates = {"fc1=" +
                                  save("right", numbers({1, 2.5}, {1, 2}))};
  known = {};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.judged.at(0).name, "fc1"); // in the order of the run
  EXPECT_EQ(known.notes.back(),
            "the first kernel with a wrong result is copy; right before it: "
            "fc1");

  options.golden_intermediates = {"fc1=" +
                                  save("wrong", numbers({1, 3}, {1, 2}))};
  known = {};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.first_wrong_kernel, "fc1");
  EXPECT_EQ(known.notes.back(), "the first kernel with a wrong result is fc1");
  EXPECT_EQ(known.judged.at(0).first_core, 1u);
}

TEST_F(NetworkRun, IntermediatesThatNobodyWroteAreTold) {
  set_script({{script_op::copy, {fake::sample_x, fake::sample_y, 48}},
              {script_op::end, {0}}});
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::pass); // nobody asked for them
  options.golden_intermediates = {"fc1=" +
                                  save("right", numbers({1, 2.5}, {1, 2}))};
  known = {};
  ASSERT_TRUE(run());
  EXPECT_TRUE(std::ranges::count(known.notes,
                                 "fc1: 2 of 2 elements were never written"));
}

TEST_F(NetworkRun, IntermediatesAreSavedUnderTheirNames) {
  options.save_intermediates = folder / "saved";
  EXPECT_EQ(run().error().message, "--save-intermediates " +
                                       (folder / "saved").string() +
                                       ": there is no such folder");
  std::filesystem::create_directory(folder / "saved");
  ASSERT_TRUE(run());
  const auto saved = tensor::read_npy(folder / "saved" / "fc1.npy");
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->at(1), 2.5);
  EXPECT_FALSE(std::filesystem::exists(folder / "saved" / "y.npy"));
  sample.manifest["tensors"].erase(3);
  EXPECT_EQ(run().error().message,
            "--save-intermediates " + (folder / "saved").string() +
                ": the image has no intermediate tensors");
}

} // namespace
