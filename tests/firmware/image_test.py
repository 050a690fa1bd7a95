#!/usr/bin/env python3
# Checks what the firmware's files hold: addresses, sizes, encodings, refusals.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Links small programs with a configuration's firmware, as the compiler does,
and compares the result with the configuration. Nothing is run here."""
import argparse
import json
import pathlib
import struct
import subprocess
import sys
import unittest

ARGS = None


def number(value):
    return int(value, 16) if isinstance(value, str) else value


def tool(*command):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True)


def build(name, source):
    """Links one C source with the firmware; returns the process and the ELF."""
    work = pathlib.Path(ARGS.work)
    work.mkdir(parents=True, exist_ok=True)
    c, o, elf = (work / f"{name}{s}" for s in (".c", ".o", ".elf"))
    c.write_text(source)
    share = pathlib.Path(ARGS.share)
    done = tool(ARGS.clang, *ARGS.flags, "-O2", "-I", share / "include", "-c", c, "-o", o)
    if done.returncode == 0:
        done = tool(ARGS.ld, "-L", share, "-T", share / "seeker.ld", share / "start.o", o,
                    share / "libseeker.a", "-o", elf)
    return done, elf


def symbols(elf):
    out = tool(ARGS.nm, elf).stdout
    return {line.split()[2]: int(line.split()[0], 16) for line in out.splitlines()
            if len(line.split()) == 3}


def words_at(elf, start, count):
    """The 32-bit words at an address, by the ELF's own program headers."""
    data = elf.read_bytes()
    phoff, = struct.unpack_from("<I", data, 28)
    phentsize, phnum = struct.unpack_from("<HH", data, 42)
    for i in range(phnum):
        kind, offset, vaddr, _, filesz = struct.unpack_from("<5I", data, phoff + i * phentsize)
        if kind == 1 and vaddr <= start and start + 4 * count <= vaddr + filesz:
            return struct.unpack_from(f"<{count}I", data, offset + start - vaddr)
    raise AssertionError(f"no bytes at {start:#x}")


PROGRAM = """
#include "seeker_dma.h"
#include "seeker_htif.h"
__attribute__((section(".seeker.weights"))) const double weights[3] = {1, 2, 3};
int main(int hart) {
  seeker_dma_wait_or_exit(seeker_dma_start_1d(0, (uint32_t)weights, 24));
  seeker_dma_wait_or_exit(seeker_dma_start_2d(0, 0, 8, 8, 8, 3));
  return hart == 0 ? (int)seeker_htif_print("x") : 0;
}
"""


class BootRom(unittest.TestCase):
    def setUp(self):
        self.elf = pathlib.Path(ARGS.boot_rom + ".elf")
        self.bin = pathlib.Path(ARGS.boot_rom + ".bin").read_bytes()
        c = ARGS.cfg
        self.base = (number(c["cluster"]["alias_base"]) + number(c["boot_rom"]["base"])
                     - number(c["tcdm"]["base"]))

    def test_fits_and_is_whole_lines(self):
        self.assertLessEqual(len(self.bin), ARGS.cfg["boot_rom"]["bytes"])
        self.assertEqual(len(self.bin) % 64, 0)

    def test_positions(self):
        s = symbols(self.elf)
        self.assertEqual(s["_start"], self.base)
        self.assertEqual(s["trap"], self.base + 0x40)
        self.assertEqual(s["halt"], self.base + 0x80)

    def test_sleeps_in_park(self):
        park = symbols(self.elf)["park"] - self.base
        self.assertEqual(struct.unpack_from("<I", self.bin, park)[0], 0x10500073)


