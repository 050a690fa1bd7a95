// The compiler's passes, in the order of the pipeline.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TRANSFORMS_PASSES_TD
#define SEEKER_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def InlineCalls : Pass<"seeker-inline-calls", "::mlir::ModuleOp"> {
  let summary = "a network of several functions becomes one";
  let description = [{
    Before: functions that call each other, one of which nothing calls. After:
    that one, with the operations of the others in the place of each call.
  }];
}

def DemoteTypes : Pass<"seeker-demote-types", "::mlir::ModuleOp"> {
  let summary = "f64 becomes f32 throughout";
  let description = [{
    Types, and the constants and data of that type, which are rounded to the
    nearest. Before: `tensor<4xf64>`, `1.0e-300 : f64`. After: `tensor<4xf32>`,
    `0.0 : f32`.
  }];
}

def Normalise : Pass<"seeker-normalise", "::mlir::ModuleOp"> {
  let summary = "groups linalg operations on tensors into kernels";
  let description = [{
    Before: a function of linalg operations on tensors of static shape.
    After: the same function of `snitch.kernel` operations, each with one root,
    its accumulator's initialisation (fill, bias) and the elementwise
    operations that consume its result.
  }];
  let dependentDialects = ["::seeker::snitch::SnitchDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ChooseTiles : Pass<"seeker-choose-tiles", "::mlir::func::FuncOp"> {
  let summary = "gives every kernel its tiles";
  let description = [{
    A kernel that has tiles from its source keeps them. The options come next,
    for the kernels with a reduction, or for all where there is none. What
    neither fixes is searched: sizes, loop order, buffering and how rows lie in
    L1, as far as they fit into the budget, ranked by the cycle model. Sizes
    with `dual-buffer=on` mean two dense copies unless more is said. When no choice fits, the one that needs
    the least is taken if sizes are given, so that the plan can say what does
    not fit; else it is an error.

    After: each kernel has `tiles`, and its `predicted_cycles`.
  }];
  let options = [
    ListOption<"tiles", "tiles", "int64_t",
               "tile size for each dimension, 0 for all of it">,
    ListOption<"order", "order", "int64_t",
               "dimensions from the outermost loop to the innermost">,
    Option<"dualBuffer", "dual-buffer", "std::string", "\"auto\"",
           "on, off or auto">,
    Option<"buffers", "buffers", "int64_t", "0",
           "copies of each tile that is loaded ahead; 0 is searched">,
    Option<"tuned", "tuned", "std::string", "\"\"",
           "JSON of `seeker tune`: tiles of kernels by their names">,
    Option<"rows", "rows", "std::string", "\"auto\"",
           "dense, padded, cyclic or auto">,
    Option<"l1Budget", "l1-budget", "int64_t", "-1",
           "bytes of L1 for buffers; -1 is all that the configuration leaves">,
    Option<"config", "config", "std::string", "\"default\"",
           "name or file of the configuration">];
  let dependentDialects = ["::seeker::snitch::SnitchDialect"];
}

def TileToL1 : Pass<"seeker-tile-to-l1", "::mlir::func::FuncOp"> {
  let summary = "from kernels on tensors to the scheduled form on memrefs";
  let description = [{
    Before: a function of `snitch.kernel` operations with tiles. After: the
    schedule that all cores of the cluster execute together, on memrefs: inputs
    and weights, then outputs, are arguments in L3; each kernel is a loop over
    its tiles, with L1 buffers, transfers, barriers, and compute regions whose
    microkernels hold linalg operations.
  }];
  let options = [Option<"config", "config", "std::string", "\"default\"",
                        "name or file of the configuration">];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
    "::seeker::dma::DMADialect", "::seeker::snitch::SnitchDialect"];
}

//===-- from the planned schedule to LLVM ---------------------------------===//

def DrawWeights : Pass<"seeker-draw-weights", "::mlir::ModuleOp"> {
  let summary = "gives weights without data seeded random values";
  let description = [{
    Each argument with `snitch.weight` and without `snitch.value` gets one,
    in the order of the arguments: uniform in (-b, b), where b is
    1/sqrt(innermost dimension). The generator is mt19937 with two outputs a
    number, the first one the high word, of which the low 53 bits count.
  }];
  let options = [Option<"seed", "seed", "uint32_t", "1234", "of mt19937">];
}

