// Operations of the `snitch` dialect.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_DIALECT_SNITCH_IR_SNITCHOPS_TD
#define SEEKER_DIALECT_SNITCH_IR_SNITCHOPS_TD

include "seeker/Dialect/Snitch/IR/SnitchAttrs.td"
include "mlir/IR/CommonTypeConstraints.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Snitch_Op<string mnemonic, list<Trait> traits = []>
    : Op<Snitch_Dialect, mnemonic, traits>;

//===-- on tensors --------------------------------------------------------===//

def Snitch_KernelOp : Snitch_Op<"kernel",
    [IsolatedFromAbove, Pure, SingleBlockImplicitTerminator<"YieldOp">]> {
  let summary = "computes tensors from tensors, tile by tile, in L1";
  let description = [{
    The unit of tiling, planning and reporting. The body holds one root linalg
    operation, what initialises its accumulator (a fill or a bias), and the
    elementwise operations that consume its result tile by tile. The kernel's
    iteration domain is the root's.

    ```mlir
    %y = snitch.kernel "matvec" (%x, %w, %b)
        {tiles = #snitch.tiles<l1 = [0, 40, 100], order = [2, 0, 1]>}
        : (tensor<1x400xf64>, tensor<1200x400xf64>, tensor<1x1200xf64>)
        -> tensor<1x1200xf64> {
    ^bb0(%x0: tensor<1x400xf64>, %w0: tensor<1200x400xf64>, %b0: tensor<1x1200xf64>):
      ...
      snitch.yield %r : tensor<1x1200xf64>
    }
    ```
  }];
  let arguments = (ins StrAttr:$name,
                       Variadic<AnyRankedTensor>:$inputs,
                       OptionalAttr<Snitch_TilesAttr>:$tiles);
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $name `(` $inputs `)` attr-dict `:` functional-type($inputs, $outputs) $body
  }];
  let extraClassDeclaration = [{
    /// The operation whose iteration domain is the kernel's: the one with a
    /// reduction, else the first that is not a fill. Null if there is none.
    ::mlir::linalg::LinalgOp getRoot();
  }];
  let hasVerifier = 1;
}

def Snitch_YieldOp : Snitch_Op<"yield", [Pure, Terminator, ReturnLike]> {
  let summary = "ends the body of a kernel";
  let arguments = (ins Variadic<AnyType>:$values);
  let assemblyFormat = "attr-dict ($values^ `:` type($values))?";
  let builders = [OpBuilder<(ins), [{
    build($_builder, $_state, ::mlir::ValueRange());
  }]>];
}

def Snitch_WindowOp : Snitch_Op<"window", [Pure]> {
  let summary = "a tensor's elements by other indices, where they lie";
  let description = [{
    Element i of the result is element `map`(i) of the source, whose results are
    sums of the indices times constants of at least 0. Elements may appear more
    than once, and not all need to: the windows of a convolution, a diagonal, a
    repeated row. Nothing is copied; the DMA gathers what a tile needs.

    ```mlir
    %w = snitch.window %x by affine_map<(d0, d1) -> (d0 * 2 + d1)>
        : tensor<9xf64> to tensor<4x3xf64>
    ```
  }];
  let arguments = (ins AnyStaticShapeTensor:$source, AffineMapAttr:$map);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = [{
    $source `by` $map attr-dict `:` type($source) `to` type($result)
  }];
  let extraClassDeclaration = [{
    /// Of the result in a source with these strides: offset and strides.
    std::pair<int64_t, ::llvm::SmallVector<int64_t>>
    getLayout(::llvm::ArrayRef<int64_t> sourceStrides);
  }];
  let hasVerifier = 1;
}

//===-- on memrefs --------------------------------------------------------===//

def Snitch_L1AllocOp : Snitch_Op<"l1_alloc"> {
  let summary = "a buffer in L1";
  let description = [{
    A static memref in `#snitch.l1`. `name` is unique within the function and
    says what the buffer holds; `role`, `operand` (index into the kernel's
    operands, results after the inputs) and `reason` are what `seeker explain`
    reports. The outermost dimension counts the copies when `copies` > 1.

    It lives from the first to the last operation that touches it; within a
    loop, for the whole loop. `offset` is the byte offset from the TCDM's base,
    set by `seeker-plan-l1`; `alignment` is a lower bound that the plan keeps.

    ```mlir
    %w = snitch.l1_alloc "w" role "input" operand 1 copies 2
         reason "operand 1, copied in by DMA"
         : memref<2x40x100xf64, #snitch.l1>
    ```
  }];
  let arguments = (ins StrAttr:$name, StrAttr:$kernel, StrAttr:$role,
                       OptionalAttr<I64Attr>:$operand,
                       DefaultValuedAttr<I64Attr, "1">:$copies,
                       StrAttr:$reason,
                       DefaultValuedAttr<I64Attr, "64">:$alignment,
                       OptionalAttr<I64Attr>:$offset);
  let results = (outs Res<AnyStaticShapeMemRef, "", [MemAlloc]>:$memref);
  let assemblyFormat = [{
    $name `kernel` $kernel `role` $role (`operand` $operand^)?
    (`copies` $copies^)? `reason` $reason (`alignment` $alignment^)?
    (`offset` $offset^)? attr-dict `:` type($memref)
  }];
  let hasVerifier = 1;
}

