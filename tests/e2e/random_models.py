#!/usr/bin/env python3
# Random networks of linalg operations for ops.py, by a seed.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""random_models.py SEED COUNT

Prints COUNT functions between lines of dashes. Each is a network of some
operations on tensors of odd shapes: contractions, elementwise operations,
reductions, convolutions, pooling, softmax, and whatever moves elements around.
Values stay small enough that the order of sums does not matter much.
"""
import math
import random
import sys

LARGEST = 4096  # elements of a tensor
UNARY = ["arith.negf", "math.absf", "math.tanh", "math.erf"]
BINARY = ["arith.addf", "arith.subf", "arith.mulf", "arith.maximumf", "arith.minimumf"]


def kind(shape):
    return "tensor<" + "".join(f"{size}x" for size in shape) + "f64>"


def dims(numbers):
    return ", ".join(f"d{number}" for number in numbers)


def affine_map(rank, results):
    return f"affine_map<({dims(range(rank))}) -> ({dims(results)})>"


class Network:
    def __init__(self, name, draw):
        self.name, self.draw = name, draw
        self.arguments, self.values, self.lines, self.count = [], [], [], 0
        for _ in range(draw.randint(1, 3)):
            self.argument([draw.choice([1, 2, 3, 4, 5, 7, 8, 12, 16, 17, 24])
                           for _ in range(draw.choice([1, 2, 2, 2, 3]))])

    def argument(self, shape):
        name = f"%a{len(self.arguments)}"
        self.arguments.append((name, shape))
        self.values.append((name, shape))
        return name

    def fresh(self):
        self.count += 1
        return f"%v{self.count}"

    def line(self, text):
        name = self.fresh()
        self.lines.append(f"  {name} = {text}")
        return name

    def made(self, text, shape):
        name = self.line(text)
        self.values.append((name, shape))
        return name

    def pick(self, fits=lambda shape: True):
        """A value that fits, most often one of the latest."""
        found = [value for value in self.values if fits(value[1])]
        if not found:
            return None
        return self.draw.choice(found[-3:] if self.draw.random() < 0.7 else found)

    def other(self, shape):
        """A value of this shape, made an argument when there is none."""
        found = [name for name, its in self.values if its == shape]
        if found and self.draw.random() < 0.6:
            return self.draw.choice(found)
        return self.argument(shape)

    def empty(self, shape):
        return self.line(f"tensor.empty() : {kind(shape)}")

    def filled(self, shape, value="0.0"):
        constant = self.line(f"arith.constant {value} : f64")
        return self.line(f"linalg.fill ins({constant} : f64) outs({self.empty(shape)} : {kind(shape)})"
                         f" -> {kind(shape)}")

    def start(self, shape):
        """What a contraction starts from: zeros, or a bias."""
        return self.filled(shape) if self.draw.random() < 0.7 else self.other(shape)

    def named(self, op, inputs, init, shape, attributes=""):
        names = ", ".join(name for name, _ in inputs)
        kinds = ", ".join(kind(its) for _, its in inputs)
        return self.made(f"linalg.{op} {attributes}ins({names} : {kinds}) outs({init} : {kind(shape)})"
                         f" -> {kind(shape)}", shape)

    def generic(self, inputs, maps, init, shape, iterators, body):
        names = ", ".join(name for name, _ in inputs)
        kinds = ", ".join(kind(its) for _, its in inputs)
        arguments = ", ".join(f"%x{i}: f64" for i in range(len(inputs)))
        rank = len(iterators)
        all_maps = ", ".join(affine_map(rank, one) for one in maps)
        quoted = ", ".join(f'"{one}"' for one in iterators)
        lines = "\n".join(f"    {one}" for one in body)
        return self.made(f"linalg.generic {{indexing_maps = [{all_maps}], iterator_types = [{quoted}]}}"
                         f" ins({names} : {kinds}) outs({init} : {kind(shape)}) {{\n"
                         f"  ^bb0({arguments}, %y: f64):\n{lines}\n  }} -> {kind(shape)}", shape)

    # Each step adds one operation, or returns False when nothing fits.

    def unary(self):
        name, shape = self.pick()
        self.made(f"{self.draw.choice(UNARY)} {name} : {kind(shape)}", shape)

    def binary(self):
        name, shape = self.pick()
        self.made(f"{self.draw.choice(BINARY)} {name}, {self.other(shape)} : {kind(shape)}", shape)

    def sigmoid(self):
        name, shape = self.pick()
        self.generic([(name, shape)], [range(len(shape))] * 2, self.empty(shape), shape,
                     ["parallel"] * len(shape),
                     ["%one = arith.constant 1.0 : f64", "%n = arith.negf %x0 : f64", "%e = math.exp %n : f64",
                      "%d = arith.addf %one, %e : f64", "%r = arith.divf %one, %d : f64", "linalg.yield %r : f64"])

    def clamp(self):
        name, shape = self.pick()
        self.generic([(name, shape)], [range(len(shape))] * 2, self.empty(shape), shape,
                     ["parallel"] * len(shape),
                     ["%c = arith.constant 0.125 : f64", "%p = arith.cmpf ogt, %x0, %c : f64",
                      "%m = arith.mulf %x0, %c : f64", "%r = arith.select %p, %x0, %m : f64",
                      "linalg.yield %r : f64"])

    def matmul(self):
        chosen = self.pick(lambda shape: len(shape) == 2)
        if not chosen:
            return False
        (m, k), n = chosen[1], self.draw.choice([1, 2, 3, 5, 8, 13, 16])
        form = self.draw.choice(["matmul", "matmul_transpose_b", "matmul_transpose_a", "generic"])
        if form == "matmul_transpose_a":
            m, k = k, m
        right = [k, n] if form in ("matmul", "matmul_transpose_a") else [n, k]
        inputs = [chosen, (self.other(right), right)]
        if form == "generic":
            self.generic(inputs, [(0, 2), (1, 2), (0, 1)], self.start([m, n]), [m, n],
                         ["parallel", "parallel", "reduction"],
                         ["%p = arith.mulf %x0, %x1 : f64", "%s = arith.addf %y, %p : f64", "linalg.yield %s : f64"])
        else:
            self.named(form, inputs, self.start([m, n]), [m, n])

    def matvec(self):
        chosen = self.pick(lambda shape: len(shape) == 2)
        if not chosen:
            return False
        m, k = chosen[1]
        if self.draw.random() < 0.5:
            self.named("matvec", [chosen, (self.other([k]), [k])], self.start([m]), [m])
        else:
            self.named("vecmat", [(self.other([m]), [m]), chosen], self.start([k]), [k])

    def batch_matmul(self):
        chosen = self.pick(lambda shape: len(shape) == 3)
        if not chosen:
            return False
        (b, m, k), n = chosen[1], self.draw.choice([1, 3, 4, 6])
        self.named("batch_matmul", [chosen, (self.other([b, k, n]), [b, k, n])], self.start([b, m, n]), [b, m, n])

    def convolution(self):
        chosen = self.pick(lambda shape: len(shape) == 3)
        if not chosen:
            return False
        n, w, c = chosen[1]
        f, taps, stride = self.draw.choice([1, 2, 4]), self.draw.choice([1, 2, 3]), self.draw.choice([1, 2])
        wide = (w - taps) // stride + 1
        if wide < 1:
            return False
        shape = [n, wide, f]
        self.named("conv_1d_nwc_wcf", [chosen, (self.other([taps, c, f]), [taps, c, f])], self.start(shape), shape,
                   f"{{dilations = dense<1> : tensor<1xi64>, strides = dense<{stride}> : tensor<1xi64>}} ")

    def pooling(self):
        chosen = self.pick(lambda shape: len(shape) == 3 and shape[1] > 1)
        if not chosen:
            return False
        n, w, c = chosen[1]
        shape = [n, w // 2, c]
        window = ([2], self.empty([2]))
        form = self.draw.choice(["pooling_nwc_sum", "pooling_nwc_max"])
        init = self.filled(shape, "0.0" if form.endswith("sum") else "0xFFF0000000000000")
        self.named(form, [chosen, (window[1], window[0])], init, shape,
                   "{dilations = dense<1> : tensor<1xi64>, strides = dense<2> : tensor<1xi64>} ")

    def reduce(self):
        chosen = self.pick(lambda shape: len(shape) > 1)
        if not chosen:
            return False
        name, shape = chosen
        gone = self.draw.randrange(len(shape))
        rest = shape[:gone] + shape[gone + 1:]
        op, value = self.draw.choice([("addf", "0.0"), ("maximumf", "0xFFF0000000000000")])
        self.made(f"linalg.reduce {{arith.{op}}} ins({name} : {kind(shape)}) outs({self.filled(rest, value)} :"
                  f" {kind(rest)}) dimensions = [{gone}]", rest)

    def softmax(self):
        name, shape = self.pick()
        self.made(f"linalg.softmax dimension({self.draw.randrange(len(shape))}) ins({name} : {kind(shape)})"
                  f" outs({self.empty(shape)} : {kind(shape)}) -> {kind(shape)}", shape)

    def transpose(self):
        chosen = self.pick(lambda shape: len(shape) > 1)
        if not chosen:
            return False
        name, shape = chosen
        order = list(range(len(shape)))
        self.draw.shuffle(order)
        turned = [shape[dim] for dim in order]
        self.made(f"linalg.transpose ins({name} : {kind(shape)}) outs({self.empty(turned)} : {kind(turned)})"
                  f" permutation = {order}", turned)

    def broadcast(self):
        chosen = self.pick(lambda shape: len(shape) < 3)
        if not chosen:
            return False
        name, shape = chosen
        size, at = self.draw.choice([1, 2, 3, 6]), self.draw.randint(0, len(shape))
        wide = shape[:at] + [size] + shape[at:]
        if math.prod(wide) > LARGEST:
            return False
        self.made(f"linalg.broadcast ins({name} : {kind(shape)}) outs({self.empty(wide)} : {kind(wide)})"
                  f" dimensions = [{at}]", wide)

    def row_by_row(self):
        """A row, or a column, with each one of a matrix."""
        chosen = self.pick(lambda shape: len(shape) == 2)
        if not chosen:
            return False
        shape, dim = chosen[1], self.draw.randrange(2)
        line = [shape[dim]]
        self.generic([chosen, (self.other(line), line)], [(0, 1), (dim,), (0, 1)], self.empty(shape), shape,
                     ["parallel"] * 2, [f"%r = {self.draw.choice(BINARY)} %x0, %x1 : f64", "linalg.yield %r : f64"])

    def pad(self):
        name, shape = self.pick()
        low = [self.draw.choice([0, 0, 1, 2]) for _ in shape]
        high = [self.draw.choice([0, 0, 1, 3]) for _ in shape]
        wide = [sum(three) for three in zip(shape, low, high)]
        if math.prod(wide) > LARGEST:
            return False
        constant = self.line(f"arith.constant {self.draw.choice(['0.0', '-1.5'])} : f64")
        indices = ", ".join(f"%i{dim}: index" for dim in range(len(shape)))
        self.made(f"tensor.pad {name} low{low} high{high} {{\n  ^bb0({indices}):\n    tensor.yield {constant} : f64\n"
                  f"  }} : {kind(shape)} to {kind(wide)}", wide)

    def slice_of(self, shape):
        """Offsets, sizes and strides of a part."""
        offsets, sizes, strides = [], [], []
        for size in shape:
            stride = self.draw.choice([1, 1, 1, 2])
            offset = self.draw.randrange(size)
            offsets.append(offset)
            sizes.append(self.draw.randint(1, (size - 1 - offset) // stride + 1))
            strides.append(stride)
        return offsets, sizes, strides

    def extract(self):
        name, shape = self.pick()
        offsets, sizes, strides = self.slice_of(shape)
        self.made(f"tensor.extract_slice {name}{offsets} {sizes} {strides} : {kind(shape)} to {kind(sizes)}", sizes)

    def insert(self):
        name, shape = self.pick()
        offsets, sizes, strides = self.slice_of(shape)
        part = self.other(sizes)
        self.made(f"tensor.insert_slice {part} into {name}{offsets} {sizes} {strides} : {kind(sizes)} into"
                  f" {kind(shape)}", shape)

    def concat(self):
        name, shape = self.pick()
        dim = self.draw.randrange(len(shape))
        more = shape[:dim] + [self.draw.choice([1, 2, 5])] + shape[dim + 1:]
        whole = shape[:dim] + [shape[dim] + more[dim]] + shape[dim + 1:]
        if math.prod(whole) > LARGEST:
            return False
        self.made(f"tensor.concat dim({dim}) {name}, {self.other(more)} : ({kind(shape)}, {kind(more)}) ->"
                  f" {kind(whole)}", whole)

    def collapse(self):
        chosen = self.pick(lambda shape: len(shape) > 1)
        if not chosen:
            return False
        name, shape = chosen
        at = self.draw.randrange(len(shape) - 1)
        groups = [[dim] for dim in range(at)] + [[at, at + 1]] + [[dim] for dim in range(at + 2, len(shape))]
        flat = [math.prod(shape[dim] for dim in group) for group in groups]
        self.made(f"tensor.collapse_shape {name} {groups} : {kind(shape)} into {kind(flat)}", flat)

    def expand(self):
        chosen = self.pick(lambda shape: len(shape) < 3)
        if not chosen:
            return False
        name, shape = chosen
        at = self.draw.randrange(len(shape))
        factor = self.draw.choice([one for one in range(1, shape[at] + 1) if shape[at] % one == 0])
        wide = shape[:at] + [factor, shape[at] // factor] + shape[at + 1:]
        groups = [[dim] for dim in range(at)] + [[at, at + 1]] + [[dim + 1] for dim in range(at + 1, len(shape))]
        self.made(f"tensor.expand_shape {name} {groups} output_shape {wide} : {kind(shape)} into {kind(wide)}", wide)

    STEPS = [unary, binary, binary, sigmoid, clamp, matmul, matmul, matmul, matvec, batch_matmul, convolution, pooling,
             reduce, softmax, transpose, broadcast, row_by_row, pad, extract, insert, concat, collapse, expand]

    def grow(self, steps):
        for _ in range(100):
            if self.draw.choice(self.STEPS)(self) is not False:
                steps -= 1
            if steps == 0:
                return

    def text(self):
        name, shape = self.values[-1]
        if any(name == argument for argument, _ in self.arguments):
            name = self.made(f"arith.negf {name} : {kind(shape)}", shape)
        arguments = ", ".join(f"{argument}: {kind(its)}" for argument, its in self.arguments)
        lines = "\n".join(self.lines)
        return f"func.func @{self.name}({arguments}) -> {kind(shape)} {{\n{lines}\n  return {name} : {kind(shape)}\n}}\n"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    networks = []
    for number in range(count):
        network = Network(f"network_{seed}_{number}", random.Random(f"{seed} {number}"))
        network.grow(network.draw.randint(1, 7))
        networks.append(network.text())
    print("// -----\n".join(networks), end="")


if __name__ == "__main__":
    main()
