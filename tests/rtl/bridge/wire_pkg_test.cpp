// The two texts of the wire protocol, protocol.hpp and wire_pkg.sv, say the
// same.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cstring>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "Vwire_constants_model.h"
#include "seeker/wire/frame.hpp"

namespace {

namespace wire = seeker::wire;

TEST(wire_pkg, has_the_numbers_of_the_host) {
  auto top = std::make_unique<Vwire_constants_model>();
  const auto number = [](auto value) {
    return static_cast<std::uint32_t>(value);
  };
  const std::vector<std::uint32_t> expected{
      wire::magic,
      wire::protocol_version,
      number(wire::header_bytes),
      number(wire::identity_bytes),
      number(wire::status_head_bytes),
      number(wire::status_hart_bytes),
      wire::response_bit,
      wire::payload_bit,
      number(wire::opcode::noise),
      number(wire::opcode::identify),
      number(wire::opcode::write),
      number(wire::opcode::read),
      number(wire::opcode::fill),
      number(wire::opcode::crc),
      number(wire::opcode::start),
      number(wire::opcode::status),
      number(wire::opcode::reset),
      number(wire::status::ok),
      number(wire::status::noise),
      number(wire::status::opcode),
      number(wire::status::payload_crc),
      number(wire::status::length),
      number(wire::status::address),
      number(wire::status::epoch),
      number(wire::status::bus),
      number(wire::status::busy),
      number(wire::hart_state::running),
      number(wire::hart_state::sleeping),
      number(wire::hart_state::trapped),
      number(wire::hart_state::reset),
      number(wire::hart_wait::none),
      number(wire::hart_wait::fetch),
      number(wire::hart_wait::load),
      number(wire::hart_wait::store),
      number(wire::hart_wait::muldiv),
      number(wire::hart_wait::dma),
      number(wire::hart_wait::fp_queue),
      number(wire::hart_wait::fp_result),
      number(wire::hart_wait::barrier),
      number(wire::hart_wait::fence),
      number(wire::hart_wait::sleep),
      number(wire::hart_wait::dma_poll),
      number(wire::hart_wait::stream_data),
      number(wire::hart_wait::stream_room),
      number(wire::hart_wait::stream_config),
      number(wire::hart_wait::frep_body),
      number(wire::hart_wait::debug),
      number(wire::status::stale),
  };
  for (std::size_t i = 0; i != expected.size(); ++i) {
    top->index_i = static_cast<unsigned char>(i);
    top->eval();
    EXPECT_EQ(top->value_o, expected[i]) << "number " << i;
  }
}

TEST(wire_pkg, has_the_header_of_the_host) {
  auto top = std::make_unique<Vwire_constants_model>();
  const wire::header head{.code = 0x12,
                          .reach = 0x34,
                          .sequence = 0x5678,
                          .address = 0x9ABCDEF01234,
                          .epoch = 0x5679,
                          .count = 0x89ABCDEF,
                          .argument = 0x13572468,
                          .payload_crc = 0xFEDCBA98};
  std::array<std::byte, wire::header_bytes> raw;
  wire::encode(head, raw);
  std::memcpy(&top->header_i, raw.data(), raw.size());
  std::uint32_t crc;
  std::memcpy(&crc, raw.data() + 28, 4);
  const std::vector<std::uint64_t> expected{
      wire::magic, 0x12,       0x34,       0x5678,     0x9ABCDEF01234,
      0x5679,      0x89ABCDEF, 0x13572468, 0xFEDCBA98, crc};
  for (std::size_t i = 0; i != expected.size(); ++i) {
    top->index_i = static_cast<unsigned char>(i);
    top->eval();
    EXPECT_EQ(top->field_o, expected[i]) << "field " << i;
  }
  EXPECT_EQ(top->crc_o, crc);
}

} // namespace
