// Weights that take turns: order, back-pressure both ways, and limits.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/supply.hpp"

#include "model_fixture.hpp"
#include "seeker/base/bytes.hpp"
#include "seeker_record.h"

namespace {

using namespace seeker;

constexpr std::uint64_t record = 0x80011000;
constexpr std::uint64_t place = 0x80100000; // of all weights, one at a time
constexpr std::uint32_t all = 0xffffffff;

class Supply : public ::testing::Test {
protected:
  Supply() : device(*config::load(fake::small_json)), on(context, device) {
    EXPECT_TRUE(fake::await(context, on.open()));
    says.record = record;
  }

  /// `count` doubles of one value.
  void add(const std::string &name, std::uint32_t first, std::uint32_t last,
           std::uint64_t address, double value, std::uint64_t count = 8) {
    image::tensor one;
    one.name = name;
    one.role = image::role::weight;
    one.dims = {count};
    one.address = address;
    one.bytes = 8 * count;
    one.needed = image::needed_by{first, last};
    says.tensors.push_back(one);
    given[name] = fake::numbers(std::vector<double>(count, value), {count});
  }
  /// The program has begun so many kernels.
  void begin(std::uint32_t kernels) {
    word(offsetof(seeker_record, magic), SEEKER_RECORD_MAGIC);
    word(offsetof(seeker_record, kernel_count), kernels);
  }
  void word(std::size_t offset, std::uint32_t value) {
    std::array<std::byte, 4> bytes = {};
    store(std::span<std::byte>(bytes), 0, value);
    device.poke(record + offset, bytes);
  }
  std::uint32_t supplied() {
    return load<std::uint32_t>(
        device.peek(record + offsetof(seeker_record, supplied), 4), 0);
  }
  double at(std::uint64_t address) {
    return load<double>(device.peek(address, 8), 0);
  }
  bool step(run::supplier &supply) {
    const auto moved = fake::await(context, supply.step(on));
    EXPECT_TRUE(moved) << moved.error().message;
    return moved && *moved;
  }
  /// Until it waits for the program.
  void settle(run::supplier &supply) {
    while (step(supply))
      ;
  }

  boost::asio::io_context context;
  fake::fake_device device;
  fake::fake_target on;
  image::manifest says;
  run::arrays given;
};

TEST_F(Supply, AWeightWaitsForTheKernelThatUsesItsPlace) {
  add("c", 2, 2, place, 3);
  add("a", 0, 0, place, 1);
  add("b", 1, 1, place, 2);
  run::supplier supply(says, given);
  ASSERT_TRUE(fake::await(context, supply.fill(on)));
  EXPECT_EQ(at(place), 1);
  // Nothing is told while the program may still clear its record.
  EXPECT_EQ(supplied(), 0u);
  begin(0);
  settle(supply);
  EXPECT_EQ(supplied(), 1u);
  begin(1); // the first one runs, and reads what lies there
  settle(supply);
  EXPECT_EQ(at(place), 1);
  begin(2); // it has ended: the second waits
  settle(supply);
  EXPECT_EQ(at(place), 2);
  EXPECT_EQ(supplied(), 2u);
  EXPECT_FALSE(supply.idle());
  begin(3);
  settle(supply);
  EXPECT_EQ(at(place), 3);
  EXPECT_EQ(supplied(), all);
  EXPECT_TRUE(supply.idle());
  EXPECT_EQ(supply.moved().bytes, 3u * 64);
}

TEST_F(Supply, WhatHasRoomComesEarly) {
  add("a", 0, 2, place, 1);
  add("b", 1, 1, place + 64, 2);
  add("c", 3, 3, place + 32, 3); // where both of them lie
  run::supplier supply(says, given);
  ASSERT_TRUE(fake::await(context, supply.fill(on)));
  EXPECT_EQ(at(place + 64), 2);
  begin(3);
  settle(supply);
  EXPECT_EQ(supplied(), 3u);
  EXPECT_EQ(at(place), 1);
  begin(4);
  settle(supply);
  EXPECT_EQ(at(place + 32), 3);
  EXPECT_EQ(supplied(), all);
}

TEST_F(Supply, LargeWeightsComeInParts) {
  add("a", 0, 0, place, 1, 3 << 16); // 1.5 MiB
  run::supplier supply(says, given);
  EXPECT_TRUE(step(supply));
  EXPECT_EQ(supply.moved().bytes, 1u << 20);
  begin(1); // half of it is not enough
  EXPECT_TRUE(step(supply));
  EXPECT_EQ(supplied(), 0u);
  EXPECT_TRUE(step(supply));
  EXPECT_EQ(supplied(), all);
  EXPECT_EQ(supply.moved().bytes, 3u << 19);
  EXPECT_EQ(at(place + (3 << 19) - 8), 1);
}

TEST_F(Supply, NothingToDoNeedsNoRecord) {
  run::supplier supply(says, given);
  EXPECT_TRUE(supply.idle());
  EXPECT_FALSE(step(supply));
  EXPECT_EQ(device.executed[wire::opcode::read], 0u);
}

/// A run whose program waits for nothing, but whose weight takes turns.
class SupplyRun : public fake::ModelRun {
protected:
  void SetUp() override {
    ModelRun::SetUp();
    sample.manifest["tensors"].push_back({{"name", "late"},
                                          {"role", "weight"},
                                          {"shape", {2, 3}},
                                          {"dtype", "f64"},
                                          {"address", place},
                                          {"bytes", 48},
                                          {"needed", {0, 0}}});
    options.inputs.push_back("late=" + (folder / "x.npy").string());
  }
};

TEST_F(SupplyRun, ItsBytesAreAPhase) {
  ASSERT_TRUE(run());
  EXPECT_EQ(known.verdict, judge::verdict::pass);
  std::uint64_t bytes = 0;
  for (const run::phase &one : known.phases)
    bytes += one.name == "stream weights" ? one.bytes : 0;
  EXPECT_EQ(bytes, 48u);
}

TEST_F(SupplyRun, ItIsAskedFor) {
  options.inputs.pop_back();
  EXPECT_EQ(run().error().message,
            "missing inputs: late (2x3xf64); give --input NAME=FILE.npy");
}

} // namespace
