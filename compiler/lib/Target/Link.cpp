// Links an object with a configuration's firmware, by LLD in this process.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LLD as a library: nothing to find at run time, and the linker is of the same
// version as the code generator.
#include "seeker/Target/Link.h"
#include "lld/Common/Driver.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

LLD_HAS_DRIVER(elf)

static Error makeError(const Twine &message) {
  return createStringError(inconvertibleErrorCode(), message);
}

namespace {
/// A file in the system's temporary directory that goes with this object.
class TemporaryFile {
public:
  static Expected<TemporaryFile> create(StringRef suffix) {
    SmallString<128> path;
    int descriptor;
    if (std::error_code error =
            sys::fs::createTemporaryFile("seeker", suffix, descriptor, path))
      return makeError("cannot create a temporary file: " + error.message());
    raw_fd_ostream(descriptor, /*shouldClose=*/true);
    return TemporaryFile(path);
  }

  Error write(ArrayRef<char> bytes) {
    std::error_code error;
    raw_fd_ostream stream(path, error);
    if (!error) {
      stream.write(bytes.data(), bytes.size());
      stream.close();
      error = stream.error();
      stream.clear_error();
    }
    return error ? makeError("cannot write " + path + ": " + error.message())
                 : Error::success();
  }

  const char *name() const { return path.c_str(); }

private:
  explicit TemporaryFile(StringRef path) : path(path), remover(path) {}
  std::string path;
  FileRemover remover;
};
} // namespace

/// LLD's message without the names of temporary files.
static std::string firstLine(StringRef text) {
  text = text.trim();
  StringRef line = text.split('\n').first;
  line.consume_front("ld.lld: ");
  line.consume_front("error: ");
  return line.str();
}

Expected<std::unique_ptr<MemoryBuffer>>
seeker::linkProgram(ArrayRef<char> object, StringRef firmware) {
  auto input = TemporaryFile::create("o");
  if (!input)
    return input.takeError();
  auto output = TemporaryFile::create("elf");
  if (!output)
    return output.takeError();
  if (Error error = input->write(object))
    return std::move(error);

  auto inFirmware = [&](StringRef name) {
    SmallString<128> path(firmware);
    sys::path::append(path, name);
    return path.str().str();
  };
  std::string directory = firmware.str(), script = inFirmware("seeker.ld"),
              start = inFirmware("start.o"),
              library = inFirmware("libseeker.a");
  for (const std::string &file : {script, start, library})
    if (!sys::fs::exists(file))
      return makeError("the firmware's file " + file + " is missing");
  std::vector<const char *> arguments = {
      "ld.lld",       "--threads=1", "-L",          directory.c_str(), "-T",
      script.c_str(), start.c_str(), input->name(), library.c_str(),   "-o",
      output->name()};
  std::string messages;
  raw_string_ostream out(messages);
  lld::Result result =
      lld::lldMain(arguments, out, out, {{lld::Gnu, &lld::elf::link}});
  if (result.retCode != 0)
    return makeError("cannot link: " + firstLine(messages));
  auto elf = MemoryBuffer::getFile(output->name(), /*IsText=*/false,
                                   /*RequiresNullTerminator=*/false,
                                   /*IsVolatile=*/true);
  if (!elf)
    return makeError("cannot read the linked program: " +
                     elf.getError().message());
  return std::move(*elf);
}
