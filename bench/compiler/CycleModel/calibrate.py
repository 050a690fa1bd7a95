#!/usr/bin/env python3
# Measures tilings on the RTL and fits the cycle model's parameters to them.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""calibrate.py BUILD FOLDER [--fit]

Compiles each kernel below in each of its tilings, runs it on the simulated RTL,
keeps the models and MEASURED.json in FOLDER, and prints the model's errors (with
--fit: those of fitted parameters, and the parameters, for CycleModel.h).
What FOLDER holds already is not measured again.
"""
import json
import pathlib
import random
import struct
import subprocess
import sys

# name: N, K, whether a ReLU follows
KERNELS = {
    "d0": (400, 161, False),
    "d1": (1200, 400, False),
    "d7": (600, 400, True),
    "d8": (600, 600, True),
    "d9": (161, 600, False),
    "square": (256, 256, False),
    "tall": (1000, 72, False),
    "wide": (88, 1000, True),
}
N_OUTSIDE, K_OUTSIDE = [0, 1, 2], [0, 2, 1]
# kernel, N, K, order, copies, rows
TILINGS = [
    ("d0", 40, 0, N_OUTSIDE, 2, "dense"), ("d0", 56, 0, N_OUTSIDE, 2, "dense"),
    ("d0", 32, 0, N_OUTSIDE, 2, "cyclic"), ("d0", 32, 0, N_OUTSIDE, 3, "cyclic"),
    ("d0", 24, 0, N_OUTSIDE, 3, "dense"), ("d0", 32, 0, N_OUTSIDE, 3, "padded"),
    ("d0", 80, 41, K_OUTSIDE, 3, "dense"), ("d0", 64, 81, K_OUTSIDE, 2, "dense"),
    ("d0", 40, 0, N_OUTSIDE, 2, "cyclic"), ("d0", 32, 96, K_OUTSIDE, 4, "cyclic"),
    ("d1", 32, 200, K_OUTSIDE, 2, "dense"), ("d1", 40, 100, K_OUTSIDE, 2, "dense"),
    ("d1", 32, 104, K_OUTSIDE, 4, "padded"), ("d1", 32, 136, K_OUTSIDE, 3, "padded"),
    ("d1", 32, 72, K_OUTSIDE, 5, "padded"), ("d1", 40, 80, K_OUTSIDE, 3, "dense"),
    ("d1", 24, 100, K_OUTSIDE, 4, "dense"), ("d1", 16, 0, N_OUTSIDE, 2, "dense"),
    ("d1", 32, 100, K_OUTSIDE, 4, "dense"), ("d1", 64, 40, K_OUTSIDE, 4, "dense"),
    ("d1", 32, 100, K_OUTSIDE, 4, "padded"), ("d1", 32, 80, K_OUTSIDE, 4, "padded"),
    ("d1", 32, 50, K_OUTSIDE, 4, "padded"), ("d1", 32, 104, K_OUTSIDE, 4, "cyclic"),
    ("d1", 32, 200, K_OUTSIDE, 2, "cyclic"), ("d1", 64, 72, N_OUTSIDE, 3, "dense"),
    ("d1", 64, 104, K_OUTSIDE, 2, "dense"), ("d1", 32, 88, K_OUTSIDE, 4, "dense"),
    ("d1", 32, 80, K_OUTSIDE, 5, "dense"), ("d1", 32, 128, K_OUTSIDE, 3, "dense"),
    ("d1", 64, 80, K_OUTSIDE, 2, "dense"),
    ("d7", 32, 100, K_OUTSIDE, 4, "padded"), ("d7", 32, 80, K_OUTSIDE, 4, "padded"),
    ("d7", 32, 50, K_OUTSIDE, 5, "padded"), ("d7", 32, 100, K_OUTSIDE, 4, "cyclic"),
    ("d7", 40, 168, K_OUTSIDE, 2, "cyclic"), ("d7", 32, 40, K_OUTSIDE, 4, "dense"),
    ("d7", 32, 104, K_OUTSIDE, 3, "dense"), ("d7", 32, 200, K_OUTSIDE, 2, "dense"),
    ("d7", 32, 104, K_OUTSIDE, 4, "padded"), ("d7", 32, 100, K_OUTSIDE, 4, "dense"),
    ("d7", 40, 100, K_OUTSIDE, 3, "dense"), ("d7", 56, 72, K_OUTSIDE, 3, "dense"),
    ("d7", 32, 136, K_OUTSIDE, 3, "padded"), ("d7", 24, 200, K_OUTSIDE, 2, "dense"),
    ("d8", 32, 100, K_OUTSIDE, 4, "padded"), ("d8", 32, 120, K_OUTSIDE, 3, "padded"),
    ("d8", 32, 75, K_OUTSIDE, 4, "padded"), ("d8", 32, 60, K_OUTSIDE, 5, "padded"),
    ("d8", 32, 216, K_OUTSIDE, 2, "cyclic"), ("d8", 40, 150, K_OUTSIDE, 2, "cyclic"),
    ("d8", 32, 40, K_OUTSIDE, 4, "dense"), ("d8", 32, 136, K_OUTSIDE, 3, "dense"),
    ("d8", 32, 100, K_OUTSIDE, 4, "dense"), ("d8", 32, 72, K_OUTSIDE, 5, "dense"),
    ("d8", 32, 200, K_OUTSIDE, 2, "dense"), ("d8", 32, 104, K_OUTSIDE, 4, "padded"),
    ("d8", 40, 120, K_OUTSIDE, 3, "dense"), ("d8", 24, 0, N_OUTSIDE, 1, "dense"),
    ("d8", 24, 150, K_OUTSIDE, 3, "dense"), ("d8", 64, 72, K_OUTSIDE, 3, "padded"),
    ("d9", 32, 100, K_OUTSIDE, 4, "padded"), ("d9", 56, 24, K_OUTSIDE, 4, "dense"),
    ("d9", 56, 50, K_OUTSIDE, 4, "dense"), ("d9", 56, 50, K_OUTSIDE, 4, "cyclic"),
    ("d9", 24, 150, K_OUTSIDE, 3, "padded"), ("d9", 56, 40, K_OUTSIDE, 5, "padded"),
    ("d9", 56, 75, N_OUTSIDE, 3, "cyclic"), ("d9", 40, 75, K_OUTSIDE, 4, "cyclic"),
    ("d9", 32, 75, K_OUTSIDE, 5, "cyclic"), ("d9", 56, 120, K_OUTSIDE, 2, "cyclic"),
    ("d9", 56, 60, K_OUTSIDE, 4, "cyclic"), ("d9", 56, 64, K_OUTSIDE, 4, "cyclic"),
    ("d9", 24, 100, K_OUTSIDE, 4, "dense"), ("d9", 32, 104, K_OUTSIDE, 4, "padded"),
    ("d9", 24, 200, K_OUTSIDE, 3, "dense"), ("d9", 56, 72, K_OUTSIDE, 3, "padded"),
    ("d9", 24, 104, K_OUTSIDE, 4, "padded"), ("d9", 56, 104, K_OUTSIDE, 2, "padded"),
    ("d9", 88, 40, K_OUTSIDE, 4, "padded"),
    ("square", 32, 136, K_OUTSIDE, 3, "padded"), ("square", 32, 0, N_OUTSIDE, 1, "dense"),
    ("square", 16, 0, N_OUTSIDE, 3, "dense"), ("square", 64, 64, K_OUTSIDE, 3, "dense"),
    ("tall", 64, 0, N_OUTSIDE, 3, "dense"), ("tall", 128, 0, N_OUTSIDE, 2, "dense"),
    ("tall", 96, 0, N_OUTSIDE, 2, "dense"), ("tall", 40, 0, N_OUTSIDE, 4, "dense"),
    ("wide", 32, 200, K_OUTSIDE, 2, "dense"), ("wide", 32, 104, K_OUTSIDE, 4, "padded"),
    ("wide", 24, 104, K_OUTSIDE, 3, "dense"), ("wide", 88, 40, K_OUTSIDE, 4, "padded"),
]


def save(path, rows):
    head = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }" % (
        len(rows), len(rows[0]))
    head += " " * ((64 - (len(head) + 11) % 64) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode())
        for row in rows:
            file.write(struct.pack("<%dd" % len(row), *row))


def model_of(n, k, relu, tiles):
    y = f"tensor<1x{n}xf64>"
    text = f"""// Made by calibrate.py.
