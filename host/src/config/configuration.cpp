// Reads configurations, hashes them and tells how two differ.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/config/configuration.hpp"

#include "seeker/base/file.hpp"
#include "seeker/base/sha256.hpp"

#include <charconv>

namespace seeker::config {
namespace {

using nlohmann::json;

constexpr std::uint64_t max_file_bytes = 1 << 20;

// Floats would be printed differently by Python and here; there are none.
bool has_float(const json &node) {
  if (node.is_number_float())
    return true;
  if (!node.is_structured())
    return false;
  for (const json &child : node)
    if (has_float(child))
      return true;
  return false;
}

std::uint64_t hash_of(const json &document) {
  const std::string canonical = document.dump(-1, ' ', true);
  const std::string digest = sha256_hex(std::as_bytes(std::span(canonical)));
  std::uint64_t hash = 0;
  std::from_chars(digest.data(), digest.data() + 16, hash, 16);
  return hash;
}

/// Reads numbers by path and remembers the first that is missing or unfit.
class reader {
public:
  reader(const json &document, std::string_view origin)
      : document_(document), origin_(origin) {}

  std::uint64_t number(const char *path, std::uint64_t maximum) {
    const json::json_pointer pointer(path);
    if (!document_.contains(pointer))
      return note(path, "is missing");
    const json &leaf = document_[pointer];
    std::uint64_t value = 0;
    if (leaf.is_number_unsigned()) {
      value = leaf.get<std::uint64_t>();
    } else if (leaf.is_string()) {
      const auto &text = leaf.get_ref<const std::string &>();
      const char *end = text.data() + text.size();
      if (!text.starts_with("0x") ||
          std::from_chars(text.data() + 2, end, value, 16).ptr != end)
        return note(path, "is no address: \"" + text + "\"");
    } else {
      return note(path, "is no number: " + leaf.dump());
    }
    if (value > maximum)
      return note(path, fmt::format("is {}, at most {}", value, maximum));
    return value;
  }

  bool flag(const char *path) {
    const json::json_pointer pointer(path);
    if (!document_.contains(pointer))
      return note(path, "is missing") != 0;
    if (!document_[pointer].is_boolean())
      return note(path, "is neither true nor false: " +
                            document_[pointer].dump()) != 0;
    return document_[pointer].get<bool>();
  }

  region area(const std::string &path) {
    constexpr std::uint64_t limit = std::uint64_t{1} << 32;
    region area;
    area.base = number((path + "/base").c_str(), limit - 1);
    area.bytes = number((path + "/bytes").c_str(), limit - area.base);
    return area;
  }

  bool failed() const { return !problem_.empty(); }
  error cause() const {
    return fail(errc::format, "{}: {}", origin_, problem_);
  }

private:
  std::uint64_t note(std::string_view path, std::string_view what) {
    if (problem_.empty())
      problem_ = fmt::format("{} {}", path.substr(1), what);
    return 0;
  }

