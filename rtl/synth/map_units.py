#!/usr/bin/env python3
# Maps each unit of a design to a device and writes what it takes.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""map_units.py YOSYS FAMILY SHARED.il AREA.json CACHE

FAMILY is ecp5 or xilinx (7 series). Writes for each unit its instances, cells
and memories. CACHE keeps what each unit took, by its content: a unit that has
not changed, or is part of another configuration too, is not mapped again.
Ends with 1 when a memory that belongs into block RAM is not there.
"""
import hashlib
import json
import os
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
# A LUT is saved where it would only make the clock faster than 25 MHz (40,000 ps).
FROM_MEMORIES = {
    "ecp5": "scratchpad -set abc9.D 40000 ; synth_ecp5 -top {top} -run map_ram:",
    "xilinx": "synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -top {top} -run map_memory:check",
}


def script(family, base, top):
    steps = [f"read_rtlil {base}.il", BEFORE_MEMORIES[family], "tee -q -o {base}.mem dump t:$mem_v2",
             FROM_MEMORIES[family], "tee -q -o {base}.stat stat -json {top}"]
    return " ; ".join(steps).format(base=base, top=top)


def cells(stat, top, boxes):
    """Cells of the unit by itself, without the units below it."""
    module = json.loads(stat[stat.index("{"):])["modules"][f"\\{top}"]
    return {kind: count for kind, count in module["num_cells_by_type"].items()
            if kind.lstrip("\\") not in boxes and kind != "$scopeinfo"}


def map_unit(yosys, version, family, cache, unit):
    commands = script(family, "UNIT", unit.top)
    key = hashlib.sha256("\n".join((version, commands, unit.text)).encode()).hexdigest()
    base = cache / f"{unit.top}-{key[:24]}"
    result = base.with_suffix(".area")
    if result.exists():
        return json.loads(result.read_text())
    # Runs at the same time share what is done, and nothing that is being done.
    base = base.with_name(f"{base.name}-{os.getpid()}")
    files = {kind: base.with_suffix(f".{kind}") for kind in ("il", "log", "mem", "stat", "new")}
    files["il"].write_text(unit.text)
    print(f"mapping {unit.top}", flush=True)
    done = subprocess.run([yosys, "-q", "-l", files["log"], "-p", commands.replace("UNIT", str(base))],
                          check=False, capture_output=True, text=True)
    log = files["log"].read_text() if files["log"].exists() else ""
    if done.returncode != 0:
        tail = "\n".join(log.splitlines()[-5:])
        sys.exit(f"error: {unit.top} does not map to {family}:\n{tail}\n{done.stderr}")
    found = memories.mapped(files["mem"].read_text(), log)
    area = {"cells": cells(files["stat"].read_text(), unit.top, unit.boxes),
            "memories": [list(memory) for memory in found]}
    files["new"].write_text(json.dumps(area, indent=1))
    files["new"].rename(result)
    for file in files.values():
        file.unlink(missing_ok=True)
    return area


def main():
    yosys, family, source, report_file, cache = sys.argv[1:]
    if family not in BEFORE_MEMORIES:
        sys.exit(f"error: no family '{family}', there are {', '.join(BEFORE_MEMORIES)}")
    cache = pathlib.Path(cache)
    cache.mkdir(parents=True, exist_ok=True)
    with open(source, encoding="utf-8") as lines:
        try:
            design = units.Design(lines)
        except ValueError as wrong:
            sys.exit(f"error: {wrong}")
    version = subprocess.run([yosys, "-V"], check=True, capture_output=True, text=True).stdout
    found = [(name.lstrip("\\"), instances, design.unit(name)) for name, instances in design.instances().items()]
    report, complaints = {}, []
    # The largest come last, so that most is known when one of them takes too long.
    for name, instances, unit in sorted(found, key=lambda entry: len(entry[2].text)):
        area = map_unit(yosys, version, family, cache, unit)
        report[name] = {"instances": instances, **area}
        complaints += memories.complaints(name, [memories.Memory(*m) for m in area["memories"]])
    pathlib.Path(report_file).write_text(json.dumps(report, indent=1) + "\n")
    for complaint in complaints:
        print(f"error: {complaint}", file=sys.stderr)
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
