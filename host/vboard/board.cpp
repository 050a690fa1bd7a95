// Clocks the board's model and moves its serial pins.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "board.hpp"

#include <array>
#include <span>

#include <verilated.h>

#include "Vvboard_model.h"
#include "jtag_pins.hpp"

namespace seeker::vboard {

namespace {

// Reset after configuration, the memory's power-up, the harts' way to WFI.
constexpr std::uint64_t boot_cycles = 100'000;

} // namespace

board::board(std::uint64_t clock_hz, std::uint64_t baud, const faults &broken)
    : context_(std::make_unique<VerilatedContext>()), pins_(clock_hz, baud),
      faults_(broken) {
  context_->fatalOnError(false); // failed() tells
  context_->randReset(0);
  top_ = std::make_unique<Vvboard_model>(context_.get());
  top_->button_ni = 1;
  top_->serial_i = 1;
  top_->trst_ni = 1;
  for (int i = 0; i != 1'000; ++i)
    step(); // before that nothing is what it says
  run(boot_cycles);
}

board::~board() { top_->final(); }

bool board::idle() const {
  return !clock_runs() || !has_power() ||
         (top_->idle_o && pins_.is_quiet() &&
          (to_soc.empty() || !serial_lives()));
}

void board::run(std::uint64_t cycles) {
  for (; cycles != 0 && !idle() && !failed(); --cycles)
    step();
}

std::uint8_t board::passed(std::uint8_t byte) {
  ++bytes_;
  if (faults_.noisy_serial && bytes_ % *faults_.noisy_serial == 0)
    byte ^= static_cast<std::uint8_t>(1u << bytes_ % 8);
  return byte;
}

void board::step() {
  if (pins_.can_send() && !to_soc.empty()) {
    pins_.send(passed(std::to_integer<std::uint8_t>(*to_soc.data())));
    to_soc.pop(1);
  }
  const bool level = pins_.drive();
  top_->serial_i = serial_lives() ? level : true;
  top_->clk_i = 0;
  top_->eval();
  const auto byte = pins_.sample(serial_lives() ? top_->serial_o != 0 : true);
  if (byte) {
    const std::array<std::byte, 1> one{std::byte{passed(*byte)}};
    from_soc.push(one);
  }
  top_->clk_i = 1;
  top_->eval();
  context_->time(++cycle_);
}

void board::jtag_drive(bool tck, bool tms, bool tdi) {
  if (sim::drive_jtag(*top_, tck, tms, tdi) && !idle())
    step();
}

void board::jtag_reset(bool asserted) {
  top_->trst_ni = !asserted;
  top_->eval();
}

bool board::jtag_tdo() const { return top_->tdo_o; }

unsigned board::lamps() const { return top_->lamps_o; }

bool board::failed() const {
  return context_->gotError() || context_->gotFinish();
}

} // namespace seeker::vboard
