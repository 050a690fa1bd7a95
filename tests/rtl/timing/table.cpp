// Tables of measured and expected cycles, and the programs that measure them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "timing/table.hpp"

#include "e2e/program.hpp"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace timing {

std::string measure(const std::string &elf, measured &into) {
  namespace fs = std::filesystem;
  const fs::path dump =
      fs::temp_directory_path() / ("seeker-timing-" + std::to_string(getpid()));
  const auto ended = seeker::e2e::run(
      {"seeker", "run", "--raw", elf, "--target", "sim", "--dump", dump}, 600);
  std::ifstream lines(dump);
  int hart = 0;
  std::uint64_t cycle = 0;
  std::string value;
  while (lines >> hart >> cycle >> value) {
    const auto bits = std::uint32_t(std::stoul(value, nullptr, 16));
    into[bits >> 24] = (bits & 0xffffff) / 100.0;
  }
  fs::remove(dump);
  if (ended.exit_code != 0)
    return elf + " ends with " + std::to_string(ended.exit_code) + ": " +
           ended.err;
  return {};
}

int judge(const std::vector<row> &rows, const measured &cycles) {
  int bad = 0;
  std::printf("%-52s %10s %10s %8s\n", "row", "expected", "measured", "off");
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const row &r = rows[i];
    const auto found = cycles.find(i);
    if (found == cycles.end()) {
      std::printf("%-52s %10.2f %10s\n", r.name.c_str(), r.expected, "none");
      ++bad;
      continue;
    }
    const double off = found->second - r.expected;
    const bool good = std::abs(off) <= r.allowed + 1e-9;
    bad += !good;
    std::printf("%-52s %10.2f %10.2f %+7.1f%% %s%s\n", r.name.c_str(),
                r.expected, found->second, 100 * off / r.expected,
                good ? "" : "OUT ", r.why.c_str());
  }
  return bad;
}

} // namespace timing
