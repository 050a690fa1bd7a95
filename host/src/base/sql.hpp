// A SQLite file with a version: opened, upgraded, and asked in statements.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace seeker::sql {

struct finish {
  void operator()(sqlite3_stmt *one) const { sqlite3_finalize(one); }
};

/// A prepared statement; values are bound in order.
class statement {
public:
  explicit statement(sqlite3_stmt *made) : made_(made) {}

  statement &operator<<(const std::string &text);
  statement &operator<<(std::int64_t number);
  statement &operator<<(double number);
  statement &null();

  /// SQLITE_ROW, SQLITE_DONE, or what went wrong.
  int step() { return sqlite3_step(made_.get()); }
  std::string text(int column) const;
  std::int64_t number(int column) const {
    return sqlite3_column_int64(made_.get(), column);
  }
  double real(int column) const {
    return sqlite3_column_double(made_.get(), column);
  }
  bool is_null(int column) const {
    return sqlite3_column_type(made_.get(), column) == SQLITE_NULL;
  }

private:
  std::unique_ptr<sqlite3_stmt, finish> made_;
  int bound_ = 0;
};

class connection {
public:
  /// `what` names the file in errors ("the history"). steps[v] makes version
  /// v + 1 of version v and sets PRAGMA user_version: programs that come at
  /// once wait for each other, and the later find nothing to do.
  static result<connection> open(const std::filesystem::path &file,
                                 std::string what,
                                 std::span<const char *const> steps);

  error failed(std::string_view verb) const;
  result<statement> prepare(const std::string &text,
                            std::string_view verb) const;
  bool run(const char *text) const;
  /// A statement without rows to its end.
  result<void> finish(statement &one, std::string_view verb) const;
  std::int64_t changes() const { return sqlite3_changes64(handle_.get()); }

private:
  struct close {
    void operator()(sqlite3 *one) const { sqlite3_close(one); }
  };
  result<int> version() const;
  result<void> upgrade(std::span<const char *const> steps) const;

  std::unique_ptr<sqlite3, close> handle_;
  std::string file_;
  std::string what_;
};

/// What is done between begin and commit is done whole, or not at all.
class transaction {
public:
  static result<transaction> begin(const connection &on);
  transaction(transaction &&other) noexcept
      : on_(std::exchange(other.on_, nullptr)) {}
  transaction &operator=(transaction &&) = delete;
  ~transaction();
  result<void> commit();

private:
  explicit transaction(const connection *on) : on_(on) {}
  const connection *on_;
};

/// What `act` gives, all of it done; or its error, and nothing done.
template <class Act>
std::invoke_result_t<const Act &> atomically(const connection &on,
                                             const Act &act) {
  auto begun = transaction::begin(on);
  if (!begun)
    return begun.error();
  auto made = act();
  if (!made)
    return made;
  if (auto done = begun->commit(); !done)
    return done.error();
  return made;
}

} // namespace seeker::sql
