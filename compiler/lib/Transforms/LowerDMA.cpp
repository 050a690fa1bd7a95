// seeker-lower-dma: transfers become Snitch's Xdma instructions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "FirmwareCalls.h"
#include "InlineAssembly.h"
#include "TransferShape.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/Patterns.h"
#include "mlir/Transforms/DialectConversion.h"
#include "seeker/Config/Configuration.h"
#include "seeker/Dialect/DMA/IR/DMADialect.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;
using namespace seeker;

namespace seeker {
#define GEN_PASS_DEF_LOWERDMA
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

namespace {
/// Emits transfers between two addresses.
class TransferBuilder {
public:
  TransferBuilder(OpBuilder &b, Location loc) : b(b), loc(loc) {}

  /// The id that stands for no transfer: the engine's ids only grow, so that
  /// it counts as over.
  Value doneId() { return b.create<arith::ConstantIntOp>(loc, 0, 32); }

  /// Starts what `shape` says, in loops where the engine's two dimensions do
  /// not suffice. Returns the last transfer's id.
  Value start(Value destination, Value source, ArrayRef<TransferDim> dims,
              OpFoldResult rowBytes);

  /// Fills with zeros from the zero memory, which is smaller than a row may be.
  Value startZero(Value destination, ArrayRef<TransferDim> dims,
                  OpFoldResult rowBytes, const Configuration &c);

private:
  Value index(OpFoldResult value) {
    return getValueOrCreateConstantIndexOp(b, loc, value);
  }
  Value word(Value value) {
    return b.create<arith::IndexCastOp>(loc, b.getI32Type(), value);
  }
  Value advance(Value address, Value position, OpFoldResult stride) {
    Value bytes = b.createOrFold<arith::MulIOp>(loc, position, index(stride));
    return b.createOrFold<arith::AddIOp>(loc, address, bytes);
  }
  Value loop(Value end, int64_t step,
             llvm::function_ref<Value(OpBuilder &, Value)> body);
  Value assembly(StringRef text, StringRef constraints, ValueRange operands);

  OpBuilder &b;
  Location loc;
};

/// Tokens become transfer ids.
struct TokenConverter : TypeConverter {
  TokenConverter() {
    addConversion([](Type type) { return type; });
    addConversion([](dma::TokenType type) -> Type {
      return IntegerType::get(type.getContext(), 32);
    });
  }
};
} // namespace

Value TransferBuilder::assembly(StringRef text, StringRef constraints,
                                ValueRange operands) {
  SmallVector<Value> words;
  for (Value operand : operands)
    words.push_back(word(operand));
  return emitAssembly(b, loc, text, constraints, words, b.getI32Type())
      .getResult(0);
}

Value TransferBuilder::loop(
    Value end, int64_t step,
    llvm::function_ref<Value(OpBuilder &, Value)> body) {
  auto loop = b.create<scf::ForOp>(
      loc, index(b.getIndexAttr(0)), end, index(b.getIndexAttr(step)), doneId(),
      [&](OpBuilder &inner, Location loc, Value position, ValueRange) {
        Value id = body(inner, position);
        inner.create<scf::YieldOp>(loc, id);
      });
  return loop.getResult(0);
}

Value TransferBuilder::start(Value destination, Value source,
                             ArrayRef<TransferDim> dims,
                             OpFoldResult rowBytes) {
  if (dims.empty())
    return assembly(".insn r 0x2b, 0, 0, x0, $1, x0\n" // dmsrc
                    ".insn r 0x2b, 0, 1, x0, $2, x0\n" // dmdst
                    ".insn r 0x2b, 0, 2, $0, $3, x0",  // dmcpyi
                    "=&r,r,r,r,~{memory}",
                    {source, destination, index(rowBytes)});
  TransferDim outer = dims.front();
  if (dims.size() > 1)
    return loop(index(outer.size), 1, [&](OpBuilder &inner, Value position) {
      TransferBuilder nested(inner, loc);
      return nested.start(
          nested.advance(destination, position, outer.destinationStride),
          nested.advance(source, position, outer.sourceStride),
          dims.drop_front(), rowBytes);
    });
  Value rows = index(outer.size);
  Value bytes = index(rowBytes);
  if (!getConstantIntValue(outer.size)) {
    // No rows: one row of no bytes, which is over at once.
    Value zero = index(b.getIndexAttr(0));
    Value none =
        b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, rows, zero);
    bytes = b.create<arith::SelectOp>(loc, none, zero, bytes);
    rows = b.create<arith::MaxUIOp>(loc, rows, index(b.getIndexAttr(1)));
  }
  return assembly(".insn r 0x2b, 0, 0, x0, $1, x0\n" // dmsrc
                  ".insn r 0x2b, 0, 1, x0, $2, x0\n" // dmdst
                  ".insn r 0x2b, 0, 6, x0, $3, $4\n" // dmstr
                  ".insn r 0x2b, 0, 7, x0, $5, x0\n" // dmrep
                  ".insn r 0x2b, 0, 2, $0, $6, x2",  // dmcpyi, 2-D
                  "=&r,r,r,r,r,r,r,~{memory}",
                  {source, destination, index(outer.sourceStride),
                   index(outer.destinationStride), rows, bytes});
}

