// Drives a Verilated FPU with a stream of operations and collects their
// results.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "reference.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

class Vfpu_model;

namespace fpu {

// In the order of fp_op_e.
enum class opcode : std::uint8_t {
  fmadd,
  fmsub,
  fnmsub,
  fnmadd,
  add,
  sub,
  mul,
  div,
  sqrt,
  sgnj,
  minmax,
  cmp,
  classify,
  move_to_integer,
  move_from_integer,
  convert,
  to_integer,
  from_integer,
  sum
};
inline constexpr unsigned opcodes = 19;

struct operation {
  opcode op = opcode::fmadd;
  bool src_double = true;
  bool dst_double = true;
  std::uint8_t rm = 0;
  bool is_unsigned = false;
  bool is_packed = false;
  bool replicate = false;
  std::uint64_t a = 0, b = 0, c = 0;
};

std::string to_string(const operation &o);

// What the FPU has to answer: boxes, lanes and rm's second meanings included.
fp::outcome expected(const operation &o);

class bench {
public:
  bench();
  ~bench();

  // Called once an operation, when its result has left the FPU.
  using on_result = std::function<void(const operation &, const fp::outcome &)>;

  // Of 256 cycles, in how many the result port is not ready.
  void set_back_pressure(unsigned of_256) { back_pressure_ = of_256; }

  void submit(const operation &o, const on_result &done);
  void drain(const on_result &done);
  // One operation alone: its result and the cycles from handshake to result.
  fp::outcome single(const operation &o, unsigned *latency = nullptr);

  std::uint64_t cycles() const { return cycles_; }

  // What the FPU broke of the handshake's rules, empty if nothing.
  const std::string &protocol_error() const { return error_; }

private:
  struct slot {
    bool busy = false;
    operation op;
  };
  // Runs one cycle; true if the posted operation was accepted.
  bool step(const on_result &done);

  std::unique_ptr<Vfpu_model> dut_;
  std::vector<slot> slots_;
  unsigned next_tag_ = 0;
  unsigned in_flight_ = 0;
  unsigned back_pressure_ = 0;
  std::uint32_t random_ = 1;
  std::uint64_t cycles_ = 0;
  bool held_ = false;
  std::uint64_t held_result_ = 0;
  unsigned held_flags_ = 0, held_tag_ = 0;
  std::string error_;
};

} // namespace fpu
