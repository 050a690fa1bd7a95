#!/usr/bin/env python3
# Checks what a reader of the tree relies on: purposes, licences, lengths, mirrored tests.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""layout.py FILE... prints each violation as `file: what`, and exits 1 if there is one.

  purpose   a source file's first line (second after #!) says what it is for
  licence   and one of its first four lines has the SPDX identifier
  length    no source file is longer than 600 lines
  mirror    tests/<path>/<name>_test.cpp has its <path> in the tree
  words     no open ends and no machine's paths
"""
import pathlib
import re
import sys

SOURCE = {".c", ".h", ".cpp", ".hpp", ".sv", ".svh", ".td", ".S", ".ld", ".py", ".sh", ".cmake", ".vlt", ".toml"}
LICENCE = re.compile(r"^\s*(//|#|/\*|<!--|;)\s*SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception")
OPEN_END = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
MACHINE_PATH = re.compile(r"(^|[\s\"'=(])/(work|root|home/\w+)/")
MAX_LINES = 600


def violations(name):
    path = pathlib.Path(name)
    if not path.is_file() or path.is_symlink():
        return
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        yield "not text: no binaries in the tree"
        return
    lines = text.splitlines()
    if path.suffix in SOURCE or path.name == "CMakeLists.txt":
        head = lines[1:] if lines and lines[0].startswith("#!") else lines
        if not any(LICENCE.match(line) for line in lines[:4]):
            yield "no line of its own for SPDX among the first four"
        elif path.name != "CMakeLists.txt" and (not head or LICENCE.match(head[0])):
            yield "the first line does not say what the file is for"
        if len(lines) > MAX_LINES:
            yield f"{len(lines)} lines: look for the second idea in it (limit {MAX_LINES})"
    for number, line in enumerate(lines, 1):
        if OPEN_END.search(line):
            yield f"line {number}: an open end; let a failing test stand for it"
        if MACHINE_PATH.search(line):
            yield f"line {number}: names a machine's path"
    parts = path.parts
    if parts[0] == "tests" and path.name.endswith("_test.cpp") and len(parts) > 3:
        if not mirrored(parts):
            yield "mirrors no folder of the tree"


def mirrored(parts):
    part, rest = parts[1], pathlib.Path(*parts[2:-1])
    # Tests of the whole, which has no folder.
    if part in ("e2e", "support") or (part, str(rest)) == ("rtl", "lockstep"):
        return True
    roots = {"compiler": ["compiler/lib", "compiler/tools", "compiler"], "host": ["host/src", "host"]}
    return any((pathlib.Path(root) / rest).is_dir() for root in roots.get(part, [part]))


def main(names):
    count = 0
    for name in names:
        for what in violations(name):
            print(f"{name}: {what}")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
