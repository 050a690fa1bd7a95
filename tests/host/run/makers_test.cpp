// Who makes a tensor, and which tile and core each element.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/makers.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using nlohmann::json;

json kernel(const std::string &name, const std::string &tensor,
            const json &result) {
  return {
      {"name", name},
      {"result", result},
      {"transfers", json::array({{{"direction", "in"}, {"tensor", "h"}},
                                 {{"direction", "out"}, {"tensor", tensor}}})}};
}

TEST(Makers, TheKernelThatStoresATensorLast) {
  const json tiles = json::parse(R"({"tile": [1, 40], "share": [1, 5]})");
  const json kernels = {kernel("a", "y", tiles), kernel("b", "h", tiles),
                        kernel("c", "y", nullptr)};
  EXPECT_EQ(run::maker_of(kernels, "y")->kernel, "c");
  EXPECT_EQ(run::maker_of(kernels, "y")->index, 2u);
  EXPECT_TRUE(run::maker_of(kernels, "y")->tile.empty());
  EXPECT_EQ(run::maker_of(kernels, "h")->kernel, "b");
  EXPECT_EQ(run::maker_of(kernels, "h")->share,
            (std::vector<std::uint64_t>{1, 5}));
  EXPECT_FALSE(run::maker_of(kernels, "x"));
}

TEST(Makers, TilesAndCoresOfElements) {
  // 300 columns in tiles of 40, 8 cores: the last tile has 20.
  const run::maker by{0, "a", {1, 40}, {1, 5}};
  EXPECT_EQ(run::tile_of(by, {0, 0}), (std::vector<std::uint64_t>{0, 0}));
  EXPECT_EQ(run::tile_of(by, {2, 299}), (std::vector<std::uint64_t>{2, 7}));
  EXPECT_EQ(run::core_of(by, {0, 4}), 0u);
  EXPECT_EQ(run::core_of(by, {0, 5}), 1u);
  EXPECT_EQ(run::core_of(by, {0, 39}), 7u);
  EXPECT_EQ(run::core_of(by, {0, 40}), 0u);
  EXPECT_EQ(run::core_of(by, {2, 299}), 3u);
  // Nothing is divided: one core does all.
  EXPECT_EQ(run::core_of({0, "a", {1, 1}, {1, 1}}, {0, 7}), 0u);
  // Images that do not tell.
  EXPECT_FALSE(run::tile_of({0, "a", {}, {}}, {0, 7}));
  EXPECT_FALSE(run::core_of({0, "a", {}, {}}, {0, 7}));
  EXPECT_FALSE(run::core_of(by, {7}));
}

TEST(Makers, KernelsOfAnyFormAreHarmless) {
  for (const json &bad :
       {json(1), json::object(), kernel("a", "y", 3),
        kernel("a", "y", json::parse(R"({"tile": [0, 1], "share": [1, 1]})")),
        kernel("a", "y", json::parse(R"({"tile": [1, -1], "share": "x"})")),
        kernel("a", "y", json::parse(R"({"tile": [1], "share": [1, 1]})"))}) {
    const auto by = run::maker_of(json::array({bad}), "y");
    EXPECT_TRUE(!by || by->share.size() == by->tile.size());
    if (by) {
      EXPECT_FALSE(run::core_of(*by, {0, 0}));
    }
  }
}

} // namespace
