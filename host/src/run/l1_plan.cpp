// From a manifest's kernels and a configuration's stacks to ranges of L1.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/l1_plan.hpp"

namespace seeker::run {
namespace {

using nlohmann::json;

std::string text_of(const json &node, const char *field,
                    std::string_view otherwise) {
  const auto found = node.find(field);
  return found != node.end() && found->is_string() ? found->get<std::string>()
                                                   : std::string(otherwise);
}

/// A whole number of a buffer; nothing when there is none.
std::optional<std::uint64_t> number_of(const json &node, const char *field) {
  const auto found = node.find(field);
  if (found == node.end() || !found->is_number_unsigned())
    return std::nullopt;
  return found->get<std::uint64_t>();
}

result<void> add_buffer(json &buffers, const json &node, std::string_view path,
                        const config::configuration &on,
                        std::string_view origin) {
  const auto offset = number_of(node, "offset");
  const auto end = number_of(node, "end");
  if (!offset || !end)
    return fail(errc::format,
                "{}: {} has no offset and end, by which L1 could be monitored",
                origin, path);
  if (*offset > *end || *end > on.tcdm.bytes)
    return fail(errc::format, "{}: {} lies from {} to {} in an L1 of {} bytes",
                origin, path, *offset, *end, on.tcdm.bytes);
  buffers.push_back({{"name", text_of(node, "name", path)},
                     {"role", text_of(node, "role", "buffer")},
                     {"address", on.tcdm.base + *offset},
                     {"bytes", *end - *offset}});
  return {};
}

/// Harts' stacks lie at the top, hart 0's at the very top, the reserve below
/// (firmware/linker/seeker.ld).
json stacks(const config::configuration &on) {
  json made = json::array();
  const json firmware = on.document.value("firmware", json::object());
  const auto stack = number_of(firmware, "stack_bytes_per_hart").value_or(0);
  const auto reserve = number_of(firmware, "reserve_bytes").value_or(0);
  std::uint64_t top = on.tcdm.base + on.tcdm.bytes;
  for (std::uint32_t hart = 0; hart < on.harts(); ++hart) {
    top -= stack;
    made.push_back({{"name", fmt::format("stack of hart {}", hart)},
                    {"role", "stack"},
                    {"address", top},
                    {"bytes", stack},
                    {"hart", hart}});
  }
  made.push_back({{"name", "reserve"},
                  {"role", "reserve"},
                  {"address", top - reserve},
                  {"bytes", reserve}});
  return made;
}

} // namespace

result<std::string> l1_plan(const image::manifest &says,
                            const config::configuration &on,
                            std::string_view origin) {
  json kernels = json::array();
  for (const json &kernel : says.kernels) {
    const std::string path = fmt::format("kernels[{}]", kernels.size());
    json buffers = json::array();
    const auto found = kernel.find("buffers");
    if (found == kernel.end() || !found->is_array())
      return fail(errc::format, "{}: {} has no buffers", origin, path);
    for (const json &node : *found) {
      result<void> added = add_buffer(
          buffers, node, fmt::format("{}.buffers[{}]", path, buffers.size()),
          on, origin);
      if (!added)
        return added.error();
    }
    kernels.push_back({{"name", text_of(kernel, "name", path)},
                       {"buffers", std::move(buffers)}});
  }
  const json made = {{"tcdm",
                      {{"base", on.tcdm.base},
                       {"bytes", on.tcdm.bytes},
                       {"alias", on.alias_base}}},
                     {"record", says.record},
                     {"kernels", std::move(kernels)},
                     {"always", stacks(on)}};
  return made.dump();
}

} // namespace seeker::run
