// Reads the manifest and checks it against its schema's rules.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/image/manifest.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace seeker::image {
namespace {

using nlohmann::json;

/// Typed access to the fields of one object; remembers the first violation.
class fields {
public:
  fields(const json &object, std::string path, std::string &problem)
      : object_(object), path_(std::move(path)), problem_(problem) {
    if (!object.is_object())
      note("", "is no object");
  }

  const json *get(const char *key) {
    if (!object_.is_object())
      return nullptr;
    const auto found = object_.find(key);
    if (found == object_.end()) {
      note(key, "is missing");
      return nullptr;
    }
    return &*found;
  }

  std::string string(const char *key) {
    const json *value = get(key);
    if (value && !value->is_string())
      note(key, "is no string");
    return value && value->is_string() ? value->get<std::string>() : "";
  }

  std::uint64_t number(const char *key, std::uint64_t minimum,
                       std::uint64_t maximum) {
    const json *value = get(key);
    if (!value)
      return 0;
    if (!value->is_number_unsigned()) {
      note(key, "is no whole number of 0 or more");
      return 0;
    }
    const auto n = value->get<std::uint64_t>();
    if (n < minimum || n > maximum)
      note(key,
           fmt::format("is {}, allowed are {} to {}", n, minimum, maximum));
    return n;
  }

  std::uint64_t address(const char *key) { return number(key, 0, 0xffffffff); }

  const json *array(const char *key) {
    const json *value = get(key);
    if (value && !value->is_array())
      note(key, "is no array");
    return value && value->is_array() ? value : nullptr;
  }

  void note(std::string_view key, std::string_view what) {
    if (problem_.empty())
      problem_ =
          fmt::format("{}{}{} {}", path_,
                      path_.empty() || key.empty() ? "" : ".", key, what);
  }

private:
  const json &object_;
  std::string path_;
  std::string &problem_;
};

std::uint64_t parse_hash(fields &in) {
  const std::string text = in.string("hash");
  std::uint64_t hash = 0;
  const char *end = text.data() + text.size();
  const bool lower = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  if (text.size() != 16 || !lower ||
      std::from_chars(text.data(), end, hash, 16).ptr != end)
    in.note("hash", "is not 16 hexadecimal digits");
  return hash;
}

role parse_role(fields &in) {
  const std::string text = in.string("role");
  for (const role kind : {role::input, role::output, role::state, role::weight,
                          role::intermediate})
    if (text == name(kind))
      return kind;
  in.note("role",
          fmt::format("is '{}', allowed are input, output, state, weight "
                      "and intermediate",
                      text));
  return role::input;
}

/// Of a weight that shares its place with others.
std::optional<needed_by> parse_needed(const json &pair, fields &in) {
  constexpr std::uint64_t most = 1 << 20;
  const auto is_kernel = [](const json &one) {
    return one.is_number_unsigned() && one.get<std::uint64_t>() < most;
  };
  if (!pair.is_array() || pair.size() != 2 || !is_kernel(pair[0]) ||
      !is_kernel(pair[1]) || pair[0] > pair[1]) {
    in.note("needed", "is not the first and the last kernel");
    return std::nullopt;
  }
  return needed_by{pair[0].get<std::uint32_t>(), pair[1].get<std::uint32_t>()};
}

tensor parse_tensor(const json &node, const std::string &path,
                    std::string &problem) {
  fields in(node, path, problem);
  tensor made;
  made.name = in.string("name");
  // The name becomes part of a file's.
  if (made.name.empty() || made.name.find('/') != std::string::npos)
    in.note("name", fmt::format("is '{}'", made.name));
  made.role = parse_role(in);
  if (const json *dims = in.array("shape"))
    for (const json &extent : *dims) {
      if (!extent.is_number_unsigned() || extent.get<std::uint64_t>() == 0) {
        in.note("shape", "has an extent that is no whole number of 1 or more");
        return made;
      }
      made.dims.push_back(extent.get<std::uint64_t>());
    }
  const std::string type = in.string("dtype");
  const auto known = seeker::tensor::parse_dtype(type);
  if (!known)
    in.note("dtype", fmt::format("is '{}', allowed are f64 and f32", type));
  made.type = known.value_or(seeker::tensor::dtype::f64);
  made.address = in.address("address");
  made.bytes = in.number("bytes", 1, std::uint64_t{1} << 32);
  if (node.is_object() && node.contains("loaded")) {
    if (!node["loaded"].is_boolean())
      in.note("loaded", "is neither true nor false");
    else
      made.loaded = node["loaded"].get<bool>();
  }
  if (node.is_object() && node.contains("needed")) {
    made.needed = parse_needed(node["needed"], in);
    if (made.role != role::weight || made.loaded)
      in.note("needed", "is only for weights that the image does not carry");
  }
  const auto count = seeker::tensor::elements(made.dims);
  if (!count || *count * size_bytes(made.type) != made.bytes)
    in.note("bytes", fmt::format("is {}, which a {}x{} has not", made.bytes,
                                 seeker::tensor::text(made.dims),
                                 seeker::tensor::name(made.type)));
  if (made.address % size_bytes(made.type) != 0)
    in.note("address",
            fmt::format("is 0x{:x}, not aligned to an element of {} bytes",
                        made.address, size_bytes(made.type)));
  return made;
}

/// Whether two tensors may lie in one place.
bool take_turns(const tensor &a, const tensor &b) {
  return a.needed && b.needed &&
         (a.needed->last < b.needed->first || b.needed->last < a.needed->first);
}

} // namespace

