// Minimal start of a bare-metal program: stack, FP, own interrupt bit, exit by hart 0.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker_cfg.h"

        .section .text.start, "ax"
        .globl _start
_start:
        csrr    t0, mhartid
        li      t1, SEEKER_TCDM_BASE + SEEKER_TCDM_BYTES
        slli    t2, t0, 10
        sub     sp, t1, t2
        addi    sp, sp, -16
        sw      ra, 12(sp)
        li      t1, 0x6000
        csrs    mstatus, t1
        la      t1, trap
        csrw    mtvec, t1
        li      t1, 1
        sll     t1, t1, t0
        li      t2, SEEKER_PERIPHERAL_BASE + 0x1a8
        sw      t1, 0(t2)
        mv      a0, t0
        call    raw_main
        fence
        csrr    zero, 0x7c2
        csrr    t0, mhartid
        bnez    t0, 1f
        slli    a0, a0, 1
        ori     a0, a0, 1
        la      t0, tohost
        sw      zero, 4(t0)
        sw      a0, 0(t0)
1:      lw      ra, 12(sp)
        ret

        // Expected traps (mscratch = ~0) leave their cause in mscratch and skip
        // the instruction; any other ends the program with 100 + cause.
        .balign 4
trap:
        addi    sp, sp, -16
        sw      t0, 0(sp)
        sw      t1, 4(sp)
        csrr    t0, mscratch
        addi    t0, t0, 1
        bnez    t0, 1f
        csrr    t0, mcause
        csrw    mscratch, t0
        csrr    t0, mepc
        addi    t0, t0, 4
        csrw    mepc, t0
        lw      t0, 0(sp)
        lw      t1, 4(sp)
        addi    sp, sp, 16
        mret
1:      csrr    t0, mcause
        addi    t0, t0, 100
        slli    t0, t0, 1
        ori     t0, t0, 1
        la      t1, tohost
        sw      zero, 4(t1)
        sw      t0, 0(t1)
2:      wfi
        j       2b

        .globl  expect_trap
expect_trap:
        li      a0, -1
        csrw    mscratch, a0
        ret

        .globl  taken_trap
taken_trap:
        csrrw   a0, mscratch, zero
        ret

        .section .tohost, "aw"
        .balign 64
        .globl tohost, fromhost
tohost: .zero   64
fromhost:
        .zero   64
