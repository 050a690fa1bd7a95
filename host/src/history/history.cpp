// Rows of runs in SQLite.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/history/history.hpp"

#include "../base/sql.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace seeker::history {
namespace {

/// By version: what makes it from the one before.
constexpr std::array steps = {
    "CREATE TABLE runs (id INTEGER PRIMARY KEY, time INTEGER NOT "
    "NULL, model TEXT NOT NULL, image_sha256 TEXT NOT NULL, configuration TEXT "
    "NOT NULL, configuration_hash TEXT NOT NULL, target TEXT NOT NULL, verdict "
    "TEXT NOT NULL, cycles INTEGER, report TEXT NOT NULL);"
    "CREATE INDEX runs_by_model ON runs (model, id);"
    "PRAGMA user_version = 1;",
    "ALTER TABLE runs ADD COLUMN suite TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE runs ADD COLUMN name TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE runs ADD COLUMN revision TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE runs ADD COLUMN content TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE runs ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE runs ADD COLUMN seconds REAL NOT NULL DEFAULT 0;"
    "CREATE INDEX runs_by_case ON runs (suite, name, target, id);"
    "PRAGMA user_version = 2;",
};

/// All columns, in order; `report` stands for that one.
std::string columns(const char *report = "report") {
  return fmt::format("time, model, image_sha256, configuration, "
                     "configuration_hash, target, verdict, cycles, {}, suite, "
                     "name, revision, content, attempt, seconds",
                     report);
}

entry entry_at(const sql::statement &from) {
  entry one;
  one.time = from.number(0);
  one.model = from.text(1);
  one.image_sha256 = from.text(2);
  one.configuration = from.text(3);
  one.configuration_hash = from.text(4);
  one.target = from.text(5);
  one.verdict = from.text(6);
  if (!from.is_null(7))
    one.cycles = static_cast<std::uint64_t>(from.number(7));
  one.report = from.text(8);
  one.suite = from.text(9);
  one.name = from.text(10);
  one.revision = from.text(11);
  one.content = from.text(12);
  one.attempt = static_cast<unsigned>(from.number(13));
  one.seconds = from.real(14);
  return one;
}

} // namespace

struct book::database {
  /// All rows, oldest first; they are asked for newest first.
  result<std::vector<entry>> entries(sql::statement &from) const {
    std::vector<entry> found;
    int status = SQLITE_ROW;
    while ((status = from.step()) == SQLITE_ROW)
      found.push_back(entry_at(from));
    if (status != SQLITE_DONE)
      return file.failed("read");
    std::reverse(found.begin(), found.end());
    return found;
  }

  sql::connection file;
};

book::book(std::unique_ptr<database> opened) : database_(std::move(opened)) {}
book::~book() = default;
book::book(book &&other) noexcept = default;

result<book> book::open(const std::filesystem::path &file) {
  auto opened = sql::connection::open(file, "the history", steps);
  if (!opened)
    return opened.error();
  return book(std::make_unique<database>(database{*std::move(opened)}));
}

result<void> book::add(const entry &one) {
  auto to = database_->file.prepare(
      fmt::format("INSERT INTO runs ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                  "?, ?, ?, ?, ?)",
                  columns()),
      "write");
  if (!to)
    return to.error();
  *to << one.time << one.model << one.image_sha256 << one.configuration
      << one.configuration_hash << one.target << one.verdict;
  if (one.cycles)
    *to << static_cast<std::int64_t>(*one.cycles);
  else
    to->null();
  *to << one.report << one.suite << one.name << one.revision << one.content
      << std::int64_t{one.attempt} << one.seconds;
  return database_->file.finish(*to, "write");
}

result<std::vector<entry>> book::last(std::uint32_t most,
                                      const std::optional<std::string> &model) {
  auto asked = database_->file.prepare(
      fmt::format("SELECT {} FROM runs WHERE ?1 IS NULL OR model = ?1 ORDER BY "
                  "id DESC LIMIT ?2",
                  columns()),
      "read");
  if (!asked)
    return asked.error();
  if (model)
    *asked << *model;
  else
    asked->null();
  *asked << std::int64_t{most};
  return database_->entries(*asked);
}

result<std::vector<entry>> book::last_of(std::uint32_t most,
                                         const std::string &suite,
                                         const std::string &name,
                                         const std::string &target) {
  auto asked = database_->file.prepare(
      fmt::format("SELECT {} FROM runs WHERE suite = ? AND name = ? AND target "
                  "= ? ORDER BY id DESC LIMIT ?",
                  columns()),
      "read");
  if (!asked)
    return asked.error();
  *asked << suite << name << target << std::int64_t{most};
  return database_->entries(*asked);
}

result<std::vector<entry>> book::cases(std::uint32_t most) {
  auto asked = database_->file.prepare(
      fmt::format(
          "SELECT {} FROM (SELECT *, row_number() OVER (PARTITION BY "
          "suite, name, target ORDER BY id DESC) AS age FROM runs WHERE "
          "name != '') WHERE age <= ? ORDER BY suite DESC, name DESC, "
          "target DESC, id DESC",
          columns("''")),
      "read");
  if (!asked)
    return asked.error();
  *asked << std::int64_t{most};
  return database_->entries(*asked);
}

result<std::vector<entry>> book::newest(std::uint32_t most) {
  auto asked = database_->file.prepare(
      fmt::format("SELECT {} FROM runs ORDER BY id DESC LIMIT ?",
                  columns("''")),
      "read");
  if (!asked)
    return asked.error();
  *asked << std::int64_t{most};
  auto found = database_->entries(*asked);
  if (found)
    std::reverse(found->begin(), found->end());
  return found;
}

entry entry_of(const run::outcome &known, std::string report) {
  entry made;
  made.time = std::chrono::duration_cast<std::chrono::seconds>(
                  std::chrono::system_clock::now().time_since_epoch())
                  .count();
  made.model = known.model.empty() ? known.image : known.model;
  made.image_sha256 = known.image_sha256;
  made.configuration = known.configuration;
  made.configuration_hash = known.configuration_hash;
  made.target = known.target;
  made.verdict = judge::name(known.verdict);
  if (!known.cycles.empty())
    made.cycles = known.cycles.front();
  made.report = std::move(report);
  return made;
}

} // namespace seeker::history
