// npy files, against xtensor as the other reader and writer.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/tensor/npy.hpp"

#include "../support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <xtensor/xarray.hpp>
#include <xtensor/xnpy.hpp>

namespace {

using namespace seeker;
using tensor::array;
using tensor::dtype;

/// A file by hand: version 1 header with this dictionary, then data.
std::vector<std::byte> npy(std::string dictionary, std::size_t data_bytes) {
  dictionary += '\n';
  std::string text = "\x93NUMPY";
  text += std::string("\x01\x00", 2);
  text += static_cast<char>(dictionary.size() % 256);
  text += static_cast<char>(dictionary.size() / 256);
  text += dictionary + std::string(data_bytes, '\0');
  const auto bytes = fake::bytes_of(text);
  return {bytes.begin(), bytes.end()};
}

std::string problem(const std::vector<std::byte> &content) {
  const auto made = tensor::parse_npy(content, "f");
  return made ? "none" : made.error().message;
}

TEST(Npy, ReadsWhatXtensorWrites) {
  fake::temporary_folder folder;
  const xt::xarray<double> values = {{1.5, -2, 3e300}, {0, 4, 5}};
  xt::dump_npy((folder / "a.npy").string(), values);
  const auto made = tensor::read_npy(folder / "a.npy");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->type, dtype::f64);
  EXPECT_EQ(made->dims, (tensor::shape{2, 3}));
  for (std::size_t i = 0; i < 6; ++i)
    EXPECT_EQ(made->at(i), values.flat(i));
}

TEST(Npy, WritesWhatXtensorReads) {
  fake::temporary_folder folder;
  for (const tensor::shape &dims :
       {tensor::shape{6}, tensor::shape{2, 3}, tensor::shape{1, 6, 1}}) {
    std::vector<std::byte> bytes(24);
    for (std::size_t i = 0; i < 6; ++i)
      store(std::span(bytes), 4 * i, static_cast<float>(i) / 3);
    const array made{dtype::f32, dims, bytes};
    ASSERT_TRUE(tensor::write_npy(folder / "a.npy", made));
    const auto read = xt::load_npy<float>((folder / "a.npy").string());
    ASSERT_TRUE(std::ranges::equal(read.shape(), dims));
    for (std::size_t i = 0; i < 6; ++i)
      EXPECT_EQ(read.flat(i), static_cast<float>(i) / 3);
  }
}

TEST(Npy, DataBeginAtAMultipleOf64) {
  const array made{dtype::f64, {3}, std::vector<std::byte>(24)};
  EXPECT_EQ((tensor::format_npy(made).size() - 24) % 64, 0u);
}

TEST(Npy, ReadsItself) {
  for (const tensor::shape &dims :
       {tensor::shape{}, tensor::shape{4}, tensor::shape{2, 2}}) {
    const std::size_t count = dims.empty() ? 1 : 4;
    const array made{dtype::f64, dims,
                     std::vector<std::byte>(8 * count, std::byte{3})};
    const auto read = tensor::parse_npy(tensor::format_npy(made), "f");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->dims, dims);
    EXPECT_EQ(read->bytes, made.bytes);
  }
}

TEST(Npy, FortranOrderIsTurnedAround) {
  auto file =
      npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", 24);
  for (std::size_t i = 0; i < 6; ++i)
    store(std::span<std::byte>(file), file.size() - 24 + 4 * i,
          static_cast<float>(i));
  const auto made = tensor::parse_npy(file, "f");
  ASSERT_TRUE(made) << made.error().message;
  const std::vector<float> wanted = {0, 2, 4, 1, 3, 5};
  for (std::size_t i = 0; i < 6; ++i)
    EXPECT_EQ(made->at(i), wanted[i]);
}

