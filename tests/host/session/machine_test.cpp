// The session's state machine, by scripts of bytes and times.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/session/machine.hpp"

#include "../support/fake_device.hpp"
#include "seeker/base/bytes.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace seeker;
using fake::fake_device;
using session::machine;
using session::request;
using wire::opcode;

constexpr std::uint64_t l3 = 0x80000000;

config::configuration small() {
  config::configuration made;
  made.hash = 0x1122334455667788;
  made.compute_cores = 2;
  made.dm_cores = 1;
  made.max_payload_bytes = 64;
  made.l3 = {l3, 1 << 20};
  made.tcdm = {0x10000000, 1 << 17};
  made.peripheral = {0x10021000, 61440};
  return made;
}

session::options quick() {
  session::options made;
  made.window_frames = 4;
  made.window_bytes = 1024;
  made.max_payload_bytes = 64;
  made.answer_timeout = 100ms;
  made.attempts = 4;
  return made;
}

request write_of(std::uint64_t address, std::vector<std::byte> bytes) {
  request made{wire::request::write(0, 0, address), std::move(bytes)};
  made.head.count = static_cast<std::uint32_t>(made.payload.size());
  return made;
}

request read_of(std::uint64_t address, std::uint32_t count) {
  return {wire::request::read(0, 0, address, count), {}};
}

/// A machine, a device, and a clock that a test moves.
struct fixture {
  fixture() : protocol(quick()), device(small()) {}

  session::ticket submit(request wanted) {
    return protocol.submit(std::move(wanted), now);
  }
  std::vector<std::byte> out() {
    std::vector<std::byte> bytes = protocol.take_output();
    protocol.sent(bytes.size(), now);
    return bytes;
  }
  void in(const std::vector<std::byte> &bytes) { protocol.input(bytes, now); }
  /// Passes bytes to and fro until nothing moves any more.
  void settle() {
    while (protocol.has_output())
      in(device.feed(out()));
  }
  std::vector<session::completion> completions() {
    std::vector<session::completion> made;
    while (auto one = protocol.next_completion())
      made.push_back(*std::move(one));
    return made;
  }

  machine protocol;
  fake_device device;
  session::time_point now{};
};

std::vector<std::byte> some_bytes(std::size_t count, unsigned seed) {
  std::vector<std::byte> made(count);
  for (std::size_t i = 0; i < count; ++i)
    made[i] = std::byte(seed + 7 * i);
  return made;
}

TEST(Machine, WritesAndReadsBack) {
  fixture f;
  const auto bytes = some_bytes(40, 3);
  const auto wrote = f.submit(write_of(l3, bytes));
  const auto read = f.submit(read_of(l3, 40));
  f.settle();
  const auto done = f.completions();
  ASSERT_EQ(done.size(), 2u);
  EXPECT_EQ(done[0].id, wrote);
  EXPECT_EQ(done[1].id, read);
  EXPECT_EQ(done[1].outcome->payload, bytes);
  EXPECT_EQ(f.protocol.counts().requests, 2u);
  EXPECT_EQ(f.protocol.counts().retries, 0u);
  EXPECT_FALSE(f.protocol.deadline());
}

TEST(Machine, ReadWaitsForTheWriteItOverlaps) {
  fixture f;
  f.submit(write_of(l3, some_bytes(8, 1)));
  f.submit(read_of(l3 + 4, 8));
  EXPECT_EQ(f.out().size(), wire::header_bytes + 8);
  EXPECT_FALSE(f.protocol.has_output());
}

TEST(Machine, PipelinesWhatDoesNotOverlapUpToTheWindow) {
  fixture f;
  for (unsigned i = 0; i < 6; ++i)
    f.submit(read_of(l3 + 64 * i, 64));
  EXPECT_EQ(f.out().size(), 4 * wire::header_bytes);
  EXPECT_FALSE(f.protocol.has_room());
}

TEST(Machine, WindowCountsPayloadInBothDirections) {
  fixture f;
  session::options few = quick();
  few.window_bytes = 128;
  f.protocol = machine(few);
  for (unsigned i = 0; i < 4; ++i)
    f.submit(read_of(l3 + 64 * i, 64));
  EXPECT_EQ(f.out().size(), 2 * wire::header_bytes);
}

