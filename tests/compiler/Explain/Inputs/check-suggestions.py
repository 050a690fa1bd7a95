# Explains a model with each of its suggestions: all must fit and be proved.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import json
import subprocess
import sys


def explain(arguments):
    run = subprocess.run(["seeker-compile", "--explain", "--json"] + arguments,
                         capture_output=True, text=True)
    return run.returncode, json.loads(run.stdout)["kernels"][0]


model, budget, *tiling = sys.argv[1:]
common = [model, "--l1-budget", budget]
code, kernel = explain(common + tiling)
suggestions = kernel["suggestions"]
assert suggestions, "nothing is suggested"
cycles = [s["predicted_cycles"] for s in suggestions]
assert cycles == sorted(cycles), "not sorted by predicted cycles"
for suggestion in suggestions:
    code, fitting = explain(common + [
        "--tiles", str(suggestion["l1"]), "--order", str(suggestion["order"]),
        "--dual-buffer", "on" if suggestion["dual_buffer"] else "off",
        "--buffers", str(max(2, suggestion["buffers"])),
        "--rows", suggestion["rows"]])
    assert code == 0 and fitting["fits"], suggestion
    assert all(fitting["proof"].values()), suggestion
    for key in ("need_bytes", "predicted_cycles"):
        assert fitting[key] == suggestion[key], (key, suggestion, fitting[key])
print(len(suggestions), "suggestions fit")
