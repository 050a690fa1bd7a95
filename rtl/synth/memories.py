# Tells what became of each memory of a mapped design: block RAM, LUT RAM or flip-flops.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads Yosys' dump of its $mem_v2 cells and the log of memory_libmap."""
import re
from typing import NamedTuple

CELL = re.compile(r"^  cell \$mem_v2 ")
PARAMETER = re.compile(r"^    parameter \\(MEMID|WIDTH|SIZE) (.*)$")
MAPPED = re.compile(r"^mapping memory (\S+) via (\S+)")
FLIP_FLOPS = re.compile(r"^using FF mapping for memory (\S+)")
BLOCK = re.compile(r"PDPW16KD|DP16KD|BLOCKRAM")

# Deeper than LUT RAM is good for, and not just a few bits.
BLOCK_WORDS = 129  # a LUT RAM of the 7 series has up to 128
BLOCK_BITS = 4096
# What may be kept in flip-flops, for the sake of its ports.
FLIP_FLOP_BITS = 2048


class Memory(NamedTuple):
    name: str
    width: int
    words: int
    kind: str  # block, lut, flip-flops


def sizes(dump):
    """{name: (width, words)} of each memory in the dump."""
    found, values = {}, None
    for line in dump.splitlines():
        if CELL.match(line):
            values = {}
        elif values is not None:
            parameter = PARAMETER.match(line)
            if parameter:
                values[parameter[1]] = parameter[2]
            elif line == "  end":
                name = values["MEMID"].strip('"').replace("\\\\", "\\").lstrip("\\")
                found[name] = (int(values["WIDTH"]), int(values["SIZE"]))
                values = None
    return found


def mapped(dump, log):
    """What memory_libmap, whose log it is, did with the memories of the dump."""
    kinds = {}
    for line in log.splitlines():
        match = MAPPED.match(line)
        if match:
            kinds[match[1]] = "block" if BLOCK.search(match[2]) else "lut"
        match = FLIP_FLOPS.match(line)
        if match:
            kinds[match[1]] = "flip-flops"
    # The log puts the module in front.
    by_name = {name.split(".", 1)[1]: kind for name, kind in kinds.items()}
    return [Memory(name, width, words, by_name.get(name, "lost"))
            for name, (width, words) in sorted(sizes(dump).items())]


def complaints(unit, found):
    for memory in found:
        bits = memory.width * memory.words
        what = f"{unit}: memory {memory.name} of {memory.words} words of {memory.width} bits"
        if memory.kind == "lost":
            yield f"{what} is not in the log"
        elif memory.words >= BLOCK_WORDS and bits >= BLOCK_BITS and memory.kind != "block":
            yield f"{what} is {memory.kind}, not block RAM"
        elif memory.kind == "flip-flops" and bits > FLIP_FLOP_BITS:
            yield f"{what} is flip-flops, more than {FLIP_FLOP_BITS} bits"
