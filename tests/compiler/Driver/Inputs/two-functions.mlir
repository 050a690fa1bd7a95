// Two models in one file.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @one() {
  return
}
func.func @two() {
  return
}
