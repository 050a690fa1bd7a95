#!/usr/bin/env python3
# The tools around Yosys: what they share, cut, count and refuse.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""tools_test.py rtl/synth; stands in for Yosys where a tool calls it."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(0, str(TOOLS))
import area_table  # noqa: E402
import memories  # noqa: E402
import share_modules  # noqa: E402
import units  # noqa: E402


def module(name, *lines):
    return [f"module {name}\n", *(f"  {line}\n" for line in lines), "end\n"]


def lines(*modules):
    return [line for body in modules for line in body]


# A cluster of two cores with an ALU each, and a barrier.
DESIGN = lines(
    module("\\alu", "wire input 1 \\a", "wire \\inside"),
    module("\\core", "wire width 2 input 1 \\b", "wire \\hidden", "cell \\alu \\i_alu", "end"),
    module("\\barrier", "wire output 1 \\c"),
    module("\\cluster", "cell \\core \\i_0", "end", "cell \\core \\i_1", "end", "cell \\barrier \\i_barrier", "end"),
    module("\\soc", "cell \\cluster \\i_cluster", "end"))


class ShareModules(unittest.TestCase):
    def share(self, *modules):
        return "".join(share_modules.share(lines(*modules)))

    def test_equal_but_for_places_and_numbers(self):
        out = self.share(
            module("\\a$soc.x", "attribute \\src \"a.sv:1\"", "wire $add$a.sv:1$5"),
            module("\\a$soc.y", "attribute \\src \"a.sv:2\"", "wire $add$a.sv:2$9"),
            module("\\soc", "cell \\a$soc.x \\x", "end", "cell \\a$soc.y \\y", "end"))
        self.assertEqual(out.count("module \\a\n"), 1)
        self.assertNotIn("__2", out)
        self.assertIn("cell \\a \\x", out)
        self.assertIn("cell \\a \\y", out)

    def test_variants_are_numbered(self):
        out = self.share(module("\\a$1", "wire width 2 \\w"), module("\\a$2", "wire width 3 \\w"),
                         module("\\a$3", "wire width 2 \\w"))
        self.assertEqual([line for line in out.splitlines() if line.startswith("module")],
                         ["module \\a", "module \\a__2"])

    def test_same_text_over_different_modules_differs(self):
        out = self.share(module("\\a$1", "wire width 2 \\w"), module("\\a$2", "wire width 3 \\w"),
                         module("\\b$1", "cell \\a$1 \\i", "end"), module("\\b$2", "cell \\a$2 \\i", "end"))
        self.assertIn("module \\b__2\n  cell \\a__2 \\i\n", out)


class Units(unittest.TestCase):
    def test_instances_multiply_downwards(self):
        design = units.Design(DESIGN)
        self.assertEqual(design.instances(), {"\\soc": 1, "\\cluster": 1, "\\core": 2})

    def test_what_is_no_unit_goes_with_the_unit_above(self):
        unit = units.Design(DESIGN).unit("\\core")
        self.assertTrue(unit.text.startswith("attribute \\top 1\nmodule \\core\n"))
        self.assertIn("module \\alu\n", unit.text)
        self.assertEqual((unit.top, unit.boxes), ("core", set()))

    def test_units_below_are_black_boxes(self):
        unit = units.Design(DESIGN).unit("\\cluster")
        self.assertIn("attribute \\blackbox 1\nmodule \\core\n  wire width 2 input 1 \\b\nend\n", unit.text)
        self.assertIn("module \\barrier\n", unit.text)
        self.assertNotIn("hidden", unit.text)
        self.assertNotIn("alu", unit.text)
        self.assertEqual(unit.boxes, {"core"})

    def test_a_unit_does_not_tell_where_it_stands(self):
        one = units.Design(lines(
            module("\\fifo__3", "attribute \\src \"a.sv:1\"", "wire $a.sv:1$5"),
            module("\\core__2", "cell $add $driver$7", "end", "cell \\fifo__3 \\i", "end"),
            module("\\soc", "cell \\core__2 \\i", "end"))).unit("\\core__2")
        self.assertEqual(one.text, "".join(lines(
            ["attribute \\top 1\n"], module("\\core", "cell $add $0", "end", "cell \\fifo \\i", "end"),
            module("\\fifo", "wire $0"))))

    def test_no_top(self):
        with self.assertRaisesRegex(ValueError, "^no module board in the design$"):
            units.Design(DESIGN, "board")