def Snitch_ComputeOp : Snitch_Op<"compute",
    [RecursiveMemoryEffects, SingleBlockImplicitTerminator<"EndOp">]> {
  let summary = "what every compute core executes";
  let description = [{
    The region runs once on each compute core, with the core's index (0 up to
    the number of compute cores) as its argument; the DM core passes it by. It
    does not synchronise.

    ```mlir
    snitch.compute (%core) {
      ...
    }
    ```
  }];
  let regions = (region SizedRegion<1>:$body);
  let skipDefaultBuilders = 1;
  let builders = [OpBuilder<(ins CArg<
    "::llvm::function_ref<void(::mlir::OpBuilder &, ::mlir::Location, "
    "::mlir::Value)>", "nullptr">:$body)>];
  let extraClassDeclaration = [{
    ::mlir::BlockArgument getCore() { return getBody().getArgument(0); }
  }];
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Snitch_EndOp : Snitch_Op<"end", [Pure, Terminator]> {
  let summary = "ends a region that yields nothing";
  let assemblyFormat = "attr-dict";
}

def Snitch_MicrokernelOp : Snitch_Op<"microkernel",
    [IsolatedFromAbove, RecursiveMemoryEffects,
     SingleBlockImplicitTerminator<"EndOp">]> {
  let summary = "one core's innermost work on tiles in L1";
  let description = [{
    The place where streams and hardware loops are lowered. The body holds
    linalg operations on the block's arguments, which are the operands: memrefs
    in L1, of static or dynamic size, and scalars. Nothing else is visible
    inside, so that it can be lowered by itself.

    ```mlir
    snitch.microkernel (%x, %w, %acc)
        : memref<1x100xf64, ...>, memref<?x100xf64, ...>, memref<1x?xf64, ...> {
    ^bb0(...):
      linalg.generic ...
    }
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$operands);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    `(` $operands `)` attr-dict-with-keyword (`:` type($operands)^)? $body
  }];
  let skipDefaultBuilders = 1;
  let builders = [OpBuilder<(ins "::mlir::ValueRange":$operands, CArg<
    "::llvm::function_ref<void(::mlir::OpBuilder &, ::mlir::Location, "
    "::mlir::ValueRange)>", "nullptr">:$body)>];
  let hasVerifier = 1;
}

def Snitch_BarrierOp : Snitch_Op<"barrier",
    [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "waits until every core of the cluster has arrived";
  let description = [{
    All compute cores and the DM core meet here. It is never inside a region
    that only some of them execute.

    What the compute cores were given before it is over, in memory. A late one
    makes an exception of what they were given since the barrier before: that
    may go on until the next barrier, in no order with what follows.

    ```mlir
    snitch.barrier late
    ```
  }];
  let arguments = (ins UnitAttr:$late);
  let assemblyFormat = "(`late` $late^)? attr-dict";
  let hasVerifier = 1;
}

def Snitch_MarkOp : Snitch_Op<"mark",
    [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "records the cycle at which a kernel begins or ends";
  let description = [{
    The DM core writes its cycle counter into the run record, from which a
    kernel's cycles are reported. It synchronises nothing by itself.

    ```mlir
    snitch.mark begin "matvec"
    ```
  }];
  let arguments = (ins Snitch_Point:$point, StrAttr:$kernel);
  let assemblyFormat = "$point $kernel attr-dict";
}

def Snitch_L3TensorOp : Snitch_Op<"l3_tensor"> {
  let summary = "a whole tensor at its address in L3";
  let description = [{
    A static memref without a layout, at a constant address. `role` is one of
    input, output, state, weight, intermediate; the host knows the tensor by
    `name`, which for an intermediate is that of the kernel that makes it. `value` is the
    data that the image carries for it. `needed` are the first and the last
    kernel that need a weight which shares its place with others: outside of
    them the host may keep something else there.

    ```mlir
    %x = snitch.l3_tensor "x" role "input" address 2148532224 : memref<1x400xf64>
    ```
  }];
  let arguments = (ins StrAttr:$name, StrAttr:$role, I64Attr:$address,
                       OptionalAttr<ElementsAttr>:$value,
                       OptionalAttr<DenseI64ArrayAttr>:$needed);
  let results = (outs Res<AnyStaticShapeMemRef, "", [MemAlloc]>:$memref);
  let assemblyFormat = [{
    $name `role` $role `address` $address (`value` $value^)?
    (`needed` $needed^)? attr-dict
    `:` type($memref)
  }];
  let extraClassDeclaration = [{
    /// Bytes of the tensor's elements.
    int64_t getBytes();
  }];
  let hasVerifier = 1;
}

#endif // SEEKER_DIALECT_SNITCH_IR_SNITCHOPS_TD