TEST(Machine, StartGoesAlone) {
  fixture f;
  f.submit(read_of(l3, 8));
  f.submit({wire::request::start(0, 0, l3, 0), {}});
  f.submit(read_of(l3 + 64, 8));
  EXPECT_EQ(f.out().size(), wire::header_bytes);
  f.in(f.device.feed(wire::encode_frame(wire::request::read(1, 0, l3, 8))));
  EXPECT_EQ(f.out().size(), wire::header_bytes);
}

TEST(Machine, SequenceZeroIsNeverUsed) {
  fixture f;
  session::options last = quick();
  last.first_sequence = 0xffff;
  f.protocol = machine(last);
  f.submit(read_of(l3, 8));
  f.submit(read_of(l3 + 8, 8));
  const auto bytes = f.out();
  EXPECT_EQ(load<std::uint16_t>(bytes, 6), 0xffff);
  EXPECT_EQ(load<std::uint16_t>(bytes, wire::header_bytes + 6), 1);
}

std::vector<unsigned> reaches(std::span<const std::byte> frames) {
  std::vector<unsigned> made;
  for (; !frames.empty(); frames = frames.subspan(wire::header_bytes))
    made.push_back(std::to_integer<unsigned>(frames[5]));
  return made;
}

TEST(Machine, EachRequestTellsOfTheOldestUnanswered) {
  fixture f;
  for (unsigned i = 0; i < 3; ++i)
    f.submit(read_of(l3 + 8 * i, 8));
  const auto first = f.out();
  EXPECT_EQ(reaches(first), (std::vector<unsigned>{1, 2, 3}));
  f.in(f.device.feed({first.begin(), first.begin() + wire::header_bytes}));
  f.submit(read_of(l3 + 24, 8));
  EXPECT_EQ(reaches(f.out()), (std::vector<unsigned>{3}));
}

TEST(Machine, NoReachIsAboveWhatAByteHolds) {
  fixture f;
  session::options wide = quick();
  wide.window_frames = 1000;
  wide.window_bytes = 1 << 20;
  f.protocol = machine(wide);
  for (unsigned i = 0; i < 600; ++i)
    f.submit(read_of(l3 + 8 * i, 8));
  const auto all = reaches(f.out());
  ASSERT_EQ(all.size(), 253u);
  for (unsigned i = 0; i < all.size(); ++i)
    EXPECT_EQ(all[i], i + 1);
}

TEST(Machine, WhatTheLinkBringsAgainChangesNothing) {
  fixture f;
  f.submit({wire::request::fill(0, 0, l3, 8, 0x11111111), {}});
  const auto fill = f.out();
  f.in(f.device.feed(fill));
  f.submit(write_of(l3, some_bytes(8, 5)));
  f.settle();
  f.in(f.device.feed(fill));
  EXPECT_EQ(f.device.peek(l3, 8), some_bytes(8, 5));
  EXPECT_EQ(f.protocol.counts().stale_answers, 1u);
  EXPECT_EQ(f.completions().size(), 2u);
}

TEST(Machine, RefusalIsACompletionWithItsStatus) {
  fixture f;
  f.submit(read_of(0x40000000, 8));
  f.settle();
  const auto done = f.completions();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].outcome->head.status, wire::status::address);
  EXPECT_EQ(f.protocol.counts().retries, 0u);
}

TEST(Machine, MissingAnswerIsNoticedByALaterOne) {
  fixture f;
  f.submit(read_of(l3, 8));
  f.submit(read_of(l3 + 8, 8));
  auto bytes = f.out();
  bytes.erase(bytes.begin(), bytes.begin() + wire::header_bytes);
  f.in(f.device.feed(bytes));
  EXPECT_EQ(f.protocol.counts().retries, 1u);
  f.settle();
  EXPECT_EQ(f.completions().size(), 2u);
  EXPECT_EQ(f.protocol.counts().timeouts, 0u);
}

