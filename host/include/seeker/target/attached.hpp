// A target that runs already and goes on running: its memory outlives a run.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Somebody started it (`seeker-sim --listen`). A link that ends is made anew;
// when nobody listens any more, it is lost.
#pragma once

#include "seeker/target/link_target.hpp"

namespace seeker::target {

class attached_target final : public link_target {
public:
  /// Refuses wishes that only who starts a simulator can fulfil.
  static result<target_ptr> make(boost::asio::any_io_executor executor,
                                 wishes wanted);

  std::string_view kind() const override { return "sim"; }
  bool remembers() const override { return true; }

protected:
  task<transport::stream_ptr> connect() override;
  session::relink relink() override;

private:
  attached_target(boost::asio::any_io_executor executor, const wishes &wanted);

  transport::address where_;
};

} // namespace seeker::target
