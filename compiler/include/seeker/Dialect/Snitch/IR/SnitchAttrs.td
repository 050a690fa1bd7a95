// Attributes of the `snitch` dialect: the L1 memory space and tile choices.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_DIALECT_SNITCH_IR_SNITCHATTRS_TD
#define SEEKER_DIALECT_SNITCH_IR_SNITCHATTRS_TD

include "seeker/Dialect/Snitch/IR/SnitchDialect.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"

class Snitch_Attr<string name, string mnemonic_> : AttrDef<Snitch_Dialect, name> {
  let mnemonic = mnemonic_;
}

def Snitch_L1Attr : Snitch_Attr<"L1", "l1"> {
  let summary = "memory space of the cluster's L1";
  let description = [{
    The memory space of memrefs in the TCDM. A memref without a memory space
    lies in L3.
  }];
}

def Snitch_Rows : I32EnumAttr<"Rows", "how the rows of tiles lie in L1",
    [I32EnumAttrCase<"Dense", 0, "dense">,
     I32EnumAttrCase<"Padded", 1, "padded">,
     I32EnumAttrCase<"Cyclic", 2, "cyclic">]> {
  let cppNamespace = "::seeker::snitch";
}

def Snitch_TilesAttr : Snitch_Attr<"Tiles", "tiles"> {
  let summary = "how a kernel's iteration domain is cut into tiles for L1";
  let description = [{
    `l1` has a tile size for each dimension of the iteration domain (for a
    matmul M, N, K); 0 means the whole dimension. `order` lists the dimensions
    from the outermost loop to the innermost; empty means 0, 1, 2, ....
    The fields may come in any order; all but `l1` may be absent.
    `dual_buffer` keeps a second copy of each tile that is copied in or out, so
    that its transfer overlaps the computation; `buffers` keeps more than two.

    `rows` says which rows of a tile a core takes and how far they lie apart:
    `dense` and `padded` give each core a run of rows, `cyclic` deals them out in
    turn. With the last two, rows are padded such that those of a core lie one
    superbank apart, modulo all of them: its stream then moves from superbank to
    superbank as the DMA does, and stays out of its way.

    ```mlir
    #snitch.tiles<l1 = [0, 40, 100], order = [2, 0, 1], dual_buffer = true>
    #snitch.tiles<l1 = [0, 32, 104], order = [2, 0, 1], dual_buffer = true,
                  buffers = 4, rows = padded>
    ```
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$l1,
                        OptionalArrayRefParameter<"int64_t">:$order,
                        DefaultValuedParameter<"bool", "false">:$dual_buffer,
                        DefaultValuedParameter<"int64_t", "2">:$buffers,
                        DefaultValuedParameter<"Rows", "Rows::Dense">:$rows);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

def Snitch_Point : I32EnumAttr<"Point", "which end of a kernel a mark records",
    [I32EnumAttrCase<"Begin", 0, "begin">, I32EnumAttrCase<"End", 1, "end">]> {
  let cppNamespace = "::seeker::snitch";
}

#endif // SEEKER_DIALECT_SNITCH_IR_SNITCHATTRS_TD
