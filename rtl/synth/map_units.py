#!/usr/bin/env python3
# Maps each unit of a design to a device and writes what it takes.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""map_units.py YOSYS FAMILY SHARED.il DIR

FAMILY is ecp5 or xilinx (7 series). Writes DIR/area.json: for each unit its
instances, cells and memories. A unit that has not changed is not mapped again.
Ends with 1 when a memory that belongs into block RAM is not there.
"""
import hashlib
import json
import pathlib
import subprocess
import sys

import memories
import units

# Yosys' steps up to the mapping of memories, and from there on.
BEFORE_MEMORIES = {
    "ecp5": "synth_ecp5 -top {top} -run begin:map_ram",
    "xilinx": "synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -top {top} -run begin:map_memory",
}
FROM_MEMORIES = {
    "ecp5": "synth_ecp5 -top {top} -run map_ram:",
    "xilinx": "synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -top {top} -run map_memory:check",
}


def script(family, base, top):
    steps = [f"read_rtlil {base}.il", BEFORE_MEMORIES[family], "tee -q -o {base}.mem dump t:$mem_v2",
             FROM_MEMORIES[family], "tee -q -o {base}.stat stat -json {top}"]
    return " ; ".join(steps).format(base=base, top=top)


def cells(stat, top):
    module = json.loads(stat[stat.index("{"):])["modules"][top]
    return module["num_cells_by_type"]


def map_unit(yosys, family, directory, name, text):
    top = name.lstrip("\\")
    base = directory / top
    commands = script(family, base, top)
    key = hashlib.sha256((commands + text).encode()).hexdigest()
    result = base.with_suffix(".area")
    if result.exists():
        known = json.loads(result.read_text())
        if known["key"] == key:
            return known
    base.with_suffix(".il").write_text(text)
    print(f"mapping {top}", flush=True)
    log = base.with_suffix(".log")
    done = subprocess.run([yosys, "-q", "-l", log, "-p", commands], check=False,
                          capture_output=True, text=True)
    if done.returncode != 0:
        tail = "\n".join(log.read_text().splitlines()[-5:]) if log.exists() else ""
        sys.exit(f"error: {top} does not map to {family}:\n{tail}\n{done.stderr}")
    found = memories.mapped(base.with_suffix(".mem").read_text(), log.read_text())
    area = {"key": key, "cells": cells(base.with_suffix(".stat").read_text(), name),
            "memories": [list(memory) for memory in found]}
    result.write_text(json.dumps(area, indent=1))
    return area


def main():
    yosys, family, source, directory = sys.argv[1:]
    if family not in BEFORE_MEMORIES:
        sys.exit(f"error: no family '{family}', there are {', '.join(BEFORE_MEMORIES)}")
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    with open(source, encoding="utf-8") as lines:
        try:
            design = units.Design(lines)
        except ValueError as wrong:
            sys.exit(f"error: {wrong}")
    report, complaints = {}, []
    for name, instances in design.instances().items():
        area = map_unit(yosys, family, directory, name, design.text(name))
        report[name.lstrip("\\")] = {"instances": instances, "cells": area["cells"],
                                     "memories": area["memories"]}
        complaints += memories.complaints(name.lstrip("\\"), [memories.Memory(*m) for m in area["memories"]])
    (directory / "area.json").write_text(json.dumps(report, indent=1) + "\n")
    for complaint in complaints:
        print(f"error: {complaint}", file=sys.stderr)
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
