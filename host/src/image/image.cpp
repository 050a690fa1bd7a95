// Puts executable and manifest together and checks one against the other.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/image/image.hpp"

#include "seeker/base/sha256.hpp"

#include <algorithm>

namespace seeker::image {
namespace {

bool inside(const segment &one, const tensor &t) {
  return t.address >= one.address &&
         t.address - one.address <= one.content.size() &&
         t.bytes <= one.content.size() - (t.address - one.address);
}

bool overlap(const segment &one, const tensor &t) {
  return t.address < one.address + one.content.size() &&
         one.address < t.address + t.bytes;
}

/// What the ELF loads over a tensor is that tensor's data, or a defect. Zeros
/// that a segment has behind its content may lie over tensors.
result<void> check_data(const image &made) {
  for (const tensor &t : made.says.tensors) {
    bool found = false;
    for (const segment &one : made.code.segments()) {
      found = found || inside(one, t);
      if (!t.loaded && overlap(one, t))
        return fail(errc::format,
                    "{}: tensor '{}' at 0x{:08x} is not marked as loaded, but "
                    "a segment at 0x{:08x} holds data there",
                    made.code.origin(), t.name, t.address, one.address);
    }
    if (t.loaded && !found)
      return fail(errc::format,
                  "{}: tensor '{}' is marked as loaded, but no segment holds "
                  "its {} bytes at 0x{:08x}",
                  made.code.origin(), t.name, t.bytes, t.address);
  }
  return {};
}

/// The section .seeker.digest is the SHA-256 of the file with it zeroed.
result<void> check_digest(const program &code) {
  const auto digest = code.section(".seeker.digest");
  if (!digest || digest->size() != 32)
    return fail(errc::format,
                "{} is damaged: it has no section .seeker.digest of 32 bytes",
                code.origin());
  std::vector<std::byte> bytes(code.file().begin(), code.file().end());
  const auto begin = bytes.begin() + (digest->data() - code.file().data());
  std::fill(begin, begin + 32, std::byte{0});
  std::string said;
  for (const std::byte one : *digest)
    said += fmt::format("{:02x}", static_cast<unsigned>(one));
  const std::string is = sha256_hex(bytes);
  if (said != is)
    return fail(errc::format,
                "{} is damaged: its digest is {:.16}..., its bytes have "
                "{:.16}...",
                code.origin(), said, is);
  return {};
}

} // namespace

result<image> make_image(program code) {
  const auto section = code.section(".seeker.manifest");
  if (!section)
    return fail(errc::format,
                "{} has no section .seeker.manifest: it is not an image made "
                "by `seeker compile` (bare-metal programs run with --raw)",
                code.origin());
  if (auto checked = check_digest(code); !checked)
    return checked.error();
  std::string_view text(reinterpret_cast<const char *>(section->data()),
                        section->size());
  // The section may be padded with zeros.
  text = text.substr(0, text.find_last_not_of('\0') + 1);
  auto says = parse_manifest(text, code.origin());
  if (!says)
    return says.error();
  if (says->entry != code.entry())
    return fail(errc::format,
                "{}: its manifest's entry is 0x{:08x}, the ELF's 0x{:08x}",
                code.origin(), says->entry, code.entry());
  if (const auto tohost = code.symbol("tohost");
      tohost && *tohost != says->tohost)
    return fail(errc::format,
                "{}: its manifest's tohost is 0x{:08x}, the symbol's 0x{:08x}",
                code.origin(), says->tohost, *tohost);
  image made{std::move(code), *std::move(says)};
  if (auto checked = check_data(made); !checked)
    return checked.error();
  return made;
}

result<image> read_image(const std::filesystem::path &path) {
  auto code = program::read(path);
  if (!code)
    return code.error();
  return make_image(*std::move(code));
}

result<void> check_segments(const program &code,
                            const config::configuration &on) {
  for (const segment &one : code.segments())
    if (!on.l3.contains(one.address, one.memory_bytes) &&
        !on.tcdm.contains(one.address, one.memory_bytes))
      return fail(errc::format,
                  "{}: a segment of {} bytes at 0x{:08x} lies neither in L3 "
                  "(0x{:08x}, {} bytes) nor in L1 (0x{:08x}, {} bytes)",
                  code.origin(), one.memory_bytes, one.address, on.l3.base,
                  on.l3.bytes, on.tcdm.base, on.tcdm.bytes);
  return {};
}

result<void> check(const image &made, const config::configuration &on) {
  if (made.says.configuration_hash != on.hash)
    return config::mismatch(made.code.origin(), made.says.configuration_hash,
                            "the target", on.hash);
  if (auto checked = check_segments(made.code, on); !checked)
    return checked;
  return check_placement(made.says, on, made.code.origin());
}

} // namespace seeker::image
