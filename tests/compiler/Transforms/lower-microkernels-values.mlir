// Values, on this machine: every shape gives what upstream's plain loops give.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --seeker-lower-microkernels \
// RUN: | mlir-opt --convert-linalg-to-loops --expand-strided-metadata --lower-affine \
// RUN:     --convert-scf-to-cf --convert-math-to-llvm --convert-cf-to-llvm \
// RUN:     --finalize-memref-to-llvm --convert-arith-to-llvm --convert-func-to-llvm \
// RUN:     --reconcile-unrealized-casts \
// RUN: | mlir-cpu-runner -e main --entry-point-result=i64 | FileCheck %s
//
// The numbers are small integers, so that sums are exact in any order. The
// reference below is written with plain scf loops; @main counts differences.
// CHECK: 0

func.func @fill(%a: memref<?x?xf64>, %factor: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c13 = arith.constant 13 : index
  %m = memref.dim %a, %c0 : memref<?x?xf64>
  %n = memref.dim %a, %c1 : memref<?x?xf64>
  scf.for %i = %c0 to %m step %c1 {
    scf.for %j = %c0 to %n step %c1 {
      %p = arith.muli %i, %factor : index
      %q = arith.addi %p, %j : index
      %r = arith.remui %q, %c13 : index
      %s = arith.index_cast %r : index to i64
      %t = arith.sitofp %s : i64 to f64
      memref.store %t, %a[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// y += a * b^T, y2 = max(y, a row of b) by the pass; the same by hand; count.
func.func @check(%m: index, %n: index, %k: index) -> i64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %c5 = arith.constant 5 : index
  %c7 = arith.constant 7 : index
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %a = memref.alloc(%m, %k) : memref<?x?xf64>
  %b = memref.alloc(%n, %k) : memref<?x?xf64>
  %y = memref.alloc(%m, %n) : memref<?x?xf64>
  %z = memref.alloc(%m, %n) : memref<?x?xf64>
  %e = memref.alloc(%m, %n) : memref<?x?xf64>
  func.call @fill(%a, %c3) : (memref<?x?xf64>, index) -> ()
  func.call @fill(%b, %c5) : (memref<?x?xf64>, index) -> ()
  func.call @fill(%y, %c7) : (memref<?x?xf64>, index) -> ()
  func.call @fill(%e, %c7) : (memref<?x?xf64>, index) -> ()
  linalg.matmul_transpose_b ins(%a, %b : memref<?x?xf64>, memref<?x?xf64>)
                            outs(%y : memref<?x?xf64>)
  linalg.sub ins(%y, %e : memref<?x?xf64>, memref<?x?xf64>) outs(%z : memref<?x?xf64>)
  scf.for %i = %c0 to %m step %c1 {
    scf.for %j = %c0 to %n step %c1 {
      scf.for %l = %c0 to %k step %c1 {
        %p = memref.load %a[%i, %l] : memref<?x?xf64>
        %q = memref.load %b[%j, %l] : memref<?x?xf64>
        %s = memref.load %e[%i, %j] : memref<?x?xf64>
        %r = arith.mulf %p, %q : f64
        %t = arith.addf %s, %r : f64
        memref.store %t, %e[%i, %j] : memref<?x?xf64>
      }
    }
  }
  %wrong = scf.for %i = %c0 to %m step %c1 iter_args(%sum = %zero) -> i64 {
    %row = scf.for %j = %c0 to %n step %c1 iter_args(%inner = %sum) -> i64 {
      %p = memref.load %y[%i, %j] : memref<?x?xf64>
      %q = memref.load %e[%i, %j] : memref<?x?xf64>
      %d = memref.load %z[%i, %j] : memref<?x?xf64>
      // z is the product alone: y less what it started with.
      %i7 = arith.muli %i, %c7 : index
      %at = arith.addi %i7, %j : index
      %c13 = arith.constant 13 : index
      %mod = arith.remui %at, %c13 : index
      %int = arith.index_cast %mod : index to i64
      %old = arith.sitofp %int : i64 to f64
      %back = arith.addf %d, %old : f64
      %ne = arith.cmpf une, %p, %q : f64
      %nd = arith.cmpf une, %back, %q : f64
      %any = arith.ori %ne, %nd : i1
      %more = arith.addi %inner, %one : i64
      %next = arith.select %any, %more, %inner : i64
      scf.yield %next : i64
    }
    scf.yield %row : i64
  }
  memref.dealloc %a : memref<?x?xf64>
  memref.dealloc %b : memref<?x?xf64>
  memref.dealloc %y : memref<?x?xf64>
  memref.dealloc %z : memref<?x?xf64>
  memref.dealloc %e : memref<?x?xf64>
  return %wrong : i64
}

func.func @main() -> i64 {
  %zero = arith.constant 0 : i64
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c6 = arith.constant 6 : index
  %c20 = arith.constant 20 : index
  %c11 = arith.constant 11 : index
  %all = scf.for %m = %c0 to %c6 step %c1 iter_args(%s0 = %zero) -> i64 {
    %of_m = scf.for %n = %c0 to %c20 step %c1 iter_args(%s1 = %s0) -> i64 {
      %of_n = scf.for %k = %c0 to %c11 step %c1 iter_args(%s2 = %s1) -> i64 {
        %w = func.call @check(%m, %n, %k) : (index, index, index) -> i64
        %s3 = arith.addi %s2, %w : i64
        scf.yield %s3 : i64
      }
      scf.yield %of_n : i64
    }
    scf.yield %of_m : i64
  }
  return %all : i64
}
