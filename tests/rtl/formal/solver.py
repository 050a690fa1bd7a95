# Asks ABC which properties of a circuit hold for ever.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import re
import subprocess


class Unsolved(Exception):
    """The solver gave no answer, or not to every property."""


def ask(model, commands):
    """What ABC says of a circuit, without colours.

    `fold` turns the model's assumptions into a register that remembers a broken one.
    """
    script = f"read_aiger {model}; fold; strash; {commands}"
    result = subprocess.run(["berkeley-abc", "-c", script], capture_output=True, text=True, check=False)
    return re.sub(r"\x1b\[[0-9;]*m", "", result.stdout)


def asserted(text):
    """The indices of the outputs that can rise."""
    return {int(index) for index in re.findall(r"Output\s+(\d+) was asserted", text)}


def parse(text, properties):
    """The answer of `pdr -a`: the indices of what can happen, and how many cannot."""
    found = asserted(text)
    counts = re.search(r"Properties:\s+All = (\d+)\. Proved = (\d+)\. Disproved = (\d+)\.", text)
    if not counts:
        raise Unsolved(f"no answer from ABC:\n{text}")
    total, proved, refuted = map(int, counts.groups())
    if total != properties or refuted != len(found):
        raise Unsolved(f"ABC counts {total} properties and {refuted} refuted, "
                       f"the model has {properties}, it lists {len(found)}:\n{text}")
    return found, proved


def solve(model, properties, seconds):
    """Property-directed reachability: the indices of what can happen, and how many cannot."""
    return parse(ask(model, f"pdr -a -T {seconds}"), properties)


def search(model, properties, frames):
    """Bounded model checking: the indices of what can happen in so many cycles."""
    return parse_search(ask(model, f"bmc3 -a -x -F {frames}"), properties, frames)  # it crashes without -x


def parse_search(text, properties, frames):
    """The answer of `bmc3 -a -x`."""
    found = asserted(text)
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
    return "Networks are equivalent." in ask(model, f"orpos; ind -F {steps + 1} -T {seconds}")
