// Reads lifetimes from CSV, plans them, writes the offsets.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/L1/PlanCsv.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/ToolOutputFile.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>

using namespace llvm;
using namespace seeker::l1;

namespace {

// Far beyond any L1, and small enough that no sum of them overflows.
constexpr int64_t kMaxSize = int64_t(1) << 40;
constexpr int64_t kMaxTime = int64_t(1) << 40;
constexpr int64_t kMaxAlignment = int64_t(1) << 20;
constexpr size_t kMaxBuffers = 20'000;

constexpr StringLiteral kUsage =
    "usage: seeker plan FILE.csv --capacity BYTES [-o OUT.csv] [--json]\n";
constexpr StringLiteral kHelp = R"(
Gives each buffer an offset such that no two that live at the same time overlap.

  FILE.csv          a header id,lower,upper,size[,alignment], then a buffer a
                    line: it lives from time lower to before upper; - is stdin
  --capacity BYTES  the memory's size
  -o OUT.csv        where the buffers with their offsets go, else to stdout
  --json            the plan as JSON, to stdout

Exit codes: 0 all fit, 1 they do not, 2 usage or input.
)";

Error fail(StringRef name, size_t line, const Twine &what) {
  return createStringError(name + ":" + Twine(line) + ": " + what);
}

// Where each column is, by the header line.
struct Columns {
  std::optional<size_t> id, lower, upper, size, alignment;
  size_t count = 0;
};

Expected<Columns> parseHeader(StringRef line, StringRef name, size_t number) {
  Columns columns;
  SmallVector<StringRef> cells;
  line.split(cells, ',');
  columns.count = cells.size();
  std::optional<size_t> offset;
  for (auto [index, cell] : enumerate(cells)) {
    StringRef title = cell.trim();
    std::optional<size_t> *column = nullptr;
    if (title == "id")
      column = &columns.id;
    else if (title == "lower")
      column = &columns.lower;
    else if (title == "upper")
      column = &columns.upper;
    else if (title == "size")
      column = &columns.size;
    else if (title == "alignment")
      column = &columns.alignment;
    else if (title == "offset")
      column = &offset;
    else
      return fail(name, number,
                  "unknown column '" + title +
                      "'; known are id, lower, upper, size, alignment, offset");
    if (*column)
      return fail(name, number, "column '" + title + "' is there twice");
    *column = index;
  }
  for (auto [column, title] :
       {std::pair(columns.id, "id"), std::pair(columns.lower, "lower"),
        std::pair(columns.upper, "upper"), std::pair(columns.size, "size")})
    if (!column)
      return fail(name, number, Twine("column '") + title + "' is missing");
  return columns;
}

Expected<int64_t> parseNumber(StringRef cell, StringRef title, int64_t low,
                              int64_t high, StringRef name, size_t line) {
  int64_t value = 0;
  if (cell.getAsInteger(10, value))
    return fail(name, line,
                title + " '" + cell + "' is not a whole number of 64 bits");
  if (value < low || value > high)
    return fail(name, line,
                title + " " + Twine(value) + " is outside " + Twine(low) +
                    " to " + Twine(high));
  return value;
}