Value TransferBuilder::startZero(Value destination, ArrayRef<TransferDim> dims,
                                 OpFoldResult rowBytes,
                                 const Configuration &c) {
  Value source = index(b.getIndexAttr(c.zeroMemoryBase));
  auto bytes = getConstantIntValue(rowBytes);
  if (c.tcdmBytes <= c.zeroMemoryBytes ||
      (bytes && *bytes <= c.zeroMemoryBytes))
    return start(destination, source, dims, rowBytes);
  if (!dims.empty())
    return loop(index(dims.front().size), 1,
                [&](OpBuilder &inner, Value position) {
                  TransferBuilder nested(inner, loc);
                  return nested.startZero(
                      nested.advance(destination, position,
                                     dims.front().destinationStride),
                      dims.drop_front(), rowBytes, c);
                });
  Value all = index(rowBytes);
  return loop(all, c.zeroMemoryBytes, [&](OpBuilder &inner, Value position) {
    TransferBuilder nested(inner, loc);
    Value left = inner.create<arith::SubIOp>(loc, all, position);
    Value piece = inner.create<arith::MinUIOp>(
        loc, left, nested.index(inner.getIndexAttr(c.zeroMemoryBytes)));
    return nested.start(inner.create<arith::AddIOp>(loc, destination, position),
                        source, {}, piece);
  });
}

namespace {
struct LowerStart : OpConversionPattern<dma::StartOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult
  matchAndRewrite(dma::StartOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    TransferShape shape = TransferShape::ofCopy(
        rewriter, loc, adaptor.getDestination(), adaptor.getSource());
    rewriter.replaceOp(op, TransferBuilder(rewriter, loc)
                               .start(shape.destination, shape.source,
                                      shape.dims, shape.rowBytes));
    return success();
  }
};

struct LowerStartZero : OpConversionPattern<dma::StartZeroOp> {
  LowerStartZero(TypeConverter &converter, MLIRContext *context,
                 const Configuration &configuration)
      : OpConversionPattern(converter, context), configuration(configuration) {}
  LogicalResult
  matchAndRewrite(dma::StartZeroOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    TransferShape shape =
        TransferShape::ofFill(rewriter, loc, adaptor.getDestination());
    rewriter.replaceOp(op, TransferBuilder(rewriter, loc)
                               .startZero(shape.destination, shape.dims,
                                          shape.rowBytes, configuration));
    return success();
  }
  const Configuration &configuration;
};

struct LowerDone : OpConversionPattern<dma::DoneOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult
  matchAndRewrite(dma::DoneOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOp(op, TransferBuilder(rewriter, op.getLoc()).doneId());
    return success();
  }
};

struct LowerWait : OpConversionPattern<dma::WaitOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult
  matchAndRewrite(dma::WaitOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    for (Value id : adaptor.getTokens())
      rewriter.create<func::CallOp>(op.getLoc(), kDMAWaitFunction, TypeRange(),
                                    id);
    rewriter.eraseOp(op);
    return success();
  }
};

/// Clean-up turns branches that only choose a token into selects.
struct ConvertSelect : OpConversionPattern<arith::SelectOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult
  matchAndRewrite(arith::SelectOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<arith::SelectOp>(op, adaptor.getCondition(),
                                                 adaptor.getTrueValue(),
                                                 adaptor.getFalseValue());
    return success();
  }
};

struct LowerDMA : seeker::impl::LowerDMABase<LowerDMA> {
  using LowerDMABase::LowerDMABase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    llvm::Expected<Configuration> configuration = loadConfiguration(config);
    if (!configuration) {
      module.emitError() << toString(configuration.takeError());
      return signalPassFailure();
    }
    declareWait(module);

    MLIRContext *context = &getContext();
    TokenConverter converter;
    RewritePatternSet patterns(context);
    ConversionTarget target(*context);
    patterns.add<LowerStart, LowerDone, LowerWait, ConvertSelect>(converter,
                                                                  context);
    patterns.add<LowerStartZero>(converter, context, *configuration);
    scf::populateSCFStructuralTypeConversionsAndLegality(converter, patterns,
                                                         target);
    target.addIllegalDialect<dma::DMADialect>();
    target.addDynamicallyLegalOp<arith::SelectOp>(
        [&](arith::SelectOp op) { return converter.isLegal(op.getType()); });
    target.markUnknownOpDynamicallyLegal([](Operation *) { return true; });
    if (failed(applyPartialConversion(module, target, std::move(patterns))))
      signalPassFailure();
  }

  static void declareWait(ModuleOp module) {
    OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
    auto declaration =
        b.create<func::FuncOp>(module.getLoc(), kDMAWaitFunction,
                               b.getFunctionType({b.getI32Type()}, {}));
    declaration.setPrivate();
  }
};
} // namespace
