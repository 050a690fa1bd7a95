#!/usr/bin/env bash
# Verilator's lint at -Wall over the whole SoC, for every configuration; waivers in rtl/waivers.vlt.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
source "$(dirname "$0")/lib.sh"

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
mapfile -t sources < <(cmake -P rtl/sources.cmake 2>&1)
for json in rtl/cfg/*.json; do
  name=$(basename "$json" .json)
  python3 rtl/cfg/generate.py "$json" "$out/$name"
  python3 rtl/cfg/rom.py --zero "$out/$name/seeker_boot_rom_pkg.sv"
  verilator --lint-only -Wall --assert --top-module soc rtl/waivers.vlt \
    "$out/$name/seeker_cfg_pkg.sv" rtl/common/seeker_pkg.sv \
    "$out/$name/seeker_boot_rom_pkg.sv" "${sources[@]}"
done