TEST(Machine, NoiseAnswerRepeatsTheOldestAtOnce) {
  fixture f;
  f.submit(write_of(l3, some_bytes(16, 9)));
  auto bytes = f.out();
  bytes[5] ^= std::byte{1}; // the header
  f.in(f.device.feed(bytes));
  EXPECT_EQ(f.protocol.counts().noise_answers, 1u);
  EXPECT_EQ(f.protocol.counts().retries, 1u);
  f.settle();
  EXPECT_EQ(f.completions().size(), 1u);
  EXPECT_EQ(f.device.peek(l3, 16), some_bytes(16, 9));
}

TEST(Machine, DamagedPayloadIsSentAgain) {
  fixture f;
  f.submit(write_of(l3, some_bytes(16, 9)));
  auto bytes = f.out();
  bytes.back() ^= std::byte{1};
  f.in(f.device.feed(bytes));
  EXPECT_EQ(f.protocol.counts().damaged, 1u);
  f.settle();
  EXPECT_EQ(f.completions().size(), 1u);
  EXPECT_EQ(f.device.peek(l3, 16), some_bytes(16, 9));
}

TEST(Machine, DamagedAnswerIsAskedForAgain) {
  fixture f;
  f.device.poke(l3, some_bytes(16, 5));
  f.submit(read_of(l3, 16));
  auto answer = f.device.feed(f.out());
  answer.back() ^= std::byte{0x10};
  f.in(answer);
  EXPECT_EQ(f.protocol.counts().damaged, 1u);
  f.settle();
  const auto done = f.completions();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].outcome->payload, some_bytes(16, 5));
}

TEST(Machine, DamagedHeaderOfAnAnswerIsAskedForAgain) {
  fixture f;
  f.submit(read_of(l3, 16));
  auto answer = f.device.feed(f.out());
  answer[4] ^= std::byte{0x10};
  f.in(answer);
  EXPECT_EQ(f.protocol.counts().noise_runs, 1u);
  f.settle();
  EXPECT_EQ(f.completions().size(), 1u);
}

TEST(Machine, TimeoutRepeatsEverythingInFlight) {
  fixture f;
  f.submit(read_of(l3, 8));
  f.submit(read_of(l3 + 8, 8));
  f.out(); // lost
  ASSERT_TRUE(f.protocol.deadline());
  EXPECT_EQ(*f.protocol.deadline(), f.now + 100ms);
  f.now += 99ms;
  f.protocol.elapsed(f.now);
  EXPECT_FALSE(f.protocol.has_output());
  f.now += 1ms;
  f.protocol.elapsed(f.now);
  EXPECT_EQ(f.protocol.counts().timeouts, 1u);
  EXPECT_EQ(f.protocol.counts().retries, 2u);
  f.settle();
  EXPECT_EQ(f.completions().size(), 2u);
}

TEST(Machine, LinkIsDeadAfterAllAttempts) {
  fixture f;
  f.submit(read_of(l3, 8));
  f.submit(read_of(l3, 8));
  for (int i = 0; i < 4; ++i) {
    f.out();
    f.now += 100ms;
    f.protocol.elapsed(f.now);
  }
  const auto done = f.completions();
  ASSERT_EQ(done.size(), 2u);
  EXPECT_EQ(done[0].outcome.error().code, errc::link_timeout);
  EXPECT_EQ(done[0].outcome.error().message,
            "no answer to read of 8 bytes at 0x80000000 after 4 attempts of "
            "100 ms each");
  EXPECT_TRUE(f.protocol.is_lost());
}

TEST(Machine, LinkThatTakesNothingIsDead) {
  fixture f;
  f.submit(read_of(l3, 8));
  f.protocol.take_output(); // and never sent
  for (int i = 0; i != 4; ++i) {
    EXPECT_FALSE(f.protocol.is_lost());
    f.now += 100ms;
    f.protocol.elapsed(f.now);
  }
  const auto done = f.completions();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].outcome.error().message,
            "the link took none of 32 bytes for 400 ms, with read of 8 bytes "
            "at 0x80000000 outstanding");
}

TEST(Machine, LostLinkCompletesEverythingOnceAndAllThatComes) {
  fixture f;
  for (unsigned i = 0; i < 6; ++i)
    f.submit(read_of(l3 + 64 * i, 64));
  f.protocol.lost(fail(errc::link_lost, "cut"));
  f.protocol.lost(fail(errc::link_lost, "again"));
  f.submit(read_of(l3, 8));
  const auto done = f.completions();
  ASSERT_EQ(done.size(), 7u);
  for (const auto &one : done)
    EXPECT_EQ(one.outcome.error().message, "cut");
}

