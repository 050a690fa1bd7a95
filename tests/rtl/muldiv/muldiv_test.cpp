// The shared multiplier and divider: results, cycles, fairness, back-pressure.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Vmuldiv_model.h"

#include <array>
#include <bit>
#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <optional>
#include <random>

namespace {

constexpr unsigned harts = 9;

enum op : unsigned { mul, mulh, mulhsu, mulhu, div, divu, rem, remu };

// RV32M as its chapter of the specification has it.
std::uint32_t expected(unsigned funct3, std::uint32_t a, std::uint32_t b) {
  const auto sa = std::int64_t(std::int32_t(a));
  const auto sb = std::int64_t(std::int32_t(b));
  switch (funct3) {
  case mul:
    return a * b;
  case mulh:
    return std::uint32_t(std::uint64_t(sa * sb) >> 32);
  case mulhsu:
    return std::uint32_t(std::uint64_t(sa * std::int64_t(b)) >> 32);
  case mulhu:
    return std::uint32_t((std::uint64_t(a) * b) >> 32);
  case div:
    return b == 0 ? ~0u : std::uint32_t(sa / sb);
  case divu:
    return b == 0 ? ~0u : a / b;
  case rem:
    return b == 0 ? a : std::uint32_t(sa % sb);
  default:
    return b == 0 ? a : a % b;
  }
}

struct request {
  unsigned op;
  std::uint32_t a, b;
};

struct answer {
  unsigned tag;
  std::uint32_t data;
};

class muldiv : public testing::Test {
protected:
  Vmuldiv_model dut_;
  std::array<std::optional<request>, harts> posted_;
  std::array<std::array<std::optional<request>, 32>, harts> in_flight_;
  std::array<unsigned, harts> next_tag_{};
  std::array<bool, harts> ready_;
  std::array<bool, harts> accepted_{};
  std::array<std::optional<answer>, harts> answers_;
  std::uint64_t cycle_ = 0;
  unsigned answered_ = 0;

  muldiv() {
    ready_.fill(true);
    dut_.rst_ni = 0;
    step();
    step();
    dut_.rst_ni = 1;
  }

  // One cycle. Checks each answer that is taken.
  void step() {
    for (unsigned h = 0; h < harts; ++h) {
      dut_.md_valid_i[h] = posted_[h].has_value();
      if (posted_[h]) {
        dut_.md_op_i[h] = posted_[h]->op;
        dut_.md_a_i[h] = posted_[h]->a;
        dut_.md_b_i[h] = posted_[h]->b;
        dut_.md_tag_i[h] = next_tag_[h];
      }
      dut_.md_rready_i[h] = ready_[h];
    }
    dut_.clk_i = 0;
    dut_.eval();
    for (unsigned h = 0; h < harts; ++h) {
      answers_[h].reset();
      if (dut_.md_rvalid_o[h] && ready_[h]) {
        answers_[h] = answer{dut_.md_rtag_o[h], dut_.md_rdata_o[h]};
        ++answered_;
        auto &r = in_flight_[h][dut_.md_rtag_o[h]];
        ASSERT_TRUE(r) << "hart " << h << ": an answer to no request";
        EXPECT_EQ(dut_.md_rdata_o[h], expected(r->op, r->a, r->b))
            << "hart " << h << " op " << r->op << std::hex << ' ' << r->a << ' '
            << r->b;
        r.reset();
      }
      accepted_[h] = posted_[h] && dut_.md_ready_o[h];
      if (accepted_[h]) {
        in_flight_[h][next_tag_[h]] = posted_[h];
        next_tag_[h] = (next_tag_[h] + 1) % 32;
        posted_[h].reset();
      }
    }
    dut_.clk_i = 1;
    dut_.eval();
    ++cycle_;
  }

  // Cycles from the request's handshake to the answer's.
  unsigned latency(unsigned hart, const request &r,
                   std::uint32_t *data = nullptr) {
    posted_[hart] = r;
    step();
    EXPECT_TRUE(accepted_[hart]);
    for (unsigned n = 1; n < 100; ++n) {
      step();
      if (answers_[hart]) {
        if (data)
          *data = answers_[hart]->data;
        return n;
      }
    }
    ADD_FAILURE() << "no answer";
    return 0;
  }

