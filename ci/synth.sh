#!/usr/bin/env bash
# Elaborates the whole SoC of a configuration for synthesis, checks it, and maps it to a device.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# synth.sh [CONFIG [FAMILY]]     default: small, no mapping; FAMILY: ecp5, xilinx
#
# Fails on what read_slang refuses, on latches, on wires with no or several
# drivers, and on memories that belong into block RAM and are not there. Leaves
# the design in build/synth/CONFIG/shared.il, each distinct module once. Prints
# what each unit takes, and writes it to its place in rtl/README.md.
source "$(dirname "$0")/lib.sh"
config=${1:-small}
family=${2:-}
[ -f "rtl/cfg/$config.json" ] || {
  echo "no configuration '$config': rtl/cfg/$config.json is missing" >&2
  exit 2
}

yosys=$(ci/yosys.sh)
dir=build/synth/$config
mkdir -p "$dir"
: >"$dir/empty.bin"
python3 rtl/cfg/generate.py "rtl/cfg/$config.json" "$dir"
python3 rtl/cfg/rom.py "rtl/cfg/$config.json" "$dir/empty.bin" "$dir/seeker_boot_rom_pkg.sv"
# Paths from the root: WebAssembly sees the working directory only.
sources=$(cmake -P rtl/sources.cmake 2>&1 | sed "s#^$ROOT/##" | tr '\n' ' ')

say "$config: elaborating"
"$yosys" -q -l "$dir/elaborate.log" -p "read_slang --threads 1 --keep-hierarchy --top soc \
  $dir/seeker_cfg_pkg.sv rtl/common/seeker_pkg.sv $dir/seeker_boot_rom_pkg.sv $sources ;
  write_rtlil $dir/soc.il"
python3 rtl/synth/share_modules.py "$dir/soc.il" "$dir/shared.il"

say "$config: checking $(grep -c '^module ' "$dir/shared.il") modules"
"$yosys" -q -l "$dir/check.log" -p "read_rtlil $dir/shared.il ; script rtl/synth/check.ys"
say "$config: no latch, one driver a wire"

[ -n "$family" ] || exit 0
say "$config: mapping to $family, unit by unit"
python3 rtl/synth/map_units.py "$yosys" "$family" "$dir/shared.il" "$dir/area-$family.json" \
  "build/synth/units/$family"
readme=()
grep -q "<!-- area $config $family -->" rtl/README.md && readme=(rtl/README.md)
python3 rtl/synth/area_table.py "$config" "$family" "$dir/area-$family.json" "${readme[@]}"
