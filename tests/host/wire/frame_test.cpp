// The codec of the wire protocol against golden frames and bytes written out.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/wire/frame.hpp"

#include <array>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "golden.hpp"
#include "seeker/wire/crc32c.hpp"

namespace {

using namespace seeker;
namespace fs = std::filesystem;

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

TEST(crc32c, agrees_with_rfc_3720) {
  EXPECT_EQ(wire::crc32c(bytes_of("123456789")), 0xE3069283u);
  EXPECT_EQ(wire::crc32c(std::vector(32, std::byte{0})), 0x8A9136AAu);
  EXPECT_EQ(wire::crc32c(std::vector(32, std::byte{0xFF})), 0x62A8AB43u);
  EXPECT_EQ(wire::crc32c({}), 0u);
}

RC_GTEST_PROP(crc32c, goes_on_from_a_piece,
              (const std::string &a, const std::string &b)) {
  RC_ASSERT(wire::crc32c(bytes_of(b), wire::crc32c(bytes_of(a))) ==
            wire::crc32c(bytes_of(a + b)));
}

wire::header any_header() {
  wire::header head;
  head.code = *rc::gen::arbitrary<std::uint8_t>();
  const auto fifth = *rc::gen::arbitrary<std::uint8_t>();
  if (head.is_response())
    head.status = static_cast<wire::status>(fifth);
  else
    head.reach = fifth;
  head.sequence = *rc::gen::arbitrary<std::uint16_t>();
  head.address = *rc::gen::arbitrary<std::uint64_t>() >> 16;
  head.epoch = *rc::gen::arbitrary<std::uint16_t>();
  head.count = *rc::gen::arbitrary<std::uint32_t>();
  head.argument = *rc::gen::arbitrary<std::uint32_t>();
  head.payload_crc = *rc::gen::arbitrary<std::uint32_t>();
  return head;
}

RC_GTEST_PROP(frame, header_survives_encoding, ()) {
  const auto head = any_header();
  std::array<std::byte, wire::header_bytes> raw;
  wire::encode(head, raw);
  RC_ASSERT(wire::decode_header(raw) == head);
}

TEST(frame, every_flipped_bit_of_a_header_is_seen) {
  std::array<std::byte, wire::header_bytes> raw;
  wire::encode(wire::request::read(7, 9, 0x80001234, 100), raw);
  for (std::size_t bit = 0; bit != 8 * raw.size(); ++bit) {
    auto damaged = raw;
    damaged[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
    EXPECT_FALSE(wire::decode_header(damaged)) << "bit " << bit;
  }
}

TEST(frame, answers_have_the_codes_of_the_protocol) {
  EXPECT_EQ(wire::answer_code(0x01, true), 0xC1);
  EXPECT_EQ(wire::answer_code(0x42, true), 0x82);
  EXPECT_EQ(wire::answer_code(0x03, true), 0xC3);
  EXPECT_EQ(wire::answer_code(0x03, false), 0x83);
  EXPECT_EQ(wire::answer_code(0x07, true), 0xC7);
  EXPECT_EQ(wire::answer_code(0x08, true), 0x88);
}

TEST(frame, names_are_those_of_the_protocol) {
  EXPECT_EQ(wire::name(wire::status::payload_crc), "payload_crc");
  EXPECT_EQ(wire::name(static_cast<wire::status>(99)), "unknown");
  EXPECT_EQ(wire::name(wire::hart_state::trapped), "trapped");
  EXPECT_EQ(wire::operation_name(0xC3), "read");
  EXPECT_EQ(wire::operation_name(0x3F), "unknown");
}

// Each frame of the golden files, encoded again from its decoded fields, and
// the requests from the builders too.
TEST(golden, frames_decode_and_encode_to_the_same_bytes) {
  std::size_t frames = 0;
  for (const auto &path : golden::files(GOLDEN_DIR)) {
    for (const auto &piece : golden::read(path)) {
      if (piece.what == golden::piece::kind::memory ||
          piece.data.size() < wire::header_bytes)
        continue;
      const auto head = wire::decode_header(
          std::span(piece.data).first<wire::header_bytes>());
      if (!head) {
        EXPECT_EQ(path.stem(), "noise");
        continue;
      }
      const auto payload = std::span(piece.data).subspan(wire::header_bytes);
      if (path.stem() == "payload-crc" && !payload.empty()) {
        EXPECT_NE(wire::crc32c(payload), head->payload_crc);
        continue;
      }
      if (payload.size() != head->payload_bytes()) {
        EXPECT_EQ(path.stem(), "length");
        continue;
      }
      EXPECT_EQ(wire::encode_frame(*head, payload), piece.data) << path;
      ++frames;
    }
  }
  EXPECT_GE(frames, 40u);
}

TEST(golden, builders_make_the_golden_requests) {
  const auto first = [](const char *name) {
    for (const auto &piece : golden::read(fs::path(GOLDEN_DIR) / name))
      if (piece.what == golden::piece::kind::to_bridge)
        return piece.data;
    return std::vector<std::byte>{};
  };
  namespace request = wire::request;
  const auto l3 = golden::config_l3_base;
  EXPECT_EQ(first("identify.hex"), encode_frame(request::identify(1, 0)));
  EXPECT_EQ(first("write.hex"),
            encode_frame(request::write(0x1234, 0, l3 + 0x13),
                         bytes_of("\xDE\xAD\xBE\xEF\x01")));
  EXPECT_EQ(first("read.hex"),
            encode_frame(request::read(2, 0, l3 + 0x3D, 100)));
  EXPECT_EQ(first("fill.hex"),
            encode_frame(request::fill(3, 0, l3 + 0x1FC, 12, 0x04030201)));
  EXPECT_EQ(first("crc.hex"), encode_frame(request::crc(4, 0, l3 + 0x301, 9)));
  EXPECT_EQ(first("status.hex"), encode_frame(request::status(24, 0)));
  EXPECT_EQ(first("start.hex"),
            encode_frame(request::start(5, 0, l3 + 0x100, 0x80000040)));
  EXPECT_EQ(first("reset.hex"), encode_frame(request::reset(6, 0, 0xBEEF)));
}

TEST(golden, identity_decodes) {
  const auto pieces = golden::read(fs::path(GOLDEN_DIR) / "identify.hex");
  ASSERT_EQ(pieces.size(), 2u);
  const auto payload = std::span(pieces[1].data).subspan(wire::header_bytes);
  const auto id = wire::decode_identity(payload);
  ASSERT_TRUE(id);
  EXPECT_EQ(*id, (wire::identity{
                     wire::protocol_version, golden::config_max_payload_bytes,
                     golden::config_hash, golden::config_harts,
                     golden::config_link_bytes, golden::config_l3_base,
                     golden::config_l3_bytes}));
  EXPECT_FALSE(wire::decode_identity(payload.first(63)));
}

std::vector<std::byte> status_payload(std::uint32_t harts, std::size_t size) {
  std::vector<std::byte> bytes(size);
  const auto put = [&](std::size_t at, std::uint64_t value, int width) {
    for (int i = 0; i != width; ++i)
      bytes[at + static_cast<std::size_t>(i)] =
          static_cast<std::byte>(value >> (8 * i));
  };
  put(0, 0x1122334455667788, 8);
  put(8, 100, 8);
  put(16, 200, 8);
  put(24, 3, 4);
  put(28, 7, 4);
  put(32, harts, 4);
  put(36, 0xBEEF, 4);
  if (size >= 56) {
    put(48, 0x10020004, 4);
    put(52, 2, 1);
    put(53, 0x83, 1);
    put(54, 21, 1);
    put(55, 30, 1);
  }
  return bytes;
}

TEST(frame, status_decodes) {
  const auto decoded = wire::decode_status(status_payload(1, 56));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded,
            (wire::device_status{0x1122334455667788,
                                 100,
                                 200,
                                 3,
                                 true,
                                 true,
                                 true,
                                 0xBEEF,
                                 {{0x10020004, wire::hart_state::trapped, 0x83,
                                   static_cast<wire::hart_wait>(21), 30}}}));
}

TEST(golden, status_tells_what_harts_wait_for) {
  for (const auto &piece : golden::read(fs::path(GOLDEN_DIR) / "status.hex")) {
    if (piece.what != golden::piece::kind::from_bridge)
      continue;
    const auto decoded =
        wire::decode_status(std::span(piece.data).subspan(wire::header_bytes));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->cycles, 1000u);
    ASSERT_EQ(decoded->harts.size(), golden::config_harts);
    for (std::size_t i = 0; i != golden::config_harts; ++i)
      EXPECT_EQ(decoded->harts[i], golden::config_status[i]);
  }
}

