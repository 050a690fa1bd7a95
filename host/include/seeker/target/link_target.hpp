// A target that is reached by the wire protocol over some link.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/target/target.hpp"
#include "seeker/transport/chaos.hpp"

namespace seeker::target {

class link_target : public target {
public:
  task<wire::identity> open() override;
  task<void> close() override;
  task<void> write(std::uint64_t address, std::span<const std::byte> from,
                   session::progress tell) override;
  task<void> read(std::uint64_t address, std::span<std::byte> into,
                  session::progress tell) override;
  task<void> fill(std::uint64_t address, std::uint64_t count,
                  std::uint32_t pattern) override;
  task<std::vector<std::uint32_t>> crc(std::uint64_t address,
                                       std::uint64_t count) override;
  task<void> start(std::uint64_t entry, std::uint32_t tohost) override;
  task<wire::device_status> status() override;
  task<void> reset() override;
  session::counters counts() const override;

protected:
  /// With the session and the chaos that are wanted.
  link_target(boost::asio::any_io_executor executor, const wishes &wanted);
  /// `faults`, where there are any, break every link that is made.
  link_target(boost::asio::any_io_executor executor, session::options chosen,
              std::shared_ptr<transport::chaos> faults = {})
      : executor_(std::move(executor)), session_(chosen),
        faults_(std::move(faults)) {}

  /// Makes the link; `open` calls it once.
  virtual task<transport::stream_ptr> connect() = 0;
  /// How a lost link is made anew; nothing when it cannot be. What it holds
  /// must outlive the target.
  virtual session::relink relink() { return {}; }
  /// Whether the target itself is why the link failed: the error to report.
  virtual boost::asio::awaitable<error> diagnose(error cause);

  boost::asio::any_io_executor executor_;

private:
  template <class T> task<T> guarded(task<T> work);

  session::options session_;
  std::shared_ptr<transport::chaos> faults_;
  std::unique_ptr<session::client> client_;
};

} // namespace seeker::target
