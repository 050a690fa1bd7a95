// Uploads: what is there already is skipped, zeros are filled, ends are exact.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/upload.hpp"

#include "../support/fake_link.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;

constexpr std::uint64_t l3 = 0x80000000;
constexpr std::uint64_t block = session::client::crc_piece_bytes;

class Upload : public ::testing::Test {
protected:
  Upload()
      : device(*config::load(SEEKER_CFG_SOURCE "/small.json")),
        on(context, device) {
    EXPECT_TRUE(fake::await(context, on.open()));
    bytes.resize(3 * block + 100);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = std::byte(i * 7 >> 3);
  }
  run::phase upload(std::vector<run::piece> pieces) {
    const auto made =
        fake::await(context, run::upload(on, "load", pieces, show));
    EXPECT_TRUE(made);
    return *made;
  }

  boost::asio::io_context context;
  fake::fake_device device;
  fake::fake_target on;
  std::vector<std::byte> bytes;
  std::uint64_t last_done = 0, last_whole = 0;
  run::show show = [this](std::string_view, std::uint64_t done,
                          std::uint64_t whole) {
    EXPECT_GE(done, last_done);
    last_done = done;
    last_whole = whole;
  };
};

TEST_F(Upload, WritesEverythingToWhatForgets) {
  device.poke(l3, bytes);
  const auto made = upload({{l3, bytes, 0}});
  EXPECT_EQ(made.bytes, bytes.size());
  EXPECT_EQ(made.skipped_bytes, 0u);
  EXPECT_EQ(device.executed[wire::opcode::crc], 0u);
  EXPECT_EQ(last_done, bytes.size());
  EXPECT_EQ(last_whole, bytes.size());
}

TEST_F(Upload, SkipsWhatCrcProves) {
  on.set_remembers(true);
  device.poke(l3, bytes);
  const auto made = upload({{l3, bytes, 0}});
  EXPECT_EQ(made.bytes, 0u);
  EXPECT_EQ(made.skipped_bytes, bytes.size());
  EXPECT_EQ(device.bytes_written, 0u);
  EXPECT_EQ(last_done, bytes.size());
}

TEST_F(Upload, MendsOnlyTheBlockThatDiffers) {
  on.set_remembers(true);
  device.poke(l3, bytes);
  device.poke(l3 + block + 17, std::vector<std::byte>{std::byte{0xee}});
  const auto made = upload({{l3, bytes, 0}});
  EXPECT_EQ(made.bytes, block);
  EXPECT_EQ(made.skipped_bytes, bytes.size() - block);
  EXPECT_EQ(device.peek(l3, bytes.size()), bytes);
}

TEST_F(Upload, LastPartialBlockIsMendedToo) {
  on.set_remembers(true);
  device.poke(l3, bytes);
  device.poke(l3 + bytes.size() - 1, std::vector<std::byte>{~bytes.back()});
  EXPECT_EQ(upload({{l3, bytes, 0}}).bytes, 100u);
  EXPECT_EQ(device.peek(l3, bytes.size()), bytes);
}

TEST_F(Upload, ZerosEndExactly) {
  for (const std::uint64_t offset : {0, 1, 2, 3})
    for (const std::uint64_t count : {1, 2, 3, 4, 5, 7, 8, 33}) {
      device.poke(l3, std::vector<std::byte>(64, std::byte{0xaa}));
      upload({{l3 + offset, {}, count}});
      const auto there = device.peek(l3, 64);
      for (std::uint64_t i = 0; i < 64; ++i)
        EXPECT_EQ(there[i], i >= offset && i < offset + count ? std::byte{0}
                                                              : std::byte{0xaa})
            << offset << " " << count << " " << i;
    }
}

TEST_F(Upload, RefusalNamesThePhase) {
  const auto made = fake::await(
      context, run::upload(on, "load", {{0x40000000, bytes, 0}}, {}));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message,
            "load: write of 4096 bytes at 0x40000000 was refused: address");
}

} // namespace
