// Each reason for which an operation is lowered to scalar loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --seeker-lower-microkernels --verify-diagnostics >/dev/null

#id = affine_map<(d) -> (d)>
#zero = affine_map<(d) -> (0)>
#mod = affine_map<(d) -> (d mod 4)>
#id5 = affine_map<(m, a, b, c, d) -> (m, a, b, c, d)>
#m5 = affine_map<(m, a, b, c, d) -> (m)>

func.func @single(%a: memref<9xf32, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: it computes in f32, of which streams do sums of products}}
  linalg.abs ins(%a : memref<9xf32, #snitch.l1>) outs(%a : memref<9xf32, #snitch.l1>)
  return
}

func.func @types(%a: memref<4xf32, #snitch.l1>, %b: memref<4xf64, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: operand 0 has elements of type f32, the result's are f64}}
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%a : memref<4xf32, #snitch.l1>) outs(%b : memref<4xf64, #snitch.l1>) {
  ^bb0(%x: f32, %y: f64):
    %z = arith.extf %x : f32 to f64
    linalg.yield %z : f64
  }
  return
}

func.func @apart(%x: memref<1x7xf32, #snitch.l1>, %w: memref<4x7xf32, #snitch.l1>, %y: memref<1x4xf32, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: operand 0 has rows that are 28 bytes apart, pairs of f32 need multiples of 8}}
  linalg.matmul_transpose_b ins(%x, %w : memref<1x7xf32, #snitch.l1>, memref<4x7xf32, #snitch.l1>)
                            outs(%y : memref<1x4xf32, #snitch.l1>)
  return
}

func.func @columns(%x: memref<2x8xf32, #snitch.l1>, %w: memref<8x4xf32, #snitch.l1>, %y: memref<2x4xf32, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: the f32 that it sums do not lie side by side in both operands}}
  linalg.matmul ins(%x, %w : memref<2x8xf32, #snitch.l1>, memref<8x4xf32, #snitch.l1>)
                outs(%y : memref<2x4xf32, #snitch.l1>)
  return
}

func.func @odd(%i: index, %b: memref<16xf32, #snitch.l1>, %x: memref<8xf32, #snitch.l1>, %y: memref<f32, #snitch.l1>) {
  %v = memref.subview %b[%i] [8] [1] : memref<16xf32, #snitch.l1> to memref<8xf32, strided<[1], offset: ?>, #snitch.l1>
  // expected-remark@+1 {{is lowered to scalar loops: operand 1 may begin at an odd index, pairs of f32 do not}}
  linalg.dot ins(%x, %v : memref<8xf32, #snitch.l1>, memref<8xf32, strided<[1], offset: ?>, #snitch.l1>)
             outs(%y : memref<f32, #snitch.l1>)
  return
}

func.func @view(%i: index, %b: memref<16xf32, #snitch.l1>, %x: memref<8xf32, #snitch.l1>, %y: memref<f32, #snitch.l1>) {
  %v = memref.reinterpret_cast %b to offset: [%i], sizes: [8], strides: [1] : memref<16xf32, #snitch.l1> to memref<8xf32, strided<[1], offset: ?>, #snitch.l1>
  // expected-remark@+1 {{is lowered to scalar loops: operand 1 is a view that may begin anywhere}}
  linalg.dot ins(%x, %v : memref<8xf32, #snitch.l1>, memref<8xf32, strided<[1], offset: ?>, #snitch.l1>)
             outs(%y : memref<f32, #snitch.l1>)
  return
}

func.func @place(%a: memref<9xf64>) {
  // expected-remark@+1 {{is lowered to scalar loops: operand 0 does not lie in #snitch.l1}}
  linalg.negf ins(%a : memref<9xf64>) outs(%a : memref<9xf64>)
  return
}

func.func @strides(%a: memref<9xf64, strided<[?]>, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: operand 0 has no static strides}}
  linalg.negf ins(%a : memref<9xf64, strided<[?]>, #snitch.l1>) outs(%a : memref<9xf64, strided<[?]>, #snitch.l1>)
  return
}

func.func @arithmetic(%a: memref<9xf64, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: it computes 'math.exp', which is no FP instruction on f64}}
  linalg.exp ins(%a : memref<9xf64, #snitch.l1>) outs(%a : memref<9xf64, #snitch.l1>)
  return
}

func.func @index(%a: memref<4xf64, #snitch.l1>, %y: memref<9xf64, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: operand 0 is indexed by d0 mod 4, which is not linear}}
  linalg.generic {indexing_maps = [#mod, #id], iterator_types = ["parallel"]}
      ins(%a : memref<4xf64, #snitch.l1>) outs(%y : memref<9xf64, #snitch.l1>) {
  ^bb0(%x: f64, %o: f64):
    linalg.yield %x : f64
  }
  return
}

func.func @results(%a: memref<9xf64, #snitch.l1>, %b: memref<9xf64, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: it has 2 results}}
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      outs(%a, %b : memref<9xf64, #snitch.l1>, memref<9xf64, #snitch.l1>) {
  ^bb0(%x: f64, %y: f64):
    %z = arith.addf %x, %y : f64
    linalg.yield %x, %z : f64, f64
  }
  return
}

func.func @streams(%a: memref<9xf64, #snitch.l1>, %b: memref<9xf64, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: it needs 4 streams, a core has 3}}
  linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%a, %b : memref<9xf64, #snitch.l1>, memref<9xf64, #snitch.l1>) outs(%a : memref<9xf64, #snitch.l1>) {
  ^bb0(%x: f64, %y: f64, %o: f64):
    %z = arith.addf %x, %y : f64
    %w = arith.addf %z, %o : f64
    linalg.yield %w : f64
  }
  return
}

func.func @overwrites(%a: memref<9xf64, #snitch.l1>, %y: memref<1xf64, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: it overwrites its output}}
  linalg.generic {indexing_maps = [#id, #zero], iterator_types = ["parallel"]}
      ins(%a : memref<9xf64, #snitch.l1>) outs(%y : memref<1xf64, #snitch.l1>) {
  ^bb0(%x: f64, %o: f64):
    linalg.yield %x : f64
  }
  return
}

func.func @last(%a: memref<9xf64, #snitch.l1>, %y: memref<1xf64, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: its reduction ignores the sum so far}}
  linalg.generic {indexing_maps = [#id, #zero], iterator_types = ["reduction"]}
      ins(%a : memref<9xf64, #snitch.l1>) outs(%y : memref<1xf64, #snitch.l1>) {
  ^bb0(%x: f64, %o: f64):
    linalg.yield %x : f64
  }
  return
}

func.func @dimensions(%a: memref<2x3x4x5x6xf64, strided<[1000, 300, 60, 9, 1], offset: 0>, #snitch.l1>, %y: memref<2xf64, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: it reduces 4 dimensions, for which a stream needs 5 loops and has 4}}
  linalg.generic {indexing_maps = [#id5, #m5], iterator_types = ["parallel", "reduction", "reduction", "reduction", "reduction"]}
      ins(%a : memref<2x3x4x5x6xf64, strided<[1000, 300, 60, 9, 1], offset: 0>, #snitch.l1>) outs(%y : memref<2xf64, #snitch.l1>) {
  ^bb0(%x: f64, %o: f64):
    %z = arith.addf %x, %o : f64
    linalg.yield %z : f64
  }
  return
}

func.func @yield(%a: memref<9xf64, #snitch.l1>, %y: memref<9xf64, #snitch.l1>) {
  // expected-remark@+1 {{is lowered to scalar loops: it does not yield what it computes last}}
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%a : memref<9xf64, #snitch.l1>) outs(%y : memref<9xf64, #snitch.l1>) {
  ^bb0(%x: f64, %o: f64):
    %z = arith.addf %x, %x : f64
    linalg.yield %x : f64
  }
  return
}
