// Hardware loops: what the sequencer issues, against loops that are written
// out; its cycles; what may not stand in a body. Built for both encodings of a
// body's length.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifdef FREP_LENGTH_AS_IT_IS
#include "Vfrep_length_model.h"
using frep_model = Vfrep_length_model;
constexpr unsigned length_bias = 0;
#define frep frep_length // the suite's name
#else
#include "Vfrep_model.h"
using frep_model = Vfrep_model;
constexpr unsigned length_bias = 1;
#endif

#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <vector>

namespace {

struct registers {
  std::uint8_t rd, rs1, rs2, rs3;
  bool operator==(const registers &) const = default;
};

// An instruction, or a loop over what follows.
struct item {
  bool is_loop = false;
  std::uint32_t operand = 0; // of an instruction; iterations - 1 of a loop
  registers regs{};
  bool rs3_is_rd = false;
  std::uint32_t length = 0; // instructions in the body
  std::uint8_t stagger_max = 0, stagger_mask = 0;
};

struct issued {
  std::uint32_t operand;
  registers regs;
  bool last; // it does not come again
  bool operator==(const issued &) const = default;
};

void print_to(std::ostream &out, const issued &i) {
  out << i.operand << ": " << int(i.regs.rd) << ' ' << int(i.regs.rs1) << ' '
      << int(i.regs.rs2) << ' ' << int(i.regs.rs3) << (i.last ? " last" : "");
}
void PrintTo(const issued &i, std::ostream *out) { print_to(*out, i); }

registers stagger(const item &i, const item *loop, std::uint32_t count) {
  registers r = i.regs;
  if (!loop)
    return r;
  const auto add = [&](std::uint8_t reg, unsigned bit) {
    return loop->stagger_mask >> bit & 1 ? std::uint8_t((reg + count) & 31)
                                         : reg;
  };
  r.rd = add(r.rd, 0);
  r.rs1 = add(r.rs1, 1);
  r.rs2 = add(r.rs2, 2);
  r.rs3 = add(r.rs3, i.rs3_is_rd ? 0 : 3);
  return r;
}

// Items from `at` on until `length` instructions are issued, once; the place
// after them.
std::size_t expand(const std::vector<item> &items, std::size_t at,
                   std::uint32_t length, const item *loop, std::uint32_t count,
                   bool last, std::vector<issued> &out) {
  for (std::uint32_t n = 0; n < length;) {
    const item &i = items.at(at++);
    if (!i.is_loop) {
      out.push_back({i.operand, stagger(i, loop, count), last});
      ++n;
      continue;
    }
    std::size_t end = at;
    for (std::uint32_t round = 0; round <= i.operand; ++round)
      end = expand(items, at, i.length, &i, round % (i.stagger_max + 1u),
                   last && round == i.operand, out);
    at = end;
    n += i.length;
  }
  return at;
}

std::vector<issued> expand(const std::vector<item> &items) {
  std::vector<issued> out;
  for (std::size_t at = 0; at < items.size();) {
    std::uint32_t length = items[at].is_loop ? items[at].length : 1;
    at = expand(items, at, length, nullptr, 0, true, out);
  }
  return out;
}

class frep : public testing::Test {
protected:
  frep() : dut_(std::make_unique<frep_model>()) {
    dut_->rst_ni = 0;
    clock();
    dut_->rst_ni = 1;
  }

  // Offers the items as fast as they are taken and takes what comes, both by
  // chances of 256.
  void run(const std::vector<item> &items, std::mt19937_64 &random, int offer,
           int take, std::size_t expected) {
    std::size_t at = 0;
    for (int i = 0; i < 200000 && (at < items.size() || out.size() < expected);
         ++i) {
      bool offers = at < items.size() && int(random() & 255) < offer;
      dut_->fp_valid_i = offers && !items[at].is_loop;
      dut_->frep_valid_i = offers && items[at].is_loop;
      if (offers)
        put(items[at]);
      dut_->ready_i = int(random() & 255) < take;
      dut_->clk_i = 0;
      dut_->eval();
      if (offers) {
        ASSERT_FALSE(dut_->illegal_o) << "item " << at;
        at += items[at].is_loop ? dut_->frep_ready_o : dut_->fp_ready_o;
      }
      if (dut_->valid_o && dut_->ready_i) {
        out.push_back({dut_->operand_o,
                       {dut_->rd_o, dut_->rs1_o, dut_->rs2_o, dut_->rs3_o},
                       bool(dut_->final_o)});
        cycles.push_back(cycle_);
      }
      clock();
    }
    dut_->fp_valid_i = dut_->frep_valid_i = dut_->ready_i = 0;
    dut_->eval();
  }

  // Whether an item is refused; it enters if not.
  bool refused(const item &i, bool once = false) {
    put(i);
    dut_->fp_valid_i = !i.is_loop;
    dut_->frep_valid_i = i.is_loop;
    dut_->once_i = once;
    dut_->ready_i = 0;
    dut_->clk_i = 0;
    dut_->eval();
    bool illegal = dut_->illegal_o;
    clock();
    dut_->fp_valid_i = dut_->frep_valid_i = dut_->once_i = 0;
    dut_->eval();
    return illegal;
  }

