#!/usr/bin/env python3
# Prints how long a simulation model takes to build from clean, and its memory.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#   model_build.py [--config default] [--jobs 2]
#
# Verilates and compiles the SoC as a user's first build does: in an empty build
# folder, without a compiler cache. Memory is the most that all processes of the
# build held at one time, each shared page counted once a process.
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE_KIB = 4
SAMPLE_SECONDS = 0.1


def stat_of(pid: str) -> tuple[int, int] | None:
    """Parent and resident pages of a process, None when it is gone."""
    try:
        stat = pathlib.Path("/proc", pid, "stat").read_text()
    except OSError:
        return None
    # After the name, which may hold blanks: state, parent, ...
    fields = stat[stat.rindex(")") + 2 :].split()
    return int(fields[1]), int(fields[21])


def resident_kib(root: int) -> int:
    """Memory of a process and all its descendants."""
    table = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := stat_of(entry.name)):
            table[int(entry.name)] = stat
    total, family = 0, [root]
    while family:
        pid = family.pop()
        if pid in table:
            total += table[pid][1] * PAGE_KIB
        family += [child for child, (parent, _) in table.items() if parent == pid]
    return total


def build(folder: str, target: str, jobs: int) -> tuple[float, int]:
    """Seconds, and the most memory in KiB."""
    began = time.monotonic()
    process = subprocess.Popen(
        ["ninja", "-C", folder, f"-j{jobs}", target], stdout=subprocess.PIPE, text=True
    )
    said = []
    reader = threading.Thread(target=lambda: said.append(process.stdout.read()))
    reader.start()
    most = 0
    while process.poll() is None:
        most = max(most, resident_kib(process.pid))
        time.sleep(SAMPLE_SECONDS)
    reader.join()
    if process.returncode:
        sys.exit(f"model_build: ninja {target} fails:\n{said[0]}")
    return time.monotonic() - began, most


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--config", default="default", help="of rtl/cfg")
    arguments.add_argument("--jobs", type=int, default=2, help="as for ninja")
    asked = arguments.parse_args()
    folder = tempfile.mkdtemp(prefix="seeker-model-build-")
    try:
        configure = ["cmake", "--preset", "release", "-S", ROOT, "-B", folder]
        configure += [f"-DSEEKER_CONFIGS={asked.config}", "-DSEEKER_CCACHE=OFF"]
        configure += [f"-DSEEKER_{part}=OFF" for part in ("COMPILER", "FIRMWARE", "TESTS")]
        subprocess.run(configure, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        seconds, kib = build(folder, f"soc_{asked.config}_model", asked.jobs)
    finally:
        shutil.rmtree(folder)
    print(f"build of the model from clean, seconds {seconds:.0f}")
    print(f"peak memory of the build, MiB {kib / 1024:.0f}")


if __name__ == "__main__":
    main()
