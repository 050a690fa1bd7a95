// An npy that is written piece by piece is the one that is written at once.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/tensor/npy_writer.hpp"

#include "../support/temporary_folder.hpp"
#include "seeker/tensor/npy.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;

std::span<const std::byte> bytes(const std::vector<double> &values) {
  return std::as_bytes(std::span(values));
}

TEST(NpyWriter, PiecesMakeTheWhole) {
  fake::temporary_folder folder;
  const std::vector<double> first = {1, 2, 3, 4}, second = {5, 6};
  {
    auto file = tensor::npy_writer::create(folder / "y.npy", tensor::dtype::f64,
                                           {3, 2});
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE(file->append(bytes(first)));
    ASSERT_TRUE(file->append(bytes(second)));
    ASSERT_TRUE(file->keep());
  }
  const auto read = tensor::read_npy(folder / "y.npy");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->dims, (tensor::shape{3, 2}));
  EXPECT_EQ(read->at(5), 6);
}

TEST(NpyWriter, TooFewAndTooManyAreRefused) {
  fake::temporary_folder folder;
  const std::vector<double> two = {1, 2};
  {
    auto file =
        tensor::npy_writer::create(folder / "y.npy", tensor::dtype::f64, {3});
    ASSERT_TRUE(file && file->append(bytes(two)));
    EXPECT_EQ(file->append(bytes(two)).error().message,
              "8 bytes more than an npy's header says");
    EXPECT_EQ(file->keep().error().message,
              "an npy lacks 8 of the bytes that its header says");
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_EQ(tensor::npy_writer::create(folder / "y.npy", tensor::dtype::f64,
                                       {1ull << 40, 2})
                .error()
                .message,
            (folder / "y.npy").string() +
                " would have 1099511627776x2 elements, at most 2^40 bytes are "
                "written");
  EXPECT_EQ(tensor::npy_writer::create(folder / "none" / "y.npy",
                                       tensor::dtype::f64, {1})
                .error()
                .code,
            errc::file);
}

} // namespace
