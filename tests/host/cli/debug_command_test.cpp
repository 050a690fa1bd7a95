// `seeker debug`: what it refuses, before anything is started.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker_fixture.hpp"

namespace {

using namespace seeker;
using fake::Seeker;

TEST_F(Seeker, DebugRefusesWhatCannotBeDebugged) {
  const auto refused = [&](std::vector<std::string> more) {
    std::vector<std::string> words = {"debug", image()};
    words.insert(words.end(), more.begin(), more.end());
    return seeker(words);
  };
  const auto iss = refused({"--target", "iss"});
  EXPECT_EQ(iss.status, 2);
  EXPECT_EQ(
      iss.err,
      "seeker: CONFIG: --target iss: has no JTAG; sim and vboard:NAME can "
      "be debugged\n");
  const auto hart = refused({"--target", "sim", "--hart", "3"});
  EXPECT_EQ(hart.status, 2);
  EXPECT_EQ(hart.err, "seeker: CONFIG: --hart 3: the configuration small has "
                      "harts 0 to 2\n");
  nlohmann::json without =
      nlohmann::json::parse(fake::read_text(SEEKER_CFG_SOURCE "/small.json"));
  without["name"] = "without";
  without["debug"]["module"] = false;
  const std::string file = (folder / "without.json").string();
  fake::write_bytes(file, fake::bytes_of(without.dump()));
  const auto module = refused({"--target", "sim", "--config", file});
  EXPECT_EQ(module.status, 2);
  EXPECT_EQ(module.err, "seeker: CONFIG: the configuration without has no "
                        "debug module\n");
  const auto none =
      seeker({"debug", (folder / "none.elf").string(), "--target", "sim"});
  EXPECT_EQ(none.status, 2);
}

} // namespace
