// What the verifiers of the snitch dialect refuse, and in which words.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -split-input-file -verify-diagnostics

// expected-error@+1 {{tile size -1 of dimension 1 is negative}}
func.func private @f() attributes {t = #snitch.tiles<l1 = [0, -1]>}

// -----

// expected-error@+1 {{order has 2 entries for 3 tile sizes}}
func.func private @f() attributes {t = #snitch.tiles<l1 = [0, 1, 2], order = [0, 1]>}

// -----

// expected-error@+1 {{order [0, 2, 2] is not a permutation of 0 to 2}}
func.func private @f() attributes {t = #snitch.tiles<l1 = [0, 1, 2], order = [0, 2, 2]>}

// -----

// expected-error@+1 {{a tile choice needs at least one tile size}}
func.func private @f() attributes {t = #snitch.tiles<l1 = []>}

// -----

// expected-error@+1 {{field 'l1' is missing}}
func.func private @f() attributes {t = #snitch.tiles<dual_buffer = true>}

// -----

// expected-error@+1 {{field 'l1' is given twice}}
func.func private @f() attributes {t = #snitch.tiles<l1 = [1], l1 = [1]>}

// -----

// expected-error@+1 {{expected 'true' or 'false'}}
func.func private @f() attributes {t = #snitch.tiles<l1 = [1], dual_buffer = yes>}

// -----

// expected-error@+1 {{expected 'dense', 'padded' or 'cyclic'}}
func.func private @f() attributes {t = #snitch.tiles<l1 = [1], rows = odd>}

// -----

// expected-error@+1 {{3 buffers: supported are 2 and more, with dual_buffer}}
func.func private @f() attributes {t = #snitch.tiles<l1 = [1], buffers = 3>}

// -----

// expected-error@+1 {{unknown field 'copies', supported are 'l1', 'order', 'dual_buffer', 'buffers' and 'rows'}}
func.func private @f() attributes {t = #snitch.tiles<l1 = [1], copies = 3>}

// -----

// expected-error@+1 {{unknown field 'workgroup_tiles', supported are 'l1_tiles', 'l1_tiles_interchange' and 'dual_buffer'}}
func.func private @f() attributes {t = #quidditch_snitch.lowering_config<workgroup_tiles = [1]>}

// -----

// expected-error@+1 {{unknown attribute 'tiles', only 'lowering_config' is supported}}
func.func private @f() attributes {t = #quidditch_snitch.tiles<l1_tiles = [1]>}

// -----

func.func @tile_too_large(%x: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'snitch.kernel' op tile size 5 of dimension 0 is larger than the dimension's 4}}
  %y = snitch.kernel "k"(%x) {tiles = #snitch.tiles<l1 = [5]>} : (tensor<4xf64>) -> tensor<4xf64> {
  ^bb0(%a: tensor<4xf64>):
    %r = linalg.exp ins(%a : tensor<4xf64>) outs(%a : tensor<4xf64>) -> tensor<4xf64>
    snitch.yield %r : tensor<4xf64>
  }
  return %y : tensor<4xf64>
}

// -----

func.func @tile_rank(%x: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'snitch.kernel' op has 2 tile sizes for 1 dimensions}}
  %y = snitch.kernel "k"(%x) {tiles = #snitch.tiles<l1 = [0, 0]>} : (tensor<4xf64>) -> tensor<4xf64> {
  ^bb0(%a: tensor<4xf64>):
    %r = linalg.exp ins(%a : tensor<4xf64>) outs(%a : tensor<4xf64>) -> tensor<4xf64>
    snitch.yield %r : tensor<4xf64>
  }
  return %y : tensor<4xf64>
}

// -----

func.func @kernel_without_root(%x: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'snitch.kernel' op has no linalg operation to tile}}
  %y = snitch.kernel "k"(%x) : (tensor<4xf64>) -> tensor<4xf64> {
  ^bb0(%a: tensor<4xf64>):
    snitch.yield %a : tensor<4xf64>
  }
  return %y : tensor<4xf64>
}

// -----

func.func @kernel_argument(%x: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'snitch.kernel' op operand 0 has type 'tensor<4xf64>', but the body's argument has 'tensor<5xf64>'}}
  %y = snitch.kernel "k"(%x) : (tensor<4xf64>) -> tensor<4xf64> {
  ^bb0(%a: tensor<5xf64>):
    %r = tensor.empty() : tensor<4xf64>
    snitch.yield %r : tensor<4xf64>
  }
  return %y : tensor<4xf64>
}

// -----

func.func @kernel_arguments(%x: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'snitch.kernel' op has 1 operands, but its body takes 0}}
  %y = snitch.kernel "k"(%x) : (tensor<4xf64>) -> tensor<4xf64> {
    %r = tensor.empty() : tensor<4xf64>
    snitch.yield %r : tensor<4xf64>
  }
  return %y : tensor<4xf64>
}

// -----

func.func @kernel_result(%x: tensor<4xf64>) -> tensor<5xf64> {
  %y = snitch.kernel "k"(%x) : (tensor<4xf64>) -> tensor<5xf64> {
  ^bb0(%a: tensor<4xf64>):
    // expected-error@+1 {{'snitch.yield' op yields 'tensor<4xf64>', but the kernel's results are 'tensor<5xf64>'}}
    snitch.yield %a : tensor<4xf64>
  }
  return %y : tensor<5xf64>
}

// -----

func.func @two_reductions(%x: tensor<4xf64>, %s: tensor<f64>) -> tensor<f64> {
  // expected-error@+1 {{'snitch.kernel' op has 2 operations with a reduction, supported is one}}
  %y = snitch.kernel "k"(%x, %s) : (tensor<4xf64>, tensor<f64>) -> tensor<f64> {
  ^bb0(%a: tensor<4xf64>, %b: tensor<f64>):
    %r = linalg.dot ins(%a, %a : tensor<4xf64>, tensor<4xf64>) outs(%b : tensor<f64>) -> tensor<f64>
    %t = linalg.dot ins(%a, %a : tensor<4xf64>, tensor<4xf64>) outs(%r : tensor<f64>) -> tensor<f64>
    snitch.yield %t : tensor<f64>
  }
  return %y : tensor<f64>
}

// -----

func.func @not_in_l1() {
  // expected-error@+1 {{'snitch.l1_alloc' op allocates 'memref<4xf64>', which does not lie in #snitch.l1}}
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" : memref<4xf64>
  return
}

// -----

func.func @layout() {
  // expected-error@+1 {{'snitch.l1_alloc' op needs a layout of static strides and offset 0, has 'memref<4xf64, strided<[1], offset: 3>, #snitch.l1>'}}
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" : memref<4xf64, strided<[1], offset: 3>, #snitch.l1>
  return
}

// -----

func.func @no_copies() {
  // expected-error@+1 {{'snitch.l1_alloc' op needs at least one copy, has 0}}
  %a = snitch.l1_alloc "a" kernel "k" role "input" copies 0 reason "r" : memref<4xf64, #snitch.l1>
  return
}

// -----

func.func @copies() {
  // expected-error@+1 {{'snitch.l1_alloc' op has 2 copies, which the outermost dimension of 'memref<4xf64, #snitch.l1>' does not count}}
  %a = snitch.l1_alloc "a" kernel "k" role "input" copies 2 reason "r" : memref<4xf64, #snitch.l1>
  return
}

// -----

func.func @alignment() {
  // expected-error@+1 {{'snitch.l1_alloc' op alignment 48 is not a power of two}}
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" alignment 48 : memref<4xf64, #snitch.l1>
  return
}

// -----

func.func @offset() {
  // expected-error@+1 {{'snitch.l1_alloc' op offset 32 is not a multiple of the alignment 64}}
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 32 : memref<4xf64, #snitch.l1>
  return
}

// -----

func.func @barrier_in_compute() {
  // expected-note@+1 {{this region}}
  snitch.compute (%core) {
    // expected-error@+1 {{'snitch.barrier' op is inside a region that only the compute cores execute}}
    snitch.barrier
  }
  return
}

// -----

func.func @transfer_in_compute() {
  // expected-note@+1 {{this region}}
  snitch.compute (%core) {
    // expected-error@+1 {{'dma.wait' op is inside a region that only the compute cores execute}}
    dma.wait
  }
  return
}

// -----

func.func @microkernel_operand(%a: memref<4xf64>) {
  // expected-error@+1 {{'snitch.microkernel' op operand 0 of type 'memref<4xf64>' is neither a memref in #snitch.l1 nor a scalar}}
  snitch.microkernel(%a) : memref<4xf64> {
  ^bb0(%b: memref<4xf64>):
  }
  return
}

// -----

func.func @microkernel_body(%a: memref<4xf64, #snitch.l1>) {
  // expected-note@+1 {{this microkernel}}
  snitch.microkernel(%a) : memref<4xf64, #snitch.l1> {
  ^bb0(%b: memref<4xf64, #snitch.l1>):
    // expected-error@+1 {{'snitch.barrier' op is inside a microkernel, which holds linalg operations only}}
    snitch.barrier
  }
  return
}

// -----

func.func @barrier_in_kernel(%x: tensor<4xf64>) -> tensor<4xf64> {
  %y = snitch.kernel "k"(%x) : (tensor<4xf64>) -> tensor<4xf64> {
  ^bb0(%a: tensor<4xf64>):
    // expected-error@+1 {{'snitch.barrier' op is inside a kernel on tensors}}
    snitch.barrier
    %r = linalg.exp ins(%a : tensor<4xf64>) outs(%a : tensor<4xf64>) -> tensor<4xf64>
    snitch.yield %r : tensor<4xf64>
  }
  return %y : tensor<4xf64>
}

// -----

func.func @f(%x: tensor<9xf64>) {
  // expected-error@+1 {{'snitch.window' op map affine_map<(d0) -> (d0)> takes 1 indices to 1, needed are 2 to 1}}
  %w = snitch.window %x by affine_map<(d) -> (d)> : tensor<9xf64> to tensor<4x3xf64>
  return
}

// -----

func.func @f(%x: tensor<9xf64>) {
  // expected-error@+1 {{'snitch.window' op map affine_map<(d0) -> (d0 floordiv 2)> is unsupported in dimension 0, supported are sums of indices times constants of at least 0}}
  %w = snitch.window %x by affine_map<(d) -> (d floordiv 2)> : tensor<9xf64> to tensor<4xf64>
  return
}

// -----

func.func @f(%x: tensor<9xf64>) {
  // expected-error@+1 {{'snitch.window' op map affine_map<(d0, d1) -> (d0 * 2 + d1 + 1)> reaches index 9 of 9 in dimension 0}}
  %w = snitch.window %x by affine_map<(d, e) -> (d * 2 + e + 1)> : tensor<9xf64> to tensor<4x3xf64>
  return
}

// -----

func.func @f(%x: tensor<9xf64>) {
  // expected-error@+1 {{'snitch.window' op shows elements of 'f64' as 'f32'}}
  %w = snitch.window %x by affine_map<(d) -> (d)> : tensor<9xf64> to tensor<9xf32>
  return
}

// -----

func.func @f() {
  // expected-error@+1 {{'snitch.l3_tensor' op needs the first and the last kernel that need it, of a weight without data}}
  %w = snitch.l3_tensor "w" role "weight" address 2148532224 needed [2, 1] : memref<4xf64>
  return
}

// -----

func.func @f() {
  // expected-error@+1 {{'snitch.l3_tensor' op needs the first and the last kernel that need it, of a weight without data}}
  %x = snitch.l3_tensor "x" role "input" address 2148532224 needed [0, 1] : memref<4xf64>
  return
}
