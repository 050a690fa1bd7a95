// The Verilated SoC as a target: seeker-sim in a process of its own.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A link that chaos ended is made anew; one that ended by itself is not: on a
// local socket that means that the simulator has gone.
#pragma once

#include "seeker/target/supervised.hpp"

namespace seeker::target {

class sim_target final : public supervised_target {
public:
  /// `program` is seeker-sim, or what stands in for it.
  sim_target(boost::asio::any_io_executor executor,
             std::filesystem::path program, wishes wanted);

  std::string_view kind() const override { return "sim"; }
  bool remembers() const override { return false; }
  std::optional<observation> observed() const override;

  /// The simulator's process, while there is one.
  std::optional<pid_t> pid() const { return process(); }

protected:
  task<transport::stream_ptr> connect() override;
  session::relink relink() override;

private:
  result<void> spawn();
  task<transport::stream_ptr> listening();
  std::vector<std::string> arguments(const std::string &configuration) const;

  wishes wanted_;
  std::shared_ptr<const int> socket_; // O_PATH: reaches it without its name
  std::shared_ptr<const int> plan_;   // files in memory that the simulator
  std::shared_ptr<const int> report_; // opens by this process's descriptors
};

} // namespace seeker::target
