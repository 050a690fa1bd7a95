#!/usr/bin/env python3
# Proves what proofs.toml lists, and that each mutant of the RTL breaks its proof.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""prove.py YOSYS [NAME...] prints what is proven to which depth.

Runs Yosys (read_slang) and smtbmc with Z3 from the tree's root; what it makes
lies in build/formal.
"""
import json
import os
import pathlib
import subprocess
import sys
import time
import tomllib

FORMAL = pathlib.Path("tests/rtl/formal")
BUILD = pathlib.Path("build/formal")
SECONDS = 900  # for one solver run
# Reset in the first cycle only; for induction, never.
FROM_RESET = "initial\nassume (not [rst_ni])\nstate 1:*\nassume [rst_ni]\n"
NO_RESET = "always\nassume [rst_ni]\n"


def configure():
    """A configuration small enough to solve: 16 banks of two words."""
    config = json.loads(pathlib.Path("rtl/cfg/small.json").read_text())
    config["tcdm"].update(banks=16, bytes=256)
    path = BUILD / "formal.json"
    path.write_text(json.dumps(config))
    subprocess.run([sys.executable, "rtl/cfg/generate.py", path, BUILD], check=True)
    return [BUILD / "seeker_cfg_pkg.sv", pathlib.Path("rtl/common/seeker_pkg.sv")]


class Prover:
    def __init__(self, yosys):
        self.yosys = yosys
        BUILD.mkdir(parents=True, exist_ok=True)
        (BUILD / "reset.smtc").write_text(FROM_RESET)
        (BUILD / "run.smtc").write_text(NO_RESET)
        self.config = configure()

    def translate(self, proof, replace=None):
        sources = list(self.config) if proof.get("config") else []
        for name in proof["sources"] + [f"{proof['top']}.sv"]:
            path = pathlib.Path(name) if name.startswith("rtl/") else FORMAL / name
            sources.append(replace[1] if replace and replace[0] == name else path)
        model = BUILD / f"{proof['top']}.smt2"
        options = " ".join(f"-G{name}={value}" for name, value in proof.get("parameters", {}).items())
        script = (f"read_slang --threads 1 {options} --top {proof['top']} {' '.join(map(str, sources))} ; "
                  f"prep -top {proof['top']} -flatten; memory_map; async2sync; opt -full ; "
                  f"dffunmap; opt_clean -purge; write_smt2 -wires {model}")
        subprocess.run([self.yosys, "-q", "-p", script], check=True, stdout=subprocess.DEVNULL)
        return model

    def holds(self, model, depth, *options, induction=False):
        """Whether the assertions hold, and the names of those that do not."""
        command = [f"{self.yosys}-smtbmc", "-s", "z3", "--unroll", "--noprogress",
                   "--smtc", BUILD / ("run.smtc" if induction else "reset.smtc"),
                   "-t", str(depth), *options]
        command += ["-i"] if induction else []
        result = subprocess.run([*command, model], capture_output=True, text=True,
                                timeout=SECONDS, check=False)
        if "Status: PASSED" in result.stdout:
            return True, []
        failed = [line.split(": ")[-1].split(" (")[0] for line in result.stdout.splitlines()
                  if "Assert failed" in line]
        if not failed:
            sys.exit(f"error: the solver ended without an answer:\n{result.stdout}{result.stderr}")
        return False, failed

    def mutate(self, proof, file, old, new):
        text = pathlib.Path(file).read_text()
        if text.count(old) != 1:
            sys.exit(f"error: {file} has '{old}' {text.count(old)} times, a mutant needs it once")
        path = BUILD / f"mutant_{os.path.basename(file)}"
        path.write_text(text.replace(old, new))
        return self.translate(proof, (file, path))

    def prove(self, proof):
        start = time.monotonic()
        model = self.translate(proof)
        good, failed = self.holds(model, proof["depth"], "--presat")
        said = f"holds for {proof['depth']} cycles" if good else f"FAILS: {', '.join(failed)}"
        if good and "induction" in proof:
            good, failed = self.holds(model, proof["induction"], induction=True)
            said += ", and for ever" if good else f"; induction FAILS: {', '.join(failed)}"
        for mutant in proof["mutants"]:
            survives, failed = self.holds(self.mutate(proof, *mutant), proof["depth"])
            said += f"; mutant {'SURVIVES: ' + mutant[2] if survives else 'caught by ' + failed[0]}"
            good = good and not survives
        print(f"{proof['name']}: {said} ({time.monotonic() - start:.0f} s)", flush=True)
        return good


def main():
    proofs = tomllib.loads((FORMAL / "proofs.toml").read_text())["proof"]
    chosen = [p for p in proofs if not sys.argv[2:] or p["name"] in sys.argv[2:]]
    prover = Prover(sys.argv[1])
    results = [prover.prove(proof) for proof in chosen]
    sys.exit(0 if results and all(results) else 1)


if __name__ == "__main__":
    main()
