# What prove.py accepts and refuses, on a counter that never passes five.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""prove_test.py YOSYS, from the tree's root."""
import pathlib
import shutil
import subprocess
import sys
import unittest

FORMAL = pathlib.Path("tests/rtl/formal")
FOLDER = pathlib.Path("build/formal_test")
COUNTER = """
module counter (input logic clk_i, input logic rst_ni, input logic up_i, output logic [2:0] count_o);
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) count_o <= '0;
    else if (up_i) count_o <= (count_o == 3'd5) ? '0 : count_o + 1'b1;
  end
endmodule
"""
PROPERTIES = """
module counter_props (input logic clk_i, input logic rst_ni, input logic up_i);
  logic [2:0] count, before_q;
  logic       up_q;
  counter i_counter (.clk_i, .rst_ni, .up_i, .count_o(count));
  always_ff @(posedge clk_i) begin
    before_q <= count;
    up_q     <= rst_ni && up_i;
    if (rst_ni) begin
      bounded: assert (count <= 3'd5);
      stays:   assert (up_q || count == before_q);
      top:     cover (count == 3'd5);
    end
  end
endmodule
"""
BOUNDED = ("(count_o == 3'd5) ? '0", "(count_o == 3'd6) ? '0")
STAYS = ("else if (up_i)", "else")
NAME = "counter"


class Prove(unittest.TestCase):
    def prove(self, *arguments, properties=PROPERTIES, counter=COUNTER, mutants=(BOUNDED, STAYS), more="",
              file="counter.sv"):
        """The exit status, the table and the errors."""
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        (FOLDER / "counter.sv").write_text(counter)
        (FOLDER / "counter_props.sv").write_text(properties)
        edits = ",\n".join(f'["{FOLDER}/{file}", "{old}", "{new}"]' for old, new in mutants)
        (FOLDER / "proofs.toml").write_text(
            f'[[proof]]\nname = "{NAME}"\ntop = "counter_props"\nwhat = "counts to five"\n'
            f'sources = ["{FOLDER}/counter.sv"]\nmutants = [{edits}]\n{more}\n')
        result = subprocess.run(
            [sys.executable, FORMAL / "prove.py", "--list", FOLDER / "proofs.toml", "--build", FOLDER / "build",
             "--yosys", YOSYS, *arguments], capture_output=True, text=True, check=False)
        return result.returncode, result.stdout, result.stderr

    def refuses(self, text, **change):
        status, table, errors = self.prove(**change)
        self.assertEqual(status, 1, errors)
        self.assertIn(text, errors)
        self.assertIn("NOT PROVEN", table)
        self.assertNotIn("counts to five", table)

    def test_a_proof_that_its_mutants_break(self):
        status, table, errors = self.prove()
        self.assertEqual((status, errors), (0, ""))
        self.assertRegex(table, r"\| counter \| counts to five \| \d+ \| 2 \|")

    def test_a_property_that_does_not_hold(self):
        self.refuses("bounded FAILS", counter=COUNTER.replace("3'd5", "3'd6"),
                     mutants=[("(count_o == 3'd6)", "1'b0"), STAYS])

    def test_an_assertion_that_no_mutant_breaks(self):
        self.refuses("no mutant breaks stays", mutants=[BOUNDED])

    def test_an_excuse_for_an_assertion(self):
        status, _, errors = self.prove(mutants=[BOUNDED], more='elsewhere = ["stays"]')
        self.assertEqual((status, errors), (0, ""))

    def test_an_excuse_without_need(self):
        self.refuses("stays is excused, but is no assertion or breaks", more='elsewhere = ["stays"]')

    def test_a_mutant_that_survives(self):
        self.refuses("a mutant survives", mutants=[BOUNDED, STAYS, ("+ 1'b1", "+ 3'd1")])

    def test_a_mutant_whose_text_is_not_there(self):
        self.refuses("has 'no such text' 0 times, a mutant needs it once", mutants=[("no such text", "")])

    def test_a_mutant_whose_text_is_there_twice(self):
        self.refuses("has 'count_o <=' 2 times, a mutant needs it once", mutants=[("count_o <=", "count_o =")])

    def test_a_mutant_of_a_file_that_is_not_read(self):
        self.refuses("is not among the sources of counter", file="proofs.toml", mutants=[("counts to five", "six")])

    def test_a_mutant_that_is_not_systemverilog(self):
        self.refuses("Yosys refuses counter", mutants=[(STAYS[0], "else if (")])

    def test_a_cover_that_is_never_met(self):
        self.refuses("vacuous: top is never met", properties=PROPERTIES.replace("cover (count == 3'd5)",
                                                                               "cover (count == 3'd7)"))

    def test_assumptions_that_nothing_can_meet(self):
        self.refuses("vacuous: top is never met",
                     properties=PROPERTIES.replace("bounded:", "never: assume (count == 3'd1);\n      bounded:"))

    def test_a_proof_without_a_cover(self):
        self.refuses("nothing shows that the assumptions can be met: no cover",
                     properties=PROPERTIES.replace("top:     cover (count == 3'd5);", ""))

    def test_assertions_that_are_an_invariant(self):
        status, table, errors = self.prove(more="frames = 10")
        self.assertEqual((status, errors), (0, ""))
        self.assertRegex(table, r"\| counter \| counts to five \| \d+ \| 2 \|")

    def test_assertions_that_are_none(self):
        # Seven is not reached, but follows six, which nothing excludes.
        self.refuses("the assertions do not follow from each other within 3 cycles",
                     properties=PROPERTIES.replace("count <= 3'd5", "count != 3'd7"), more="frames = 10")

    def test_a_broken_invariant(self):
        self.refuses("bounded FAILS", counter=COUNTER.replace("3'd5", "3'd6"), more="frames = 10",
                     mutants=[("(count_o == 3'd6)", "1'b0"), STAYS])

    def test_a_mutant_that_survives_a_search(self):
        self.refuses("a mutant survives", mutants=[BOUNDED, STAYS, ("+ 1'b1", "+ 3'd1")], more="frames = 10")

    def test_an_invariant_with_a_cover_out_of_reach(self):
        self.refuses("vacuous: top is never met", more="frames = 4")

    def test_a_name_that_is_not_listed(self):
        status, table, errors = self.prove("counters")
        self.assertEqual((status, table), (2, ""))
        self.assertIn("error: no proof is named counters", errors)

    def test_short_leaves_the_mutants_of_long_proofs_out(self):
        status, table, _ = self.prove("--short", more="long = true")
        self.assertEqual(status, 0)
        self.assertRegex(table, r"\| counter \| counts to five \| \d+ \| 0 \|")