def PlaceL3 : Pass<"seeker-place-l3", "::mlir::ModuleOp"> {
  let summary = "gives every tensor its address in L3";
  let description = [{
    Arguments, `memref.alloc` and `memref.get_global` in L3 become
    `snitch.l3_tensor` operations with an address; the function has no
    arguments any more. What the image carries data for comes first, from 1 MiB
    above L3's base. Addresses are multiples of 64, or of 4096 from 4096 bytes
    on.

    When not everything fits, weights without data take turns: each says which
    kernels need it, those that are needed together do not overlap, and the mark
    of the first of these kernels gets `snitch.waits`. The host streams them
    while the program runs.

    Before: `func.func @f(%x: memref<1x400xf64> {snitch.name = "x"})`
    After:  `%x = snitch.l3_tensor "x" role "input" address 2148532224 : ...`
  }];
  let options = [Option<"config", "config", "std::string", "\"default\"",
                        "name or file of the configuration">,
                 Option<"l3Budget", "l3-budget", "int64_t", "0",
                        "bytes of L3 for program and tensors; 0 is all">];
  let dependentDialects = ["::seeker::snitch::SnitchDialect"];
}

def ExpandMath : Pass<"seeker-expand-math", "::mlir::ModuleOp"> {
  let summary = "exp, tanh, log, erf, ... become arithmetic";
  let description = [{
    Before: math operations that the FPU does not have, anywhere. After:
    polynomials in `arith` and `math.fma`, with exponents made by integer
    arithmetic, without branches; those of f32 are computed in f64.
    1 / (1 + exp(-x)) is recognised and stays accurate where exp(-x) overflows.

    Errors, with all special values and subnormal numbers right: exp, sigmoid
    and tanh at most 2 units in the last place over their whole range; log and
    rsqrt as well; erf at most 4.

    exp, sigmoid and tanh have a quick form as well, for arguments of moderate
    size, which seeker-lower-microkernels uses.
  }];
  let options = [Option<"keepQuick", "keep-quick", "bool", "false",
                        "leave functions that have a quick form">,
                 Option<"quick", "quick", "bool", "false",
                        "use quick forms, unchecked, to test their values">];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::math::MathDialect"];
}

def LowerMicrokernels : Pass<"seeker-lower-microkernels", "::mlir::ModuleOp"> {
  let summary = "one core's work on tiles becomes streams and hardware loops";
  let description = [{
    Before: `snitch.microkernel` with linalg operations on memrefs.
    After: in its place stream shapes and starts, and streaming regions whose
    hardware loops hold the arithmetic. Several outputs of a reduction are
    computed side by side, so that the FPU's latency is hidden; each is loaded
    and stored once. Sizes may be dynamic and 0.

    What streams cannot do becomes `scf` loops of loads, arithmetic and stores,
    with a remark that says why.
  }];
  let options = [Option<"config", "config", "std::string", "\"default\"",
                        "name or file of the configuration">];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::math::MathDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect", "::seeker::snitch::SnitchDialect"];
}

def SpecialiseCores : Pass<"seeker-specialise-cores", "::mlir::ModuleOp"> {
  let summary = "splits the schedule into the DM core's and a compute core's";
  let description = [{
    Before: one function without arguments that all cores execute together.
    After: `<name>_dm`, without compute regions, and a function a kernel,
    `<name>_compute_<kernel>(core)`, without transfers and marks, and with a
    fence, or a late one, before each barrier; `main(hart)` calls the one, or the
    others in turn. Before the kernels are taken apart, both sides are cleaned
    up and shown to have the same barriers in the same loops and branches.
  }];
  let options = [Option<"config", "config", "std::string", "\"default\"",
                        "name or file of the configuration">];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::scf::SCFDialect",
                           "::mlir::LLVM::LLVMDialect",
                           "::seeker::dma::DMADialect"];
}

def LowerDMA : Pass<"seeker-lower-dma", "::mlir::ModuleOp"> {
  let summary = "transfers become Snitch's Xdma instructions";
  let description = [{
    A transfer whose two sides are contiguous is one 1-D transfer; with one
    stride it is one 2-D transfer; with more, loops of these. Tokens become
    transfer ids; a wait calls the firmware, which polls.
  }];
  let options = [Option<"config", "config", "std::string", "\"default\"",
                        "name or file of the configuration">];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
    "::mlir::LLVM::LLVMDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect"];
}

