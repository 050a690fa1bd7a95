// An operation's name where a number should be.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @f(%a: tensor<2x3xf64>) -> tensor<3x2xf64> {
  %e = tensor.empty() : tensor<3x2xf64>
  %r = linalg.transpose ins(%a : tensor<2x3xf64>) outs(%e : tensor<3x2xf64>)
    permutation = [linalg.map]
  return %r : tensor<3x2xf64>
}
