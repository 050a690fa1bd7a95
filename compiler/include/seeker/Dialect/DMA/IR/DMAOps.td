// Operations of the `dma` dialect: transfers by the cluster's DMA engine.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_DIALECT_DMA_IR_DMAOPS_TD
#define SEEKER_DIALECT_DMA_IR_DMAOPS_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/CommonTypeConstraints.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def DMA_Dialect : Dialect {
  let name = "dma";
  let cppNamespace = "::seeker::dma";
  let summary = "asynchronous transfers of the cluster's DMA engine";
  let description = [{
    A transfer is started by one operation, which returns a token, and is over
    only after an operation that waits for that token. Between the two the
    engine reads the source and writes the destination at any time, in any
    order: who may touch these bytes meanwhile is what `seeker-prove` proves.
    All operations of this dialect are executed by the DM core alone; the
    others pass over them.
  }];
  let useDefaultTypePrinterParser = 1;
}

def DMA_Token : TypeDef<DMA_Dialect, "Token"> {
  let mnemonic = "token";
  let summary = "a transfer that may still be in flight";
}

class DMA_Op<string mnemonic, list<Trait> traits = []>
    : Op<DMA_Dialect, mnemonic, traits>;

def DMA_StartOp : DMA_Op<"start"> {
  let summary = "starts to copy one memref to another";
  let description = [{
    Both memrefs have the same shape and element type; strides are free, and a
    source stride of 0 repeats what lies inside it. Exactly one side, or both,
    lie in `#snitch.l1`. Rows are as long as the innermost dimensions are
    contiguous on both sides, an element at least. A size of 0 in any dimension
    is a transfer of no bytes.

    ```mlir
    %t = dma.start %src, %dst
      : memref<40x100xf64, strided<[400, 1], offset: ?>>
      to memref<40x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>
    ```
  }];
  let arguments = (ins Arg<AnyMemRef, "source", [MemRead]>:$source,
                       Arg<AnyMemRef, "destination", [MemWrite]>:$destination);
  let results = (outs DMA_Token:$token);
  let assemblyFormat = [{
    $source `,` $destination attr-dict `:` type($source) `to` type($destination)
  }];
  let hasVerifier = 1;
}

def DMA_StartZeroOp : DMA_Op<"start_zero"> {
  let summary = "starts to fill a memref in L1 with zeros";
  let description = [{
    A copy from the cluster's zero memory. The destination is as for `start`.
  }];
  let arguments = (ins Arg<AnyMemRef, "destination", [MemWrite]>:$destination);
  let results = (outs DMA_Token:$token);
  let assemblyFormat = "$destination attr-dict `:` type($destination)";
  let hasVerifier = 1;
}

def DMA_DoneOp : DMA_Op<"done", [Pure]> {
  let summary = "a token that nothing has to wait for";
  let description = [{
    What the branch without a transfer yields, and what a loop's first
    iteration carries where no transfer is ahead.
  }];
  let results = (outs DMA_Token:$token);
  let assemblyFormat = "attr-dict";
}

def DMA_WaitOp : DMA_Op<"wait", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "waits until transfers are over";
  let description = [{
    Blocks the DM core until every transfer named, and every one that was
    started before it, is over: its bytes lie in the destination, and the
    source is free. Other cores learn of it by a following `snitch.barrier`.
  }];
  let arguments = (ins Variadic<DMA_Token>:$tokens);
  let assemblyFormat = "$tokens attr-dict";
}

#endif // SEEKER_DIALECT_DMA_IR_DMAOPS_TD