Expected<Buffer> parseBuffer(StringRef line, const Columns &columns,
                             StringRef name, size_t number) {
  SmallVector<StringRef> cells;
  line.split(cells, ',');
  if (cells.size() != columns.count)
    return fail(name, number,
                "has " + Twine(cells.size()) + " cells where the header has " +
                    Twine(columns.count));
  Buffer buffer;
  buffer.id = cells[*columns.id].trim().str();
  if (buffer.id.empty())
    return fail(name, number, "id is empty");
  struct Field {
    std::optional<size_t> column;
    StringRef title;
    int64_t low, high;
    int64_t &value;
  };
  Field fields[] = {
      {columns.lower, "lower", -kMaxTime, kMaxTime, buffer.lower},
      {columns.upper, "upper", -kMaxTime, kMaxTime, buffer.upper},
      {columns.size, "size", 1, kMaxSize, buffer.size},
      {columns.alignment, "alignment", 1, kMaxAlignment, buffer.alignment}};
  for (Field &field : fields) {
    if (!field.column)
      continue;
    Expected<int64_t> value =
        parseNumber(cells[*field.column].trim(), field.title, field.low,
                    field.high, name, number);
    if (!value)
      return value.takeError();
    field.value = *value;
  }
  if (buffer.lower >= buffer.upper)
    return fail(name, number,
                "lifetime [" + Twine(buffer.lower) + ", " +
                    Twine(buffer.upper) + ") is empty");
  if (!isPowerOf2_64(buffer.alignment))
    return fail(name, number,
                "alignment " + Twine(buffer.alignment) +
                    " is not a power of two");
  return buffer;
}

struct Request {
  StringRef input;
  StringRef output;
  int64_t capacity = -1;
  bool json = false;
};

// Answers the complaint, or nothing.
std::optional<std::string> parseArgs(ArrayRef<StringRef> args,
                                     Request &request) {
  for (size_t i = 0; i < args.size(); ++i) {
    StringRef arg = args[i];
    std::optional<StringRef> inlined;
    if (arg.starts_with("--") && arg.contains('=')) {
      inlined = arg.split('=').second;
      arg = arg.split('=').first;
    }
    auto value = [&]() -> std::optional<StringRef> {
      if (inlined)
        return inlined;
      if (i + 1 == args.size())
        return std::nullopt;
      return args[++i];
    };
    if (arg == "--json") {
      request.json = true;
    } else if (arg == "--capacity") {
      std::optional<StringRef> text = value();
      if (!text)
        return "--capacity wants a number of bytes";
      if (text->getAsInteger(10, request.capacity) || request.capacity < 0 ||
          request.capacity > kMaxSize)
        return ("--capacity '" + *text +
                "' is not a number of bytes from 0 "
                "to " +
                Twine(kMaxSize))
            .str();
    } else if (arg == "-o") {
      std::optional<StringRef> path = value();
      if (!path || path->empty())
        return "-o wants a file";
      request.output = *path;
    } else if (arg.starts_with("-") && arg != "-") {
      return ("unknown option '" + arg + "'").str();
    } else if (!request.input.empty()) {
      return ("more than one file: '" + request.input + "' and '" + arg + "'")
          .str();
    } else {
      request.input = arg;
    }
  }
  if (request.input.empty())
    return "no file to plan";
  if (request.capacity < 0)
    return "--capacity is missing";
  return std::nullopt;
}

json::Value toJson(const std::vector<Buffer> &buffers, const Plan &plan) {
  json::Array rows;
  for (auto [buffer, offset] : zip_equal(buffers, plan.offsets))
    rows.push_back(json::Object{{"id", buffer.id},
                                {"lower", buffer.lower},
                                {"upper", buffer.upper},
                                {"size", buffer.size},
                                {"alignment", buffer.alignment},
                                {"offset", offset}});
  json::Array hopeless;
  for (size_t index : plan.hopeless)
    hopeless.push_back(buffers[index].id);
  return json::Object{{"fits", plan.fits()},
                      {"capacity_bytes", plan.capacity},
                      {"need_bytes", plan.need},
                      {"lower_bound_bytes", plan.lowerBound},
                      {"gap_bytes", plan.gap()},
                      {"search_steps", plan.steps},
                      {"larger_than_capacity", std::move(hopeless)},
                      {"buffers", std::move(rows)}};
}

