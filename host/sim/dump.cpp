// Where the RTL reports writes to CSR 0x7C7: the DPI function of all models.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cstdint>
#include <utility>

#include "soc.hpp"

namespace {
seeker::sim::dump_sink the_sink;
}

extern "C" void seeker_dump(int hart, long long cycle, int value) {
  if (the_sink)
    the_sink(hart, cycle, static_cast<std::uint32_t>(value));
}

namespace seeker::sim {
void set_dump_sink(dump_sink sink) { the_sink = std::move(sink); }
} // namespace seeker::sim
