// A weight that cannot be drawn.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @integer(%w: memref<4xi32> {snitch.weight}) {
  return
}
