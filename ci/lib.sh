# What the scripts of this folder share: the tree's root, messages, timing.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# shellcheck shell=bash
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# say TEXT: a step's headline, with the seconds since the script's start.
say() { printf '\n== [%4ds] %s\n' "$SECONDS" "$*"; }

# die TEXT: ends the script with exit code 3 (infrastructure).
die() {
  printf 'error: %s\n' "$*" >&2
  exit 3
}

# configure PRESET [ARGUMENT...]: configures a build directory, quietly unless it fails.
configure() {
  local log
  mkdir -p build
  log=build/configure-$1.log
  cmake --preset "$@" >"$log" 2>&1 || { cat "$log" >&2; die "cmake --preset $1 failed"; }
}
