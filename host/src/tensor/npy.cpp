// Reads and writes npy: the header's Python dictionary, then raw numbers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/tensor/npy.hpp"

#include "seeker/base/file.hpp"

#include <charconv>
#include <cstring>

namespace seeker::tensor {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t max_rank = 32;

/// What the dictionary in the header says.
struct header {
  std::string descr;
  bool fortran_order = false;
  shape dims;
};

/// The header's grammar is that of a Python literal; this reads the part of it
/// that numpy writes: strings, True, False and a tuple of whole numbers.
class literal_parser {
public:
  explicit literal_parser(std::string_view text) : text_(text) {}

  std::optional<header> parse() {
    header made;
    bool has_descr = false, has_order = false, has_shape = false;
    if (!take('{'))
      return std::nullopt;
    while (!take('}')) {
      const auto key = string();
      if (!key || !take(':'))
        return std::nullopt;
      if (*key == "descr") {
        const auto value = string();
        if (!value)
          return std::nullopt;
        made.descr = *value;
        has_descr = true;
      } else if (*key == "fortran_order") {
        const auto value = boolean();
        if (!value)
          return std::nullopt;
        made.fortran_order = *value;
        has_order = true;
      } else if (*key == "shape") {
        const auto value = tuple();
        if (!value)
          return std::nullopt;
        made.dims = *value;
        has_shape = true;
      } else {
        return std::nullopt;
      }
      if (!take(',') && !peek('}'))
        return std::nullopt;
    }
    skip_blanks();
    if (!text_.empty() || !has_descr || !has_order || !has_shape)
      return std::nullopt;
    return made;
  }

private:
  void skip_blanks() {
    while (!text_.empty() && (text_[0] == ' ' || text_[0] == '\n'))
      text_.remove_prefix(1);
  }
  bool peek(char wanted) {
    skip_blanks();
    return !text_.empty() && text_[0] == wanted;
  }
  bool take(char wanted) {
    if (!peek(wanted))
      return false;
    text_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view wanted) {
    skip_blanks();
    if (!text_.starts_with(wanted))
      return false;
    text_.remove_prefix(wanted.size());
    return true;
  }
  std::optional<std::string> string() {
    const char quote = peek('\'') ? '\'' : '"';
    if (!take(quote))
      return std::nullopt;
    const std::size_t end = text_.find(quote);
    if (end == std::string_view::npos)
      return std::nullopt;
    std::string value(text_.substr(0, end));
    text_.remove_prefix(end + 1);
    return value;
  }
  std::optional<bool> boolean() {
    if (word("True"))
      return true;
    if (word("False"))
      return false;
    return std::nullopt;
  }
  std::optional<shape> tuple() {
    shape dims;
    if (!take('('))
      return std::nullopt;
    while (!take(')')) {
      skip_blanks();
      std::uint64_t extent = 0;
      const auto [end, ec] =
          std::from_chars(text_.data(), text_.data() + text_.size(), extent);
      if (ec != std::errc() || dims.size() == max_rank)
        return std::nullopt;
      text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
      dims.push_back(extent);
      if (!take(',') && !peek(')'))
        return std::nullopt;
    }
    return dims;
  }

  std::string_view text_;
};

/// Row-major bytes from column-major ones.
std::vector<std::byte> transposed(std::span<const std::byte> from,
                                  const shape &dims, std::size_t element) {
  std::vector<std::byte> made(from.size());
  const std::uint64_t count = from.size() / element;
  for (std::uint64_t position = 0; position < count; ++position) {
    const shape index = index_of(position, dims);
    std::uint64_t source = 0;
    for (std::size_t i = dims.size(); i-- > 0;)
      source = source * dims[i] + index[i];
    std::memcpy(&made[position * element], &from[source * element], element);
  }
  return made;
}

} // namespace

