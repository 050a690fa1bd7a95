// What the compiler refuses, each with one error that names what is supported.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -split-input-file -seeker-normalise -verify-diagnostics

// expected-error@+1 {{there is no function to compile: supported is one func.func on tensors}}
module {}

// -----

func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<4xf64>
  // expected-error@+1 {{'linalg.ceil' op computes 'math.ceil', which is not supported; supported are named operations and linalg.generic that compute arith.addf, subf, mulf, divf, negf, maximumf, maxnumf, minimumf, minnumf, cmpf, select and constant, math.absf, copysign, fma, sqrt, rsqrt, exp, log, tanh and erf}}
  %r = linalg.ceil ins(%a : tensor<4xf64>) outs(%e : tensor<4xf64>) -> tensor<4xf64>
  return %r : tensor<4xf64>
}

// -----

// expected-error@+1 {{'func.func' op has no body}}
func.func private @f(tensor<4xf64>) -> tensor<4xf64>

// -----

// expected-note@+1 {{the first function}}
func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> { return %a : tensor<4xf64> }
// expected-error@+1 {{'func.func' op is a second function, supported is one}}
func.func @g(%a: tensor<4xf64>) -> tensor<4xf64> { return %a : tensor<4xf64> }

// -----

// expected-error@+1 {{'memref.global' op is not supported beside a function}}
memref.global "private" @g : memref<4xf64>

// -----

// expected-error@+1 {{argument 0 of 'f' has type 'tensor<?xf64>', supported are tensors of static shape with element type f64 or f32}}
func.func @f(%a: tensor<?xf64>) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<4xf64>
  return %e : tensor<4xf64>
}

// -----

// expected-error@+1 {{argument 0 of 'f' has type 'tensor<4xi32>', supported are tensors of static shape with element type f64 or f32}}
func.func @f(%a: tensor<4xi32>) -> tensor<4xi32> { return %a : tensor<4xi32> }

// -----

// expected-error@+1 {{argument 0 of 'f' has type 'f64', supported are tensors of static shape with element type f64 or f32}}
func.func @f(%a: f64) -> f64 { return %a : f64 }

// -----

// expected-error@+1 {{argument 0 of 'f' has type 'tensor<0x4xf64>', supported are dimensions of at least 1}}
func.func @f(%a: tensor<0x4xf64>) -> tensor<0x4xf64> { return %a : tensor<0x4xf64> }

// -----

// expected-error@+1 {{argument 0 of 'f' has type 'tensor<4294967296x9xf64>', supported are tensors of less than 4 GiB, which is what addresses reach}}
func.func @f(%a: tensor<4294967296x9xf64>) -> tensor<4294967296x9xf64> { return %a : tensor<4294967296x9xf64> }

// -----

func.func @f(%a: tensor<3xf64>, %b: tensor<8xf64>) -> tensor<8xf64> {
  // expected-error@+1 {{'tensor.insert_slice' op reaches from index 0 to 9223372036854775807 in dimension 0 of size 8}}
  %r = tensor.insert_slice %a into %b[0] [3] [9223372036854775807] : tensor<3xf64> into tensor<8xf64>
  return %r : tensor<8xf64>
}

// -----

func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<4xf64>
  // expected-error@+1 {{'linalg.add' op reads an uninitialised tensor}}
  %r = linalg.add ins(%a, %e : tensor<4xf64>, tensor<4xf64>) outs(%a : tensor<4xf64>) -> tensor<4xf64>
  return %r : tensor<4xf64>
}

// -----

func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<4xf64>
  // expected-error@+1 {{'arith.addf' op reads an uninitialised tensor}}
  %r = arith.addf %a, %e : tensor<4xf64>
  return %r : tensor<4xf64>
}

// -----

func.func @f(%a: tensor<2x4xf64>) -> tensor<2x4xf64> {
  %e = tensor.empty() : tensor<2x4xf64>
  // expected-error@+1 {{'linalg.softmax' op reads an uninitialised tensor}}
  %r = linalg.softmax dimension(1) ins(%e : tensor<2x4xf64>) outs(%a : tensor<2x4xf64>) -> tensor<2x4xf64>
  return %r : tensor<2x4xf64>
}

// -----

// expected-error@+1 {{'func.func' op returns nothing, so there is nothing to compute}}
func.func @f(%a: tensor<4xf64>) { return }

// -----

// expected-error@+1 {{'func.func' op result 0 has type 'tensor<4xi1>', supported are tensors of static shape with element type f64 or f32}}
func.func @f(%a: tensor<4xf64>) -> tensor<4xi1> {
  %c = arith.cmpf olt, %a, %a : tensor<4xf64>
  return %c : tensor<4xi1>
}

// -----

