#!/usr/bin/env python3
# Models of one operation each on the cluster, against MLIR's own code on this machine.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ops.py BIN MODELS [--target iss|sim] [--config NAME] [--dtype f64|f32] [--only PATTERN]

MODELS (or - for standard input) holds functions between lines of dashes. Each is compiled by `seeker
compile`, run on the target with seeded values, and compared with the same
function compiled by upstream's passes for this machine, which share nothing
with ours but the parser. With f32 all element types of the file are replaced.
"""
import argparse
import ctypes
import functools
import math
import pathlib
import random
import re
import struct
import subprocess
import sys
import tempfile

LLVM = pathlib.Path("/usr/lib/llvm-19/bin")
# What has no loops by itself is taken apart first.
DECOMPOSE = """
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%module: !transform.any_op) {
    %softmax = transform.structured.match ops{["linalg.softmax"]} in %module : (!transform.any_op) -> !transform.any_op
    transform.structured.decompose_interface %softmax : (!transform.any_op) -> !transform.any_op
    %functions = transform.structured.match ops{["func.func"]} in %module : (!transform.any_op) -> !transform.any_op
    transform.apply_patterns to %functions {
      transform.apply_patterns.tensor.decompose_concat
    } : !transform.any_op
    transform.yield
  }
}
"""
HOST_PASSES = [
    "--transform-interpreter",
    "--convert-elementwise-to-linalg",
    "--one-shot-bufferize=bufferize-function-boundaries function-boundary-type-conversion=identity-layout-map",
    "--buffer-results-to-out-params", "--convert-linalg-to-loops", "--fold-memref-alias-ops",
    "--expand-strided-metadata", "--lower-affine", "--convert-scf-to-cf", "--llvm-request-c-wrappers",
    "--convert-math-to-llvm", "--convert-math-to-libm", "--convert-cf-to-llvm",
    "--finalize-memref-to-llvm", "--convert-arith-to-llvm", "--convert-func-to-llvm",
    "--reconcile-unrealized-casts"]
# Of the largest of 1 and the expected value: sums are reordered.
TOLERANCE = {"f64": 1e-12, "f32": 1e-5}
C_TYPE = {"f64": ctypes.c_double, "f32": ctypes.c_float}


def type_of(text):
    """"3x4xf64" as ([3, 4], "f64")."""
    *sizes, dtype = text.split("x")
    return [int(size) for size in sizes], dtype


class Model:
    def __init__(self, text):
        self.text = text
        head = re.search(r"func\.func @(\w+)\((.*?)\) -> tensor<([^>]*)>", text)
        self.name = head.group(1)
        self.inputs = [type_of(t) for t in re.findall(r"tensor<([^>]*)>", head.group(2))]
        self.result = type_of(head.group(3))


def write_npy(path, shape, dtype, values):
    tail = "," if len(shape) == 1 else ""
    head = f"{{'descr': '<f{int(dtype[1:]) // 8}', 'fortran_order': False, 'shape': ({', '.join(map(str, shape))}{tail}), }}"
    head += " " * (-(len(head) + 11) % 64) + "\n"
    code = "d" if dtype == "f64" else "f"
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode()
                     + struct.pack(f"<{len(values)}{code}", *values))


def read_npy(path, dtype):
    data = path.read_bytes()
    begin = 10 + struct.unpack("<H", data[8:10])[0]
    code = "d" if dtype == "f64" else "f"
    return list(struct.unpack(f"<{(len(data) - begin) // struct.calcsize(code)}{code}", data[begin:]))


def descriptor(shape, dtype, values):
    """MLIR's memref descriptor of a buffer with these values; keeps the buffer."""
    rank = len(shape)
    data = (C_TYPE[dtype] * max(1, len(values)))(*values)
    strides = [functools.reduce(lambda a, b: a * b, shape[i + 1:], 1) for i in range(rank)]

    class Memref(ctypes.Structure):
        _fields_ = [("allocated", ctypes.c_void_p), ("aligned", ctypes.c_void_p), ("offset", ctypes.c_int64)]
        if rank:
            _fields_ += [("sizes", ctypes.c_int64 * rank), ("strides", ctypes.c_int64 * rank)]
    memref = Memref(ctypes.addressof(data), ctypes.addressof(data), 0)
    if rank:
        memref.sizes[:], memref.strides[:] = shape, strides
    memref.data = data
    return memref


