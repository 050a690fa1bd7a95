// Tables of measured and expected cycles, and the programs that measure them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace timing {

struct row {
  std::string name;
  double expected;
  double allowed; // at most so far from `expected`
  std::string why;
};

// Cycles by row, in hundredths.
using measured = std::map<std::uint32_t, double>;

// Runs a bare-metal program on the default configuration's simulation and adds
// what it dumped, row << 24 | hundredths. An empty string, or what went wrong.
std::string measure(const std::string &elf, measured &into);

// Prints the table, a line a row. The number of rows that are out of tolerance
// or were not measured.
int judge(const std::vector<row> &rows, const measured &cycles);

} // namespace timing