def HoistSetup : Pass<"seeker-hoist-setup", "::mlir::func::FuncOp"> {
  let summary = "makes ready before a step what the step needs";
  let description = [{
    Of one core's function: a mover's shape that is the same for all jobs of a
    loop is written before the loop, and arithmetic on indices behind a barrier
    is done before it: an empty instruction takes what is needed behind, so that
    LLVM leaves it there. Before it come, too, the shapes of the first jobs
    behind it, in branches of their own if need be. A step that waits for the
    FPU before it ends computes what the next one needs before that wait.

    ```mlir
    scf.for %i = %c0 to %n step %c1 {
      snitch.barrier
      %p = affine.apply affine_map<(d0) -> (d0 * 8)>(%i)
      snitch.stream_shape 0 bounds [100] strides [8] repeat 5
      snitch.stream_start 0 reads %p loops 1
    }
    // becomes
    snitch.stream_shape 0 bounds [100] strides [8] repeat 5
    scf.for %i = %c0 to %n step %c1 {
      %p = affine.apply affine_map<(d0) -> (d0 * 8)>(%i)
      snitch.barrier
      snitch.stream_start 0 reads %p loops 1
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::LLVM::LLVMDialect",
                           "::seeker::snitch::SnitchDialect"];
}

def LowerSync : Pass<"seeker-lower-sync", "::mlir::ModuleOp"> {
  let summary = "barriers become CSR accesses, marks calls of the firmware";
  let description = [{
    A barrier that is not late is preceded by a fence, which waits for stores. A mark's
    kernel is passed as its number in the order of the first marks.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::func::FuncDialect",
                           "::mlir::LLVM::LLVMDialect"];
}

def ToLLVM : Pass<"seeker-to-llvm", "::mlir::ModuleOp"> {
  let summary = "what is left becomes the LLVM dialect for riscv32";
  let description = [{
    `snitch.l1_alloc` and `snitch.l3_tensor` become their addresses; memrefs,
    arithmetic and control flow are converted with 32-bit indices and one
    address space.
  }];
  let options = [Option<"config", "config", "std::string", "\"default\"",
                        "name or file of the configuration">];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def PlanL1 : Pass<"seeker-plan-l1", "::mlir::func::FuncOp"> {
  let summary = "gives every buffer in L1 its offset";
  let description = [{
    Before: a scheduled function whose `snitch.l1_alloc` operations have no
    offset. After: each has one, such that buffers that live at the same time
    share no byte and all end within the budget. When they do not fit, an error
    at the kernel with the whole need and a note for each buffer; nothing is
    rewritten then.

    ```mlir
    %w = snitch.l1_alloc "mv.w" kernel "mv" role "input" reason "..." : memref<40x100xf64, #snitch.l1>
    // becomes
    %w = snitch.l1_alloc "mv.w" kernel "mv" role "input" reason "..." offset 9600 : memref<40x100xf64, #snitch.l1>
    ```
  }];
  let options = [
    Option<"l1Budget", "l1-budget", "int64_t", "-1",
           "bytes of L1 for buffers, counted from its first byte">
  ];
  let dependentDialects = ["::seeker::snitch::SnitchDialect"];
}

def Prove : Pass<"seeker-prove", "::mlir::func::FuncOp"> {
  let summary = "lets only schedules pass that are proved safe";
  let description = [{
    Takes a planned function and proves of it, without the planner: buffers that
    live together share no byte; all lie in the budget and are aligned; every
    access of every core and transfer stays inside its buffer or tensor in all
    iterations; nothing in flight is touched; all cores meet the same barriers;
    every output is stored in full, after its last change.
    Each violation is an error with the buffers, bytes and iteration.

    After: the function has `snitch.proof`, how many facts were proved of each
    kind.
  }];
  let options = [
    Option<"l1Budget", "l1-budget", "int64_t", "-1",
           "bytes of L1 for buffers, counted from its first byte">,
    Option<"computeCores", "compute-cores", "int64_t", "-1",
           "compute cores that execute each compute region">
  ];
}

#endif // SEEKER_TRANSFORMS_PASSES_TD
