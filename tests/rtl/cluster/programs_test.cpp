// The cluster running programs on all its harts, and how long things take.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/cluster_bench.hpp"

#include <gtest/gtest.h>
#include <map>

namespace cluster {
namespace {

// The bare-metal programs of tests/firmware/raw, and this bench's own.
struct program {
  const char *path;
  std::uint32_t exit_code = 0;
  const char *stdout_text = "";
};

class Programs : public testing::TestWithParam<program> {};

TEST_P(Programs, EndAsTheyShould) {
  bench b;
  bench::result r = b.run(GetParam().path);
  if (!r.exit_code) {
    for (unsigned h = 0; h < bench::harts; ++h)
      ADD_FAILURE() << "hart " << h << " state " << int(b.top().state_o[h])
                    << " pc " << std::hex << b.top().pc_o[h];
    return;
  }
  EXPECT_EQ(*r.exit_code, GetParam().exit_code);
  EXPECT_EQ(r.stdout_text, GetParam().stdout_text);
}

std::string name_of(const testing::TestParamInfo<program> &info) {
  std::string path = info.param.path;
  std::size_t slash = path.rfind('/');
  return path.substr(slash + 1, path.rfind('.') - slash - 1);
}

INSTANTIATE_TEST_SUITE_P(
    Raw, Programs,
    testing::Values(program{RAW "/hello.elf", 0, "hello from the cluster\n"},
                    program{RAW "/exit_42.elf", 42},
                    program{RAW "/barrier.elf"}, program{RAW "/atomics.elf"},
                    program{RAW "/dma_1d.elf"}, program{RAW "/dma_2d.elf"},
                    program{RAW "/fp.elf"}, program{RAW "/traps.elf"},
                    program{RAW "/dump.elf"},
                    program{RAW "/trap_unexpected.elf", 102},
                    program{RAW "/print_all.elf", 0,
                            "hart 0\nhart 1\nhart 2\n"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(Own, Programs,
                         testing::Values(program{PROGRAMS "/counters.elf"},
                                         program{PROGRAMS "/reservations.elf"}),
                         name_of);

// Cycles of the public cluster, and how far ours may be from them: loads and
// barriers exact, transfers 2 % longer at most; short rows are faster here.
TEST(Cycles, AreThoseSoftwareIsUsedTo) {
  struct row {
    const char *what;
    std::uint32_t least, most;
  };
  const std::map<std::uint32_t, row> rows = {
      {1, {"load TCDM", 4, 4}},
      {2, {"load peripheral", 8, 8}},
      {3, {"load L3", 11, 11}},
      {4, {"AMO TCDM", 4, 4}},
      {5, {"8 barriers, all together", 16, 16}},
      {6, {"16 AMOs of each of 2 cores on one word", 96, 112}},
      {7, {"16 AMOs of each of 2 cores on its own bank", 64, 107}},
      {16, {"L3 to L1, 64 B", 20, 23}},
      {17, {"L3 to L1, 4 KiB", 84, 89}},
      {18, {"L3 to L1, 64 KiB", 1027, 1067}},
      {19, {"L1 to L1, 32 KiB", 522, 542}},
      {20, {"64 rows of 64 B", 64, 119}},
      {21, {"64 rows of 256 B", 274, 284}},
      {22, {"64 rows of 320 B: 96 % of peak", 320, 333 + 23}},
      {23, {"32 rows of 1,600 B: 98 % of peak", 800, 816 + 23}},
      {24, {"4 KiB misaligned: one beat more", 65, 89}},
      {25, {"L1 to L3, 4 KiB", 64, 87}},
      {26, {"64 rows of 128 B to L3", 128, 151}},
      {27, {"L3 to L3, 4 KiB", 64, 91}},
  };
  bench b;
  bench::result r = b.run(PROGRAMS "/cycles.elf");
  ASSERT_TRUE(r.exit_code);
  ASSERT_EQ(b.dumps().size(), rows.size());
  for (const bench::dumped &d : b.dumps()) {
    const row &expected = rows.at(d.value >> 24);
    std::uint32_t cycles = d.value & 0xffffff;
    EXPECT_GE(cycles, expected.least) << expected.what;
    EXPECT_LE(cycles, expected.most) << expected.what;
  }
}

} // namespace
} // namespace cluster
