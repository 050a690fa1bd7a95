#!/usr/bin/env bash
# Verilator's lint at -Wall over the whole SoC, for every configuration, and over each board's top; waivers stand where they apply, with their reason.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
source "$(dirname "$0")/lib.sh"

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
mapfile -t sources < <(cmake -P rtl/sources.cmake 2>&1)
: >"$out/empty.bin"
for json in rtl/cfg/*.json; do
  dir=$out/$(basename "$json" .json)
  python3 rtl/cfg/generate.py "$json" "$dir"
  python3 rtl/cfg/rom.py "$json" "$out/empty.bin" "$dir/seeker_boot_rom_pkg.sv"
  verilator --lint-only -Wall --assert --top-module soc \
    "$dir/seeker_cfg_pkg.sv" rtl/common/seeker_pkg.sv "$dir/seeker_boot_rom_pkg.sv" "${sources[@]}"
done

mapfile -t sources < <(cmake -D board=ON -P rtl/sources.cmake 2>&1)
for top in boards/*/top.sv; do
  config=$(sed -n 's/^configuration = "\(.*\)"$/\1/p' "$(dirname "$top")/board.toml")
  dir=$out/$config
  verilator --lint-only -Wall --assert --top-module top \
    "$dir/seeker_cfg_pkg.sv" rtl/common/seeker_pkg.sv "$dir/seeker_boot_rom_pkg.sv" "${sources[@]}" "$top"
done
