// Thin over SQLite's C interface.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sql.hpp"

#include <utility>

namespace seeker::sql {
namespace {

constexpr int busy_milliseconds = 5000;

} // namespace

statement &statement::operator<<(const std::string &text) {
  sqlite3_bind_text64(made_.get(), ++bound_, text.data(), text.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

statement &statement::operator<<(std::int64_t number) {
  sqlite3_bind_int64(made_.get(), ++bound_, number);
  return *this;
}

statement &statement::operator<<(double number) {
  sqlite3_bind_double(made_.get(), ++bound_, number);
  return *this;
}

statement &statement::null() {
  sqlite3_bind_null(made_.get(), ++bound_);
  return *this;
}

std::string statement::text(int column) const {
  const auto *bytes =
      reinterpret_cast<const char *>(sqlite3_column_text(made_.get(), column));
  return bytes
             ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(
                                      made_.get(), column)))
             : std::string();
}

result<connection> connection::open(const std::filesystem::path &file,
                                    std::string what,
                                    std::span<const char *const> steps) {
  connection made;
  made.file_ = file.string();
  made.what_ = std::move(what);
  sqlite3 *handle = nullptr;
  const int opened =
      sqlite3_open_v2(file.c_str(), &handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  made.handle_.reset(handle);
  if (opened != SQLITE_OK)
    return made.failed("open");
  sqlite3_busy_timeout(handle, busy_milliseconds);
  const auto version = made.version();
  if (!version)
    return version.error();
  const int known = static_cast<int>(steps.size());
  if (*version > known)
    return fail(errc::file, "{} {} has version {}, this program knows up to {}",
                made.what_, made.file_, *version, known);
  if (*version < known)
    if (auto upgraded = made.upgrade(steps); !upgraded)
      return upgraded.error();
  return made;
}

error connection::failed(std::string_view verb) const {
  return fail(errc::file, "cannot {} {} {}: {}", verb, what_, file_,
              handle_ ? sqlite3_errmsg(handle_.get()) : "out of memory");
}

result<statement> connection::prepare(const std::string &text,
                                      std::string_view verb) const {
  sqlite3_stmt *made = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), text.c_str(), -1, &made, nullptr) !=
      SQLITE_OK)
    return failed(verb);
  return statement(made);
}

bool connection::run(const char *text) const {
  return sqlite3_exec(handle_.get(), text, nullptr, nullptr, nullptr) ==
         SQLITE_OK;
}

result<void> connection::finish(statement &one, std::string_view verb) const {
  if (one.step() != SQLITE_DONE)
    return failed(verb);
  return {};
}

result<int> connection::version() const {
  auto asked = prepare("PRAGMA user_version", "read");
  if (!asked)
    return asked.error();
  if (asked->step() != SQLITE_ROW)
    return failed("read");
  return static_cast<int>(asked->number(0));
}

result<void> connection::upgrade(std::span<const char *const> steps) const {
  return atomically(*this, [&]() -> result<void> {
    const auto from = version();
    if (!from)
      return from.error();
    for (std::size_t next = static_cast<std::size_t>(*from);
         next < steps.size(); ++next)
      if (!run(steps[next]))
        return failed("begin");
    return {};
  });
}

result<transaction> transaction::begin(const connection &on) {
  if (!on.run("BEGIN IMMEDIATE"))
    return on.failed("begin");
  return transaction(&on);
}

transaction::~transaction() {
  if (on_)
    on_->run("ROLLBACK");
}

result<void> transaction::commit() {
  if (!on_->run("COMMIT"))
    return on_->failed("write");
  on_ = nullptr;
  return {};
}

} // namespace seeker::sql
