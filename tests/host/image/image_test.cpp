// Images: the manifest's rules, one message each.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/image/image.hpp"

#include "../support/elf_builder.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using nlohmann::json;

class Image : public ::testing::Test {
protected:
  void SetUp() override {
    configuration = *config::load(SEEKER_CFG_SOURCE "/small.json");
    sample = fake::make_sample("small", config::hash_text(configuration.hash));
  }

  std::string problem() {
    auto code = image::program::parse(sample.bytes(), "f");
    EXPECT_TRUE(code) << code.error().message;
    auto made = image::make_image(*std::move(code));
    if (!made)
      return made.error().message;
    const auto checked = image::check(*made, configuration);
    return checked ? "none" : checked.error().message;
  }
  json &tensor(std::size_t i) { return sample.manifest["tensors"][i]; }

  config::configuration configuration;
  fake::sample_image sample;
};

TEST_F(Image, GoodOneIsRead) {
  EXPECT_EQ(problem(), "none");
  auto made = image::make_image(*image::program::parse(sample.bytes(), "f"));
  ASSERT_TRUE(made);
  ASSERT_EQ(made->says.tensors.size(), 3u);
  const image::tensor *x = made->says.find("x");
  ASSERT_TRUE(x);
  EXPECT_EQ(x->role, image::role::input);
  EXPECT_EQ(x->dims, (seeker::tensor::shape{2, 3}));
  EXPECT_EQ(x->bytes, 48u);
  EXPECT_TRUE(made->says.find("w")->loaded);
  EXPECT_EQ(made->says.find("none"), nullptr);
}

