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


def search(model, properties, frames):
    """Bounded model checking: the indices of what can happen in so many cycles."""
    script = f"read_aiger {model}; fold; strash; bmc3 -a -x -F {frames}"  # it crashes without -x
    result = subprocess.run(["berkeley-abc", "-c", script], capture_output=True, text=True, check=False)
    return parse_search(result.stdout, properties, frames)


def parse_search(text, properties, frames):
    """The answer of `bmc3 -a -x`."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    found = {int(index) for index in re.findall(r"Output\s+(\d+) was asserted", text)}
    if len(found) == properties:
        return found
    some = re.search(r"Some outputs are SAT \((\d+) out of (\d+)\) after (\d+) frames", text)
    none = re.search(r"No output asserted in (\d+) frames", text)
    counts = tuple(map(int, some.groups())) if some else (0, properties, int(none[1])) if none else ()
    if counts != (len(found), properties, frames):
        raise Unsolved(f"no answer from ABC for {properties} properties in {frames} cycles:\n{text}")
    return found


def inductive(model, steps, seconds):
    """Whether assertions that held, all of them, for `steps` cycles from any state hold in the next."""
    script = f"read_aiger {model}; fold; strash; orpos; ind -F {steps + 1} -T {seconds}"
    result = subprocess.run(["berkeley-abc", "-c", script], capture_output=True, text=True, check=False)
    return "Networks are equivalent." in result.stdout
