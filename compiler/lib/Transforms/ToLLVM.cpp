// seeker-to-llvm: what is left becomes the LLVM dialect for riscv32.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Streams/StreamsToLLVM.h"
#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/FuncToLLVM/ConvertFuncToLLVM.h"
#include "mlir/Conversion/LLVMCommon/ConversionTarget.h"
#include "mlir/Conversion/LLVMCommon/MemRefBuilder.h"
#include "mlir/Conversion/LLVMCommon/Pattern.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/MemRefToLLVM/MemRefToLLVM.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "seeker/Config/Configuration.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Target/RiscV.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;
using namespace seeker;

namespace seeker {
#define GEN_PASS_DEF_TOLLVM
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

/// A memref descriptor whose address is a constant.
static Value constantMemRef(ConversionPatternRewriter &rewriter, Location loc,
                            const LLVMTypeConverter &converter, MemRefType type,
                            int64_t address) {
  Value number = rewriter.create<LLVM::ConstantOp>(
      loc, converter.getIndexType(), rewriter.getI32IntegerAttr(address));
  Value pointer = rewriter.create<LLVM::IntToPtrOp>(
      loc, LLVM::LLVMPointerType::get(rewriter.getContext()), number);
  return MemRefDescriptor::fromStaticShape(rewriter, loc, converter, type,
                                           pointer);
}

namespace {
struct ConvertL1Alloc : ConvertOpToLLVMPattern<snitch::L1AllocOp> {
  ConvertL1Alloc(LLVMTypeConverter &converter, uint64_t base)
      : ConvertOpToLLVMPattern(converter), base(base) {}
  LogicalResult
  matchAndRewrite(snitch::L1AllocOp op, OpAdaptor,
                  ConversionPatternRewriter &rewriter) const override {
    if (!op.getOffset())
      return op.emitOpError("has no offset; seeker-plan-l1 assigns it");
    rewriter.replaceOp(
        op, constantMemRef(rewriter, op.getLoc(), *getTypeConverter(),
                           op.getMemref().getType(), base + *op.getOffset()));
    return success();
  }
  uint64_t base;
};

struct ConvertL3Tensor : ConvertOpToLLVMPattern<snitch::L3TensorOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;
  LogicalResult
  matchAndRewrite(snitch::L3TensorOp op, OpAdaptor,
                  ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOp(
        op, constantMemRef(rewriter, op.getLoc(), *getTypeConverter(),
                           op.getMemref().getType(), op.getAddress()));
    return success();
  }
};

/// The lower word of `x`, as the f32 that it looks like, goes into the upper
/// word: the lesser of it and infinity. The lesser of it and 0 stays below.
struct ConvertPower : ConvertOpToLLVMPattern<arith::BitcastOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;
  LogicalResult
  matchAndRewrite(arith::BitcastOp op, OpAdaptor,
                  ConversionPatternRewriter &rewriter) const override {
    auto shift = op.getIn().getDefiningOp<arith::ShLIOp>();
    auto word =
        shift ? shift.getLhs().getDefiningOp<arith::BitcastOp>() : nullptr;
    if (!op->hasAttr(snitch::kPowerAttr) || !word)
      return failure();
    Type type = op.getType();
    Value limits = rewriter.create<LLVM::ConstantOp>(
        op.getLoc(), type,
        rewriter.getFloatAttr(type,
                              llvm::bit_cast<double>(0x7f800000ull << 32)));
    rewriter.replaceOpWithNewOp<LLVM::InlineAsmOp>(
        op, type, ValueRange{limits, rewriter.getRemappedValue(word.getIn())},
        ".insn r 0x33, 4, 0x45, $0, $1, $2", // vfmin.r.s
        "=f,f,f", /*has_side_effects=*/false, /*is_align_stack=*/false,
        LLVM::AsmDialectAttr{}, ArrayAttr{});
    return success();
  }
};

struct ToLLVM : seeker::impl::ToLLVMBase<ToLLVM> {
  using ToLLVMBase::ToLLVMBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    llvm::Expected<Configuration> configuration = loadConfiguration(config);
    if (!configuration) {
      module.emitError() << toString(configuration.takeError());
      return signalPassFailure();
    }
    module->setAttr(LLVM::LLVMDialect::getDataLayoutAttrName(),
                    StringAttr::get(&getContext(), riscv::kDataLayout));
    module->setAttr(LLVM::LLVMDialect::getTargetTripleAttrName(),
                    StringAttr::get(&getContext(), riscv::kTriple));

    LowerToLLVMOptions options(&getContext());
    options.overrideIndexBitwidth(32);
    options.dataLayout = llvm::DataLayout(riscv::kDataLayout);
    LLVMTypeConverter converter(&getContext(), options);
    converter.addTypeAttributeConversion(
        [](BaseMemRefType type, snitch::L1Attr) -> Attribute {
          return IntegerAttr::get(IntegerType::get(type.getContext(), 32), 0);
        });

    RewritePatternSet patterns(&getContext());
    patterns.add<ConvertL1Alloc>(converter, configuration->tcdmBase);
    patterns.add<ConvertL3Tensor>(converter);
    patterns.add<ConvertPower>(converter, /*benefit=*/2);
    populateStreamsToLLVM(converter, *configuration, patterns);
    arith::populateArithToLLVMConversionPatterns(converter, patterns);
    cf::populateControlFlowToLLVMConversionPatterns(converter, patterns);
    populateFinalizeMemRefToLLVMConversionPatterns(converter, patterns);
    populateFuncToLLVMConversionPatterns(converter, patterns);
    populateMathToLLVMConversionPatterns(converter, patterns);
    LLVMConversionTarget target(getContext());
    target.addLegalOp<ModuleOp>();
    if (failed(applyFullConversion(module, target, std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