func.func @f(%x: tensor<1x{k}xf64> {{snitch.name = "x"}}, %w: tensor<{n}x{k}xf64> {{snitch.name = "w", snitch.weight}},
             %b: {y} {{snitch.name = "b", snitch.weight}}) -> ({y} {{snitch.name = "y"}}) {{
  %zero = arith.constant 0.0 : f64
  %e = tensor.empty() : {y}
  %f = linalg.fill ins(%zero : f64) outs(%e : {y}) -> {y}
  %p = linalg.matmul_transpose_b {{lowering_config = {tiles}}} ins(%x, %w : tensor<1x{k}xf64>, tensor<{n}x{k}xf64>) outs(%f : {y}) -> {y}
  %s = linalg.add ins(%p, %b : {y}, {y}) outs(%e : {y}) -> {y}
"""
    if not relu:
        return text + f"  return %s : {y}\n}}\n"
    return text + f"""  %r = linalg.generic {{indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>],
                      iterator_types = ["parallel", "parallel"]}} ins(%s : {y}) outs(%e : {y}) {{
  ^bb0(%a: f64, %o: f64):
    %m = arith.maximumf %a, %zero : f64
    linalg.yield %m : f64
  }} -> {y}
  return %r : {y}
}}
"""


class Bench:
    def __init__(self, build, folder):
        self.programs = pathlib.Path(build) / "bin"
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def data_of(self, name):
        """Inputs, weights and golden values of a kernel."""
        folder = self.folder / name
        if (folder / "golden" / "y.npy").exists():
            return folder
        (folder / "golden").mkdir(parents=True, exist_ok=True)
        n, k, relu = KERNELS[name]
        draw = random.Random(1)
        x = [draw.uniform(-1, 1) for _ in range(k)]
        w = [[draw.uniform(-1, 1) for _ in range(k)] for _ in range(n)]
        b = [draw.uniform(-1, 1) for _ in range(n)]
        y = [sum(p * q for p, q in zip(x, row)) + c for row, c in zip(w, b)]
        for file, rows in (("x", [x]), ("w", w), ("b", [b]),
                           ("golden/y", [[max(v, 0.0) for v in y] if relu else y])):
            save(folder / f"{file}.npy", rows)
        return folder

    def measure(self, name, tiles):
        """Cycles of the kernel, right in its values; and its model's file."""
        data = self.data_of(name)
        key = "".join(c if c.isalnum() else "_" for c in tiles).strip("_")
        model = data / f"{key}.mlir"
        result = data / f"{key}.json"
        if result.exists():
            return json.loads(result.read_text()), model
        model.write_text(model_of(*KERNELS[name], tiles))
        image = data / "image.elf"
        subprocess.run([self.programs / "seeker", "compile", model, "-o", image], check=True)
        run = subprocess.run(
            [self.programs / "seeker", "run", image, "--target", "sim", "--json",
             *(f"--input={file}={data}/{file}.npy" for file in "xwb"),
             "--golden", data / "golden", "--rtol", "1e-9", "--atol", "1e-11"],
            stdout=subprocess.PIPE, check=True)
        cycles = json.loads(run.stdout)["kernels"][0]["cycles"]
        result.write_text(json.dumps(cycles))
        return cycles, model


def tiles_attribute(n, k, order, copies, rows):
    text = f"#snitch.tiles<l1 = [0, {n}, {k}], order = {order}"
    if copies > 1:
        text += f", dual_buffer = true, buffers = {copies}, rows = {rows}"
    return text + ">"


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    bench = Bench(sys.argv[1], pathlib.Path(sys.argv[2]))
    samples = []
    for name, *tiling in TILINGS:
        try:
            cycles, model = bench.measure(name, tiles_attribute(*tiling))
        except subprocess.CalledProcessError:
            print(f"{name} {tiling}: not measured", file=sys.stderr)
            continue
        samples.append({"model": str(model), "cycles": cycles})
    measured = bench.folder / "MEASURED.json"
    measured.write_text(json.dumps(samples, indent=1))
    fit = bench.programs / "cycle_model_fit"
    sys.exit(subprocess.run([fit, measured, *sys.argv[3:]]).returncode)


if __name__ == "__main__":
    main()
