// Bytes and who owns them; files in memory.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/blob.hpp"

#include "../support/temporary_folder.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace {

using namespace seeker;

std::vector<std::byte> pattern(std::size_t count) {
  std::vector<std::byte> made(count);
  for (std::size_t i = 0; i < count; ++i)
    made[i] = std::byte(i * 13 >> 2);
  return made;
}

TEST(Blob, PartsOutliveTheWhole) {
  blob part;
  {
    const blob whole(pattern(100));
    part = whole.part(10, 20);
  }
  const auto bytes = pattern(100);
  EXPECT_TRUE(
      std::ranges::equal(part.span(), std::span(bytes).subspan(10, 20)));
}

TEST(Blob, MapsAFile) {
  const fake::temporary_folder folder;
  const auto bytes = pattern(3 * 4096 + 5);
  fake::write_bytes(folder / "f", bytes);
  const auto made = blob::map(folder / "f", bytes.size());
  ASSERT_TRUE(made);
  std::filesystem::remove(folder / "f");
  EXPECT_TRUE(std::ranges::equal(made->span(), bytes));
  // Released pages come back from the file.
  made->release(0, bytes.size());
  made->expect(4000, 1000);
  made->release(made->size(), 100);
  EXPECT_TRUE(std::ranges::equal(made->span(), bytes));
}

TEST(Blob, AnEmptyFileIsEmpty) {
  const fake::temporary_folder folder;
  fake::write_bytes(folder / "f", {});
  const auto made = blob::map(folder / "f", 100);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->empty());
}

TEST(Blob, SaysWhatCannotBeMapped) {
  const fake::temporary_folder folder;
  const std::string file = (folder / "f").string();
  EXPECT_EQ(blob::map(file, 100).error().message,
            "cannot open " + file + ": No such file or directory");
  fake::write_bytes(file, pattern(101));
  EXPECT_EQ(blob::map(file, 100).error().message,
            file + " has 101 bytes, at most 100 are read");
  EXPECT_EQ(blob::map(folder.path(), 100).error().message,
            "cannot read " + folder.path().string() + ": not a regular file");
}

TEST(BlobDeathTest, AFileThatShrinksEndsTheProcessByAnError) {
  const fake::temporary_folder folder;
  fake::write_bytes(folder / "f", pattern(3 * 4096));
  const auto made = blob::map(folder / "f", 3 * 4096);
  ASSERT_TRUE(made);
  std::filesystem::resize_file(folder / "f", 4096);
  EXPECT_EXIT(
      {
        explain_lost_pages();
        const volatile std::byte lost = made->span()[2 * 4096];
        static_cast<void>(lost);
      },
      ::testing::ExitedWithCode(2),
      "seeker: CONFIG: a file became shorter while it was read");
}

} // namespace
