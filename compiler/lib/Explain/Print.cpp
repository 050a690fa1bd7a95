// The explanation of a schedule for people: tables and sentences.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Explain/Explain.h"

#include "seeker/Proof/Proof.h"

#include "llvm/Support/Format.h"

using namespace seeker::explain;
namespace json = llvm::json;

namespace {

int64_t number(const json::Object &object, llvm::StringRef key) {
  return object.getInteger(key).value_or(0);
}

std::string text(const json::Object &object, llvm::StringRef key) {
  return object.getString(key).value_or("-").str();
}

// "[0, 40, 100]"
std::string list(const json::Object &object, llvm::StringRef key,
                 llvm::StringRef separator = ", ") {
  std::string result;
  if (const json::Array *array = object.getArray(key))
    for (const json::Value &value : *array)
      result += (result.empty() ? "" : separator.str()) +
                std::to_string(value.getAsInteger().value_or(0));
  return result;
}

// "153,600"
std::string grouped(int64_t value) {
  std::string digits = std::to_string(value);
  for (size_t at = digits.size(); at > 3; at -= 3)
    digits.insert(at - 3, ",");
  return digits;
}

void forEach(const json::Object &object, llvm::StringRef key,
             llvm::function_ref<void(const json::Object &)> visit) {
  if (const json::Array *array = object.getArray(key))
    for (const json::Value &value : *array)
      if (const json::Object *entry = value.getAsObject())
        visit(*entry);
}

std::string tilesText(const json::Object &tiles) {
  return "[" + list(tiles, "l1") + "], order [" + list(tiles, "order") + "], " +
         (tiles.getBoolean("dual_buffer").value_or(false) ? "dual-buffered"
                                                          : "single-buffered");
}

void printBuffers(const json::Object &kernel, llvm::raw_ostream &out) {
  size_t width = sizeof("buffer") - 1;
  forEach(kernel, "buffers", [&](const json::Object &buffer) {
    width = std::max(width, text(buffer, "name").size());
  });
  auto row = [&](const std::string &name, const std::string &bytes,
                 const std::string &offset, const std::string &end,
                 const std::string &shape, const std::string &reason) {
    out << "  " << llvm::left_justify(name, width) << " "
        << llvm::right_justify(bytes, 10) << " "
        << llvm::right_justify(offset, 10) << " "
        << llvm::right_justify(end, 10) << "  " << llvm::left_justify(shape, 16)
        << "  " << reason << "\n";
  };
  row("buffer", "bytes", "offset", "end", "shape", "reason");
  forEach(kernel, "buffers", [&](const json::Object &buffer) {
    std::string shape =
        list(buffer, "shape", "x") + " " + text(buffer, "dtype");
    if (number(buffer, "copies") > 1)
      shape += " x" + std::to_string(number(buffer, "copies"));
    row(text(buffer, "name"), grouped(number(buffer, "bytes")),
        grouped(number(buffer, "offset")), grouped(number(buffer, "end")),
        shape, text(buffer, "reason"));
  });
}

void printSlices(const json::Object &kernel, llvm::raw_ostream &out) {
  bool first = true;
  forEach(kernel, "views", [&](const json::Object &view) {
    out << (first ? "views (no buffers of their own)\n" : "");
    first = false;
    out << "  " << list(view, "shape", "x") << " of " << text(view, "of")
        << ": " << text(view, "reason") << "\n";
  });
  first = true;
  forEach(kernel, "not_allocated", [&](const json::Object &entry) {
    out << (first ? "not allocated\n" : "");
    first = false;
    out << "  " << list(entry, "shape", "x") << ": " << text(entry, "reason")
        << "\n";
  });
}

void printTransfers(const json::Object &kernel, llvm::raw_ostream &out) {
  bool first = true;
  forEach(kernel, "transfers", [&](const json::Object &transfer) {
    out << (first ? "transfers\n" : "");
    first = false;
    const std::string direction = text(transfer, "direction");
    out << "  " << text(transfer, "buffer");
    if (direction == "zero")
      out << " filled with zeros";
    else if (direction == "out")
      out << " -> " << text(transfer, "tensor");
    else
      out << " <- " << text(transfer, "tensor");
    out << ": " << grouped(number(transfer, "bytes")) << " bytes, "
        << number(transfer, "times")
        << (number(transfer, "times") == 1 ? " time" : " times");
    if (transfer.getInteger("operand"))
      out << ", operand " << number(transfer, "operand");
    out << "\n";
  });
}

void printProof(const json::Object &kernel, llvm::raw_ostream &out) {
  const json::Object *proof = kernel.getObject("proof");
  if (!proof)
    return;
  out << "proof:";
  for (size_t rule = 0; rule < seeker::proof::kNumRules; ++rule) {
    llvm::StringRef name =
        seeker::proof::nameOf(static_cast<seeker::proof::Rule>(rule));
    out << " " << name
        << (proof->getBoolean(name).value_or(false) ? " yes" : " NO");
  }
  out << "\n";
}

void printSuggestions(const json::Object &kernel, llvm::raw_ostream &out) {
  bool first = true;
  forEach(kernel, "suggestions", [&](const json::Object &suggestion) {
    out << (first ? "what fits, best first\n" : "");
    first = false;
    out << "  " << tilesText(suggestion) << ": "
        << grouped(number(suggestion, "need_bytes")) << " bytes, "
        << grouped(number(suggestion, "predicted_cycles"))
        << " cycles predicted\n";
  });
}

} // namespace

void seeker::explain::print(const Explanation &explanation,
                            llvm::raw_ostream &out) {
  for (const json::Value &value : explanation.kernels) {
    const json::Object &kernel = *value.getAsObject();
    const bool fits = kernel.getBoolean("fits").value_or(false);
    out << "kernel " << text(kernel, "name") << ": "
        << (fits ? "fits into L1: needs " : "does not fit into L1: needs ")
        << grouped(number(kernel, "need_bytes")) << " bytes, has "
        << grouped(number(kernel, "budget_bytes")) << " (no layout needs less "
        << "than " << grouped(number(kernel, "lower_bound_bytes")) << ")\n";
    if (const json::Object *tiles = kernel.getObject("tiles"))
      out << "tiles " << tilesText(*tiles) << "; "
          << grouped(number(kernel, "predicted_cycles"))
          << " cycles predicted\n";
    printBuffers(kernel, out);
    printSlices(kernel, out);
    printTransfers(kernel, out);
    printProof(kernel, out);
    printSuggestions(kernel, out);
    out << "\n";
  }
}
