# Cuts a design into the modules that are mapped and counted by themselves.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A unit is a module whose area is of interest; what lies between units is
flattened into the one above. A unit is mapped once, with the units below it as
black boxes, so that memory stays small and only what has changed is done again.
"""
import re
from typing import NamedTuple

import share_modules

UNITS = frozenset("""
  soc bridge bridge_rx bridge_tx bridge_mover bridge_exec clint l3_arbiter
  cluster boot_rom peripheral narrow_xbar wide_xbar muldiv dma
  tcdm tcdm_bank icache icache_buffer icache_shared
  core_complex core core_wait ssr fp_subsystem frep_sequencer
  fpu fpu_fma fpu_conv fpu_divsqrt fpu_noncomp
""".split())
PORT = re.compile(r"^  wire .*\b(input|output) \d+ ")


class Unit(NamedTuple):
    """One unit by itself, in RTLIL that says nothing of where it was found."""
    top: str
    text: str
    boxes: frozenset  # names of the black boxes in it


def plain(name):
    """The name in the source of a module or one of its variants."""
    return name.lstrip("\\").split("__")[0]


class Design:
    def __init__(self, lines, top="soc"):
        self.bodies = {name: body for name, _, body in share_modules.modules(lines)}
        self.top = f"\\{top}"
        if self.top not in self.bodies:
            raise ValueError(f"no module {top} in the design")

    def children(self, name):
        """Module -> how many of it stand in module `name`."""
        counts = {}
        for kind in share_modules.cell_types(self.bodies[name]):
            if kind in self.bodies:
                counts[kind] = counts.get(kind, 0) + 1
        return counts

    def below(self, unit):
        """(flattened modules with the unit first, {unit below: instances})."""
        flat, units = [unit], {}

        def walk(name, times):
            for kind, count in self.children(name).items():
                if plain(kind) in UNITS:
                    units[kind] = units.get(kind, 0) + times * count
                else:
                    if kind not in flat:
                        flat.append(kind)
                    walk(kind, times * count)

        walk(unit, 1)
        return flat, units

    def instances(self):
        """{unit: instances in the whole design}, each after those above it."""
        counts, order = {}, []

        def visit(unit):
            if unit in order:
                return
            for kind in self.below(unit)[1]:
                visit(kind)
            order.append(unit)

        visit(self.top)
        counts[self.top] = 1
        for unit in reversed(order):
            for kind, times in self.below(unit)[1].items():
                counts[kind] = counts.get(kind, 0) + counts[unit] * times
        return {unit: counts[unit] for unit in reversed(order)}

    def unit(self, name):
        """The unit of module `name`, its modules named and numbered by itself."""
        flat, boxes = self.below(name)
        new, variants = {}, {}
        for module in (*flat, *boxes):
            kind = plain(module)
            variants[kind] = variants.get(kind, 0) + 1
            new[module] = f"\\{kind}" + ("" if variants[kind] == 1 else f"__{variants[kind]}")
        out = []
        for module in flat:
            if module == name:
                out.append("attribute \\top 1\n")
            out += share_modules.renamed(self.bodies[module], new)
        for module in boxes:
            ports = [line for line in self.bodies[module] if PORT.match(line)]
            out += ["attribute \\blackbox 1\n", f"module {new[module]}\n", *ports, "end\n"]
        return Unit(new[name].lstrip("\\"), "".join(out), frozenset(new[box].lstrip("\\") for box in boxes))
