// Renders explanations: a section for each question that a table answers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/explain.hpp"

#include "seeker/report/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace seeker::report {
namespace {

using nlohmann::json;
using align = table::align;

const json &field(const json &object, const char *key) {
  static const json nothing;
  if (!object.is_object())
    return nothing;
  const auto found = object.find(key);
  return found == object.end() ? nothing : *found;
}

/// The elements of an array, or none.
const json &list(const json &object, const char *key) {
  static const json nothing = json::array();
  const json &value = field(object, key);
  return value.is_array() ? value : nothing;
}

std::optional<std::uint64_t> number(const json &object, const char *key) {
  const json &value = field(object, key);
  if (!value.is_number_unsigned())
    return std::nullopt;
  return value.get<std::uint64_t>();
}

std::string shown(const json &value) {
  if (value.is_string())
    return value.get<std::string>();
  if (value.is_number_unsigned())
    return grouped(value.get<std::uint64_t>());
  if (value.is_null())
    return "-";
  return value.dump();
}

std::string shown(const json &object, const char *key) {
  return shown(field(object, key));
}

std::string dimensions(const json &shape) {
  if (!shape.is_array())
    return "-";
  std::string made;
  for (const json &extent : shape)
    made += (made.empty() ? "" : "x") + extent.dump();
  return made.empty() ? "scalar" : made;
}

std::string brackets(const json &numbers) {
  if (!numbers.is_array())
    return "-";
  std::string made;
  for (const json &one : numbers)
    made += (made.empty() ? "" : ", ") + one.dump();
  return "[" + made + "]";
}

std::string tiling(const json &tiles) {
  std::string made = "l1 = " + brackets(field(tiles, "l1"));
  if (!list(tiles, "order").empty())
    made += ", order = " + brackets(field(tiles, "order"));
  if (field(tiles, "dual_buffer").is_boolean())
    made += field(tiles, "dual_buffer").get<bool>() ? ", double-buffered"
                                                    : ", single-buffered";
  return made;
}

std::string operand_of(const json &buffer) {
  const json &operand = field(buffer, "operand");
  return operand.is_number_integer() ? "operand " + operand.dump() : "-";
}

/// A buffer's name without its kernel's, which stands above the table.
std::string short_name(const json &kernel, const json &name) {
  const std::string whole = shown(name);
  const std::string prefix = shown(kernel, "name") + ".";
  return whole.starts_with(prefix) ? whole.substr(prefix.size()) : whole;
}

/// Most lines share the kernel's place in the source; others name their own.
std::string source(const json &kernel) {
  const json &buffers = list(kernel, "buffers");
  return buffers.empty() ? "-" : shown(buffers[0], "location");
}
std::string elsewhere(const json &kernel, const json &one) {
  const std::string place = shown(one, "location");
  return place == source(kernel) ? "" : "  (" + place + ")";
}

/// Where a buffer lies, that it was not placed, or that it lies beyond.
std::string range(const json &kernel, const json &buffer) {
  const auto offset = number(buffer, "offset");
  const auto end = number(buffer, "end");
  const auto budget = number(kernel, "budget_bytes");
  if (!offset || !end)
    return "not placed";
  return fmt::format("{} - {}{}", grouped(*offset), grouped(*end),
                     budget && *end > *budget ? " over" : "");
}

std::string summary(const json &kernel) {
  const bool fits = field(kernel, "fits") == true;
  std::string made = fmt::format("kernel {}: {}\n", shown(kernel, "name"),
                                 fits ? "fits" : "DOES NOT FIT");
  made += "  source  " + source(kernel) + "\n";
  made += "  tiles   " + tiling(field(kernel, "tiles")) + "\n";
  const auto need = number(kernel, "need_bytes");
  const auto budget = number(kernel, "budget_bytes");
  made +=
      fmt::format("  L1      needs {} B of {} B", shown(kernel, "need_bytes"),
                  shown(kernel, "budget_bytes"));
  if (need && budget && *need > *budget)
    made += fmt::format(": {} B too much", grouped(*need - *budget));
  else if (need && budget)
    made += fmt::format(": {} B left", grouped(*budget - *need));
  made += fmt::format("; no layout of this tiling needs less than {} B\n",
                      shown(kernel, "lower_bound_bytes"));
  for (const json &buffer : list(kernel, "buffers")) {
    const auto bytes = number(buffer, "bytes");
    if (bytes && budget && *bytes > *budget)
      made += fmt::format(
          "  cause   {} ({} {}, {}) alone has {} B, {} B more than the "
          "budget: no layout can save this tiling\n",
          short_name(kernel, field(buffer, "name")),
          dimensions(field(buffer, "shape")), shown(buffer, "dtype"),
          operand_of(buffer), grouped(*bytes), grouped(*bytes - *budget));
  }
  if (number(kernel, "predicted_cycles"))
    made += fmt::format("  cycles  {} predicted\n",
                        shown(kernel, "predicted_cycles"));
  return made;
}

std::string buffers(const json &kernel) {
  table lines({{"buffer"},
               {"role"},
               {"operand"},
               {"shape"},
               {"bytes", align::right},
               {"offset - end", align::right},
               {"pitch", align::right},
               {"copies", align::right},
               {"live"},
               {"bytes in L3", align::right}});
  std::string reasons;
  for (const json &one : list(kernel, "buffers")) {
    const std::string name = short_name(kernel, field(one, "name"));
    lines.add({name, shown(one, "role"), operand_of(one),
               dimensions(field(one, "shape")) + " " + shown(one, "dtype"),
               shown(one, "bytes"), range(kernel, one),
               shown(one, "row_pitch_bytes"), shown(one, "copies"),
               brackets(field(one, "live")), shown(one, "l3_bytes")});
    reasons += fmt::format("    {}: {}{}\n", name, shown(one, "reason"),
                           elsewhere(kernel, one));
  }
  if (lines.empty())
    return {};
  return "\n  Buffers in L1, and why each exists; there are no others\n" +
         lines.text("    ") + reasons;
}

std::string without_buffer(const json &kernel) {
  std::string made;
  for (const json &one : list(kernel, "not_allocated"))
    made += fmt::format("    {}: {}{}\n", dimensions(field(one, "shape")),
                        shown(one, "reason"), elsewhere(kernel, one));
  if (made.empty())
    return {};
  return "\n  Tiles and values without a buffer of their own, and why\n" + made;
}

std::string views(const json &kernel) {
  std::string made;
  for (const json &one : list(kernel, "views"))
    made += fmt::format(
        "    {} with strides {} of {}: {}{}\n", dimensions(field(one, "shape")),
        brackets(field(one, "strides")), short_name(kernel, field(one, "of")),
        shown(one, "reason"), elsewhere(kernel, one));
  if (made.empty())
    return {};
  return "\n  Views: parts of buffers that the cores work on\n" + made;
}

/// "operand 1: w in L3 -> w in L1: 25 transfers of 153,600 B, 3,840,000 B".
std::string movement(const json &kernel, const json &buffer,
                     const json &transfer) {
  const bool out = shown(transfer, "direction") == "out";
  const std::string tensor = shown(transfer, "tensor") + " in L3";
  const std::string place =
      short_name(kernel, field(transfer, "buffer")) + " in L1";
  const auto bytes = number(transfer, "bytes");
  const auto times = number(transfer, "times");
  return fmt::format(
      "    {}: {} -> {}: {} transfer{} of {} B, {} B in all\n",
      operand_of(transfer.contains("operand") ? transfer : buffer),
      out ? place : tensor, out ? tensor : place, shown(transfer, "times"),
      times == 1 ? "" : "s", shown(transfer, "bytes"),
      bytes && times ? grouped(*bytes * *times) : "-");
}

/// By buffers, so that a reader finds what feeds and what drains each.
std::string transfers(const json &kernel) {
  std::string made;
  for (const json &buffer : list(kernel, "buffers")) {
    bool moves = false;
    for (const json &one : list(kernel, "transfers")) {
      if (field(one, "buffer") != field(buffer, "name"))
        continue;
      made += movement(kernel, buffer, one);
      moves = true;
    }
    if (!moves)
      made += fmt::format("    {}: {} has no transfer; it is filled and read "
                          "in L1\n",
                          operand_of(buffer),
                          short_name(kernel, field(buffer, "name")));
  }
  if (made.empty())
    return {};
  return "\n  DMA transfers: how each operand reaches the kernel, and how "
         "results leave\n" +
         made;
}

std::string proof(const json &kernel) {
  const json &proofs = field(kernel, "proof");
  if (!proofs.is_object())
    return {};
  std::string made = "\n  Proofs\n";
  for (const auto &[what, value] : proofs.items())
    made += fmt::format("    {}: {}\n", what,
                        value == true    ? "proven"
                        : value == false ? "NOT PROVEN"
                                         : shown(value));
  return made;
}

std::string suggestions(const json &kernel) {
  const json &all = list(kernel, "suggestions");
  if (all.empty())
    return {};
  table lines({{"tiles"},
               {"order"},
               {"buffering"},
               {"needs", align::right},
               {"predicted cycles", align::right},
               {"option"}});
  for (const json &one : all) {
    const bool dual = field(one, "dual_buffer") == true;
    std::string option = "--tiles \"" + brackets(field(one, "l1")) + "\"";
    if (!list(one, "order").empty())
      option += " --order \"" + brackets(field(one, "order")) + "\"";
    option += std::string(" --dual-buffer ") + (dual ? "on" : "off");
    std::string buffering = dual ? "double" : "single";
    if (const json &copies = field(one, "buffers");
        dual && copies.is_number() && copies != 2) {
      option += " --buffers " + copies.dump();
      buffering = copies.dump() + " copies";
    }
    if (const json &rows = field(one, "rows");
        rows.is_string() && rows != "dense") {
      option += " --rows " + rows.get<std::string>();
      buffering += ", rows " + rows.get<std::string>();
    }
    lines.add({brackets(field(one, "l1")), brackets(field(one, "order")),
               buffering, shown(one, "need_bytes") + " B",
               shown(one, "predicted_cycles"), option});
  }
  return "\n  What fits, fastest first\n" + lines.text("    ");
}

} // namespace

bool all_fit(const json &explained) {
  const json &kernels = list(explained, "kernels");
  return !kernels.empty() &&
         std::all_of(kernels.begin(), kernels.end(), [](const json &kernel) {
           return field(kernel, "fits") == true;
         });
}

std::string explain_text(const json &explained) {
  std::string made;
  for (const json &kernel : list(explained, "kernels")) {
    if (!made.empty())
      made += "\n";
    made += summary(kernel) + buffers(kernel) + without_buffer(kernel) +
            views(kernel) + transfers(kernel) + proof(kernel) +
            suggestions(kernel);
  }
  if (made.empty())
    made = "no kernels: nothing is computed in L1\n";
  return made;
}

} // namespace seeker::report
