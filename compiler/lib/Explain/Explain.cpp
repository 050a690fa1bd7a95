// The explanation of a schedule as JSON: buffers, views, transfers, proof.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Explain/Explain.h"

#include "seeker/Dialect/DMA/IR/DMADialect.h"
#include "seeker/L1/LiveRanges.h"
#include "seeker/L1/Planner.h"
#include "seeker/Proof/Proof.h"

#include "mlir/IR/Verifier.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::explain;
namespace json = llvm::json;

namespace {

template <typename Range> json::Array toArray(const Range &values) {
  json::Array array;
  for (int64_t value : values)
    array.push_back(value);
  return array;
}

// "file:line:column" of the innermost source position.
std::string placeOf(Location location) {
  std::string text;
  location->walk([&](Location inner) {
    auto place = dyn_cast<FileLineColLoc>(inner);
    if (!place)
      return WalkResult::advance();
    text = place.getFilename().str() + ":" + std::to_string(place.getLine()) +
           ":" + std::to_string(place.getColumn());
    return WalkResult::interrupt();
  });
  return text.empty() ? "unknown" : text;
}

std::string typeName(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

// "240x80"
template <typename Range> std::string shapeText(const Range &shape) {
  std::string text;
  for (int64_t size : shape)
    text += (text.empty() ? "" : "x") + std::to_string(size);
  return text;
}

// A tensor's name as the host knows it.
std::string tensorName(Value root) {
  if (auto tensor = root.getDefiningOp<snitch::L3TensorOp>())
    return tensor.getName().str();
  auto argument = dyn_cast<BlockArgument>(root);
  if (!argument) {
    // What a kernel leaves to others has the kernel's name.
    auto name =
        root.getDefiningOp()->getAttrOfType<StringAttr>(snitch::kNameAttr);
    return name ? name.str() : "intermediate";
  }
  if (auto func = dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp()))
    if (auto name = func.getArgAttrOfType<StringAttr>(argument.getArgNumber(),
                                                      snitch::kNameAttr))
      return name.str();
  return "arg" + std::to_string(argument.getArgNumber());
}

snitch::L1AllocOp allocOf(Value value) {
  return value ? value.getDefiningOp<snitch::L1AllocOp>() : nullptr;
}

// One function's schedule, planned and proved on a copy.
class ScheduleExplainer {
public:
  ScheduleExplainer(func::FuncOp original, const Configuration &configuration,
                    int64_t budget, ArrayRef<KernelFacts> facts)
      : configuration(configuration), budget(budget), facts(facts),
        clone(original.clone()), func(cast<func::FuncOp>(*clone)) {}

  Explanation run();

private:
  struct Kernel {
    std::string name;
    snitch::MarkOp mark;
    std::vector<l1::L1Buffer> buffers;
    const KernelFacts *facts = nullptr;
  };

  void plan();
  std::vector<Kernel> kernels();
  json::Object explain(const Kernel &kernel);
  json::Object explainTiles(const Kernel &kernel);
  json::Value explainResult(const Kernel &kernel);
  json::Object explainBuffer(const l1::L1Buffer &buffer);
  json::Array explainViews(const Kernel &kernel);
  json::Array explainMissing(const Kernel &kernel);
  json::Array explainTransfers(const Kernel &kernel);
  json::Array explainSuggestions(const Kernel &kernel);
  json::Object explainProof();
  int64_t tensorBytes(snitch::L1AllocOp alloc);