  void put(const item &i) {
    dut_->operand_i = i.operand;
    dut_->rd_i = i.regs.rd;
    dut_->rs1_i = i.regs.rs1;
    dut_->rs2_i = i.regs.rs2;
    dut_->rs3_i = i.regs.rs3;
    dut_->rs3_is_rd_i = i.rs3_is_rd;
    dut_->length_i = std::uint16_t((i.length - length_bias) & 0xfff);
    dut_->stagger_max_i = i.stagger_max;
    dut_->stagger_mask_i = i.stagger_mask;
  }

  void clock() {
    dut_->clk_i = 0;
    dut_->eval();
    dut_->clk_i = 1;
    dut_->eval();
    ++cycle_;
  }

  std::unique_ptr<frep_model> dut_;
  std::uint64_t cycle_ = 0;
  std::vector<issued> out;
  std::vector<std::uint64_t> cycles;
};

item instr(std::uint32_t operand) {
  return {.operand = operand, .regs = {4, 5, 6, 7}};
}
item loop(std::uint32_t iterations, std::uint32_t length,
          std::uint8_t stagger_max = 0, std::uint8_t mask = 0) {
  return {.is_loop = true,
          .operand = iterations - 1,
          .length = length,
          .stagger_max = stagger_max,
          .stagger_mask = mask};
}

TEST_F(frep, repeats_without_a_gap) {
  std::mt19937_64 random(1);
  const std::vector<item> items = {instr(1), loop(50, 2), instr(2), instr(3),
                                   instr(4)};
  run(items, random, 256, 256, 102);
  EXPECT_EQ(out, expand(items));
  // The frep itself takes a cycle of the integer core's.
  EXPECT_EQ(cycles.back() - cycles.front(), 102u);
}

TEST_F(frep, a_nest_has_no_gap_either) {
  std::mt19937_64 random(1);
  const std::vector<item> items = {loop(7, 4), instr(1), loop(9, 2),
                                   instr(2),   instr(3), instr(4)};
  run(items, random, 256, 256, 7 * 20);
  EXPECT_EQ(out, expand(items));
  EXPECT_LE(cycles.back() - cycles.front(), 7 * 20u);
}

// Same first and same last instruction.
TEST_F(frep, perfect_nest) {
  std::mt19937_64 random(1);
  for (std::uint32_t length : {1u, 2u, 3u, 32u}) {
    std::vector<item> items = {loop(5, length, 2, 1), loop(3, length, 7, 3)};
    for (std::uint32_t i = 0; i < length; ++i)
      items.push_back(instr(100 * length + i));
    out.clear();
    run(items, random, 256, 256, 15 * length);
    EXPECT_EQ(out, expand(items)) << length;
  }
}

TEST_F(frep, body_of_the_whole_buffer_then_more) {
  std::mt19937_64 random(1);
  std::vector<item> items = {loop(3, 32)};
  for (std::uint32_t i = 0; i < 40; ++i)
    items.push_back(instr(i));
  run(items, random, 256, 256, 3 * 32 + 8);
  EXPECT_EQ(out, expand(items));
}

TEST_F(frep, stagger_wraps_and_starts_anew) {
  std::mt19937_64 random(1);
  std::vector<item> items = {loop(2, 2), loop(6, 1, 3, 0b1111), instr(1),
                             instr(2)};
  items[2].regs = {30, 31, 29, 28};
  run(items, random, 256, 256, 14);
  ASSERT_EQ(out, expand(items));
  EXPECT_EQ(out[3].regs, (registers{1, 2, 0, 31}));
  EXPECT_EQ(out[4].regs, out[0].regs);
}

TEST_F(frep, an_accumulator_moves_with_rd) {
  std::mt19937_64 random(1);
  std::vector<item> items = {loop(4, 1, 3, 0b0001), instr(1)};
  items[1].rs3_is_rd = true;
  items[1].regs = {8, 1, 2, 8};
  run(items, random, 256, 256, 4);
  ASSERT_EQ(out.size(), 4u);
  EXPECT_EQ(out[3].regs, (registers{11, 1, 2, 11}));
}

TEST_F(frep, bad_bodies_are_refused) {
  EXPECT_TRUE(refused(loop(1, 0)));
  EXPECT_TRUE(refused(loop(1, 33)));
  EXPECT_TRUE(refused(loop(1, 4096)));
  EXPECT_FALSE(dut_->open_o);
  EXPECT_FALSE(refused(loop(2, 6)));
  EXPECT_TRUE(dut_->open_o);
  EXPECT_TRUE(refused(instr(1), true)) << "returns to the integer core";
  EXPECT_TRUE(refused(loop(1, 7))) << "longer than what it stands in";
  EXPECT_FALSE(refused(loop(1, 2)));
  EXPECT_TRUE(refused(loop(1, 1))) << "a third level";
  EXPECT_FALSE(refused(instr(1)));
  EXPECT_FALSE(refused(instr(2)));
  EXPECT_TRUE(refused(loop(1, 5)));
  EXPECT_FALSE(refused(instr(3)));
  EXPECT_TRUE(dut_->open_o);
  for (std::uint32_t i = 4; i <= 6; ++i)
    EXPECT_FALSE(refused(instr(i)));
  EXPECT_FALSE(dut_->open_o);
  EXPECT_FALSE(refused(instr(7), true));
}

TEST_F(frep, more_inner_loops_than_the_table_holds_are_refused) {
  EXPECT_FALSE(refused(loop(2, 20)));
  for (std::uint32_t i = 0; i < 7; ++i) {
    EXPECT_FALSE(refused(loop(2, 1)));
    EXPECT_FALSE(refused(instr(i)));
  }
  EXPECT_TRUE(refused(loop(2, 1)));
  EXPECT_FALSE(refused(instr(7)));
}

TEST_F(frep, says_that_a_body_is_incomplete) {
  EXPECT_FALSE(dut_->starved_o);
  EXPECT_FALSE(refused(loop(2, 2)));
  EXPECT_TRUE(dut_->starved_o);
  std::mt19937_64 random(1);
  run({instr(1)}, random, 256, 256, 1);
  EXPECT_TRUE(dut_->starved_o);
  run({instr(2)}, random, 256, 256, 4);
  EXPECT_FALSE(dut_->starved_o);
  EXPECT_EQ(out.size(), 4u);
}

// A trap leaves an incomplete body behind, when what came of it has been
// issued: once, but for complete loops inside it; the loops before it as often
// as they should.
TEST_F(frep, a_trap_drops_the_incomplete_body) {
  for (std::uint32_t inner : {0u, 2u, 5u})
    for (std::uint32_t present : {0u, 1u, 3u}) {
      std::mt19937_64 random(1);
      std::vector<item> items = {loop(4, 2), instr(1), instr(2), loop(5, 6)};
      if (inner != 0)
        items.push_back(loop(9, inner));
      for (std::uint32_t i = 0; i < present; ++i)
        items.push_back(instr(10 + i));
      std::vector<std::uint32_t> wanted = {1, 2, 1, 2, 1, 2, 1, 2};
      for (std::uint32_t n = inner == 2 && present == 3 ? 8 : 0; n != 0; --n)
        wanted.insert(wanted.end(), {10, 11});
      for (std::uint32_t i = 0; i < present; ++i)
        wanted.push_back(10 + i);
      out.clear();
      run(items, random, 256, present == 1 ? 0 : 256, 0);
      run({}, random, 256, 256, wanted.size());
      ASSERT_TRUE(dut_->open_o);
      dut_->trap_i = 1;
      clock();
      dut_->trap_i = 0;
      dut_->eval();
      ASSERT_FALSE(dut_->open_o);
      // The handler, with a loop of its own.
      wanted.insert(wanted.end(), {20, 21, 21, 21});
      run({instr(20), loop(3, 1), instr(21)}, random, 256, 256, wanted.size());
      std::vector<std::uint32_t> order;
      for (const issued &i : out)
        order.push_back(i.operand);
      EXPECT_EQ(order, wanted) << inner << ' ' << present;
      EXPECT_FALSE(dut_->starved_o);
    }
}

// Random loops of every shape that is legal, with stalls on both sides.
TEST_F(frep, random_programs) {
  std::mt19937_64 random(7);
  const auto pick = [&](std::uint32_t n) {
    return std::uint32_t(random() % n);
  };
  std::uint32_t id = 0;
  const auto make = [&] {
    item i = instr(++id);
    i.regs = {std::uint8_t(pick(32)), std::uint8_t(pick(32)),
              std::uint8_t(pick(32)), std::uint8_t(pick(32))};
    i.rs3_is_rd = pick(3) == 0;
    if (i.rs3_is_rd)
      i.regs.rs3 = i.regs.rd;
    return i;
  };
  const auto make_loop = [&](std::uint32_t length) {
    return loop(1 + pick(6), length, std::uint8_t(pick(8)),
                std::uint8_t(pick(16)));
  };
  for (int round = 0; round < 400; ++round) {
    std::vector<item> items;
    for (std::uint32_t part = 0; part < 6; ++part) {
      for (std::uint32_t i = pick(5); i > 0; --i)
        items.push_back(make());
      std::uint32_t length = 1 + pick(pick(4) ? 6 : 32);
      items.push_back(make_loop(length));
      std::uint32_t inner_loops = 0;
      while (length > 0) {
        if (inner_loops < 7 && pick(3) == 0) {
          std::uint32_t inner = 1 + pick(length);
          items.push_back(make_loop(inner));
          ++inner_loops;
          for (std::uint32_t i = 0; i < inner; ++i)
            items.push_back(make());
          length -= inner;
        } else {
          items.push_back(make());
          --length;
        }
      }
    }
    std::vector<issued> expected = expand(items);
    out.clear();
    run(items, random, 256 - round % 3 * 90, 256 - round % 4 * 60,
        expected.size());
    ASSERT_EQ(out, expected) << "round " << round;
    ASSERT_TRUE(dut_->empty_o);
    ASSERT_FALSE(dut_->starved_o);
  }
}

} // namespace
