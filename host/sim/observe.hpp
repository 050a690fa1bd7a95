// What happens inside a Verilated cluster, told to one observer of the process.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The RTL's side is rtl/common/observe_pkg.sv. `cycle` is the model's time,
// which whoever drives the clock counts up by 1 a cycle. Events of one cycle
// come in no particular order between harts and units. Models of several
// threads tell from several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

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
  // Bytes passed the link in this cycle, towards the SoC or from it.
  virtual void link(std::uint64_t /*cycle*/, bool /*to_soc*/,
                    std::span<const std::byte> /*bytes*/) {}
  // The watched word was written; odd values end the program.
  virtual void done(std::uint64_t /*cycle*/, std::uint32_t /*value*/) {}
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

  // What the DMA was asked to copy: rows of `bytes` bytes, 0 when nothing is
  // moved. Addresses as the program gave them. Transfers complete in order.
  struct transfer {
    std::uint32_t id;
    std::uint32_t source;
    std::uint32_t destination;
    std::uint32_t bytes;
    std::uint32_t source_stride;
    std::uint32_t destination_stride;
    std::uint32_t rows;
  };
  virtual void transferred(std::uint64_t /*cycle*/, const transfer &) {}
  virtual void completed(std::uint64_t /*cycle*/, std::uint32_t /*id*/) {}
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
  // From this cycle on the integer core waits for `cause` (hart_wait_e).
  virtual void wait(unsigned /*hart*/, std::uint64_t /*cycle*/,
                    unsigned /*cause*/) {}
  // From this cycle on the FP side is in `state`: fp_side, or a hart_wait_e
  // from wait_stream up.
  virtual void fp_side(unsigned /*hart*/, std::uint64_t /*cycle*/,
                       unsigned /*state*/) {}
};

// States of the FP side beside what streams and loops make it wait for.
enum fp_side : unsigned { fp_empty, fp_issue, fp_memory, fp_held };
inline constexpr unsigned wait_stream = 16;

// What a model tells, a bit each; dumps, starts and ends it tells always.
enum detail : unsigned {
  nothing_more = 0,
  instructions = 1, // retire, write_x, write_f, trap
  accesses = 2,     // accessed, dma, transferred, completed
  operations = 4,   // fpu
  states = 8,       // wait, fp_side
  links = 16,       // link
  everything = 31
};

// `who` gets the events of models that are made from now on, until another is
// set; null for nobody. A model asks for `details` when it is first evaluated.
void observe(observer *who, unsigned details = everything);

// For whoever moves the link's bytes: tells who observes, if he wants to know.
void tell_link(std::uint64_t cycle, bool to_soc,
               std::span<const std::byte> bytes);

} // namespace seeker::sim
