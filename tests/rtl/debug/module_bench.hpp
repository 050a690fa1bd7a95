// The debug module alone: a DMI, harts that do as they are told, and a memory.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TESTS_RTL_DEBUG_MODULE_BENCH_HPP
#define SEEKER_TESTS_RTL_DEBUG_MODULE_BENCH_HPP

#include "Vdebug_module_model.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <verilated.h>

namespace seeker {

enum dm_register : std::uint32_t {
  data0 = 0x04,
  data1 = 0x05,
  dmcontrol = 0x10,
  dmstatus = 0x11,
  hartinfo = 0x12,
  haltsum1 = 0x13,
  hawindowsel = 0x14,
  hawindow = 0x15,
  abstractcs = 0x16,
  command = 0x17,
  abstractauto = 0x18,
  confstrptr0 = 0x19,
  nextdm = 0x1d,
  progbuf0 = 0x20,
  authdata = 0x30,
  sbcs = 0x38,
  sbaddress0 = 0x39,
  sbaddress1 = 0x3a,
  sbdata0 = 0x3c,
  sbdata1 = 0x3d,
  haltsum0 = 0x40
};

// A hart that executes nothing, but remembers what it was given. Its data are
// what csrr and csrrw of data0 and data1 say; instructions in `fails` raise
// exceptions.
struct fake_hart {
  bool halted = false;
  int halts_after = 3; // cycles of a request
  int takes = 2;       // cycles to take an instruction, and to get done
  std::array<std::uint32_t, 32> x{};
  std::array<std::uint64_t, 32> f{};
  std::map<std::uint32_t, std::uint32_t> csr;
  std::vector<std::uint32_t> executed;
  std::vector<std::uint32_t> fails;
  int resumed = 0;

  // Until the next step
  int waited = 0, working = 0;
};

class module_bench {
public:
  static constexpr unsigned harts = 3;

  module_bench() : top(std::make_unique<Vdebug_module_model>(&context)) {
    top->rst_ni = 0;
    top->harts_reset_i = 1;
    step();
    step();
    top->rst_ni = 1;
    for (int i = 0; i < 5; ++i)
      step();
    top->harts_reset_i = 0;
    write(dmcontrol, 1);
  }

  std::uint32_t read(std::uint32_t reg) { return access(reg, false, 0); }
  void write(std::uint32_t reg, std::uint32_t value) {
    access(reg, true, value);
  }
  // What comes of a command.
  unsigned run(std::uint32_t value) {
    write(command, value);
    return finish();
  }
  unsigned finish() {
    for (int i = 0; i < 500; ++i) {
      const std::uint32_t now = read(abstractcs);
      if (!(now >> 12 & 1))
        return now >> 8 & 7;
    }
    return 99;
  }
  void clear_error() { write(abstractcs, 7 << 8); }
  void select(unsigned n, std::uint32_t more = 0) {
    write(dmcontrol, 1 | n << 16 | more);
  }
  void halt(unsigned n) {
    select(n, 1u << 31);
    for (int i = 0; i < 20; ++i)
      step();
    select(n);
  }

  void step() {
    top->clk_i = 0;
    for (unsigned h = 0; h < harts; ++h)
      drive(h);
    top->bus_ready_i = bus_ready;
    top->bus_rvalid_i = pending.has_value() && bus_delay == 0;
    if (top->bus_rvalid_i) {
      top->bus_rdata_i = pending->data;
      top->bus_rerror_i = pending->error;
    }
    top->eval();
    for (unsigned h = 0; h < harts; ++h)
      take(h);
    if (top->bus_rvalid_i)
      pending.reset();
    else if (bus_delay > 0)
      --bus_delay;
    if (top->bus_valid_o && top->bus_ready_i)
      serve();
    top->clk_i = 1;
    top->eval();
  }

  VerilatedContext context;
  std::unique_ptr<Vdebug_module_model> top;
  std::array<fake_hart, harts> hart;
  // Memory: bytes by address; above `end` errors.
  std::map<std::uint32_t, std::uint8_t> memory;
  std::uint32_t end = 0x1000;
  bool bus_ready = true;
  int bus_delay = 0, bus_latency = 2;
  std::vector<std::uint32_t> bus_addresses;

private:
  struct answer {
    std::uint64_t data;
    bool error;
  };

