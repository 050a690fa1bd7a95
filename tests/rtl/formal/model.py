# Makes circuits for the solver from property modules, the RTL and its mutants, with Yosys.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import json
import pathlib
import re
import subprocess
import sys
from dataclasses import dataclass

# Assertions and covers alike are outputs that rise when met: an assertion's when it
# is broken. The first cycle is one of reset, no later one. What has no initial value
# and what is driven by nobody is the solver's choice.
SCRIPT = """
read_slang --threads 1 {options} --top {top} {sources}
prep -top {top} -flatten
memory_map
async2sync
chformal -lower
fminit -seq rst_ni 0,1
setundef -undriven -anyseq
{covers}
formalff -clk2ff -ff2anyinit
delete -output
opt -full
techmap
opt -fast
aigmap
opt_clean
write_aiger -zinit -ywmap {model}.json {model}.aig
"""
KEEP_COVERS = "tee -q -o {model}.covers select -list t:$cover ; techmap -map {model}.v"
COVER = r"""
(* techmap_celltype = "$cover" *)
module cover_as_output(input A, input EN);
  \$assert _TECHMAP_REPLACE_ (.A(!A), .EN(EN));
endmodule
"""


class Failed(Exception):
    """A model cannot be made; the text says why."""


@dataclass
class Model:
    aiger: pathlib.Path
    names: list  # of the properties, in the order of the outputs
    covers: set  # those among them that have to be met


def plain(name):
    """A property's name, the same for all instances of a generate block."""
    return re.sub(r"\[\d+\]", "", name.lstrip("\\"))


def mutate(build, file, old, new):
    """A copy of a source with one text replaced; its path."""
    text = pathlib.Path(file).read_text()
    if text.count(old) != 1:
        raise Failed(f"{file} has '{old}' {text.count(old)} times, a mutant needs it once")
    path = build / f"mutant_{pathlib.Path(file).name}"
    path.write_text(text.replace(old, new))
    return path


class Maker:
    """Runs from the tree's root: Yosys, as WebAssembly, sees no file outside."""

    def __init__(self, yosys, folder, build):
        self.yosys = yosys
        self.folder = folder  # of the property modules
        self.build = build
        build.mkdir(parents=True, exist_ok=True)

    def packages(self, proof):
        """The packages of the small configuration with the proof's own numbers."""
        if "config" not in proof:
            return []
        config = json.loads(pathlib.Path("rtl/cfg/small.json").read_text())
        for section, numbers in proof["config"].items():
            config[section].update(numbers)
        directory = self.build / proof["name"]
        directory.mkdir(exist_ok=True)
        (directory / "config.json").write_text(json.dumps(config))
        subprocess.run([sys.executable, "rtl/cfg/generate.py", directory / "config.json", directory], check=True)
        return [directory / "seeker_cfg_pkg.sv", pathlib.Path("rtl/common/seeker_pkg.sv")]

    def make(self, proof, mutant=None, covers=True):
        """The proof's model, with its covers; a mutant's has none."""
        covers = covers and not mutant
        sources = self.packages(proof)
        for name in proof["sources"] + [f"{proof['top']}.sv"]:
            path = self.folder / name if (self.folder / name).exists() else pathlib.Path(name)
            sources.append(mutate(self.build, *mutant) if mutant and mutant[0] == name else path)
        if mutant and not any(path.name.startswith("mutant_") for path in sources):
            raise Failed(f"{mutant[0]} is not among the sources of {proof['name']}")
        model = self.build / proof["name"]
        model.with_suffix(".v").write_text(COVER)
        parameters = proof.get("parameters", {})
        script = SCRIPT.format(
            top=proof["top"], sources=" ".join(map(str, sources)), model=model,
            options=" ".join(f"-G{name}={value}" for name, value in parameters.items()),
            covers=KEEP_COVERS.format(model=model) if covers else "chformal -cover -remove")
        path = model.with_suffix(".ys")
        path.write_text(script)
        run = subprocess.run([self.yosys, "-q", "-p", f"script {path}"], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise Failed(f"Yosys refuses {proof['name']}:\n{run.stdout}{run.stderr}")
        names = [plain(entry[0]) for entry in json.loads(model.with_suffix(".json").read_text())["asserts"]]
        found = set()
        if covers:
            found = {plain(line.split("/", 1)[1]) for line in model.with_suffix(".covers").read_text().split()}
        return Model(model.with_suffix(".aig"), names, found)
