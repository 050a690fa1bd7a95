// Reads a linked program's facts, and adds the manifest to it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Target/Link.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ObjCopy/ConfigManager.h"
#include "llvm/ObjCopy/ObjCopy.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/DataExtractor.h"
#include "llvm/Support/SHA256.h"

using namespace llvm;

static Error makeError(const Twine &message) {
  return createStringError(inconvertibleErrorCode(), message);
}

/// Bytes of stack by the function's address, from `.stack_sizes`.
static Expected<DenseMap<uint64_t, uint64_t>>
readStackSizes(const object::ELF32LEObjectFile &elf) {
  DenseMap<uint64_t, uint64_t> sizes;
  for (const object::SectionRef &section : elf.sections()) {
    Expected<StringRef> name = section.getName();
    if (!name)
      return name.takeError();
    if (*name != ".stack_sizes")
      continue;
    Expected<StringRef> contents = section.getContents();
    if (!contents)
      return contents.takeError();
    DataExtractor data(*contents, /*IsLittleEndian=*/true, /*AddressSize=*/4);
    DataExtractor::Cursor cursor(0);
    while (cursor && !data.eof(cursor)) {
      uint64_t address = data.getAddress(cursor);
      sizes[address] = data.getULEB128(cursor);
    }
    if (!cursor)
      return cursor.takeError();
  }
  return sizes;
}

Expected<seeker::ProgramFacts> seeker::readProgram(MemoryBufferRef buffer) {
  auto elf = object::ELF32LEObjectFile::create(buffer);
  if (!elf)
    return elf.takeError();
  auto stacks = readStackSizes(*elf);
  if (!stacks)
    return stacks.takeError();
  StringMap<uint64_t> symbols;
  uint64_t main = 0, schedule = 0;
  for (const object::SymbolRef &symbol : elf->symbols()) {
    Expected<StringRef> name = symbol.getName();
    Expected<uint64_t> address = symbol.getAddress();
    if (!name || !address)
      return joinErrors(name.takeError(), address.takeError());
    symbols[*name] = *address;
    auto stack = stacks->find(*address);
    if (stack == stacks->end())
      continue;
    if (*name == "main")
      main = stack->second;
    else
      schedule = std::max(schedule, stack->second);
  }
  for (StringRef name : {"tohost", "seeker_record"})
    if (!symbols.count(name))
      return makeError("the linked program has no symbol '" + name + "'");
  ProgramFacts facts;
  facts.entry = elf->getELFFile().getHeader().e_entry;
  facts.tohost = symbols["tohost"];
  facts.record = symbols["seeker_record"];
  facts.stackBytes = main + schedule;
  return facts;
}

/// Fills in the section that addManifest left zero.
static Error sign(SmallVectorImpl<char> &image, StringRef sectionName) {
  auto elf = object::ELF32LEObjectFile::create(
      MemoryBufferRef(StringRef(image.data(), image.size()), "image"));
  if (!elf)
    return elf.takeError();
  for (const object::SectionRef &section : elf->sections()) {
    Expected<StringRef> name = section.getName();
    if (!name)
      return name.takeError();
    if (*name != sectionName)
      continue;
    Expected<StringRef> contents = section.getContents();
    if (!contents)
      return contents.takeError();
    auto digest = SHA256::hash(ArrayRef(
        reinterpret_cast<const uint8_t *>(image.data()), image.size()));
    llvm::copy(digest, image.data() + (contents->data() - image.data()));
    return Error::success();
  }
  return makeError("the image has no section " + sectionName);
}

Expected<SmallVector<char, 0>> seeker::addManifest(MemoryBufferRef buffer,
                                                   StringRef manifest) {
  auto elf = object::ELF32LEObjectFile::create(buffer);
  if (!elf)
    return elf.takeError();
  objcopy::ConfigManager config;
  config.Common.AddSection.emplace_back(
      ".seeker.manifest",
      MemoryBuffer::getMemBufferCopy(manifest, ".seeker.manifest"));
  config.Common.AddSection.emplace_back(
      ".seeker.digest",
      MemoryBuffer::getMemBufferCopy(std::string(32, '\0'), ".seeker.digest"));
  SmallVector<char, 0> image;
  raw_svector_ostream stream(image);
  if (Error error = objcopy::executeObjcopyOnBinary(config, *elf, stream))
    return std::move(error);
  if (Error error = sign(image, ".seeker.digest"))
    return std::move(error);
  return image;
}
