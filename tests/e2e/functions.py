#!/usr/bin/env python3
# exp, sigmoid and tanh of ordinary and extraordinary numbers, side by side.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""functions.py BIN [--target iss|sim] [--config NAME] [--count N]

Kernels compute several elements at once, in a quick way that does not hold for
all numbers: each infinity, NaN, subnormal and large number must have its own
value, and must leave its neighbours theirs. The reference is the C library.
"""
import argparse
import math
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

from ops import read_npy, write_npy

SPECIAL = [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324, 1e-310, 2.0**-1022, 1e308, -1e308,
           709.7, 709.8, -708.5, -745.1, -745.2, 700.0, -700.0, 173.0, -173.0, -400.0, 299.0, 1e5, 1.0, -1.0]
BODY = {
    "exp": "%y = math.exp %a : T",
    "tanh": "%y = math.tanh %a : T",
    "sigmoid": "%n = arith.negf %a : T\n    %e = math.exp %n : T\n    %d = arith.addf %e, %one : T\n"
               "    %y = arith.divf %one, %d : T",
}
MODEL = """#id = affine_map<(d0) -> (d0)>
func.func @main(%x: tensor<NxT> {snitch.name = "x"}) -> (tensor<NxT> {snitch.name = "y"}) {
  %one = arith.constant 1.0 : T
  %empty = tensor.empty() : tensor<NxT>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x : tensor<NxT>) outs(%empty : tensor<NxT>) {
  ^bb0(%a: T, %o: T):
    BODY
    linalg.yield %y : T
  } -> tensor<NxT>
  return %r : tensor<NxT>
}
"""


def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def exp(x):
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


REFERENCE = {"exp": exp, "tanh": math.tanh, "sigmoid": sigmoid}
# In units in the last place: 2, and one that the reference may be off by.
MOST = 3


def ulps(got, want, dtype):
    if math.isnan(want) or math.isnan(got):
        return 0 if math.isnan(want) and math.isnan(got) else math.inf
    if got == want:
        same_sign = math.copysign(1, got) == math.copysign(1, want)
        return 0 if want or same_sign else math.inf
    if math.isinf(want) or math.isinf(got):
        return math.inf
    least, digits = (-1022, 52) if dtype == "f64" else (-126, 23)
    exponent = max(math.frexp(want)[1] - 1, least)
    return abs(math.ldexp(got - want, digits - exponent)) if want else math.inf


def values(count, dtype, seed):
    rng = random.Random(seed)
    numbers = []
    while len(numbers) < count:
        kind = rng.random()
        x = (rng.choice(SPECIAL) if kind < 0.1 else rng.uniform(-750, 750) if kind < 0.3
             else rng.choice([-1, 1]) * 2**rng.uniform(-60, 6))
        if dtype == "f32" and math.isfinite(x):
            x = struct.unpack("<f", struct.pack("<f", max(min(x, 3e38), -3e38)))[0]
        numbers.append(x)
    return numbers


def as_f32(x):
    try:
        return struct.unpack("<f", struct.pack("<f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def run(options, folder, name, dtype):
    text = MODEL.replace("BODY", BODY[name]).replace("N", str(options.count)).replace("T", dtype)
    (folder / "model.mlir").write_text(text)
    subprocess.run([options.bin / "seeker", "compile", folder / "model.mlir", "-o", folder / "image.elf",
                    "--config", options.config], check=True, stderr=subprocess.DEVNULL)
    x = values(options.count, dtype, name)
    write_npy(folder / "x.npy", [options.count], dtype, x)
    subprocess.run([options.bin / "seeker", "run", folder / "image.elf", "--target", options.target,
                    "--input", f"x={folder / 'x.npy'}", "--output", f"y={folder / 'y.npy'}"],
                   check=True, stdout=subprocess.DEVNULL)
    wrong, worst = 0, 0
    for number, got in zip(x, read_npy(folder / "y.npy", dtype)):
        want = REFERENCE[name](number)
        error = ulps(got, as_f32(want) if dtype == "f32" else want, dtype)
        worst = max(worst, error)
        if error > MOST:
            wrong += 1
            print(f"wrong: {name}({number!r}) is {got!r}, expected {want!r}")
    print(f"{name} {dtype}: {wrong} of {options.count} wrong, at most {worst:.2f} ulp from the reference")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("--target", default="iss")
    parser.add_argument("--config", default="default")
    parser.add_argument("--count", type=int, default=20001)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wrong = sum(run(options, pathlib.Path(folder), name, dtype)
                    for name in BODY for dtype in ("f64", "f32"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
