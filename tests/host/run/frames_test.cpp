// Files of frames: how many runs they make, and runs of them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model_fixture.hpp"

namespace {

using namespace seeker;
using fake::numbers;
using fake::script_op;

image::tensor tensor_of(tensor::shape dims) {
  image::tensor one;
  one.name = "x";
  one.dims = std::move(dims);
  return one;
}

tensor::array file(tensor::shape dims) {
  return numbers(std::vector<double>(*tensor::elements(dims)), dims);
}

TEST(Frames, AreADimensionInFrontOrTheFirst) {
  EXPECT_EQ(run::frames_in(file({5, 2, 3}), tensor_of({2, 3})), 5u);
  EXPECT_EQ(run::frames_in(file({1, 2, 3}), tensor_of({2, 3})), 1u);
  EXPECT_EQ(run::frames_in(file({5, 3}), tensor_of({1, 3})), 5u);
  EXPECT_EQ(run::frames_in(file({5, 1, 3}), tensor_of({1, 3})), 5u);
  EXPECT_EQ(run::frames_in(file({5}), tensor_of({})), 5u);
  for (const tensor::shape &other :
       {tensor::shape{2, 3}, tensor::shape{5, 3, 2}, tensor::shape{4, 3},
        tensor::shape{3}, tensor::shape{0, 2, 3}})
    EXPECT_FALSE(run::frames_in(file(other), tensor_of({2, 3})));
  EXPECT_FALSE(run::frames_in(file({1, 3}), tensor_of({1, 3})));
  tensor::array single = file({5, 2, 3});
  single.type = tensor::dtype::f32;
  EXPECT_FALSE(run::frames_in(single, tensor_of({2, 3})));
  EXPECT_EQ(run::with_frames({1, 3}, 5), (tensor::shape{5, 3}));
  EXPECT_EQ(run::with_frames({2, 3}, 5), (tensor::shape{5, 2, 3}));
  EXPECT_EQ(run::with_frames({}, 5), (tensor::shape{5}));
}

/// The sample, whose y is x, on three frames of x.
class FramesRun : public fake::ModelRun {
protected:
  void SetUp() override {
    ModelRun::SetUp();
    save("x", 3);
  }
  /// Element i of frame f is 10 f + i.
  static tensor::array sequence(std::size_t frames) {
    std::vector<double> values;
    for (std::size_t frame = 0; frame < frames; ++frame)
      for (std::size_t i = 0; i < 6; ++i)
        values.push_back(static_cast<double>(10 * frame + i));
    return numbers(values, {frames, 2, 3});
  }
  void save(const std::string &name, std::size_t frames) {
    ASSERT_TRUE(tensor::write_npy(folder / (name + ".npy"), sequence(frames)));
  }
};

TEST_F(FramesRun, EachFrameIsARunAndOutputsAreAFile) {
  options.outputs = {"y=" + (folder / "y.npy").string()};
  options.golden = {golden(sequence(3))};
  const auto done = run();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(known.verdict, judge::verdict::pass);
  EXPECT_EQ(known.cycles.size(), 3u);
  const auto y = tensor::read_npy(folder / "y.npy");
  ASSERT_TRUE(y) << y.error().message;
  EXPECT_EQ(y->dims, (tensor::shape{3, 2, 3}));
  EXPECT_EQ(y->bytes, sequence(3).bytes);
  EXPECT_EQ(known.judged.at(0).values.elements, 18u);
  for (const run::phase &one : known.phases)
    if (one.name == "stream in" || one.name == "stream out") {
      EXPECT_EQ(one.bytes, 3u * 48);
    }
}

TEST_F(FramesRun, ADifferenceHasItsFrame) {
  tensor::array wrong = sequence(3);
  std::vector<std::byte> changed(wrong.bytes.span().begin(),
                                 wrong.bytes.span().end());
  store(std::span<std::byte>(changed), (2 * 6 + 4) * 8, 99.0);
  wrong.bytes = changed;
  options.golden = {golden(wrong)};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::golden_mismatch);
  const run::tensor_judgement &judged = known.judged.at(0);
  EXPECT_EQ(judged.values.first->index, (tensor::shape{2, 1, 1}));
  EXPECT_EQ(judged.values.differing, 1u);
  // Tile, core and address are those inside of a frame.
  EXPECT_EQ(judged.first_tile, (std::vector<std::uint64_t>{1, 0}));
  EXPECT_EQ(judged.first_core, 1u);
  EXPECT_EQ(judged.first_address, fake::sample_y + 4 * 8);
}

TEST_F(FramesRun, GoldenValuesOfOneFrameAreTheLastOnes) {
  options.golden = {
      golden(numbers({20, 21, 22, 23, 24, 25}, fake::given_x.dims))};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::pass);
  EXPECT_EQ(known.judged.at(0).values.elements, 6u);
}

TEST_F(FramesRun, RepeatTakesTheFirstOfThem) {
  options.repeat = 2;
  options.outputs = {"y=" + (folder / "y.npy").string()};
  ASSERT_TRUE(run());
  EXPECT_EQ(known.cycles.size(), 2u);
  EXPECT_EQ(tensor::read_npy(folder / "y.npy")->dims, (tensor::shape{2, 2, 3}));
  options.repeat = 4;
  EXPECT_EQ(run().error().message, "--repeat 4: input 'x' has 3 frames");
}

TEST_F(FramesRun, NumbersOfFramesMustAgree) {
  options.golden = {golden(sequence(2))};
  EXPECT_EQ(run().error().message,
            "golden values 'y' have 2 frames, input 'x' has 3");
  ASSERT_TRUE(tensor::write_npy(folder / "x.npy", fake::given_x));
  EXPECT_EQ(run().error().message,
            "golden values 'y' have 2 frames, the inputs have none");
  options.golden.clear();
  auto &tensors = sample.manifest["tensors"];
  tensors.push_back({{"name", "z"},
                     {"role", "input"},
                     {"shape", {2, 3}},
                     {"dtype", "f64"},
                     {"address", fake::sample_h},
                     {"bytes", 48}});
  save("x", 3);
  save("z", 4);
  options.inputs.push_back("z=" + (folder / "z.npy").string());
  EXPECT_EQ(run().error().message, "input 'z' has 4 frames, input 'x' has 3");
}

TEST_F(FramesRun, NoMoreThanAMillionAreRun) {
  sample.manifest["tensors"][0]["shape"] = {1, 1};
  sample.manifest["tensors"][0]["bytes"] = 8;
  ASSERT_TRUE(tensor::write_npy(folder / "x.npy", file({1'000'001, 1})));
  EXPECT_EQ(run().error().message,
            "input 'x' has 1000001 frames, at most 1000000 are run");
}

TEST_F(FramesRun, StatesHaveNone) {
  sample.manifest["tensors"][0]["role"] = "state";
  EXPECT_EQ(run().error().message,
            (folder / "x.npy").string() +
                ": tensor 'x' is 2x3xf64, the file has 3x2x3xf64");
}

} // namespace
