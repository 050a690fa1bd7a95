// L3 of the simulation: sparse, zero at first, atomic, and closed at its end.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "l3_memory.hpp"

#include <array>
#include <cstring>

#include <gtest/gtest.h>

namespace {

using namespace seeker::sim;

constexpr std::uint32_t base = 0x80000000;
constexpr std::size_t size = std::size_t{1} << 28;

std::uint64_t read_word(l3_memory &memory, std::uint32_t address) {
  const auto answer = memory.access({.address = address});
  EXPECT_FALSE(answer.error);
  return answer.data;
}

void write_word(l3_memory &memory, std::uint32_t address, std::uint64_t data,
                std::uint8_t strobes = 0xFF, unsigned source = 0) {
  EXPECT_FALSE(memory
                   .access({.address = address,
                            .write = true,
                            .strobes = strobes,
                            .data = data,
                            .source = source})
                   .error);
}

TEST(l3_memory, is_zero_and_takes_bytes) {
  l3_memory memory(base, size);
  EXPECT_EQ(read_word(memory, base), 0u);
  EXPECT_EQ(read_word(memory, base + size - 8), 0u);
  write_word(memory, base + 8, 0x1122334455667788, 0x3C);
  EXPECT_EQ(read_word(memory, base + 8), 0x0000334455660000u);

  std::array<std::uint8_t, 64> line;
  for (unsigned i = 0; i != 64; ++i)
    line[i] = static_cast<std::uint8_t>(i + 1);
  EXPECT_TRUE(memory.write(base + 64, 0xF0, line.data()));
  EXPECT_EQ(read_word(memory, base + 64), 0x0807060500000000u);
  EXPECT_TRUE(memory.write(base + 64, ~0ull, line.data()));
  std::array<std::uint8_t, 64> back{};
  EXPECT_TRUE(memory.read(base + 64, back.data()));
  EXPECT_EQ(back, line);
}

TEST(l3_memory, answers_beyond_its_ends_with_an_error) {
  l3_memory memory(base, size);
  std::array<std::uint64_t, 8> line{};
  for (std::uint32_t address :
       {base - 64, static_cast<std::uint32_t>(base + size), 0u}) {
    EXPECT_FALSE(memory.read(address, line.data()));
    EXPECT_EQ(line[7], l3_memory::error_data);
    EXPECT_FALSE(memory.write(address, ~0ull, line.data()));
    EXPECT_TRUE(memory.access({.address = address}).error);
    EXPECT_TRUE(
        memory
            .access(
                {.address = address, .write = true, .strobes = 0xFF, .data = 1})
            .error);
    EXPECT_TRUE(
        memory.access({.address = address, .amo = amo::add, .strobes = 0x0F})
            .error);
  }
}

TEST(l3_memory, does_the_atomics_of_RV32A) {
  constexpr std::uint32_t old = 0x80000005, operand = 0x00000003;
  const struct {
    amo operation;
    std::uint32_t result;
  } cases[] = {
      {amo::swap, operand},
      {amo::add, old + operand},
      {amo::exclusive_or, old ^ operand},
      {amo::bit_and, old & operand},
      {amo::bit_or, old | operand},
      {amo::min, old},
      {amo::max, operand},
      {amo::minu, operand},
      {amo::maxu, old},
  };
  l3_memory memory(base, size);
  for (const auto &each : cases)
    for (unsigned half : {0u, 4u}) {
      const std::uint64_t other = 0x77777777ull << (half ? 0 : 32);
      write_word(memory, base, std::uint64_t{old} << (8 * half) | other);
      const auto answer = memory.access(
          {.address = base + half,
           .amo = each.operation,
           .strobes = static_cast<std::uint8_t>(half ? 0xF0 : 0x0F),
           .data = std::uint64_t{operand} << (8 * half)});
      EXPECT_FALSE(answer.error);
      EXPECT_EQ(static_cast<std::uint32_t>(answer.data >> (8 * half)), old);
      EXPECT_EQ(read_word(memory, base),
                std::uint64_t{each.result} << (8 * half) | other)
          << static_cast<int>(each.operation);
    }
}

class reservation : public testing::Test {
protected:
  void reserve(unsigned source) {
    EXPECT_FALSE(memory
                     .access({.address = base + 4,
                              .amo = amo::load_reserved,
                              .strobes = 0xF0,
                              .source = source})
                     .error);
  }
  // Whether a store-conditional of `value` was done.
  bool store(unsigned source, std::uint64_t value) {
    const auto answer = memory.access({.address = base + 4,
                                       .amo = amo::store_conditional,
                                       .strobes = 0xF0,
                                       .data = value << 32,
                                       .source = source});
    EXPECT_FALSE(answer.error);
    const bool done = answer.data >> 32 == 0;
    EXPECT_EQ(done, read_word(memory, base) >> 32 == value);
    return done;
  }
  l3_memory memory{base, size};
};

TEST_F(reservation, holds_once) {
  EXPECT_FALSE(store(0, 1)) << "there was none";
  reserve(0);
  EXPECT_TRUE(store(0, 2));
  EXPECT_FALSE(store(0, 3)) << "it was used up";
}

TEST_F(reservation, is_each_source_s_own) {
  reserve(0);
  reserve(1);
  EXPECT_TRUE(store(1, 1));
  EXPECT_FALSE(store(0, 2)) << "the other one wrote";
}

TEST_F(reservation, breaks_at_any_write_to_the_word) {
  reserve(0);
  write_word(memory, base, 5, 0x0F, 0); // by its own source too
  EXPECT_FALSE(store(0, 1));
  reserve(0);
  std::array<std::uint64_t, 8> line{};
  memory.write(base, 1, line.data());
  EXPECT_FALSE(store(0, 2));
  reserve(0);
  memory.access({.address = base + 4,
                 .amo = amo::add,
                 .strobes = 0xF0,
                 .data = 0,
                 .source = 1});
  EXPECT_FALSE(store(0, 3));
  reserve(0);
  write_word(memory, base + 8, 5);
  memory.write(base + 64, ~0ull, line.data());
  EXPECT_TRUE(store(0, 4)) << "other words do not matter";
}

TEST(l3_memory, says_when_the_address_space_is_too_small) {
  EXPECT_THROW(l3_memory(base, ~std::size_t{0} >> 1), std::system_error);
}

} // namespace