TEST_F(Image, WithoutManifest) {
  const auto made = image::make_image(
      *image::program::parse(fake::build_elf(sample.parts), "f"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message,
            "f has no section .seeker.manifest: it is not an image made by "
            "`seeker compile` (bare-metal programs run with --raw)");
}

TEST_F(Image, ManifestPaddedWithZeros) {
  fake::elf_parts parts = sample.parts;
  parts.manifest = sample.manifest.dump() + std::string(7, '\0');
  EXPECT_TRUE(
      image::make_image(*image::program::parse(fake::build_elf(parts), "f")));
}

TEST_F(Image, ManifestThatIsNoJson) {
  fake::elf_parts parts = sample.parts;
  parts.manifest = "{\"schema\": ";
  const auto made =
      image::make_image(*image::program::parse(fake::build_elf(parts), "f"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message, "f: its manifest is no JSON");
}

TEST_F(Image, EachRequiredFieldIsMissed) {
  const json schema = json::parse(R"(["schema", "version", "producer", "model",
    "configuration", "entry", "tohost", "record", "l1_budget_bytes", "tensors",
    "kernels", "predicted_cycles"])");
  const json whole = sample.manifest;
  for (const json &key : schema) {
    sample.manifest = whole;
    sample.manifest.erase(key.get<std::string>());
    EXPECT_EQ(problem(), "f: its manifest is wrong: " + key.get<std::string>() +
                             " is missing");
  }
  for (const char *key :
       {"name", "role", "shape", "dtype", "address", "bytes"}) {
    sample.manifest = whole;
    tensor(0).erase(key);
    EXPECT_EQ(problem(), std::string("f: its manifest is wrong: tensors[0].") +
                             key + " is missing");
  }
}

TEST_F(Image, FieldsOfWrongKindsAndValues) {
  const json whole = sample.manifest;
  const auto with = [&](const json::json_pointer &at, const json &value) {
    sample.manifest = whole;
    sample.manifest[at] = value;
    return problem().substr(std::string("f: its manifest is wrong: ").size());
  };
  using p = json::json_pointer;
  EXPECT_EQ(with(p("/schema"), "other"), "schema is not 'seeker-image'");
  EXPECT_EQ(with(p("/version"), 2), "version is 2, allowed are 1 to 1");
  EXPECT_EQ(with(p("/entry"), -1), "entry is no whole number of 0 or more");
  EXPECT_EQ(with(p("/tohost"), 1ull << 32),
            "tohost is 4294967296, allowed are 0 to 4294967295");
  EXPECT_EQ(with(p("/configuration/hash"), "12"),
            "configuration.hash is not 16 hexadecimal digits");
  EXPECT_EQ(with(p("/configuration"), 1), "configuration is no object");
  EXPECT_EQ(with(p("/tensors"), 1), "tensors is no array");
  EXPECT_EQ(with(p("/kernels"), "a"), "kernels is no array");
  EXPECT_EQ(with(p("/model"), 1), "model is no string");
  EXPECT_EQ(with(p("/tensors/0"), 1), "tensors[0] is no object");
  EXPECT_EQ(with(p("/tensors/0/name"), ""), "tensors[0].name is ''");
  EXPECT_EQ(with(p("/tensors/0/name"), "../x"), "tensors[0].name is '../x'");
  EXPECT_EQ(with(p("/tensors/0/name"), "w"),
            "tensors[1].name is 'w', as another's");
  EXPECT_EQ(with(p("/tensors/0/role"), "guest"),
            "tensors[0].role is 'guest', allowed are input, output, state, "
            "weight and intermediate");
  EXPECT_EQ(with(p("/tensors/0/shape"), json::array({2, 0})),
            "tensors[0].shape has an extent that is no whole number of 1 or "
            "more");
  EXPECT_EQ(with(p("/tensors/0/dtype"), "i8"),
            "tensors[0].dtype is 'i8', allowed are f64 and f32");
  EXPECT_EQ(with(p("/tensors/0/bytes"), 40),
            "tensors[0].bytes is 40, which a 2x3xf64 has not");
  EXPECT_EQ(with(p("/tensors/0/shape"), json::array({1ull << 40, 1ull << 40})),
            "tensors[0].bytes is 48, which a 1099511627776x1099511627776xf64 "
            "has not");
  EXPECT_EQ(with(p("/tensors/0/address"), 0x80020004),
            "tensors[0].address is 0x80020004, not aligned to an element of 8 "
            "bytes");
  EXPECT_EQ(with(p("/tensors/0/loaded"), 1),
            "tensors[0].loaded is neither true nor false");
  for (const json &wrong : {json(1), json::array({1}), json::array({1, 0}),
                            json::array({-1, 0}), json::array({0, 1 << 20})})
    EXPECT_EQ(with(p("/tensors/1/needed"), wrong),
              "tensors[1].needed is not the first and the last kernel");
  EXPECT_EQ(with(p("/tensors/0/needed"), json::array({0, 1})),
            "tensors[0].needed is only for weights that the image does not "
            "carry");
}

TEST_F(Image, AgreesWithItsElf) {
  const json whole = sample.manifest;
  sample.manifest["entry"] = 0x80000004;
  EXPECT_EQ(problem(), "f: its manifest's entry is 0x80000004, the ELF's "
                       "0x80000000");
  sample.manifest = whole;
  sample.manifest["tohost"] = 0x80010008;
  EXPECT_EQ(problem(), "f: its manifest's tohost is 0x80010008, the symbol's "
                       "0x80010000");
  sample.manifest = whole;
  tensor(0)["loaded"] = true;
  EXPECT_EQ(problem(), "f: tensor 'x' is marked as loaded, but no segment "
                       "holds its 48 bytes at 0x80020000");
  sample.manifest = whole;
  tensor(1)["loaded"] = false;
  EXPECT_EQ(problem(), "f: tensor 'w' at 0x80021000 is not marked as loaded, "
                       "but a segment at 0x80021000 holds data there");
}

TEST_F(Image, PlacementIsChecked) {
  const json whole = sample.manifest;
  tensor(0)["address"] = 0x10000000;
  EXPECT_EQ(problem(), "f: tensor 'x' at 0x10000000 to 0x10000030 is not "
                       "inside L3, 0x80000000 to 0x90000000");
  sample.manifest = whole;
  tensor(2)["address"] = fake::sample_x + 40;
  EXPECT_EQ(problem(), "f: tensors 'x' at 0x80020000 to 0x80020030 and 'y' at "
                       "0x80020028 overlap");
  sample.manifest = whole;
  sample.manifest["record"] = 0x1000;
  EXPECT_EQ(problem(), "f: record at 0x00001000 is not inside L3");
  sample.manifest["record"] = 0x80011004;
  EXPECT_EQ(problem(), "f: tohost at 0x80010000 and record at 0x80011004 must "
                       "be multiples of 8");
  sample.manifest = whole;
  sample.parts.segments.push_back({0x20000000, {std::byte{1}}, 0});
  EXPECT_EQ(problem(), "f: a segment of 1 bytes at 0x20000000 lies neither in "
                       "L3 (0x80000000, 268435456 bytes) nor in L1 "
                       "(0x10000000, 131072 bytes)");
}

TEST_F(Image, WeightsMayTakeTurns) {
  const auto add = [&](const std::string &name, int first, int last) {
    sample.manifest["tensors"].push_back({{"name", name},
                                          {"role", "weight"},
                                          {"shape", json::array({8})},
                                          {"dtype", "f64"},
                                          {"address", 0x80040000},
                                          {"bytes", 64},
                                          {"needed", {first, last}}});
  };
  add("a", 2, 3);
  add("b", 0, 1);
  add("c", 4, 4);
  EXPECT_EQ(problem(), "none");
  add("d", 3, 3);
  EXPECT_EQ(problem(), "f: tensors 'a' at 0x80040000 to 0x80040040 and 'd' at "
                       "0x80040000 overlap");
  sample.manifest["tensors"].erase(6);
  for (int i = 0; i < 4094; ++i)
    add(fmt::format("w{}", i), i + 5, i + 5);
  EXPECT_EQ(problem(), "f: 4097 weights take turns in L3, at most 4096 can");
}

TEST_F(Image, OtherConfigurationIsRefused) {
  sample.manifest["configuration"]["hash"] = "0123456789abcdef";
  EXPECT_EQ(problem(), "f is made for the configuration 0123456789abcdef, the "
                       "target has 'small' (" +
                           config::hash_text(configuration.hash) + ")");
}

TEST_F(Image, WithoutADigestIsDamaged) {
  std::vector<std::byte> bytes = sample.bytes();
  const auto name = std::as_bytes(std::span(".seeker.digest", 14));
  const auto at =
      std::search(bytes.begin(), bytes.end(), name.begin(), name.end());
  ASSERT_NE(at, bytes.end());
  *at = std::byte{'_'};
  auto code = image::program::parse(bytes, "f");
  ASSERT_TRUE(code);
  EXPECT_EQ(image::make_image(*std::move(code)).error().message,
            "f is damaged: it has no section .seeker.digest of 32 bytes");
}

} // namespace
