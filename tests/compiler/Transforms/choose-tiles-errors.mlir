// Options and budgets that no kernel can follow.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{l1-budget=0}))' 2>&1 | FileCheck %s --check-prefix=ZERO
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{l1-budget=131072}))' 2>&1 | FileCheck %s --check-prefix=ALL
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{l1-budget=100}))' 2>&1 | FileCheck %s --check-prefix=LEAST
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{tiles=0,401}))' 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{tiles=-4,0}))' 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{tiles=0,0,0}))' 2>&1 | FileCheck %s --check-prefix=RANK
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{order=1,1}))' 2>&1 | FileCheck %s --check-prefix=ORDER
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{dual-buffer=maybe}))' 2>&1 | FileCheck %s --check-prefix=DUAL
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{rows=long}))' 2>&1 | FileCheck %s --check-prefix=ROWS
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{buffers=1}))' 2>&1 | FileCheck %s --check-prefix=COPIES
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{buffers=3 dual-buffer=off}))' 2>&1 | FileCheck %s --check-prefix=SINGLE
// RUN: not seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{config=none.json}))' 2>&1 | FileCheck %s --check-prefix=CONFIG

// ZERO: error: a budget of 0 bytes of L1 is not possible: 'default' has 1 to 120832
// ALL: error: a budget of 131072 bytes of L1 is not possible: 'default' has 1 to 120832
// LEAST: error: no tiling of 'matvec_1200x400' fits into 100 bytes of L1: the smallest needs 192
// LARGE: error: option for 'matvec_1200x400': tile size 401 of dimension 1 is larger than the dimension's 400
// NEGATIVE: error: option for 'matvec_1200x400': tile size -4 of dimension 0 is negative
// RANK: error: option for 'matvec_1200x400': has 3 tile sizes for 2 dimensions
// ORDER: error: option for 'matvec_1200x400': order [1, 1] is not a permutation of 0 to 1
// DUAL: error: dual-buffer is 'maybe', supported are on, off and auto
// ROWS: error: rows is 'long', supported are dense, padded, cyclic and auto
// COPIES: error: option for 'matvec_1200x400': 1 buffers: supported are 2 and more, with dual_buffer
// SINGLE: error: option for 'matvec_1200x400': 3 buffers: supported are 2 and more, with dual_buffer
// CONFIG: error: configuration 'none.json': cannot read none.json: No such file or directory
func.func @f(%w: tensor<1200x400xf64>, %x: tensor<400xf64>, %b: tensor<1200xf64>) -> tensor<1200xf64> {
  %m = linalg.matvec ins(%w, %x : tensor<1200x400xf64>, tensor<400xf64>) outs(%b : tensor<1200xf64>) -> tensor<1200xf64>
  return %m : tensor<1200xf64>
}
