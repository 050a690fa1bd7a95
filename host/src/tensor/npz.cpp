// Reads npz: a ZIP archive whose members are npy files.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// By the central directory (PKWARE's APPNOTE, 4.3.12 and 4.3.16); every offset
// and size is checked against the file. ZIP64 and encryption are refused.
#include "seeker/tensor/npy.hpp"

#include <zlib.h>

namespace seeker::tensor {
namespace {

constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::uint32_t entry_signature = 0x02014b50;
constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t entry_bytes = 46;
constexpr std::size_t local_bytes = 30;

using bytes = std::span<const std::byte>;

struct member {
  std::string name;
  std::uint16_t method = 0;
  std::uint32_t crc = 0;
  std::uint32_t packed_bytes = 0;
  std::uint32_t bytes = 0;
  std::uint32_t offset = 0;
};

/// The end record is the last thing but a comment of at most 65,535 bytes.
std::optional<std::size_t> find_end(bytes file) {
  if (file.size() < end_bytes)
    return std::nullopt;
  const std::size_t last = file.size() - end_bytes;
  const std::size_t first = last > 65535 ? last - 65535 : 0;
  for (std::size_t at = last + 1; at-- > first;)
    if (load<std::uint32_t>(file, at) == end_signature &&
        load<std::uint16_t>(file, at + 20) == last - at)
      return at;
  return std::nullopt;
}

std::optional<std::vector<std::byte>> inflated(bytes packed, std::size_t size) {
  std::vector<std::byte> made(size);
  z_stream stream = {};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
    return std::nullopt;
  std::byte nothing{};
  stream.next_in =
      reinterpret_cast<Bytef *>(const_cast<std::byte *>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out =
      reinterpret_cast<Bytef *>(made.empty() ? &nothing : made.data());
  stream.avail_out = static_cast<uInt>(size);
  const int status = inflate(&stream, Z_FINISH);
  const bool whole = status == Z_STREAM_END && stream.avail_out == 0;
  inflateEnd(&stream);
  if (!whole)
    return std::nullopt;
  return made;
}

result<array> read_member(const blob &file, const member &one,
                          const std::string &origin) {
  const auto damaged = [&](std::string_view what) {
    return fail(errc::format, "{}: {}", origin, what);
  };
  if (one.packed_bytes == 0xffffffff || one.bytes == 0xffffffff ||
      one.offset == 0xffffffff)
    return damaged("members above 4 GiB (ZIP64) are not read");
  if (file.size() < local_bytes || one.offset > file.size() - local_bytes ||
      load<std::uint32_t>(file, one.offset) != local_signature)
    return damaged("its local header is not where the directory says");
  const std::uint64_t begin = std::uint64_t{one.offset} + local_bytes +
                              load<std::uint16_t>(file, one.offset + 26) +
                              load<std::uint16_t>(file, one.offset + 28);
  if (begin > file.size() || one.packed_bytes > file.size() - begin)
    return damaged(fmt::format("its {} bytes reach beyond the end of the file",
                               one.packed_bytes));
  const blob packed = file.part(begin, one.packed_bytes);
  const auto crc_of = [](bytes data) {
    return crc32_z(0, reinterpret_cast<const Bytef *>(data.data()),
                   data.size());
  };
  if (one.method == 0) {
    if (one.bytes != one.packed_bytes || crc_of(packed) != one.crc)
      return damaged("its checksum is wrong");
    packed.release(0, packed.size());
    return parse_npy(packed, origin);
  }
  if (one.method != 8)
    return damaged(
        fmt::format("compression method {} is not read", one.method));
  // Deflate packs at most 1032 to 1: a larger claim is not worth a buffer.
  if (one.bytes / 1032 > one.packed_bytes)
    return damaged(fmt::format("{} bytes cannot unpack to {}", one.packed_bytes,
                               one.bytes));
  auto content = inflated(packed, one.bytes);
  if (!content || crc_of(*content) != one.crc)
    return damaged("its compressed data are damaged");
  return parse_npy(*std::move(content), origin);
}

} // namespace

result<std::map<std::string, array>> parse_npz(blob file,
                                               std::string_view origin) {
  const auto malformed = [&](std::string_view what) {
    return fail(errc::format, "{} is no npz file: {}", origin, what);
  };
  const auto end = find_end(file);
  if (!end)
    return malformed("it has no ZIP directory");
  const std::size_t count = load<std::uint16_t>(file, *end + 10);
  std::uint64_t at = load<std::uint32_t>(file, *end + 16);
  std::map<std::string, array> arrays;
  for (std::size_t i = 0; i < count; ++i) {
    if (at > *end || *end - at < entry_bytes ||
        load<std::uint32_t>(file, at) != entry_signature)
      return malformed(
          fmt::format("entry {} of {} of its directory is damaged", i, count));
    member one;
    one.method = load<std::uint16_t>(file, at + 10);
    one.crc = load<std::uint32_t>(file, at + 16);
    one.packed_bytes = load<std::uint32_t>(file, at + 20);
    one.bytes = load<std::uint32_t>(file, at + 24);
    one.offset = load<std::uint32_t>(file, at + 42);
    const std::uint16_t flags = load<std::uint16_t>(file, at + 8);
    const std::uint64_t name_bytes = load<std::uint16_t>(file, at + 28);
    const std::uint64_t whole = entry_bytes + name_bytes +
                                load<std::uint16_t>(file, at + 30) +
                                load<std::uint16_t>(file, at + 32);
    if (*end - at < whole)
      return malformed(
          fmt::format("entry {} of {} of its directory is damaged", i, count));
    one.name.assign(reinterpret_cast<const char *>(file.data()) + at +
                        entry_bytes,
                    name_bytes);
    at += whole;
    if (!one.name.ends_with(".npy"))
      continue;
    const std::string path = fmt::format("{}({})", origin, one.name);
    if (flags & 1)
      return fail(errc::format, "{}: encrypted members are not read", path);
    auto values = read_member(file, one, path);
    if (!values)
      return values.error();
    one.name.resize(one.name.size() - 4);
    arrays.insert_or_assign(one.name, *std::move(values));
  }
  return arrays;
}

} // namespace seeker::tensor
