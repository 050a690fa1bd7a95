#!/usr/bin/env python3
# rom.py: the package holds the image, and an image that is too large is refused.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SCRIPT, CONFIG = sys.argv[1:3]


def run(image, out):
    return subprocess.run([sys.executable, SCRIPT, CONFIG, image, out], capture_output=True, text=True)


def main():
    size_bytes = json.loads(pathlib.Path(CONFIG).read_text())["boot_rom"]["bytes"]
    with tempfile.TemporaryDirectory() as folder:
        image, out = pathlib.Path(folder, "image.bin"), pathlib.Path(folder, "out.sv")
        content = bytes(i * 7 % 251 for i in range(83))
        image.write_bytes(content)
        assert run(image, out).returncode == 0
        text = out.read_text()
        assert f"Words[{size_bytes // 8}]" in text
        words = [int(w, 16) for w in re.findall(r"64'h([0-9a-f]{16})", text)]
        assert len(words) == size_bytes // 8
        assert b"".join(w.to_bytes(8, "little") for w in words) == content.ljust(size_bytes, b"\0")

        image.write_bytes(bytes(size_bytes + 1))
        refused = run(image, pathlib.Path(folder, "none.sv"))
        assert refused.returncode == 1
        assert f"does not fit into the boot ROM: needs {size_bytes + 1} bytes, has {size_bytes}" in refused.stderr
        assert not pathlib.Path(folder, "none.sv").exists()


main()
