#!/usr/bin/env python3
# Makes the boot ROM's contents, a SystemVerilog package, from a flat binary.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""rom.py CONFIG.json IMAGE.bin OUT.sv

writes the package seeker_boot_rom_pkg with `Words`, boot_rom.bytes / 8 words of
64 bits, lowest address first, zero behind the image. An image that does not fit
is refused.
"""
import json
import pathlib
import sys


def package(image, size_bytes):
    image = image.ljust(size_bytes, b"\0")
    words = [int.from_bytes(image[i : i + 8], "little") for i in range(0, size_bytes, 8)]
    lines = [
        "// The boot ROM's contents; made by rtl/cfg/rom.py.",
        "// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception",
        "package seeker_boot_rom_pkg;",
        f"  localparam logic [63:0] Words[{len(words)}] = '{{",
    ]
    lines += [f"    64'h{w:016x}," for w in words[:-1]]
    lines += [f"    64'h{words[-1]:016x}", "  };", "endpackage", ""]
    return "\n".join(lines)


def main(argv):
    if len(argv) != 4:
        sys.exit("usage: rom.py CONFIG.json IMAGE.bin OUT.sv")
    size_bytes = json.loads(pathlib.Path(argv[1]).read_text())["boot_rom"]["bytes"]
    image = pathlib.Path(argv[2]).read_bytes()
    if len(image) > size_bytes:
        sys.exit(f"rom.py: {argv[2]} does not fit into the boot ROM: needs {len(image)} bytes, has {size_bytes}")
    pathlib.Path(argv[3]).write_text(package(image, size_bytes))


if __name__ == "__main__":
    main(sys.argv)
