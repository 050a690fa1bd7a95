// Operations of the `snitch` dialect on streams and hardware loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A data mover walks L1 in up to 4 nested loops and feeds or drains one FP
// register. Its shape stays when a job ends, so that it is written apart from
// the start. A job of two movers, 5 rows times 100 columns:
//
//   snitch.stream_shape 0 bounds [100] strides [8] repeat 5
//   snitch.stream_shape 1 bounds [5, 100] strides [1600, 8] repeat 1
//   snitch.stream_start 0 reads %x loops 1
//   snitch.stream_start 1 reads %w loops 2
//   snitch.streaming(%y, %k) : index, index {
//   ^bb0(%to: index, %n: index):
//     %a = snitch.fp_load %to, 0 : f64
//     ...
//     %s:5 = snitch.frep %n iter(%a, ...) : f64, ... {
//     ^bb0(%acc: f64, ...):
//       %p = snitch.pop 0 : f64
//       %q = snitch.pop 1 : f64
//       %r = math.fma %p, %q, %acc : f64
//       ...
//       snitch.yield %r, ... : f64, ...
//     }
//     snitch.fp_store %s#0, %to, 0 : f64
//     ...
//   }
//
// One job runs and one waits in each mover; a further write of configuration
// waits for room. Nothing orders streams with loads and stores of either side
// but `snitch.fence`.
#ifndef SEEKER_DIALECT_SNITCH_IR_SNITCHSTREAMOPS_TD
#define SEEKER_DIALECT_SNITCH_IR_SNITCHSTREAMOPS_TD

include "seeker/Dialect/Snitch/IR/SnitchOps.td"

class Snitch_StreamOp<string mnemonic, list<Trait> traits = []>
    : Snitch_Op<mnemonic, !listconcat(
          traits, [MemoryEffects<[MemRead, MemWrite]>])>;

//===-- the movers --------------------------------------------------------===//

def Snitch_AddressOp : Snitch_Op<"address", [Pure]> {
  let summary = "the address of an element in L1, in bytes";
  let description = [{
    What uses it is not known to touch the memref: operations that take
    addresses have memory effects on all of L1.

    ```mlir
    %p = snitch.address %w[%row, %c0] : memref<40x100xf64, #snitch.l1>
    ```
  }];
  let arguments = (ins AnyMemRef:$memref, Variadic<Index>:$indices);
  let results = (outs Index:$address);
  let assemblyFormat = "$memref `[` $indices `]` attr-dict `:` type($memref)";
  let hasVerifier = 1;
}

def Snitch_StreamShapeOp
    : Snitch_StreamOp<"stream_shape", [AttrSizedOperandSegments]> {
  let summary = "the loops of one data mover's next jobs";
  let description = [{
    Bounds are iterations, at least 1; strides are bytes from one iteration of
    that loop to the next, whatever the loops inside it did. Both go from the
    innermost loop to the outermost. A read delivers each element `repeat`
    times. These become the mover's registers REPEAT, BOUND and STRIDE.

    Here the innermost loop takes 5 rows that lie 1600 bytes apart, the other
    one `%k` columns:

    ```mlir
    snitch.stream_shape 1 bounds [5, %k] strides [1600, 8] repeat 1
    ```
  }];
  let arguments = (ins I64Attr:$mover, Variadic<Index>:$bounds,
                       Variadic<Index>:$strides,
                       DenseI64ArrayAttr:$static_bounds,
                       DenseI64ArrayAttr:$static_strides, I64Attr:$repeat);
  let assemblyFormat = [{
    $mover `bounds` custom<DynamicIndexList>($bounds, $static_bounds)
    `strides` custom<DynamicIndexList>($strides, $static_strides)
    `repeat` $repeat attr-dict
  }];
  let builders = [OpBuilder<(ins "int64_t":$mover,
    "::llvm::ArrayRef<::mlir::OpFoldResult>":$bounds,
    "::llvm::ArrayRef<::mlir::OpFoldResult>":$strides, "int64_t":$repeat)>];
  let extraClassDeclaration = [{
    ::llvm::SmallVector<::mlir::OpFoldResult> getMixedBounds();
    ::llvm::SmallVector<::mlir::OpFoldResult> getMixedStrides();
  }];
  let hasVerifier = 1;
}

