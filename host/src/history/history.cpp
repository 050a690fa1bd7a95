// Rows of runs in SQLite.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/history/history.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <sqlite3.h>

namespace seeker::history {
namespace {

constexpr int busy_milliseconds = 5000;
constexpr int format_version = 2;

/// By version: what makes it from the one before. Programs that come at once
/// wait for each other here, and the later find nothing to do.
constexpr std::array<const char *, format_version> steps = {
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

constexpr const char *columns =
    "time, model, image_sha256, configuration, configuration_hash, target, "
    "verdict, cycles, report, suite, name, revision, content, attempt, "
    "seconds";

struct finish {
  void operator()(sqlite3_stmt *one) const { sqlite3_finalize(one); }
};
using statement = std::unique_ptr<sqlite3_stmt, finish>;

void bind(sqlite3_stmt *to, int at, const std::string &text) {
  sqlite3_bind_text64(to, at, text.data(), text.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
}

std::string text(sqlite3_stmt *from, int at) {
  const auto *bytes =
      reinterpret_cast<const char *>(sqlite3_column_text(from, at));
  return bytes ? std::string(bytes, static_cast<std::size_t>(
                                        sqlite3_column_bytes(from, at)))
               : std::string();
}

entry entry_at(sqlite3_stmt *from) {
  entry one;
  one.time = sqlite3_column_int64(from, 0);
  one.model = text(from, 1);
  one.image_sha256 = text(from, 2);
  one.configuration = text(from, 3);
  one.configuration_hash = text(from, 4);
  one.target = text(from, 5);
  one.verdict = text(from, 6);
  if (sqlite3_column_type(from, 7) != SQLITE_NULL)
    one.cycles = static_cast<std::uint64_t>(sqlite3_column_int64(from, 7));
  one.report = text(from, 8);
  one.suite = text(from, 9);
  one.name = text(from, 10);
  one.revision = text(from, 11);
  one.content = text(from, 12);
  one.attempt = static_cast<unsigned>(sqlite3_column_int64(from, 13));
  one.seconds = sqlite3_column_double(from, 14);
  return one;
}

} // namespace

struct book::database {
  ~database() { sqlite3_close(handle); }

  error failed(std::string_view verb) const {
    return fail(errc::file, "cannot {} the history {}: {}", verb, file,
                handle ? sqlite3_errmsg(handle) : "out of memory");
  }
  result<statement> prepare(const char *sql, std::string_view verb) const {
    sqlite3_stmt *made = nullptr;
    if (sqlite3_prepare_v2(handle, sql, -1, &made, nullptr) != SQLITE_OK)
      return failed(verb);
    return statement(made);
  }
  bool run(const char *sql) const {
    return sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  result<int> version() const {
    const auto asked = prepare("PRAGMA user_version", "read");
    if (!asked)
      return asked.error();
    if (sqlite3_step(asked->get()) != SQLITE_ROW)
      return failed("read");
    return sqlite3_column_int(asked->get(), 0);
  }
  /// Brings the tables to this program's version.
  result<void> upgrade() const {
    if (!run("BEGIN IMMEDIATE"))
      return failed("begin");
    const auto from = version();
    bool good = bool(from);
    for (int next = from ? *from : 0; good && next < format_version; ++next)
      good = run(steps.at(static_cast<std::size_t>(next)));
    if (good && run("COMMIT"))
      return {};
    const error cause = from ? failed("begin") : from.error();
    run("ROLLBACK");
    return cause;
  }
  /// All rows, oldest first; they were asked for newest first.
  result<std::vector<entry>> entries(sqlite3_stmt *from) const {
    std::vector<entry> found;
    int status = SQLITE_ROW;
    while ((status = sqlite3_step(from)) == SQLITE_ROW)
      found.push_back(entry_at(from));
    if (status != SQLITE_DONE)
      return failed("read");
    std::reverse(found.begin(), found.end());
    return found;
  }

  sqlite3 *handle = nullptr;
  std::string file;
};

book::book(std::unique_ptr<database> opened) : database_(std::move(opened)) {}
book::~book() = default;
book::book(book &&other) noexcept = default;

result<book> book::open(const std::filesystem::path &file) {
  auto made = std::make_unique<database>();
  made->file = file.string();
  if (sqlite3_open_v2(file.c_str(), &made->handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                      nullptr) != SQLITE_OK)
    return made->failed("open");
  sqlite3_busy_timeout(made->handle, busy_milliseconds);
  const auto version = made->version();
  if (!version)
    return version.error();
  if (*version > format_version)
    return fail(errc::file,
                "the history {} has version {}, this program knows up to {}",
                made->file, *version, format_version);
  if (*version < format_version)
    if (auto upgraded = made->upgrade(); !upgraded)
      return upgraded.error();
  return book(std::move(made));
}

result<void> book::add(const entry &one) {
  const auto made = database_->prepare(
      fmt::format("INSERT INTO runs ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                  "?, ?, ?, ?, ?)",
                  columns)
          .c_str(),
      "write");
  if (!made)
    return made.error();
  sqlite3_stmt *to = made->get();
  sqlite3_bind_int64(to, 1, one.time);
  bind(to, 2, one.model);
  bind(to, 3, one.image_sha256);
  bind(to, 4, one.configuration);
  bind(to, 5, one.configuration_hash);
  bind(to, 6, one.target);
  bind(to, 7, one.verdict);
  if (one.cycles)
    sqlite3_bind_int64(to, 8, static_cast<std::int64_t>(*one.cycles));
  bind(to, 9, one.report);
  bind(to, 10, one.suite);
  bind(to, 11, one.name);
  bind(to, 12, one.revision);
  bind(to, 13, one.content);
  sqlite3_bind_int64(to, 14, one.attempt);
  sqlite3_bind_double(to, 15, one.seconds);
  if (sqlite3_step(to) != SQLITE_DONE)
    return database_->failed("write");
  return {};
}

result<std::vector<entry>> book::last(std::uint32_t most,
                                      const std::optional<std::string> &model) {
  const auto made = database_->prepare(
      fmt::format("SELECT {} FROM runs WHERE ?1 IS NULL OR model = ?1 ORDER BY "
                  "id DESC LIMIT ?2",
                  columns)
          .c_str(),
      "read");
  if (!made)
    return made.error();
  if (model)
    bind(made->get(), 1, *model);
  sqlite3_bind_int64(made->get(), 2, most);
  return database_->entries(made->get());
}

result<std::vector<entry>> book::last_of(std::uint32_t most,
                                         const std::string &suite,
                                         const std::string &name,
                                         const std::string &target) {
  const auto made = database_->prepare(
      fmt::format("SELECT {} FROM runs WHERE suite = ? AND name = ? AND target "
                  "= ? ORDER BY id DESC LIMIT ?",
                  columns)
          .c_str(),
      "read");
  if (!made)
    return made.error();
  bind(made->get(), 1, suite);
  bind(made->get(), 2, name);
  bind(made->get(), 3, target);
  sqlite3_bind_int64(made->get(), 4, most);
  return database_->entries(made->get());
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