result<array> parse_npy(blob content, std::string_view origin) {
  const auto malformed = [&](std::string_view what) {
    return fail(errc::format, "{} is no npy file: {}", origin, what);
  };
  if (content.size() < 10 ||
      std::memcmp(content.data(), magic.data(), magic.size()) != 0)
    return malformed("its first bytes are not \\x93NUMPY");
  const auto major = static_cast<unsigned>(content.span()[6]);
  if (major < 1 || major > 3)
    return malformed(fmt::format("version {}, expected 1 to 3", major));
  const std::size_t prefix = major == 1 ? 10 : 12;
  if (content.size() < prefix)
    return malformed("it ends within the header");
  const std::size_t length = major == 1 ? load<std::uint16_t>(content, 8)
                                        : load<std::uint32_t>(content, 8);
  if (length > content.size() - prefix)
    return malformed(fmt::format("its header has {} bytes, {} are there",
                                 length, content.size() - prefix));
  const auto head =
      literal_parser(
          {reinterpret_cast<const char *>(content.data()) + prefix, length})
          .parse();
  if (!head)
    return malformed("its header cannot be understood");

  array made;
  if (head->descr == "<f8")
    made.type = dtype::f64;
  else if (head->descr == "<f4")
    made.type = dtype::f32;
  else
    return fail(errc::format,
                "{} has elements of type '{}', read are '<f8' (f64) and '<f4' "
                "(f32)",
                origin, head->descr);
  made.dims = head->dims;
  const std::size_t begin = prefix + length;
  const blob data = content.part(begin, content.size() - begin);
  const auto count = elements(made.dims);
  if (!count || *count * size_bytes(made.type) != data.size())
    return fail(errc::format,
                "{}: an array of {}x{} does not have the {} bytes that follow "
                "the header",
                origin, text(made.dims), name(made.type), data.size());
  if (head->fortran_order && made.dims.size() > 1)
    made.bytes = transposed(data, made.dims, size_bytes(made.type));
  else
    made.bytes = data;
  return made;
}

std::vector<std::byte> npy_head(dtype type, const shape &extents) {
  std::string dims;
  for (const std::uint64_t extent : extents)
    dims += fmt::format("{}, ", extent);
  if (extents.size() > 1)
    dims.resize(dims.size() - 2);
  else if (extents.size() == 1)
    dims.resize(dims.size() - 1);
  std::string head = fmt::format(
      "{{'descr': '<f{}', 'fortran_order': False, 'shape': ({}), }}",
      size_bytes(type), dims);
  // The data begin at a multiple of 64 bytes.
  const std::size_t unpadded = 10 + head.size() + 1;
  head.append((64 - unpadded % 64) % 64, ' ');
  head += '\n';
  std::vector<std::byte> made(10 + head.size());
  std::memcpy(made.data(), magic.data(), magic.size());
  made[6] = std::byte{1};
  store<std::uint16_t>(made, 8, static_cast<std::uint16_t>(head.size()));
  std::memcpy(made.data() + 10, head.data(), head.size());
  return made;
}

std::vector<std::byte> format_npy(const array &values) {
  std::vector<std::byte> made = npy_head(values.type, values.dims);
  const auto numbers = values.bytes.span();
  made.insert(made.end(), numbers.begin(), numbers.end());
  return made;
}

result<array> read_npy(const std::filesystem::path &path) {
  auto content = blob::map(path, max_file_bytes);
  if (!content)
    return content.error();
  return parse_npy(*std::move(content), path.string());
}

result<void> write_npy(const std::filesystem::path &path, const array &values) {
  return write_file(path, std::span<const std::byte>(format_npy(values)));
}

result<std::map<std::string, array>>
read_collection(const std::filesystem::path &folder_or_npz) {
  std::error_code ec;
  if (!std::filesystem::is_directory(folder_or_npz, ec)) {
    auto content = blob::map(folder_or_npz, max_file_bytes);
    if (!content)
      return content.error();
    return parse_npz(*std::move(content), folder_or_npz.string());
  }
  std::map<std::string, array> arrays;
  std::filesystem::directory_iterator entries(folder_or_npz, ec);
  if (ec)
    return fail(errc::file, "cannot read {}: {}", folder_or_npz.string(),
                ec.message());
  for (const auto &entry : entries) {
    if (entry.path().extension() != ".npy")
      continue;
    auto values = read_npy(entry.path());
    if (!values)
      return values.error();
    arrays.emplace(entry.path().stem().string(), *std::move(values));
  }
  if (arrays.empty())
    return fail(errc::file, "{} has no npy file", folder_or_npz.string());
  return arrays;
}

} // namespace seeker::tensor
