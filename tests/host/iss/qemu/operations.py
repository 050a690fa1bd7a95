# Random RV32IMAFD operations as assembly, each followed by stores of what it gave.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A program is straight-line code: an operation loads its operands, runs one
instruction and stores what came of it (a word of an integer result; two words
and the flags of a floating-point one) behind s11. Program.steps says, word by
word, which operation it belongs to."""
import random

INT_CORNERS = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFE, 0x7FFFFFFF, 0x80000000, 0x80000001,
               0xFFFFFFFE, 0xFFFFFFFF, 0xAAAAAAAA, 0x55555555]
MODES = ["rne", "rtz", "rdn", "rup", "rmm", "dyn"]

REGISTER = "add sub sll slt sltu xor srl sra or and mul mulh mulhsu mulhu div divu rem remu".split()
IMMEDIATE = "addi slti sltiu xori ori andi".split()
SHIFT = "slli srli srai".split()
BRANCH = "beq bne blt bge bltu bgeu".split()
ATOMIC = "amoswap amoadd amoxor amoand amoor amomin amomax amominu amomaxu".split()
CSR = ["csrrw", "csrrs", "csrrc"]
FP_CSRS = {"fflags": 0x1F, "frm": 0x7, "fcsr": 0xFF}

ROUNDED = {"fadd": 2, "fsub": 2, "fmul": 2, "fdiv": 2, "fsqrt": 1, "fmadd": 3, "fmsub": 3, "fnmsub": 3, "fnmadd": 3}
EXACT = ["fsgnj", "fsgnjn", "fsgnjx", "fmin", "fmax"]
COMPARE = ["feq", "flt", "fle"]


class Format:
    """Of IEEE 754: widths, and values at its corners."""

    def __init__(self, letter, exponent, fraction):
        self.letter, self.exponent, self.fraction = letter, exponent, fraction
        self.width = 1 + exponent + fraction
        top = (1 << exponent) - 1
        bias = top >> 1
        one = bias << fraction
        magnitudes = [0, 1, 2, (1 << fraction) - 1, 1 << fraction, (1 << fraction) + 1, one - 1, one, one + 1,
                      one + (1 << fraction - 1), one + (1 << fraction), (top << fraction) - 1, top << fraction,
                      (top << fraction) | 1, (top << fraction) | 1 << fraction - 1,
                      (top << fraction) | ((1 << fraction) - 1)]
        # About the bounds of the integers, and halves between them.
        for power in (23, 24, 31, 32, 52, 53):
            magnitudes += [bias + power << fraction, (bias + power << fraction) - 1, (bias + power << fraction) + 1]
        magnitudes += [bias - 1 << fraction, (bias << fraction) + (3 << fraction - 2)]
        self.corners = magnitudes + [m | 1 << self.width - 1 for m in magnitudes]

    def draw(self, rng, near):
        """Bits of a value: a corner, any bits, or an exponent close to that of `near`."""
        kind = rng.random()
        if kind < 0.35:
            return rng.choice(self.corners)
        if kind < 0.55:
            return rng.getrandbits(self.width)
        exponent = (near >> self.fraction) + rng.randint(-self.fraction - 3, self.fraction + 3)
        exponent = min(max(exponent, 0), (1 << self.exponent) - 2)
        fraction = rng.getrandbits(self.fraction)
        if rng.random() < 0.5:  # few bits, so that halves and exact results happen
            fraction &= ~0 << rng.randrange(self.fraction) & (1 << self.fraction) - 1
        return rng.getrandbits(1) << self.width - 1 | exponent << self.fraction | fraction


F32 = Format("s", 8, 23)
F64 = Format("d", 11, 52)


class Program:
    """Of `count` operations from `seed`."""

    def __init__(self, seed, count):
        self.rng = random.Random(seed)
        self.code, self.data, self.steps = [], [], []
        self.room = self.offset = 0
        kinds = [self.integer, self.integer, self.memory, self.control, self.atomic, self.csr] + [self.floating] * 10
        for _ in range(count):
            if self.offset > 1900:
                step = self.offset & ~7  # s11 stays aligned for fsd
                self.code.append(f"addi s11, s11, {step}")
                self.offset -= step
            if self.room > 1900:
                self.code.append(f"addi s10, s10, {self.room}")
                self.room = 0
            self.rng.choice(kinds)()

    def store(self, register, what):
        self.code.append(f"sw {register}, {self.offset}(s11)")
        self.offset += 4
        self.steps.append(what)

    def integer_value(self):
        if self.rng.random() < 0.5:
            return self.rng.choice(INT_CORNERS)
        return self.rng.getrandbits(32) >> self.rng.randrange(32)

    def load(self, register, value):
        self.code.append(f"li {register}, {value:#x}")

    def operands(self):
        first, second = self.integer_value(), self.integer_value()
        self.load("a0", first)
        self.load("a1", second)
        return f"{first:#x}, {second:#x}"

    def integer(self):
        rng = self.rng
        kind = rng.random()
        shown = self.operands()
        if kind < 0.6:
            line = f"{rng.choice(REGISTER)} a2, a0, a1"
        elif kind < 0.8:
            line = f"{rng.choice(IMMEDIATE)} a2, a0, {rng.choice([-2048, -1, 0, 1, 2047, rng.randint(-2048, 2047)])}"
        elif kind < 0.9:
            line = f"{rng.choice(SHIFT)} a2, a0, {rng.randrange(32)}"
        else:
            line = f"lui a2, {rng.getrandbits(20):#x}"
        self.code.append(line)
        self.store("a2", f"{line} of {shown}")

    def memory(self):
        rng = self.rng
        first = self.integer_value()
        self.load("a0", first)
        put, width = rng.choice([("sb", 1), ("sh", 2), ("sw", 4)])
        at = rng.randrange(0, 8, width)
        get, wide = rng.choice([("lb", 1), ("lbu", 1), ("lh", 2), ("lhu", 2), ("lw", 4)])
        back = rng.randrange(0, 8, wide)
        self.code += [f"{put} a0, {at}(s9)", f"{get} a2, {back}(s9)"]
        self.store("a2", f"{put} {first:#x} at {at}, {get} at {back}")

    def control(self):
        rng = self.rng
        shown = self.operands()
        kind = rng.random()
        if kind < 0.7:
            line = f"{rng.choice(BRANCH)} a0, a1, 1f"
            self.code += ["li a2, 0", line, "li a2, 1", "1:"]
        elif kind < 0.85:
            line = "jal a2, 1f"
            self.code += [line] + ["nop"] * rng.randrange(4) + ["1: auipc a3, 0", "sub a2, a3, a2"]
        else:
            line = "jalr a2, N(a3)"
            step = rng.randrange(4)
            self.code += ["auipc a3, 0", f"jalr a2, {8 + 4 * step}(a3)"] + ["nop"] * step + ["sub a2, a2, a3"]
        self.store("a2", f"{line} of {shown}")

    def atomic(self):
        rng = self.rng
        first, second = self.integer_value(), self.integer_value()
        self.load("a0", first)
        self.load("a1", second)
        self.code.append("sw a0, 0(s9)")
        if rng.random() < 0.7:
            line = f"{rng.choice(ATOMIC)}.w{rng.choice(['', '.aq', '.rl', '.aqrl'])} a2, a1, (s9)"
            self.code.append(line)
        else:
            line = "lr.w, sc.w"
            self.code += ["lr.w a2, (s9)", "sc.w a3, a1, (s9)", "snez a3, a3"]
            self.store("a3", f"{line} of {second:#x}")
        self.store("a2", f"{line} of {first:#x}, {second:#x}")
        self.code.append("lw a2, 0(s9)")
        self.store("a2", f"memory after {line} of {first:#x}, {second:#x}")

    def csr(self):
        rng = self.rng
        name, mask = rng.choice(list(FP_CSRS.items()))
        value = rng.getrandbits(8) & mask
        self.code += [f"li a0, {rng.getrandbits(8):#x}", "csrw fcsr, a0"]
        if rng.random() < 0.5:
            self.load("a1", value)
            line = f"{rng.choice(CSR)} a2, {name}, a1"
        else:
            value &= 0x1F
            line = f"{rng.choice(CSR)}i a2, {name}, {value}"
        self.code += [line, "csrr a3, fcsr", "csrwi fcsr, 0"]
        self.store("a2", f"{line} of {value:#x}")
        self.store("a3", f"fcsr after {line} of {value:#x}")

    def floats(self, form, count):
        """Loads fa0, fa1, fa2; now and then a single that is not boxed."""
        values, near = [], form.draw(self.rng, 1 << form.width - 2)
        for index in range(count):
            value = form.draw(self.rng, near)
            if form is F32:
                box = 0xFFFFFFFF if self.rng.random() < 0.95 else self.rng.getrandbits(32)
                value |= box << 32
            values.append(value)
            self.data.append(value)
            self.code.append(f"fld fa{index}, {self.room}(s10)")
            self.room += 8
        return ", ".join(f"{value:#x}" for value in values)

    def floating(self):
        rng = self.rng
        form = rng.choice([F32, F64])
        x = form.letter
        mode, dynamic = rng.choice(MODES), rng.randrange(5)
        kind = rng.random()
        to_integer = False
        if kind < 0.6:
            name, count = rng.choice(list(ROUNDED.items()))
            shown = self.floats(form, count)
            line = f"{name}.{x} fa3, {', '.join(f'fa{i}' for i in range(count))}, {mode}"
        elif kind < 0.7:
            shown = self.floats(form, 2)
            line = f"{rng.choice(EXACT)}.{x} fa3, fa0, fa1"
        elif kind < 0.77:
            shown = self.floats(form, 2)
            line, to_integer = f"{rng.choice(COMPARE)}.{x} a2, fa0, fa1", True
        elif kind < 0.8:
            shown = self.floats(form, 1)
            line, to_integer = f"fclass.{x} a2, fa0", True
        elif kind < 0.87:
            shown = self.floats(form, 1)
            line, to_integer = f"fcvt.{rng.choice(['w', 'wu'])}.{x} a2, fa0, {mode}", True
        elif kind < 0.92:
            value = self.integer_value()
            self.load("a0", value)
            shown = f"{value:#x}"
            source = rng.choice(["w", "wu"])
            line = f"fcvt.{x}.{source} fa3, a0" + (f", {mode}" if form is F32 else "")
        elif kind < 0.97:
            shown = self.floats(form, 1)
            line = f"fcvt.s.d fa3, fa0, {mode}" if form is F64 else "fcvt.d.s fa3, fa0"
        elif kind < 0.985:
            shown = self.floats(F32, 1)
            line, to_integer = "fmv.x.w a2, fa0", True
        else:
            value = self.integer_value()
            self.load("a0", value)
            shown, line = f"{value:#x}", "fmv.w.x fa3, a0"
        self.code += [f"csrwi fcsr, {dynamic << 5:#x}" if dynamic == 0 else f"li a4, {dynamic << 5:#x}\ncsrw fcsr, a4",
                      line, "csrr a3, fflags"]
        what = f"{line} of {shown}" + (f", frm {dynamic}" if mode == "dyn" else "")
        if to_integer:
            self.store("a2", what)
        else:
            if self.offset % 8:
                self.store("zero", "padding")
            self.code.append(f"fsd fa3, {self.offset}(s11)")
            self.offset += 8
            self.steps += [f"low half of {what}", f"high half of {what}"]
        self.store("a3", f"flags of {what}")

    def assembly(self):
        """raw_main(hart): hart 0 runs, the others return."""
        lines = ["  .text", "  .globl raw_main", "raw_main:", "  bnez a0, 9f", "  la s11, results", "  la s10, operands",
                 "  la s9, scratch", *self.code, "  j finish", "9: ret", "  .section .rodata", "  .balign 8", "operands:",
                 *(f"  .8byte {value:#x}" for value in self.data), "  .bss", "  .balign 8", "scratch: .zero 8",
                 "  .globl results, results_end", f"results: .zero {4 * len(self.steps)}", "results_end:", ""]
        return "\n".join(lines)
