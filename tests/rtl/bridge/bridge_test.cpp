// The bridge against its model in C++, for links of 1, 8 and 64 bytes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cstdio>
#include <filesystem>
#include <type_traits>

#include <gtest/gtest.h>

#include "Vbridge_link1.h"
#include "Vbridge_link64.h"
#include "Vbridge_link8.h"
#include "bridge_bench.hpp"
#include "golden.hpp"
#include "seeker/wire/crc32c.hpp"

namespace {

using namespace seeker;
using namespace seeker::bench;
using bytes = std::vector<std::byte>;
namespace request = wire::request;

constexpr std::uint64_t l3 = SEEKER_L3_BASE;

template <class Model, std::size_t LinkBytes> struct link {
  using model = Model;
  static constexpr std::size_t link_bytes = LinkBytes;
};

template <class Link> class bridge : public testing::Test {
protected:
  using bench_type = bridge_bench<typename Link::model>;
  static constexpr std::size_t link_bytes = Link::link_bytes;
  static constexpr std::uint32_t limit = golden::config_max_payload_bytes;

  static wire::identity identity() {
    return {wire::protocol_version, limit,      golden::config_hash,
            bench_type::harts,      link_bytes, golden::config_l3_base,
            golden::config_l3_bytes};
  }

  explicit bridge() : model(identity()) {}

  void make(typename bench_type::stalls stalls = {}, unsigned seed = 1) {
    bench = std::make_unique<bench_type>(link_bytes, seed, stalls);
  }

  // To bridge and model; the answers are compared by check().
  void send(std::span<const std::byte> data) {
    bench->send(data);
    for (auto &each : model.receive(data))
      expected.push_back(std::move(each));
  }

  void send(const wire::header &head, std::span<const std::byte> payload = {}) {
    send(encode_frame(head, payload));
  }

  // Every request answered exactly once, in order, and with the right memory.
  void check() {
    ASSERT_TRUE(bench->settle());
    bool clean = false;
    auto got = answers_in(bench->received, clean);
    EXPECT_TRUE(clean);
    ASSERT_EQ(got.size(), expected.size());
    for (std::size_t i = 0; i != got.size(); ++i) {
      if (got[i].head.code == 0xC7) { // status: its own tests
        EXPECT_TRUE(wire::decode_status(got[i].payload));
        got[i].payload.clear();
        got[i].head.payload_crc = 0;
        got[i].head.count = 0;
      }
      ASSERT_EQ(got[i].head, expected[i].head)
          << "answer " << i << ": " << wire::operation_name(got[i].head.code)
          << " " << wire::name(got[i].head.status) << ", expected "
          << wire::operation_name(expected[i].head.code) << " "
          << wire::name(expected[i].head.status);
      ASSERT_EQ(got[i].payload, expected[i].payload) << "answer " << i;
    }
    EXPECT_TRUE(bench->memory == model.memory());
    bench->received.clear();
    expected.clear();
  }

  wire::device_status status() {
    bench->received.clear();
    bench->send(encode_frame(request::status(0x5151, 0)));
    EXPECT_TRUE(bench->settle());
    bool clean = false;
    const auto got = answers_in(bench->received, clean);
    EXPECT_EQ(got.size(), 1u);
    bench->received.clear();
    const auto decoded =
        wire::decode_status(got.empty() ? bytes{} : got[0].payload);
    EXPECT_TRUE(decoded);
    return decoded.value_or(wire::device_status{});
  }

  static bytes some(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    bytes data(size);
    for (auto &each : data)
      each = static_cast<std::byte>(random());
    return data;
  }

  void preset(std::uint64_t address, const bytes &data) {
    bench->memory.store(address, data);
    model.memory().store(address, data);
  }

  std::unique_ptr<bench_type> bench;
  bridge_reference model;
  std::vector<answer> expected;
};

using links = testing::Types<link<Vbridge_link1, 1>, link<Vbridge_link8, 8>,
                             link<Vbridge_link64, 64>>;
struct link_names {
  template <class Link> static std::string GetName(int) {
    return "link" + std::to_string(Link::link_bytes);
  }
};
TYPED_TEST_SUITE(bridge, links, link_names);

TYPED_TEST(bridge, golden_frames) {
  unsigned frames = 0;
  for (const auto &path : golden::files(GOLDEN_DIR)) {
    this->make();
    auto &bench = *this->bench;
    for (unsigned hart = 0; hart != golden::config_harts; ++hart)
      if (path.stem() == "status")
        bench.set_hart(hart, golden::config_status[hart]);
    bool sent = false;
    bytes expected;
    const auto compare = [&] {
      ASSERT_TRUE(bench.settle()) << path;
      ASSERT_EQ(bench.received, expected) << path;
      bench.received.clear();
      expected.clear();
    };
    for (auto &piece : golden::read(path)) {
      using kind = golden::piece::kind;
      if (piece.what == kind::to_bridge) {
        compare();
        bench.send(piece.data);
        sent = true;
      } else if (piece.what == kind::from_bridge) {
        // The numbers in the files that differ between the links.
        const auto opcode = piece.data[4];
        if (opcode == std::byte{0xC1} || opcode == std::byte{0xC7}) {
          auto head =
              wire::decode_header(std::span(piece.data).template first<32>());
          if (opcode == std::byte{0xC1}) {
            piece.data[32 + 20] = static_cast<std::byte>(this->link_bytes);
          } else {
            ASSERT_TRUE(bench.settle());
            ASSERT_EQ(bench.received.size(), piece.data.size());
            std::copy_n(bench.received.begin() + 32, 8,
                        piece.data.begin() + 32);
          }
          piece.data = encode_frame(*head, std::span(piece.data).subspan(32));
        }
        expected.insert(expected.end(), piece.data.begin(), piece.data.end());
        ++frames;
      } else if (!sent) {
        bench.memory.store(piece.address, piece.data);
      } else {
        compare();
        EXPECT_EQ(bench.memory.load(piece.address, piece.data.size()),
                  piece.data)
            << path;
      }
    }
    compare();
  }
  EXPECT_GE(frames, 25u);
}

TYPED_TEST(bridge, any_alignment_and_length_of_L3) {
  this->make({.link = 20, .memory = 20});
  this->preset(l3, this->some(8192, 7));
  std::uint16_t sequence = 0;
  for (std::uint32_t offset = 0; offset < 64; offset += 7)
    for (std::uint32_t count :
         {1u, 2u, 63u, 64u, 65u, 127u, 128u, 129u, 300u}) {
      this->send(request::read(++sequence, 0, l3 + offset, count));
      this->send(request::crc(++sequence, 0, l3 + offset, count));
      this->send(request::write(++sequence, 0, l3 + 4096 + offset),
                 this->some(count, offset + count));
    }
  this->check();
}

TYPED_TEST(bridge, random_requests_with_stalls) {
  std::mt19937 random(11);
  constexpr std::uint64_t places[] = {l3,
                                      l3 + SEEKER_L3_BYTES - 4096,
                                      SEEKER_TCDM_BASE,
                                      SEEKER_TCDM_BASE + SEEKER_TCDM_BYTES - 64,
                                      SEEKER_CLUSTER_ALIAS_BASE + 256,
                                      SEEKER_BOOT_ROM_BASE,
                                      SEEKER_PERIPHERAL_BASE + 0x180,
                                      SEEKER_ZERO_MEMORY_BASE,
                                      SEEKER_EXTERNAL_SLAVE_BASE,
                                      SEEKER_CLINT_BASE,
                                      0,
                                      0xFFFFFFFF8000};
  for (unsigned round = 0; round != 6; ++round) {
    this->make({.link = 10 * round, .memory = 50 - 10 * round}, round);
    this->model = bridge_reference(this->identity());
    for (std::uint16_t n = 1; n != 150; ++n) {
      const std::uint64_t address = places[random() % std::size(places)] +
                                    random() % 80 * (n % 3 ? 1 : 8);
      const auto count = static_cast<std::uint32_t>(
          n % 16 == 0 ? random() % 6000 : random() % 200 * (n % 3 ? 1 : 8));
      // Now and then an old number, and most tell of the oldest awaited.
      const auto again = [&](wire::header head) {
        head.sequence -= random() % 8 == 0 ? random() % 12 : 0;
        head.reach = static_cast<std::uint8_t>(random() % 10);
        return head;
      };
      switch (random() % 10) {
      case 0:
        this->send(again(request::identify(n, 0)));
        break;
      case 1:
      case 2:
      case 3:
        this->send(again(request::read(n, 0, address, count)));
        break;
      case 4:
        this->send(again(request::crc(n, 0, address, count)));
        break;
      case 5:
        this->send(again(request::fill(n, 0, address & ~std::uint64_t{n & 3u},
                                       count & ~(n & 3u),
                                       static_cast<std::uint32_t>(random()))));
        break;
      case 6:
        this->send(again(request::status(n, 0)));
        break;
      case 7: {
        wire::header head = request::identify(n, 0);
        head.code = static_cast<std::uint8_t>(random());
        if (random() % 2)
          head.code |= wire::payload_bit;
        this->send(head,
                   head.has_payload() ? this->some(count % 400, n) : bytes{});
        break;
      }
      default:
        this->send(again(request::write(n, 0, address)),
                   this->some(std::min(count, this->limit), n));
      }
    }
    this->check();
    if (this->HasFatalFailure())
      return;
  }
}

TYPED_TEST(bridge, a_flipped_bit_at_every_byte) {
  this->make({.link = 10, .memory = 10});
  const auto good =
      encode_frame(request::write(3, 0, l3 + 5), this->some(40, 3));
  for (std::size_t at = 0; at != good.size(); ++at) {
    auto damaged = good;
    damaged[at] ^= static_cast<std::byte>(1u << (at % 8));
    this->send(damaged);
    this->send(request::identify(static_cast<std::uint16_t>(at), 0));
    this->check();
    if (this->HasFatalFailure())
      return;
  }
}

TYPED_TEST(bridge, truncated_frames_and_new_links) {
  this->make();
  const auto good =
      encode_frame(request::write(3, 0, l3 + 5), this->some(70, 3));
  for (std::size_t keep = 0; keep != good.size(); ++keep) {
    // The link is cut within a frame, and made anew.
    this->send(std::span(good).first(keep));
    ASSERT_TRUE(this->bench->settle());
    this->bench->reset_link();
    this->model.restart();
    this->send(good);
    // And once more without a word: the next frames are eaten up or skipped.
    this->send(std::span(good).first(keep));
    for (std::uint16_t n = 0; n != 4; ++n)
      this->send(request::identify(n, 0));
    this->check();
    if (this->HasFatalFailure())
      return;
  }
}

TYPED_TEST(bridge, garbage_never_wedges_it) {
  this->make();
  for (unsigned round = 0; round != 4; ++round) {
    auto garbage = this->some(20000, round);
    // The worst of it: bytes and words that look like the begin of a frame.
    if (round == 1)
      std::ranges::fill(garbage, std::byte{0x53});
    if (round == 2)
      for (std::size_t i = 0; i + 4 < garbage.size(); i += 4)
        std::memcpy(garbage.data() + i, &wire::magic, 4);
    this->send(garbage);
    this->send(request::identify(1, 0));
    ASSERT_EQ(this->expected.size(), 2u);
    this->check();
  }
}

TYPED_TEST(bridge, counts_above_the_limit) {
  this->make();
  for (std::uint32_t count : {this->limit + 1, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
    wire::header head = request::write(1, 0, l3);
    head.count = count;
    bytes raw(32);
    encode(head, std::span(raw).template first<32>());
    this->send(raw);
    this->send(request::read(2, 0, l3, count));
    this->send(request::crc(3, 0, l3 + 64, count));
    this->send(request::fill(4, 0, l3 + 64, count & ~3u, 1));
  }
  this->send(request::fill(5, 0, l3, SEEKER_L3_BYTES + 4, 1));
  this->send(request::identify(6, 0));
  ASSERT_EQ(this->expected[0].head.status, wire::status::length);
  this->check();
}

TYPED_TEST(bridge, epochs_and_repetitions) {
  this->make();
  auto &bench = *this->bench;
  const auto resets = [&] { return bench.reset_cycles; };
  const auto reset = request::reset(1, 0, 0x1234);
  this->send(reset);
  this->check();
  const auto after_first = resets();
  EXPECT_GE(after_first, 16u);
  this->send(reset); // repeated: answered, not executed
  this->send(request::identify(2, 0));
  this->send(request::identify(3, 0x1234));
  const auto start = request::start(4, 0x1234, l3, 0);
  this->send(start);
  this->send(start);
  this->send(request::start(4, 0x1234, l3 + 4, 0)); // another one
  this->check();
  EXPECT_EQ(resets(), after_first);
  EXPECT_EQ(this->model.starts(), 2u);
  EXPECT_EQ(bench.narrow_writes.size(), 4u);
  this->send(reset); // no longer the last one executed: of a wrong epoch
  this->send(request::reset(5, 0x1234, 0));
  this->check();
  EXPECT_GT(resets(), after_first);
}

TYPED_TEST(bridge, what_nobody_waits_for_is_stale) {
  this->make();
  const auto with = [](wire::header head, std::uint8_t reach) {
    head.reach = reach;
    return head;
  };
  this->send(with(request::reset(0xfff0, 0, 7), 1));
  this->send(with(request::write(0xfffe, 7, l3), 1), this->some(8, 1));
  this->send(with(request::fill(0xffff, 7, l3 + 8, 8, 1), 2)); // 0xfffe on
  this->send(request::write(0xfffd, 7, l3), this->some(8, 2)); // stale
  this->send(request::fill(0xfffe, 7, l3, 4, 9)); // awaited: executed
  this->send(with(request::read(3, 7, l3, 16), 2));
  this->send(request::fill(1, 7, l3, 4, 8));            // stale
  this->send(request::start(0xffff, 7, l3, 0));         // stale
  this->send(request::read(0xffff, 7, l3, 16));         // changes nothing
  this->send(with(request::fill(9, 8, l3, 4, 8), 1));   // of another epoch
  this->send(request::fill(2, 7, l3, 4, 7));            // awaited
  this->send(with(request::fill(1, 7, l3, 4, 6), 200)); // stale
  this->send(with(request::reset(4, 7, 8), 1));
  this->send(request::fill(4, 8, l3, 4, 5));
  this->send(request::fill(3, 8, l3, 4, 4)); // stale
  this->send(request::reset(5, 8, 9));
  this->send(request::fill(1, 9, l3, 4, 3)); // that reset told of none
  this->check();
  EXPECT_EQ(this->model.starts(), 0u);
}

TYPED_TEST(bridge, start_is_refused_with_reason) {
  this->make();
  this->send(request::start(1, 0, l3 + 2, 0));
  this->send(request::start(2, 0, 0x1000, 0));
  this->send(request::start(3, 0, SEEKER_PERIPHERAL_BASE, 0));
  this->send(request::start(4, 0, SEEKER_ZERO_MEMORY_BASE, 0));
  this->send(request::start(5, 0, l3, 0x1000));
  this->send(request::start(6, 0, l3, l3 + 2));
  this->check();
  EXPECT_TRUE(this->bench->narrow_writes.empty());
  for (auto state : {wire::hart_state::running, wire::hart_state::trapped,
                     wire::hart_state::reset}) {
    this->bench->set_hart(1, state);
    this->model.set_asleep(false);
    this->send(request::start(7, 0, l3, 0));
    this->check();
  }
  this->bench->set_hart(1, wire::hart_state::sleeping);
  this->model.set_asleep(true);
  this->send(request::start(7, 0, l3, 0)); // was not executed: not a repetition
  this->check();
  EXPECT_EQ(this->bench->narrow_writes.size(), 2u);
}

TYPED_TEST(bridge, status_tells_of_the_run) {
  this->make();
  auto &bench = *this->bench;
  EXPECT_FALSE(this->status().started);
  bench.send(encode_frame(request::start(1, 0, l3 + 0x80, l3 + 0x44)));
  ASSERT_TRUE(bench.settle());
  auto status = this->status();
  EXPECT_TRUE(status.started);
  EXPECT_FALSE(status.done);
  EXPECT_GT(status.start_cycle, 0u);
  EXPECT_LT(status.start_cycle, status.cycles);

  bench.set_hart(0, {0x80000123, wire::hart_state::running, 0,
                     wire::hart_wait::barrier, 12});
  bench.set_hart(2, {0x80000456, wire::hart_state::trapped, 0x8B,
                     static_cast<wire::hart_wait>(22), 30});
  bench.top->dma_busy_i = 1;
  bench.watched_write(l3 + 0x40, 0x0F, 5);          // the word beside it
  bench.watched_write(l3 + 0x48, 0xF0, ~0ull);      // another address
  bench.watched_write(l3 + 0x40, 0xF0, 0x0ull);     // zero
  bench.watched_write(l3 + 0x40, 0x0F, 7ull << 32); // other bytes
  EXPECT_FALSE(this->status().done);
  bench.watched_write(l3 + 0x40, 0xF0, 0x80001000ull << 32); // HTIF request
  status = this->status();
  EXPECT_TRUE(status.done);
  EXPECT_TRUE(status.dma_busy);
  EXPECT_EQ(status.tohost, 0x80001000u);
  const auto first = status.done_cycle;
  bench.watched_write(l3 + 0x40, 0xFF, 3ull << 32); // the end, with code 1
  bench.watched_write(l3 + 0x40, 0xFF, 5ull << 32); // too late
  status = this->status();
  EXPECT_EQ(status.tohost, 3u);
  EXPECT_GT(status.done_cycle, first);
  ASSERT_EQ(status.harts.size(), bench.harts);
  EXPECT_EQ(status.harts[0],
            (wire::hart_status{0x80000123, wire::hart_state::running, 0,
                               wire::hart_wait::barrier, 12}));
  EXPECT_EQ(status.harts[2],
            (wire::hart_status{0x80000456, wire::hart_state::trapped, 0x8B,
                               static_cast<wire::hart_wait>(22), 30}));

  for (unsigned h = 0; h != bench.harts; ++h)
    bench.set_hart(h, wire::hart_state::sleeping);
  bench.send(encode_frame(request::reset(2, 0, 0)));
  ASSERT_TRUE(bench.settle());
  status = this->status();
  EXPECT_FALSE(status.started || status.done);
  EXPECT_EQ(status.tohost, 0u);
}

TYPED_TEST(bridge, reset_waits_for_answers_on_their_way_and_for_the_harts) {
  this->make();
  auto &bench = *this->bench;
  bench.top->drained_i = 0;
  bench.send(encode_frame(request::reset(1, 0, 0)));
  for (int i = 0; i != 500; ++i)
    bench.tick();
  EXPECT_EQ(bench.top->cluster_rst_no, 0);
  bench.set_hart(0, wire::hart_state::running);
  bench.top->drained_i = 1;
  for (int i = 0; i != 500; ++i)
    bench.tick();
  EXPECT_EQ(bench.top->cluster_rst_no, 1);
  EXPECT_TRUE(bench.received.empty());
  bench.set_hart(0, wire::hart_state::sleeping);
  ASSERT_TRUE(bench.settle());
  EXPECT_EQ(bench.received.size(), 32u);
  // A hart that never parks does not keep the answer back for ever.
  bench.set_hart(0, wire::hart_state::running);
  bench.send(encode_frame(request::reset(2, 0, 0)));
  ASSERT_TRUE(bench.settle(100000));
  EXPECT_EQ(bench.received.size(), 64u);
}

TYPED_TEST(bridge, a_dead_cluster_is_answered_for) {
  this->make();
  auto &bench = *this->bench;
  bench.narrow_dead = true;
  const auto ask = [&](const wire::header &head) {
    bench.received.clear();
    bench.send(encode_frame(head));
    EXPECT_TRUE(bench.settle());
    bool clean = false;
    const auto got = answers_in(bench.received, clean);
    EXPECT_EQ(got.size(), 1u);
    return got.empty() ? wire::status::ok : got[0].head.status;
  };
  EXPECT_EQ(ask(request::read(1, 0, SEEKER_TCDM_BASE, 100)), wire::status::bus);
  EXPECT_EQ(ask(request::read(2, 0, SEEKER_TCDM_BASE, 8)), wire::status::bus);
  EXPECT_EQ(ask(request::start(3, 0, l3, 0)), wire::status::bus);
  EXPECT_EQ(ask(request::read(4, 0, l3, 8)), wire::status::ok);
  EXPECT_EQ(ask(request::status(5, 0)), wire::status::ok);
  bench.narrow_dead = false;
  EXPECT_EQ(ask(request::read(6, 0, SEEKER_TCDM_BASE, 8)), wire::status::bus)
      << "closed until the cluster is reset";
  EXPECT_EQ(ask(request::reset(7, 0, 0)), wire::status::ok);
  EXPECT_EQ(ask(request::read(8, 0, SEEKER_TCDM_BASE, 8)), wire::status::ok);
  bench.wide_dead = true;
  EXPECT_EQ(ask(request::read(9, 0, l3, 8)), wire::status::bus);
  EXPECT_EQ(ask(request::fill(10, 0, l3, 8, 0)), wire::status::bus);
  EXPECT_EQ(ask(request::read(11, 0, SEEKER_TCDM_BASE, 8)), wire::status::ok);
}

TYPED_TEST(bridge, a_new_link_does_not_get_old_answers) {
  this->make();
  auto &bench = *this->bench;
  bench.link_blocked = true; // answers pile up, requests too
  for (std::uint16_t n = 0; n != 5; ++n)
    bench.send(encode_frame(request::read(n, 0, l3, 256)));
  bench.send(encode_frame(request::write(6, 0, l3), this->some(300, 6)));
  for (int i = 0; i != 3000; ++i)
    bench.tick();
  bench.received.clear();
  bench.reset_link();
  bench.link_blocked = false;
  ASSERT_TRUE(bench.settle());
  EXPECT_TRUE(bench.received.empty());
  this->model.memory() = bench.memory;
  for (std::uint16_t n = 0; n != 4; ++n)
    this->send(request::write(n, 0, l3 + 100u * n), this->some(500, n));
  this->send(request::read(9, 0, l3, 1024));
  this->check();
}

// 64 KiB in frames of the largest payload: how much of the link's capacity
// carries payload while it is in use, and over all with the first frame's and
// the last answer's latency.
TYPED_TEST(bridge, keeps_the_link_busy) {
  constexpr std::size_t total = 65536;
  const double ideal = static_cast<double>(total) / this->link_bytes;
  const auto percent = [&](std::uint64_t begin, std::uint64_t end) {
    return 100 * ideal / static_cast<double>(end - begin + 1);
  };
  for (unsigned offset : {0, 24}) {
    this->make();
    auto &bench = *this->bench;
    this->model = bridge_reference(this->identity());
    const auto data = this->some(total, 1);
    auto begin = bench.cycle;
    for (std::size_t at = 0; at != total; at += this->limit)
      this->send(request::write(1, 0, l3 + offset + at),
                 std::span(data).subspan(at, this->limit));
    this->check();
    const double writing = percent(begin, bench.last_taken);
    const double written = percent(begin, bench.last_given);
    begin = bench.cycle;
    for (std::size_t at = 0; at != total; at += this->limit)
      this->send(request::read(1, 0, l3 + offset + at, this->limit));
    this->check();
    const double reading = percent(bench.first_given, bench.last_given);
    const double read = percent(begin, bench.last_given);
    std::printf("link of %zu B, 64 KiB at offset %u: write %.1f %% of the link "
                "(%.1f %% with latency), read %.1f %% (%.1f %%)\n",
                this->link_bytes, offset, writing, written, reading, read);
    EXPECT_GE(writing, 90);
    EXPECT_GE(reading, 90);
  }
}

} // namespace
