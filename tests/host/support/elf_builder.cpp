// Lays out ELF32 files: header, program headers, contents, sections.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "elf_builder.hpp"

#include "fake_device.hpp"
#include "seeker/base/sha256.hpp"

#include <array>

#include <cstring>
#include <elf.h>

namespace seeker::fake {
namespace {

template <class T>
void put(std::vector<std::byte> &file, std::size_t offset, const T &value) {
  if (file.size() < offset + sizeof value)
    file.resize(offset + sizeof value);
  std::memcpy(file.data() + offset, &value, sizeof value);
}

std::uint32_t append(std::vector<std::byte> &file, const void *data,
                     std::size_t size) {
  file.resize((file.size() + 7) / 8 * 8);
  const std::size_t offset = file.size();
  file.resize(offset + size);
  if (size != 0)
    std::memcpy(file.data() + offset, data, size);
  return static_cast<std::uint32_t>(offset);
}

Elf32_Shdr section(std::uint32_t name, std::uint32_t type, std::uint32_t offset,
                   std::size_t size, std::uint32_t link = 0) {
  Elf32_Shdr made = {};
  made.sh_name = name;
  made.sh_type = type;
  made.sh_offset = offset;
  made.sh_size = static_cast<std::uint32_t>(size);
  made.sh_link = link;
  return made;
}

void sign(std::vector<std::byte> &file, std::size_t digest_offset) {
  const std::string digest = sha256_hex(file);
  for (std::size_t i = 0; i < 32; ++i)
    file[digest_offset + i] =
        std::byte(std::stoul(digest.substr(2 * i, 2), nullptr, 16));
}

} // namespace

std::vector<std::byte> build_elf(const elf_parts &parts) {
  Elf32_Ehdr head = {};
  std::memcpy(head.e_ident, ELFMAG, SELFMAG);
  head.e_ident[EI_CLASS] = ELFCLASS32;
  head.e_ident[EI_DATA] = ELFDATA2LSB;
  head.e_ident[EI_VERSION] = EV_CURRENT;
  head.e_type = ET_EXEC;
  head.e_machine = EM_RISCV;
  head.e_version = EV_CURRENT;
  head.e_entry = parts.entry;
  head.e_ehsize = sizeof(Elf32_Ehdr);
  head.e_phoff = sizeof(Elf32_Ehdr);
  head.e_phentsize = sizeof(Elf32_Phdr);
  head.e_phnum = static_cast<std::uint16_t>(parts.segments.size());
  std::vector<std::byte> file(sizeof(Elf32_Ehdr) +
                              parts.segments.size() * sizeof(Elf32_Phdr));
  for (std::size_t i = 0; i < parts.segments.size(); ++i) {
    const elf_segment &one = parts.segments[i];
    Elf32_Phdr made = {};
    made.p_type = PT_LOAD;
    made.p_offset = append(file, one.content.data(), one.content.size());
    made.p_vaddr = made.p_paddr = one.address;
    made.p_filesz = static_cast<std::uint32_t>(one.content.size());
    made.p_memsz = one.memory_bytes != 0 ? one.memory_bytes : made.p_filesz;
    put(file, head.e_phoff + i * sizeof made, made);
  }

  std::string strings("\0", 1);
  std::vector<Elf32_Sym> symbols(1);
  for (const auto &[name, value] : parts.symbols) {
    Elf32_Sym one = {};
    one.st_name = static_cast<std::uint32_t>(strings.size());
    one.st_value = value;
    one.st_shndx = SHN_ABS;
    symbols.push_back(one);
    strings += name + std::string("\0", 1);
  }
  const std::string names("\0.symtab\0.strtab\0.shstrtab\0.seeker.manifest\0"
                          ".seeker.digest\0",
                          59);
  std::vector<Elf32_Shdr> sections(1);
  sections.push_back(
      section(1, SHT_SYMTAB,
              append(file, symbols.data(), symbols.size() * sizeof symbols[0]),
              symbols.size() * sizeof symbols[0], 2));
  sections.push_back(section(9, SHT_STRTAB,
                             append(file, strings.data(), strings.size()),
                             strings.size()));
  sections.push_back(section(
      17, SHT_STRTAB, append(file, names.data(), names.size()), names.size()));
  if (!parts.manifest.empty())
    sections.push_back(
        section(27, SHT_PROGBITS,
                append(file, parts.manifest.data(), parts.manifest.size()),
                parts.manifest.size()));
  std::uint32_t digest = 0;
  if (!parts.manifest.empty()) {
    const std::array<std::byte, 32> zeros = {};
    digest = append(file, zeros.data(), zeros.size());
    sections.push_back(section(44, SHT_PROGBITS, digest, zeros.size()));
  }
  head.e_shoff =
      append(file, sections.data(), sections.size() * sizeof sections[0]);
  head.e_shentsize = sizeof(Elf32_Shdr);
  head.e_shnum = static_cast<std::uint16_t>(sections.size());
  head.e_shstrndx = 3;
  put(file, 0, head);
  if (digest != 0)
    sign(file, digest);
  return file;
}

std::vector<std::byte> sample_image::bytes() const {
  elf_parts made = parts;
  made.manifest = manifest.dump();
  return build_elf(made);
}

sample_image make_sample(const std::string &configuration,
                         const std::string &hash) {
  using nlohmann::json;
  sample_image made;
  made.parts.entry = sample_entry;
  made.parts.symbols = {{"tohost", sample_tohost},
                        {"fromhost", sample_fromhost}};
  made.parts.segments = {
      {sample_entry,
       script_bytes({{script_op::kernel, {sample_record, 500}},
                     {script_op::copy, {sample_x, sample_y, 48}},
                     {script_op::end, {0}}}),
       0},
      {sample_tohost, {}, 128},
      {sample_w, std::vector<std::byte>(64, std::byte{7}), 0}};
  made.manifest = {
      {"schema", "seeker-image"},
      {"version", 1},
      {"producer", "a test"},
      {"model", "sample"},
      {"configuration", {{"name", configuration}, {"hash", hash}}},
      {"entry", sample_entry},
      {"tohost", sample_tohost},
      {"record", sample_record},
      {"l1_budget_bytes", 100000},
      {"predicted_cycles", 1000},
      {"tensors", json::array({{{"name", "x"},
                                {"role", "input"},
                                {"shape", {2, 3}},
                                {"dtype", "f64"},
                                {"address", sample_x},
                                {"bytes", 48}},
                               {{"name", "w"},
                                {"role", "weight"},
                                {"shape", json::array({8})},
                                {"dtype", "f64"},
                                {"address", sample_w},
                                {"bytes", 64},
                                {"loaded", true}},
                               {{"name", "y"},
                                {"role", "output"},
                                {"shape", {2, 3}},
                                {"dtype", "f64"},
                                {"address", sample_y},
                                {"bytes", 48}}})},
      {"kernels",
       json::array({{{"name", "copy"},
                     {"fits", true},
                     {"buffers", json::array({{{"name", "copy.y"},
                                               {"role", "output"},
                                               {"offset", 64},
                                               {"end", 112}}})},
                     {"tiles", {{"l1", {1, 2, 0}}, {"order", {0, 1, 2}}}},
                     {"result", {{"tile", {1, 2}}, {"share", {1, 1}}}},
                     {"transfers", json::array({{{"buffer", "y"},
                                                 {"direction", "out"},
                                                 {"tensor", "y"}}})}}})}};
  return made;
}

} // namespace seeker::fake