def Snitch_Direction : I32EnumAttr<"Direction", "which way a stream's data go",
    [I32EnumAttrCase<"Reads", 0, "reads">,
     I32EnumAttrCase<"Writes", 1, "writes">]> {
  let cppNamespace = "::seeker::snitch";
}

def Snitch_StreamStartOp : Snitch_StreamOp<"stream_start"> {
  let summary = "starts a job of one data mover";
  let description = [{
    From the address of its first element, over the innermost `loops` loops of
    the shape that was written last. A job must be consumed, or filled, exactly:
    else the FPU waits for ever.

    ```mlir
    snitch.stream_start 1 reads %p loops 2
    ```
  }];
  let arguments = (ins I64Attr:$mover, Snitch_Direction:$direction,
                       Index:$address, I64Attr:$loops);
  let assemblyFormat = "$mover $direction $address `loops` $loops attr-dict";
  let hasVerifier = 1;
}

def Snitch_FenceOp : Snitch_StreamOp<"fence"> {
  let summary = "waits until all FP work and what it stores have been performed";
  let description = [{
    Of this core: FP operations, FP stores, and the write jobs of the movers
    that are named, down to their last element in L1.

    ```mlir
    snitch.fence [2]
    ```
  }];
  let arguments = (ins DenseI64ArrayAttr:$movers);
  let assemblyFormat = "$movers attr-dict";
  let hasVerifier = 1;
}

def Snitch_LateFenceOp : Snitch_StreamOp<"late_fence"> {
  let summary = "waits until all FP work before the last late fence is over";
  let description = [{
    Of this core. It leaves a mark behind the FP work so far, for which the next
    one waits. What that work pushed is then with its mover, but for quotients and
    roots, which need a `snitch.fence`; the barrier that follows waits until
    the movers have brought all they were given to memory. So a load behind that
    barrier reads what streams wrote before the last late fence.
  }];
  let assemblyFormat = "attr-dict";
}

//===-- where streams are registers ---------------------------------------===//

