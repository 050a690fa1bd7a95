#!/usr/bin/env python3
# Makes from one configuration everything that hardware and software share of it.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""generate.py CONFIG.json OUT_DIR writes

  seeker_cfg_pkg.sv   SystemVerilog package: one localparam a leaf
  seeker_cfg.h        C header and assembly header: one macro a leaf
  seeker_cfg.ld       linker symbols: one a leaf that is a number

A leaf's name is its path: tcdm.banks is TcdmBanks, SEEKER_TCDM_BANKS and
seeker_cfg_tcdm_banks. Addresses are written in the JSON as strings "0x...".
The hash is the first 64 bits of the SHA-256 of the canonical text (keys
sorted, no blanks); compiler and host compute it themselves from the same file,
and tests/cfg compares the three.
"""
import hashlib
import json
import pathlib
import sys


def canonical(config):
    return json.dumps(config, sort_keys=True, separators=(",", ":"))


def config_hash(config):
    return hashlib.sha256(canonical(config).encode()).hexdigest()[:16]


def leaves(node, path=()):
    for key, value in node.items():
        if isinstance(value, dict):
            yield from leaves(value, path + (key,))
        else:
            yield path + (key,), value


def is_address(value):
    return isinstance(value, str) and value.startswith("0x")


def camel(path):
    return "".join(w.capitalize() for part in path for w in part.split("_"))


def sv_value(value):
    if isinstance(value, bool):
        return "bit", f"1'b{int(value)}"
    if is_address(value):
        return "logic [47:0]", f"48'h{int(value, 16):012x}"
    if isinstance(value, int):
        return "int unsigned", str(value)
    return "string", json.dumps(value)


def c_value(value):
    if isinstance(value, bool):
        return str(int(value))
    if is_address(value):
        return f"0x{int(value, 16):08x}"
    return json.dumps(value) if isinstance(value, str) else str(value)


def sv_package(config, digest):
    lines = [
        f"// The configuration '{config['name']}' as a package; made by rtl/cfg/generate.py.",
        "// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception",
        "// No one design reads every number.",
        "/* verilator lint_off UNUSEDPARAM */",
        "package seeker_cfg_pkg;",
        f"  localparam logic [63:0] ConfigHash = 64'h{digest};",
    ]
    for path, value in leaves(config):
        kind, text = sv_value(value)
        lines.append(f"  localparam {kind} {camel(path)} = {text};")
    return "\n".join(lines + ["endpackage", "/* verilator lint_on UNUSEDPARAM */", ""])


def c_header(config, digest):
    lines = [
        f"// The configuration '{config['name']}' for C and assembly; made by rtl/cfg/generate.py.",
        "// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception",
        "#ifndef SEEKER_CFG_H",
        "#define SEEKER_CFG_H",
        f"#define SEEKER_CONFIG_HASH 0x{digest}",
    ]
    for path, value in leaves(config):
        lines.append(f"#define SEEKER_{'_'.join(path).upper()} {c_value(value)}")
    return "\n".join(lines + ["#endif", ""])


def linker_symbols(config):
    lines = [f"/* The configuration '{config['name']}' for the linker; made by rtl/cfg/generate.py. */"]
    for path, value in leaves(config):
        if is_address(value) or (isinstance(value, int) and not isinstance(value, bool)):
            lines.append(f"seeker_cfg_{'_'.join(path)} = {c_value(value)};")
    return "\n".join(lines + [""])


def main(argv):
    if len(argv) != 3:
        sys.exit("usage: generate.py CONFIG.json OUT_DIR")
    config = json.loads(pathlib.Path(argv[1]).read_text())
    out = pathlib.Path(argv[2])
    out.mkdir(parents=True, exist_ok=True)
    digest = config_hash(config)
    (out / "seeker_cfg_pkg.sv").write_text(sv_package(config, digest))
    (out / "seeker_cfg.h").write_text(c_header(config, digest))
    (out / "seeker_cfg.ld").write_text(linker_symbols(config))


if __name__ == "__main__":
    main(sys.argv)