def memory(name, width, words):
    return (f"  cell $mem_v2 \\{name}\n    parameter \\MEMID \"\\\\{name}\"\n    parameter \\WIDTH {width}\n"
            f"    parameter \\SIZE {words}\n    connect \\CLK \\clk\n  end\n")


class Memories(unittest.TestCase):
    def test_kinds(self):
        dump = memory("big", 64, 512) + memory("small", 8, 16) + memory("tiny", 2, 4)
        log = ("mapping memory bank.big via $__ECP5_DP16KD_\n"
               "mapping memory bank.small via $__TRELLIS_DPR16X4_\n"
               "using FF mapping for memory bank.tiny\n")
        self.assertEqual(memories.mapped(dump, log), [
            memories.Memory("big", 64, 512, "block"), memories.Memory("small", 8, 16, "lut"),
            memories.Memory("tiny", 2, 4, "flip-flops")])

    def complaints(self, *memory_of):
        return list(memories.complaints("bank", [memories.Memory(*memory_of)]))

    def test_complaints(self):
        self.assertEqual(self.complaints("m", 64, 512, "block"), [])
        self.assertEqual(self.complaints("m", 513, 24, "lut"), [])
        self.assertEqual(self.complaints("m", 64, 512, "lut"),
                         ["bank: memory m of 512 words of 64 bits is lut, not block RAM"])
        self.assertEqual(self.complaints("m", 64, 64, "flip-flops"),
                         ["bank: memory m of 64 words of 64 bits is flip-flops, more than 2048 bits"])
        self.assertEqual(self.complaints("m", 64, 512, memories.mapped(memory("m", 64, 512), "")[0].kind),
                         ["bank: memory m of 512 words of 64 bits is not in the log"])


class AreaTable(unittest.TestCase):
    AREA = {"soc": {"instances": 1, "cells": {"LUT4": 5}},
            "core": {"instances": 2, "cells": {"LUT4": 10, "CCU2C": 3, "TRELLIS_FF": 7, "DP16KD": 1}}}

    def test_rows_and_sum(self):
        self.assertEqual(area_table.table("ecp5", self.AREA).splitlines()[2:],
                         ["| core | 2 | 16 | 7 | 1 | 0 |", "| soc | 1 | 5 | 0 | 0 | 0 |", "| all | | 37 | 14 | 2 | 0 |"])

    def test_half_a_block_ram(self):
        area = {"soc": {"instances": 2, "cells": {"RAMB18E1": 1}}}
        self.assertIn("| soc | 2 | 0 | 0 | 0.5 | 0 |\n| all | | 0 | 0 | 1 | 0 |", area_table.table("xilinx", area))

    def run_tool(self, *arguments):
        return subprocess.run([sys.executable, TOOLS / "area_table.py", *arguments], capture_output=True, text=True,
                              check=False)

    def test_command(self):
        with tempfile.TemporaryDirectory() as folder:
            area, readme = pathlib.Path(folder, "area.json"), pathlib.Path(folder, "README.md")
            area.write_text(json.dumps(self.AREA))
            readme.write_text("before\n<!-- area small ecp5 -->\nold\n<!-- end -->\nafter\n")
            done = self.run_tool("small", "ecp5", area, readme)
            self.assertEqual(done.returncode, 0)
            self.assertEqual(readme.read_text(),
                             f"before\n<!-- area small ecp5 -->\n{done.stdout}<!-- end -->\nafter\n")
            done = self.run_tool("default", "ecp5", area, readme)
            self.assertEqual((done.returncode, done.stderr),
                             (1, "error: no '<!-- area default ecp5 -->' with an end in the text\n"))
            done = self.run_tool("small", "ice40", area)
            self.assertEqual((done.returncode, done.stderr), (1, "error: no family 'ice40', there are ecp5, xilinx\n"))
            area.write_text(json.dumps({"soc": {"instances": 1, "cells": {"LUT9": 1}}}))
            done = self.run_tool("small", "ecp5", area)
            self.assertEqual((done.returncode, done.stderr), (1, "error: soc: no figure for a cell LUT9\n"))


