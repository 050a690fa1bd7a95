// Leases: each promise of store.hpp, and random clients against a model of
// them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/lab/store.hpp"

#include "seeker/base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace {

using namespace seeker;
using lab::store;

class LabStore : public testing::Test {
protected:
  LabStore() {
    open("boot-1");
    EXPECT_TRUE(
        all->declare({named("a", {"f64"}), named("b", {"f64", "f32"})}));
  }
  static lab::resource named(const std::string &name,
                             std::vector<std::string> capabilities) {
    lab::resource one;
    one.name = name;
    one.target = "board:x";
    one.capabilities = std::move(capabilities);
    return one;
  }
  void open(const std::string &boot) {
    all.reset();
    auto opened = store::open(folder->path() / "lab.db", boot);
    ASSERT_TRUE(opened) << opened.error().message;
    all.emplace(*std::move(opened));
  }
  static lab::wish wish(const std::string &key, std::int64_t lease_ms = 1'000) {
    lab::wish made;
    made.key = key;
    made.holder = "of " + key;
    made.lease_ms = lease_ms;
    return made;
  }
  /// What a ticket holds; empty for nothing.
  std::string held(const std::string &key, std::int64_t now) {
    const auto stands = all->look(key, now);
    return stands && stands->held ? stands->held->resource : "";
  }

  result<temporary_folder> folder = temporary_folder::make("lab");
  std::optional<store> all;
};

TEST_F(LabStore, TheSameKeyIsTheSameTicket) {
  const auto first = all->ask(wish("k"), 0);
  const auto again = all->ask(wish("k"), 1);
  ASSERT_TRUE(first && again && first->held && again->held);
  EXPECT_EQ(first->held->id, again->held->id);
  lab::wish other = wish("k");
  other.holder = "somebody";
  EXPECT_EQ(all->ask(other, 2).error().message,
            "ticket k is another wish's, of of k");
}

TEST_F(LabStore, WhoNeedsLittleTakesWhatCanDoLeast) {
  EXPECT_EQ(all->ask(wish("k"), 0)->held->resource, "a");
  lab::wish more = wish("l");
  more.needs = {"f32"};
  EXPECT_EQ(all->ask(more, 0)->held->resource, "b");
}

TEST_F(LabStore, GoesByPriorityThenByAge) {
  all->ask(wish("1"), 0);
  all->ask(wish("2"), 0);
  EXPECT_EQ(all->ask(wish("old"), 1)->position, 0);
  EXPECT_EQ(all->ask(wish("new"), 2)->position, 1);
  lab::wish urgent = wish("urgent");
  urgent.priority = 1;
  EXPECT_EQ(all->ask(urgent, 3)->position, 0);
  EXPECT_EQ(all->look("new", 3)->position, 2);
  ASSERT_TRUE(all->give_back("1", lab::use::good, "", 4));
  EXPECT_EQ(held("urgent", 4), "a");
  ASSERT_TRUE(all->give_back("2", lab::use::good, "", 5));
  EXPECT_EQ(held("old", 5), "b");
  EXPECT_EQ(held("new", 5), "");
}

