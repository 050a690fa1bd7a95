// The cluster running programs on all its harts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/cluster_bench.hpp"

#include <gtest/gtest.h>

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

} // namespace
} // namespace cluster
