#!/usr/bin/env python3
# Random RV32IMAFD operations give the same on QEMU and on Seeker's targets.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""qemu_test.py --seeker seeker --clang CLANG --ld LLD --raw tests/firmware/raw --include CFG_DIR
[--target iss] [--programs N] [--operations N] [--seed N]

Lock-step compares the RTL with the instruction-set simulator; both are ours.
QEMU shares nothing with them. Ends with 1 at the first difference, with the
operation, its operands and the seed."""
import argparse
import pathlib
import struct
import subprocess
import sys
import tempfile

import operations

MARCH = ["--target=riscv32-unknown-elf", "-march=rv32imafd_zicsr_zifencei", "-mabi=ilp32d", "-mno-relax"]


def build(arguments, folder, program):
    """The program as a Linux process and as one of the cluster."""
    here = pathlib.Path(__file__).parent
    (folder / "program.S").write_text(program.assembly())
    sources = {"program": folder / "program.S", "linux": here / "linux.S", "cluster": here / "cluster.S",
               "start": arguments.raw / "start.S"}
    for name, source in sources.items():
        subprocess.run([arguments.clang, *MARCH, f"-I{arguments.include}", "-c", source, "-o", folder / f"{name}.o"],
                       check=True)
    subprocess.run([arguments.ld, folder / "linux.o", folder / "program.o", "-o", folder / "linux.elf"], check=True)
    subprocess.run([arguments.ld, f"-T{arguments.raw / 'raw.ld'}", folder / "start.o", folder / "cluster.o",
                    folder / "program.o", "-o", folder / "cluster.elf"], check=True)


def on_qemu(folder):
    output = subprocess.run(["qemu-riscv32", folder / "linux.elf"], check=True, stdout=subprocess.PIPE).stdout
    return list(struct.unpack(f"<{len(output) // 4}I", output))


def on_seeker(arguments, folder):
    subprocess.run([arguments.seeker, "run", "--raw", folder / "cluster.elf", "--target", arguments.target, "--dump",
                    folder / "dump"], check=True, stdout=subprocess.DEVNULL)
    return [int(line.split()[2], 16) for line in (folder / "dump").read_text().splitlines()]


def difference(steps, theirs, ours):
    """Of the first word that differs, or nothing."""
    if len(theirs) != len(steps) or len(ours) != len(steps):
        return f"of {len(steps)} words QEMU gave {len(theirs)}, Seeker {len(ours)}"
    for step, their, our in zip(steps, theirs, ours):
        if their != our:
            return f"{step}: QEMU {their:#010x}, Seeker {our:#010x}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeker", required=True)
    parser.add_argument("--clang", required=True)
    parser.add_argument("--ld", required=True)
    parser.add_argument("--raw", type=pathlib.Path, required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--target", default="iss")
    parser.add_argument("--programs", type=int, default=4)
    parser.add_argument("--operations", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    words = 0
    for seed in range(arguments.seed, arguments.seed + arguments.programs):
        program = operations.Program(seed, arguments.operations)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            build(arguments, folder, program)
            found = difference(program.steps, on_qemu(folder), on_seeker(arguments, folder))
        if found:
            print(f"seed {seed}: {found}")
            return 1
        words += len(program.steps)
    print(f"{arguments.programs * arguments.operations} operations on QEMU and on {arguments.target}: "
          f"{words} words, 0 differences")
    return 0


if __name__ == "__main__":
    sys.exit(main())
