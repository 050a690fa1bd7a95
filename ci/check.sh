#!/usr/bin/env bash
# Format, lint, layout and spelling of the whole tree, in under a minute.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
source "$(dirname "$0")/lib.sh"
failed=0

# check TITLE COMMAND...: runs a check, prints what it found when it fails.
check() {
  local title=$1 log
  shift
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then
    printf 'ok    %s\n' "$title"
  else
    printf 'FAIL  %s\n' "$title"
    head -n 60 "$log"
    failed=1
  fi
  rm -f "$log"
}

mapfile -t files < <(git ls-files --cached --others --exclude-standard)
matching() { printf '%s\n' "${files[@]}" | grep -E "$1" || true; }
mapfile -t c_files < <(matching '\.(c|h|cpp|hpp)$')
mapfile -t shell_files < <(matching '(\.sh|^\.ci/run)$')

check "clang-format" clang-format-19 --dry-run --Werror "${c_files[@]}"
check "shellcheck" shellcheck -x -P ci "${shell_files[@]}"
check "spelling" codespell --ignore-words ci/spelling.txt --skip '*.hex,*.json,./LICENSE,*.npy' "${files[@]}"
check "layout" python3 ci/layout.py "${files[@]}"
check "RTL lint" ci/lint-rtl.sh

[ "$failed" -eq 0 ] || exit 1
