#!/usr/bin/env python3
# FPU utilisation of the f64 matmul microkernel on one core, over many shapes.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""matmul_sweep.py BUILD [--target sim|iss] [--config NAME] [--sizes 4,8,...] [--most N]

Each shape M x N x K is a function of its own: fill with 0, then linalg.matmul,
on buffers in L1. A bare-metal program calls it, calls short ones again, so that
they find their instructions in the cache, checks a weighted sum of the result's
elements, and reports the last call's cycles, its fence included. Utilisation is
M * N * K / cycles: multiply-adds only, no other FP instruction counts.
"""
import argparse
import itertools
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RAW = ROOT / "tests/firmware/raw"
PASSES = ("builtin.module(canonicalize,seeker-lower-microkernels{{config={0}}},canonicalize,cse,"
          "expand-strided-metadata,lower-affine,convert-scf-to-cf,canonicalize,cse,"
          "seeker-to-llvm{{config={0}}},cse)")
FLAGS = ["--target=riscv32-unknown-elf", "-march=rv32imafd_zicsr_zifencei", "-mabi=ilp32d",
         "-mcmodel=medany", "-ffreestanding", "-O2"]
L1_BYTES = 118 * 1024


def buffer(name, offset, rows, columns):
    return (f'  %{name} = snitch.l1_alloc "{name}" kernel "k" role "input" reason "sweep" offset {offset} '
            f": memref<{rows}x{columns}xf64, #snitch.l1>\n")


def layout(m, n, k):
    """Offsets of a, b, c, and the end."""
    offsets = [0]
    for elements in (m * k, k * n, m * n):
        offsets.append((offsets[-1] + elements * 8 + 63) // 64 * 64)
    return offsets


def kernel(m, n, k):
    a, b, c, _ = layout(m, n, k)
    types = [f"memref<{m}x{k}xf64, #snitch.l1>", f"memref<{k}x{n}xf64, #snitch.l1>",
             f"memref<{m}x{n}xf64, #snitch.l1>"]
    return (f"func.func @k_{m}_{n}_{k}() {{\n  %z = arith.constant 0.0 : f64\n"
            + buffer("a", a, m, k) + buffer("b", b, k, n) + buffer("c", c, m, n)
            + f"  linalg.fill ins(%z : f64) outs(%c : {types[2]})\n"
            f"  linalg.matmul ins(%a, %b : {types[0]}, {types[1]}) outs(%c : {types[2]})\n  return\n}}\n")


def program(shapes):
    rows = ",\n".join(f"    {{k_{m}_{n}_{k}, {m}, {n}, {k}, {', '.join(map(str, layout(m, n, k)[:3]))}}}"
                      for m, n, k in shapes)
    externs = "\n".join(f"void k_{m}_{n}_{k}(void);" for m, n, k in shapes)
    return f"""#include "raw.h"
{externs}
static const struct {{ void (*run)(void); uint32_t m, n, k, a, b, c; }} shapes[] = {{
{rows}}};
static int32_t value(uint32_t i) {{ return (int32_t)(i % 7) - 3; }}
static uint32_t cycles(void (*run)(void)) {{
  uint32_t begin, end;
  __asm__ volatile("fmv.x.w t0, fa0\\n\\tmv t0, t0\\n\\tfence\\n\\tcsrr %0, mcycle" : "=r"(begin)::"t0", "memory");
  run();
  __asm__ volatile("csrr %0, mcycle" : "=r"(end)::"memory");
  return end - begin;
}}
int raw_main(uint32_t hart) {{
  if (hart != 0)
    return 0;
  for (uint32_t s = 0; s < sizeof shapes / sizeof shapes[0]; ++s) {{
    volatile double *a = (volatile double *)(TCDM + shapes[s].a);
    volatile double *b = (volatile double *)(TCDM + shapes[s].b);
    volatile double *c = (volatile double *)(TCDM + shapes[s].c);
    uint32_t m = shapes[s].m, n = shapes[s].n, k = shapes[s].k;
    for (uint32_t i = 0; i < m * k; ++i)
      a[i] = value(i);
    for (uint32_t i = 0; i < k * n; ++i)
      b[i] = value(i + 2);
    for (uint32_t i = 0; i < m * n; ++i)
      c[i] = 1e9;
    if (m * n * k <= 16384)
      cycles(shapes[s].run);
    dump(cycles(shapes[s].run));
    // With weights of rows and columns, the sum over c is that over l of the
    // sum over column l of a times the sum over row l of b.
    uint32_t expected = 0, sum = 0;
    for (uint32_t l = 0; l < k; ++l) {{
      uint32_t column = 0, row = 0;
      for (uint32_t i = 0; i < m; ++i)
        column += (i + 1) * (uint32_t)(int32_t)a[i * k + l];
      for (uint32_t j = 0; j < n; ++j)
        row += (j + 1) * (uint32_t)(int32_t)b[l * n + j];
      expected += column * row;
    }}
    for (uint32_t i = 0; i < m; ++i)
      for (uint32_t j = 0; j < n; ++j)
        sum += (i + 1) * (j + 1) * (uint32_t)(int32_t)c[i * n + j];
    if (sum != expected)
      return 1 + (int)s;
  }}
  return 0;
}}
"""


def measure(arguments, shapes, scratch):
    build = pathlib.Path(arguments.build).resolve()
    binaries, headers = build / "bin", build / "cfg" / arguments.config
    (scratch / "k.mlir").write_text("".join(kernel(*shape) for shape in shapes))
    (scratch / "main.c").write_text(program(shapes))
    passes = PASSES.format(arguments.config)
    steps = [
        [binaries / "seeker-opt", scratch / "k.mlir", f"--pass-pipeline={passes}", "-o", scratch / "k.llvm.mlir"],
        ["mlir-translate-19", "--mlir-to-llvmir", scratch / "k.llvm.mlir", "-o", scratch / "k.ll"],
        ["clang-19", *FLAGS, "-Wno-override-module", "-c", scratch / "k.ll", "-o", scratch / "k.o"],
        ["clang-19", *FLAGS, f"-I{headers}", f"-I{RAW}", "-c", scratch / "main.c", "-o", scratch / "main.o"],
        ["clang-19", *FLAGS, f"-I{headers}", f"-I{RAW}", "-c", RAW / "start.S", "-o", scratch / "start.o"],
        ["ld.lld-19", "-T", RAW / "raw.ld", scratch / "start.o", scratch / "main.o", scratch / "k.o", "-o",
         scratch / "sweep.elf"],
        [binaries / "seeker", "run", "--raw", scratch / "sweep.elf", "--target", arguments.target, "--config",
         arguments.config, "--timeout", "3600s", "--max-cycles", "1000000000", "--dump", scratch / "cycles"],
    ]
    for step in steps:
        subprocess.run(list(map(str, step)), check=True)
    lines = (scratch / "cycles").read_text().split("\n")
    return [int(line.split()[2], 16) for line in lines if line.strip()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--target", default="sim")
    parser.add_argument("--config", default="small")
    parser.add_argument("--sizes", default="4,8,16,32,64")
    parser.add_argument("--most", type=int, default=1 << 30, help="multiply-adds of a shape at most")
    arguments = parser.parse_args()
    sizes = list(map(int, arguments.sizes.split(",")))
    shapes = [s for s in itertools.product(sizes, repeat=3)
              if layout(*s)[3] <= L1_BYTES and s[0] * s[1] * s[2] <= arguments.most]
    with tempfile.TemporaryDirectory() as scratch:
        counts = measure(arguments, shapes, pathlib.Path(scratch))
    if len(counts) != len(shapes):
        sys.exit(f"{len(shapes)} shapes, {len(counts)} results")
    use = {}
    for (m, n, k), cycles in zip(shapes, counts):
        use[m, n, k] = m * n * k / cycles
        print(f"{m:3} x {n:3} x {k:3}: {cycles:8} cycles, FPU utilisation {use[m, n, k]:.3f}")
    worst = min(use, key=use.get)
    print(f"bar: f64 matmul of {len(use)} shapes, one core, median FPU utilisation: "
          f"{statistics.median(use.values()):.3f}")
    print(f"bar: f64 matmul of {len(use)} shapes, one core, least FPU utilisation: {use[worst]:.3f}, "
          f"{' x '.join(map(str, worst))}")


if __name__ == "__main__":
    main()