  static std::uint32_t operand(std::mt19937 &random) {
    static constexpr std::uint32_t corners[] = {
        0, 1, 2, 3, 0x7fffffff, 0x80000000, 0x80000001, 0xffffffff, 0xfffffffe};
    switch (random() % 4) {
    case 0:
      return corners[random() % std::size(corners)];
    case 1:
      return std::uint32_t(random()) >> random() % 32;
    case 2:
      return -(std::uint32_t(random()) >> random() % 32);
    default:
      return std::uint32_t(random());
    }
  }
};

TEST_F(muldiv, corner_results) {
  std::uint32_t data = 0;
  const auto result = [&](unsigned op, std::uint32_t a, std::uint32_t b) {
    latency(0, {op, a, b}, &data);
    return data;
  };
  const std::uint32_t minus_one = ~0u, least = 0x80000000;
  EXPECT_EQ(result(div, minus_one, 1), minus_one);
  EXPECT_EQ(result(rem, minus_one, 1), 0u);
  EXPECT_EQ(result(div, least, minus_one), least);
  EXPECT_EQ(result(rem, least, minus_one), 0u);
  EXPECT_EQ(result(div, 7, 0), minus_one);
  EXPECT_EQ(result(rem, 7, 0), 7u);
  EXPECT_EQ(result(div, minus_one - 6, 0), minus_one);
  EXPECT_EQ(result(rem, minus_one - 6, 0), minus_one - 6);
  EXPECT_EQ(result(divu, 7, 0), minus_one);
  EXPECT_EQ(result(remu, 7, 0), 7u);
  EXPECT_EQ(result(divu, least, minus_one), 0u);
  EXPECT_EQ(result(remu, least, minus_one), least);
  EXPECT_EQ(result(rem, std::uint32_t(-7), 2), minus_one);
  EXPECT_EQ(result(div, std::uint32_t(-7), 2), std::uint32_t(-3));
  EXPECT_EQ(result(mulhsu, minus_one, minus_one), minus_one);
  EXPECT_EQ(result(mulh, least, least), 0x40000000u);
  EXPECT_EQ(result(mulhu, minus_one, minus_one), minus_one - 1);
}

TEST_F(muldiv, a_product_takes_three_cycles) {
  for (unsigned op = mul; op <= mulhu; ++op)
    for (unsigned h = 0; h < harts; ++h)
      EXPECT_EQ(latency(h, {op, 123456789, 987654321}), 3u);
}

TEST_F(muldiv, a_quotient_takes_three_cycles_and_its_bits) {
  EXPECT_EQ(latency(0, {divu, 0, 1}), 3u);
  EXPECT_EQ(latency(0, {divu, 5, 0}), 3u);
  EXPECT_EQ(latency(0, {divu, 5, 6}), 3u);
  EXPECT_EQ(latency(0, {divu, 1, 1}), 4u);
  EXPECT_EQ(latency(0, {divu, 100, 7}), 3u + 5u);
  EXPECT_EQ(latency(0, {div, std::uint32_t(-100), 7}), 3u + 5u);
  EXPECT_EQ(latency(0, {divu, 0xffffffff, 1}), 3u + 32u);
  EXPECT_EQ(latency(0, {remu, 0xffffffff, 0x10000}), 3u + 16u);
}

TEST_F(muldiv, one_product_a_cycle_from_one_hart) {
  for (unsigned i = 0; i < 100; ++i) {
    posted_[4] = request{mul, i, i};
    step();
    ASSERT_TRUE(accepted_[4]) << i;
  }
}

TEST_F(muldiv, harts_take_turns) {
  std::array<unsigned, harts> served{};
  for (unsigned i = 0; i < harts * 50; ++i) {
    for (auto &p : posted_)
      if (!p)
        p = request{mul, i, 3};
    step();
    for (unsigned h = 0; h < harts; ++h)
      served[h] += accepted_[h];
  }
  for (unsigned h = 0; h < harts; ++h)
    EXPECT_EQ(served[h], 50u) << h;
}

// A hart that takes no answers holds up the others only after three of its own.
TEST_F(muldiv, a_waiting_answer_lets_others_pass) {
  ready_[2] = false;
  posted_[2] = request{mul, 3, 5};
  step();
  posted_[2] = request{mul, 7, 5};
  step();
  for (unsigned i = 0; i < 50; ++i)
    EXPECT_EQ(latency(i % 2, {mulhu, i << 20, i << 24}), 3u);
  ready_[2] = true;
  step();
  EXPECT_TRUE(answers_[2]);
}

TEST_F(muldiv, random_traffic) {
  std::mt19937 random(1);
  constexpr unsigned wanted = 60000;
  unsigned posted = 0;
  while (answered_ < wanted) {
    ASSERT_LT(cycle_, 40u * wanted);
    const unsigned of_8 = cycle_ / 1000 % 8;
    for (unsigned h = 0; h < harts; ++h) {
      ready_[h] = random() % 8 >= of_8 / 2;
      if (!posted_[h] && !in_flight_[h][next_tag_[h]] && posted < wanted &&
          random() % 4 == 0) {
        posted_[h] =
            request{unsigned(random() % 8), operand(random), operand(random)};
        ++posted;
      }
    }
    step();
  }
}

} // namespace