# Notes that it was called, and leaves what Yosys would: a log, a dump and a count.
FAKE_YOSYS = """#!/usr/bin/env python3
import json, pathlib, re, sys
if sys.argv[1] == "-V":
    sys.exit(print("VERSION"))
log, script = sys.argv[3], sys.argv[5]
base = re.search(r"read_rtlil (\\S+)\\.il", script)[1]
top = re.search(r"-top (\\S+)", script)[1]
with open(pathlib.Path(base).parent / "calls", "a") as calls:
    calls.write(top + "\\n")
pathlib.Path(log).write_text("mapping memory %s.m via WHERE\\n" % top)
pathlib.Path(base + ".mem").write_text('''DUMP''' if top == "core" else "")
pathlib.Path(base + ".stat").write_text("noise\\n" + json.dumps(
    {"modules": {"\\\\" + top: {"num_cells_by_type": {"LUT4": 2, "\\\\core": 2, "$scopeinfo": 3}}}}))
sys.exit(STATUS)
"""


class MapUnits(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        (self.folder / "design.il").write_text("".join(DESIGN))

    def run_tool(self, family="ecp5", where="$__ECP5_DP16KD_", status=0, version="1"):
        yosys = self.folder / "yosys"
        dump = memory("m", 64, 512).replace("\\", "\\\\")
        fake = FAKE_YOSYS.replace("WHERE", where).replace("DUMP", dump).replace("STATUS", str(status))
        yosys.write_text(fake.replace("VERSION", version))
        yosys.chmod(0o755)
        return subprocess.run([sys.executable, TOOLS / "map_units.py", yosys, family, self.folder / "design.il",
                               self.folder / "area.json", self.folder / "units"],
                              capture_output=True, text=True, check=False)

    def calls(self):
        return (self.folder / "units/calls").read_text().split()

    def test_each_unit_once_and_what_changed_again(self):
        done = self.run_tool()
        self.assertEqual(done.returncode, 0, done.stderr)
        area = json.loads((self.folder / "area.json").read_text())
        self.assertEqual(area["cluster"], {"instances": 1, "cells": {"LUT4": 2}, "memories": []})
        self.assertEqual(area["core"]["memories"], [["m", 64, 512, "block"]])
        self.assertEqual(area["core"]["instances"], 2)
        self.assertEqual(self.calls(), ["soc", "core", "cluster"])
        self.run_tool()
        self.assertEqual(self.calls(), ["soc", "core", "cluster"])
        design = "".join(DESIGN)
        (self.folder / "design.il").write_text(design.replace("\\core", "\\core__2"))
        self.run_tool()
        self.assertEqual(self.calls(), ["soc", "core", "cluster"])
        (self.folder / "design.il").write_text(design.replace("\\inside", "\\changed"))
        self.run_tool()
        self.assertEqual(self.calls(), ["soc", "core", "cluster", "core"])
        self.run_tool(version="2")
        self.assertEqual(self.calls()[4:], ["soc", "core", "cluster"])

    def test_memory_in_luts(self):
        done = self.run_tool(where="$__TRELLIS_DPR16X4_")
        self.assertEqual((done.returncode, done.stderr),
                         (1, "error: core: memory m of 512 words of 64 bits is lut, not block RAM\n"))

    def test_yosys_fails(self):
        done = self.run_tool(status=1)
        self.assertEqual(done.returncode, 1)
        self.assertIn("error: soc does not map to ecp5:\nmapping memory soc.m via", done.stderr)

    def test_no_family(self):
        done = self.run_tool("ice40")
        self.assertEqual((done.returncode, done.stderr), (1, "error: no family 'ice40', there are ecp5, xilinx\n"))

    def test_no_top(self):
        (self.folder / "design.il").write_text("")
        done = self.run_tool()
        self.assertEqual((done.returncode, done.stderr), (1, "error: no module soc in the design\n"))


unittest.main()