TEST(Machine, StaleAnswersAreCountedAndIgnored) {
  fixture f;
  f.submit(read_of(l3, 8));
  const auto answer = f.device.feed(f.out());
  f.in(answer);
  f.in(answer);
  EXPECT_EQ(f.completions().size(), 1u);
  EXPECT_EQ(f.protocol.counts().stale_answers, 1u);
}

TEST(Machine, AnswerOfAnotherOperationBreaksTheProtocol) {
  fixture f;
  f.submit(read_of(l3, 8));
  f.out();
  wire::header wrong = wire::request::identify(1, 0);
  wrong.code = 0x81;
  f.in(wire::encode_frame(wrong));
  const auto done = f.completions();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].outcome.error().code, errc::link_protocol);
  EXPECT_EQ(done[0].outcome.error().message,
            "read of 8 bytes at 0x80000000 was answered with code 0x81");
}

TEST(Machine, AnswerOfAnotherLengthBreaksTheProtocol) {
  fixture f;
  f.submit(read_of(l3, 8));
  f.out();
  wire::header wrong = wire::request::read(1, 0, l3, 8);
  wrong.code = 0xc3;
  f.in(wire::encode_frame(wrong, some_bytes(4, 0)));
  EXPECT_EQ(f.completions().at(0).outcome.error().message,
            "read of 8 bytes at 0x80000000 was answered with 4 bytes");
}

TEST(Machine, AnswerAboveTheLimitBreaksTheProtocol) {
  fixture f;
  f.submit(read_of(l3, 8));
  f.out();
  wire::header wrong = wire::request::read(1, 0, l3, 8);
  wrong.code = 0xc3;
  f.in(wire::encode_frame(wrong, some_bytes(65, 0)));
  EXPECT_EQ(f.completions().at(0).outcome.error().message,
            "an answer announces 65 bytes of payload, at most 64 come");
}

TEST(Machine, OurOwnFramesReflectedAreNoise) {
  fixture f;
  f.submit(read_of(l3, 8));
  const auto bytes = f.out();
  f.in(bytes);
  EXPECT_EQ(f.protocol.counts().noise_runs, 1u);
  EXPECT_TRUE(f.completions().empty());
}

TEST(Machine, RepeatedStartIsExecutedOnce) {
  fixture f;
  f.device.poke(l3, fake::script_bytes({{fake::script_op::spin, {}}}));
  f.submit({wire::request::start(0, 0, l3, 0), {}});
  f.device.feed(f.out()); // executed, the answer is lost
  f.now += 100ms;
  f.protocol.elapsed(f.now);
  f.settle();
  const auto done = f.completions();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].outcome->head.status, wire::status::ok);
  EXPECT_EQ(f.device.executed[opcode::start], 1u);
}

/// A short exchange in which one byte, forth or back, is hurt in one way; it
/// must end as if nothing had happened.
enum class hurt { flip, lose, add };
void exchange_with(hurt how, bool forth, std::size_t position) {
  SCOPED_TRACE(::testing::Message()
               << "way " << static_cast<int>(how) << (forth ? " to" : " from")
               << " the device, byte " << position);
  fixture f;
  const auto bytes = some_bytes(24, 17);
  f.submit(write_of(l3, bytes));
  f.submit({wire::request::fill(0, 0, l3 + 64, 8, 0x01020304), {}});
  f.submit({wire::request::reset(0, 0, 0), {}});
  f.submit(read_of(l3, 24));
  f.submit({wire::request::crc(0, 0, l3 + 64, 8), {}});
  std::size_t passed = 0;
  const auto damage = [&](std::vector<std::byte> &stream) {
    if (position >= passed && position < passed + stream.size()) {
      const auto at = static_cast<std::ptrdiff_t>(position - passed);
      if (how == hurt::flip)
        stream[position - passed] ^= std::byte{0x20};
      else if (how == hurt::lose)
        stream.erase(stream.begin() + at);
      else
        stream.insert(stream.begin() + at, std::byte{0x53});
    }
    passed += stream.size();
  };
  std::vector<session::completion> done;
  for (int turn = 0; turn < 50 && done.size() < 5; ++turn) {
    std::vector<std::byte> out = f.out();
    if (forth)
      damage(out);
    std::vector<std::byte> back = f.device.feed(out);
    if (!forth)
      damage(back);
    f.in(back);
    for (auto &one : f.completions())
      done.push_back(std::move(one));
    if (!f.protocol.has_output()) {
      f.now += 100ms;
      f.protocol.elapsed(f.now);
    }
  }
  ASSERT_EQ(done.size(), 5u);
  for (const auto &one : done) {
    ASSERT_TRUE(one.outcome) << one.outcome.error().message;
    EXPECT_EQ(one.outcome->head.status, wire::status::ok);
    if (one.id == 4) {
      EXPECT_EQ(one.outcome->payload, bytes);
    }
  }
  EXPECT_EQ(f.device.peek(l3, 24), bytes);
  EXPECT_EQ(f.device.executed[opcode::reset], 1u);
}

