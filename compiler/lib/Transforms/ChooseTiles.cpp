// seeker-choose-tiles: gives every kernel its tiles.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Config/Configuration.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Tiling/TileSearch.h"
#include "seeker/Transforms/Passes.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;

namespace seeker {
#define GEN_PASS_DEF_CHOOSETILES
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

using namespace seeker;
using namespace seeker::tiling;

namespace {
struct ChooseTiles : seeker::impl::ChooseTilesBase<ChooseTiles> {
  using ChooseTilesBase::ChooseTilesBase;

  void runOnOperation() override {
    if (failed(readOptions()))
      return signalPassFailure();
    SmallVector<snitch::KernelOp> kernels(
        getOperation().front().getOps<snitch::KernelOp>());
    if (failed(applyTuned(kernels)))
      return signalPassFailure();
    bool anyReduces = llvm::any_of(kernels, reduces);
    for (snitch::KernelOp kernel : kernels)
      if (failed(choose(kernel, reduces(kernel) || !anyReduces)))
        return signalPassFailure();
  }

private:
  static bool reduces(snitch::KernelOp kernel) {
    return kernel.getRoot().getNumReductionLoops() > 0;
  }

  LogicalResult readOptions() {
    func::FuncOp function = getOperation();
    llvm::Expected<Configuration> loaded = loadConfiguration(config);
    if (!loaded)
      return function.emitError(llvm::toString(loaded.takeError()));
    configuration = *loaded;
    int64_t available = configuration.l1Budget();
    budget = l1Budget == -1 ? available : int64_t(l1Budget);
    if (budget <= 0 || budget > available)
      return function.emitError()
             << "a budget of " << budget << " bytes of L1 is not possible: '"
             << configuration.name << "' has 1 to " << available;
    if (dualBuffer == "on" || dualBuffer == "off")
      given.dualBuffer = dualBuffer == "on";
    else if (dualBuffer != "auto")
      return function.emitError() << "dual-buffer is '" << dualBuffer
                                  << "', supported are on, off and auto";
    given.l1.assign(tiles.begin(), tiles.end());
    if (buffers != 0)
      given.buffers = buffers;
    if (rows != "auto") {
      given.rows = snitch::symbolizeRows(rows);
      if (!given.rows)
        return function.emitError()
               << "rows is '" << rows
               << "', supported are dense, padded, cyclic and auto";
    }
    // An expert's tiles are taken by the letter.
    if (!given.l1.empty() && given.dualBuffer) {
      given.buffers = given.buffers.value_or(2);
      given.rows = given.rows.value_or(snitch::Rows::Dense);
    }
    given.order.assign(order.begin(), order.end());
    given.budget = budget;
    return success();
  }

  /// Gives kernels the tiles that the file of `tuned` has for them, but for
  /// those whose tiles the source gives.
  LogicalResult applyTuned(ArrayRef<snitch::KernelOp> kernels) {
    if (tuned.empty())
      return success();
    auto emitError = [&] {
      return getOperation().emitError() << tuned << ": ";
    };
    auto buffer = llvm::MemoryBuffer::getFile(tuned, /*IsText=*/true);
    if (!buffer)
      return emitError() << buffer.getError().message();
    llvm::Expected<llvm::json::Value> read =
        llvm::json::parse((*buffer)->getBuffer());
    if (!read)
      return emitError() << llvm::toString(read.takeError());
    const llvm::json::Object *file = read->getAsObject();
    const llvm::json::Object *tiles =
        file ? file->getObject("kernels") : nullptr;
    if (!tiles)
      return emitError() << "has no object 'kernels'";
    for (const auto &[name, value] : *tiles) {
      StringRef wanted = name;
      auto *found = llvm::find_if(
          kernels, [&](snitch::KernelOp op) { return op.getName() == wanted; });
      if (found == kernels.end())
        return emitError() << "has tiles for '" << wanted
                           << "', which is no kernel of this model";
      snitch::KernelOp kernel = *found;
      if (!kernel.getTiles() && failed(applyTuned(kernel, value)))
        return failure();
    }
    return success();
  }

