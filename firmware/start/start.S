// Start-up of a program on every hart, from the boot ROM's call to its return.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stages, each a label: registers, floating point, pointers, stack, trap vector,
// interrupt, memory (DM core), barrier, main, barrier, exit (hart 0), return.
// `int main(int hart)` runs on every hart; hart 0's result is the exit code.
// tp holds the hart's number throughout; compiled code does not use it.
#include "seeker_cfg.h"

#define NUM_HARTS (SEEKER_CLUSTER_COMPUTE_CORES + SEEKER_CLUSTER_DM_CORES)
#define CL_CLINT_CLEAR (SEEKER_PERIPHERAL_BASE + 0x1a8)
#define MSTATUS_FS_DIRTY 0x6000

        .section .text.start, "ax"
        .globl _start
        .type _start, @function
_start:

seeker_start_registers:
        // All but ra, which leads back to the boot ROM. Known values make runs
        // repeat exactly and show a use before a definition at once.
        .irp reg, sp, gp, tp, t0, t1, t2, s0, s1, a0, a1, a2, a3, a4, a5, a6, a7, \
                  s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, t3, t4, t5, t6
        li      \reg, 0
        .endr

seeker_start_floating_point:
        li      t0, MSTATUS_FS_DIRTY
        csrs    mstatus, t0
        fscsr   zero
        .irp reg, ft0, ft1, ft2, ft3, ft4, ft5, ft6, ft7, fs0, fs1, \
                  fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7, fs2, fs3, fs4, fs5, \
                  fs6, fs7, fs8, fs9, fs10, fs11, ft8, ft9, ft10, ft11
        fcvt.d.w \reg, zero
        .endr

seeker_start_pointers:
        .option push
        .option norelax
        la      gp, __global_pointer$
        .option pop
        csrr    tp, mhartid

seeker_start_stack:
        // Hart h's stack ends h stacks below the top of the TCDM.
        la      sp, seeker_stack_top
        li      t0, SEEKER_FIRMWARE_STACK_BYTES_PER_HART
        mul     t0, t0, tp
        sub     sp, sp, t0
        addi    sp, sp, -16
        sw      ra, 12(sp)

seeker_start_trap_vector:
        la      t0, seeker_start_trap
        csrw    mtvec, t0

seeker_start_interrupt:
        // The program runs without interrupts; its own start signal is over.
        csrw    mie, zero
        li      t0, 1
        sll     t0, t0, tp
        li      t1, CL_CLINT_CLEAR
        sw      t0, 0(t1)

seeker_start_memory:
        li      t0, SEEKER_CLUSTER_COMPUTE_CORES
        bne     tp, t0, 2f
        // By the DMA, from the zero memory: rows of 64 B with a source stride of 0.
        // The linker script makes both ends multiples of 64.
        la      t0, seeker_bss_begin
        la      t1, seeker_bss_end
        sub     t2, t1, t0
        srli    t2, t2, 6
        beqz    t2, 1f
        li      t3, SEEKER_ZERO_MEMORY_BASE
        li      t4, 64
        .insn r 0x2b, 0, 0, x0, t3, x0          // dmsrc
        .insn r 0x2b, 0, 1, x0, t0, x0          // dmdst
        .insn r 0x2b, 0, 6, x0, zero, t4        // dmstr: 0 and 64
        .insn r 0x2b, 0, 7, x0, t2, x0          // dmrep
        .insn r 0x2b, 0, 2, t5, t4, x2          // dmcpyi, 2-D
0:      .insn r 0x2b, 0, 4, t6, x0, x0          // dmstati: completed id
        sub     t6, t6, t5
        bltz    t6, 0b
1:      // A second run of the same image starts with both words as the first.
        la      t0, tohost
        sw      zero, 0(t0)
        sw      zero, 4(t0)
        la      t0, fromhost
        sw      zero, 0(t0)
        sw      zero, 4(t0)
        call    seeker_run_begin
2:      fence

seeker_start_barrier:
        csrr    zero, 0x7c2

seeker_start_main:
        mv      a0, tp
        call    main
        mv      s0, a0
        li      t0, SEEKER_CLUSTER_COMPUTE_CORES
        bne     tp, t0, seeker_start_end_barrier
        call    seeker_run_end

seeker_start_end_barrier:
        fence
        csrr    zero, 0x7c2

seeker_start_exit:
        bnez    tp, seeker_start_return
        mv      a0, s0
        call    seeker_exit_report

seeker_start_return:
        lw      ra, 12(sp)
        ret
        .size _start, . - _start

        // Direct mode wants a multiple of 4. The stack may be what went wrong,
        // so the report starts with a fresh one.
        .balign 64
seeker_start_trap:
        csrr    tp, mhartid
        la      sp, seeker_stack_top
        li      t0, SEEKER_FIRMWARE_STACK_BYTES_PER_HART
        mul     t0, t0, tp
        sub     sp, sp, t0
        csrr    a0, mcause
        csrr    a1, mepc
        csrr    a2, mtval
        // A trap while reporting must not report again.
        la      t0, seeker_start_trap_halt
        csrw    mtvec, t0
        call    seeker_trap_report

        .balign 4
seeker_start_trap_halt:
        wfi
        j       seeker_start_trap_halt