// expected-error@+1 {{'func.func' op has branches, supported is straight code}}
func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  cf.br ^end
^end:
  return %a : tensor<4xf64>
}

// -----

func.func @f(%a: tensor<4x4xf64>) -> tensor<4x4xf64> {
  // expected-error@+1 {{'tensor.bitcast' op is not supported, supported are linalg operations on tensors, tensor.empty, pad, concat, extract_slice, insert_slice, collapse_shape and expand_shape, arith.constant and elementwise arith and math operations}}
  %r = tensor.bitcast %a : tensor<4x4xf64> to tensor<4x4xf64>
  return %r : tensor<4x4xf64>
}

// -----

func.func @f(%a: tensor<8xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'tensor.extract_slice' op reaches from index 2 to 8 in dimension 0 of size 8}}
  %r = tensor.extract_slice %a[2] [4] [2] : tensor<8xf64> to tensor<4xf64>
  return %r : tensor<4xf64>
}

// -----

func.func @f(%a: tensor<4xf64>, %b: tensor<8xf64>) -> tensor<8xf64> {
  // expected-error@+1 {{'tensor.insert_slice' op reaches from index 5 to 8 in dimension 0 of size 8}}
  %r = tensor.insert_slice %a into %b[5] [4] [1] : tensor<4xf64> into tensor<8xf64>
  return %r : tensor<8xf64>
}

// -----

func.func @f(%a: tensor<8xf64>) -> tensor<8xf64> {
  %e = tensor.empty() : tensor<4xf64>
  // expected-error@+1 {{'tensor.insert_slice' op reads an uninitialised tensor}}
  %r = tensor.insert_slice %e into %a[0] [4] [1] : tensor<4xf64> into tensor<8xf64>
  return %r : tensor<8xf64>
}

// -----

func.func @f(%a: tensor<8xf64>) -> tensor<4xf64> {
  %c = arith.constant 2 : index
  // expected-error@+1 {{'tensor.extract_slice' op has an offset, size or stride that is no constant}}
  %r = tensor.extract_slice %a[%c] [4] [1] : tensor<8xf64> to tensor<4xf64>
  return %r : tensor<4xf64>
}

// -----

func.func @f(%a: tensor<8xf64>) -> tensor<12xf64> {
  %e = tensor.empty() : tensor<4xf64>
  // expected-error@+1 {{'tensor.concat' op reads an uninitialised tensor}}
  %r = tensor.concat dim(0) %a, %e : (tensor<8xf64>, tensor<4xf64>) -> tensor<12xf64>
  return %r : tensor<12xf64>
}

// -----

func.func @f(%a: tensor<8xf64>) -> tensor<9xf64> {
  // expected-error@+1 {{'tensor.pad' op pads with a value that is no constant}}
  %r = tensor.pad %a low[0] high[1] {
  ^bb0(%i: index):
    %v = tensor.extract %a[%i] : tensor<8xf64>
    tensor.yield %v : f64
  } : tensor<8xf64> to tensor<9xf64>
  return %r : tensor<9xf64>
}

// -----

func.func @f(%a: tensor<8xf64>) -> tensor<7xf64> {
  %c = arith.constant 0.0 : f64
  // expected-error@+1 {{'tensor.pad' op has a width that is no constant of at least 0}}
  %r = tensor.pad %a low[-1] high[0] {
  ^bb0(%i: index):
    tensor.yield %c : f64
  } : tensor<8xf64> to tensor<7xf64>
  return %r : tensor<7xf64>
}

// -----

func.func @f() -> tensor<9xf64> {
  %c = arith.constant 0.0 : f64
  %a = tensor.empty() : tensor<8xf64>
  // expected-error@+1 {{'tensor.pad' op reads an uninitialised tensor}}
  %r = tensor.pad %a low[0] high[1] {
  ^bb0(%i: index):
    tensor.yield %c : f64
  } : tensor<8xf64> to tensor<9xf64>
  return %r : tensor<9xf64>
}

// -----

func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<8xf64>
  // expected-error@+1 {{'tensor.extract_slice' op reads an uninitialised tensor}}
  %r = tensor.extract_slice %e[0] [4] [1] : tensor<8xf64> to tensor<4xf64>
  return %r : tensor<4xf64>
}

// -----

// expected-error@+1 {{'func.func' op returns the next values of 1 states, but has 0 arguments marked 'snitch.state'}}
func.func @f(%a: tensor<4xf64>) -> (tensor<4xf64> {snitch.state}) {
  return %a : tensor<4xf64>
}

// -----

// expected-error@+1 {{'func.func' op result 0 of type 'tensor<8xf64>' is the next value of argument 0 of type 'tensor<4xf64>'}}
func.func @f(%h: tensor<4xf64> {snitch.state}, %a: tensor<8xf64>) -> (tensor<8xf64> {snitch.state}) {
  return %a : tensor<8xf64>
}

