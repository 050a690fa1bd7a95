// Files for tensors: each way to name them, each way to get it wrong.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/bind.hpp"

#include "../support/elf_builder.hpp"
#include "../support/temporary_folder.hpp"
#include "seeker/tensor/npy.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;

class Bind : public ::testing::Test {
protected:
  void SetUp() override {
    auto sample = fake::make_sample("small", "0123456789abcdef");
    sample.manifest["tensors"].push_back({{"name", "h"},
                                          {"role", "state"},
                                          {"shape", {2}},
                                          {"dtype", "f32"},
                                          {"address", fake::sample_h},
                                          {"bytes", 8}});
    sample.manifest["tensors"].back()["shape"] = nlohmann::json::array({2});
    const auto parsed =
        image::parse_manifest(sample.manifest.dump(), "manifest");
    ASSERT_TRUE(parsed) << parsed.error().message;
    says = *parsed;
    save("x", {2, 3}, tensor::dtype::f64);
  }

  std::string save(const std::string &name, tensor::shape dims,
                   tensor::dtype type) {
    const std::uint64_t count = *tensor::elements(dims);
    const tensor::array values{
        type, dims, std::vector<std::byte>(count * size_bytes(type))};
    EXPECT_TRUE(tensor::write_npy(folder / (name + ".npy"), values));
    return (folder / (name + ".npy")).string();
  }
  void add_intermediate() {
    image::tensor one;
    one.name = "fc1";
    one.role = image::role::intermediate;
    one.dims = {2};
    one.bytes = 16;
    says.tensors.push_back(one);
  }
  std::string input_problem(const std::vector<std::string> &values) {
    const auto made = run::bind_inputs(says, values);
    return made ? "none" : made.error().message;
  }

  image::manifest says;
  fake::temporary_folder folder;
};

TEST_F(Bind, InputsByNameAndByFolder) {
  const std::string x = (folder / "x.npy").string();
  const auto by_name = run::bind_inputs(says, {"x=" + x});
  ASSERT_TRUE(by_name) << by_name.error().message;
  EXPECT_EQ(by_name->size(), 1u);
  save("w", {8}, tensor::dtype::f64);
  save("h", {2}, tensor::dtype::f32);
  const auto by_folder = run::bind_inputs(says, {folder.path().string()});
  ASSERT_TRUE(by_folder) << by_folder.error().message;
  EXPECT_EQ(by_folder->size(), 3u);
}

TEST_F(Bind, MissingInputsAreAllNamed) {
  says.tensors[1].loaded = false;
  EXPECT_EQ(input_problem({}), "missing inputs: x (2x3xf64), w (8xf64); give "
                               "--input NAME=FILE.npy");
}

TEST_F(Bind, UnknownNamesAreToldWithTheKnown) {
  const std::string x = (folder / "x.npy").string();
  EXPECT_EQ(input_problem({"z=" + x}), "--input " + x +
                                           ": there is no such tensor 'z'; "
                                           "there are: x, w, h");
  EXPECT_EQ(input_problem({"y=" + x}), "--input " + x +
                                           ": there is no such tensor 'y'; "
                                           "there are: x, w, h");
}

TEST_F(Bind, WrongShapeAndTypeAreToldWithBoth) {
  const std::string wrong = save("wrong", {3, 2}, tensor::dtype::f64);
  EXPECT_EQ(input_problem({"x=" + wrong}),
            wrong + ": tensor 'x' is 2x3xf64, the file has 3x2xf64");
  const std::string other = save("other", {2, 3}, tensor::dtype::f32);
  EXPECT_EQ(input_problem({"x=" + other}),
            other + ": tensor 'x' is 2x3xf64, the file has 2x3xf32");
}

TEST_F(Bind, FilesThatAreNotThereAreNamed) {
  const std::string none = (folder / "none.npy").string();
  EXPECT_EQ(input_problem({"x=" + none}),
            "cannot open " + none + ": No such file or directory");
  EXPECT_EQ(input_problem({none}),
            "cannot open " + none + ": No such file or directory");
}

TEST_F(Bind, GoldenNeedsEveryOutput) {
  const std::string h = save("h", {2}, tensor::dtype::f32);
  EXPECT_EQ(run::bind_golden(says, {"h=" + h}).error().message,
            "missing golden values: y (2x3xf64); give --golden NAME=FILE.npy");
  const std::string y = save("y", {2, 3}, tensor::dtype::f64);
  EXPECT_EQ(run::bind_golden(says, {"h=" + h, "y=" + y})->size(), 2u);
  EXPECT_TRUE(run::bind_golden(says, {})->empty());
  EXPECT_EQ(run::bind_golden(says, {"x=" + y}).error().message,
            "--golden " + y + ": there is no such tensor 'x'; there are: y, h");
}

TEST_F(Bind, IntermediatesAreAnythingThatTheProgramMakes) {
  add_intermediate();
  const std::string fc1 = save("fc1", {2}, tensor::dtype::f64);
  const auto given = run::bind_intermediates(says, {"fc1=" + fc1});
  ASSERT_TRUE(given) << given.error().message;
  EXPECT_EQ(given->size(), 1u);
  EXPECT_TRUE(run::bind_intermediates(says, {})->empty());
  EXPECT_EQ(run::bind_intermediates(says, {"x=" + fc1}).error().message,
            "--golden-intermediates " + fc1 +
                ": there is no such tensor 'x'; there are: y, h, fc1");
  EXPECT_EQ(run::bind_golden(says, {"fc1=" + fc1}).error().message,
            "--golden " + fc1 +
                ": there is no such tensor 'fc1'; there are: y, h");
  EXPECT_EQ(input_problem({"fc1=" + fc1}),
            "--input " + fc1 +
                ": there is no such tensor 'fc1'; there are: x, w, h");
  EXPECT_EQ(run::bind_outputs(says, {"fc1=a.npy"})->at("fc1"), "a.npy");
}

TEST_F(Bind, OutputsByNameAndByFolder) {
  const auto by_name = run::bind_outputs(says, {"y=out.npy", "h=state.npy"});
  ASSERT_TRUE(by_name);
  EXPECT_EQ(by_name->at("y"), "out.npy");
  const auto by_folder = run::bind_outputs(says, {folder.path().string()});
  ASSERT_TRUE(by_folder);
  EXPECT_EQ(by_folder->size(), 1u);
  EXPECT_EQ(by_folder->at("y"), folder / "y.npy");
  EXPECT_EQ(run::bind_outputs(says, {"x=out.npy"}).error().message,
            "--output x=out.npy: there is no such tensor 'x'; there are: y, h");
  EXPECT_EQ(run::bind_outputs(says, {"y=/nowhere/out.npy"}).error().message,
            "--output y=/nowhere/out.npy: there is no folder /nowhere");
  EXPECT_EQ(run::bind_outputs(says, {"/nowhere"}).error().message,
            "--output /nowhere: neither NAME=FILE.npy nor a folder");
}

} // namespace
