#!/usr/bin/env bash
# Bounded proofs of tests/rtl/formal: prints what holds to which depth; every mutant must fail.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# formal.sh [NAME...]     default: every proof of proofs.toml
source "$(dirname "$0")/lib.sh"
command -v z3 >/dev/null || die "z3 is missing: run ci/setup.sh"
yosys=$(ci/yosys.sh)
python3 tests/rtl/formal/prove.py "$yosys" "$@"
