// The order of transfers, barriers and computation of one kernel.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Single-buffered, a step is: barrier, transfers, wait, barrier, compute. The
// first barrier frees the buffers, the second one hands them over.
//
// With several buffers, a step is: wait for what it needs, barrier, start
// transfers, compute. The one barrier hands over what has arrived and frees
// what the previous step used, which is where the next transfers go; a late one
// frees what the step before that used. With more than two buffers, transfers
// that the engine has not begun yet are queued in it, so that it never idles.
#include "KernelSchedule.h"
#include "Buffers.h"
#include "ComputeStep.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "seeker/Dialect/DMA/IR/DMADialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::tiling;

namespace {
class KernelSchedule {
public:
  KernelSchedule(OpBuilder &builder, snitch::KernelOp kernel,
                 const Configuration &configuration,
                 const KernelTensors &tensors)
      : builder(builder), loc(kernel.getLoc()), kernel(kernel),
        cores(configuration.computeCores), model(analyseKernel(kernel)),
        schedule(scheduleTiles(model, Tiles::from(*kernel.getTiles()),
                               configuration)),
        indices(builder, loc, model, schedule),
        transfers(builder, kernel, model, schedule, indices, tensors),
        tokenType(dma::TokenType::get(builder.getContext())) {
    sortInputs();
  }

  void emit() {
    mark(snitch::Point::Begin);
    if (schedule.steps == 1)
      emitOnlyStep();
    else if (schedule.dualBuffer)
      emitBuffered();
    else
      emitSingleBuffered();
    mark(snitch::Point::End);
  }

private:
  //===-- pieces ----------------------------------------------------------===//

  void mark(snitch::Point point) {
    auto op = builder.create<snitch::MarkOp>(loc, point, kernel.getNameAttr());
    if (point == snitch::Point::Begin) {
      op->setAttr("tiles", *kernel.getTiles());
      op->setAttr("not_allocated", describeNotAllocated(kernel, model));
      if (Attribute cycles = kernel->getAttr("predicted_cycles"))
        op->setAttr("predicted_cycles", cycles);
    }
  }

  /// Those that change most often first: they are waited for first.
  void sortInputs() {
    for (unsigned input = 0; input < model.inputs.size(); ++input)
      (schedule.inputs[input].transfers > 1 ? streamed : resident)
          .push_back(input);
    llvm::stable_sort(streamed, [&](unsigned a, unsigned b) {
      return schedule.inputs[a].period < schedule.inputs[b].period;
    });
  }

  bool isInitByDMA() const {
    return model.init == InitKind::Zero || model.init == InitKind::Tensor;
  }
  bool isOutputStreamed() const { return schedule.output.transfers > 1; }

  void barrier(bool late = false) {
    builder.create<snitch::BarrierOp>(loc, late);
  }
  void wait(ValueRange tokens) {
    if (!tokens.empty())
      builder.create<dma::WaitOp>(loc, tokens);
  }
  Value done() { return builder.create<dma::DoneOp>(loc); }
  void compute(StepIndex step) {
    emitComputeStep(builder, kernel, model, schedule, cores, indices, transfers,
                    step);
  }

