// The integer core of the instruction-set simulator: the loop that everything
// runs in.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "page.hpp"

#include <algorithm>
#include <limits>

namespace seeker::iss {
namespace {

using word = std::uint32_t;
using sword = std::int32_t;

sword as_signed(word value) { return static_cast<sword>(value); }

constexpr sword lowest = std::numeric_limits<sword>::min();

// Division by zero and overflow give what RISC-V says, without a trap.
word divide(op code, word a, word b) {
  const bool overflows = as_signed(a) == lowest && as_signed(b) == -1;
  switch (code) {
  case op::div:
    if (b == 0)
      return 0xFFFFFFFF;
    return overflows ? a : static_cast<word>(as_signed(a) / as_signed(b));
  case op::divu:
    return b == 0 ? 0xFFFFFFFF : a / b;
  case op::rem:
    if (b == 0)
      return a;
    return overflows ? 0 : static_cast<word>(as_signed(a) % as_signed(b));
  default:
    return b == 0 ? a : a % b;
  }
}

word multiply_high(op code, word a, word b) {
  const auto sa = static_cast<std::int64_t>(as_signed(a));
  const auto sb = static_cast<std::int64_t>(as_signed(b));
  switch (code) {
  case op::mulh:
    return static_cast<word>(static_cast<std::uint64_t>(sa * sb) >> 32);
  case op::mulhsu:
    return static_cast<word>(
        static_cast<std::uint64_t>(sa * static_cast<std::int64_t>(b)) >> 32);
  default:
    return static_cast<word>(std::uint64_t{a} * b >> 32);
  }
}

word combine(op code, word memory, word operand) {
  switch (code) {
  case op::amoswap_w:
    return operand;
  case op::amoadd_w:
    return memory + operand;
  case op::amoxor_w:
    return memory ^ operand;
  case op::amoand_w:
    return memory & operand;
  case op::amoor_w:
    return memory | operand;
  case op::amomin_w:
    return as_signed(memory) < as_signed(operand) ? memory : operand;
  case op::amomax_w:
    return as_signed(memory) > as_signed(operand) ? memory : operand;
  case op::amominu_w:
    return std::min(memory, operand);
  default:
    return std::max(memory, operand);
  }
}

template <class T> word extended(std::uint64_t value) {
  return static_cast<word>(static_cast<sword>(static_cast<T>(value)));
}

} // namespace

// Executes until cycle `until`, the turn's end, or an instruction after which
// the turn has to decide: the hart does not run any more, or there is something
// in the FP queue. Traps are exceptions; h.pc is the instruction's then.
void machine::run_integer(hart &h, std::uint64_t until) {
  word *const x = h.x.data();
  word pc = h.pc;
  // Where an instruction does anything but write x[rd] and go on, it does so by
  // h.pc, and leaves the loop when `settled` says so.
  const auto settled = [&] {
    pc = h.pc;
    return h.now == hart::state::running && h.fp.idle();
  };
  const auto jump = [](word target) {
    if (target & 3)
      throw trap{cause::fetch_misaligned, target};
    return target;
  };
  while (cycle_ < std::min(until, until_)) {
    h.pc = pc;
    const instruction &i = fetch(pc);
    const word a = x[i.rs1], b = x[i.rs2];
    const auto imm = static_cast<word>(i.imm);
    word &rd = x[i.rd];
    word next = pc + 4;
    switch (i.code) {
    case op::lui:
      rd = imm;
      break;
    case op::auipc:
      rd = pc + imm;
      break;
    case op::jal:
      next = jump(pc + imm);
      rd = pc + 4;
      break;
    case op::jalr:
      next = jump((a + imm) & ~1u);
      rd = pc + 4;
      break;
    case op::beq:
      if (a == b)
        next = jump(pc + imm);
      break;
    case op::bne:
      if (a != b)
        next = jump(pc + imm);
      break;
    case op::blt:
      if (as_signed(a) < as_signed(b))
        next = jump(pc + imm);
      break;
    case op::bge:
      if (as_signed(a) >= as_signed(b))
        next = jump(pc + imm);
      break;
    case op::bltu:
      if (a < b)
        next = jump(pc + imm);
      break;
    case op::bgeu:
      if (a >= b)
        next = jump(pc + imm);
      break;
    case op::lb:
      rd = extended<std::int8_t>(load(a + imm, 1));
      break;
    case op::lh:
      rd = extended<std::int16_t>(load(a + imm, 2));
      break;
    case op::lw:
      rd = static_cast<word>(load(a + imm, 4));
      break;
    case op::lbu:
      rd = static_cast<word>(load(a + imm, 1));
      break;
    case op::lhu:
      rd = static_cast<word>(load(a + imm, 2));
      break;
    case op::sb:
      store(h, a + imm, 1, b);
      break;
    case op::sh:
      store(h, a + imm, 2, b);
      break;
    case op::sw:
      store(h, a + imm, 4, b);
      break;
    case op::addi:
      rd = a + imm;
      break;
    case op::slti:
      rd = as_signed(a) < as_signed(imm);
      break;
    case op::sltiu:
      rd = a < imm;
      break;
    case op::xori:
      rd = a ^ imm;
      break;
    case op::ori:
      rd = a | imm;
      break;
    case op::andi:
      rd = a & imm;
      break;
    case op::slli:
      rd = a << imm;
      break;
    case op::srli:
      rd = a >> imm;
      break;
    case op::srai:
      rd = static_cast<word>(as_signed(a) >> imm);
      break;
    case op::add:
      rd = a + b;
      break;
    case op::sub:
      rd = a - b;
      break;
    case op::sll:
      rd = a << (b & 31);
      break;
    case op::slt:
      rd = as_signed(a) < as_signed(b);
      break;
    case op::sltu:
      rd = a < b;
      break;
    case op::xor_:
      rd = a ^ b;
      break;
    case op::srl:
      rd = a >> (b & 31);
      break;
    case op::sra:
      rd = static_cast<word>(as_signed(a) >> (b & 31));
      break;
    case op::or_:
      rd = a | b;
      break;
    case op::and_:
      rd = a & b;
      break;
    case op::mul:
      rd = a * b;
      break;
    case op::mulh:
    case op::mulhsu:
    case op::mulhu:
      rd = multiply_high(i.code, a, b);
      break;
    case op::div:
    case op::divu:
    case op::rem:
    case op::remu:
      rd = divide(i.code, a, b);
      break;
    case op::lr_w:
    case op::sc_w:
    case op::amoswap_w:
    case op::amoadd_w:
    case op::amoxor_w:
    case op::amoand_w:
    case op::amoor_w:
    case op::amomin_w:
    case op::amomax_w:
    case op::amominu_w:
    case op::amomaxu_w:
      execute_atomic(h, i);
      break;
    case op::dmsrc:
    case op::dmdst:
    case op::dmcpyi:
    case op::dmcpy:
    case op::dmstati:
    case op::dmstat:
    case op::dmstr:
    case op::dmrep:
    case op::dmuser:
      rd = execute_dma(h, i);
      break;
    case op::scfgri:
    case op::scfgr:
      rd = read_stream(h, i);
      break;
    case op::scfgwi:
    case op::scfgw:
      if (!configure_stream(h, i))
        return;
      if (!h.fp.idle()) { // what waited for a job may go on
        h.pc = next;
        ++h.retired;
        ++cycle_;
        return;
      }
      break;
    case op::undecoded:
    case op::illegal:
      throw trap{cause::illegal, i.word};
    case op::frep_o:
    case op::fence:
    case op::fence_i:
    case op::ecall:
    case op::ebreak:
    case op::mret:
    case op::wfi:
    case op::csrrw:
    case op::csrrs:
    case op::csrrc:
    case op::csrrwi:
    case op::csrrsi:
    case op::csrrci:
      execute_system(h, i);
      ++h.retired;
      ++cycle_;
      if (!settled())
        return;
      continue;
    default:
      issue_fp(h, i);
      if (!h.fp.idle()) {
        h.pc = next;
        ++h.retired;
        ++cycle_;
        return;
      }
      break;
    }
    x[0] = 0;
    pc = next;
    ++h.retired;
    ++cycle_;
  }
  h.pc = pc;
}

// Whatever may go elsewhere than to the next instruction, or stop the hart.
void machine::execute_system(hart &h, const instruction &i) {
  switch (i.code) {
  case op::frep_o:
    issue_frep(h, i);
    break;
  case op::fence: // every access is done at once
    break;
  case op::fence_i:
    forget_instructions();
    break;
  case op::ecall:
    throw trap{cause::ecall, 0};
  case op::ebreak:
    throw trap{cause::breakpoint, h.pc};
  case op::mret:
    h.pc = h.mepc;
    h.interrupts_enabled = h.interrupts_were_enabled;
    h.interrupts_were_enabled = true;
    take_interrupt(h);
    return;
  case op::wfi:
    if (!(h.mip & h.mie))
      h.now = hart::state::sleeping;
    break;
  default:
    execute_csr(h, i);
    return;
  }
  h.pc += 4;
}

std::uint32_t machine::execute_dma(hart &h, const instruction &i) {
  if (h.id < config_.compute_cores) // only the DM core has the engine
    throw trap{cause::illegal, i.word};
  if (i.code == op::dmcpy || i.code == op::dmcpyi)
    h.progress_cycle = cycle_;
  return dma_.execute(i, h.x[i.rs1], h.x[i.rs2]);
}

void machine::execute_atomic(hart &h, const instruction &i) {
  const word address = h.x[i.rs1], operand = h.x[i.rs2];
  if (i.code == op::lr_w) {
    // Only memories know reservations.
    if (!(address & 3) && !memory_.find(address, 4, true))
      throw trap{cause::load_fault, address};
    h.x[i.rd] = static_cast<word>(load(address, 4));
    h.reserved = any_reservation_ = true;
    h.reservation = memory_.canonical(address);
    return;
  }
  if (address & 3)
    throw trap{cause::store_misaligned, address};
  // Registers and the boot ROM are asked, and refuse.
  const bool refused = !memory_.find(address, 4, true);
  const bool is_there = !refused || memory_.find(address, 4, false) ||
                        read_register(memory_.canonical(address) & ~7u);
  if (observer_ && is_there)
    observer_->store(h.id, memory_.canonical(address), 4, operand);
  if (refused)
    throw trap{cause::store_fault, address};
  h.progress_cycle = cycle_;
  if (i.code == op::sc_w) {
    const bool holds =
        h.reserved && h.reservation == memory_.canonical(address);
    h.reserved = false;
    if (holds)
      put(address, 4, operand);
    h.x[i.rd] = !holds;
    return;
  }
  const auto old = static_cast<word>(load(address, 4));
  put(address, 4, combine(i.code, old, operand));
  h.x[i.rd] = old;
}

} // namespace seeker::iss
