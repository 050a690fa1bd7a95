// Links to a fake device: in memory, and broken by chaos where a test wants it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "fake_device.hpp"
#include "seeker/target/link_target.hpp"
#include "seeker/transport/chaos.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <optional>

namespace seeker::fake {

/// A link of which this end is the host's; the other is served by `device`
/// until the link ends. The device must live as long as the context runs.
transport::stream_ptr link_to(boost::asio::io_context &context,
                              fake_device &device);

/// The same behind faults; links made anew share them.
transport::stream_ptr link_to(boost::asio::io_context &context,
                              fake_device &device,
                              std::shared_ptr<transport::chaos> faults);

/// The fake device as a target.
class fake_target final : public target::link_target {
public:
  fake_target(boost::asio::io_context &context, fake_device &device,
              const transport::chaos_spec &wrong = {}, std::uint64_t seed = 1,
              session::options chosen = {});
  std::string_view kind() const override { return "sim"; }
  bool remembers() const override { return remembers_; }
  void set_remembers(bool value) { remembers_ = value; }

protected:
  task<transport::stream_ptr> connect() override;
  session::relink relink() override;

private:
  boost::asio::io_context &context_;
  fake_device &device_;
  bool remembers_ = false;
};

/// Runs a coroutine to its end and gives its result. The context has nothing
/// left to do afterwards but what serves links.
template <class T>
result<T> await(boost::asio::io_context &context, task<T> work) {
  std::optional<result<T>> outcome;
  std::exception_ptr thrown;
  boost::asio::co_spawn(context, std::move(work),
                        [&](std::exception_ptr what, result<T> done) {
                          thrown = what;
                          if (!what)
                            outcome = std::move(done);
                        });
  context.restart();
  while (!outcome && !thrown && context.run_one() != 0) {
  }
  if (thrown)
    std::rethrow_exception(thrown);
  if (!outcome)
    return error{errc::hang, "the coroutine waits for what never comes"};
  return std::move(*outcome);
}

} // namespace seeker::fake
