// Drives the state machine with a link's bytes and a clock.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/session/client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

namespace seeker::session {
namespace {

namespace asio = boost::asio;
using clock = std::chrono::steady_clock;

constexpr std::size_t read_bytes = 64 * 1024;

result<void> refusal(const wire::header &asked, const wire::header &head) {
  if (head.status == wire::status::ok)
    return {};
  if (head.status == wire::status::epoch)
    return fail(errc::refused,
                "{} was refused: the target's epoch is {}, not {}; someone "
                "else has taken it",
                describe(asked), head.argument, head.epoch);
  return fail(errc::refused, "{} was refused: {}", describe(asked),
              wire::name(head.status));
}

} // namespace

/// What the link's coroutines and the user share. The coroutines keep it alive
/// and end when it is closed.
struct client::shared : std::enable_shared_from_this<client::shared> {
  shared(asio::any_io_executor executor, transport::stream_ptr opened,
         options chosen, relink anew)
      : link(std::move(opened)), make_anew(std::move(anew)), protocol(chosen),
        arrived(executor, clock::time_point::max()),
        output_ready(executor, clock::time_point::max()), timer(executor),
        executor(executor) {}

  void run() {
    const auto spawn = [this](asio::awaitable<void> work) {
      asio::co_spawn(executor, std::move(work),
                     [self = shared_from_this()](std::exception_ptr thrown) {
                       if (thrown)
                         self->fail_all(
                             fail(errc::link_lost, "the link's reader ended"));
                     });
    };
    spawn(link_loop());
    spawn(time_loop());
  }

  void fail_all(error cause) {
    protocol.lost(std::move(cause));
    link->close();
    changed();
    timer.cancel();
  }

  /// Hands out what is complete and wakes who may go on.
  void changed() {
    while (auto one = protocol.next_completion())
      if (expected.contains(one->id))
        expected.at(one->id) = std::move(one->outcome);
    arrived.cancel();
    if (protocol.has_output() || protocol.is_lost())
      output_ready.cancel();
    if (protocol.is_lost()) {
      link->close();
      timer.cancel();
    }
  }

  // Serves a link until it ends, and the one that replaces it.
  asio::awaitable<void> link_loop() {
    using namespace asio::experimental::awaitable_operators;
    const auto self = shared_from_this();
    while (!protocol.is_lost()) {
      broken.reset();
      co_await (read_loop() && write_loop());
      if (protocol.is_lost())
        co_return;
      if (!make_anew) {
        fail_all(*broken);
        co_return;
      }
      protocol.unlinked();
      result<transport::stream_ptr> made = co_await make_anew();
      if (!made) {
        fail_all(*broken);
        co_return;
      }
      link = *std::move(made);
      if (protocol.is_lost()) {
        link->close();
        co_return;
      }
      protocol.relinked(clock::now());
      changed();
    }
  }

  /// The link ended by itself: its reader and its writer both stop.
  void link_broke(error cause) {
    if (!broken)
      broken = std::move(cause);
    link->close();
    output_ready.cancel();
  }

  bool link_stands() const { return !broken && !protocol.is_lost(); }

  asio::awaitable<void> read_loop() {
    std::vector<std::byte> buffer(read_bytes);
    while (link_stands()) {
      result<std::size_t> n = co_await link->read_some(buffer);
      if (!n) {
        link_broke(n.error());
        co_return;
      }
      protocol.input(std::span(buffer).first(*n), clock::now());
      changed();
    }
  }

  asio::awaitable<void> write_loop() {
    while (link_stands()) {
      if (!protocol.has_output()) {
        co_await output_ready.async_wait(asio::as_tuple(asio::use_awaitable));
        continue;
      }
      const std::vector<std::byte> bytes = protocol.take_output();
      std::span<const std::byte> rest = bytes;
      while (!rest.empty() && link_stands()) {
        result<std::size_t> n = co_await link->write_some(rest);
        if (!n) {
          link_broke(n.error());
          co_return;
        }
        rest = rest.subspan(*n);
        protocol.sent(*n, clock::now());
      }
    }
  }

  // The deadline only ever moves away while this sleeps, so that it looks
  // again when it has passed; with nothing in flight it looks once a timeout.
  asio::awaitable<void> time_loop() {
    const auto self = shared_from_this();
    while (!protocol.is_lost()) {
      timer.expires_at(protocol.deadline().value_or(
          clock::now() + protocol.chosen().answer_timeout));
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
      protocol.elapsed(clock::now());
      changed();
    }
  }

