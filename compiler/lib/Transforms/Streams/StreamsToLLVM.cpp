// Conversion of the operations on streams to the LLVM dialect.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "StreamsToLLVM.h"
#include "../InlineAssembly.h"
#include "Assembly.h"
#include "mlir/Conversion/LLVMCommon/Pattern.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::streams;

namespace {
/// 32-bit numbers that fold where they are known.
class Integers {
public:
  Integers(OpBuilder &b, Location loc) : b(b), loc(loc) {}

  Value get(OpFoldResult number) {
    if (auto value = dyn_cast<Value>(number))
      return value;
    return b.create<LLVM::ConstantOp>(
        loc, b.getI32Type(),
        b.getI32IntegerAttr(
            cast<IntegerAttr>(cast<Attribute>(number)).getInt()));
  }
  OpFoldResult sub(OpFoldResult x, OpFoldResult y) {
    auto i = getConstantIntValue(x), j = getConstantIntValue(y);
    if (i && j)
      return b.getIndexAttr(*i - *j);
    if (j && *j == 0)
      return x;
    return b.create<LLVM::SubOp>(loc, get(x), get(y)).getResult();
  }
  OpFoldResult add(OpFoldResult x, OpFoldResult y) {
    auto i = getConstantIntValue(x), j = getConstantIntValue(y);
    if (i && j)
      return b.getIndexAttr(*i + *j);
    if (i && *i == 0)
      return y;
    return b.create<LLVM::AddOp>(loc, get(x), get(y)).getResult();
  }
  OpFoldResult mul(OpFoldResult x, OpFoldResult y) {
    auto i = getConstantIntValue(x), j = getConstantIntValue(y);
    if (i && j)
      return b.getIndexAttr(*i * *j);
    return b.create<LLVM::MulOp>(loc, get(x), get(y)).getResult();
  }

private:
  OpBuilder &b;
  Location loc;
};

/// Static numbers as attributes, the others from the adaptor.
SmallVector<OpFoldResult> mixed(OpBuilder &b, ArrayRef<int64_t> numbers,
                                ValueRange values) {
  SmallVector<OpFoldResult> all;
  for (int64_t number : numbers) {
    if (!ShapedType::isDynamic(number)) {
      all.push_back(b.getIndexAttr(number));
      continue;
    }
    all.push_back(values.front());
    values = values.drop_front();
  }
  return all;
}

struct ConvertAddress : ConvertOpToLLVMPattern<snitch::AddressOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;
  LogicalResult
  matchAndRewrite(snitch::AddressOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    Value pointer = getStridedElementPtr(
        op.getLoc(), cast<MemRefType>(op.getMemref().getType()),
        adaptor.getMemref(), adaptor.getIndices(), rewriter);
    rewriter.replaceOpWithNewOp<LLVM::PtrToIntOp>(
        op, getTypeConverter()->getIndexType(), pointer);
    return success();
  }
};

/// The hardware's strides start from where the loops inside left the pointer.
struct ConvertShape : ConvertOpToLLVMPattern<snitch::StreamShapeOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;
  LogicalResult
  matchAndRewrite(snitch::StreamShapeOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    Integers integers(rewriter, op.getLoc());
    auto write = [&](int64_t reg, OpFoldResult value) {
      emitAssembly(rewriter, op.getLoc(), writeConfigText(op.getMover(), reg),
                   "rJ", integers.get(value));
    };
    OpFoldResult moved = rewriter.getIndexAttr(0);
    write(kRepeat, rewriter.getIndexAttr(op.getRepeat() - 1));
    for (auto [loop, bound, stride] : llvm::enumerate(
             mixed(rewriter, op.getStaticBounds(), adaptor.getBounds()),
             mixed(rewriter, op.getStaticStrides(), adaptor.getStrides()))) {
      OpFoldResult last = integers.sub(bound, rewriter.getIndexAttr(1));
      OpFoldResult relative = integers.sub(stride, moved);
      write(kBound + loop, last);
      write(kStride + loop, relative);
      // Before the loop's end it has moved by that stride and all inside,
      // once an iteration but the last.
      moved = integers.add(moved, integers.mul(stride, last));
    }
    rewriter.eraseOp(op);
    return success();
  }
};

struct ConvertStart : ConvertOpToLLVMPattern<snitch::StreamStartOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;
  LogicalResult
  matchAndRewrite(snitch::StreamStartOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    int64_t reg =
        (op.getDirection() == snitch::Direction::Reads ? kRead : kWrite) +
        op.getLoops() - 1;
    // A write of the pointer lets the mover read memory.
    emitAssembly(rewriter, op.getLoc(), writeConfigText(op.getMover(), reg),
                 "rJ,~{memory}", adaptor.getAddress());
    rewriter.eraseOp(op);
    return success();
  }
};

struct ConvertFence : ConvertOpToLLVMPattern<snitch::FenceOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;
  LogicalResult
  matchAndRewrite(snitch::FenceOp op, OpAdaptor,
                  ConversionPatternRewriter &rewriter) const override {
    emitAssembly(rewriter, op.getLoc(), writeFenceText(op.getMovers()),
                 "~{t0},~{memory}", ValueRange());
    rewriter.eraseOp(op);
    return success();
  }
};

struct ConvertLateFence : ConvertOpToLLVMPattern<snitch::LateFenceOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;
  LogicalResult
  matchAndRewrite(snitch::LateFenceOp op, OpAdaptor,
                  ConversionPatternRewriter &rewriter) const override {
    // The move to the integer side comes back when the FPU has got there. Until
    // then gp, which no other code names, is on the scoreboard.
    emitAssembly(rewriter, op.getLoc(), "mv gp, gp\nfmv.x.w gp, fa0",
                 "~{memory}", ValueRange());
    rewriter.eraseOp(op);
    return success();
  }
};

struct ConvertStreaming : ConvertOpToLLVMPattern<snitch::StreamingOp> {
  ConvertStreaming(LLVMTypeConverter &converter,
                   const Configuration &configuration)
      : ConvertOpToLLVMPattern(converter), configuration(configuration) {}
  LogicalResult
  matchAndRewrite(snitch::StreamingOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    FailureOr<Assembly> assembly = writeAssembly(op, configuration);
    if (failed(assembly))
      return failure();
    Integers integers(rewriter, op.getLoc());
    SmallVector<Value> operands;
    for (const Assembly::Operand &operand : assembly->operands) {
      Value value = adaptor.getOperands()[operand.index];
      if (operand.lessOne)
        value = integers.get(integers.sub(value, rewriter.getIndexAttr(1)));
      operands.push_back(value);
    }
    emitAssembly(rewriter, op.getLoc(), assembly->text, assembly->constraints,
                 operands);
    rewriter.eraseOp(op);
    return success();
  }
  const Configuration &configuration;
};
} // namespace

void seeker::populateStreamsToLLVM(LLVMTypeConverter &converter,
                                   const Configuration &configuration,
                                   RewritePatternSet &patterns) {
  patterns.add<ConvertAddress, ConvertFence, ConvertLateFence, ConvertShape,
               ConvertStart>(converter);
  patterns.add<ConvertStreaming>(converter, configuration);
}
