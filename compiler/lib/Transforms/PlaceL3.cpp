// seeker-place-l3: gives every tensor its address in L3.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "SharedWeights.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "seeker/Config/Configuration.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Transforms/Passes.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace seeker;

namespace seeker {
#define GEN_PASS_DEF_PLACEL3
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

/// The first MiB of L3 holds the program: firmware/linker/seeker.ld.
static constexpr int64_t kProgramBytes = 1 << 20;

namespace {
/// A tensor of the function, and the value that stands for it so far.
struct Tensor {
  std::string name;
  StringRef role;
  Value memref;
  ElementsAttr value = {};
  /// Where it takes turns with others.
  std::optional<SharedWeight> turn = {};

  int64_t bytes() const {
    return snitch::getBytes(cast<MemRefType>(memref.getType()));
  }
};

struct PlaceL3 : seeker::impl::PlaceL3Base<PlaceL3> {
  using PlaceL3Base::PlaceL3Base;

  void runOnOperation() override {
    llvm::Expected<Configuration> configuration = loadConfiguration(config);
    if (!configuration) {
      getOperation().emitError() << toString(configuration.takeError());
      return signalPassFailure();
    }
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (!function.isExternal() && failed(place(function, *configuration)))
        return signalPassFailure();
    for (auto global :
         llvm::make_early_inc_range(getOperation().getOps<memref::GlobalOp>()))
      if (SymbolTable::symbolKnownUseEmpty(global, getOperation()))
        global.erase();
  }

