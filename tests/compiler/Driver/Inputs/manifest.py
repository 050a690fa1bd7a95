#!/usr/bin/env python3
# manifest.py IMAGE.elf CONFIG.json: prints what an image's manifest says.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import hashlib
import json
import struct
import sys

elf = open(sys.argv[1], "rb").read()
shoff, = struct.unpack_from("<I", elf, 32)
shentsize, shnum, shstrndx = struct.unpack_from("<HHH", elf, 46)
headers = [struct.unpack_from("<10I", elf, shoff + i * shentsize) for i in range(shnum)]


def contents(header):
    return elf[header[4]:header[4] + header[5]]


def text(table, offset):
    return table[offset:table.index(b"\0", offset)].decode()


names = contents(headers[shstrndx])
sections = {text(names, h[0]): h for h in headers}
manifest = json.loads(contents(sections[".seeker.manifest"]))
assert sections[".seeker.manifest"][2] & 2 == 0, "the manifest is loaded"
strings = contents(sections[".strtab"])
table = contents(sections[".symtab"])
symbols = {}
for at in range(0, len(table), 16):
    name, value = struct.unpack_from("<II", table, at)
    symbols[text(strings, name)] = value

assert manifest["schema"] == "seeker-image" and manifest["version"] == 1
config = json.load(open(sys.argv[2]))
canonical = json.dumps(config, sort_keys=True, separators=(",", ":"))
digest = hashlib.sha256(canonical.encode()).hexdigest()[:16]
assert manifest["configuration"] == {"name": config["name"], "hash": digest}
print(f"configuration {config['name']} matches")
print(f"entry {manifest['entry']:#x}")
for field, symbol in (("tohost", "tohost"), ("record", "seeker_record")):
    assert manifest[field] == symbols[symbol], field
    print(f"{field} is the symbol")
print(f"budget {manifest['l1_budget_bytes']}")
for t in manifest["tensors"]:
    shape = "x".join(map(str, t["shape"]))
    loaded = ", loaded" if t.get("loaded") else ""
    print(f"{t['role']} {t['name']} {shape} {t['dtype']} at {t['address']:#x}, {t['bytes']} bytes{loaded}")
