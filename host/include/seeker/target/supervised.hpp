// A target that is a process of ours, reached over a link.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// When the link fails because the process has ended, that is the error, with
// its last words. A process that ends in order but says that something went
// wrong fails the closing.
#pragma once

#include "seeker/base/temporary_folder.hpp"
#include "seeker/target/child.hpp"
#include "seeker/target/link_target.hpp"

namespace seeker::target {

class supervised_target : public link_target {
public:
  task<void> close() override;

protected:
  /// `who` is what errors call it: "the simulator". Asked to end, it has
  /// `end_within`.
  supervised_target(boost::asio::any_io_executor executor, const wishes &wanted,
                    std::filesystem::path program, std::string who,
                    std::chrono::milliseconds end_within)
      : link_target(std::move(executor), wanted), program_(std::move(program)),
        who_(std::move(who)), end_within_(end_within) {}

  boost::asio::awaitable<error> diagnose(error cause) override;

  /// errc::board when it is not there.
  result<void> find_program() const;
  result<void> run_program(const std::vector<std::string> &arguments);
  /// Of an end before it was of use: "... exited with 1 before it `verb`".
  std::optional<error> ended_before_it(std::string_view verb);
  std::optional<pid_t> process() const;
  const std::filesystem::path &program() const { return program_; }

  /// What process and target share; it outlives the process.
  std::optional<temporary_folder> folder_;

private:
  std::filesystem::path program_;
  std::string who_;
  std::chrono::milliseconds end_within_;
  std::optional<child> process_;
};

} // namespace seeker::target
