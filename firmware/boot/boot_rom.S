// Boot ROM: parks every hart until the host sends it to a program.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Linked at the boot ROM's address in the cluster's alias, where every hart
// comes out of reset; it is position independent, so that it runs at the
// cluster's own address as well.
//
//   offset 0x00  _start    reset
//   offset 0x40  trap      an interrupt: load scratch1, call it
//   offset 0x80  halt      an exception: the hart sleeps here for good, with
//                          mepc, mcause and mtval as the trap left them
//
// A program is called with
//   ra  the address that parks the hart again: returning needs nothing else
//   a0  the hart's number
// All other registers are unspecified; t0 is the only one that the ROM writes.
// It needs no stack and no memory. The program clears the interrupt's cause
// (cl_clint_clear) before it returns, or it is called again at once.
#include "seeker_cfg.h"

#define SCRATCH1 (SEEKER_PERIPHERAL_BASE - SEEKER_TCDM_BASE + SEEKER_CLUSTER_ALIAS_BASE + 0x188)
#define MIE_SOFTWARE_AND_CLUSTER ((1 << 3) | (1 << 19))

        .section .text.boot, "ax"
        .globl _start
_start:
        la      t0, trap
        csrw    mtvec, t0
        li      t0, MIE_SOFTWARE_AND_CLUSTER
        csrw    mie, t0
        csrsi   mstatus, 8
park:
        wfi
        j       park

        .balign 64
trap:
        // An exception must not call the program again: the cause would be lost.
        csrr    t0, mcause
        bgez    t0, halt
        csrr    a0, mhartid
        li      t0, SCRATCH1
        lw      t0, 0(t0)
        jalr    t0
        j       _start

        // Without enabled interrupts nothing wakes the hart but a reset.
        .balign 64
halt:
        csrw    mie, zero
        wfi
        j       halt

        .balign 64
