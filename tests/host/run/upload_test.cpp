// Uploads: what is there already is skipped, zeros are filled, ends are exact.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/upload.hpp"

#include "../support/fake_link.hpp"
#include "../support/temporary_folder.hpp"

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

TEST_F(Upload, WhatDoesNotHoldIsWrittenOnceMore) {
  on.set_remembers(true);
  device.forgetful = l3 + block + 5;
  device.forgetful_writes = 1;
  const auto made = upload({{l3, bytes, 0}});
  EXPECT_EQ(made.bytes, bytes.size() + block);
  EXPECT_EQ(device.peek(l3, bytes.size()), bytes);
}

TEST_F(Upload, WhatNeverHoldsIsTheBoards) {
  on.set_remembers(true);
  device.forgetful = l3 + block + 5;
  device.forgetful_writes = 2;
  const auto made =
      fake::await(context, run::upload(on, "load", {{l3, bytes, 0}}, {}));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, errc::board);
  EXPECT_EQ(made.error().message,
            "load: the memory from 0x80010000 to 0x80020000 does not hold what "
            "was written there twice");
}

TEST_F(Upload, LargeFilesPassInChunks) {
  const fake::temporary_folder folder;
  std::vector<std::byte> many(9 << 20);
  for (std::size_t i = 0; i < many.size(); ++i)
    many[i] = std::byte(i * 7 >> 9);
  fake::write_bytes(folder / "f", many);
  const auto file = blob::map(folder / "f", many.size());
  ASSERT_TRUE(file);
  EXPECT_EQ(upload({{l3, *file, 0}}).bytes, many.size());
  EXPECT_EQ(device.peek(l3, many.size()), many);
  EXPECT_EQ(last_done, many.size());
  on.set_remembers(true);
  last_done = 0;
  EXPECT_EQ(upload({{l3, *file, 0}}).skipped_bytes, many.size());
}

TEST_F(Upload, NothingOfAFileIsLostWithTheLinks) {
  const fake::temporary_folder folder;
  std::vector<std::byte> many(9 << 20);
  for (std::size_t i = 0; i < many.size(); ++i)
    many[i] = std::byte(i * 11 >> 8);
  fake::write_bytes(folder / "f", many);
  fake::fake_target broken(context, device, *transport::parse_chaos("reset=8"),
                           3);
  ASSERT_TRUE(fake::await(context, broken.open()));
  const auto file = blob::map(folder / "f", many.size());
  ASSERT_TRUE(file);
  const auto made =
      fake::await(context, run::upload(broken, "load", {{l3, *file, 0}}, show));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_GT(broken.counts().relinks, 10u);
  EXPECT_EQ(device.peek(l3, many.size()), many);
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