TEST(Npy, RefusesWhatIsNone) {
  EXPECT_EQ(problem({}),
            "f is no npy file: its first bytes are not \\x93NUMPY");
  auto file =
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 8);
  EXPECT_EQ(problem(file), "none");
  auto wrong = file;
  wrong[6] = std::byte{9};
  EXPECT_EQ(problem(wrong), "f is no npy file: version 9, expected 1 to 3");
  wrong = file;
  wrong[9] = std::byte{0x7f};
  EXPECT_EQ(problem(wrong), "f is no npy file: its header has 32570 bytes, 66 "
                            "are there");
}

TEST(Npy, RefusesHeadersThatItCannotUnderstand) {
  for (const char *dictionary :
       {"", "{", "{'descr': '<f8'}", "{'shape': (1,)}",
        "{'descr': '<f8', 'fortran_order': Maybe, 'shape': (1,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'a': 1}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), } more",
        "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f8, 'fortran_order': False, 'shape': (1,), }"})
    EXPECT_EQ(problem(npy(dictionary, 8)),
              "f is no npy file: its header cannot be understood")
        << dictionary;
}

TEST(Npy, RefusesOtherTypesAndSizes) {
  EXPECT_EQ(
      problem(
          npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", 8)),
      "f has elements of type '<i8', read are '<f8' (f64) and '<f4' (f32)");
  EXPECT_EQ(
      problem(
          npy("{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }", 8)),
      "f has elements of type '>f8', read are '<f8' (f64) and '<f4' (f32)");
  EXPECT_EQ(
      problem(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }",
                  40)),
      "f: an array of 2x3xf64 does not have the 40 bytes that follow the "
      "header");
  EXPECT_EQ(problem(npy("{'descr': '<f8', 'fortran_order': False, 'shape': "
                        "(4294967296, 4294967296), }",
                        8)),
            "f: an array of 4294967296x4294967296xf64 does not have the 8 "
            "bytes that follow the header");
}

TEST(Npy, TruncatedAnywhereIsAnError) {
  const auto whole = tensor::format_npy(
      {dtype::f64, {2, 2}, std::vector<std::byte>(32, std::byte{1})});
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_NE(problem({whole.begin(),
                       whole.begin() + static_cast<std::ptrdiff_t>(length)}),
              "none")
        << length;
}

TEST(Npy, FolderIsACollection) {
  fake::temporary_folder folder;
  const array made{dtype::f64, {1}, std::vector<std::byte>(8)};
  EXPECT_EQ(tensor::read_collection(folder.path()).error().message,
            folder.path().string() + " has no npy file");
  ASSERT_TRUE(tensor::write_npy(folder / "x.npy", made));
  ASSERT_TRUE(tensor::write_npy(folder / "y.npy", made));
  fake::write_bytes(folder / "notes.txt", fake::bytes_of("text"));
  const auto read = tensor::read_collection(folder.path());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->size(), 2u);
  EXPECT_TRUE(read->contains("x"));
  fake::write_bytes(folder / "bad.npy", fake::bytes_of("text"));
  EXPECT_FALSE(tensor::read_collection(folder.path()));
}

TEST(Array, IndicesAndTexts) {
  EXPECT_EQ(tensor::index_of(7, {2, 5}), (tensor::shape{1, 2}));
  EXPECT_EQ(tensor::index_text({1, 2}), "[1, 2]");
  EXPECT_EQ(tensor::text({1, 400}), "1x400");
  EXPECT_EQ(tensor::text({}), "scalar");
  EXPECT_EQ(tensor::elements({3, 4}), 12u);
  EXPECT_EQ(tensor::elements({}), 1u);
  EXPECT_EQ(tensor::elements({1ull << 40, 1ull << 40}), std::nullopt);
  EXPECT_EQ(tensor::parse_dtype("f16"), std::nullopt);
}

TEST(Npy, HeadersThatEndTooSoon) {
  std::vector<std::byte> few(11);
  std::memcpy(few.data(), "\x93NUMPY\x02", 7);
  EXPECT_EQ(tensor::parse_npy(few, "f").error().message,
            "f is no npy file: it ends within the header");
}

} // namespace
