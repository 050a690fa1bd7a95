// Programs that never end are told so, with the hart and the cause; long ones
// are let alone.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The programs are hang_*.c and long_*.c of tests/firmware/raw.
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace seeker::e2e {
namespace {

using nlohmann::json;

struct hung {
  const char *target;
  const char *program;
  const char *reason; // a part of it
};
void PrintTo(const hung &one, std::ostream *out) {
  *out << one.target << " " << one.program;
}

class Hang : public testing::TestWithParam<hung> {};

TEST_P(Hang, IsToldSoonWithHartAndCause) {
  const auto &[target, program, reason] = GetParam();
  const ended got = run({"seeker", "run", "--raw",
                         std::string(RAW_PROGRAMS "/") + program + ".elf",
                         "--target", target, "--json"});
  ASSERT_EQ(got.exit_code, 1) << got.err;
  const json object = json::parse(got.out);
  EXPECT_EQ(object["verdict"], "TARGET_HANG");
  const std::string said = object["hang"]["reason"];
  EXPECT_NE(said.find(reason), std::string::npos) << said;
  if (std::string(target) == "sim") {
    const auto cycles = object["cycles"].get<std::uint64_t>();
    std::printf("%s: told after %llu cycles: %s\n", program,
                static_cast<unsigned long long>(cycles), said.c_str());
    EXPECT_LT(cycles, 100'000u);
  }
}

const hung hangs[] = {
    {"sim", "hang_barrier",
     "wait, misses hart 1; hart 1 spins without progress"},
    {"sim", "hang_sleep", "wait, misses hart 1; hart 1 sleeps"},
    {"sim", "hang_dma", "misses hart 8; hart 8 polls the DMA"},
    {"sim", "hang_jump",
     "hart 0 is in a trap that nobody handles: instruction access fault"},
    {"sim", "hang_poll", "wait, misses hart 0; hart 0 "},
    {"sim", "hang_trap_loop", "wait, misses hart 0; hart 0 "},
    {"sim", "hang_stream_data", "hart 0 waits for a datum of stream 1: "},
    {"sim", "hang_stream_room", "hart 0 waits for room in write stream 2: "},
    {"sim", "hang_stream_config", "hart 0 configures stream 0, whose jobs "},
    {"iss", "hang_sleep", "wait, misses hart 1; hart 1 sleeps"},
    {"iss", "hang_jump",
     "hart 0 is in a trap that nobody handles: instruction access fault"},
    {"iss", "hang_stream_data", "hart 0 waits for a datum of stream 1: "},
    {"iss", "hang_stream_room", "hart 0 waits for room in write stream 2: "},
    {"iss", "hang_stream_config", "hart 0 configures stream 0, whose jobs "}};

INSTANTIATE_TEST_SUITE_P(Programs, Hang, testing::ValuesIn(hangs),
                         [](const auto &info) {
                           return std::string(info.param.target) + "_" +
                                  info.param.program;
                         });

TEST(NoHang, LongWorkIsLetAlone) {
  for (const char *program : {"long_loop", "long_dma"}) {
    const ended got = run({"seeker", "run", "--raw",
                           std::string(RAW_PROGRAMS "/") + program + ".elf",
                           "--target", "sim"});
    EXPECT_EQ(got.exit_code, 0) << program << got.out << got.err;
  }
}

} // namespace
} // namespace seeker::e2e
