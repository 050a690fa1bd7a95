// Layer normalisation of 4 rows of 9: the example for slow targets.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#element = affine_map<(r, c) -> (r, c)>
#row = affine_map<(r, c) -> (r)>
#column = affine_map<(r, c) -> (c)>
func.func @layernorm(%x: tensor<4x9xf64> {snitch.name = "x"},
                     %gamma: tensor<9xf64> {snitch.name = "gamma", snitch.weight},
                     %beta: tensor<9xf64> {snitch.name = "beta", snitch.weight})
    -> (tensor<4x9xf64> {snitch.name = "y"}) {
  %zero = arith.constant 0.0 : f64
  %size = arith.constant 9.0 : f64
  %epsilon = arith.constant 1.0e-5 : f64
  %start_empty = tensor.empty() : tensor<4xf64>
  %start = linalg.fill ins(%zero : f64) outs(%start_empty : tensor<4xf64>) -> tensor<4xf64>
  %sums = linalg.reduce {arith.addf} ins(%x : tensor<4x9xf64>)
      outs(%start : tensor<4xf64>) dimensions = [1]
  %squares = linalg.generic {
      indexing_maps = [#element, #row, #row],
      iterator_types = ["parallel", "reduction"]}
      ins(%x, %sums : tensor<4x9xf64>, tensor<4xf64>) outs(%start : tensor<4xf64>) {
  ^bb0(%v: f64, %s: f64, %sum: f64):
    %mean = arith.divf %s, %size : f64
    %d = arith.subf %v, %mean : f64
    %square = arith.mulf %d, %d : f64
    %next = arith.addf %sum, %square : f64
    linalg.yield %next : f64
  } -> tensor<4xf64>
  %empty = tensor.empty() : tensor<4x9xf64>
  %y = linalg.generic {
      indexing_maps = [#element, #row, #row, #column, #column, #element],
      iterator_types = ["parallel", "parallel"]}
      ins(%x, %sums, %squares, %gamma, %beta
          : tensor<4x9xf64>, tensor<4xf64>, tensor<4xf64>, tensor<9xf64>, tensor<9xf64>)
      outs(%empty : tensor<4x9xf64>) {
  ^bb0(%v: f64, %s: f64, %q: f64, %g: f64, %b: f64, %old: f64):
    %mean = arith.divf %s, %size : f64
    %d = arith.subf %v, %mean : f64
    %mean_square = arith.divf %q, %size : f64
    %variance = arith.addf %mean_square, %epsilon : f64
    %scale = math.rsqrt %variance : f64
    %normal = arith.mulf %d, %scale : f64
    %scaled = arith.mulf %normal, %g : f64
    %shifted = arith.addf %scaled, %b : f64
    linalg.yield %shifted : f64
  } -> tensor<4x9xf64>
  return %y : tensor<4x9xf64>
}
