#!/usr/bin/env python3
# Designs that the synthesis must refuse, by Yosys itself: latches, drivers, memories outside block RAM.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""checks_test.py, from the root: WebAssembly sees the working directory only.

Ends with 3 where Yosys cannot be had.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HEADER = "module soc(input logic clk_i, input logic a_i, input logic b_i, output logic y_o);\n"
MEMORY = """
  logic [63:0] words[512];
  logic [63:0] data;
  logic [8:0]  row_q;
  always_ff @(posedge clk_i) begin
    row_q <= {row_q[7:0], a_i};
    if (b_i) words[row_q] <= {64{a_i}};
    READ
  end
  assign y_o = ^data;
"""


class Checks(unittest.TestCase):
    yosys = ""

    def setUp(self):
        os.makedirs("build", exist_ok=True)
        scratch = tempfile.TemporaryDirectory(dir="build")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def run_yosys(self, script):
        return subprocess.run([self.yosys, "-q", "-p", script], capture_output=True, text=True, check=False)

    def elaborate(self, body):
        source, design = self.folder / "soc.sv", self.folder / "soc.il"
        source.write_text(HEADER + body + "endmodule\n")
        done = self.run_yosys(f"read_slang --threads 1 --keep-hierarchy --top soc {source} ; write_rtlil {design}")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return design

    def check(self, body):
        done = self.run_yosys(f"read_rtlil {self.elaborate(body)} ; script rtl/synth/check.ys")
        return done.returncode, done.stdout + done.stderr

    def test_nothing_to_find(self):
        code, text = self.check("always_ff @(posedge clk_i) y_o <= a_i && b_i;\n")
        self.assertEqual(code, 0, text)

    def test_latch(self):
        code, text = self.check("always_latch if (a_i) y_o = b_i;\n")
        self.assertEqual(code, 1)
        self.assertIn("Assertion failed: selection is not empty: t:$dlatch", text)

    def test_two_drivers(self):
        code, text = self.check("wire w;\nassign w = a_i && !clk_i;\nassign w = b_i || clk_i;\nassign y_o = w;\n")
        self.assertEqual(code, 1)
        self.assertIn("multiple conflicting drivers", text)

    def test_no_driver(self):
        code, text = self.check("wire w;\nassign y_o = w && a_i;\n")
        self.assertEqual(code, 1)
        self.assertIn("is used but has no driver", text)

    def map(self, read, family):
        design = self.elaborate(MEMORY.replace("READ", read))
        return subprocess.run([sys.executable, "rtl/synth/map_units.py", self.yosys, family, design,
                               self.folder / "area.json", self.folder / "units"],
                              capture_output=True, text=True, check=False)

    def test_memory_in_block_ram(self):
        for family in "ecp5", "xilinx":
            done = self.map("data <= words[row_q];", family)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_memory_that_answers_at_once(self):
        for family in "ecp5", "xilinx":
            done = self.map("end\n  always_comb begin data = words[row_q ^ {9{b_i}}];", family)
            self.assertEqual((done.returncode, done.stderr), (
                1, "error: soc: memory words of 512 words of 64 bits is lut, not block RAM\n"))


found = subprocess.run(["ci/yosys.sh"], capture_output=True, text=True, check=False)
if found.returncode != 0:
    sys.exit(found.returncode)
Checks.yosys = found.stdout.strip()
unittest.main()
