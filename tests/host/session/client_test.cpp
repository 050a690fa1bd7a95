// The session over links: bulk transfers, bad links by seeds, every kind of
// refusal.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/session/client.hpp"

#include "../support/fake_link.hpp"
#include "seeker/base/bytes.hpp"
#include "seeker/wire/crc32c.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace seeker;
using session::client;

constexpr std::uint64_t l3 = 0x80000000;

struct fixture {
  explicit fixture(std::string_view wrong = "",
                   session::options chosen = quick(), std::uint64_t seed = 1)
      : configuration(*config::load(SEEKER_CFG_SOURCE "/small.json")),
        device(configuration), faults(std::make_shared<transport::chaos>(
                                   *transport::parse_chaos(wrong), seed)),
        session(context.get_executor(), link(), chosen,
                [this] { return anew(); }) {}

  transport::stream_ptr link() {
    return fake::link_to(context, device, faults);
  }
  task<transport::stream_ptr> anew() {
    if (faults->is_cut())
      co_return fail(errc::link_lost, "there is no other link");
    co_return link();
  }

  static session::options quick() {
    session::options made;
    made.answer_timeout = 50ms;
    made.attempts = 20;
    return made;
  }
  template <class T> result<T> wait(task<T> work) {
    return fake::await(context, std::move(work));
  }

  boost::asio::io_context context;
  config::configuration configuration;
  fake::fake_device device;
  std::shared_ptr<transport::chaos> faults;
  client session;
};

std::vector<std::byte> pattern(std::size_t count, unsigned seed) {
  std::vector<std::byte> made(count);
  std::mt19937 random(seed);
  for (std::byte &one : made)
    one = std::byte(random());
  return made;
}

TEST(Client, IdentifiesAndMovesBulk) {
  fixture f;
  const auto identity = f.wait(f.session.identify());
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(identity->configuration_hash, f.configuration.hash);
  EXPECT_EQ(identity->harts, 3u);
  const auto bytes = pattern(1'000'003, 1);
  std::uint64_t told = 0;
  ASSERT_TRUE(f.wait(f.session.write(
      l3 + 5, bytes, [&](std::uint64_t done) { told = done; })));
  EXPECT_EQ(told, bytes.size());
  std::vector<std::byte> back(bytes.size());
  ASSERT_TRUE(f.wait(f.session.read(l3 + 5, back)));
  EXPECT_EQ(back, bytes);
  EXPECT_EQ(f.session.counts().retries, 0u);
}

TEST(Client, SumsInPieces) {
  fixture f;
  ASSERT_TRUE(f.wait(f.session.identify()));
  const auto bytes = pattern(client::crc_piece_bytes + 100, 2);
  ASSERT_TRUE(f.wait(f.session.write(l3, bytes)));
  const auto sums = f.wait(f.session.crc(l3, bytes.size()));
  ASSERT_TRUE(sums);
  ASSERT_EQ(sums->size(), 2u);
  const std::span<const std::byte> all = bytes;
  EXPECT_EQ(sums->at(0), wire::crc32c(all.first(client::crc_piece_bytes)));
  EXPECT_EQ(sums->at(1), wire::crc32c(all.last(100)));
}

TEST(Client, Fills) {
  fixture f;
  ASSERT_TRUE(
      f.wait(f.session.fill(l3, 3 * client::crc_piece_bytes, 0x01020304)));
  EXPECT_EQ(f.device.peek(l3 + 2 * client::crc_piece_bytes, 2),
            (std::vector{std::byte{4}, std::byte{3}}));
}

TEST(Client, NothingToMoveIsNoRequest) {
  fixture f;
  ASSERT_TRUE(f.wait(f.session.write(l3, {})));
  EXPECT_EQ(f.session.counts().requests, 0u);
}

TEST(Client, RefusalNamesTheRequest) {
  fixture f;
  ASSERT_TRUE(f.wait(f.session.identify()));
  std::vector<std::byte> bytes(8);
  const auto read = f.wait(f.session.read(0x40000000, bytes));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, errc::refused);
  EXPECT_EQ(read.error().message,
            "read of 8 bytes at 0x40000000 was refused: address");
}

TEST(Client, FirstRefusalOfABulkTransferEndsIt) {
  fixture f;
  ASSERT_TRUE(f.wait(f.session.identify()));
  std::vector<std::byte> bytes(1 << 20);
  const std::uint64_t end = f.configuration.l3.base + f.configuration.l3.bytes;
  const auto wrote = f.wait(f.session.write(end - 8192, bytes));
  ASSERT_FALSE(wrote);
  EXPECT_EQ(wrote.error().code, errc::refused);
  // The session goes on working.
  EXPECT_TRUE(f.wait(f.session.status()));
}

TEST(Client, TakesTheEpochThatIsThere) {
  fixture f;
  f.device.set_epoch(77);
  ASSERT_TRUE(f.wait(f.session.identify()));
  EXPECT_EQ(f.session.epoch(), 77);
  ASSERT_TRUE(f.wait(f.session.reset(78)));
  EXPECT_EQ(f.session.epoch(), 78);
  EXPECT_TRUE(f.wait(f.session.status()));
}

TEST(Client, LosesTheTargetToAnotherEpoch) {
  fixture f;
  ASSERT_TRUE(f.wait(f.session.identify()));
  ASSERT_TRUE(f.wait(f.session.reset(5)));
  f.device.set_epoch(6);
  const auto status = f.wait(f.session.status());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message,
            "status was refused: the target's epoch is 6, not 5; someone else "
            "has taken it");
}

