#!/usr/bin/env python3
# Maps a module to the ECP5 and writes the netlist as Verilog that its bench can take for the source.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""netlist.py YOSYS OUT.sv TOP [NAME=VALUE...] SOURCE.sv...

Run from the root: WebAssembly sees the working directory only. The device's
primitives are replaced by what Yosys' simulation library and primitives.v say
of them, since Verilator is at its best with plain expressions. The netlist has
flat ports; a module TOP with the source's header stands around it.
"""
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "rtl/synth"))
import map_units  # noqa: E402

PORT = re.compile(r"^\s*(input|output)\s+.*?(\w+)\s*(?:\[(\w+)\])?\s*,?\s*(?://.*)?$")


def script(top, parameters, sources, primitives, out):
    family = "ecp5"
    inits = " ".join(f"-unset INITVAL_{i:02X}" for i in range(64))
    given = " ".join(f"-G {parameter}" for parameter in parameters)
    return " ; ".join([
        f"read_slang --threads 1 --top {top} {given} {' '.join(sources)}",
        map_units.BEFORE_MEMORIES[family].format(top=top),
        map_units.FROM_MEMORIES[family].format(top=top),
        # Memories here begin with anything.
        f"setparam {inits} t:DP16KD",
        # Anew, without the black boxes.
        f"write_verilog -noattr {out}", "design -reset",
        f"read_verilog {out} +/ecp5/common_sim.vh +/ecp5/ccu2c_sim.vh {primitives}",
        f"hierarchy -check -top {top}", "proc", "flatten", "delete t:$scopeinfo", "opt_expr",
        "rename -hide w:* x:* %d", "splitnets", "opt_clean -purge", f"rename {top} {top}_netlist",
        f"write_verilog -noattr {out}"])


def ports(header):
    """(direction, name, number of elements or None) of each port in a module's header."""
    lines = header[header.index("(\n", header.find(") (") if ") (" in header else 0):].splitlines()
    return [match.groups() for match in map(PORT.match, lines) if match]


def wrapper(top, source):
    """A module `top` with the header it has in its source, around the netlist."""
    text = source[source.index(f"module {top}"):]
    header = text[:text.index("\n);") + len("\n);")]
    lines, connections = [], []
    for direction, name, count in ports(header):
        if count is None:
            connections.append(f".{name}({name})")
            continue
        connections.append(f".{name}(flat_{name})")
        # Element 0 is in front, as in every unpacked array that is flattened.
        element = f"flat_{name}[(int'({count}) - 1 - k) * $bits({name}[0]) +: $bits({name}[0])]"
        both = (element, f"{name}[k]") if direction == "input" else (f"{name}[k]", element)
        lines += [f"  logic [$bits({name}[0]) * {count} - 1:0] flat_{name};",
                  f"  for (genvar k = 0; k < int'({count}); k++) begin : gen_{name}",
                  f"    assign {both[0]} = {both[1]};", "  end"]
    return "\n".join([header, *lines, f"  {top}_netlist i_netlist (", "    " + ",\n    ".join(connections),
                      "  );", "endmodule", ""])


def main():
    yosys, out, top, *rest = sys.argv[1:]
    out = pathlib.Path(out)
    sources = [name for name in rest if name.endswith(".sv")]
    own = [name for name in sources if pathlib.Path(name).stem == top]
    if not own:
        sys.exit(f"error: no source {top}.sv among the {len(sources)} given")
    parameters = [name for name in rest if not name.endswith(".sv")]
    body, log = out.with_suffix(".v"), out.with_suffix(".log")
    primitives = (HERE / "primitives.v").relative_to(pathlib.Path.cwd())
    done = subprocess.run([yosys, "-q", "-l", log, "-p", script(top, parameters, sources, primitives, body)],
                          check=False, capture_output=True, text=True)
    if done.returncode != 0:
        tail = "\n".join(log.read_text().splitlines()[-5:]) if log.exists() else ""
        sys.exit(f"error: {top} does not map:\n{tail}\n{done.stderr}")
    out.write_text(wrapper(top, pathlib.Path(own[0]).read_text()) + body.read_text())
    body.unlink()


if __name__ == "__main__":
    main()