  const Configuration &configuration;
  const int64_t budget;
  ArrayRef<KernelFacts> facts;
  OwningOpRef<Operation *> clone;
  func::FuncOp func;
  std::vector<l1::L1Buffer> buffers;
  bool planFits = true;
  proof::Proof proof;
};

// Lays out everything, also beyond the budget; the walk then shows transfers
// and races of what does not fit as well.
void ScheduleExplainer::plan() {
  buffers = l1::collectL1Buffers(func);
  l1::Plan plan = l1::planBuffers(l1::toPlannerBuffers(buffers), budget);
  int64_t need = 0;
  for (auto [buffer, offset] : llvm::zip_equal(buffers, plan.offsets)) {
    if (!buffer.alloc.getOffset())
      buffer.alloc.setOffset(offset);
    need = std::max(need, static_cast<int64_t>(*buffer.alloc.getOffset()) +
                              buffer.bytes);
  }
  planFits = need <= budget;
  proof =
      proof::prove(func, {std::max(budget, need), configuration.computeCores});
}

std::vector<ScheduleExplainer::Kernel> ScheduleExplainer::kernels() {
  std::vector<Kernel> kernels;
  auto find = [&](StringRef name) -> Kernel & {
    for (Kernel &kernel : kernels)
      if (kernel.name == name)
        return kernel;
    kernels.push_back({name.str(), nullptr, {}, nullptr});
    for (const KernelFacts &fact : facts)
      if (fact.name == name)
        kernels.back().facts = &fact;
    return kernels.back();
  };
  for (const l1::L1Buffer &buffer : buffers) {
    snitch::L1AllocOp alloc = buffer.alloc;
    find(alloc.getKernel()).buffers.push_back(buffer);
  }
  func.walk([&](snitch::MarkOp mark) {
    if (mark.getPoint() == snitch::Point::Begin)
      find(mark.getKernel()).mark = mark;
  });
  return kernels;
}

json::Object ScheduleExplainer::explainTiles(const Kernel &kernel) {
  snitch::MarkOp mark = kernel.mark;
  auto tiles = mark ? mark->getAttrOfType<snitch::TilesAttr>("tiles")
                    : snitch::TilesAttr();
  if (!tiles)
    return json::Object{{"l1", json::Array()},
                        {"order", json::Array()},
                        {"dual_buffer", false}};
  SmallVector<int64_t> order(tiles.getOrder());
  if (order.empty())
    llvm::append_range(order, llvm::seq<int64_t>(0, tiles.getL1().size()));
  return json::Object{
      {"l1", toArray(tiles.getL1())},
      {"order", toArray(order)},
      {"dual_buffer", tiles.getDualBuffer()},
      {"buffers", tiles.getDualBuffer() ? tiles.getBuffers() : 1},
      {"rows", snitch::stringifyRows(tiles.getRows())}};
}

// By the result's dimensions: a tile, and each compute core's run of it.
json::Value ScheduleExplainer::explainResult(const Kernel &kernel) {
  if (!kernel.facts)
    return nullptr;
  const tiling::TileSchedule &schedule = kernel.facts->schedule;
  json::Array tile, share;
  for (AffineExpr expr : kernel.facts->model.output.map.getResults()) {
    auto dim = dyn_cast<AffineDimExpr>(expr);
    if (!dim)
      return nullptr;
    const int64_t size = schedule.tile[dim.getPosition()];
    tile.push_back(size);
    share.push_back(schedule.coreDim == dim.getPosition()
                        ? llvm::divideCeil(size, configuration.computeCores)
                        : size);
  }
  return json::Object{{"tile", std::move(tile)}, {"share", std::move(share)}};
}

// The tensor in L3 that a buffer holds a part of.
int64_t ScheduleExplainer::tensorBytes(snitch::L1AllocOp alloc) {
  int64_t bytes = 0;
  for (const proof::TransferCount &count : proof.transfers) {
    Value other = count.to == alloc.getMemref()     ? count.from
                  : count.from == alloc.getMemref() ? count.to
                                                    : Value();
    if (other && !allocOf(other))
      bytes =
          std::max(bytes, snitch::getBytes(cast<MemRefType>(other.getType())));
  }
  return bytes;
}

json::Object ScheduleExplainer::explainBuffer(const l1::L1Buffer &buffer) {
  snitch::L1AllocOp alloc = buffer.alloc;
  auto type = cast<MemRefType>(alloc.getMemref().getType());
  const int64_t copies = static_cast<int64_t>(alloc.getCopies());
  const int64_t offset = static_cast<int64_t>(*alloc.getOffset());
  SmallVector<int64_t> strides;
  int64_t ignored = 0;
  (void)getStridesAndOffset(type, strides, ignored);
  const int64_t element = type.getElementTypeBitWidth() / 8;
  const size_t rank = type.getRank();
  std::string reason = alloc.getReason().str();
  if (buffer.bytes > budget)
    reason += "; " + std::to_string(buffer.bytes) +
              " bytes are larger than the budget of " + std::to_string(budget) +
              " by themselves: no layout can save this buffer";
  return json::Object{
      {"name", alloc.getName().str()},
      {"role", alloc.getRole().str()},
      {"operand", alloc.getOperand()
                      ? json::Value(static_cast<int64_t>(*alloc.getOperand()))
                      : json::Value(nullptr)},
      {"shape", toArray(type.getShape().drop_front(copies > 1 ? 1 : 0))},
      {"dtype", typeName(type.getElementType())},
      {"bytes", buffer.bytes},
      {"offset", offset},
      {"end", offset + buffer.bytes},
      {"alignment", static_cast<int64_t>(alloc.getAlignment())},
      {"row_pitch_bytes", rank >= 2 && strides.size() == rank
                              ? strides[rank - 2] * element
                              : buffer.bytes},
      {"live", json::Array{buffer.from, buffer.to}},
      {"copies", copies},
      {"l3_bytes", tensorBytes(alloc)},
      {"location", placeOf(alloc.getLoc())},
      {"reason", reason}};
}

// What a step computes on is often a slice of a buffer: of one copy, of the
// rows of one core, of a buffer that covers more than the tile.
json::Array ScheduleExplainer::explainViews(const Kernel &kernel) {
  json::Array views;
  if (!kernel.facts)
    return views;
  const tiling::KernelModel &model = kernel.facts->model;
  const tiling::TileSchedule &schedule = kernel.facts->schedule;
  for (const l1::L1Buffer &buffer : kernel.buffers) {
    snitch::L1AllocOp alloc = buffer.alloc;
    if (!alloc.getOperand())
      continue;
    const unsigned index = static_cast<unsigned>(*alloc.getOperand());
    const tiling::Operand *operand = nullptr;
    if (model.output.index == index)
      operand = &model.output;
    for (const tiling::Operand &input : model.inputs)
      if (input.index == index)
        operand = &input;
    if (!operand)
      continue;
    auto type = cast<MemRefType>(alloc.getMemref().getType());
    SmallVector<int64_t> strides;
    int64_t ignored = 0;
    if (failed(getStridesAndOffset(type, strides, ignored)))
      continue;
    const size_t lead = alloc.getCopies() > 1 ? 1 : 0;
    ArrayRef<int64_t> whole = type.getShape().drop_front(lead);
    ArrayRef<int64_t> pitch = ArrayRef(strides).drop_front(lead);
    if (whole.size() != operand->map.getNumResults())
      continue;
    SmallVector<int64_t> tile, share;
    bool resident = false, divided = false;
    for (AffineExpr expr : operand->map.getResults()) {
      const unsigned dim = cast<AffineDimExpr>(expr).getPosition();
      tile.push_back(schedule.tile[dim]);
      resident |= operand == &model.output && schedule.isResident[dim];
      share.push_back(tile.back());
      if (schedule.coreDim == dim) {
        divided = true;
        share.back() =
            llvm::divideCeil(tile.back(), configuration.computeCores);
      }
    }
    auto add = [&](ArrayRef<int64_t> shape, const std::string &reason) {
      views.push_back(json::Object{{"of", alloc.getName().str()},
                                   {"shape", toArray(shape)},
                                   {"strides", toArray(pitch)},
                                   {"location", placeOf(alloc.getLoc())},
                                   {"reason", reason}});
    };
    if (resident && ArrayRef<int64_t>(tile) != whole)
      add(tile, "there is no buffer of " + shapeText(tile) +
                    " for the tile of the result: it is a slice of the "
                    "resident accumulator of " +
                    shapeText(whole) +
                    ", at the offset of the tile, with its "
                    "row stride of " +
                    std::to_string(
                        pitch[pitch.size() - 2 < pitch.size() ? pitch.size() - 2
                                                              : 0]) +
                    " elements; nothing is copied between the two");
    if (divided && share != tile)
      add(share, "each compute core works on its share of the tile of " +
                     shapeText(tile) + ", a slice of this buffer");
  }
  return views;
}

// Buffers that one could expect, and why there are none.
json::Array ScheduleExplainer::explainMissing(const Kernel &kernel) {
  json::Array missing;
  snitch::MarkOp mark = kernel.mark;
  auto entries =
      mark ? mark->getAttrOfType<ArrayAttr>("not_allocated") : ArrayAttr();
  if (!entries)
    return missing;
  // Each would be a buffer of the size that the result's has.
  int64_t each = 0;
  std::vector<l1::Buffer> all = l1::toPlannerBuffers(kernel.buffers);
  for (const l1::L1Buffer &buffer : kernel.buffers) {
    snitch::L1AllocOp alloc = buffer.alloc;
    if (alloc.getRole() == "accumulator" || alloc.getRole() == "output")
      each = buffer.bytes / static_cast<int64_t>(alloc.getCopies());
  }
  const int64_t need = l1::planBuffers(all, budget).need;
  for (auto [index, entry] : llvm::enumerate(entries)) {
    l1::Buffer extra = all.front();
    extra.id = "extra" + std::to_string(index);
    extra.size = std::max<int64_t>(each, 1);
    for (const l1::Buffer &other : all) {
      extra.lower = std::min(extra.lower, other.lower);
      extra.upper = std::max(extra.upper, other.upper);
    }
    all.push_back(extra);
  }
  const int64_t unfused = l1::planBuffers(all, budget).need;
  for (Attribute entry : entries) {
    auto fields = cast<DictionaryAttr>(entry);
    auto shape = fields.getAs<DenseI64ArrayAttr>("shape");
    auto reason = fields.getAs<StringAttr>("reason");
    auto operand = fields.getAs<IntegerAttr>("operand");
    const std::string which =
        operand ? "operand " + std::to_string(operand.getInt()) + ": " : "";
    missing.push_back(json::Object{
        {"shape", shape ? toArray(shape.asArrayRef()) : json::Array()},
        {"location", placeOf(mark.getLoc())},
        {"reason", which + (reason ? reason.str() : std::string()) +
                       "; that saves " + std::to_string(each) +
                       " bytes: with all " + std::to_string(all.size()) +
                       " buffers the kernel would need " +
                       std::to_string(unfused) + " bytes, as it is it needs " +
                       std::to_string(need)}});
  }
  return missing;
}

// What a transfer moves: its buffer's operand, but for the operand that a
// result starts from.
json::Value operandOf(const tiling::KernelModel *model,
                      snitch::L1AllocOp buffer, bool isLoad) {
  if (!buffer.getOperand())
    return nullptr;
  const auto operand = static_cast<int64_t>(*buffer.getOperand());
  if (isLoad && model && operand == model->output.index &&
      model->init == tiling::InitKind::Tensor)
    return static_cast<int64_t>(model->initTensor.index);
  return operand;
}

json::Array ScheduleExplainer::explainTransfers(const Kernel &kernel) {
  const tiling::KernelModel *model =
      kernel.facts ? &kernel.facts->model : nullptr;
  json::Array transfers;
  for (const proof::TransferCount &count : proof.transfers) {
    snitch::L1AllocOp to = allocOf(count.to), from = allocOf(count.from);
    snitch::L1AllocOp buffer = to ? to : from;
    if (!buffer || buffer.getKernel() != kernel.name)
      continue;
    const char *direction =
        to ? count.from ? from ? "within" : "in" : "zero" : "out";
    Value tensor = to ? count.from : count.to;
    transfers.push_back(
        json::Object{{"buffer", buffer.getName().str()},
                     {"direction", direction},
                     {"operand", operandOf(model, buffer, to && count.from)},
                     {"bytes", count.bytes},
                     {"times", count.times},
                     {"tensor", !tensor || allocOf(tensor)
                                    ? json::Value(nullptr)
                                    : json::Value(tensorName(tensor))}});
  }
  return transfers;
}

json::Array ScheduleExplainer::explainSuggestions(const Kernel &kernel) {
  json::Array suggestions;
  if (!kernel.facts)
    return suggestions;
  for (const tiling::Candidate &candidate : kernel.facts->suggestions) {
    SmallVector<int64_t> order(candidate.tiles.order);
    if (order.empty())
      llvm::append_range(order,
                         llvm::seq<int64_t>(0, candidate.tiles.l1.size()));
    suggestions.push_back(json::Object{
        {"l1", toArray(candidate.tiles.l1)},
        {"order", toArray(order)},
        {"dual_buffer", candidate.tiles.dualBuffer},
        {"buffers",
         candidate.tiles.dualBuffer ? candidate.tiles.buffers : int64_t(1)},
        {"rows", snitch::stringifyRows(candidate.tiles.rows)},
        {"need_bytes", candidate.needBytes},
        {"predicted_cycles", candidate.predictedCycles}});
  }
  return suggestions;
}

// True: proved. What is beyond the budget is not in bounds.
json::Object ScheduleExplainer::explainProof() {
  json::Object object;
  for (size_t i = 0; i < proof::kNumRules; ++i) {
    const auto rule = static_cast<proof::Rule>(i);
    bool holds = proof.holds(rule) && proof.facts[i] > 0;
    if (rule == proof::Rule::InBounds)
      holds &= planFits;
    object[proof::nameOf(rule)] = holds;
  }
  return object;
}

json::Object ScheduleExplainer::explain(const Kernel &kernel) {
  const l1::Plan alone =
      l1::planBuffers(l1::toPlannerBuffers(kernel.buffers), budget);
  bool fits = true;
  json::Array table;
  for (const l1::L1Buffer &buffer : kernel.buffers) {
    table.push_back(explainBuffer(buffer));
    snitch::L1AllocOp alloc = buffer.alloc;
    fits &= static_cast<int64_t>(*alloc.getOffset()) + buffer.bytes <= budget;
  }
  snitch::MarkOp mark = kernel.mark;
  auto cycles = mark ? mark->getAttrOfType<IntegerAttr>("predicted_cycles")
                     : IntegerAttr();
  return json::Object{{"name", kernel.name},
                      {"fits", fits},
                      {"budget_bytes", budget},
                      {"need_bytes", alone.need},
                      {"lower_bound_bytes", alone.lowerBound},
                      {"tiles", explainTiles(kernel)},
                      {"result", explainResult(kernel)},
                      {"buffers", std::move(table)},
                      {"views", explainViews(kernel)},
                      {"not_allocated", explainMissing(kernel)},
                      {"transfers", explainTransfers(kernel)},
                      {"proof", explainProof()},
                      {"predicted_cycles", cycles ? cycles.getInt() : 0},
                      {"suggestions", explainSuggestions(kernel)}};
}

Explanation ScheduleExplainer::run() {
  plan();
  Explanation explanation;
  explanation.fits = planFits;
  for (const Kernel &kernel : kernels())
    explanation.kernels.push_back(explain(kernel));
  return explanation;
}

} // namespace

Explanation seeker::explain::explainSchedule(func::FuncOp func,
                                             const Configuration &configuration,
                                             int64_t budget,
                                             ArrayRef<KernelFacts> facts) {
  return ScheduleExplainer(func, configuration, budget, facts).run();
}

json::Value seeker::explain::toJson(const Explanation &explanation) {
  return json::Object{{"kernels", json::Array(explanation.kernels)}};
}