TEST(Client, RefusesAnotherVersion) {
  fixture f;
  f.device.set_version(2);
  const auto identity = f.wait(f.session.identify());
  ASSERT_FALSE(identity);
  EXPECT_EQ(identity.error().message,
            "the target speaks version 2 of the protocol, not 1");
}

TEST(Client, BusyStartIsRefused) {
  fixture f;
  f.device.poke(l3, fake::script_bytes({{fake::script_op::spin, {}}}));
  ASSERT_TRUE(f.wait(f.session.start(l3, 0)));
  const auto again = f.wait(f.session.start(l3, 0));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, "start at 0x80000000 was refused: busy");
}

TEST(Client, CutLinkIsAnErrorAtOnce) {
  fixture f("cut=100000");
  const auto bytes = pattern(1'000'000, 3);
  const auto wrote = f.wait(f.session.write(l3, bytes));
  ASSERT_FALSE(wrote);
  EXPECT_EQ(wrote.error().code, errc::link_lost);
  EXPECT_EQ(wrote.error().message, "the link was broken by --chaos");
  EXPECT_EQ(f.wait(f.session.status()).error().code, errc::link_lost);
}

TEST(Client, SilentLinkTimesOut) {
  session::options few = fixture::quick();
  few.attempts = 2;
  few.answer_timeout = 10ms;
  fixture f("silence=100000", few);
  const auto bytes = pattern(1'000'000, 3);
  const auto wrote = f.wait(f.session.write(l3, bytes));
  ASSERT_FALSE(wrote);
  EXPECT_EQ(wrote.error().code, errc::link_timeout);
}

TEST(Client, GoesOnOverANewLink) {
  fixture f("reset=20", fixture::quick(), 3);
  ASSERT_TRUE(f.wait(f.session.identify()));
  const auto bytes = pattern(1'000'000, 4);
  ASSERT_TRUE(f.wait(f.session.write(l3, bytes)));
  std::vector<std::byte> back(bytes.size());
  ASSERT_TRUE(f.wait(f.session.read(l3, back)));
  EXPECT_EQ(back, bytes);
  EXPECT_GT(f.session.counts().relinks, 3u);
}

TEST(Client, ClosedSessionRefuses) {
  fixture f;
  f.session.close();
  EXPECT_EQ(f.wait(f.session.status()).error().message, "the link was closed");
}

RC_GTEST_PROP(Client, BadLinksLoseNothing, ()) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
  // Events per MiB: a frame of 4 KiB is hit by each kind now and then.
  std::string wrong;
  for (const char *kind : {"corrupt", "drop", "truncate", "insert", "duplicate",
                           "reorder", "reset", "delay"})
    wrong += fmt::format("{}={},", kind, *rc::gen::inRange(0, 16));
  wrong.pop_back();
  session::options patient = fixture::quick();
  patient.answer_timeout = 5ms;
  patient.attempts = 200;
  fixture f(wrong, patient, seed);
  RC_ASSERT(f.wait(f.session.identify()).has_value());
  const auto bytes = pattern(200'000, static_cast<unsigned>(seed));
  RC_ASSERT(f.wait(f.session.write(l3, bytes)).has_value());
  RC_ASSERT(f.wait(f.session.reset(9)).has_value());
  std::vector<std::byte> back(bytes.size());
  RC_ASSERT(f.wait(f.session.read(l3, back)).has_value());
  RC_ASSERT(back == bytes);
  const auto sums = f.wait(f.session.crc(l3, 65'536));
  RC_ASSERT(sums.has_value());
  RC_ASSERT(sums->at(0) == wire::crc32c(std::span(bytes).first(65'536)));
  RC_ASSERT(f.device.executed[wire::opcode::reset] == 1u);
}

/// An identity of so many bytes of payload and harts.
std::vector<std::byte> identity(const config::configuration &on,
                                std::uint32_t payload, std::uint32_t harts) {
  std::vector<std::byte> made(wire::identity_bytes);
  const auto put = [&](std::size_t at, auto value) {
    store(std::span<std::byte>(made), at, value);
  };
  put(0, wire::protocol_version);
  put(4, payload);
  put(8, on.hash);
  put(16, harts);
  return made;
}

TEST(Client, IdentitiesAreChecked) {
  const auto told = [](std::vector<std::byte> answer) {
    fixture f;
    f.device.instead[wire::opcode::identify] = std::move(answer);
    const auto opened = f.wait(f.session.identify());
    return opened ? "none" : opened.error().message;
  };
  const auto on = *config::load(SEEKER_CFG_SOURCE "/small.json");
  EXPECT_EQ(told(std::vector<std::byte>(3)),
            fmt::format("identify was answered with 3 bytes, not {}",
                        wire::identity_bytes));
  EXPECT_TRUE(told(identity(on, 0, 3))
                  .starts_with("the target takes payloads of 0 bytes, expected "
                               "1 to "));
  EXPECT_EQ(told(identity(on, 1024, 0)),
            "the target has 0 harts, expected 1 to 1024");
  EXPECT_EQ(told(identity(on, 1024, 1025)),
            "the target has 1025 harts, expected 1 to 1024");
}

TEST(Client, AStatusThatIsNoneIsTold) {
  fixture f;
  ASSERT_TRUE(f.wait(f.session.identify()));
  f.device.instead[wire::opcode::status] = std::vector<std::byte>(5);
  EXPECT_EQ(f.wait(f.session.status()).error().message,
            "status was answered with 5 bytes that are no status");
}

} // namespace
