// The architectural state of one hart.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/iss/sequencer.hpp"
#include "seeker/iss/stream.hpp"
#include "seeker/wire/protocol.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

namespace seeker::iss {

// Exceptions (RISC-V privileged, table of mcause).
enum class cause : std::uint32_t {
  fetch_misaligned = 0,
  fetch_fault = 1,
  illegal = 2,
  breakpoint = 3,
  load_misaligned = 4,
  load_fault = 5,
  store_misaligned = 6,
  store_fault = 7,
  ecall = 11,
};

// Interrupts, as bits of mip and mie.
inline constexpr std::uint32_t software_interrupt = 1u << 3;
inline constexpr std::uint32_t timer_interrupt = 1u << 7;
inline constexpr std::uint32_t external_interrupt = 1u << 11;
inline constexpr std::uint32_t cluster_interrupt = 1u << 19;
// Number 20, which nothing raises.
inline constexpr std::uint32_t second_cluster_interrupt = 1u << 20;

// What a hart waits for, as the status of every target tells it.
using wait_cause = wire::hart_wait;

struct hart {
  enum class state : std::uint8_t { running, sleeping, trapped, at_barrier };

  hart(std::uint32_t number, sequencer queue, std::vector<stream> streams_)
      : id(number), fp(std::move(queue)), streams(std::move(streams_)) {}

  std::uint32_t id;
  state now = state::running;
  std::uint32_t pc = 0;
  std::array<std::uint32_t, 32> x{};
  std::array<std::uint64_t, 32> f{};

  // The FP subsystem.
  sequencer fp;
  std::vector<stream> streams; // none in the DM core
  bool streaming = false;      // CSR ssr: ft0 to ft2 are streams
  std::uint32_t chaining = 0;  // registers that are queues: a read takes
  std::array<std::deque<std::uint64_t>, 32> chains;
  std::uint32_t awaited =
      0; // integer registers that FP instructions will write
  wait_cause fp_waits_for = wait_cause::none; // its head

  std::uint8_t fflags = 0;
  std::uint8_t frm = 0;
  bool interrupts_enabled = false;      // mstatus.MIE
  bool interrupts_were_enabled = false; // mstatus.MPIE
  std::uint32_t mie = 0, mip = 0, mtvec = 0, mscratch = 0, mepc = 0, mcause = 0,
                mtval = 0;
  std::uint32_t fmode = 0;          // stored for software
  std::uint32_t trigger = 0;        // tselect
  std::uint32_t chaining_value = 0; // of the CSR; the DM core only keeps it
  std::uint64_t retired = 0;
  std::int64_t cycle_offset = 0, retired_offset = 0; // writes to the counters
  bool reserved = false; // lr.w without a store since
  std::uint32_t reservation = 0;

  wait_cause waits_for = wait_cause::none; // the integer core
  // Of the last store, FP instruction, CSR write, transfer, barrier or trap.
  std::uint64_t progress_cycle = 0;
};

// mstatus: MPP is always machine mode, FS always dirty.
inline constexpr std::uint32_t mstatus_fixed = 3u << 11 | 3u << 13 | 1u << 31;
inline constexpr std::uint32_t mstatus_mie = 1u << 3;
inline constexpr std::uint32_t mstatus_mpie = 1u << 7;

} // namespace seeker::iss
