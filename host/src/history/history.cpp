// Rows of runs in SQLite.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/history/history.hpp"

#include <algorithm>
#include <chrono>
#include <sqlite3.h>

namespace seeker::history {
namespace {

constexpr int busy_milliseconds = 5000;
constexpr int format_version = 1;

constexpr const char *schema =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, time INTEGER NOT "
    "NULL, model TEXT NOT NULL, image_sha256 TEXT NOT NULL, configuration TEXT "
    "NOT NULL, configuration_hash TEXT NOT NULL, target TEXT NOT NULL, verdict "
    "TEXT NOT NULL, cycles INTEGER, report TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS runs_by_model ON runs (model, id);"
    "PRAGMA user_version = 1;"
    "COMMIT;";

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
  const auto asked = made->prepare("PRAGMA user_version", "read");
  if (!asked)
    return asked.error();
  if (sqlite3_step(asked->get()) != SQLITE_ROW)
    return made->failed("read");
  const int version = sqlite3_column_int(asked->get(), 0);
  if (version > format_version)
    return fail(errc::file,
                "the history {} has version {}, this program knows up to {}",
                made->file, version, format_version);
  sqlite3_reset(asked->get());
  if (version < format_version && !made->run(schema))
    return made->failed("begin");
  return book(std::move(made));
}

result<void> book::add(const entry &one) {
  const auto made = database_->prepare(
      "INSERT INTO runs (time, model, image_sha256, configuration, "
      "configuration_hash, target, verdict, cycles, report) VALUES (?, ?, ?, "
      "?, ?, ?, ?, ?, ?)",
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
  if (sqlite3_step(to) != SQLITE_DONE)
    return database_->failed("write");
  return {};
}

result<std::vector<entry>> book::last(std::uint32_t most,
                                      const std::optional<std::string> &model) {
  const auto made = database_->prepare(
      "SELECT time, model, image_sha256, configuration, configuration_hash, "
      "target, verdict, cycles, report FROM runs WHERE ?1 IS NULL OR model = "
      "?1 ORDER BY id DESC LIMIT ?2",
      "read");
  if (!made)
    return made.error();
  sqlite3_stmt *from = made->get();
  if (model)
    bind(from, 1, *model);
  sqlite3_bind_int64(from, 2, most);
  std::vector<entry> found;
  int status = SQLITE_ROW;
  while ((status = sqlite3_step(from)) == SQLITE_ROW) {
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
    found.push_back(std::move(one));
  }
  if (status != SQLITE_DONE)
    return database_->failed("read");
  std::reverse(found.begin(), found.end());
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
