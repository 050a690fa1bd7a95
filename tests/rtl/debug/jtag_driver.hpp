// Scans over JTAG for a bench that clocks TCK: clock(tms, tdi) gives TDO.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TESTS_RTL_DEBUG_JTAG_DRIVER_HPP
#define SEEKER_TESTS_RTL_DEBUG_JTAG_DRIVER_HPP

#include <cstdint>

namespace seeker {

template <class Pins> class jtag_driver {
public:
  explicit jtag_driver(Pins &pins) : pins_(pins) {}

  // Into Test-Logic-Reset, and on to Run-Test/Idle.
  void reset() {
    for (int i = 0; i < 5; ++i)
      pins_.clock(true, false);
    pins_.clock(false, false);
  }
  void idle(int cycles) {
    for (int i = 0; i < cycles; ++i)
      pins_.clock(false, false);
  }
  std::uint32_t scan_ir(std::uint32_t value) {
    pins_.clock(true, false);
    return static_cast<std::uint32_t>(scan(value, 5, 0));
  }
  // `pause_after` so many bits: a detour through Pause-DR.
  std::uint64_t scan_dr(std::uint64_t value, int bits, int pause_after = 0) {
    return scan(value, bits, pause_after);
  }

private:
  // From Run-Test/Idle (or Select-DR for the instruction) and back.
  std::uint64_t scan(std::uint64_t value, int bits, int pause_after) {
    pins_.clock(true, false);  // Select
    pins_.clock(false, false); // Capture
    pins_.clock(false, false); // Shift
    std::uint64_t out = 0;
    for (int i = 0; i < bits; ++i) {
      const bool leave = i == bits - 1 || i + 1 == pause_after;
      out |= std::uint64_t(pins_.clock(leave, value >> i & 1)) << i;
      if (i + 1 == pause_after && i != bits - 1) {
        pins_.clock(false, false); // Pause
        pins_.clock(false, false);
        pins_.clock(true, false);  // Exit 2
        pins_.clock(false, false); // Shift
      }
    }
    pins_.clock(true, false);  // Update
    pins_.clock(false, false); // Run-Test/Idle
    return out;
  }

  Pins &pins_;
};

} // namespace seeker

#endif
