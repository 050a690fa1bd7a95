// The `snitch` dialect: how a kernel runs on a Snitch cluster.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_DIALECT_SNITCH_IR_SNITCHDIALECT_TD
#define SEEKER_DIALECT_SNITCH_IR_SNITCHDIALECT_TD

include "mlir/IR/DialectBase.td"

def Snitch_Dialect : Dialect {
  let name = "snitch";
  let cppNamespace = "::seeker::snitch";
  let summary = "L1, compute cores, DM core and barriers of a Snitch cluster";
  let description = [{
    Two levels. On tensors, `snitch.kernel` groups what is computed together
    from one set of tiles. On memrefs, a function is the schedule that all
    cores of the cluster execute together: `snitch.compute` regions run on
    every compute core, `dma` operations on the DM core, control flow and
    `snitch.barrier` on all of them. Between two barriers the compute cores
    and the DM core run side by side. Below a microkernel, `snitch.stream_*`,
    `snitch.streaming` and `snitch.frep` are one core's data movers and
    hardware loops.
  }];
  let useDefaultAttributePrinterParser = 1;
  let extraClassDeclaration = "void registerAttributes();";
}

#endif // SEEKER_DIALECT_SNITCH_IR_SNITCHDIALECT_TD