class Parse(unittest.TestCase):
    def test_what_the_solver_did_not_decide_is_not_proven(self):
        from prove import check
        from model import Model
        model = Model(None, ["a", "b", "met"], {"met"})
        self.assertEqual(check(model, {2}, 2), [])
        self.assertEqual(check(model, {2}, 1), ["1 properties undecided after 900 s"])

    def test_no_answer_is_an_error(self):
        from solver import Unsolved, parse
        with self.assertRaises(Unsolved):
            parse("Segmentation fault", 2)
        with self.assertRaises(Unsolved):  # a property is missing
            parse("Properties:  All = 2. Proved = 2. Disproved = 0. Undecided = 0.", 3)
        with self.assertRaises(Unsolved):  # refuted, but which?
            parse("Properties:  All = 2. Proved = 1. Disproved = 1. Undecided = 0.", 2)

    def test_the_answer_of_a_search(self):
        from solver import Unsolved, parse_search
        one = "Output 1 was asserted in frame  4 (solved 1 out of 3 outputs).\n"
        self.assertEqual(parse_search(one + "Some outputs are SAT (1 out of 3) after 9 frames.", 3, 9), {1})
        self.assertEqual(parse_search("No output asserted in 9 frames. Resource limit reached", 3, 9), set())
        for text in (one, one + "Some outputs are SAT (1 out of 3) after 8 frames.", "Segmentation fault",
                     "No output asserted in 8 frames."):
            with self.assertRaises(Unsolved):
                parse_search(text, 3, 9)

    def test_an_answer(self):
        from solver import parse
        self.assertEqual(parse("Output 0 was asserted in frame  4 ( 4) (solved 1 out of 2 outputs).\n"
                               "Properties:  All = 2. Proved = 1. Disproved = 1. Undecided = 0.", 2), ({0}, 1))


if __name__ == "__main__":
    YOSYS = sys.argv.pop(1)
    sys.path.insert(0, str(FORMAL))
    unittest.main()
