// rtl-fpu-check and its reading of TestFloat's lines.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "fpu_cases.hpp"
#include "vectors.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace fpu {
namespace {

struct run_result {
  int code;
  std::string output;
};

// Runs the program on this input; output and errors together.
run_result run(const std::string &arguments, const std::string &input) {
  const std::string path = testing::TempDir() + "rtl-fpu-check." +
                           std::to_string(::getpid()) + ".txt";
  std::ofstream(path) << input;
  const std::string command =
      std::string(RTL_FPU_CHECK) + " " + arguments + " < " + path + " 2>&1";
  FILE *pipe = ::popen(command.c_str(), "r");
  std::string output;
  std::array<char, 4096> part;
  while (const std::size_t n = std::fread(part.data(), 1, part.size(), pipe))
    output.append(part.data(), n);
  const int status = ::pclose(pipe);
  std::remove(path.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, output};
}

std::string hex(std::uint64_t value, int digits) {
  char text[24];
  std::snprintf(text, sizeof text, "%0*llX", digits,
                static_cast<unsigned long long>(value));
  return text;
}

// Lines as the generator would print them.
std::string make_lines(const std::string &name, fp::rounding rm, int count) {
  const vector_function f = *find_function(name);
  case_source source(17);
  std::string text;
  for (int i = 0; i < count;) {
    operation o = source.make(f.op, false);
    const bool wants_double = f.from == operand_type::f64;
    const bool to_double = f.to == operand_type::f64;
    if (f.op == opcode::from_integer)
      o.src_double = false;
    if (o.src_double != wants_double)
      continue;
    ++i;
    const int width = wants_double ? 16 : 8;
    const std::uint64_t mask = wants_double ? ~0ull : 0xffffffffull;
    const std::uint64_t operands[] = {o.a & mask, o.b & mask, o.c & mask};
    if (!wants_double && f.op != opcode::from_integer) {
      o.a |= ~mask;
      o.b |= ~mask;
      o.c |= ~mask;
    }
    o.dst_double = to_double;
    o.rm = f.has_select ? f.select : static_cast<std::uint8_t>(rm);
    o.is_unsigned = f.from == operand_type::ui32 || f.to == operand_type::ui32;
    for (unsigned k = 0; k < f.operands; ++k)
      text += hex(operands[k], width) + ' ';
    text += format_outcome(f, expected(o)) + '\n';
  }
  return text;
}

TEST(rtl_fpu_check, passes_every_function_in_every_mode) {
  const char *modes[] = {"rnear_even", "rminMag", "rmin", "rmax",
                         "rnear_maxMag"};
  std::string names = function_names();
  int functions = 0;
  for (std::size_t from = 0; from < names.size(); ++functions) {
    const std::size_t to = std::min(names.find(' ', from), names.size());
    const std::string name = names.substr(from, to - from);
    from = to + 1;
    for (int i = 0; i < 5; ++i) {
      const run_result r =
          run(name + " --exact " + (i % 2 ? "-" : "--rm ") + modes[i],
              make_lines(name, static_cast<fp::rounding>(i), 300));
      EXPECT_EQ(r.code, 0) << name << ' ' << modes[i] << '\n' << r.output;
      EXPECT_EQ(r.output, "300 lines, no difference\n");
    }
  }
  EXPECT_EQ(functions, 28);
}

// 1 + 2 = 3, in f64, with a wrong last digit and with a wrong flag.
TEST(rtl_fpu_check, shows_the_line_of_a_difference) {
  const std::string good =
      "3FF0000000000000 4000000000000000 4008000000000000 00\n";
  EXPECT_EQ(run("f64_add", good).code, 0);
  run_result r =
      run("f64_add",
          good + "3FF0000000000000 4000000000000000 4008000000000001 00\n");
  EXPECT_EQ(r.code, 1);
  EXPECT_EQ(r.output,
            "line 2: 3FF0000000000000 4000000000000000 4008000000000001 00\n"
            "  the FPU gives 4008000000000000 00\n");
  r = run("f64_add", "3FF0000000000000 4000000000000000 4008000000000000 01\n");
  EXPECT_EQ(r.code, 1);
  EXPECT_EQ(r.output,
            "line 1: 3FF0000000000000 4000000000000000 4008000000000000 01\n"
            "  the FPU gives 4008000000000000 00\n");
}

// What other specialisations of SoftFloat print where the standard is open.
TEST(rtl_fpu_check, accepts_what_the_standard_leaves_open) {
  EXPECT_EQ(run("f32_add", "7F800000 FF800000 FFC00000 10\n").code, 0);
  EXPECT_EQ(run("f32_add", "7FC12345 3F800000 7FC12345 00\n").code, 0);
  EXPECT_EQ(run("f32_to_i32", "7F800000 80000000 10\n").code, 0);
  EXPECT_EQ(run("f32_to_ui32", "BF800000 FFFFFFFF 10\n").code, 0);
  EXPECT_EQ(run("f32_to_i32", "7F800000 80000000 00\n").code, 1);
  EXPECT_EQ(run("f32_to_i32", "3FC00000 00000002 00\n").code, 0);
  EXPECT_EQ(run("f32_to_i32 --exact", "3FC00000 00000002 00\n").code, 1);
  EXPECT_EQ(run("f32_to_i32 -exact", "3FC00000 00000002 01\n").code, 0);
  EXPECT_EQ(run("f32_to_i32", "3F800000 00000001 01\n").code, 1);
  EXPECT_EQ(run("f64_le", "7FF8000000000000 0000000000000000 0 10\n").code, 0);
  EXPECT_EQ(run("f64_eq", "7FF8000000000000 0000000000000000 0 00\n").code, 0);
}

TEST(rtl_fpu_check, refuses_what_is_no_vector) {
  const auto refused = [](const std::string &arguments,
                          const std::string &input,
                          const std::string &message) {
    const run_result r = run(arguments, input);
    EXPECT_EQ(r.code, 2) << arguments;
    EXPECT_EQ(r.output.substr(0, message.size() + 15),
              "rtl-fpu-check: " + message);
  };
  refused("", "", "which function? --help tells");
  refused("f64_rem", "", "no function 'f64_rem'; there are: f32_add f32_sub");
  refused("f64_add f64_sub", "",
          "one function at a time, not 'f64_add' and 'f64_sub'");
  refused("f64_add --rm up", "",
          "no rounding mode 'up': rnear_even, rminMag, rmin, rmax, "
          "rnear_maxMag");
  refused("f64_add --rm", "", "--rm needs a mode");
  refused("f64_add --fast", "", "no option '--fast'");
  refused("f64_add -tininessbefore", "",
          "the FPU detects tininess after rounding, as RISC-V has it: no "
          "vectors of -tininessbefore");
  refused("f64_add", "", "no vectors on the input");
  refused("f32_add", "3F800000 xyz 3F800000 00\n",
          "line 1: operand 2 of 2 is not a hexadecimal number of 8 digits: "
          "'3F800000 xyz 3F800000 00'");
  refused("f32_add", "3F800000 3F800000 123456789 00\n",
          "line 1: the result is not a hexadecimal number of 8 digits");
  refused("f32_add", "3F800000 3F800000 40000000 20\n",
          "line 1: the flags are not a hexadecimal number up to 1f");
  refused("f32_add", "3F800000 3F800000 40000000 00 00\n",
          "line 1: there is more on the line than 2 operands, result and "
          "flags");
}

TEST(rtl_fpu_check, helps) {
  const run_result r = run("--help", "");
  EXPECT_EQ(r.code, 0);
  EXPECT_EQ(r.output.substr(0, 20), "usage: rtl-fpu-check");
}

} // namespace
} // namespace fpu