class Program(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        done, cls.elf = build("program", PROGRAM)
        assert done.returncode == 0, done.stderr
        cls.symbols = symbols(cls.elf)

    def test_places(self):
        s, l3 = self.symbols, number(ARGS.cfg["l3"]["base"])
        self.assertEqual(s["_start"], l3)
        self.assertEqual(s["weights"], l3 + 0x100000)
        for word in ("tohost", "fromhost", "seeker_record", "seeker_bss_begin", "seeker_bss_end"):
            self.assertEqual(s[word] % 64, 0, word)
        self.assertNotEqual(s["tohost"] // 64, s["fromhost"] // 64)
        self.assertLess(s["seeker_bss_end"], l3 + 0x100000)

    def test_stages(self):
        s = self.symbols
        stages = ["registers", "floating_point", "pointers", "stack", "trap_vector", "interrupt",
                  "memory", "barrier", "main", "end_barrier", "exit", "return"]
        addresses = [s["seeker_start_" + stage] for stage in stages]
        self.assertEqual(addresses, sorted(addresses))
        self.assertEqual(s["seeker_start_trap"] % 4, 0)

    def test_stack_top(self):
        tcdm = ARGS.cfg["tcdm"]
        self.assertEqual(self.symbols["seeker_stack_top"], number(tcdm["base"]) + tcdm["bytes"])

    def test_dma_encodings(self):
        """funct7 of each custom instruction of a start, in order."""
        s = self.symbols
        for name, expected in (("seeker_dma_start_1d", [0, 1, 2]),
                               ("seeker_dma_start_2d", [0, 1, 6, 7, 2])):
            found = []
            for word in words_at(self.elf, s[name], 16):
                if word & 0x7f == 0x2b:
                    self.assertEqual(word >> 12 & 7, 0)
                    found.append(word >> 25)
                    if word >> 25 == 2:
                        self.assertEqual(word >> 20 & 31, 2 if len(expected) == 5 else 0)
                        break
            # start_2d may set the addresses before it branches on no rows.
            self.assertEqual(found, expected, name)

    def test_manifest_section_is_not_loaded(self):
        done, elf = build("manifest", '__attribute__((section(".seeker.manifest"), used))'
                          ' const char m[] = "{}"; int main(int h) { return h; }')
        self.assertEqual(done.returncode, 0, done.stderr)
        line, = [l for l in tool(ARGS.readelf, "-SW", elf).stdout.splitlines()
                 if ".seeker.manifest" in l]
        self.assertNotIn(" A ", line)
        l3 = number(ARGS.cfg["l3"]["base"])
        for header in tool(ARGS.readelf, "-lW", elf).stdout.splitlines():
            if header.split()[:1] == ["LOAD"]:
                self.assertGreaterEqual(int(header.split()[2], 16), l3)


class Refusals(unittest.TestCase):
    def test_program_too_large(self):
        done, _ = build("large", "char big[1 << 20]; int main(int h) { return big[h]; }")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("the program is larger than the 1 MiB of L3 that is its own", done.stderr)

    def test_weights_too_large(self):
        l3 = ARGS.cfg["l3"]["bytes"]
        done, _ = build("heavy", f"""
            __asm__(".section .seeker.weights,\\"a\\",@nobits\\n.zero {l3}\\n.text");
            int main(int h) {{ return h; }}""")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("the weights are larger than L3", done.stderr)


class Record(unittest.TestCase):
    def test_layout(self):
        """The offsets that the host reads by."""
        checks = {"magic": 0, "version": 4, "status": 8, "exit_code": 12, "hart_count": 16,
                  "kernel_count": 20, "kernel_capacity": 24, "begin": 32, "end": 40, "harts": 64,
                  "kernels": 576}
        asserts = "".join(f'_Static_assert(offsetof(struct seeker_record, {f}) == {o}, "{f}");'
                          for f, o in checks.items())
        done, _ = build("record", "#include <stddef.h>\n#include \"seeker_record.h\"\n"
                        + asserts + "int main(int h) { return h; }")
        self.assertEqual(done.returncode, 0, done.stderr)


class RawPrograms(unittest.TestCase):
    def test_each_has_an_expectation(self):
        raw = pathlib.Path(ARGS.sources) / "raw"
        expected = json.loads((raw / "expected.json").read_text())
        programs = {p.stem for p in raw.glob("*.c")} - {"print"}
        # Those that hang, or might seem to, are named by a test of their own.
        hangs = (raw.parents[1] / "e2e" / "hang_test.cpp").read_text()
        hanging = {p for p in programs if p.startswith(("hang_", "long_"))}
        self.assertEqual({p for p in hanging if f'"{p}"' in hangs}, hanging)
        self.assertEqual(programs - hanging, set(expected))


def main():
    global ARGS
    parser = argparse.ArgumentParser()
    for name in ("config", "boot-rom", "share", "sources", "work", "clang", "ld", "readelf", "nm"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("flags", nargs="*")
    ARGS = parser.parse_args()
    ARGS.cfg = json.loads(pathlib.Path(ARGS.config).read_text())
    unittest.main(argv=sys.argv[:1])


if __name__ == "__main__":
    main()