  /// The token of `start` where `condition` holds (null: always), else
  /// `otherwise`, or that of no transfer where that is null.
  Value startIf(Value condition, function_ref<Value()> start,
                Value otherwise = {}) {
    if (!condition)
      return start();
    auto ifOp = builder.create<scf::IfOp>(loc, tokenType, condition,
                                          /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(ifOp.thenBlock());
    builder.create<scf::YieldOp>(loc, start());
    builder.setInsertionPointToStart(ifOp.elseBlock());
    builder.create<scf::YieldOp>(loc, otherwise ? otherwise : done());
    return ifOp.getResult(0);
  }

  void waitIf(Value condition, ValueRange tokens) {
    if (!condition)
      return wait(tokens);
    auto ifOp = builder.create<scf::IfOp>(loc, condition, /*else=*/false);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(ifOp.thenBlock());
    wait(tokens);
  }

  Value isBefore(StepIndex step, int64_t limit) {
    return indices.compare(arith::CmpIPredicate::slt, step.base, limit);
  }
  Value isAfterFirst(StepIndex step) {
    return indices.compare(arith::CmpIPredicate::sgt, step.base, 0);
  }

  StepIndex constantStep(int64_t step) {
    return {builder.getIndexAttr(step), 0};
  }

  /// Starts to load what a single transfer brings.
  SmallVector<Value> startResident() {
    SmallVector<Value> tokens;
    for (unsigned input : resident)
      tokens.push_back(transfers.startLoad(input, constantStep(0)));
    if (isInitByDMA() && !isOutputStreamed())
      tokens.push_back(transfers.startInit(constantStep(0)));
    return tokens;
  }

  /// Stores the last output, behind all computation.
  void storeLast(Value earlier = {}) {
    barrier();
    SmallVector<Value> tokens;
    if (earlier)
      tokens.push_back(earlier);
    tokens.push_back(transfers.startStore(constantStep(schedule.steps - 1)));
    wait(tokens);
  }

  //===-- the three forms -------------------------------------------------===//

  void emitOnlyStep() {
    wait(startResident());
    barrier();
    compute(constantStep(0));
    storeLast();
  }

  void emitLoop(ValueRange tokens,
                function_ref<SmallVector<Value>(StepIndex, ValueRange)> body,
                SmallVectorImpl<Value> &results) {
    auto constant = [&](int64_t value) -> Value {
      return builder.create<arith::ConstantIndexOp>(loc, value);
    };
    auto loop = builder.create<scf::ForOp>(
        loc, constant(0), constant(schedule.steps), constant(1), tokens);
    OpBuilder::InsertionGuard guard(builder);
    if (tokens.empty()) {
      builder.setInsertionPoint(loop.getBody()->getTerminator());
      body({loop.getInductionVar(), 0}, {});
      return;
    }
    builder.setInsertionPointToStart(loop.getBody());
    SmallVector<Value> next =
        body({loop.getInductionVar(), 0}, loop.getRegionIterArgs());
    builder.create<scf::YieldOp>(loc, next);
    llvm::append_range(results, loop.getResults());
  }

  void emitSingleBuffered() {
    wait(startResident());
    SmallVector<Value> results;
    emitLoop(
        {},
        [&](StepIndex step, ValueRange) {
          emitSingleBufferedStep(step);
          return SmallVector<Value>();
        },
        results);
    storeLast();
  }

  void emitSingleBufferedStep(StepIndex step) {
    barrier();
    SmallVector<Value> tokens;
    Value isNewOutput;
    if (isOutputStreamed()) {
      int64_t period = schedule.output.period;
      isNewOutput = indices.isStartOfPeriod(step, period);
      Value hasOld = indices.both(isNewOutput, isAfterFirst(step));
      tokens.push_back(
          startIf(hasOld, [&] { return transfers.startStore(step - period); }));
    }
    for (unsigned input : streamed)
      tokens.push_back(
          startIf(indices.isStartOfPeriod(step, schedule.inputs[input].period),
                  [&] { return transfers.startLoad(input, step); }));
    if (isOutputStreamed() && isInitByDMA()) {
      Value stored = tokens.front();
      tokens.push_back(startIf(isNewOutput, [&] {
        wait(stored);
        return transfers.startInit(step);
      }));
    }
    wait(tokens);
    barrier();
    compute(step);
  }

  /// Tokens between steps: for each streamed input those of the load that the
  /// step uses and of as many after it as there are copies more; then for a
  /// streamed output its store's, and its initialisation's if any.
  void emitBuffered() {
    SmallVector<Value> before = startResident();
    SmallVector<SmallVector<Value>> loads(streamed.size());
    bool any = true;
    for (int64_t number = 0; any; ++number) {
      any = false;
      for (auto [input, own] : llvm::zip(streamed, loads)) {
        const Stream &stream = schedule.inputs[input];
        if (number >= stream.copies)
          continue;
        own.push_back(
            transfers.startLoad(input, constantStep(number * stream.period)));
        any = true;
      }
    }
    SmallVector<Value> tokens, results;
    for (ArrayRef<Value> own : loads)
      llvm::append_range(tokens, own);
    if (isOutputStreamed()) {
      tokens.push_back(done());
      if (isInitByDMA())
        tokens.push_back(transfers.startInit(constantStep(0)));
    }
    wait(before);
    emitLoop(
        tokens,
        [&](StepIndex step, ValueRange now) {
          return emitBufferedStep(step, now);
        },
        results);
    storeLast(isOutputStreamed() ? results[numLoadTokens()] : Value());
  }

  size_t numLoadTokens() const {
    size_t number = 0;
    for (unsigned input : streamed)
      number += schedule.inputs[input].copies;
    return number;
  }

  SmallVector<Value> emitBufferedStep(StepIndex step, ValueRange now) {
    waitForStep(step, now);
    barrier(schedule.late);
    SmallVector<Value> next;
    int64_t period = schedule.output.period;
    Value isNewOutput, store;
    size_t outputs = numLoadTokens();
    if (isOutputStreamed()) {
      store = now[outputs];
      isNewOutput = indices.isStartOfPeriod(step, period);
      store = startIf(
          indices.both(isNewOutput, isAfterFirst(step)),
          [&] { return transfers.startStore(step - period); }, store);
    }
    ValueRange left = now;
    for (unsigned input : streamed) {
      int64_t copies = schedule.inputs[input].copies;
      llvm::append_range(next,
                         startNextLoad(input, step, left.take_front(copies)));
      left = left.drop_front(copies);
    }
    if (isOutputStreamed()) {
      next.push_back(store);
      if (isInitByDMA())
        next.push_back(startIf(
            indices.both(isNewOutput, isBefore(step, schedule.steps - period)),
            [&] {
              // The copy to be initialised is the one that is being stored.
              wait(store);
              return transfers.startInit(step + period);
            },
            now[outputs + 1]));
    }
    compute(step);
    return next;
  }

  /// Loads into the copy that this step's barrier has freed, if any; answers
  /// the tokens as the next step sees them.
  SmallVector<Value> startNextLoad(unsigned input, StepIndex step,
                                   ValueRange now) {
    const Stream &stream = schedule.inputs[input];
    int64_t period = stream.period, copies = stream.copies;
    int64_t lag = schedule.late ? 1 : 0;
    SmallVector<Value> tokens(now);
    if (stream.transfers > copies) {
      // Load m was used last lag + 1 steps ago; number m + copies comes now.
      Value isDue = indices.both(
          indices.both(indices.isStartOfPeriod(step - lag, period),
                       indices.compare(arith::CmpIPredicate::sge, step.base,
                                       lag + period)),
          isBefore(step, lag + (stream.transfers - copies + 1) * period));
      Value &token = tokens[period == 1 ? copies - 1 - lag : copies - 1];
      token = startIf(
          isDue,
          [&] {
            return transfers.startLoad(input,
                                       step - lag + (copies - 1) * period);
          },
          token);
    }
    SmallVector<Value> shifted(llvm::drop_begin(tokens));
    shifted.push_back(done());
    Value isLast = indices.isStartOfPeriod(step + 1, period);
    if (!isLast)
      return shifted;
    SmallVector<Type> types(copies, tokenType);
    auto ifOp = builder.create<scf::IfOp>(loc, types, isLast,
                                          /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(ifOp.thenBlock());
    builder.create<scf::YieldOp>(loc, shifted);
    builder.setInsertionPointToStart(ifOp.elseBlock());
    builder.create<scf::YieldOp>(loc, tokens);
    return SmallVector<Value>(ifOp.getResults());
  }

  /// What a step reads must have arrived, and the copy that it overwrites must
  /// have been stored.
  void waitForStep(StepIndex step, ValueRange now) {
    ValueRange left = now;
    for (unsigned input : streamed) {
      const Stream &stream = schedule.inputs[input];
      waitIf(indices.isStartOfPeriod(step, stream.period), left.front());
      left = left.drop_front(stream.copies);
    }
    if (isOutputStreamed())
      waitIf(indices.isStartOfPeriod(step, schedule.output.period), now.back());
  }

  OpBuilder &builder;
  Location loc;
  snitch::KernelOp kernel;
  int64_t cores;
  KernelModel model;
  TileSchedule schedule;
  TileIndices indices;
  Transfers transfers;
  Type tokenType;
  /// Inputs that are loaded once, and inputs that are loaded again and again.
  SmallVector<unsigned> resident, streamed;
};
} // namespace

void seeker::emitKernelSchedule(OpBuilder &builder, snitch::KernelOp kernel,
                                const Configuration &configuration,
                                const KernelTensors &tensors) {
  KernelSchedule(builder, kernel, configuration, tensors).emit();
}
