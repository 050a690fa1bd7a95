#!/usr/bin/env bash
# Elaborates the whole SoC of a configuration for synthesis and checks it, before any mapping.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# synth.sh [CONFIG]     default: small
#
# Fails on what read_slang refuses, on latches, and on wires with no or several
# drivers. Leaves the design in build/synth/CONFIG/shared.il, each distinct
# module once.
source "$(dirname "$0")/lib.sh"
config=${1:-small}
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
