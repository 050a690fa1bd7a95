// Who chooses the tiles: the source, else the options, else the search.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles))' | FileCheck %s --check-prefix=SEARCH
// RUN: seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{tiles=0,40,100 order=2,0,1 dual-buffer=on}))' | FileCheck %s --check-prefix=OPTION
// RUN: seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{tiles=0,0,0 l1-budget=100000}))' | FileCheck %s --check-prefix=TOO-BIG
// RUN: seeker-opt %s -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles{config=small dual-buffer=off l1-budget=100000}))' | FileCheck %s --check-prefix=OFF

// SEARCH: snitch.kernel "matmul_transpose_b_1x1200x400"{{.*}}predicted_cycles = {{[0-9]+}} : i64, tiles = #snitch.tiles<l1 = [0, {{[0-9]+}}, {{[0-9]+}}], order = {{.*}}, dual_buffer = true{{.*}}>
// OPTION: snitch.kernel "matmul_transpose_b_1x1200x400"{{.*}}tiles = #snitch.tiles<l1 = [0, 40, 100], order = [2, 0, 1], dual_buffer = true>
// TOO-BIG: snitch.kernel "matmul_transpose_b_1x1200x400"{{.*}}tiles = #snitch.tiles<l1 = [0, 0, 0], order = [0, 1, 2]>
// OFF: snitch.kernel "matmul_transpose_b_1x1200x400"
// OFF-NOT: dual_buffer

// The source wins; a kernel without a reduction is always searched.
// OPTION: snitch.kernel "matmul_1x16x1200"{{.*}}tiles = #snitch.tiles<l1 = [0, 4, 300]>
// OPTION: snitch.kernel "add_1x16"{{.*}}tiles = #snitch.tiles<l1 = [0, 0], order = [0, 1]>
func.func @two(%x: tensor<1x400xf64>, %w: tensor<1200x400xf64>, %b: tensor<1x1200xf64>,
               %v: tensor<1200x16xf64>, %c: tensor<1x16xf64>) -> (tensor<1x16xf64>, tensor<1x16xf64>) {
  %m = linalg.matmul_transpose_b ins(%x, %w : tensor<1x400xf64>, tensor<1200x400xf64>) outs(%b : tensor<1x1200xf64>) -> tensor<1x1200xf64>
  %n = linalg.matmul {lowering_config = #snitch.tiles<l1 = [0, 4, 300]>} ins(%m, %v : tensor<1x1200xf64>, tensor<1200x16xf64>) outs(%c : tensor<1x16xf64>) -> tensor<1x16xf64>
  %s = linalg.add ins(%n, %c : tensor<1x16xf64>, tensor<1x16xf64>) outs(%c : tensor<1x16xf64>) -> tensor<1x16xf64>
  return %n, %s : tensor<1x16xf64>, tensor<1x16xf64>
}
