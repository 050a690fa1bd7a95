// The command line of seeker-compile.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Driver/Options.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace seeker;

StringRef seeker::usage() {
  return R"(seeker-compile MODEL.mlir -o IMAGE.elf
  compiles linalg on tensors to an image for a Snitch cluster

  -o FILE                the image; without --explain it must be given
  --config NAME|FILE     configuration of the cluster (default: default)
  --l1-budget BYTES      L1 for buffers (default: all but stacks and reserve)
  --l3-budget BYTES      L3 for program and tensors (default: all of it);
                         weights that do not fit are streamed in meanwhile
  --tiles "[M,N,K]"      tile sizes; 0 is the whole dimension
  --order "[2,0,1]"      dimensions from the outermost loop to the innermost
  --dual-buffer on|off   a second copy of each tile that is moved
  --buffers N            copies of each tile that is moved, at least 2
  --rows LAYOUT          dense, padded or cyclic: where rows lie, whose they are
  --tuned FILE           tiles that `seeker tune` has measured to be the best
  --dtype-demote f32     compute in f32 what the model has in f64
  --random-weights SEED  draw weights that have no data
  --dump-ir DIR          write the module after each stage to DIR
  --explain              print the L1 layout with reasons
  --json                 print for programs

seeker-compile --plan FILE.csv --capacity BYTES [-o OUT.csv]
  the L1 planner by itself

Exit codes: 0 done, 1 it does not fit, 2 usage, input or configuration.
)";
}

static Error makeError(const Twine &message) {
  return createStringError(inconvertibleErrorCode(), message);
}

namespace {
/// Walks over the arguments and takes options with their values off them.
class Arguments {
public:
  explicit Arguments(ArrayRef<StringRef> list) : list(list) {}

  bool next() {
    if (list.empty())
      return false;
    name = list.front();
    inlined = std::nullopt;
    list = list.drop_front();
    if (name.starts_with("--") && name.contains('=')) {
      auto [before, after] = name.split('=');
      name = before;
      inlined = after;
    }
    return true;
  }

  Expected<StringRef> value() {
    if (inlined)
      return *inlined;
    if (list.empty())
      return makeError("option " + name + " needs a value");
    StringRef text = list.front();
    list = list.drop_front();
    return text;
  }

  template <typename T> Error number(T &result, StringRef what) {
    Expected<StringRef> text = value();
    if (!text)
      return text.takeError();
    if (text->getAsInteger(10, result))
      return makeError("option " + name + " needs " + what + ", not '" + *text +
                       "'");
    return Error::success();
  }

  Error string(std::string &result) {
    Expected<StringRef> text = value();
    if (!text)
      return text.takeError();
    result = text->str();
    return Error::success();
  }

  Error flag(bool &result) {
    if (inlined)
      return makeError("option " + name + " takes no value");
    result = true;
    return Error::success();
  }

  StringRef name;

private:
  ArrayRef<StringRef> list;
  std::optional<StringRef> inlined;
};
} // namespace

static Error parseSwitch(Arguments &arguments, std::optional<bool> &result) {
  Expected<StringRef> text = arguments.value();
  if (!text)
    return text.takeError();
  if (*text != "on" && *text != "off")
    return makeError("option " + arguments.name + " is on or off, not '" +
                     *text + "'");
  result = *text == "on";
  return Error::success();
}

/// A list of whole numbers in brackets.
static Error parseList(Arguments &arguments, std::string &result) {
  Expected<StringRef> text = arguments.value();
  if (!text)
    return text.takeError();
  StringRef inner = text->trim();
  bool brackets = inner.consume_front("[") && inner.consume_back("]");
  SmallVector<StringRef> items;
  inner.split(items, ',');
  int64_t item;
  if (!brackets || any_of(items, [&](StringRef t) {
        return t.trim().getAsInteger(10, item);
      }))
    return makeError("option " + arguments.name +
                     " needs a list such as \"[0,40,100]\", not '" + *text +
                     "'");
  result = text->str();
  return Error::success();
}

static Error parseOption(Arguments &arguments, DriverOptions &options) {
  StringRef name = arguments.name;
  PipelineOptions &pipeline = options.pipeline;
  if (name == "-o")
    return arguments.string(options.output);
  if (name == "--config")
    return arguments.string(pipeline.config);
  if (name == "--l1-budget") {
    int64_t bytes = 0;
    if (Error error = arguments.number(bytes, "a number of bytes"))
      return error;
    options.l1Budget = bytes;
    return Error::success();
  }
  if (name == "--l3-budget")
    return arguments.number(pipeline.l3Budget, "a number of bytes");
  if (name == "--tiles")
    return parseList(arguments, pipeline.tiles);
  if (name == "--order")
    return parseList(arguments, pipeline.order);
  if (name == "--dual-buffer")
    return parseSwitch(arguments, pipeline.dualBuffer);
  if (name == "--dtype-demote") {
    Expected<StringRef> type = arguments.value();
    if (!type)
      return type.takeError();
    if (*type != "f32")
      return makeError("option --dtype-demote demotes to f32, not '" + *type +
                       "'");
    pipeline.demoteToF32 = true;
    return Error::success();
  }
  if (name == "--tuned")
    return arguments.string(pipeline.tuned);
  if (name == "--buffers") {
    int64_t buffers = 0;
    if (Error error = arguments.number(buffers, "a number of copies"))
      return error;
    pipeline.buffers = buffers;
    return Error::success();
  }
  if (name == "--rows") {
    if (Error error = arguments.string(pipeline.rows))
      return error;
    if (!is_contained({"dense", "padded", "cyclic"}, StringRef(pipeline.rows)))
      return makeError("option --rows is dense, padded or cyclic, not '" +
                       Twine(pipeline.rows) + "'");
    return Error::success();
  }
  if (name == "--random-weights") {
    uint32_t seed = 0;
    if (Error error = arguments.number(seed, "a seed of 32 bits"))
      return error;
    pipeline.randomWeights = seed;
    return Error::success();
  }
  if (name == "--dump-ir")
    return arguments.string(options.dumpDirectory);
  if (name == "--explain")
    return arguments.flag(options.explain);
  if (name == "--json")
    return arguments.flag(options.json);
  if (name == "--help" || name == "-h")
    return arguments.flag(options.help);
  if (name == "--version")
    return arguments.flag(options.version);
  if (name.starts_with("-") && name != "-")
    return makeError("unknown option " + name);
  if (!options.model.empty())
    return makeError("one model at a time: '" + options.model + "' and '" +
                     name + "'");
  options.model = name.str();
  return Error::success();
}

Expected<DriverOptions> seeker::parseOptions(ArrayRef<StringRef> list) {
  DriverOptions options;
  Arguments arguments(list);
  while (arguments.next())
    if (Error error = parseOption(arguments, options))
      return std::move(error);
  if (options.help || options.version)
    return options;
  if (options.model.empty())
    return makeError("no model given");
  if (options.output.empty() && !options.explain)
    return makeError("no image given: -o IMAGE.elf");
  if (options.json && !options.explain)
    return makeError("--json is for --explain");
  if (options.l1Budget && *options.l1Budget <= 0)
    return makeError("--l1-budget must be at least 1 byte, is " +
                     Twine(*options.l1Budget));
  if (options.pipeline.l3Budget < 0)
    return makeError("--l3-budget must be at least 0 bytes, is " +
                     Twine(options.pipeline.l3Budget));
  return options;
}
