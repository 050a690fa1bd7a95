#!/usr/bin/env python3
# Proves what proofs.toml lists, and that each mutant of the RTL breaks its proof.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints a table of what is proven.

Runs from the tree's root. Exit status: 0 when all is as it should be, 1 when not,
2 for a name that is not listed.
"""
import argparse
import os
import pathlib
import sys
import tomllib

from model import Failed, Maker
from solver import Unsolved, inductive, search, solve

SECONDS = 900  # for one run of the solver
STEPS = 3  # of an induction
MUTANT_SECONDS = 60  # what a mutant does not break may be hard to prove of it


def check(model, found, proved):
    """What is wrong with a proof's result: broken assertions, unmet covers."""
    met = {model.names[index] for index in found}
    wrong = [f"{name} FAILS" for name in sorted(met - model.covers)]
    wrong += [f"vacuous: {name} is never met" for name in sorted(model.covers - met)]
    if not model.covers:
        wrong.append("nothing shows that the assumptions can be met: no cover")
    if not wrong and proved + len(found) != len(model.names):
        wrong.append(f"{len(model.names) - proved - len(found)} properties undecided after {SECONDS} s")
    return wrong


def unbroken(model, broken, elsewhere):
    """Assertions that no mutant has broken, and names that need no such excuse."""
    asserted = set(model.names) - model.covers
    wrong = [f"no mutant breaks {name}" for name in sorted(asserted - broken - set(elsewhere))]
    wrong += [f"{name} is excused, but is no assertion or breaks" for name in elsewhere
              if name in broken or name not in asserted]
    return wrong


def find(model, proof, seconds):
    """What can happen, and how many properties cannot; with `frames`, in so many cycles."""
    if "frames" not in proof:
        return solve(model.aiger, len(model.names), seconds)
    found = search(model.aiger, len(model.names), max(proof["frames"], STEPS + 1))
    return found, len(model.names) - len(found)


def prove(maker, proof, mutants):
    """What is wrong with the proof and its mutants.

    A proof with `frames` states its own invariant: induction shows that all assertions
    hold for ever, a search of so many cycles that they hold at first, and the covers.
    """
    model = maker.make(proof)
    wrong = check(model, *find(model, proof, SECONDS))
    if not wrong and "frames" in proof and not inductive(
            maker.make(proof, covers=False).aiger, STEPS, SECONDS):
        wrong.append(f"the assertions do not follow from each other within {STEPS} cycles")
    broken = set()
    for mutant in mutants:
        changed = maker.make(proof, mutant)
        breaks, _ = find(changed, proof, MUTANT_SECONDS)
        broken |= {changed.names[index] for index in breaks}
        if not breaks:
            wrong.append(f"a mutant survives: {mutant[0]}: {mutant[2]}")
    if mutants != proof["mutants"]:
        return wrong
    return wrong + unbroken(model, broken, proof.get("elsewhere", []))


def seconds(start):
    """Of processor time that Yosys and ABC have taken since; what others do at the time does not count."""
    now = os.times()
    return now.children_user + now.children_system - start.children_user - start.children_system


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="without the mutants of long proofs")
    parser.add_argument("--list", type=pathlib.Path, default=pathlib.Path("tests/rtl/formal/proofs.toml"))
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/formal"))
    parser.add_argument("--yosys", required=True)
    parser.add_argument("name", nargs="*")
    arguments = parser.parse_args()
    proofs = tomllib.loads(arguments.list.read_text())["proof"]
    unknown = set(arguments.name) - {proof["name"] for proof in proofs}
    if unknown:
        print(f"error: no proof is named {', '.join(sorted(unknown))}", file=sys.stderr)
        sys.exit(2)
    maker = Maker(arguments.yosys, arguments.list.parent, arguments.build)
    print("| proof | what holds for ever | seconds | mutants killed |\n|---|---|---:|---:|", flush=True)
    failed = False
    for proof in proofs:
        if arguments.name and proof["name"] not in arguments.name:
            continue
        start = os.times()
        mutants = [] if arguments.short and proof.get("long") else proof["mutants"]
        try:
            wrong = prove(maker, proof, mutants)
        except (Failed, Unsolved) as error:
            wrong = [str(error)]
        killed = len(mutants) - sum("survives" in text for text in wrong)
        print(f"| {proof['name']} | {proof['what'] if not wrong else 'NOT PROVEN'} | "
              f"{seconds(start):.0f} | {killed} |", flush=True)
        for text in wrong:
            print(f"error: {proof['name']}: {text}", file=sys.stderr)
        failed = failed or bool(wrong)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
