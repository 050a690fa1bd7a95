// What is known of a kind of board: boards/<name>/board.toml.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   name = "..."            as its folder
//   kind = "fpga" | "simulation"
//   part, configuration     the FPGA; a configuration of rtl/cfg
//   clock_hz                of the cluster
//   capabilities = [...]    what suites can ask for
//   [serial] device, baud   a path that stays the same, or a pattern of one
//   [jtag]   openocd, idcode  the adapter's configuration, beside the file
//   [memory] base, bytes    what L3 is
//   [flash]  tool, arguments  how a bitstream gets there
//   [reset]  recipe         "jtag", "button"
//   [power]  recipe, arguments  "none", "command"
#pragma once

#include "seeker/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::board {

struct description {
  std::filesystem::path folder;
  std::string name;
  std::string kind;
  std::string part;
  std::string configuration;
  std::uint64_t clock_hz = 0;
  std::vector<std::string> capabilities;
  struct {
    std::string device;
    std::uint32_t baud = 0;
  } serial;
  struct {
    std::string openocd;
    std::uint32_t idcode = 0;
  } jtag;
  struct {
    std::uint64_t base = 0;
    std::uint64_t bytes = 0;
  } memory;
  struct {
    std::string tool;
    std::vector<std::string> arguments;
  } flash;
  std::string reset_recipe;
  std::string power_recipe;
  std::vector<std::string> power_command;
};

/// `origin` is the file's path; errc::format names it, and what is wrong there.
result<description> parse(std::string_view text,
                          const std::filesystem::path &origin);

/// NAME of a board that is known here, or a path to a board.toml.
result<description> load(const std::string &name_or_file);

/// Of the boards that are known here, in order.
std::vector<std::string> names();

/// The serial line's device: the one file that the pattern leads to.
/// errc::board says when there is none, or more than one.
result<std::filesystem::path> find_serial(const description &of);

} // namespace seeker::board
