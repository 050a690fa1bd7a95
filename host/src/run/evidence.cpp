// Reads what the bridge still answers, and writes it to a folder.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/evidence.hpp"

#include "seeker/base/bytes.hpp"
#include "seeker/base/file.hpp"
#include "seeker/iss/listing.hpp"
#include "seeker/run/hang.hpp"
#include "seeker/tensor/npy.hpp"

#include "seeker_record.h"

namespace seeker::run {
namespace {

constexpr std::uint32_t words_before = 12, words_behind = 6;
constexpr std::uint64_t chunk_bytes = 1 << 20;

class saver {
public:
  saver(target::target &on, const evidence &what) : on_(on), what_(what) {}

  /// A file for a range of memory, or a line for why there is none.
  task<std::vector<std::byte>> range(std::uint64_t address, std::uint64_t bytes,
                                     const std::string &file,
                                     const std::string &about) {
    std::vector<std::byte> content(bytes);
    for (std::uint64_t at = 0; at < bytes; at += chunk_bytes) {
      const auto part =
          std::span(content).subspan(at, std::min(chunk_bytes, bytes - at));
      result<void> read = co_await on_.read(address + at, part);
      if (!read) {
        index_ +=
            fmt::format("{}: not saved: {}\n", file, read.error().message);
        content.clear();
        co_return content;
      }
    }
    index_ += fmt::format("{}: {}, {} bytes from 0x{:08x}\n", file, about,
                          bytes, address);
    co_return content;
  }

  result<void> write(const std::string &file,
                     std::span<const std::byte> content) {
    return content.empty() ? result<void>()
                           : write_file(what_.folder / file, content);
  }

  /// What a hart does, and the instructions around its pc.
  task<std::string> hart(std::size_t number, const wire::hart_status &one) {
    std::string text = fmt::format(
        "hart {} {}; pc 0x{:08x}, state {}, mcause {}, wait {}, "
        "quiet for {} cycles\n",
        number, describe(one), one.pc, wire::name(one.state), one.mcause,
        wire::name(one.wait),
        one.quiet == 0
            ? "some"
            : fmt::format("at least {}", std::uint64_t{1} << one.quiet));
    const std::uint32_t here = one.pc & ~std::uint32_t{3};
    const std::uint32_t begin =
        here - std::min<std::uint32_t>(here, 4 * words_before);
    std::vector<std::byte> code(here - begin + 4 * (words_behind + 1));
    result<void> read = co_await on_.read(begin, code);
    if (!read)
      co_return text + fmt::format("  {}\n", read.error().message);
    for (std::uint32_t at = 0; at < code.size(); at += 4)
      text += fmt::format("{} 0x{:08x} {}\n", begin + at == here ? "->" : "  ",
                          begin + at,
                          iss::listing_of(load<std::uint32_t>(code, at)));
    co_return text;
  }

  void note(const std::string &line) { index_ += line + "\n"; }
  result<void> finish() {
    return write_file(what_.folder / "index.txt", std::string_view(index_));
  }

private:
  target::target &on_;
  const evidence &what_;
  std::string index_;
};

/// The ELF as it was loaded.
result<void> copy_program(const std::filesystem::path &from,
                          const std::filesystem::path &into) {
  std::error_code ec;
  std::filesystem::copy_file(from, into / from.filename(),
                             std::filesystem::copy_options::overwrite_existing,
                             ec);
  if (ec)
    return fail(errc::file, "cannot copy {} to {}: {}", from.string(),
                into.string(), ec.message());
  return {};
}

} // namespace

result<void> check_evidence(const std::filesystem::path &folder) {
  std::error_code ec;
  std::filesystem::create_directories(folder, ec);
  if (!std::filesystem::is_directory(folder, ec))
    return fail(errc::usage,
                "--evidence {}: it is no folder and none can be "
                "made",
                folder.string());
  return {};
}

task<void> save_evidence(target::target &on, const evidence &what,
                         const config::configuration &configured,
                         const std::vector<wire::hart_status> &harts) {
  saver work(on, what);
  result<void> wrote = copy_program(what.program, what.folder);
  if (!wrote)
    co_return wrote;
  work.note(what.program.filename().string() + ": what ran");
  std::string text;
  for (std::size_t i = 0; i < harts.size(); ++i) {
    result<std::string> one = co_await work.hart(i, harts[i]);
    text += one ? *one + "\n" : std::string();
  }
  wrote = write_file(what.folder / "harts.txt", std::string_view(text));
  work.note("harts.txt: what each hart does, and the instructions around it");
  result<std::vector<std::byte>> bytes = co_await work.range(
      configured.tcdm.base, configured.tcdm.bytes, "l1.bin", "L1");
  if (wrote && bytes)
    wrote = work.write("l1.bin", *bytes);
  if (what.record) {
    bytes = co_await work.range(*what.record, sizeof(seeker_record),
                                "record.bin", "the firmware's run record");
    if (wrote && bytes)
      wrote = work.write("record.bin", *bytes);
  }
  for (const image::tensor &one : what.tensors) {
    const std::string file = one.name + ".npy";
    bytes = co_await work.range(one.address, one.bytes, file,
                                std::string(image::name(one.role)));
    if (wrote && bytes && !bytes->empty())
      wrote = tensor::write_npy(what.folder / file,
                                {one.type, one.dims, *std::move(bytes)});
  }
  if (!wrote)
    co_return wrote;
  co_return work.finish();
}

} // namespace seeker::run