// What a person wants to know of a plan, on one line a fact.
void printSummary(const std::vector<Buffer> &buffers, const Plan &plan,
                  raw_ostream &err) {
  if (plan.fits()) {
    err << "fits: " << buffers.size() << " buffers need " << plan.need << " of "
        << plan.capacity << " bytes; proven lower bound " << plan.lowerBound
        << "\n";
    return;
  }
  for (size_t index : plan.hopeless)
    err << "error: buffer '" << buffers[index].id << "' of "
        << buffers[index].size
        << " bytes is larger than the capacity by itself: no layout can save "
           "it\n";
  err << "error: does not fit: needs " << plan.need << " bytes, has "
      << plan.capacity << "; proven lower bound " << plan.lowerBound
      << (plan.lowerBound > plan.capacity
              ? ": no layout fits\n"
              : ": whether a layout fits was not decided within the effort\n");
}

} // namespace

Expected<std::vector<Buffer>> seeker::l1::parseBuffers(StringRef text,
                                                       StringRef name) {
  text.consume_front("\xEF\xBB\xBF");
  std::vector<Buffer> buffers;
  std::optional<Columns> columns;
  StringMap<size_t> seen;
  for (size_t number = 1; !text.empty(); ++number) {
    StringRef line;
    std::tie(line, text) = text.split('\n');
    line = line.trim();
    if (line.empty())
      continue;
    if (!columns) {
      Expected<Columns> header = parseHeader(line, name, number);
      if (!header)
        return header.takeError();
      columns = *header;
      continue;
    }
    Expected<Buffer> buffer = parseBuffer(line, *columns, name, number);
    if (!buffer)
      return buffer.takeError();
    auto [before, isNew] = seen.try_emplace(buffer->id, number);
    if (!isNew)
      return fail(name, number,
                  "id '" + buffer->id + "' is used in line " +
                      Twine(before->second) + " already");
    if (buffers.size() == kMaxBuffers)
      return fail(name, number, "more than " + Twine(kMaxBuffers) + " buffers");
    buffers.push_back(std::move(*buffer));
  }
  if (!columns)
    return fail(name, 1, "no header line id,lower,upper,size[,alignment]");
  return buffers;
}

void seeker::l1::printPlan(const std::vector<Buffer> &buffers, const Plan &plan,
                           raw_ostream &out) {
  out << "id,lower,upper,size,alignment,offset\n";
  for (auto [buffer, offset] : zip_equal(buffers, plan.offsets))
    out << buffer.id << ',' << buffer.lower << ',' << buffer.upper << ','
        << buffer.size << ',' << buffer.alignment << ',' << offset << '\n';
}

int seeker::l1::runPlan(ArrayRef<StringRef> args, raw_ostream &out,
                        raw_ostream &err) {
  if (is_contained(args, "--help") || is_contained(args, "-h")) {
    out << kUsage << kHelp;
    return 0;
  }
  Request request;
  if (std::optional<std::string> complaint = parseArgs(args, request)) {
    err << "error: " << *complaint << "\n" << kUsage;
    return 2;
  }
  auto file = MemoryBuffer::getFileOrSTDIN(request.input, /*IsText=*/true);
  if (!file) {
    err << "error: cannot read '" << request.input
        << "': " << file.getError().message() << "\n";
    return 2;
  }
  Expected<std::vector<Buffer>> buffers =
      parseBuffers((*file)->getBuffer(), request.input);
  if (!buffers) {
    err << "error: " << toString(buffers.takeError()) << "\n";
    return 2;
  }

  Plan plan = planBuffers(*buffers, request.capacity);
  printSummary(*buffers, plan, err);
  if (request.json)
    out << formatv("{0:2}", toJson(*buffers, plan)) << "\n";
  if (!plan.fits())
    return 1;
  if (request.output.empty()) {
    if (!request.json)
      printPlan(*buffers, plan, out);
    return 0;
  }
  // The file is removed again unless it was written whole.
  std::error_code error;
  ToolOutputFile output(request.output, error, sys::fs::OF_Text);
  if (!error) {
    printPlan(*buffers, plan, output.os());
    output.os().flush();
    error = output.os().error();
    output.os().clear_error();
  }
  if (error) {
    err << "error: cannot write '" << request.output << "': " << error.message()
        << "\n";
    return 2;
  }
  output.keep();
  return 0;
}