// -----

func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'tensor.empty' op result 0 has type 'tensor<4xi32>', supported are tensors of static shape with element type f64 or f32}}
  %e = tensor.empty() : tensor<4xi32>
  return %a : tensor<4xf64>
}

// -----

func.func @f(%a: tensor<4xf64>, %o: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'linalg.generic' op operand 0: map affine_map<(d0) -> (-d0 + 3)> is unsupported in dimension 0, supported are sums of indices times constants of at least 0}}
  %r = linalg.generic {indexing_maps = [affine_map<(d) -> (3 - d)>, affine_map<(d) -> (d)>],
                       iterator_types = ["parallel"]} ins(%a : tensor<4xf64>) outs(%o : tensor<4xf64>) {
  ^bb0(%x: f64, %y: f64):
    linalg.yield %x : f64
  } -> tensor<4xf64>
  return %r : tensor<4xf64>
}

// -----

func.func @f(%a: tensor<4x4xf64>, %o: tensor<4x4xf64>) -> tensor<4x4xf64> {
  // expected-error@+1 {{'linalg.generic' op indexing map 1 is affine_map<(d0, d1) -> (d0, d0)>, supported for the result is a permutation of the parallel loops}}
  %r = linalg.generic {indexing_maps = [affine_map<(d, e) -> (d, e)>, affine_map<(d, e) -> (d, d)>],
                       iterator_types = ["parallel", "parallel"]} ins(%a : tensor<4x4xf64>) outs(%o : tensor<4x4xf64>) {
  ^bb0(%x: f64, %y: f64):
    linalg.yield %x : f64
  } -> tensor<4x4xf64>
  return %r : tensor<4x4xf64>
}

// -----

func.func @f(%a: tensor<4x4xf64>) -> tensor<4x4xf64> {
  %e = tensor.empty() : tensor<4x4xf64>
  // expected-error@+1 {{'linalg.matmul' op accumulates into an uninitialised tensor; fill it first}}
  %r = linalg.matmul ins(%a, %a : tensor<4x4xf64>, tensor<4x4xf64>) outs(%e : tensor<4x4xf64>) -> tensor<4x4xf64>
  return %r : tensor<4x4xf64>
}

// -----

func.func @f(%a: tensor<4x4xf64>) -> tensor<4x4xf64> {
  // expected-error@+1 {{'linalg.matmul' op tile size 5 of dimension 1 is larger than the dimension's 4}}
  %r = linalg.matmul {lowering_config = #snitch.tiles<l1 = [0, 5, 0]>} ins(%a, %a : tensor<4x4xf64>, tensor<4x4xf64>) outs(%a : tensor<4x4xf64>) -> tensor<4x4xf64>
  return %r : tensor<4x4xf64>
}

// -----

func.func @f(%a: tensor<4x4xf64>) -> tensor<4x4xf64> {
  // expected-error@+1 {{'linalg.matmul' op has 2 tile sizes for 3 dimensions}}
  %r = linalg.matmul {lowering_config = #snitch.tiles<l1 = [0, 0]>} ins(%a, %a : tensor<4x4xf64>, tensor<4x4xf64>) outs(%a : tensor<4x4xf64>) -> tensor<4x4xf64>
  return %r : tensor<4x4xf64>
}

// -----

func.func @f(%a: tensor<4x4xf64>) -> tensor<4x4xf64> {
  // expected-error@+1 {{'linalg.matmul' op lowering_config is 8 : i64, supported are #snitch.tiles<...> and #quidditch_snitch.lowering_config<...>}}
  %r = linalg.matmul {lowering_config = 8} ins(%a, %a : tensor<4x4xf64>, tensor<4x4xf64>) outs(%a : tensor<4x4xf64>) -> tensor<4x4xf64>
  return %r : tensor<4x4xf64>
}

// -----

func.func @f(%a: tensor<4xf64>) -> (tensor<4xf64>, tensor<4xf64>) {
  // expected-error@+1 {{'linalg.generic' op has 2 results, supported is one}}
  %r:2 = linalg.generic {indexing_maps = [affine_map<(d) -> (d)>, affine_map<(d) -> (d)>],
                         iterator_types = ["parallel"]} outs(%a, %a : tensor<4xf64>, tensor<4xf64>) {
  ^bb0(%x: f64, %y: f64):
    linalg.yield %x, %y : f64, f64
  } -> (tensor<4xf64>, tensor<4xf64>)
  return %r#0, %r#1 : tensor<4xf64>, tensor<4xf64>
}

// -----

func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<4xf64>
  // expected-error@+1 {{'func.return' op operand 0 is an uninitialised tensor}}
  return %e : tensor<4xf64>
}