TEST(Machine, SurvivesADamagedByteAnywhere) {
  for (const hurt how : {hurt::flip, hurt::lose, hurt::add})
    for (const bool forth : {true, false})
      for (std::size_t position = 0; position < 190; ++position)
        exchange_with(how, forth, position);
}

// The link ends after every number of bytes to the device, and before or after
// the device's answers come back: all complete once, reset is executed once.
TEST(Machine, ALinkMadeAnewAtEveryByteLosesNothing) {
  for (std::size_t cut = 0; cut <= 400; ++cut)
    for (const bool answered : {false, true}) {
      fixture f;
      f.submit(write_of(l3, std::vector(40, std::byte{7})));
      f.submit(write_of(l3 + 64, std::vector(40, std::byte{8})));
      f.submit({wire::request::reset(0, 0, 5), {}});
      std::vector<session::completion> done;
      std::size_t passed = 0;
      bool linked_anew = false;
      while (f.protocol.has_output()) {
        std::vector<std::byte> bytes = f.out();
        const bool cut_here = !linked_anew && passed + bytes.size() > cut;
        if (cut_here)
          bytes.resize(cut - passed);
        passed += bytes.size();
        const auto answers = f.device.feed(bytes);
        if (!cut_here || answered)
          f.in(answers);
        if (cut_here) {
          linked_anew = true;
          f.device.restart_link();
          f.protocol.unlinked();
          EXPECT_FALSE(f.protocol.deadline());
          f.protocol.relinked(f.now);
        }
        for (auto &one : f.completions())
          done.push_back(std::move(one));
      }
      ASSERT_EQ(done.size(), 3u) << cut;
      for (const auto &one : done)
        EXPECT_TRUE(one.outcome) << cut;
      EXPECT_EQ(f.device.executed[opcode::reset], 1u) << cut;
      EXPECT_EQ(f.device.peek(l3 + 64, 40), std::vector(40, std::byte{8}));
    }
}

TEST(Machine, GivesUpAfterLinksInVain) {
  fixture f;
  f.submit(read_of(l3, 8));
  for (int i = 0; i != 4; ++i) {
    f.protocol.unlinked();
    f.protocol.relinked(f.now);
    EXPECT_FALSE(f.protocol.is_lost());
  }
  f.protocol.unlinked();
  f.protocol.relinked(f.now);
  const auto done = f.completions();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].outcome.error().code, errc::link_lost);
  EXPECT_EQ(done[0].outcome.error().message,
            "the link ended 5 times in a row without an answer to read of 8 "
            "bytes at 0x80000000");
}

TEST(Machine, WaitsWhileThereIsNoLink) {
  fixture f;
  f.protocol.unlinked();
  f.submit(read_of(l3, 8));
  EXPECT_FALSE(f.protocol.has_output());
  f.now += 1h;
  f.protocol.elapsed(f.now);
  EXPECT_FALSE(f.protocol.is_lost());
  f.protocol.relinked(f.now);
  f.settle();
  EXPECT_EQ(f.completions().size(), 1u);
  EXPECT_EQ(f.protocol.counts().relinks, 1u);
}

} // namespace
