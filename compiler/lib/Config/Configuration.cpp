// Reading a configuration: every field that is used is required and checked.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Config/Configuration.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"

using namespace llvm;
using namespace seeker;

static Error makeError(const Twine &message) {
  return createStringError(inconvertibleErrorCode(), message);
}

namespace {
/// Finds leaves by their path; the first failure is kept, later ones ignored.
class Reader {
public:
  Reader(const json::Object &root, StringRef origin)
      : root(root), origin(origin) {}

  void read(StringRef path, int64_t &value, int64_t least) {
    const json::Value *leaf = find(path);
    if (!leaf)
      return;
    std::optional<int64_t> number = leaf->getAsInteger();
    if (!number)
      return fail("'" + path + "' is not an integer");
    if (*number < least)
      return fail("'" + path + "' is " + Twine(*number) + ", at least " +
                  Twine(least) + " is needed");
    value = *number;
  }

  void read(StringRef path, uint64_t &address) {
    const json::Value *leaf = find(path);
    if (!leaf)
      return;
    std::optional<StringRef> text = leaf->getAsString();
    if (!text || !text->consume_front("0x") || text->getAsInteger(16, address))
      fail("'" + path + "' is not an address of the form \"0x...\"");
  }

  void read(StringRef path, bool &value) {
    const json::Value *leaf = find(path);
    if (!leaf)
      return;
    if (std::optional<bool> flag = leaf->getAsBoolean())
      value = *flag;
    else
      fail("'" + path + "' is neither true nor false");
  }

  void read(StringRef path, std::string &value) {
    const json::Value *leaf = find(path);
    if (!leaf)
      return;
    if (std::optional<StringRef> text = leaf->getAsString())
      value = text->str();
    else
      fail("'" + path + "' is not a string");
  }

  Error takeError() {
    return message.empty() ? Error::success() : makeError(message);
  }

private:
  const json::Value *find(StringRef path) {
    const json::Object *node = &root;
    StringRef rest = path;
    while (true) {
      auto [key, tail] = rest.split('.');
      const json::Value *value = node->get(key);
      if (value && tail.empty())
        return value;
      node = value ? value->getAsObject() : nullptr;
      if (!node) {
        fail("'" + path + "' is missing");
        return nullptr;
      }
      rest = tail;
    }
  }

  void fail(const Twine &what) {
    if (message.empty())
      message = ("configuration " + origin + ": " + what).str();
  }

  const json::Object &root;
  StringRef origin;
  std::string message;
};
} // namespace

/// LLVM prints objects with sorted keys and without blanks, which is the
/// canonical text that rtl/cfg/generate.py hashes.
static std::string hashOf(const json::Value &value) {
  std::string canonical = formatv("{0}", value).str();
  auto bytes = arrayRefFromStringRef(canonical);
  return toHex(ArrayRef(SHA256::hash(bytes)).take_front(8), /*LowerCase=*/true);
}

Expected<Configuration> seeker::parseConfiguration(StringRef text,
                                                   StringRef origin) {
  Expected<json::Value> value = json::parse(text);
  if (!value)
    return makeError("configuration " + origin + ": " +
                     toString(value.takeError()));
  const json::Object *root = value->getAsObject();
  if (!root)
    return makeError("configuration " + origin + ": not an object");

  Configuration c;
  c.hash = hashOf(*value);
  Reader reader(*root, origin);
  reader.read("name", c.name);
  reader.read("cluster.compute_cores", c.computeCores, 1);
  reader.read("cluster.dm_cores", c.dmCores, 1);
  reader.read("tcdm.base", c.tcdmBase);
  reader.read("tcdm.bytes", c.tcdmBytes, 1);
  reader.read("tcdm.banks", c.tcdmBanks, 1);
  reader.read("tcdm.superbank_banks", c.superbankBanks, 1);
  reader.read("zero_memory.base", c.zeroMemoryBase);
  reader.read("zero_memory.bytes", c.zeroMemoryBytes, 1);
  reader.read("l3.base", c.l3Base);
  reader.read("l3.bytes", c.l3Bytes, 1);
  reader.read("fpu.latency_fma", c.fpuLatencyFma, 1);
  reader.read("fpu.latency_noncomp", c.fpuLatencyNoncomp, 1);
  reader.read("ssr.streams", c.ssrStreams, 0);
  reader.read("ssr.loops", c.ssrLoops, 0);
  reader.read("frep.buffer", c.frepBuffer, 0);
  reader.read("frep.length_minus_one", c.frepLengthMinusOne);
  reader.read("dma.data_bytes", c.dmaDataBytes, 1);
  reader.read("dma.queue", c.dmaQueue, 1);
  reader.read("firmware.stack_bytes_per_hart", c.stackBytesPerHart, 0);
  reader.read("firmware.reserve_bytes", c.reserveBytes, 0);
  if (Error error = reader.takeError())
    return std::move(error);
  if (c.l1Budget() <= 0)
    return makeError("configuration " + origin + ": " +
                     Twine(c.harts() * c.stackBytesPerHart + c.reserveBytes) +
                     " bytes of stacks and reserve leave nothing of " +
                     Twine(c.tcdmBytes) + " bytes of L1");
  return c;
}

/// share/seeker/cfg/<name>.json in the tree whose bin holds this program.
static std::string sharedFile(StringRef name) {
  static int anchor;
  SmallString<256> path(sys::fs::getMainExecutable(nullptr, &anchor));
  sys::path::remove_filename(path);
  sys::path::remove_filename(path);
  sys::path::append(path, "share", "seeker", "cfg", name + ".json");
  return path.str().str();
}

Expected<Configuration> seeker::loadConfiguration(StringRef nameOrFile) {
  std::string file =
      nameOrFile.ends_with(".json") ? nameOrFile.str() : sharedFile(nameOrFile);
  ErrorOr<std::unique_ptr<MemoryBuffer>> buffer = MemoryBuffer::getFile(file);
  if (!buffer)
    return makeError("configuration '" + nameOrFile + "': cannot read " + file +
                     ": " + buffer.getError().message());
  return parseConfiguration((*buffer)->getBuffer(), file);
}
