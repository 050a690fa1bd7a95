# How lit runs the compiler's tests.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

import lit.formats

config.name = "seeker-compiler"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs"]
config.environment["PATH"] = os.pathsep.join(
    [config.seeker_tools, config.llvm_tools, os.environ["PATH"]])
config.environment["FILECHECK_OPTS"] = "-enable-var-scope"
config.environment["SEEKER_SHARE"] = config.seeker_share
config.substitutions.append(("%inputs", os.path.join(config.test_source_root, "Inputs")))
# %exits 2 program ...: the program ends with exactly this code.
config.substitutions.append(
    ("%exits", f"{sys.executable} " + os.path.join(config.test_source_root, "Inputs", "exits.py")))
config.substitutions.append(("%python", sys.executable))
config.substitutions.append(("%share", config.seeker_share))
