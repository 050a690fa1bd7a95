// Reads a plan and checks every field of it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "plan.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "errors.hpp"

namespace seeker::sim {
namespace {

using nlohmann::json;

constexpr std::uint64_t max_tcdm_bytes = std::uint64_t{16} << 20;
constexpr std::size_t max_ranges = 65'536;

class reader {
public:
  explicit reader(std::string origin) : origin_(std::move(origin)) {}

  plan read(const json &document) {
    object(document, "the plan");
    plan made;
    const json &tcdm = field(document, "tcdm", "the plan");
    object(tcdm, "tcdm");
    made.tcdm_base = number(tcdm, "base", "tcdm");
    made.tcdm_bytes = number(tcdm, "bytes", "tcdm");
    made.tcdm_alias = number(tcdm, "alias", "tcdm");
    if (made.tcdm_bytes % 64 != 0 || made.tcdm_bytes > max_tcdm_bytes)
      fail(fmt::format("tcdm.bytes is {}, not a multiple of 64 up to {}",
                       made.tcdm_bytes, max_tcdm_bytes));
    if (document.contains("record"))
      made.record = number(document, "record", "the plan");
    const json &kernels = list(document, "kernels", "the plan");
    for (std::size_t i = 0; i < kernels.size(); ++i) {
      const std::string path = fmt::format("kernels[{}]", i);
      object(kernels[i], path);
      made.kernels.push_back({text(kernels[i], "name", path),
                              ranges(kernels[i], "buffers", path, made)});
    }
    made.always = ranges(document, "always", "the plan", made);
    return made;
  }

private:
  [[noreturn]] void fail(const std::string &what) const {
    throw usage_error(fmt::format("{}: {}", origin_, what));
  }
  void object(const json &node, const std::string &path) const {
    if (!node.is_object())
      fail(path + " is no JSON object");
  }
  const json &field(const json &node, const char *name,
                    const std::string &path) const {
    if (!node.contains(name))
      fail(fmt::format("{} has no field {}", path, name));
    return node.at(name);
  }
  std::uint32_t number(const json &node, const char *name,
                       const std::string &path) const {
    const json &value = field(node, name, path);
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 0xffffffffu)
      fail(fmt::format("{} of {} is no number of 32 bits: {}", name, path,
                       value.dump()));
    return value.get<std::uint32_t>();
  }
  std::string text(const json &node, const char *name,
                   const std::string &path) const {
    const json &value = field(node, name, path);
    if (!value.is_string())
      fail(fmt::format("{} of {} is no text: {}", name, path, value.dump()));
    return value.get<std::string>();
  }
  const json &list(const json &node, const char *name,
                   const std::string &path) const {
    const json &value = field(node, name, path);
    if (!value.is_array())
      fail(fmt::format("{} of {} is no list", name, path));
    return value;
  }
  std::vector<plan::range> ranges(const json &node, const char *name,
                                  const std::string &path, const plan &of) {
    std::vector<plan::range> made;
    for (const json &one : list(node, name, path)) {
      const std::string where = fmt::format("{}[{}]", name, made.size());
      object(one, where);
      plan::range range{text(one, "name", where), text(one, "role", where),
                        number(one, "address", where),
                        number(one, "bytes", where), std::nullopt};
      if (one.contains("hart"))
        range.hart = number(one, "hart", where);
      const std::uint64_t offset = std::uint64_t{range.address} - of.tcdm_base;
      if (offset > of.tcdm_bytes || range.bytes > of.tcdm_bytes - offset)
        fail(fmt::format("{} of {}, '{}' at 0x{:08x} with {} bytes, is not "
                         "inside the TCDM, 0x{:08x} with {} bytes",
                         where, path, range.name, range.address, range.bytes,
                         of.tcdm_base, of.tcdm_bytes));
      if (++count_ > max_ranges)
        fail(fmt::format("more than {} ranges", max_ranges));
      made.push_back(std::move(range));
    }
    return made;
  }

  std::string origin_;
  std::size_t count_ = 0;
};

} // namespace

plan parse_plan(std::string_view text, const std::string &origin) {
  const json document = json::parse(text, nullptr, false);
  if (document.is_discarded())
    throw usage_error(origin + ": the plan is no JSON");
  return reader(origin).read(document);
}

plan read_plan(const std::filesystem::path &file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw usage_error("--plan: cannot read " + file.string());
  std::string text(max_plan_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > max_plan_bytes)
    throw usage_error(fmt::format("--plan: {} has more than {} bytes",
                                  file.string(), max_plan_bytes));
  return parse_plan(text, "--plan " + file.string());
}

} // namespace seeker::sim