TEST_F(LabStore, WhoWaitsForTheOneHoldsUpNobodyElse) {
  lab::wish one = wish("1", 10'000);
  one.needs = {"f32"};
  all->ask(one, 0);
  one.key = "2";
  one.holder = "of 2";
  EXPECT_FALSE(all->ask(one, 0)->held);
  EXPECT_EQ(all->ask(wish("3"), 1)->held->resource, "a");
}

TEST_F(LabStore, LeasesEndAndEpochsDiffer) {
  const auto first = all->ask(wish("1"), 0);
  all->ask(wish("2", 100'000), 0);
  all->ask(wish("3"), 0);
  EXPECT_EQ(held("3", 999), "");
  const auto second = all->look("3", 1'000);
  ASSERT_TRUE(second->held);
  EXPECT_EQ(second->held->resource, "a");
  EXPECT_NE(second->held->epoch, first->held->epoch);
  EXPECT_EQ(all->renew(first->held->id, 1'000, 1'001).error().message,
            "lease 1 is over");
  const auto longer = all->renew(second->held->id, 5'000, 1'500);
  ASSERT_TRUE(longer);
  EXPECT_EQ(longer->expires_ms, 6'500);
  EXPECT_EQ(held("3", 6'499), "a");
  EXPECT_EQ(all->look("3", 6'500).error().message,
            "there is no ticket 3, or it is over");
}

TEST_F(LabStore, AForgottenTicketIsOver) {
  all->ask(wish("1", 100'000), 0);
  all->ask(wish("2", 100'000), 0);
  all->ask(wish("gone"), 0);
  EXPECT_EQ(all->ask(wish("4"), lab::ticket_ms - 1)->position, 1);
  EXPECT_EQ(all->look("4", lab::ticket_ms)->position, 0);
}

TEST_F(LabStore, WhatFailsAgainAndAgainIsDrained) {
  lab::wish one = wish("1");
  one.needs = {"f32"};
  for (int i = 0; i != 3; ++i) {
    one.key = std::to_string(i);
    ASSERT_TRUE(all->ask(one, i)->held);
    ASSERT_TRUE(all->give_back(one.key, lab::use::failed, "no answer", i));
  }
  one.key = "late";
  EXPECT_EQ(all->ask(one, 9).error().message,
            "all that could serve are drained: b (3 failures in a row, the "
            "last: no answer)");
  EXPECT_EQ(all->ask(wish("other"), 9)->held->resource, "a");
  ASSERT_TRUE(all->undrain("b", 10));
  EXPECT_TRUE(all->ask(one, 11)->held);
  EXPECT_EQ(all->drain("c", "", 0).error().message, "there is no resource c");
}

TEST_F(LabStore, SaysWhatThereIsNot) {
  lab::wish one = wish("1");
  one.target = "board:y";
  one.needs = {"f32", "hdmi"};
  EXPECT_EQ(all->ask(one, 0).error().message,
            "there is no board:y with f32, hdmi here; there are: a, b");
}

TEST_F(LabStore, SurvivesItsProcessButNotTheMachinesStart) {
  const auto before = all->ask(wish("1", 10'000), 0);
  open("boot-1");
  const auto after = all->look("1", 1);
  ASSERT_TRUE(after && after->held);
  EXPECT_EQ(after->held->id, before->held->id);
  open("boot-2");
  EXPECT_FALSE(all->look("1", 1));
  const auto next = all->ask(wish("2"), 1);
  ASSERT_TRUE(next->held);
  EXPECT_NE(next->held->epoch, before->held->epoch);
}

TEST_F(LabStore, ResourcesThatAreGoneEndTheirLeases) {
  all->ask(wish("1", 10'000), 0);
  ASSERT_TRUE(all->declare({named("b", {"f64"}), named("c", {})}));
  EXPECT_FALSE(all->look("1", 1));
  EXPECT_EQ(all->resources()->size(), 2u);
}

TEST_F(LabStore, RandomClientsNeverShareAndNeverStarve) {
  std::mt19937 random(5);
  std::map<std::string, std::uint16_t> last_epoch;
  std::map<std::string, std::string> holds; // resource -> key
  std::int64_t now = 0;
  unsigned granted = 0;
  for (int i = 0; i != 4'000; ++i) {
    now += random() % 60;
    const std::string key = std::to_string(random() % 12);
    switch (random() % 6) {
    case 0:
      ASSERT_TRUE(all->give_back(
          key, random() % 20 ? lab::use::good : lab::use::failed, "r", now));
      break;
    case 1:
      if (i % 50 == 1)
        open("boot-1");
      break;
    case 2:
      for (const auto &one : *all->resources())
        if (one.drained)
          ASSERT_TRUE(all->undrain(one.name, now));
      break;
    default:
      static_cast<void>(all->ask(wish(key, 200 + 10 * std::stoi(key)), now));
    }
    ASSERT_TRUE(all->advance(now));
    const auto resources = all->resources();
    const auto waiting = all->waiting();
    ASSERT_TRUE(resources && waiting);
    std::set<std::string> holders;
    bool free = false;
    for (const auto &one : *resources) {
      if (one.holder.empty()) {
        free = free || !one.drained;
        holds.erase(one.name);
        continue;
      }
      EXPECT_TRUE(holders.insert(one.holder).second) << one.holder;
      EXPECT_GT(one.expires_ms, now);
      auto &before = holds[one.name];
      if (before != one.holder + std::to_string(one.epoch)) {
        EXPECT_NE(one.epoch, last_epoch[one.name]);
        before = one.holder + std::to_string(one.epoch);
        ++granted;
      }
      last_epoch[one.name] = one.epoch;
    }
    EXPECT_FALSE(free && !waiting->empty()) << "at " << now;
  }
  EXPECT_GT(granted, 100u);
}

} // namespace
