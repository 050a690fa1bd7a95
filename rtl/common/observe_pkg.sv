// What simulations observe of the cluster, called where it happens; nothing of it is hardware.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// host/sim/observe.hpp is the other side. Callers stand in `ifdef VERILATOR` and
// in a branch on `enabled`, which is read once at time 0, so that a model that
// nobody observes pays for a predictable branch a clock edge and module. Dumps
// (CSR 0x7C7) are rare and always told.
//
// `cycle` is $time: the model's driver counts it up by 1 a clock cycle, and says
// what 0 is. Addresses are absolute, those of the TCDM and the peripherals in
// the cluster's own range.
package observe_pkg;

`ifdef VERILATOR

  // Whether somebody observes more than dumps.
  import "DPI-C" function int seeker_observe_enabled();

  // Write to CSR 0x7C7, with the hart's mcycle.
  import "DPI-C" function void seeker_observe_dump(
    input int hart, input longint mcycle, input int value);

  // The harts were woken by a start over the link.
  import "DPI-C" function void seeker_observe_start(input longint cycle);

  // An instruction has left the integer core for good: FP and DMA instructions
  // when they are offloaded, loads that may trap when they are answered.
  import "DPI-C" function void seeker_observe_retire(
    input int hart, input longint cycle, input int pc, input int instr);

  // A register is written; x0 never is.
  import "DPI-C" function void seeker_observe_write_x(
    input int hart, input longint cycle, input int rd, input int value);
  import "DPI-C" function void seeker_observe_write_f(
    input int hart, input longint cycle, input int rd, input longint value);

  // A request of a hart is granted: on a TCDM port (0: load/store units, the
  // others: streams) or on the narrow bus (NarrowPort). Bit i of strb is byte i
  // of the 64-bit word at addr. An atomic is told as the write of its operand.
  /* verilator lint_off UNUSEDPARAM */  // modules without a hart do not need it
  localparam int NarrowPort = 15;
  /* verilator lint_on UNUSEDPARAM */
  import "DPI-C" function void seeker_observe_access(
    input int hart, input longint cycle, input int port, input int write, input int addr,
    input int strb, input longint data);

  // The DMA's request for a line of 64 bytes is granted; strb: the bytes that
  // the transfer is about.
  import "DPI-C" function void seeker_observe_dma(
    input longint cycle, input int write, input int addr, input longint strb);

  // A hart traps at pc; bit 31 of cause is set for interrupts.
  import "DPI-C" function void seeker_observe_trap(
    input int hart, input longint cycle, input int pc, input int cause, input int value);

  // The FPU takes an operation (fp_op_e).
  import "DPI-C" function void seeker_observe_fpu(input int hart, input longint cycle, input int op);

  /* verilator lint_off UNUSEDSIGNAL */  // in designs without callers
  bit enabled = seeker_observe_enabled() != 0;
  /* verilator lint_on UNUSEDSIGNAL */

`endif

endpackage
