// Bounded reads, and writes that leave nothing partial.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/file.hpp"

#include "../support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace {

using namespace seeker;

std::size_t entries(const fake::temporary_folder &folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(folder.path()),
                    std::filesystem::directory_iterator()));
}

TEST(File, ReadsWhatWasWritten) {
  fake::temporary_folder folder;
  ASSERT_TRUE(write_file(folder / "a", std::string_view("some text")));
  const auto content = read_file(folder / "a", 9);
  ASSERT_TRUE(content);
  EXPECT_TRUE(std::ranges::equal(*content, fake::bytes_of("some text")));
}

TEST(File, ReplacesAndLeavesNothingBeside) {
  fake::temporary_folder folder;
  ASSERT_TRUE(write_file(folder / "a", std::string_view("first")));
  ASSERT_TRUE(write_file(folder / "a", std::string_view("second")));
  EXPECT_EQ(fake::read_text(folder / "a"), "second");
  EXPECT_EQ(entries(folder), 1u);
  struct stat info = {};
  ASSERT_EQ(::stat((folder / "a").c_str(), &info), 0);
  const mode_t mask = ::umask(0);
  ::umask(mask);
  EXPECT_EQ(info.st_mode & 0777, 0666 & ~mask);
}

TEST(File, RefusesWhatIsTooLarge) {
  fake::temporary_folder folder;
  ASSERT_TRUE(write_file(folder / "a", std::string_view("0123456789")));
  const auto content = read_file(folder / "a", 9);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().code, errc::limit);
  EXPECT_EQ(content.error().message,
            (folder / "a").string() + " has 10 bytes, at most 9 are read");
}

TEST(File, RefusesFoldersAndPipes) {
  fake::temporary_folder folder;
  const auto content = read_file(folder.path(), 9);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().message,
            "cannot read " + folder.path().string() + ": not a regular file");
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_file(folder / "pipe", 9).error().code, errc::file);
}

TEST(File, NamesWhatIsMissing) {
  fake::temporary_folder folder;
  const auto content = read_file(folder / "none", 9);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().message, "cannot open " +
                                         (folder / "none").string() +
                                         ": No such file or directory");
}

TEST(File, FailedWriteLeavesNothing) {
  fake::temporary_folder folder;
  const auto written =
      write_file(folder / "none" / "a", std::string_view("text"));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, errc::file);
  // A folder cannot be replaced by a file.
  std::filesystem::create_directory(folder / "taken");
  EXPECT_FALSE(write_file(folder / "taken", std::string_view("text")));
  EXPECT_EQ(entries(folder), 1u);
}

TEST(File, ThatShrinksIsToldSo) {
  // The kernel's own files say that they have a page, and end before.
  const std::filesystem::path file = "/sys/devices/system/cpu/online";
  const auto content = read_file(file, 1 << 20);
  ASSERT_FALSE(content);
  EXPECT_TRUE(
      content.error().message.starts_with(file.string() + " shrank from "))
      << content.error().message;
  EXPECT_TRUE(content.error().message.ends_with(" bytes while being read"));
}

} // namespace
