#!/usr/bin/env python3
# Sums up what each unit of a mapped design takes, and writes the table into a README.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""area_table.py CONFIG FAMILY AREA.json [README]

Prints the table; with README, replaces what stands there between
`<!-- area CONFIG FAMILY -->` and `<!-- end -->`. A unit's row is the unit by
itself, without the units below it.
"""
import json
import pathlib
import re
import sys

COLUMNS = ("LUT", "FF", "BRAM", "DSP")
# What a cell takes of each column.
ECP5 = {
    "LUT4": (1, 0, 0, 0), "CCU2C": (2, 0, 0, 0), "TRELLIS_DPR16X4": (4, 0, 0, 0),
    "TRELLIS_FF": (0, 1, 0, 0), "DP16KD": (0, 0, 1, 0), "PDPW16KD": (0, 0, 1, 0),
    "MULT18X18D": (0, 0, 0, 1), "PFUMX": (0, 0, 0, 0), "L6MUX21": (0, 0, 0, 0),
}
XILINX = {
    **{f"LUT{n}": (1, 0, 0, 0) for n in range(1, 7)},
    **{name: (0, 1, 0, 0) for name in ("FDRE", "FDSE", "FDCE", "FDPE", "FDRE_1", "FDCE_1", "FDPE_1")},
    **{name: (0, 0, 0, 0) for name in ("MUXF7", "MUXF8", "CARRY4", "INV", "IBUF", "OBUF", "BUFG")},
    **{name: (4, 0, 0, 0) for name in ("RAM32M", "RAM64M", "RAM128X1D")},
    "RAM32X1S": (1, 0, 0, 0), "RAM64X1S": (1, 0, 0, 0), "RAM128X1S": (2, 0, 0, 0), "RAM256X1S": (4, 0, 0, 0),
    "RAM32X1D": (2, 0, 0, 0), "RAM64X1D": (2, 0, 0, 0), "SRL16E": (1, 0, 0, 0), "SRLC32E": (1, 0, 0, 0),
    "RAMB36E1": (0, 0, 1, 0), "RAMB18E1": (0, 0, 0.5, 0), "DSP48E1": (0, 0, 0, 1),
}
CELLS = {"ecp5": ECP5, "xilinx": XILINX}


def takes(unit, cells, known):
    total = [0, 0, 0, 0]
    for kind, count in cells.items():
        if kind not in known:
            raise ValueError(f"{unit}: no figure for a cell {kind}")
        total = [sum_ + count * each for sum_, each in zip(total, known[kind])]
    return total


def table(family, area):
    rows = []
    for unit, entry in area.items():
        one = takes(unit, entry["cells"], CELLS[family])
        rows.append((unit, entry["instances"], one))
    all_of_it = [sum(count * one[c] for _, count, one in rows) for c in range(len(COLUMNS))]
    lines = ["| unit | instances | " + " | ".join(COLUMNS) + " |", "|---|---:" + "|---:" * len(COLUMNS) + "|"]
    for unit, count, one in sorted(rows, key=lambda row: (-row[1] * row[2][0], row[0])):
        lines.append(f"| {unit} | {count} | " + " | ".join(f"{value:g}" if value % 1 else str(int(value))
                                                           for value in one) + " |")
    lines.append("| all | | " + " | ".join(str(int(value)) for value in all_of_it) + " |")
    return "\n".join(lines) + "\n"


def replace(text, config, family, new):
    start = f"<!-- area {config} {family} -->\n"
    pattern = re.compile(re.escape(start) + r".*?(?=<!-- end -->)", re.S)
    if not pattern.search(text):
        raise ValueError(f"no '{start.strip()}' with an end in the text")
    return pattern.sub(lambda _: start + new, text)


def main():
    config, family, source, *readme = sys.argv[1:]
    if family not in CELLS:
        sys.exit(f"error: no family '{family}', there are {', '.join(CELLS)}")
    try:
        new = table(family, json.loads(pathlib.Path(source).read_text()))
        print(new, end="")
        for name in readme:
            path = pathlib.Path(name)
            path.write_text(replace(path.read_text(), config, family, new))
    except ValueError as wrong:
        sys.exit(f"error: {wrong}")


if __name__ == "__main__":
    main()
