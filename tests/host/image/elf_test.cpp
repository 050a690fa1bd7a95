// ELF files, whole, truncated and damaged.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/image/elf.hpp"

#include "../support/elf_builder.hpp"
#include "../support/temporary_folder.hpp"
#include "seeker/image/image.hpp"

#include <cstring>
#include <elf.h>
#include <gtest/gtest.h>

namespace {

using namespace seeker;
using image::program;

std::vector<std::byte> filled(std::size_t count, int value) {
  return std::vector<std::byte>(count, std::byte(value));
}

fake::elf_parts sample() {
  fake::elf_parts parts;
  parts.entry = 0x80000010;
  parts.segments = {{0x80000000, filled(64, 1), 0},
                    {0x80001000, filled(8, 2), 32}};
  parts.symbols = {{"tohost", 0x80001000}, {"fromhost", 0x80001040}};
  return parts;
}

std::string problem(std::vector<std::byte> file) {
  const auto made = program::parse(std::move(file), "f");
  return made ? "none" : made.error().message;
}

template <class T>
void patch(std::vector<std::byte> &file, std::size_t at, T v) {
  std::memcpy(file.data() + at, &v, sizeof v);
}

TEST(Elf, ReadsSegmentsSymbolsAndSections) {
  fake::elf_parts parts = sample();
  parts.manifest = "some text";
  const auto made = program::parse(fake::build_elf(parts), "f");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->entry(), 0x80000010u);
  ASSERT_EQ(made->segments().size(), 2u);
  EXPECT_EQ(made->segments()[0].address, 0x80000000u);
  EXPECT_TRUE(std::ranges::equal(made->segments()[0].content, filled(64, 1)));
  EXPECT_EQ(made->segments()[1].memory_bytes, 32u);
  EXPECT_EQ(made->symbol("tohost"), 0x80001000u);
  EXPECT_EQ(made->symbol("nothing"), std::nullopt);
  ASSERT_TRUE(made->section(".seeker.manifest"));
  EXPECT_EQ(made->section(".seeker.manifest")->size(), 9u);
  EXPECT_FALSE(made->section(".none"));
  EXPECT_EQ(made->sha256().size(), 64u);
}

TEST(Elf, RefusesWhatIsNone) {
  EXPECT_EQ(problem(filled(10, 0)), "f is no ELF32 RISC-V executable: it has "
                                    "10 bytes, a header alone has 52");
  EXPECT_EQ(problem(filled(100, 0)), "f is no ELF32 RISC-V executable: its "
                                     "first bytes are not \\x7fELF");
  auto file = fake::build_elf(sample());
  file[EI_CLASS] = std::byte{ELFCLASS64};
  EXPECT_EQ(problem(file), "f is no ELF32 RISC-V executable: it is not 32-bit "
                           "little-endian");
  file = fake::build_elf(sample());
  patch<Elf32_Half>(file, offsetof(Elf32_Ehdr, e_machine), EM_X86_64);
  EXPECT_EQ(problem(file), "f is no ELF32 RISC-V executable: its machine is "
                           "62, RISC-V is 243");
  file = fake::build_elf(sample());
  patch<Elf32_Half>(file, offsetof(Elf32_Ehdr, e_type), ET_REL);
  EXPECT_EQ(problem(file), "f is no ELF32 RISC-V executable: its type is 1, "
                           "an executable's is 2");
}

TEST(Elf, RefusesTablesBeyondTheEnd) {
  auto file = fake::build_elf(sample());
  patch<Elf32_Off>(file, offsetof(Elf32_Ehdr, e_phoff), 0xffffffff);
  EXPECT_EQ(problem(file), "f is no ELF32 RISC-V executable: its program "
                           "headers reach beyond the end of the file");
  file = fake::build_elf(sample());
  patch<Elf32_Half>(file, offsetof(Elf32_Ehdr, e_shnum), 0xfff0);
  EXPECT_EQ(problem(file), "f is no ELF32 RISC-V executable: its section "
                           "headers reach beyond the end of the file");
}

TEST(Elf, RefusesSegmentsThatCannotBe) {
  const std::size_t first = sizeof(Elf32_Ehdr);
  auto file = fake::build_elf(sample());
  patch<Elf32_Word>(file, first + offsetof(Elf32_Phdr, p_filesz), 0x10000);
  EXPECT_EQ(problem(file).substr(0, 87),
            "f is no ELF32 RISC-V executable: segment 0 of 65536 bytes at "
            "offset 120 reaches beyond ");
  file = fake::build_elf(sample());
  patch<Elf32_Word>(file, first + offsetof(Elf32_Phdr, p_memsz), 8);
  EXPECT_EQ(problem(file), "f is no ELF32 RISC-V executable: segment 0 has 64 "
                           "bytes in the file and 8 in memory");
  file = fake::build_elf(sample());
  patch<Elf32_Addr>(file, first + offsetof(Elf32_Phdr, p_paddr), 0xffffffe0);
  EXPECT_EQ(problem(file),
            "f is no ELF32 RISC-V executable: segment 0 at 0xffffffe0 of 64 "
            "bytes reaches beyond the 32-bit addresses");
}

TEST(Elf, RefusesAnEntryOutside) {
  fake::elf_parts parts = sample();
  parts.entry = 0x90000000;
  EXPECT_EQ(problem(fake::build_elf(parts)),
            "f is no ELF32 RISC-V executable: its entry point 0x90000000 is in "
            "no segment");
  parts.segments.clear();
  EXPECT_EQ(problem(fake::build_elf(parts)),
            "f is no ELF32 RISC-V executable: it has nothing to load");
}

TEST(Elf, TruncatedAnywhereIsAnErrorOrReadsInside) {
  const auto whole = fake::make_sample("small", "0123456789abcdef").bytes();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    std::vector<std::byte> part(
        whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    const auto made = program::parse(part, "f");
    ASSERT_FALSE(made) << length; // the section headers come last
    EXPECT_EQ(made.error().code, errc::format);
  }
}

TEST(Elf, AnyFlippedBitIsReadInside) {
  const auto whole = fake::make_sample("small", "0123456789abcdef").bytes();
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    auto file = whole;
    file[bit / 8] ^= std::byte{1} << bit % 8;
    if (const auto made = program::parse(file, "f"))
      made->symbol("tohost");
  }
}

TEST(DamagedImage, AnyFlippedBitIsRefused) {
  const auto whole = fake::make_sample("small", "0123456789abcdef").bytes();
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    auto file = whole;
    file[bit / 8] ^= std::byte{1} << bit % 8;
    auto code = program::parse(file, "f");
    if (!code)
      continue;
    const auto made = image::make_image(*std::move(code));
    ASSERT_FALSE(made) << bit;
    EXPECT_EQ(made.error().code, errc::format);
  }
}

TEST(DamagedImage, IsToldWithBothDigests) {
  auto file = fake::make_sample("small", "0123456789abcdef").bytes();
  file[200] ^= std::byte{1}; // code
  const auto made = image::make_image(*program::parse(file, "f"));
  ASSERT_FALSE(made);
  EXPECT_TRUE(made.error().message.starts_with("f is damaged: its digest is "))
      << made.error().message;
}

} // namespace
