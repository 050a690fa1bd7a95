#!/usr/bin/env python3
# exits.py CODE COMMAND...: passes when the command ends with exactly this code.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import subprocess
import sys

expected, command = int(sys.argv[1]), sys.argv[2:]
code = subprocess.run(command).returncode
if code != expected:
    sys.exit(f"exit code {code}, expected {expected}: {' '.join(command)}")