  transport::stream_ptr link;
  relink make_anew;
  std::optional<error> broken; // why the present link ended
  machine protocol;
  asio::steady_timer arrived;
  asio::steady_timer output_ready;
  asio::steady_timer timer;
  asio::any_io_executor executor;
  std::unordered_map<ticket, std::optional<result<answer>>> expected;
};

client::client(asio::any_io_executor executor, transport::stream_ptr link,
               options chosen, relink anew)
    : shared_(std::make_shared<shared>(std::move(executor), std::move(link),
                                       chosen, std::move(anew))) {
  shared_->run();
}

client::~client() { close(); }

void client::close() noexcept {
  shared_->fail_all(fail(errc::link_lost, "the link was closed"));
}

const counters &client::counts() const { return shared_->protocol.counts(); }
std::uint16_t client::epoch() const { return shared_->protocol.epoch(); }

/// Keeps the window full with `make`'s pieces and gives answers to `take`, in
/// any order. Ends with the first error, when nothing is in flight any more.
task<void>
client::pump(std::uint64_t pieces, std::function<request(std::uint64_t)> make,
             std::function<void(std::uint64_t, const answer &)> take) {
  const auto shared = shared_;
  struct flight {
    std::uint64_t piece;
    wire::header asked;
  };
  std::map<ticket, flight> mine; // the first error is that of the first piece
  std::uint64_t next = 0;
  result<void> outcome;
  while (true) {
    while (outcome && next < pieces && shared->protocol.has_room()) {
      request wanted = make(next);
      const flight flown{next++, wanted.head};
      const ticket id =
          shared->protocol.submit(std::move(wanted), clock::now());
      shared->expected.emplace(id, std::nullopt);
      mine.emplace(id, flown);
    }
    shared->changed();
    for (auto one = mine.begin(); one != mine.end();) {
      const auto found = shared->expected.find(one->first);
      if (!found->second) {
        ++one;
        continue;
      }
      const result<answer> got = std::move(*found->second);
      shared->expected.erase(found);
      result<void> judged;
      if (!got)
        judged = got.error();
      else
        judged = refusal(one->second.asked, got->head);
      if (judged)
        take(one->second.piece, *got);
      else if (outcome)
        outcome = judged;
      one = mine.erase(one);
    }
    if (mine.empty() && (!outcome || next == pieces))
      co_return outcome;
    if (!mine.empty() &&
        (!outcome || next == pieces || !shared->protocol.has_room())) {
      auto [ec] = co_await shared->arrived.async_wait(
          asio::as_tuple(asio::use_awaitable));
      static_cast<void>(ec);
    }
  }
}

task<answer> client::call(request wanted) {
  answer got;
  const auto make = [&](std::uint64_t) { return wanted; };
  const auto take = [&](std::uint64_t, const answer &one) { got = one; };
  result<void> done = co_await pump(1, make, take);
  if (!done)
    co_return done.error();
  co_return got;
}

task<wire::identity> client::identify() {
  const request wanted{wire::request::identify(0, 0), {}};
  machine &protocol = shared_->protocol;
  const ticket id = protocol.submit(wanted, clock::now());
  shared_->expected.emplace(id, std::nullopt);
  const auto shared = shared_;
  shared->changed();
  while (!shared->expected.at(id))
    co_await shared->arrived.async_wait(asio::as_tuple(asio::use_awaitable));
  const result<answer> first = *shared->expected.at(id);
  shared->expected.erase(id);
  if (!first)
    co_return first.error();
  // The refusal of a wrong epoch tells the right one.
  answer got = *first;
  if (got.head.status == wire::status::epoch) {
    protocol.set_epoch(static_cast<std::uint16_t>(got.head.argument));
    result<answer> second = co_await call(wanted);
    if (!second)
      co_return second.error();
    got = std::move(*second);
  }
  const auto refused = refusal(wanted.head, got.head);
  if (!refused)
    co_return refused.error();
  const auto identity = wire::decode_identity(got.payload);
  if (!identity)
    co_return fail(errc::link_protocol,
                   "identify was answered with {} bytes, not {}",
                   got.payload.size(), wire::identity_bytes);
  if (identity->version != wire::protocol_version)
    co_return fail(errc::link_protocol,
                   "the target speaks version {} of the protocol, not {}",
                   identity->version, wire::protocol_version);
  if (identity->max_payload_bytes == 0 ||
      identity->max_payload_bytes > protocol.chosen().max_payload_bytes)
    co_return fail(errc::link_protocol,
                   "the target takes payloads of {} bytes, expected 1 to {}",
                   identity->max_payload_bytes,
                   protocol.chosen().max_payload_bytes);
  if (identity->harts == 0 || identity->harts > 1024)
    co_return fail(errc::link_protocol,
                   "the target has {} harts, expected 1 to 1024",
                   identity->harts);
  payload_bytes_ = identity->max_payload_bytes;
  co_return *identity;
}

namespace {

std::uint64_t pieces_of(std::uint64_t count, std::uint64_t piece) {
  return count / piece + (count % piece != 0);
}

} // namespace

task<void> client::write(std::uint64_t address, std::span<const std::byte> from,
                         progress tell) {
  const std::uint64_t piece = payload_bytes_;
  std::uint64_t done = 0;
  const auto part = [&](std::uint64_t i) {
    return from.subspan(i * piece, std::min(piece, from.size() - i * piece));
  };
  const auto make = [&](std::uint64_t i) {
    request wanted{wire::request::write(0, 0, address + i * piece), {}};
    const auto bytes = part(i);
    wanted.head.count = static_cast<std::uint32_t>(bytes.size());
    wanted.payload.assign(bytes.begin(), bytes.end());
    return wanted;
  };
  const auto take = [&](std::uint64_t i, const answer &) {
    done += part(i).size();
    if (tell)
      tell(done);
  };
  co_return co_await pump(pieces_of(from.size(), piece), make, take);
}

task<void> client::read(std::uint64_t address, std::span<std::byte> into,
                        progress tell) {
  const std::uint64_t piece = payload_bytes_;
  std::uint64_t done = 0;
  const auto part = [&](std::uint64_t i) {
    return into.subspan(i * piece, std::min(piece, into.size() - i * piece));
  };
  const auto make = [&](std::uint64_t i) {
    const auto count = static_cast<std::uint32_t>(part(i).size());
    return request{wire::request::read(0, 0, address + i * piece, count), {}};
  };
  const auto take = [&](std::uint64_t i, const answer &got) {
    std::copy(got.payload.begin(), got.payload.end(), part(i).begin());
    done += got.payload.size();
    if (tell)
      tell(done);
  };
  co_return co_await pump(pieces_of(into.size(), piece), make, take);
}

task<void> client::fill(std::uint64_t address, std::uint64_t count,
                        std::uint32_t pattern) {
  // In pieces, so that each is answered well within the timeout.
  const auto make = [&](std::uint64_t i) {
    const std::uint64_t begin = i * crc_piece_bytes;
    const auto bytes =
        static_cast<std::uint32_t>(std::min(crc_piece_bytes, count - begin));
    return request{wire::request::fill(0, 0, address + begin, bytes, pattern),
                   {}};
  };
  const auto take = [](std::uint64_t, const answer &) {};
  co_return co_await pump(pieces_of(count, crc_piece_bytes), make, take);
}

task<std::vector<std::uint32_t>> client::crc(std::uint64_t address,
                                             std::uint64_t count) {
  std::vector<std::uint32_t> sums(pieces_of(count, crc_piece_bytes));
  const auto make = [&](std::uint64_t i) {
    const std::uint64_t begin = i * crc_piece_bytes;
    const auto bytes =
        static_cast<std::uint32_t>(std::min(crc_piece_bytes, count - begin));
    return request{wire::request::crc(0, 0, address + begin, bytes), {}};
  };
  const auto take = [&](std::uint64_t i, const answer &got) {
    sums[i] = got.head.argument;
  };
  result<void> done = co_await pump(sums.size(), make, take);
  if (!done)
    co_return done.error();
  co_return sums;
}

task<void> client::start(std::uint64_t entry, std::uint32_t tohost) {
  request wanted{wire::request::start(0, 0, entry, tohost), {}};
  result<answer> got = co_await call(std::move(wanted));
  if (!got)
    co_return got.error();
  co_return result<void>();
}

task<wire::device_status> client::status() {
  request wanted{wire::request::status(0, 0), {}};
  result<answer> got = co_await call(std::move(wanted));
  if (!got)
    co_return got.error();
  auto decoded = wire::decode_status(got->payload);
  if (!decoded)
    co_return fail(errc::link_protocol,
                   "status was answered with {} bytes that are no status",
                   got->payload.size());
  co_return *std::move(decoded);
}

task<void> client::reset(std::uint16_t epoch) {
  request wanted{wire::request::reset(0, 0, epoch), {}};
  result<answer> got = co_await call(std::move(wanted));
  if (!got)
    co_return got.error();
  shared_->protocol.set_epoch(epoch);
  co_return result<void>();
}

} // namespace seeker::session
