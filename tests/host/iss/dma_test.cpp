// The DMA engine's rows, strides, ids and status.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/iss/dma.hpp"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

namespace seeker::iss {
namespace {

using row = std::tuple<std::uint64_t, std::uint64_t, std::uint32_t>;

struct bench {
  std::vector<row> rows;
  std::uint64_t limit = ~std::uint64_t{0}; // destinations from here on fail
  dma engine{[this](std::uint64_t to, std::uint64_t from, std::uint32_t bytes) {
    if (to >= limit)
      return false;
    rows.emplace_back(to, from, bytes);
    return true;
  }};

  std::uint32_t operator()(op code, std::uint32_t a = 0, std::uint32_t b = 0,
                           std::uint8_t immediate = 0) {
    instruction i;
    i.code = code;
    i.rs2 = immediate;
    return engine.execute(i, a, b);
  }
};

TEST(Dma, CopiesOneRow) {
  bench run;
  run(op::dmsrc, 0x80000000, 0);
  run(op::dmdst, 0x10000000, 0);
  EXPECT_EQ(run(op::dmcpyi, 100), 2u);
  EXPECT_EQ(run.rows, (std::vector<row>{{0x10000000, 0x80000000, 100}}));
}

TEST(Dma, CopiesRowsWithStridesOfEitherSign) {
  bench run;
  run(op::dmsrc, 0x80000100, 0);
  run(op::dmdst, 0x10000000, 0);
  run(op::dmstr, static_cast<std::uint32_t>(-0x80), 0x40);
  run(op::dmrep, 3);
  run(op::dmcpy, 16, 2);
  EXPECT_EQ(run.rows, (std::vector<row>{{0x10000000, 0x80000100, 16},
                                        {0x10000040, 0x80000080, 16},
                                        {0x10000080, 0x80000000, 16}}));
}

TEST(Dma, TellsTheFirstTransferThatLeftMemory) {
  bench run;
  EXPECT_EQ(run(op::dmstati, 0, 0, 28), 0u);
  run.limit = 0x10000000;
  run(op::dmsrc, 0x80000000, 0);
  run(op::dmdst, 0x0FFFFFF0, 0);
  EXPECT_EQ(run(op::dmcpyi, 8), 2u);
  run(op::dmdst, 0x10000000, 0);
  EXPECT_EQ(run(op::dmcpyi, 8), 3u);
  EXPECT_EQ(run(op::dmcpyi, 8), 4u);
  EXPECT_EQ(run(op::dmstati, 0, 0, 28), 3u);
  EXPECT_EQ(run(op::dmstat, 0, 29), 3u);
  EXPECT_EQ(run(op::dmstat, 0, 28), 0u);
}

TEST(Dma, CountsIdsAndCompletesAtOnce) {
  bench run;
  EXPECT_EQ(run(op::dmstati, 0, 0, 0), 1u);
  EXPECT_EQ(run(op::dmstati, 0, 0, 1), 2u);
  EXPECT_EQ(run(op::dmcpyi, 0), 2u); // of no length: completed as well
  EXPECT_TRUE(run.rows.empty());
  EXPECT_EQ(run(op::dmstat, 0, 0), 2u);
  EXPECT_EQ(run(op::dmstat, 0, 2), 0u);
  EXPECT_EQ(run(op::dmstat, 0, 3), 0u);
}

TEST(Dma, EndsATransferThatLeavesMemory) {
  bench run;
  run.limit = 0x10000040;
  run(op::dmdst, 0x10000000, 0);
  run(op::dmstr, 0, 0x40);
  run(op::dmrep, 3);
  const std::uint32_t id = run(op::dmcpy, 8, 2);
  EXPECT_EQ(run.rows.size(), 1u);
  EXPECT_EQ(run(op::dmstati), id);
}

} // namespace
} // namespace seeker::iss
