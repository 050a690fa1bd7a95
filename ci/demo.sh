#!/usr/bin/env bash
# Set-up and the main job: compiles examples/matvec, runs it on the Verilated cluster, judges it.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
source "$(dirname "$0")/lib.sh"
ci/setup.sh

say "building (release)"
configure release
ninja -C build/release demo

bin=build/release/bin
data=build/release/share/seeker/examples/matvec
image=build/release/matvec.elf
mkdir -p build/release

say "compile: linalg on tensors to one image with a proven L1 layout"
$bin/seeker compile examples/matvec/matvec.mlir --tiles "[0,40,100]" --order "[2,0,1]" \
  --dual-buffer on -o $image

say "explain: its L1 layout, with reasons"
$bin/seeker explain $image

say "run: load, stream, start, judge on the RTL in simulation"
$bin/seeker run $image --target sim \
  --input x=$data/x.npy --input w=$data/w.npy --input bias=$data/bias.npy \
  --output y=build/release/matvec-y.npy \
  --golden $data/golden --golden-cycles examples/matvec/golden-cycles.json
