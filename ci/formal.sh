#!/usr/bin/env bash
# Proves what tests/rtl/formal lists, and that each mutant of the RTL breaks its proof.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# formal.sh [--short] [NAME...]     default: every proof of proofs.toml
# formal.sh --test                  what the prover accepts and refuses
#
# Prints a table. Yosys (read_slang) makes the circuits, ABC proves them.
source "$(dirname "$0")/lib.sh"
command -v berkeley-abc >/dev/null || die "berkeley-abc is missing: run ci/setup.sh"
yosys=$(ci/yosys.sh)
yosys=${yosys#"$ROOT/"}
if [ "${1:-}" = --test ]; then
  exec python3 tests/rtl/formal/prove_test.py "$yosys"
fi
exec python3 tests/rtl/formal/prove.py --yosys "$yosys" "$@"
