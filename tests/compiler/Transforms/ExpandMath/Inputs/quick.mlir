// The functions that have a quick form, for the test of its values.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @seeker_quick_exp(%x: f64) -> f64 {
  %y = math.exp %x : f64
  return %y : f64
}
func.func @seeker_quick_tanh(%x: f64) -> f64 {
  %y = math.tanh %x : f64
  return %y : f64
}
func.func @seeker_quick_sigmoid(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %n = arith.negf %x : f64
  %e = math.exp %n : f64
  %d = arith.addf %one, %e : f64
  %y = arith.divf %one, %d : f64
  return %y : f64
}