  LogicalResult place(func::FuncOp function, const Configuration &c);
  LogicalResult share(func::FuncOp function, MutableArrayRef<Tensor> tensors,
                      int64_t capacity);
  FailureOr<SmallVector<Tensor>> collect(func::FuncOp function);
};
} // namespace

static StringRef roleOf(func::FuncOp function, unsigned argument) {
  if (function.getArgAttr(argument, snitch::kOutputAttr))
    return "output";
  if (function.getArgAttr(argument, snitch::kWeightAttr))
    return "weight";
  if (function.getArgAttr(argument, snitch::kStateAttr))
    return "state";
  return "input";
}

FailureOr<SmallVector<Tensor>> PlaceL3::collect(func::FuncOp function) {
  SmallVector<Tensor> tensors;
  unsigned outputs = 0;
  for (BlockArgument argument : function.getArguments()) {
    unsigned number = argument.getArgNumber();
    StringRef role = roleOf(function, number);
    auto given =
        function.getArgAttrOfType<StringAttr>(number, snitch::kNameAttr);
    std::string name = given              ? given.str()
                       : role == "output" ? "out" + std::to_string(outputs)
                                          : "arg" + std::to_string(number);
    outputs += role == "output";
    tensors.push_back(
        {name, role, argument,
         function.getArgAttrOfType<ElementsAttr>(number, snitch::kValueAttr)});
  }
  unsigned intermediates = 0;
  WalkResult result = function.walk([&](Operation *op) {
    if (auto alloc = dyn_cast<memref::AllocOp>(op)) {
      auto given = alloc->getAttrOfType<StringAttr>(snitch::kNameAttr);
      tensors.push_back(
          {given ? given.str() : "tmp" + std::to_string(intermediates++),
           "intermediate", alloc.getResult()});
    } else if (auto get = dyn_cast<memref::GetGlobalOp>(op)) {
      auto global = SymbolTable::lookupNearestSymbolFrom<memref::GlobalOp>(
          get, get.getNameAttr());
      auto value = dyn_cast_or_null<ElementsAttr>(
          global ? global.getInitialValueAttr() : Attribute());
      if (!value) {
        get.emitOpError() << "'" << get.getName() << "' has no data";
        return WalkResult::interrupt();
      }
      // One constant used twice is one tensor.
      for (Tensor &other : tensors)
        if (other.value == value && other.role == "weight" &&
            other.name == get.getName()) {
          get.getResult().replaceAllUsesWith(other.memref);
          return WalkResult::advance();
        }
      tensors.push_back(
          {get.getName().str(), "weight", get.getResult(), value});
    } else if (isa<func::ReturnOp>(op) && op->getNumOperands() != 0) {
      op->emitOpError("returns a value; results are arguments marked "
                      "'snitch.output'");
      return WalkResult::interrupt();
    }
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  return tensors;
}

/// The tensor's offset behind what has been placed; moves `next` to its end.
static int64_t placeAfter(int64_t &next, const Tensor &tensor) {
  int64_t offset = llvm::alignTo(next, tensor.bytes() >= 4096 ? 4096 : 64);
  next = offset + tensor.bytes();
  return offset;
}

/// Where the tensors that stay in their places end.
static int64_t endOf(ArrayRef<Tensor> tensors) {
  int64_t next = kProgramBytes;
  for (const Tensor &tensor : tensors)
    if (!tensor.turn)
      placeAfter(next, tensor);
  return next;
}

static int64_t sharedBegin(ArrayRef<Tensor> tensors) {
  return llvm::alignTo(endOf(tensors), 4096);
}

/// Weights without data take turns in what the other tensors leave.
LogicalResult PlaceL3::share(func::FuncOp function,
                             MutableArrayRef<Tensor> tensors,
                             int64_t capacity) {
  int64_t needed = endOf(tensors);
  KernelUses uses(function);
  SmallVector<SharedWeight *> weights;
  for (Tensor &tensor : tensors)
    if (tensor.role == "weight" && !tensor.value)
      if (auto span = uses.spanOf(tensor.memref)) {
        tensor.turn = SharedWeight{tensor.bytes(), *span};
        weights.push_back(&*tensor.turn);
      }
  int64_t begin = sharedBegin(tensors), least = begin + leastRoom(weights);
  if (endOf(tensors) > capacity || !placeInTurns(weights, capacity - begin)) {
    InFlightDiagnostic error = function.emitOpError();
    error << "does not fit into L3: needs " << needed
          << " bytes, the program's " << kProgramBytes << " included, has "
          << capacity;
    if (!weights.empty())
      error << "; with weights streamed in while it runs at least " << least;
    return error;
  }
  for (const SharedWeight *weight : weights) {
    snitch::MarkOp begin = uses.begins()[weight->needed.first];
    begin->setAttr(snitch::kWaitsAttr, UnitAttr::get(function.getContext()));
  }
  return success();
}

LogicalResult PlaceL3::place(func::FuncOp function, const Configuration &c) {
  FailureOr<SmallVector<Tensor>> tensors = collect(function);
  if (failed(tensors))
    return failure();
  llvm::StringSet<> names;
  for (const Tensor &tensor : *tensors) {
    auto type = dyn_cast<MemRefType>(tensor.memref.getType());
    if (!type || !type.hasStaticShape() || !type.getLayout().isIdentity() ||
        snitch::isL1(type) || !isa<FloatType>(type.getElementType()))
      return function.emitOpError()
             << "tensor '" << tensor.name << "' of type "
             << tensor.memref.getType()
             << " cannot lie in L3: needed are floating-point numbers of "
                "static shape without a layout";
    if (!names.insert(tensor.name).second)
      return function.emitOpError()
             << "has two tensors of the name '" << tensor.name << "'";
  }

  // What the image carries comes first, so that it is one piece of it.
  SmallVector<Tensor> ordered;
  for (bool carried : {true, false})
    llvm::copy_if(
        *tensors, std::back_inserter(ordered),
        [&](const Tensor &tensor) { return bool(tensor.value) == carried; });
  int64_t capacity =
      l3Budget ? std::min<int64_t>(l3Budget, c.l3Bytes) : c.l3Bytes;
  if (endOf(ordered) > capacity && failed(share(function, ordered, capacity)))
    return failure();
  OpBuilder builder = OpBuilder::atBlockBegin(&function.front());
  int64_t next = kProgramBytes, shared = sharedBegin(ordered);
  for (Tensor &tensor : ordered) {
    int64_t offset =
        tensor.turn ? shared + tensor.turn->offset : placeAfter(next, tensor);
    auto op = builder.create<snitch::L3TensorOp>(
        tensor.memref.getLoc(), cast<MemRefType>(tensor.memref.getType()),
        tensor.name, tensor.role, c.l3Base + offset, tensor.value,
        tensor.turn ? builder.getDenseI64ArrayAttr(
                          {tensor.turn->needed.first, tensor.turn->needed.last})
                    : DenseI64ArrayAttr());
    tensor.memref.replaceAllUsesWith(op.getMemref());
  }

  function.walk([](Operation *op) {
    if (isa<memref::AllocOp, memref::DeallocOp, memref::GetGlobalOp>(op))
      op->erase();
  });
  function.front().eraseArguments(0, function.getNumArguments());
  function.setType(FunctionType::get(function.getContext(), {}, {}));
  function.removeArgAttrsAttr();
  return success();
}
