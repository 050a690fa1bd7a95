// The pins of JTAG on a Verilated model.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

namespace seeker::sim {

/// Sets them and lets the model settle; whether TCK has risen.
template <class Model>
bool drive_jtag(Model &top, bool tck, bool tms, bool tdi) {
  const bool rises = tck && !top.tck_i;
  top.tck_i = tck;
  top.tms_i = tms;
  top.tdi_i = tdi;
  top.eval();
  return rises;
}

} // namespace seeker::sim