TEST(frame, waits_have_names_and_streams) {
  const auto wait = [](int number) {
    return static_cast<wire::hart_wait>(number);
  };
  EXPECT_EQ(name(wire::hart_wait::barrier), "barrier");
  EXPECT_EQ(name(wire::hart_wait::debug), "debug");
  EXPECT_EQ(name(wait(18)), "stream_data 2");
  EXPECT_EQ(name(wait(20)), "stream_room 0");
  EXPECT_EQ(name(wait(25)), "stream_config 1");
  EXPECT_EQ(name(wait(28)), "frep_body");
  EXPECT_EQ(parts(wait(25)).cause, wire::hart_wait::stream_config);
  EXPECT_EQ(parts(wait(25)).stream, 1u);
  EXPECT_FALSE(parts(wire::hart_wait::dma).stream);
  for (int nothing : {13, 15, 19, 23, 27, 29, 255})
    EXPECT_EQ(name(wait(nothing)), "");
}

TEST(frame, status_that_contradicts_itself_is_refused) {
  EXPECT_FALSE(wire::decode_status(status_payload(1, 48)));
  EXPECT_FALSE(wire::decode_status(status_payload(0xFFFFFFFF, 56)));
  EXPECT_FALSE(wire::decode_status(std::vector<std::byte>(47)));
  auto bad_state = status_payload(1, 56);
  bad_state[52] = std::byte{4};
  EXPECT_FALSE(wire::decode_status(bad_state));
  auto bad_wait = status_payload(1, 56);
  bad_wait[54] = std::byte{19};
  EXPECT_FALSE(wire::decode_status(bad_wait));
  auto bad_quiet = status_payload(1, 56);
  bad_quiet[55] = std::byte{31};
  EXPECT_FALSE(wire::decode_status(bad_quiet));
  auto bad_epoch = status_payload(1, 56);
  bad_epoch[38] = std::byte{1};
  EXPECT_FALSE(wire::decode_status(bad_epoch));
}

// make.py is the third implementation of the protocol; it must still say what
// the committed files say.
TEST(golden, files_are_those_that_make_py_makes) {
  const fs::path out = fs::path(testing::TempDir()) / "seeker-golden-wire";
  fs::create_directories(out);
  const std::string command =
      std::string(PYTHON) + " " + GOLDEN_DIR + "/make.py " + out.string();
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(golden::files(out).size(), golden::files(GOLDEN_DIR).size());
  for (const auto &path : golden::files(GOLDEN_DIR)) {
    const auto text = [](const fs::path &from) {
      std::ifstream file(from);
      return std::string(std::istreambuf_iterator<char>(file), {});
    };
    EXPECT_EQ(text(path), text(out / path.filename())) << path;
  }
  fs::remove_all(out);
}

} // namespace
