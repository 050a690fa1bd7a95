# Compiles through ccache where it is installed, Verilator's models included.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
find_program(SEEKER_CCACHE ccache)
if(SEEKER_CCACHE)
  # Object files are shared between build directories of one checkout.
  set(SEEKER_CCACHE_COMMAND ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros ${SEEKER_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${SEEKER_CCACHE_COMMAND})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SEEKER_CCACHE_COMMAND})
endif()
