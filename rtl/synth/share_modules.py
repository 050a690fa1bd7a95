#!/usr/bin/env python3
# Gives modules of equal content one name, so that Yosys maps each of them once.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""share_modules.py IN.il OUT.il

read_slang elaborates a module for every instance (`core$soc.i_cluster...`).
Two of them are the same when their RTLIL is, but for source positions and the
numbers in generated names. Modules are renamed to what the source calls them;
further variants (other parameters) get `__2`, `__3`, in the order of the file.
"""

import re
import sys

GENERATED = re.compile(r"(?<=[\s\[{\"])\$[^\s\"]+")
CELL = re.compile(r"^(\s+cell )(\S+)( .*)$", re.S)


def modules(lines):
    """Yields (name, attribute lines, lines of the body with `module` and `end`)."""
    attributes, body = [], None
    for line in lines:
        if body is not None:
            body.append(line)
            if line == "end\n":
                yield body[0].split()[1], attributes, body
                attributes, body = [], None
        elif line.startswith("attribute "):
            attributes.append(line)
        elif line.startswith("module "):
            body = [line]


def cell_types(body):
    for line in body:
        match = CELL.match(line)
        if match and match[2].startswith("\\"):
            yield match[2]


def numbering():
    """A function that numbers the generated names of a line, in the order it meets them."""
    numbers = {}
    return lambda line: GENERATED.sub(lambda match: "$" + str(numbers.setdefault(match[0], len(numbers))), line)


def canonical(body, name_of):
    """The body as a key: own names of submodules, generated names numbered."""
    number, out = numbering(), []
    for line in body[1:]:
        if line.lstrip().startswith("attribute "):
            continue
        cell = CELL.match(line)
        if cell:
            kind = name_of.get(cell[2], cell[2])
            line = cell[1] + kind.replace("$", "#") + cell[3]
        out.append(number(line))
    return "".join(out)


def renamed(body, name_of):
    """The body with other names of modules, without source positions, generated names numbered."""
    number = numbering()
    yield f"module {name_of[body[0].split()[1]]}\n"
    for line in body[1:]:
        if line.lstrip().startswith("attribute \\src "):
            continue
        cell = CELL.match(line)
        if cell:
            yield cell[1] + name_of.get(cell[2], cell[2]) + number(cell[3])
        else:
            yield number(line)


def share(lines):
    found = {name: (attributes, body) for name, attributes, body in modules(lines)}
    name_of, by_content, variants = {}, {}, {}
    kept = []

    def visit(name):
        if name in name_of or name not in found:
            return
        attributes, body = found[name]
        for kind in cell_types(body):
            visit(kind)
        plain = name.split("$")[0]
        key = (plain, canonical(body, name_of))
        if key not in by_content:
            variants[plain] = variants.get(plain, 0) + 1
            suffix = "" if variants[plain] == 1 else f"__{variants[plain]}"
            by_content[key] = plain + suffix
            kept.append(name)
        name_of[name] = by_content[key]

    for name in found:
        visit(name)
    for name in kept:
        attributes, body = found[name]
        yield from attributes
        yield f"module {name_of[name]}\n"
        for line in body[1:]:
            cell = CELL.match(line)
            if cell and cell[2] in name_of:
                line = cell[1] + name_of[cell[2]] + cell[3]
            yield line


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        lines = list(source)
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.writelines(share(lines))


if __name__ == "__main__":
    main()
