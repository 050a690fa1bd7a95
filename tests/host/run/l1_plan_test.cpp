// From manifests to plans of L1.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/l1_plan.hpp"

#include "../support/elf_builder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace seeker;
using nlohmann::json;

class L1Plan : public ::testing::Test {
protected:
  result<std::string> plan() {
    const auto says =
        image::parse_manifest(sample.manifest.dump(), "a.elf").value();
    return run::l1_plan(says, on, "a.elf");
  }
  json &buffer() { return sample.manifest["kernels"][0]["buffers"][0]; }

  config::configuration on = *config::load(SEEKER_CFG_SOURCE "/small.json");
  fake::sample_image sample =
      fake::make_sample("small", config::hash_text(on.hash));
};

TEST_F(L1Plan, HasBuffersStacksAndReserve) {
  const auto made = plan();
  ASSERT_TRUE(made) << made.error().message;
  const json p = json::parse(*made);
  EXPECT_EQ(p.at("tcdm").at("base"), on.tcdm.base);
  EXPECT_EQ(p.at("tcdm").at("alias"), on.alias_base);
  EXPECT_EQ(p.at("kernels").at(0).at("name"), "copy");
  EXPECT_EQ(p.at("kernels").at(0).at("buffers"),
            json::parse(R"([{"name": "copy.y", "role": "output",
                             "address": 268435520, "bytes": 48}])"));
  const json &always = p.at("always");
  ASSERT_EQ(always.size(), on.harts() + 1);
  const std::uint64_t stack = on.document["firmware"]["stack_bytes_per_hart"];
  EXPECT_EQ(always[0].at("hart"), 0);
  EXPECT_EQ(always[0].at("address"), on.tcdm.base + on.tcdm.bytes - stack);
  EXPECT_EQ(always.back().at("name"), "reserve");
  EXPECT_EQ(always.back().at("address").get<std::uint64_t>() +
                always.back().at("bytes").get<std::uint64_t>(),
            always[on.harts() - 1].at("address"));
}

TEST_F(L1Plan, BuffersWithoutAPlaceAreRefused) {
  buffer().erase("end");
  EXPECT_EQ(plan().error().message,
            "a.elf: kernels[0].buffers[0] has no offset and end, by which L1 "
            "could be monitored");
  buffer()["end"] = 1 << 30;
  EXPECT_EQ(plan().error().message,
            fmt::format("a.elf: kernels[0].buffers[0] lies from 64 to "
                        "1073741824 in an L1 of {} bytes",
                        on.tcdm.bytes));
  sample.manifest["kernels"][0].erase("buffers");
  EXPECT_EQ(plan().error().message, "a.elf: kernels[0] has no buffers");
}

} // namespace
