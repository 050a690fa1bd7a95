#!/usr/bin/env python3
# What stands around a netlist, and what is refused.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import pathlib
import subprocess
import sys
import tempfile
import unittest

import netlist

SOURCE = """// A module.
module unit
  import some_pkg::*;
#(
  parameter int unsigned Width = 1
) (
  input  logic             clk_i,
  input  logic [31:0]      data_i [Ports],  // by port
  output logic [Width-1:0] sum_o,
  output logic             busy_o [Ports]
);
  assign sum_o = '0;
endmodule
"""


class Netlist(unittest.TestCase):
    def test_ports(self):
        self.assertEqual(netlist.ports(SOURCE[:SOURCE.index("\n);")]), [
            ("input", "clk_i", None), ("input", "data_i", "Ports"), ("output", "sum_o", None),
            ("output", "busy_o", "Ports")])

    def test_arrays_are_flat_inside(self):
        text = netlist.wrapper("unit", SOURCE)
        self.assertTrue(text.startswith("module unit\n  import some_pkg::*;\n"))
        self.assertIn("    assign flat_data_i[(int'(Ports) - 1 - k) * $bits(data_i[0]) +: $bits(data_i[0])]"
                      " = data_i[k];\n", text)
        self.assertIn("    assign busy_o[k] = flat_busy_o[", text)
        self.assertIn("  unit_netlist i_netlist (\n    .clk_i(clk_i),\n    .data_i(flat_data_i),\n", text)
        self.assertNotIn("assign sum_o", text)

    def run_tool(self, *sources):
        with tempfile.TemporaryDirectory() as folder:
            yosys = pathlib.Path(folder, "yosys")
            yosys.write_text('#!/bin/sh\necho "ERROR: no such thing" >"$3"\nexit 1\n')
            yosys.chmod(0o755)
            return subprocess.run([sys.executable, netlist.__file__, yosys, f"{folder}/out.sv", "unit", *sources],
                                  capture_output=True, text=True, check=False)

    def test_no_source_of_that_name(self):
        done = self.run_tool("rtl/other.sv")
        self.assertEqual((done.returncode, done.stderr), (1, "error: no source unit.sv among the 1 given\n"))

    def test_does_not_map(self):
        done = self.run_tool("rtl/unit.sv")
        self.assertEqual((done.returncode, done.stderr), (1, "error: unit does not map:\nERROR: no such thing\n\n"))


unittest.main()