  const json &document_;
  std::string_view origin_;
  std::string problem_;
};

void differences(const json &here, const json &there, const std::string &path,
                 std::vector<std::string> &lines) {
  if (here == there)
    return;
  if (here.is_object() && there.is_object()) {
    json keys = here;
    keys.update(there);
    for (const auto &[key, unused] : keys.items()) {
      const std::string below = path.empty() ? key : path + "." + key;
      differences(here.contains(key) ? here[key] : json(),
                  there.contains(key) ? there[key] : json(), below, lines);
    }
    return;
  }
  lines.push_back(
      fmt::format("{}: {}, there {}", path, here.dump(), there.dump()));
}

} // namespace

std::string hash_text(std::uint64_t hash) {
  return fmt::format("{:016x}", hash);
}

result<configuration> parse(std::string_view text, std::string_view origin) {
  json document = json::parse(text, nullptr, false);
  if (document.is_discarded() || !document.is_object())
    return fail(errc::format, "{}: not a JSON object", origin);
  if (has_float(document))
    return fail(errc::format, "{}: only whole numbers are allowed", origin);
  if (!document.contains("name") || !document["name"].is_string())
    return fail(errc::format, "{}: name is missing", origin);

  configuration made;
  reader read(document, origin);
  made.name = document["name"].get<std::string>();
  made.compute_cores =
      static_cast<std::uint32_t>(read.number("/cluster/compute_cores", 1024));
  made.dm_cores =
      static_cast<std::uint32_t>(read.number("/cluster/dm_cores", 16));
  made.perf_counters =
      static_cast<std::uint32_t>(read.number("/cluster/perf_counters", 64));
  made.max_payload_bytes = static_cast<std::uint32_t>(
      read.number("/bridge/max_payload_bytes", 1 << 20));
  made.dma_data_bytes =
      static_cast<std::uint32_t>(read.number("/dma/data_bytes", 4096));
  made.ssr_credits =
      static_cast<std::uint32_t>(read.number("/ssr/credits", 16));
  made.frep_buffer =
      static_cast<std::uint32_t>(read.number("/frep/buffer", 1024));
  made.frep_nests = static_cast<std::uint32_t>(read.number("/frep/nests", 8));
  made.frep_length_minus_one = read.flag("/frep/length_minus_one");
  made.debug_module = read.flag("/debug/module");
  made.debug_triggers =
      static_cast<std::uint32_t>(read.number("/debug/triggers", 16));
  made.alias_base = read.number("/cluster/alias_base", 0xffffffff);
  made.tcdm = read.area("/tcdm");
  made.boot_rom = read.area("/boot_rom");
  made.peripheral = read.area("/peripheral");
  made.l3 = read.area("/l3");
  made.clint = read.area("/clint");
  made.zero_memory = read.area("/zero_memory");
  made.external_slave = read.area("/external_slave");
  if (read.failed())
    return read.cause();
  made.hash = hash_of(document);
  made.document = std::move(document);
  return made;
}

result<configuration> load(const std::string &name_or_file) {
  const bool is_file = name_or_file.ends_with(".json") ||
                       name_or_file.find('/') != std::string::npos;
  const std::filesystem::path path =
      is_file ? std::filesystem::path(name_or_file)
              : share_folder() / "cfg" / (name_or_file + ".json");
  result<std::vector<std::byte>> content = read_file(path, max_file_bytes);
  if (!content)
    return within_context(content.error(),
                          fmt::format("configuration '{}'", name_or_file));
  return parse(
      {reinterpret_cast<const char *>(content->data()), content->size()},
      path.string());
}

result<configuration> find(std::uint64_t hash) {
  std::error_code ec;
  const std::filesystem::path folder = share_folder() / "cfg";
  for (const auto &entry : std::filesystem::directory_iterator(folder, ec)) {
    if (entry.path().extension() != ".json")
      continue;
    result<configuration> candidate = load(entry.path().string());
    if (candidate && candidate->hash == hash)
      return candidate;
  }
  return fail(errc::mismatch, "no configuration in {} has the hash {}",
              folder.string(), hash_text(hash));
}

std::vector<std::string> difference(const configuration &here,
                                    const configuration &there) {
  std::vector<std::string> lines;
  differences(here.document, there.document, "", lines);
  return lines;
}

error mismatch(std::string_view wanted_by, std::uint64_t wanted,
               std::string_view found_at, std::uint64_t found) {
  const result<configuration> here = find(wanted);
  const result<configuration> there = find(found);
  const auto named = [](const result<configuration> &known,
                        std::uint64_t hash) {
    return known ? fmt::format("'{}' ({})", known->name, hash_text(hash))
                 : hash_text(hash);
  };
  error cause =
      fail(errc::mismatch, "{} is made for the configuration {}, {} has {}",
           wanted_by, named(here, wanted), found_at, named(there, found));
  if (here && there)
    for (const std::string &line : difference(*here, *there))
      cause.message += "\n  " + line;
  return cause;
}

} // namespace seeker::config
