// The instruction-set simulator: all harts of a cluster, functional, without
// timing.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RV32IMAFD, Zicsr, Zifencei, Xssr, Xfrep, Xdma and packed f32 over the
// cluster's memory map, booted as the hardware is: the boot ROM runs, `start`
// writes the entry point to scratch1 and rings every hart. Harts take turns of
// a fixed number of instructions, so a run is deterministic. One instruction
// counts as one cycle; DMA transfers take none.
//
// FP instructions are executed as they are issued. One that finds a stream
// empty or without room waits in the FP queue, and the integer core goes on
// until it needs it, as in hardware; what nobody can release is a hang, and the
// hart says what it waits for.
#pragma once

#include "seeker/iss/decode.hpp"
#include "seeker/iss/dma.hpp"
#include "seeker/iss/hart.hpp"
#include "seeker/iss/memory.hpp"
#include "seeker/iss/observer.hpp"

#include <functional>
#include <optional>
#include <unordered_map>

namespace seeker::iss {

class machine {
public:
  machine(const config::configuration &config,
          std::span<const std::byte> boot_rom);

  // Called at every write to CSR 0x7C7.
  std::function<void(std::uint32_t hart, std::uint64_t cycle,
                     std::uint32_t value)>
      on_dump;

  // Accesses from outside; false when the range is not wholly inside one
  // region. Peripheral registers are accessed 8 bytes at a time, aligned.
  bool read(std::uint32_t address, std::span<std::byte> into);
  bool write(std::uint32_t address, std::span<const std::byte> from);

  // Harts to the boot ROM; memories keep their contents.
  void reset();

  // Starts a program; `tohost` is the word to watch, 0 for none.
  void start(std::uint32_t entry, std::uint32_t tohost);

  // Runs until the tohost word is written, nobody can go on, or `instructions`
  // were executed by all harts together; gives how many were. Where nobody can
  // go on, the cycles pass all the same.
  std::uint64_t run(std::uint64_t instructions);

  std::span<const hart> harts() const { return harts_; }
  // What a hart waits for, and since how many cycles it has made no progress.
  wait_cause waits_for(const hart &h) const;
  std::uint64_t quiet_cycles(const hart &h) const {
    return cycle_ - h.progress_cycle;
  }
  std::uint64_t cycle() const { return cycle_; }
  std::uint64_t start_cycle() const { return start_cycle_; }
  // Set once the watched word was written with something other than 0.
  struct completion {
    std::uint64_t cycle;
    std::uint32_t value;
  };
  const std::optional<completion> &done() const { return done_; }
  // Goes on after a request of the program was served (HTIF).
  void acknowledge() { done_.reset(); }

  // Lock-step with another implementation, which says whose turn it is: step
  // executes one instruction of a hart, interrupt makes it take an interrupt
  // now. Interrupts are never taken by themselves then.
  void follow(observer *who) { observer_ = who; }
  enum class outcome { retired, trapped, waits };
  struct stepped {
    outcome what;
    std::uint32_t pc;
    instruction i;
  };
  stepped step(std::uint32_t hart);
  void interrupt(std::uint32_t hart, std::uint32_t number);
  // The result of an instruction that depends on time.
  void set_x(std::uint32_t hart, std::uint32_t reg, std::uint32_t value);

private:
  struct trap {
    cause why;
    std::uint32_t value;
  };
  struct page;

  // A hart's turn (machine.cpp).
  std::uint64_t turn(hart &h, std::uint64_t instructions);
  wait_cause must_wait(hart &h, const instruction &i);
  void run_integer(hart &h, std::uint64_t until);
  void run_fp(hart &h);

  // Instructions; those that give a bool: false when they must wait.
  void execute_atomic(hart &h, const instruction &i);
  void execute_system(hart &h, const instruction &i);
  void execute_csr(hart &h, const instruction &i);
  std::uint32_t read_csr(hart &h, const instruction &i, std::uint32_t number);
  void write_csr(hart &h, const instruction &i, std::uint32_t number,
                 std::uint32_t value);
  void set_chaining(hart &h, std::uint32_t mask);
  void arrive_at_barrier(hart &h);
  std::uint32_t execute_dma(hart &h, const instruction &i);
  void issue_frep(hart &h, const instruction &i);
  bool configure_stream(hart &h, const instruction &i);
  std::uint32_t read_stream(hart &h, const instruction &i);
  void issue_fp(hart &h, const instruction &i);
  fp::rounding rounding_of(const hart &h, const instruction &i) const;
  void check_access(const fp_operation &o);
  bool execute_fp(hart &h, const fp_operation &o);
  bool execute_natively(hart &h, const fp_operation &o);
  bool operands_ready(hart &h, const fp_operation &o);
  std::uint64_t take_operand(hart &h, const fp_operation &o, std::uint8_t reg);
  void give_result(hart &h, const fp_operation &o, std::uint64_t value);
  void compute(hart &h, const fp_operation &o, std::uint64_t a, std::uint64_t b,
               std::uint64_t c);

  const instruction &fetch(std::uint32_t pc);
  void decode_at(std::uint32_t pc);
  void forget_instructions();
  std::uint64_t load(std::uint32_t address, std::uint32_t bytes);
  std::uint64_t load_slowly(std::uint32_t address, std::uint32_t bytes);
  void store(hart &h, std::uint32_t address, std::uint32_t bytes,
             std::uint64_t value);
  void put(std::uint32_t address, std::uint32_t bytes, std::uint64_t value);
  void put_slowly(std::uint32_t address, std::uint32_t bytes,
                  std::uint64_t value);
  bool copy_row(std::uint64_t destination, std::uint64_t source,
                std::uint32_t bytes);
  void written(std::uint32_t address, std::uint32_t bytes);
  void written_there(std::uint32_t address, std::uint32_t bytes);

  std::optional<std::uint64_t> read_register(std::uint32_t address);
  bool write_register(std::uint32_t address, std::uint64_t value,
                      std::uint64_t mask);

  bool trap_or_wait(hart &h, const trap &t);
  void enter_trap(hart &h, std::uint32_t why, std::uint32_t value);
  bool take_interrupt(hart &h);
  void update_interrupts();

  config::configuration config_;
  memory memory_;
  std::vector<hart> harts_;
  dma dma_;
  std::uint64_t cycle_ = 0;
  std::uint64_t until_ = 0;      // the turn's end
  std::uint64_t next_timer_ = 0; // cycle in which the next mtimecmp is reached
  std::uint64_t start_cycle_ = 0;
  std::uint32_t tohost_ = 0;
  std::optional<completion> done_;
  std::uint32_t next_hart_ = 0;

  // Peripheral registers and CLINT.
  struct counter {
    bool enabled = true;
    std::uint32_t selection = 0;
    std::uint64_t base = 0;
  };
  std::uint64_t counted(const counter &c) const;
  std::vector<counter> counters_;
  std::array<std::uint64_t, 4> scratch_{};
  std::uint32_t cluster_clint_ = 0;
  std::uint64_t prefetch_enable_ = 1;
  std::uint32_t msip_ = 0;
  std::vector<std::uint64_t> mtimecmp_;

  // Decoded instructions, by 4 KiB page of addresses.
  std::unordered_map<std::uint32_t, std::unique_ptr<page>> pages_;
  std::uint32_t page_number_ = 0xFFFFFFFF;
  page *page_ = nullptr;
  bool any_reservation_ = false;
  observer *observer_ = nullptr;

public:
  ~machine();
};

} // namespace seeker::iss
