# Asks ABC which properties of a circuit hold for ever.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import re
import subprocess


class Unsolved(Exception):
    """The solver gave no answer, or not to every property."""


def parse(text, properties):
    """The answer of `pdr -a`: the indices of what can happen, and how many cannot."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    found = {int(index) for index in re.findall(r"Output\s+(\d+) was asserted", text)}
    counts = re.search(r"Properties:\s+All = (\d+)\. Proved = (\d+)\. Disproved = (\d+)\.", text)
    if not counts:
        raise Unsolved(f"no answer from ABC:\n{text}")
    total, proved, refuted = map(int, counts.groups())
    if total != properties or refuted != len(found):
        raise Unsolved(f"ABC counts {total} properties and {refuted} refuted, "
                       f"the model has {properties}, it lists {len(found)}:\n{text}")
    return found, proved


def solve(model, properties, seconds):
    """Property-directed reachability: the indices of what can happen, and how many cannot.

    `fold` turns the model's assumptions into a register that remembers a broken one.
    """
    script = f"read_aiger {model}; fold; strash; pdr -a -T {seconds}"
    result = subprocess.run(["berkeley-abc", "-c", script], capture_output=True, text=True, check=False)
    return parse(result.stdout, properties)