def Snitch_StreamingOp : Snitch_Op<"streaming",
    [IsolatedFromAbove, MemoryEffects<[MemRead, MemWrite]>,
     SingleBlockImplicitTerminator<"EndOp">]> {
  let summary = "FP instructions on streams, emitted as they stand";
  let description = [{
    Stream semantics are enabled at its begin and disabled at its end, in the
    order of the FP instructions. The body becomes one block of assembly: each
    operation one instruction in this order, except that `snitch.pop` and
    `snitch.push` are operands of the instruction beside them. Its values get FP
    registers without spilling. Operands are addresses and counts (index) and
    FP scalars. It does not wait: the FPU may still work on it when the integer
    core has gone on.
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

def Snitch_PopOp : Snitch_StreamOp<"pop"> {
  let summary = "the next element of a read stream";
  let description = [{
    It is an operand of the very next operation that is not a pop, and of no
    other. Named twice there, it is still one element.

    ```mlir
    %a = snitch.pop 0 : f64
    ```
  }];
  let arguments = (ins I64Attr:$mover);
  let results = (outs F64:$value);
  let assemblyFormat = "$mover attr-dict `:` type($value)";
  let hasVerifier = 1;
}

def Snitch_PushOp : Snitch_StreamOp<"push"> {
  let summary = "the next element of a write stream";
  let description = [{
    The value is the result of the operation just before, and of no other use.

    ```mlir
    snitch.push %v into 2 : f64
    ```
  }];
  let arguments = (ins F64:$value, I64Attr:$mover);
  let assemblyFormat = "$value `into` $mover attr-dict `:` type($value)";
  let hasVerifier = 1;
}

def Snitch_FpLoadOp : Snitch_StreamOp<"fp_load"> {
  let summary = "loads from an address and a constant number of bytes";
  let description = [{
    A `single` is an f32 in the lower half of the register.
  }];
  let arguments = (ins Index:$address, I64Attr:$offset, UnitAttr:$single);
  let results = (outs F64:$value);
  let assemblyFormat = [{
    (`single` $single^)? $address `,` $offset attr-dict `:` type($value)
  }];
  let hasVerifier = 1;
}

def Snitch_FpStoreOp : Snitch_StreamOp<"fp_store"> {
  let summary = "stores to an address and a constant number of bytes";
  let description = [{
    A `single` is the lower half of the register.
  }];
  let arguments = (ins F64:$value, Index:$address, I64Attr:$offset,
                       UnitAttr:$single);
  let assemblyFormat = [{
    (`single` $single^)? $value `,` $address `,` $offset attr-dict `:`
    type($value)
  }];
  let hasVerifier = 1;
}

def Snitch_PairFmaOp : Snitch_Op<"pair_fma", [Pure]> {
  let summary = "multiplies pairs of f32 and adds the products to a pair";
  let description = [{
    Each f64 is a register with two f32. The result has the register of `sum`,
    which no other operation needs: a hardware loop carries it.

    ```mlir
    %r = snitch.pair_fma %a, %b to %sum
    ```
  }];
  let arguments = (ins F64:$a, F64:$b, F64:$sum);
  let results = (outs F64:$result);
  let assemblyFormat = "$a `,` $b `to` $sum attr-dict";
}

def Snitch_PairSumOp : Snitch_Op<"pair_sum", [Pure]> {
  let summary = "adds both f32 of a pair to a single one";
  let description = [{
    `sum` and the result are f32 in the lower halves of their registers.

    ```mlir
    %r = snitch.pair_sum %pair to %sum
    ```
  }];
  let arguments = (ins F64:$pair, F64:$sum);
  let results = (outs F64:$result);
  let assemblyFormat = "$pair `to` $sum attr-dict";
}

def Snitch_PairPackOp : Snitch_Op<"pair_pack", [Pure]> {
  let summary = "makes a pair of two f32";
  let description = [{
    Those in the lower halves of its operands; the first goes below.
  }];
  let arguments = (ins F64:$low, F64:$high);
  let results = (outs F64:$result);
  let assemblyFormat = "$low `,` $high attr-dict";
}

def Snitch_FrepOp : Snitch_Op<"frep",
    [MemoryEffects<[MemRead, MemWrite]>, SingleBlock]> {
  let summary = "repeats FP instructions in hardware";
  let description = [{
    Runs the body `count` times, at least once; a count that is an operand of
    the streaming region is set when the integer core gets here. The body holds
    1 to 32 FP instructions and nothing for the integer core. A carried value
    has the same register throughout: what is yielded for it is computed where
    the old value is not needed any more.

    With `stagger n`, each argument of the body stands for n carried values,
    which take turns: iteration i works on number i modulo n.

    ```mlir
    %s:2 = snitch.frep %n iter(%a, %b) : f64, f64 {
    ^bb0(%x: f64, %y: f64):
      ...
      snitch.yield %p, %q : f64, f64
    }
    %t:4 = snitch.frep %n stagger 4 iter(%a, %b, %c, %d) : f64, f64, f64, f64 {
    ^bb0(%x: f64):
      ...
      snitch.yield %p : f64
    }
    ```
  }];
  let arguments = (ins Index:$count, Variadic<F64>:$inits,
                       DefaultValuedAttr<I64Attr, "1">:$stagger);
  let results = (outs Variadic<F64>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $count (`stagger` $stagger^)? (`iter` `(` $inits^ `)` `:` type($results))?
    attr-dict-with-keyword $body
  }];
  let hasVerifier = 1;
}

def Snitch_CoreLoopOp : Snitch_Op<"core_loop",
    [MemoryEffects<[MemRead, MemWrite]>,
     SingleBlockImplicitTerminator<"EndOp">]> {
  let summary = "repeats part of a streaming region by the integer core";
  let description = [{
    Runs the body `count` times, at least once. What it computes stays inside.

    ```mlir
    snitch.core_loop %blocks {
      ...
    }
    ```
  }];
  let arguments = (ins Index:$count);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$count attr-dict-with-keyword $body";
  let hasVerifier = 1;
}

#endif // SEEKER_DIALECT_SNITCH_IR_SNITCHSTREAMOPS_TD
