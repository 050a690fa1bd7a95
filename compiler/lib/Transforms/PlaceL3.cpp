// seeker-place-l3: gives every tensor its address in L3.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
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
  OpBuilder builder = OpBuilder::atBlockBegin(&function.front());
  int64_t next = c.l3Base + kProgramBytes;
  for (Tensor &tensor : ordered) {
    auto type = cast<MemRefType>(tensor.memref.getType());
    auto op = builder.create<snitch::L3TensorOp>(tensor.memref.getLoc(), type,
                                                 tensor.name, tensor.role, 0,
                                                 tensor.value);
    int64_t address = llvm::alignTo(next, op.getBytes() >= 4096 ? 4096 : 64);
    next = address + op.getBytes();
    op.setAddress(address);
    tensor.memref.replaceAllUsesWith(op.getMemref());
  }
  int64_t needed = next - c.l3Base;
  if (needed > c.l3Bytes)
    return function.emitOpError() << "does not fit into L3: needs " << needed
                                  << " bytes, the program's " << kProgramBytes
                                  << " included, has " << c.l3Bytes;

  function.walk([](Operation *op) {
    if (isa<memref::AllocOp, memref::DeallocOp, memref::GetGlobalOp>(op))
      op->erase();
  });
  function.front().eraseArguments(0, function.getNumArguments());
  function.setType(FunctionType::get(function.getContext(), {}, {}));
  function.removeArgAttrsAttr();
  return success();
}
