// The incremental parser: any cut, noise, damage, truncation, oversize.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/wire/parser.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using namespace seeker;
using event = wire::parser::event;
using bytes = std::vector<std::byte>;

constexpr std::size_t limit = 64;

struct seen {
  std::vector<event> events;
  std::vector<wire::header> heads;
  std::vector<bytes> payloads;
};

// Feeds the stream in pieces of `cut` bytes.
seen run(wire::parser &parser, std::span<const std::byte> stream,
         std::size_t cut) {
  seen result;
  while (!stream.empty()) {
    auto piece = stream.first(std::min(cut, stream.size()));
    stream = stream.subspan(piece.size());
    while (!piece.empty()) {
      const auto step = parser.push(piece);
      piece = piece.subspan(step.consumed);
      if (step.what == event::need_more) {
        EXPECT_TRUE(piece.empty());
        break;
      }
      result.events.push_back(step.what);
      if (step.what == event::frame) {
        result.heads.push_back(parser.head());
        result.payloads.emplace_back(parser.payload().begin(),
                                     parser.payload().end());
      }
    }
  }
  return result;
}

bytes operator+(bytes left, const bytes &right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

bytes some(std::size_t size, unsigned seed = 1) {
  bytes data(size);
  for (auto &each : data)
    each = static_cast<std::byte>((seed = seed * 1103515245 + 12345) >> 16);
  return data;
}

bytes write_frame(std::uint16_t sequence, std::size_t size) {
  return wire::encode_frame(wire::request::write(sequence, 0, 0x80000000),
                            some(size, sequence));
}

bytes identify_frame(std::uint16_t sequence) {
  return wire::encode_frame(wire::request::identify(sequence, 0));
}

TEST(parser, finds_frames_in_any_cut) {
  const auto stream =
      identify_frame(1) + write_frame(2, 64) + write_frame(3, 1);
  for (std::size_t cut = 1; cut <= stream.size(); ++cut) {
    wire::parser parser(limit);
    const auto got = run(parser, stream, cut);
    ASSERT_EQ(got.events, (std::vector(3, event::frame))) << "cut " << cut;
    EXPECT_EQ(got.heads[2].sequence, 3);
    EXPECT_EQ(got.payloads[0], bytes{});
    EXPECT_EQ(got.payloads[1], some(64, 2));
    EXPECT_EQ(got.payloads[2], some(1, 3));
    EXPECT_EQ(parser.skipped_bytes(), 0u);
    EXPECT_FALSE(parser.inside_frame());
  }
}

TEST(parser, says_noise_once_a_run) {
  const auto text = [](const std::string &s) {
    bytes data;
    for (char each : s)
      data.push_back(static_cast<std::byte>(each));
    return data;
  };
  const auto stream = text("noise SKR SKR1 and more of it, SSKR1SK") +
                      identify_frame(1) + text("x") + identify_frame(2);
  for (std::size_t cut = 1; cut <= stream.size(); ++cut) {
    wire::parser parser(limit);
    const auto got = run(parser, stream, cut);
    ASSERT_EQ(got.events, (std::vector{event::noise, event::frame, event::noise,
                                       event::frame}))
        << "cut " << cut;
    EXPECT_EQ(parser.skipped_bytes(), stream.size() - 64);
  }
}

TEST(parser, a_flipped_bit_costs_that_frame_only) {
  const auto good = write_frame(1, 20);
  for (std::size_t bit = 0; bit != 8 * good.size(); ++bit) {
    auto damaged = good;
    damaged[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
    wire::parser parser(limit);
    const auto got = run(parser, damaged + identify_frame(9), 7);
    ASSERT_EQ(got.events,
              (std::vector{bit / 8 < wire::header_bytes ? event::noise
                                                        : event::damaged,
                           event::frame}))
        << "bit " << bit;
    EXPECT_EQ(got.heads[0].sequence, 9);
  }
}

TEST(parser, a_truncated_frame_costs_at_most_the_next_one) {
  const auto good = write_frame(1, 40);
  for (std::size_t keep = 0; keep != good.size(); ++keep) {
    const bytes cut(good.begin(),
                    good.begin() + static_cast<std::ptrdiff_t>(keep));
    wire::parser parser(limit);
    const auto got = run(
        parser, cut + identify_frame(7) + identify_frame(8) + identify_frame(9),
        16);
    ASSERT_FALSE(got.heads.empty());
    EXPECT_EQ(got.heads.back().sequence, 9) << "kept " << keep;
    EXPECT_FALSE(parser.inside_frame());
  }
}

TEST(parser, restart_forgets_a_frame_begun) {
  const auto good = write_frame(1, 40);
  wire::parser parser(limit);
  EXPECT_TRUE(run(parser, std::span(good).first(50), 50).events.empty());
  EXPECT_TRUE(parser.inside_frame());
  parser.restart();
  EXPECT_FALSE(parser.inside_frame());
  EXPECT_EQ(run(parser, good, 72).events, std::vector{event::frame});
}

TEST(parser, does_not_await_what_is_above_the_limit) {
  wire::parser parser(limit);
  wire::header head = wire::request::write(5, 0, 0);
  head.count = 0xFFFFFFFF;
  bytes raw(wire::header_bytes);
  wire::encode(head, std::span(raw).first<wire::header_bytes>());
  const auto got = run(parser, raw + identify_frame(6), 100);
  EXPECT_EQ(got.events, (std::vector{event::oversize, event::frame}));
  parser.set_max_payload_bytes(65);
  EXPECT_EQ(run(parser, write_frame(7, 65), 100).events,
            std::vector{event::frame});
}

TEST(parser, an_empty_payload_is_a_frame) {
  wire::parser parser(limit);
  EXPECT_EQ(run(parser, write_frame(1, 0), 32).events,
            std::vector{event::frame});
}

RC_GTEST_PROP(parser, any_garbage_then_two_frames,
              (std::vector<char> garbage, std::uint8_t cut)) {
  bytes stream;
  for (char each : garbage)
    stream.push_back(static_cast<std::byte>(each));
  wire::parser parser(limit);
  const auto got =
      run(parser, stream + identify_frame(1) + identify_frame(2), cut % 80 + 1);
  RC_ASSERT(got.heads.size() == 2u);
  RC_ASSERT(parser.skipped_bytes() == garbage.size());
}

} // namespace
