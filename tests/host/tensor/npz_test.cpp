// npz archives, stored, deflated and damaged.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/tensor/npy.hpp"

#include "../support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace {

using namespace seeker;
using bytes = std::vector<std::byte>;

void put16(bytes &to, unsigned value) {
  to.push_back(std::byte(value));
  to.push_back(std::byte(value >> 8));
}
void put32(bytes &to, std::size_t value) {
  put16(to, static_cast<unsigned>(value & 0xffff));
  put16(to, static_cast<unsigned>(value >> 16));
}
void put(bytes &to, const bytes &from) {
  to.insert(to.end(), from.begin(), from.end());
}

bytes deflated(const bytes &content) {
  bytes packed(compressBound(content.size()) + 64);
  z_stream stream = {};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  stream.next_in =
      reinterpret_cast<Bytef *>(const_cast<std::byte *>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef *>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// A ZIP archive; offsets of what tests damage are told.
struct archive {
  bytes file;
  std::size_t directory = 0;

  void add(const std::string &name, const bytes &content, bool packs,
           unsigned extra = 0) {
    const bytes data = packs ? deflated(content) : content;
    const auto crc = crc32_z(0, reinterpret_cast<const Bytef *>(content.data()),
                             content.size());
    const auto common = [&](bytes &to) {
      put16(to, 20);
      put16(to, 0);
      put16(to, packs ? 8 : 0);
      put32(to, 0);
      put32(to, crc);
      put32(to, data.size());
      put32(to, content.size());
      put16(to, static_cast<unsigned>(name.size()));
    };
    const std::size_t offset = file.size();
    put32(file, 0x04034b50);
    common(file);
    put16(file, extra);
    for (const char c : name)
      file.push_back(std::byte(c));
    file.insert(file.end(), extra, std::byte{});
    put(file, data);
    put32(entries_, 0x02014b50);
    put16(entries_, 20);
    common(entries_);
    put16(entries_, 0);
    put16(entries_, 0);
    put16(entries_, 0);
    put16(entries_, 0);
    put32(entries_, 0);
    put32(entries_, offset);
    for (const char c : name)
      entries_.push_back(std::byte(c));
    ++count_;
  }

  bytes finish(const std::string &comment = "") {
    directory = file.size();
    put(file, entries_);
    put32(file, 0x06054b50);
    put32(file, 0);
    put16(file, count_);
    put16(file, count_);
    put32(file, entries_.size());
    put32(file, directory);
    put16(file, static_cast<unsigned>(comment.size()));
    for (const char c : comment)
      file.push_back(std::byte(c));
    return file;
  }

private:
  bytes entries_;
  unsigned count_ = 0;
};

tensor::array numbers(int value) {
  return {tensor::dtype::f64, {2, 2}, bytes(32, std::byte(value))};
}

std::string problem(const bytes &file) {
  const auto made = tensor::parse_npz(file, "f");
  return made ? "none" : made.error().message;
}

TEST(Npz, ReadsStoredAndDeflatedMembers) {
  archive made;
  made.add("x.npy", tensor::format_npy(numbers(1)), false, 20);
  made.add("notes.txt", bytes(10), false);
  made.add("y.npy", tensor::format_npy(numbers(2)), true);
  const auto read = tensor::parse_npz(made.finish("a comment"), "f");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(read->at("x").bytes, numbers(1).bytes);
  EXPECT_EQ(read->at("y").bytes, numbers(2).bytes);
}

TEST(Npz, RefusesWhatIsNone) {
  EXPECT_EQ(problem({}), "f is no npz file: it has no ZIP directory");
  EXPECT_EQ(problem(bytes(1000)), "f is no npz file: it has no ZIP directory");
}

TEST(Npz, NamesTheMemberThatIsDamaged) {
  archive made;
  made.add("x.npy", tensor::format_npy(numbers(1)), false);
  const std::size_t deflated_at = made.file.size();
  made.add("y.npy", tensor::format_npy(numbers(2)), true);
  const bytes whole = made.finish();
  bytes wrong = whole;
  wrong[100] ^= std::byte{1};
  EXPECT_EQ(problem(wrong), "f(x.npy): its checksum is wrong");
  wrong = whole;
  wrong[deflated_at + 40] ^= std::byte{0xff};
  EXPECT_EQ(problem(wrong), "f(y.npy): its compressed data are damaged");
  wrong = whole;
  wrong[0] ^= std::byte{1};
  EXPECT_EQ(problem(wrong),
            "f(x.npy): its local header is not where the directory says");
  wrong = whole;
  wrong[made.directory] ^= std::byte{1};
  EXPECT_EQ(problem(wrong),
            "f is no npz file: entry 0 of 2 of its directory is damaged");
  wrong = whole;
  wrong[made.directory + 10] = std::byte{12};
  EXPECT_EQ(problem(wrong), "f(x.npy): compression method 12 is not read");
  wrong = whole;
  wrong[made.directory + 8] = std::byte{1};
  EXPECT_EQ(problem(wrong), "f(x.npy): encrypted members are not read");
  wrong = whole;
  wrong[made.directory + 22] = std::byte{1}; // packed size + 65536
  EXPECT_EQ(problem(wrong), "f(x.npy): its 65696 bytes reach beyond the end of "
                            "the file");
  wrong = whole;
  for (std::size_t i = 20; i < 24; ++i)
    wrong[made.directory + i] = std::byte{0xff};
  EXPECT_EQ(problem(wrong),
            "f(x.npy): members above 4 GiB (ZIP64) are not read");
}

TEST(Npz, RefusesClaimsThatDeflateCannotKeep) {
  archive made;
  made.add("x.npy", tensor::format_npy(numbers(1)), true);
  bytes wrong = made.finish();
  wrong[made.directory + 27] = std::byte{0x7f}; // 2 GB from a few bytes
  EXPECT_NE(problem(wrong).find("cannot unpack to 2130706"), std::string::npos)
      << problem(wrong);
}

TEST(Npz, AnyDamagedByteIsAnErrorOrReadsInside) {
  archive made;
  made.add("x.npy", tensor::format_npy(numbers(1)), true);
  const bytes whole = made.finish();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    bytes wrong = whole;
    wrong[at] ^= std::byte{0x41};
    problem(wrong);
    wrong.resize(at);
    EXPECT_NE(problem(wrong), "none");
  }
}

} // namespace
