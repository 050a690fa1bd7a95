// rtl-fpu-check: holds the FPU's RTL to vectors of Berkeley TestFloat's
// generator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "vectors.hpp"

#include <cstdio>
#include <deque>
#include <iostream>

namespace {

constexpr const char *usage =
    "usage: rtl-fpu-check FUNCTION [--rm MODE] [--exact] < VECTORS\n"
    "  reads lines as testfloat_gen FUNCTION prints them (operands, result "
    "and\n"
    "  flags in hexadecimal) and compares the FPU's RTL with each\n"
    "  --rm MODE   rnear_even (default), rminMag, rmin, rmax, rnear_maxMag;\n"
    "              also as -MODE\n"
    "  --exact     conversions to integer have the inexact flag in the "
    "vectors\n"
    "              (testfloat_gen -exact); without it that flag may be "
    "missing\n"
    "exit: 0 all agree, 1 a difference, 2 usage or a line that is no vector\n";

struct options {
  std::string function;
  fp::rounding rm = fp::rounding::rne;
  bool exact_flags = false;
};

int refuse(const std::string &message) {
  std::cerr << "rtl-fpu-check: " << message << '\n';
  return 2;
}

// 0, or the exit code to leave with after a message.
int parse(int argc, char **argv, options &o) {
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word == "-exact" || word == "--exact") {
      o.exact_flags = true;
    } else if (word == "-notexact" || word == "-tininessafter") {
      continue;
    } else if (word == "-tininessbefore") {
      return refuse("the FPU detects tininess after rounding, as RISC-V has "
                    "it: no vectors of -tininessbefore");
    } else if (word == "--rm" || word.substr(0, 2) == "-r") {
      if (word == "--rm") {
        if (++i == argc)
          return refuse("--rm needs a mode");
        word = argv[i];
      } else {
        word.remove_prefix(1);
      }
      const auto rm = fpu::find_rounding(word);
      if (!rm)
        return refuse("no rounding mode '" + std::string(word) +
                      "': rnear_even, rminMag, rmin, rmax, rnear_maxMag");
      o.rm = *rm;
    } else if (word.substr(0, 1) == "-") {
      return refuse("no option '" + std::string(word) + "'");
    } else if (!o.function.empty()) {
      return refuse("one function at a time, not '" + o.function + "' and '" +
                    std::string(word) + "'");
    } else {
      o.function = word;
    }
  }
  return o.function.empty() ? refuse("which function? --help tells") : 0;
}

struct pending {
  std::uint64_t number;
  std::string text;
  fpu::vector_line line;
};

} // namespace

int main(int argc, char **argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--help") {
    std::cout << usage << "functions: " << fpu::function_names() << '\n';
    return 0;
  }
  options o;
  if (const int code = parse(argc, argv, o))
    return code;
  const auto function = fpu::find_function(o.function);
  if (!function)
    return refuse("no function '" + o.function +
                  "'; there are: " + fpu::function_names());

  std::ios::sync_with_stdio(false);
  fpu::bench bench;
  // One function has one pipe: results come in the order of the lines.
  std::deque<pending> waiting;
  bool differs = false;
  const auto check = [&](const fpu::operation &, const fp::outcome &got) {
    const pending p = std::move(waiting.front());
    waiting.pop_front();
    if (differs || fpu::agrees(*function, p.line, got, o.exact_flags))
      return;
    differs = true;
    std::cout << "line " << p.number << ": " << p.text << "\n  the FPU gives "
              << fpu::format_outcome(*function, got) << '\n';
  };

  std::uint64_t number = 0;
  std::string text, reason;
  while (!differs && std::getline(std::cin, text)) {
    ++number;
    const auto line = fpu::parse_line(*function, o.rm, text, reason);
    if (!line) {
      bench.drain(check);
      return differs ? 1
                     : refuse("line " + std::to_string(number) + ": " + reason +
                              ": '" + text + "'");
    }
    waiting.push_back({number, text, *line});
    bench.submit(line->op, check);
  }
  bench.drain(check);
  if (differs)
    return 1;
  if (!bench.protocol_error().empty()) {
    std::cout << "the FPU breaks its handshake: " << bench.protocol_error()
              << '\n';
    return 1;
  }
  if (number == 0)
    return refuse("no vectors on the input");
  std::cout << number << " lines, no difference\n";
  return 0;
}
