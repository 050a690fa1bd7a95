// Rows and strides of a transfer between two memrefs, in few dimensions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "TransferShape.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace seeker;

namespace {
/// One side: its address, and sizes and strides in elements.
struct Side {
  Value address;
  SmallVector<OpFoldResult> sizes, strides;
};
} // namespace

/// Numbers that the type knows stay numbers.
static Side getSide(OpBuilder &b, Location loc, Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  int64_t offset;
  SmallVector<int64_t> strides;
  (void)getStridesAndOffset(type, strides, offset);
  auto metadata = b.create<memref::ExtractStridedMetadataOp>(loc, memref);
  auto pick = [&](int64_t known, Value dynamic) -> OpFoldResult {
    if (ShapedType::isDynamic(known))
      return dynamic;
    return b.getIndexAttr(known);
  };
  Side side;
  for (int64_t i = 0; i < type.getRank(); ++i) {
    side.sizes.push_back(pick(type.getDimSize(i), metadata.getSizes()[i]));
    side.strides.push_back(pick(strides[i], metadata.getStrides()[i]));
  }
  side.address = b.create<memref::ExtractAlignedPointerAsIndexOp>(loc, memref);
  OpFoldResult start = pick(offset, metadata.getOffset());
  if (getConstantIntValue(start) != 0) {
    Value bytes = b.createOrFold<arith::MulIOp>(
        loc, getValueOrCreateConstantIndexOp(b, loc, start),
        b.create<arith::ConstantIndexOp>(loc,
                                         type.getElementTypeBitWidth() / 8));
    side.address = b.createOrFold<arith::AddIOp>(loc, side.address, bytes);
  }
  return side;
}

static OpFoldResult multiply(OpBuilder &b, Location loc, OpFoldResult a,
                             OpFoldResult c) {
  auto x = getConstantIntValue(a), y = getConstantIntValue(c);
  if (x && y)
    return b.getIndexAttr(*x * *y);
  return b.createOrFold<arith::MulIOp>(
      loc, getValueOrCreateConstantIndexOp(b, loc, a),
      getValueOrCreateConstantIndexOp(b, loc, c));
}

/// Whether the next element of a dimension of stride `outer` comes where the
/// `size` elements of stride `inner` end; false when that is not known.
static bool continues(OpFoldResult outer, OpFoldResult size,
                      OpFoldResult inner) {
  auto o = getConstantIntValue(outer), s = getConstantIntValue(size),
       i = getConstantIntValue(inner);
  return o && s && i && *o == *s * *i;
}

/// Collapses from the innermost dimension outwards. `source` is null for a
/// fill.
static TransferShape collapse(OpBuilder &b, Location loc, Type element,
                              const Side &destination, const Side *source) {
  TransferShape shape;
  OpFoldResult bytes = b.getIndexAttr(element.getIntOrFloatBitWidth() / 8);
  OpFoldResult one = b.getIndexAttr(1), zero = b.getIndexAttr(0);
  shape.destination = destination.address;
  shape.source = source ? source->address : Value();

  OpFoldResult row = one; // in elements
  SmallVector<TransferDim> dims;
  for (int64_t i = destination.sizes.size() - 1; i >= 0; --i) {
    // Either side may know the size.
    OpFoldResult size = destination.sizes[i];
    if (source && !getConstantIntValue(size))
      size = source->sizes[i];
    TransferDim dim = {size, destination.strides[i],
                       source ? source->strides[i] : zero};
    if (getConstantIntValue(size) == 1)
      continue;
    if (dims.empty() && continues(dim.destinationStride, row, one) &&
        (!source || continues(dim.sourceStride, row, one))) {
      row = multiply(b, loc, row, size);
      continue;
    }
    if (!dims.empty()) {
      TransferDim &inner = dims.front();
      if (continues(dim.destinationStride, inner.size,
                    inner.destinationStride) &&
          continues(dim.sourceStride, inner.size, inner.sourceStride)) {
        inner.size = multiply(b, loc, inner.size, size);
        continue;
      }
    }
    dims.insert(dims.begin(), dim);
  }
  for (TransferDim &dim : dims) {
    dim.destinationStride = multiply(b, loc, dim.destinationStride, bytes);
    dim.sourceStride = multiply(b, loc, dim.sourceStride, bytes);
  }
  shape.dims = std::move(dims);
  shape.rowBytes = multiply(b, loc, row, bytes);
  return shape;
}

TransferShape TransferShape::ofCopy(OpBuilder &builder, Location loc,
                                    Value destination, Value source) {
  Side to = getSide(builder, loc, destination);
  Side from = getSide(builder, loc, source);
  return collapse(builder, loc,
                  cast<MemRefType>(destination.getType()).getElementType(), to,
                  &from);
}

TransferShape TransferShape::ofFill(OpBuilder &builder, Location loc,
                                    Value destination) {
  Side to = getSide(builder, loc, destination);
  return collapse(builder, loc,
                  cast<MemRefType>(destination.getType()).getElementType(), to,
                  nullptr);
}
