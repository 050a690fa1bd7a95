// Prints what the cluster takes for each row of a table beside what it
// should; fails on a row that is out.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   rtl-timing | rtl-kernels [PROGRAM...]   only these programs, and no verdict
//   on other rows
#include "timing/table.hpp"

#include <cstdio>

int main(int argc, char **argv) {
  std::vector<timing::row> rows = {
#define ROW(name, text, expected, allowed, why) {text, expected, allowed, why},
#include ROWS
#undef ROW
  };
  std::vector<std::string> programs(argv + 1, argv + argc);
  if (programs.empty())
    programs = {PROGRAM_NAMES};
  timing::measured cycles;
  int bad = 0;
  for (const std::string &name : programs) {
    const std::string error =
        timing::measure(PROGRAMS "/" + name + ".elf", cycles);
    if (error.empty())
      continue;
    std::printf("%s\n", error.c_str());
    ++bad;
  }
  bad += timing::judge(rows, cycles);
  std::printf("%d of %zu rows out of tolerance\n", bad, rows.size());
  return bad != 0;
}
