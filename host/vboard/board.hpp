// The Verilated board: clock, button, serial line and JTAG, as bytes and pins.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The clock stands still while the board is idle and no byte is on its way: the
// SDRAM's refreshes are all that is missed. Memory survives the button, as on
// the board. A fault strikes in its cycle.
#pragma once

#include <memory>

#include "faults.hpp"
#include "serial_pins.hpp"
#include "soc.hpp"

class Vvboard_model;
class VerilatedContext;

namespace seeker::vboard {

class board final : public sim::soc {
public:
  board(std::uint64_t clock_hz, std::uint64_t baud, const faults &broken);
  ~board() override;

  void run(std::uint64_t cycles) override;
  [[nodiscard]] bool idle() const override;
  void reset_link() override {} // a serial line has no such thing
  void jtag_drive(bool tck, bool tms, bool tdi) override;
  void jtag_reset(bool asserted) override;
  [[nodiscard]] bool jtag_tdo() const override;
  [[nodiscard]] std::uint64_t cycle() const override { return cycle_; }
  [[nodiscard]] bool failed() const override;

  [[nodiscard]] bool has_power() const {
    return !faults_.power_cut || cycle_ < *faults_.power_cut;
  }
  // Bit i: lamp i of the board.
  [[nodiscard]] unsigned lamps() const;

private:
  void step();
  [[nodiscard]] bool clock_runs() const {
    return !faults_.stuck_clock || cycle_ < *faults_.stuck_clock;
  }
  [[nodiscard]] bool serial_lives() const {
    return !faults_.dead_serial || cycle_ < *faults_.dead_serial;
  }
  std::uint8_t passed(std::uint8_t byte);

  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Vvboard_model> top_;
  serial_pins pins_;
  faults faults_;
  std::uint64_t cycle_ = 0;
  std::uint64_t bytes_ = 0;
};

} // namespace seeker::vboard