  LogicalResult applyTuned(snitch::KernelOp kernel,
                           const llvm::json::Value &value) {
    auto emitError = [&] { return kernel.emitError() << tuned << ": "; };
    auto readNumbers = [](const llvm::json::Array *list,
                          SmallVector<int64_t> &to) {
      return list && llvm::all_of(*list, [&](const llvm::json::Value &item) {
               std::optional<int64_t> number = item.getAsInteger();
               to.push_back(number.value_or(0));
               return number.has_value();
             });
    };
    const llvm::json::Object *object = value.getAsObject();
    Tiles given;
    std::optional<snitch::Rows> rows;
    if (object)
      rows = snitch::symbolizeRows(object->getString("rows").value_or("dense"));
    if (!object || !readNumbers(object->getArray("l1"), given.l1) ||
        !readNumbers(object->getArray("order"), given.order) || !rows)
      return emitError() << "the tiles of '" << kernel.getName()
                         << "' need lists of numbers 'l1' and 'order', and "
                            "'rows' that are dense, padded or cyclic";
    given.dualBuffer = object->getBoolean("dual_buffer").value_or(false);
    given.buffers = object->getInteger("buffers").value_or(2);
    given.rows = *rows;
    if (failed(snitch::TilesAttr::verify(emitError, given.l1, given.order,
                                         given.dualBuffer, given.buffers,
                                         given.rows)) ||
        failed(snitch::verifyTiles(emitError, given.toAttr(&getContext()),
                                   analyseKernel(kernel).ranges)))
      return failure();
    kernel.setTilesAttr(given.toAttr(&getContext()));
    return success();
  }

  LogicalResult choose(snitch::KernelOp kernel, bool takesOptions) {
    KernelModel model = analyseKernel(kernel);
    if (snitch::TilesAttr tiles = kernel.getTiles().value_or(nullptr))
      return set(kernel,
                 evaluateTiling(model, configuration, Tiles::from(tiles)));
    SearchSpace space;
    space.budget = budget;
    if (takesOptions) {
      if (failed(checkGiven(kernel, model)))
        return failure();
      space = given;
    }
    std::vector<Candidate> found =
        enumerateTilings(model, configuration, space);
    if (!found.empty())
      return set(kernel, found.front());
    if (space.l1.empty())
      return kernel.emitError()
             << "no tiling of '" << kernel.getName() << "' fits into " << budget
             << " bytes of L1: the smallest needs "
             << getLowerBoundBytes(model);
    space.budget = std::numeric_limits<int64_t>::max();
    found = enumerateTilings(model, configuration, space);
    return set(kernel, *llvm::min_element(found, [](auto &a, auto &b) {
                 return a.needBytes < b.needBytes;
               }));
  }

  /// The options' numbers, against this kernel's dimensions.
  LogicalResult checkGiven(snitch::KernelOp kernel, const KernelModel &model) {
    auto emitError = [&] {
      return kernel.emitError() << "option for '" << kernel.getName() << "': ";
    };
    SmallVector<int64_t> sizes(given.l1);
    if (sizes.empty())
      sizes.assign(model.ranges.size(), 0);
    Tiles tiles;
    tiles.l1 = sizes;
    tiles.order = given.order;
    tiles.buffers = given.buffers.value_or(2);
    tiles.dualBuffer = given.dualBuffer.value_or(tiles.buffers > 2);
    if (failed(snitch::TilesAttr::verify(emitError, tiles.l1, tiles.order,
                                         tiles.dualBuffer, tiles.buffers,
                                         tiles.rows)))
      return failure();
    return snitch::verifyTiles(emitError, tiles.toAttr(&getContext()),
                               model.ranges);
  }

  LogicalResult set(snitch::KernelOp kernel, const Candidate &choice) {
    Builder builder(&getContext());
    kernel.setTilesAttr(choice.tiles.toAttr(&getContext()));
    kernel->setAttr("predicted_cycles",
                    builder.getI64IntegerAttr(choice.predictedCycles));
    return success();
  }

  Configuration configuration;
  int64_t budget = 0;
  SearchSpace given;
};
} // namespace