  std::uint32_t access(std::uint32_t reg, bool write, std::uint32_t value) {
    top->dmi_valid_i = 1;
    top->dmi_write_i = write;
    top->dmi_addr_i = static_cast<std::uint8_t>(reg);
    top->dmi_wdata_i = value;
    top->clk_i = 0;
    for (unsigned h = 0; h < harts; ++h)
      drive(h);
    top->eval();
    const std::uint32_t read = top->dmi_rdata_o;
    step();
    top->dmi_valid_i = 0;
    top->eval();
    return read;
  }

  // halt 5, halt_reset 4, resume 3, valid 2, fp_access 1, fp_write 0
  bool asked(unsigned h, int bit) const { return top->request_o[h] >> bit & 1; }

  void drive(unsigned h) {
    fake_hart &it = hart[h];
    const bool fp = it.halted && asked(h, 1);
    unsigned answer = unsigned(it.halted) << 6 |
                      unsigned(it.halted && it.working == 0) << 5 |
                      unsigned(fp);
    top->data_i[h] = fp ? it.f[top->instr_o & 31] : 0;
    if (takes_now(h)) {
      answer |= 1 << 4;
      const std::uint32_t instr = top->instr_o;
      for (std::uint32_t bad : it.fails)
        if (bad == instr)
          answer |= 1 << 3;
      const std::uint32_t csr = instr >> 20;
      if (!(answer >> 3 & 1) && (instr & 0x707f) == 0x1073 &&
          (csr == 0x7b4 || csr == 0x7b5)) {
        answer |= 1 << 2 | (csr & 1) << 1;
        top->data_i[h] = it.x[instr >> 15 & 31];
      }
    }
    top->answer_i[h] = static_cast<std::uint8_t>(answer);
  }

  bool takes_now(unsigned h) const {
    const fake_hart &it = hart[h];
    return it.halted && asked(h, 2) && it.working == 0 && it.waited >= it.takes;
  }

  void take(unsigned h) {
    fake_hart &it = hart[h];
    if (takes_now(h)) {
      const std::uint32_t instr = top->instr_o;
      it.executed.push_back(instr);
      if (!(top->answer_i[h] >> 3 & 1))
        execute(it, instr);
      it.working = it.takes;
      it.waited = 0;
      return;
    }
    if (it.working > 0)
      --it.working;
    if (it.halted && asked(h, 1) && asked(h, 0))
      it.f[top->instr_o & 31] = top->data_o;
    if (it.halted && asked(h, 3)) {
      it.halted = false;
      ++it.resumed;
      it.waited = 0;
    } else if (!it.halted && asked(h, 5)) {
      if (++it.waited >= it.halts_after) {
        it.halted = true;
        it.waited = 0;
      }
    } else if (it.halted && asked(h, 2) && it.working == 0) {
      ++it.waited;
    }
  }

  // csrrw and csrrs with x0 are all that the module makes by itself.
  void execute(fake_hart &it, std::uint32_t instr) {
    const std::uint32_t csr = instr >> 20, rs1 = instr >> 15 & 31,
                        rd = instr >> 7 & 31;
    if ((instr & 0x7f) != 0x73)
      return;
    std::uint32_t old = csr == 0x7b4   ? std::uint32_t(top->data_o)
                        : csr == 0x7b5 ? std::uint32_t(top->data_o >> 32)
                                       : it.csr[csr];
    if ((instr >> 12 & 7) == 1 && csr != 0x7b4 && csr != 0x7b5)
      it.csr[csr] = it.x[rs1];
    if (rd != 0)
      it.x[rd] = old;
  }

  void serve() {
    const std::uint32_t address = top->bus_addr_o;
    bus_addresses.push_back(address);
    answer made{0, address >= end};
    const std::uint32_t word = address & ~7u;
    for (unsigned b = 0; b < 8; ++b) {
      if (top->bus_write_o && !made.error && top->bus_strb_o >> b & 1)
        memory[word + b] = std::uint8_t(top->bus_wdata_o >> 8 * b);
      made.data |= std::uint64_t(memory[word + b]) << 8 * b;
    }
    pending = made;
    bus_delay = bus_latency;
  }

  std::optional<answer> pending;
};

} // namespace seeker

#endif
