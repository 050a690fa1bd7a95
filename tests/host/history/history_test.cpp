// Histories: what was added is there, also after a writer was killed.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/history/history.hpp"

#include "../support/temporary_folder.hpp"

#include <csignal>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace seeker;
using history::book;

history::entry sample(std::uint64_t cycles, std::string model = "m") {
  return {5,     std::move(model), "abc",  "default", "0123",
          "sim", "PASS",           cycles, "{}"};
}

class History : public ::testing::Test {
protected:
  std::vector<std::uint64_t> cycles(std::optional<std::string> model = {}) {
    auto opened = book::open(file);
    EXPECT_TRUE(opened);
    const auto found = opened->last(100'000, model);
    EXPECT_TRUE(found);
    std::vector<std::uint64_t> made;
    for (const auto &one : *found)
      made.push_back(one.cycles.value_or(0));
    return made;
  }
  fake::temporary_folder folder;
  std::filesystem::path file = folder / "h.db";
};

TEST_F(History, FindsTheAttemptsAtACase) {
  auto made = book::open(file);
  ASSERT_TRUE(made);
  for (unsigned i = 1; i <= 3; ++i) {
    history::entry one = sample(i);
    one.suite = "s";
    one.name = "a";
    one.revision = "r";
    one.content = "c";
    one.attempt = i;
    one.seconds = 0.5;
    ASSERT_TRUE(made->add(one));
    one.name = "b";
    ASSERT_TRUE(made->add(one));
  }
  const auto found = made->last_of(2, "s", "a", "sim");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ(found->at(0).attempt, 2u);
  EXPECT_EQ(found->at(1).attempt, 3u);
  EXPECT_EQ(found->at(1).name, "a");
  EXPECT_EQ(found->at(1).revision, "r");
  EXPECT_EQ(found->at(1).content, "c");
  EXPECT_EQ(found->at(1).seconds, 0.5);
  EXPECT_TRUE(made->last_of(2, "s", "a", "iss")->empty());
}

TEST_F(History, AnOlderFileIsUpgradedOnce) {
  sqlite3 *old = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &old), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(
                old,
                "CREATE TABLE runs (id INTEGER PRIMARY KEY, time INTEGER NOT "
                "NULL, model TEXT NOT NULL, image_sha256 TEXT NOT NULL, "
                "configuration TEXT NOT NULL, configuration_hash TEXT NOT "
                "NULL, target TEXT NOT NULL, verdict TEXT NOT NULL, cycles "
                "INTEGER, report TEXT NOT NULL);"
                "CREATE INDEX runs_by_model ON runs (model, id);"
                "INSERT INTO runs VALUES (1, 5, 'm', 'a', 'c', 'h', 'sim', "
                "'PASS', 77, '{}');"
                "PRAGMA user_version = 1;",
                nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(old);
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(cycles(), std::vector<std::uint64_t>{77});
  EXPECT_EQ(book::open(file)->last(1)->front().attempt, 1u);
}

TEST_F(History, KeepsWhatWasAdded) {
  {
    auto made = book::open(file);
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_TRUE(made->add(sample(1)));
    ASSERT_TRUE(made->add(sample(2, "n")));
    history::entry without = sample(0);
    without.cycles.reset();
    without.verdict = "LINK";
    ASSERT_TRUE(made->add(without));
  }
  EXPECT_EQ(cycles(), (std::vector<std::uint64_t>{1, 2, 0}));
  EXPECT_EQ(cycles("n"), (std::vector<std::uint64_t>{2}));
  const auto last = book::open(file)->last(1);
  ASSERT_EQ(last->size(), 1u);
  EXPECT_EQ(last->front().verdict, "LINK");
  EXPECT_FALSE(last->front().cycles);
  EXPECT_EQ(last->front().configuration_hash, "0123");
  EXPECT_EQ(last->front().target, "sim");
  EXPECT_EQ(last->front().time, 5);
}

TEST_F(History, EntriesAreMadeFromOutcomes) {
  run::outcome known;
  known.image = "a.elf";
  known.target = "sim";
  known.cycles = {7, 8};
  known.verdict = judge::verdict::cycle_regression;
  const auto made = history::entry_of(known, "{}");
  EXPECT_EQ(made.model, "a.elf");
  EXPECT_EQ(made.cycles, 7u);
  EXPECT_EQ(made.verdict, "CYCLE_REGRESSION");
  EXPECT_GT(made.time, 0);
}

TEST_F(History, SaysWhatIsNone) {
  fake::write_bytes(file, fake::bytes_of("this is no database at all, but "
                                         "long enough to look like one"));
  const auto made = book::open(file);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message, "cannot read the history " + file.string() +
                                      ": file is not a database");
  const auto nowhere = book::open(folder / "none" / "h.db");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().message, "cannot open the history " +
                                         (folder / "none" / "h.db").string() +
                                         ": unable to open database file");
}

TEST_F(History, RefusesWhatANewerProgramMade) {
  sqlite3 *handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  sqlite3_exec(handle, "PRAGMA user_version = 9", nullptr, nullptr, nullptr);
  sqlite3_close(handle);
  const auto made = book::open(file);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message,
            "the history " + file.string() +
                " has version 9, this program knows up to 2");
}

/// A child that adds rows until it is killed.
pid_t writer(const std::filesystem::path &file, int counter) {
  const pid_t child = ::fork();
  if (child != 0)
    return child;
  auto made = book::open(file);
  for (std::uint64_t i = 1; made && made->add(sample(i)); ++i)
    static_cast<void>(!::write(counter, "x", 1));
  ::_exit(1);
}

TEST_F(History, SurvivesTheDeathOfItsWriterAtAnyMoment) {
  std::uint64_t told = 0;
  for (int i = 0; i < 20; ++i) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = writer(file, ends[1]);
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(3001 * i));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    char buffer[4096];
    for (ssize_t n; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;)
      told += static_cast<std::uint64_t>(n);
    ::close(ends[0]);
    // What was said to be written is there.
    EXPECT_GE(cycles().size(), told);
  }
  EXPECT_GT(told, 0u);
  sqlite3 *handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  std::string verdict;
  sqlite3_exec(
      handle, "PRAGMA integrity_check",
      [](void *to, int, char **values, char **) {
        *static_cast<std::string *>(to) += values[0];
        return 0;
      },
      &verdict, nullptr);
  sqlite3_close(handle);
  EXPECT_EQ(verdict, "ok");
}

TEST_F(History, SurvivesAFullDisk) {
  ASSERT_TRUE(book::open(file)->add(sample(1)));
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{65'536, 65'536};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto made = book::open(file);
    history::entry large = sample(2);
    large.report.assign(100'000, 'x');
    const auto added = made->add(large);
    ::_exit(!added && added.error().code == errc::file ? 7 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 7);
  EXPECT_EQ(cycles(), (std::vector<std::uint64_t>{1}));
}

} // namespace
