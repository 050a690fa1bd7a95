// What happens inside a Verilated cluster, told to one observer of the process.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The RTL's side is rtl/common/observe_pkg.sv. `cycle` is the model's time,
// which whoever drives the clock counts up by 1 a cycle. Events of one cycle
// come in no particular order between harts and units. Models of several
// threads tell from several threads.
#pragma once

#include <cstdint>

namespace seeker::sim {

// The port of an access on the narrow bus; others are TCDM ports.
inline constexpr unsigned narrow_port = 15;

// Overrides what it wants to know.
class observer {
public:
  virtual ~observer() = default;

  // A write to CSR 0x7C7, with the hart's own mcycle.
  virtual void dump(unsigned, std::uint64_t /*mcycle*/,
                    std::uint32_t /*value*/) {}
  // The harts were woken by a start over the link.
  virtual void start(std::uint64_t /*cycle*/) {}
  // An instruction has left the integer core for good.
  virtual void retire(unsigned /*hart*/, std::uint64_t /*cycle*/,
                      std::uint32_t /*pc*/, std::uint32_t /*instruction*/) {}
  virtual void write_x(unsigned /*hart*/, std::uint64_t /*cycle*/,
                       unsigned /*rd*/, std::uint32_t /*value*/) {}
  virtual void write_f(unsigned /*hart*/, std::uint64_t /*cycle*/,
                       unsigned /*rd*/, std::uint64_t /*value*/) {}

  // Bit i of `strobes` is byte i of the 64-bit word around the address. An
  // atomic is a write of its operand.
  struct access {
    unsigned hart;
    std::uint64_t cycle;
    unsigned port;
    bool write;
    std::uint32_t address;
    std::uint8_t strobes;
    std::uint64_t data; // of a write
  };
  virtual void accessed(const access &) {}
  // A line of 64 bytes; `strobes`: what the transfer is about.
  virtual void dma(std::uint64_t /*cycle*/, bool /*write*/,
                   std::uint32_t /*line*/, std::uint64_t /*strobes*/) {}
  // Bit 31 of the cause is set for interrupts.
  virtual void trap(unsigned /*hart*/, std::uint64_t /*cycle*/,
                    std::uint32_t /*pc*/, std::uint32_t /*cause*/,
                    std::uint32_t /*value*/) {}
  // The FPU takes an operation (fp_op_e of seeker_pkg).
  virtual void fpu(unsigned /*hart*/, std::uint64_t /*cycle*/,
                   unsigned /*operation*/) {}
};

enum class detail {
  dumps,     // of CSR 0x7C7 only: costs nothing
  everything // each event is a call
};

// `who` gets the events of models that are made from now on, until another is
// set; null for nobody. A model asks for `how_much` when it is first evaluated.
void observe(observer *who, detail how_much = detail::everything);

} // namespace seeker::sim