std::string_view name(role kind) {
  switch (kind) {
  case role::input:
    return "input";
  case role::output:
    return "output";
  case role::state:
    return "state";
  case role::weight:
    return "weight";
  case role::intermediate:
    return "intermediate";
  }
  return "unknown";
}

const tensor *manifest::find(std::string_view wanted) const {
  const auto found =
      std::find_if(tensors.begin(), tensors.end(),
                   [&](const tensor &one) { return one.name == wanted; });
  return found == tensors.end() ? nullptr : &*found;
}

result<manifest> parse_manifest(std::string_view text,
                                std::string_view origin) {
  const json document = json::parse(text, nullptr, false);
  if (document.is_discarded())
    return fail(errc::format, "{}: its manifest is no JSON", origin);
  std::string problem;
  fields in(document, "", problem);
  manifest made;
  if (in.string("schema") != "seeker-image")
    in.note("schema", "is not 'seeker-image'");
  in.number("version", 1, 1);
  made.producer = in.string("producer");
  made.model = in.string("model");
  if (const json *node = in.get("configuration")) {
    fields configuration(*node, "configuration", problem);
    made.configuration_name = configuration.string("name");
    made.configuration_hash = parse_hash(configuration);
  }
  made.entry = in.address("entry");
  made.tohost = in.address("tohost");
  made.record = in.address("record");
  constexpr auto any = static_cast<std::uint64_t>(-1);
  made.l1_budget_bytes = in.number("l1_budget_bytes", 0, any);
  made.predicted_cycles = in.number("predicted_cycles", 0, any);
  std::set<std::string> names;
  if (const json *nodes = in.array("tensors"))
    for (const json &node : *nodes) {
      const std::string path = fmt::format("tensors[{}]", made.tensors.size());
      tensor one = parse_tensor(node, path, problem);
      if (!names.insert(one.name).second)
        fields(node, path, problem)
            .note("name", fmt::format("is '{}', as another's", one.name));
      made.tensors.push_back(std::move(one));
    }
  if (const json *kernels = in.array("kernels"))
    made.kernels = *kernels;
  if (!problem.empty())
    return fail(errc::format, "{}: its manifest is wrong: {}", origin, problem);
  return made;
}

result<void> check_placement(const manifest &says,
                             const config::configuration &on,
                             std::string_view origin) {
  const auto end = [](const tensor &one) { return one.address + one.bytes; };
  std::vector<const tensor *> sorted;
  for (const tensor &one : says.tensors) {
    if (!on.l3.contains(one.address, one.bytes))
      return fail(errc::format,
                  "{}: tensor '{}' at 0x{:08x} to 0x{:08x} is not inside L3, "
                  "0x{:08x} to 0x{:08x}",
                  origin, one.name, one.address, end(one), on.l3.base,
                  on.l3.base + on.l3.bytes);
    sorted.push_back(&one);
  }
  std::sort(sorted.begin(), sorted.end(), [](const tensor *a, const tensor *b) {
    return a->address < b->address;
  });
  constexpr std::ptrdiff_t most = 4096;
  if (const auto count = std::count_if(
          sorted.begin(), sorted.end(),
          [](const tensor *one) { return one->needed.has_value(); });
      count > most)
    return fail(errc::limit, "{}: {} weights take turns in L3, at most {} can",
                origin, count, most);
  // Those that begin before the one looked at and have not ended there.
  std::vector<const tensor *> open;
  for (const tensor *one : sorted) {
    std::erase_if(
        open, [&](const tensor *other) { return end(*other) <= one->address; });
    for (const tensor *other : open)
      if (!take_turns(*other, *one))
        return fail(errc::format,
                    "{}: tensors '{}' at 0x{:08x} to 0x{:08x} and '{}' at "
                    "0x{:08x} overlap",
                    origin, other->name, other->address, end(*other), one->name,
                    one->address);
    open.push_back(one);
  }
  for (const auto &[what, address] :
       {std::pair("tohost", says.tohost), std::pair("record", says.record),
        std::pair("entry", says.entry)})
    if (!on.l3.contains(address, 4))
      return fail(errc::format, "{}: {} at 0x{:08x} is not inside L3", origin,
                  what, address);
  if (says.tohost % 8 != 0 || says.record % 8 != 0)
    return fail(errc::format,
                "{}: tohost at 0x{:08x} and record at 0x{:08x} must be "
                "multiples of 8",
                origin, says.tohost, says.record);
  return {};
}

} // namespace seeker::image
