// Every mutated plan and schedule is rejected for the right reason.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Mutations.h"
#include "Schedules.h"

#include "seeker/L1/LiveRanges.h"
#include "seeker/Transforms/Passes.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"

#include <gtest/gtest.h>

#include <map>

using namespace mlir;
using namespace seeker;
using namespace seeker::proof;

namespace {

struct Base {
  std::string name;
  std::string text;
  int cores;
};

std::vector<Base> makeBases() {
  std::vector<Base> bases;
  auto add = [&](const char *form, std::string (*write)(const ScheduleSpec &),
                 ScheduleSpec spec) {
    bases.push_back({std::string(form) + " " + std::to_string(spec.n) + "x" +
                         std::to_string(spec.k) + " by " +
                         std::to_string(spec.tileN) + "x" +
                         std::to_string(spec.tileK),
                     write(spec), spec.cores});
  };
  add("double", doubleBuffered, {120, 300, 40, 100, 8});
  add("double", doubleBuffered, {100, 250, 24, 60, 2});
  add("double", doubleBuffered, {31, 29, 8, 7, 3});
  add("double", doubleBuffered, {64, 33, 16, 8, 8});
  add("late", lateBuffered, {120, 300, 40, 100, 8});
  add("late", lateBuffered, {31, 29, 8, 7, 3});
  add("single", singleBuffered, {96, 96, 32, 24, 8});
  add("single", singleBuffered, {50, 70, 16, 16, 2});
  add("single", singleBuffered, {40, 40, 9, 11, 4});
  add("single", singleBuffered, {30, 64, 15, 20, 5});
  add("two", twoKernels, {64, 64, 16, 32, 8});
  add("two", twoKernels, {45, 45, 20, 13, 4});
  return bases;
}

class MutationTest : public testing::Test {
protected:
  MutationTest() : context(registry()) {}

  static DialectRegistry registry() {
    DialectRegistry registry;
    registerDialects(registry);
    return registry;
  }

  // Parses a base and plans it.
  OwningOpRef<ModuleOp> plan(const Base &base) {
    auto module = parseSourceString<ModuleOp>(base.text, &context);
    if (!module)
      return {};
    func::FuncOp func = functionOf(*module);
    std::vector<l1::L1Buffer> buffers = l1::collectL1Buffers(func);
    l1::Plan plan = l1::planBuffers(l1::toPlannerBuffers(buffers), 120832);
    EXPECT_TRUE(plan.fits());
    for (auto [buffer, offset] : llvm::zip_equal(buffers, plan.offsets))
      buffer.alloc.setOffset(offset);
    EXPECT_TRUE(succeeded(verify(*module)));
    return module;
  }

  static func::FuncOp functionOf(ModuleOp module) {
    return *module.getOps<func::FuncOp>().begin();
  }

  MLIRContext context;
};

std::string textOf(const Proof &proof) {
  std::string text;
  for (const Violation &violation : proof.violations)
    text += nameOf(violation.rule).str() + ": " + violation.what + "\n";
  return text;
}

TEST_F(MutationTest, AllAreRejectedForTheRightReason) {
  std::map<Rule, int> rejected;
  int total = 0;
  for (const Base &base : makeBases()) {
    SCOPED_TRACE(base.name);
    OwningOpRef<ModuleOp> module = plan(base);
    ASSERT_TRUE(module);
    Machine machine;
    machine.budget = 120832;
    machine.computeCores = base.cores;
    func::FuncOp func = functionOf(*module);
    const Proof sound = prove(func, machine);
    ASSERT_TRUE(sound.holds()) << textOf(sound);
    for (size_t rule = 0; rule < kNumRules; ++rule)
      EXPECT_GT(sound.facts[rule], 0);

    std::vector<Mutation> mutations = planMutations(func, machine);
    for (Mutation &mutation : scheduleMutations(func))
      mutations.push_back(std::move(mutation));
    for (const Mutation &mutation : mutations) {
      SCOPED_TRACE(mutation.name);
      OwningOpRef<ModuleOp> mutant(module->clone());
      Machine mutated = machine;
      mutation.apply(functionOf(*mutant), mutated);
      const Proof proof = prove(functionOf(*mutant), mutated);
      ++total;
      if (proof.holds()) {
        ADD_FAILURE() << "accepted";
        continue;
      }
      EXPECT_EQ(proof.violations.front().rule, mutation.rule) << textOf(proof);
      EXPECT_NE(proof.violations.front().what.find(mutation.because),
                std::string::npos)
          << textOf(proof);
      ++rejected[proof.violations.front().rule];
    }
  }
  EXPECT_GE(total, 2000);
  int sum = 0;
  for (auto [rule, count] : rejected) {
    RecordProperty(nameOf(rule).str(), count);
    sum += count;
    EXPECT_GT(count, 0);
  }
  EXPECT_EQ(rejected.size(), kNumRules);
  std::printf("%d of %d mutants rejected\n", sum, total);
}

} // namespace
