// Numbers of the control and status registers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/iss/decode.hpp"

#include <cstdint>

namespace seeker::iss::csr {

// As the RISC-V privileged architecture and the Snitch cluster number
// them.
enum number : std::uint32_t {
  fflags = 0x001,
  frm = 0x002,
  fcsr = 0x003,
  mstatus = 0x300,
  misa = 0x301,
  mie = 0x304,
  mtvec = 0x305,
  mscratch = 0x340,
  mepc = 0x341,
  mcause = 0x342,
  mtval = 0x343,
  mip = 0x344,
  tselect = 0x7A0,
  tdata1 = 0x7A1,
  tdata2 = 0x7A2,
  tinfo = 0x7A4,
  ssr = 0x7C0,
  barrier = 0x7C2,
  chaining = 0x7C3,
  dump = 0x7C7,
  fmode = 0x800,
  mcycle = 0xB00,
  minstret = 0xB02,
  mcycleh = 0xB80,
  minstreth = 0xB82,
  mvendorid = 0xF11,
  marchid = 0xF12,
  mimpid = 0xF13,
  mhartid = 0xF14,
};

// Whether an access waits until the FP subsystem has nothing to do. In a loop's
// body one that changes its mode traps instead.
constexpr bool waits_for_fp(std::uint32_t which, bool writes, bool in_body) {
  return which == fflags || which == fcsr ||
         (which == chaining && writes && !in_body);
}

// A read with nothing to set or clear does not write.
inline bool writes(const instruction &i) {
  return i.code == op::csrrw || i.code == op::csrrwi || i.rs1 != 0;
}

} // namespace seeker::iss::csr
