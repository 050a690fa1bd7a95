#!/usr/bin/env bash
# Set-up and every test that needs no board.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
source "$(dirname "$0")/lib.sh"
ci/setup.sh

say "format, lint, layout, spelling"
ci/check.sh

say "building (release)"
configure release
ninja -C build/release

say "testing (release)"
ctest --preset release -j 2

say "building (ASan and UBSan: the host)"
configure asan
ninja -C build/asan

say "testing (ASan and UBSan)"
ctest --preset asan -j 2
