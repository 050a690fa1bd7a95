// Files that take their place when complete; strays of the dead go, others
// stay.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/temporary_file.hpp"

#include "../support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace {

using namespace seeker;
namespace fs = std::filesystem;

std::vector<std::string> names(const fake::temporary_folder &folder) {
  std::vector<std::string> found;
  for (const auto &one : fs::directory_iterator(folder.path()))
    found.push_back(one.path().filename().string());
  std::sort(found.begin(), found.end());
  return found;
}

/// As if it was written an hour ago.
void age(const fs::path &file) {
  fs::last_write_time(file,
                      fs::file_time_type::clock::now() - std::chrono::hours(1));
}

std::span<const std::byte> bytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}

TEST(TemporaryFile, TakesItsPlaceWhenKept) {
  fake::temporary_folder folder;
  {
    auto file = temporary_file::beside(folder / "y.npy");
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE(file->write(bytes("some ")));
    ASSERT_TRUE(file->write(bytes("text")));
    const auto mapped = file->map();
    ASSERT_TRUE(mapped);
    EXPECT_TRUE(std::ranges::equal(mapped->span(), bytes("some text")));
    EXPECT_FALSE(fs::exists(folder / "y.npy"));
    ASSERT_TRUE(file->keep());
  }
  EXPECT_EQ(names(folder), (std::vector<std::string>{"y.npy"}));
  EXPECT_EQ(fake::read_text(folder / "y.npy"), "some text");
}

TEST(TemporaryFile, IsGoneWhenNotKept) {
  fake::temporary_folder folder;
  {
    auto file = temporary_file::beside(folder / "y.npy");
    ASSERT_TRUE(file && file->write(bytes("half")));
    const temporary_file moved = *std::move(file);
  }
  EXPECT_TRUE(names(folder).empty());
}

TEST(TemporaryFile, StraysOfTheDeadGoAtTheNextWrite) {
  fake::temporary_folder folder;
  fake::write_bytes(folder / ".y.npy.seeker-abcdef", fake::bytes_of("half"));
  fake::write_bytes(folder / ".y.npy.seeker-young1", fake::bytes_of("half"));
  fake::write_bytes(folder / ".x.npy.seeker-abcdef", fake::bytes_of("half"));
  fake::write_bytes(folder / "y.npy.backup", fake::bytes_of("half"));
  for (const char *old :
       {".y.npy.seeker-abcdef", ".x.npy.seeker-abcdef", "y.npy.backup"})
    age(folder / old);
  ASSERT_TRUE(temporary_file::beside(folder / "y.npy")->keep());
  EXPECT_EQ(names(folder), (std::vector<std::string>{".x.npy.seeker-abcdef",
                                                     ".y.npy.seeker-young1",
                                                     "y.npy", "y.npy.backup"}));
}

TEST(TemporaryFile, FilesOfTheLivingStay) {
  fake::temporary_folder folder;
  auto slow = temporary_file::beside(folder / "y.npy");
  ASSERT_TRUE(slow && slow->write(bytes("slow")));
  for (const auto &one : fs::directory_iterator(folder.path()))
    age(one.path());
  ASSERT_TRUE(temporary_file::beside(folder / "y.npy")->keep());
  ASSERT_TRUE(slow->keep());
  EXPECT_EQ(fake::read_text(folder / "y.npy"), "slow");
}

TEST(TemporaryFile, PlacesThatCannotBeTakenAreNamed) {
  fake::temporary_folder folder;
  EXPECT_EQ(temporary_file::beside(folder / "none" / "y").error().message,
            "cannot write " + (folder / "none" / "y").string() +
                ": No such file or directory");
  fs::create_directory(folder / "taken");
  EXPECT_EQ(temporary_file::beside(folder / "taken")->keep().error().message,
            "cannot write " + (folder / "taken").string() + ": Is a directory");
}

} // namespace
