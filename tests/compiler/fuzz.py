#!/usr/bin/env python3
# Models that nobody means: mutations of those that the tests have.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""fuzz.py SEEKER_COMPILE SEED COUNT MODEL.mlir... [--keep DIR] [--jobs N]

Each MODEL holds functions between lines of dashes. COUNT of them are changed
at random - sizes, types, names of operations, maps, attributes, whole lines -
and compiled. Whatever it is, the compiler ends by itself with 0, 1 or 2, and
says what is wrong; a crash, a hang or silence is a failure, and its model is
kept in DIR.
"""
import argparse
import concurrent.futures
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile

SECONDS = 60
BYTES = 4 << 30
NUMBERS = ["0", "1", "2", "3", "5", "7", "8", "16", "31", "64", "127", "257", "1000", "4096", "65536", "1048576",
           "2147483647", "4294967296", "9223372036854775807", "18446744073709551616", "-1", "?"]
TYPES = ["f64", "f32", "f16", "bf16", "i1", "i8", "i32", "i64", "index", "complex<f64>", "vector<4xf32>", "none", "f128"]
OPS = ["linalg.matmul", "linalg.add", "linalg.exp", "linalg.fill", "linalg.transpose", "linalg.reduce", "linalg.map",
       "linalg.softmax", "linalg.conv_2d_nhwc_hwcf", "linalg.pooling_nhwc_max", "linalg.broadcast", "linalg.copy",
       "linalg.dot", "linalg.batch_matmul", "linalg.index", "tensor.pad", "tensor.concat", "tensor.extract_slice",
       "tensor.insert_slice", "tensor.collapse_shape", "tensor.expand_shape", "tensor.empty", "tensor.cast",
       "tensor.extract", "tensor.dim", "tensor.generate", "arith.addf", "arith.maximumf", "arith.select", "arith.cmpf",
       "arith.constant", "arith.sitofp", "math.exp", "math.tanh", "math.powf", "math.sin", "math.ceil", "scf.for",
       "scf.if", "func.call", "func.return", "cf.br", "memref.alloc", "affine.apply", "no.such"]
WORDS = ["\"parallel\"", "\"reduction\"", "\"window\"", "snitch.name = \"x\"", "snitch.name = \"\"", "snitch.weight",
         "snitch.state", "snitch.name", "dense<0.0>", "dense<1.0>", "0x7FF0000000000000", "nan", "1e400", "ins", "outs",
         "dim(0)", "dim(9)", "permutation = [1, 0]", "dimensions = [0]", "d0", "d1", "d0 + d1", "d0 * 2", "d0 mod 2",
         "d0 floordiv 3", "-d0", "d0 * d1", "s0", "->", "{", "}", "(", ")", "%0", "%arg0", "@main"]


def mutate(text, rng, corpus):
    lines = text.split("\n")
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 5, 9])):
        kind = rng.randrange(10)
        row = rng.randrange(len(lines))
        line = lines[row]

        def replace(pattern, pool):
            found = list(re.finditer(pattern, line))
            if found:
                at = rng.choice(found)
                lines[row] = line[:at.start()] + rng.choice(pool) + line[at.end():]

        if kind in (0, 1):
            replace(r"\d+", NUMBERS)
        elif kind == 2:
            replace(r"\b(f64|f32|index|i64)\b", TYPES)
        elif kind == 3:
            replace(r"\b(linalg|tensor|arith|math|func)\.\w+", OPS)
        elif kind == 4:
            replace(r"[\w.\"%@#]+", WORDS + OPS)
        elif kind == 5 and len(lines) > 2:
            del lines[row]
        elif kind == 6:
            lines.insert(row, rng.choice(lines))
        elif kind == 7:
            other = rng.choice(corpus).split("\n")
            lines.insert(row, rng.choice(other))
        elif kind == 8:
            values = re.findall(r"%\w+", text)
            if values:
                replace(r"%\w+", values)
        elif kind == 9:
            # One size everywhere, so that shapes still fit each other.
            sizes = re.findall(r"\b(\d+)x", text)
            if sizes:
                was, now = rng.choice(sizes), rng.choice(NUMBERS)
                lines = re.sub(rf"\b{was}(?=x)", now, "\n".join(lines)).split("\n")
    return "\n".join(lines)


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def judge(compiler, text, folder):
    """What is wrong with how the compiler ends, or nothing."""
    model = folder / "model.mlir"
    model.write_text(text)
    try:
        done = subprocess.run([compiler, model, "-o", folder / "image.elf"], capture_output=True, text=True,
                              errors="replace", timeout=SECONDS, preexec_fn=limit)
    except subprocess.TimeoutExpired:
        return f"it takes more than {SECONDS} s"
    if done.returncode not in (0, 1, 2):
        return f"it ends with {done.returncode}: {done.stderr.strip()[-600:]}"
    if done.returncode and "error:" not in done.stderr:
        return f"it ends with {done.returncode} and names no error: {done.stderr.strip()[-300:]}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("compiler", type=pathlib.Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("models", type=pathlib.Path, nargs="+")
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    corpus = [text for path in options.models for text in re.split(r"^// -----.*$", path.read_text(), flags=re.M)
              if "func.func" in text]

    def attempt(number):
        rng = random.Random(f"{options.seed} {number}")
        text = mutate(rng.choice(corpus), rng, corpus)
        with tempfile.TemporaryDirectory() as folder:
            why = judge(options.compiler, text, pathlib.Path(folder))
        if why and options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{options.seed}-{number}.mlir").write_text(text)
        return number, why

    failures = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for number, why in pool.map(attempt, range(options.count)):
            if why:
                failures += 1
                print(f"model {options.seed}-{number}: {why}", flush=True)
    print(f"{failures} of {options.count} mutated models end the compiler otherwise than with an answer")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
