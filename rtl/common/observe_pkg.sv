// What simulations observe of the cluster, called where it happens; nothing of it is hardware.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// host/sim/observe.hpp is the other side. Callers stand in `ifdef VERILATOR` and
// in a branch on the kind of event, which is read once at time 0, so that a model
// that nobody observes pays for a predictable branch a clock edge and module.
// Dumps (CSR 0x7C7), starts and ends are rare and always told.
//
// `cycle` is $time: the model's driver counts it up by 1 a clock cycle, and says
// what 0 is. Addresses are absolute, those of the TCDM and the peripherals in
// the cluster's own range.
package observe_pkg;

`ifdef VERILATOR

  // The kinds of events that somebody observes, a bit each, in the order below.
  import "DPI-C" function int seeker_observe_kinds();

  // Write to CSR 0x7C7, with the hart's mcycle.
  import "DPI-C" function void seeker_observe_dump(
    input int hart, input longint mcycle, input int value);

  // The harts were woken by a start over the link.
  import "DPI-C" function void seeker_observe_start(input longint cycle);

  // The watched word was written: odd values end the program.
  import "DPI-C" function void seeker_observe_done(input longint cycle, input int value);

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

  // The DMA takes a transfer, and has completed one; bytes (of a row) are 0 when
  // nothing is moved. Addresses are as the program gave them, aliases too.
  import "DPI-C" function void seeker_observe_transfer(
    input longint cycle, input int id, input int src, input int dst, input int bytes,
    input int src_stride, input int dst_stride, input int rows);
  import "DPI-C" function void seeker_observe_completed(input longint cycle, input int id);

  // The DMA's request for a line of 64 bytes is granted; strb: the bytes that
  // the transfer is about.
  import "DPI-C" function void seeker_observe_dma(
    input longint cycle, input int write, input int addr, input longint strb);

  // A hart traps at pc; bit 31 of cause is set for interrupts.
  import "DPI-C" function void seeker_observe_trap(
    input int hart, input longint cycle, input int pc, input int cause, input int value);

  // The FPU takes an operation (fp_op_e).
  import "DPI-C" function void seeker_observe_fpu(input int hart, input longint cycle, input int op);

  // From this cycle on a hart's integer core waits for something else
  // (hart_wait_e), and its FP side does something else: FpEmpty to FpHeld, or
  // the hart_wait_e of a stream or loop that holds it up.
  import "DPI-C" function void seeker_observe_wait(
    input int hart, input longint cycle, input int cause);
  import "DPI-C" function void seeker_observe_fp_side(
    input int hart, input longint cycle, input int state);

  /* verilator lint_off UNUSEDPARAM */
  localparam int FpEmpty  = 0;  // nothing is queued
  localparam int FpIssue  = 1;  // the FPU takes an operation
  localparam int FpMemory = 2;  // a load or store goes out
  localparam int FpHeld   = 3;  // by an operand, a unit or a port
  /* verilator lint_on UNUSEDPARAM */

  /* verilator lint_off UNUSEDSIGNAL */  // in designs without callers
  bit [3:0] kinds = 4'(seeker_observe_kinds());
  bit instructions = kinds[0];  // retire, write_x, write_f, trap
  bit accesses     = kinds[1];  // access, dma, transfer, completed
  bit operations   = kinds[2];  // fpu
  bit states       = kinds[3];  // wait, fp_side
  /* verilator lint_on UNUSEDSIGNAL */

`endif

endpackage
