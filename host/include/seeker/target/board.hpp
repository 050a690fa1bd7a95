// A board behind its serial line: a real one, or its top in Verilator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The virtual board is a supervised seeker-vboard, reached as the board is: a
// terminal, and JTAG by remote_bitbang. What is in flight is bounded by what
// the board's receiver can hold. One process has a line at a time.
#pragma once

#include "seeker/board/description.hpp"
#include "seeker/target/supervised.hpp"

namespace seeker::target {

class board_target final : public supervised_target {
public:
  /// Refuses wishes that only a simulation of the SoC fulfils.
  static result<target_ptr> make(const std::string &name, bool is_virtual,
                                 boost::asio::any_io_executor executor,
                                 wishes wanted);

  std::string_view kind() const override { return kind_; }
  bool remembers() const override { return !is_virtual_; }
  task<wire::identity> open() override;

protected:
  task<transport::stream_ptr> connect() override;

private:
  board_target(board::description of, bool is_virtual,
               boost::asio::any_io_executor executor, wishes wanted);

  result<void> spawn();
  task<transport::stream_ptr> terminal();

  board::description of_;
  bool is_virtual_;
  std::string kind_;
  wishes wanted_;
};

} // namespace seeker::target
