// Reads ELF32 with all bounds checked, by the System V ABI's layouts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/image/elf.hpp"

#include "seeker/base/file.hpp"
#include "seeker/base/sha256.hpp"

#include <algorithm>
#include <cstring>
#include <elf.h>

namespace seeker::image {
namespace {

constexpr std::uint64_t address_limit = std::uint64_t{1} << 32;

template <class T> T read_struct(std::span<const std::byte> at) {
  T value;
  std::memcpy(&value, at.data(), sizeof value);
  return value;
}

/// The string that begins at `offset`; empty when it does not end inside.
std::string_view string_at(std::span<const std::byte> table,
                           std::size_t offset) {
  if (offset >= table.size())
    return {};
  const auto *begin = reinterpret_cast<const char *>(table.data()) + offset;
  const std::size_t room = table.size() - offset;
  const void *end = std::memchr(begin, 0, room);
  if (!end)
    return {};
  return {begin,
          static_cast<std::size_t>(static_cast<const char *>(end) - begin)};
}

} // namespace

class program::reader {
public:
  explicit reader(program &into) : into_(into) {}

  result<void> read() {
    const auto head = header();
    if (!head)
      return head.error();
    into_.entry_ = head->e_entry;
    if (auto read = segments(*head); !read)
      return read;
    if (auto read = sections(*head); !read)
      return read;
    if (into_.segments_.empty())
      return malformed("it has nothing to load");
    const bool executable = std::any_of(
        into_.segments_.begin(), into_.segments_.end(), [&](const segment &s) {
          return into_.entry_ >= s.address &&
                 into_.entry_ - s.address < s.memory_bytes;
        });
    if (!executable)
      return malformed(fmt::format("its entry point 0x{:08x} is in no segment",
                                   into_.entry_));
    return {};
  }

private:
  error malformed(std::string_view what) const {
    return fail(errc::format, "{} is no ELF32 RISC-V executable: {}",
                into_.origin_, what);
  }

  std::span<const std::byte> file() const { return into_.file_; }

  std::optional<std::span<const std::byte>> range(std::uint64_t offset,
                                                  std::uint64_t size) const {
    if (offset > file().size() || size > file().size() - offset)
      return std::nullopt;
    return file().subspan(offset, size);
  }

  result<Elf32_Ehdr> header() const {
    const auto bytes = range(0, sizeof(Elf32_Ehdr));
    if (!bytes)
      return malformed(fmt::format("it has {} bytes, a header alone has {}",
                                   file().size(), sizeof(Elf32_Ehdr)));
    const auto head = read_struct<Elf32_Ehdr>(*bytes);
    if (std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0)
      return malformed("its first bytes are not \\x7fELF");
    if (head.e_ident[EI_CLASS] != ELFCLASS32 ||
        head.e_ident[EI_DATA] != ELFDATA2LSB)
      return malformed("it is not 32-bit little-endian");
    if (head.e_machine != EM_RISCV)
      return malformed(fmt::format("its machine is {}, RISC-V is {}",
                                   head.e_machine, EM_RISCV));
    if (head.e_type != ET_EXEC)
      return malformed(fmt::format("its type is {}, an executable's is {}",
                                   head.e_type, ET_EXEC));
    return head;
  }

  result<void> segments(const Elf32_Ehdr &head) {
    const auto table =
        range(head.e_phoff, std::uint64_t{head.e_phnum} * sizeof(Elf32_Phdr));
    if (head.e_phnum != 0 && (!table || head.e_phentsize != sizeof(Elf32_Phdr)))
      return malformed("its program headers reach beyond the end of the file");
    for (std::size_t i = 0; i < head.e_phnum; ++i) {
      const auto one =
          read_struct<Elf32_Phdr>(table->subspan(i * sizeof(Elf32_Phdr)));
      if (one.p_type != PT_LOAD || one.p_memsz == 0)
        continue;
      const auto content = range(one.p_offset, one.p_filesz);
      if (!content)
        return malformed(fmt::format(
            "segment {} of {} bytes at offset {} reaches beyond the end of "
            "the file, {} bytes",
            i, one.p_filesz, one.p_offset, file().size()));
      if (one.p_memsz < one.p_filesz)
        return malformed(
            fmt::format("segment {} has {} bytes in the file and {} in memory",
                        i, one.p_filesz, one.p_memsz));
      if (std::uint64_t{one.p_paddr} + one.p_memsz > address_limit)
        return malformed(
            fmt::format("segment {} at 0x{:08x} of {} bytes reaches beyond "
                        "the 32-bit addresses",
                        i, one.p_paddr, one.p_memsz));
      into_.segments_.push_back({one.p_paddr, *content, one.p_memsz});
    }
    return {};
  }

  result<void> sections(const Elf32_Ehdr &head) {
    if (head.e_shnum == 0)
      return {};
    const auto table =
        range(head.e_shoff, std::uint64_t{head.e_shnum} * sizeof(Elf32_Shdr));
    if (!table || head.e_shentsize != sizeof(Elf32_Shdr))
      return malformed("its section headers reach beyond the end of the file");
    const auto entry = [&](std::size_t i) {
      return read_struct<Elf32_Shdr>(table->subspan(i * sizeof(Elf32_Shdr)));
    };
    std::span<const std::byte> names;
    if (head.e_shstrndx < head.e_shnum) {
      const Elf32_Shdr strings = entry(head.e_shstrndx);
      names = range(strings.sh_offset, strings.sh_size)
                  .value_or(std::span<const std::byte>());
    }
    for (std::size_t i = 0; i < head.e_shnum; ++i) {
      const Elf32_Shdr one = entry(i);
      std::span<const std::byte> content;
      if (one.sh_type != SHT_NOBITS && one.sh_type != SHT_NULL) {
        const auto bytes = range(one.sh_offset, one.sh_size);
        if (!bytes)
          return malformed(fmt::format(
              "section {} of {} bytes at offset {} reaches beyond the end of "
              "the file, {} bytes",
              i, one.sh_size, one.sh_offset, file().size()));
        content = *bytes;
      }
      into_.sections_.push_back({std::string(string_at(names, one.sh_name)),
                                 content, one.sh_type, one.sh_link});
    }
    return {};
  }

  program &into_;
};

result<program> program::parse(std::vector<std::byte> file,
                               std::string origin) {
  program made;
  made.origin_ = std::move(origin);
  made.file_ = std::move(file);
  if (auto read = reader(made).read(); !read)
    return read.error();
  made.sha256_ = sha256_hex(made.file_);
  return made;
}

result<program> program::read(const std::filesystem::path &path) {
  auto content = read_file(path, max_file_bytes);
  if (!content)
    return content.error();
  return parse(*std::move(content), path.string());
}

std::optional<std::uint64_t> program::symbol(std::string_view wanted) const {
  for (const named_section &table : sections_) {
    if (table.type != SHT_SYMTAB || table.link >= sections_.size())
      continue;
    const auto names = sections_[table.link].content;
    const std::size_t count = table.content.size() / sizeof(Elf32_Sym);
    for (std::size_t i = 0; i < count; ++i) {
      const auto one =
          read_struct<Elf32_Sym>(table.content.subspan(i * sizeof(Elf32_Sym)));
      if (one.st_shndx != SHN_UNDEF && string_at(names, one.st_name) == wanted)
        return one.st_value;
    }
  }
  return std::nullopt;
}

std::optional<std::span<const std::byte>>
program::section(std::string_view wanted) const {
  for (const named_section &one : sections_)
    if (one.name == wanted)
      return one.content;
  return std::nullopt;
}

} // namespace seeker::image