def host_library(models, directory):
    source, decompose, llvm, obj, lib = (directory / name for name in (
        "host.mlir", "decompose.mlir", "host.ll", "host.o", "host.so"))
    source.write_text("\n".join(model.text for model in models))
    decompose.write_text(DECOMPOSE)
    lowered = subprocess.run([LLVM / "mlir-opt", source, f"--transform-preload-library=transform-library-paths={decompose}",
                              *HOST_PASSES], check=True, stdout=subprocess.PIPE).stdout
    llvm.write_bytes(subprocess.run([LLVM / "mlir-translate", "--mlir-to-llvmir"], input=lowered, check=True,
                                    capture_output=True).stdout)
    subprocess.run([LLVM / "llc", "-O1", "-filetype=obj", "-relocation-model=pic", llvm, "-o", obj], check=True)
    libraries = LLVM.parent / "lib"
    subprocess.run([LLVM / "clang", "-shared", obj, "-lm", f"-L{libraries}", f"-Wl,-rpath,{libraries}",
                    "-lmlir_c_runner_utils", "-o", lib], check=True)
    return ctypes.CDLL(str(lib))


def expect(host, model, inputs):
    shape, dtype = model.result
    arguments = [descriptor(s, d, v) for (s, d), v in zip(model.inputs, inputs)]
    result = descriptor(shape, dtype, [math.nan] * math.prod(shape))
    getattr(host, f"_mlir_ciface_{model.name}")(*[ctypes.byref(a) for a in arguments], ctypes.byref(result))
    return list(result.data)


def judge(got, expected, tolerance):
    """Nothing, or what is wrong."""
    if len(got) != len(expected):
        return f"{len(got)} values instead of {len(expected)}"
    for index, (g, e) in enumerate(zip(got, expected)):
        if g != e and not (math.isnan(g) and math.isnan(e)) and not abs(g - e) <= tolerance * max(1, abs(e)):
            return f"element {index} is {g!r} instead of {e!r}"
    return None


def check(model, host, arguments, directory):
    draw = random.Random(model.name)
    inputs = [[struct.unpack("f", struct.pack("f", draw.uniform(-1, 1)))[0] for _ in range(math.prod(shape))]
              for shape, _ in model.inputs]
    source, image, output = directory / "model.mlir", directory / "image.elf", directory / "out.npy"
    source.write_text(model.text)
    output.unlink(missing_ok=True)
    command = [arguments.bin / "seeker", "compile", source, "--config", arguments.config, "-o", image]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return f"does not compile: {done.stderr.strip()}"
    remarks = [line.split("remark: ")[1] for line in done.stderr.splitlines() if "remark: " in line]
    command = [arguments.bin / "seeker", "run", image, "--target", arguments.target, "--output", f"out0={output}"]
    for index, ((shape, dtype), values) in enumerate(zip(model.inputs, inputs)):
        path = directory / f"in{index}.npy"
        write_npy(path, shape, dtype, values)
        command += ["--input", f"arg{index}={path}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return f"does not run: {done.stdout.strip()} {done.stderr.strip()}"
    for remark in sorted(set(remarks)):
        print(f"      {model.name}: {remark}")
    return judge(read_npy(output, model.result[1]), expect(host, model, inputs), TOLERANCE[model.result[1]])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("models")
    parser.add_argument("--target", default="iss")
    parser.add_argument("--config", default="default")
    parser.add_argument("--dtype", default="f64")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    text = sys.stdin.read() if arguments.models == "-" else pathlib.Path(arguments.models).read_text()
    if arguments.dtype == "f32":
        text = re.sub(r"\bxf64\b|(?<=x)f64\b|\bf64\b", "f32", text)
        text = text.replace("0xFFF0000000000000", "0xFF800000").replace("0x7FF0000000000000", "0x7F800000")
    models = [Model(part) for part in text.split("// -----\n")]
    failures, checked = 0, 0
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        host = host_library(models, directory)
        for model in models:
            if not re.search(arguments.only, model.name):
                continue
            wrong = check(model, host, arguments, directory)
            print(f"{'FAIL' if wrong else 'ok  '}  {model.name}" + (f": {wrong}" if wrong else ""), flush=True)
            failures += bool(wrong)
            checked += 1
    print(f"{failures} of {checked} wrong")
    return 1 if failures or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
