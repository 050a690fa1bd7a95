// Integer, atomic and DMA instructions of the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "page.hpp"

#include <algorithm>
#include <limits>
#include <utility>

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

word alu(op code, word a, word b) {
  switch (code) {
  case op::add:
  case op::addi:
    return a + b;
  case op::sub:
    return a - b;
  case op::sll:
  case op::slli:
    return a << (b & 31);
  case op::slt:
  case op::slti:
    return as_signed(a) < as_signed(b);
  case op::sltu:
  case op::sltiu:
    return a < b;
  case op::xor_:
  case op::xori:
    return a ^ b;
  case op::srl:
  case op::srli:
    return a >> (b & 31);
  case op::sra:
  case op::srai:
    return static_cast<word>(as_signed(a) >> (b & 31));
  case op::or_:
  case op::ori:
    return a | b;
  default:
    return a & b;
  }
}

bool branches(op code, word a, word b) {
  switch (code) {
  case op::beq:
    return a == b;
  case op::bne:
    return a != b;
  case op::blt:
    return as_signed(a) < as_signed(b);
  case op::bge:
    return as_signed(a) >= as_signed(b);
  case op::bltu:
    return a < b;
  default:
    return a >= b;
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

} // namespace

// Goes to `target`; gives the address after the jump, for the link register.
std::uint32_t machine::jump(hart &h, std::uint32_t target) {
  if (target & 3)
    throw trap{cause::fetch_misaligned, target};
  return std::exchange(h.pc, target);
}

void machine::execute(hart &h, const instruction &i) {
  const word a = h.x[i.rs1], b = h.x[i.rs2];
  const auto imm = static_cast<word>(i.imm);
  word &rd = h.x[i.rd];
  switch (i.code) {
  case op::lui:
    rd = imm;
    break;
  case op::auipc:
    rd = h.pc - 4 + imm;
    break;
  case op::jal:
    rd = jump(h, h.pc - 4 + imm);
    break;
  case op::jalr:
    rd = jump(h, (a + imm) & ~1u);
    break;
  case op::beq:
  case op::bne:
  case op::blt:
  case op::bge:
  case op::bltu:
  case op::bgeu:
    if (branches(i.code, a, b))
      jump(h, h.pc - 4 + imm);
    break;
  case op::lb:
    rd = static_cast<word>(static_cast<std::int8_t>(load(a + imm, 1)));
    break;
  case op::lh:
    rd = static_cast<word>(static_cast<std::int16_t>(load(a + imm, 2)));
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
    store(a + imm, 1, b);
    break;
  case op::sh:
    store(a + imm, 2, b);
    break;
  case op::sw:
    store(a + imm, 4, b);
    break;
  case op::addi:
  case op::slti:
  case op::sltiu:
  case op::xori:
  case op::ori:
  case op::andi:
  case op::slli:
  case op::srli:
  case op::srai:
    rd = alu(i.code, a, imm);
    break;
  case op::add:
  case op::sub:
  case op::sll:
  case op::slt:
  case op::sltu:
  case op::xor_:
  case op::srl:
  case op::sra:
  case op::or_:
  case op::and_:
    rd = alu(i.code, a, b);
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
  case op::fence: // every access is done at once
    break;
  case op::fence_i:
    pages_.clear();
    last_page_number_ = 0xFFFFFFFF;
    break;
  case op::ecall:
    throw trap{cause::ecall, 0};
  case op::ebreak:
    throw trap{cause::breakpoint, h.pc - 4};
  case op::mret:
    h.pc = h.mepc;
    h.interrupts_enabled = h.interrupts_were_enabled;
    h.interrupts_were_enabled = true;
    take_interrupt(h);
    break;
  case op::wfi:
    if (!(h.mip & h.mie))
      h.now = hart::state::sleeping;
    break;
  case op::csrrw:
  case op::csrrs:
  case op::csrrc:
  case op::csrrwi:
  case op::csrrsi:
  case op::csrrci:
    execute_csr(h, i);
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
    if (h.id < config_.compute_cores) // only the DM core has the engine
      throw trap{cause::illegal, i.word};
    rd = dma_.execute(i, a, b);
    break;
  case op::illegal:
    throw trap{cause::illegal, i.word};
  default:
    if (i.code >= op::lr_w && i.code <= op::amomaxu_w)
      execute_atomic(h, i);
    else
      execute_fp(h, i);
  }
}

void machine::execute_atomic(hart &h, const instruction &i) {
  const word address = h.x[i.rs1], operand = h.x[i.rs2];
  if (i.code == op::lr_w) {
    h.x[i.rd] = static_cast<word>(load(address, 4));
    h.reserved = any_reservation_ = true;
    h.reservation = memory_.canonical(address);
    return;
  }
  if (address & 3)
    throw trap{cause::store_misaligned, address};
  if (!memory_.find(address, 4, true))
    throw trap{cause::store_fault, address};
  if (i.code == op::sc_w) {
    const bool holds =
        h.reserved && h.reservation == memory_.canonical(address);
    h.reserved = false;
    if (holds)
      store(address, 4, operand);
    h.x[i.rd] = !holds;
    return;
  }
  const auto old = static_cast<word>(load(address, 4));
  store(address, 4, combine(i.code, old, operand));
  h.x[i.rd] = old;
}

} // namespace seeker::iss
