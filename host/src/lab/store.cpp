// Tickets and leases as rows.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/lab/store.hpp"

#include "../base/sql.hpp"

#include <algorithm>
#include <array>

namespace seeker::lab {
namespace {

constexpr std::array steps = {
    "CREATE TABLE resources (name TEXT PRIMARY KEY, target TEXT NOT NULL, "
    "capabilities TEXT NOT NULL, epoch INTEGER NOT NULL DEFAULT 0, failures "
    "INTEGER NOT NULL DEFAULT 0, drained INTEGER NOT NULL DEFAULT 0, reason "
    "TEXT NOT NULL DEFAULT '');"
    "CREATE TABLE tickets (key TEXT PRIMARY KEY, holder TEXT NOT NULL, target "
    "TEXT NOT NULL, needs TEXT NOT NULL, priority INTEGER NOT NULL, lease_ms "
    "INTEGER NOT NULL, asked_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL);"
    // One lease a resource, one a ticket: the file itself forbids a second.
    "CREATE TABLE leases (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT "
    "NULL UNIQUE REFERENCES tickets (key), resource TEXT NOT NULL UNIQUE "
    "REFERENCES resources (name), epoch INTEGER NOT NULL, expires_ms INTEGER "
    "NOT NULL);"
    "CREATE TABLE boots (boot TEXT NOT NULL);"
    "PRAGMA user_version = 1;",
};

/// Words as " a b ", so that one is found whole.
std::string packed(const std::vector<std::string> &words) {
  return words.empty() ? " " : fmt::format(" {} ", fmt::join(words, " "));
}

std::vector<std::string> unpacked(const std::string &text) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(' ', at)) != std::string::npos) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

bool serves(const resource &one, const std::string &target,
            const std::vector<std::string> &needs) {
  return (target.empty() || target == one.target || target == one.name) &&
         std::all_of(needs.begin(), needs.end(), [&](const auto &need) {
           return std::find(one.capabilities.begin(), one.capabilities.end(),
                            need) != one.capabilities.end();
         });
}

std::string described(const wish &one) {
  return fmt::format("{}{}{}", one.target.empty() ? "a resource" : one.target,
                     one.needs.empty() ? "" : " with ",
                     fmt::join(one.needs, ", "));
}

} // namespace

struct store::state {
  sql::connection file;

  template <class... Values>
  result<void> change(const char *text, const Values &...values) {
    auto one = file.prepare(text, "write");
    if (!one)
      return one.error();
    (*one << ... << values);
    return file.finish(*one, "write");
  }

  result<std::vector<resource>> resources() {
    auto asked = file.prepare(
        "SELECT r.name, r.target, r.capabilities, r.epoch, r.failures, "
        "r.drained, r.reason, t.holder, l.expires_ms FROM resources r LEFT "
        "JOIN leases l ON l.resource = r.name LEFT JOIN tickets t ON t.key = "
        "l.key ORDER BY r.name",
        "read");
    if (!asked)
      return asked.error();
    std::vector<resource> all;
    int status = SQLITE_ROW;
    while ((status = asked->step()) == SQLITE_ROW) {
      resource one;
      one.name = asked->text(0);
      one.target = asked->text(1);
      one.capabilities = unpacked(asked->text(2));
      one.epoch = static_cast<std::uint16_t>(asked->number(3));
      one.failures = asked->number(4);
      one.drained = asked->number(5) != 0;
      one.reason = asked->text(6);
      one.holder = asked->text(7);
      one.expires_ms = asked->number(8);
      all.push_back(std::move(one));
    }
    if (status != SQLITE_DONE)
      return file.failed("read");
    return all;
  }

  /// Of a ticket that is not over.
  result<std::optional<wish>> find(const std::string &key) {
    auto asked =
        file.prepare("SELECT holder, target, needs, priority, lease_ms "
                     "FROM tickets WHERE key = ?",
                     "read");
    if (!asked)
      return asked.error();
    *asked << key;
    const int status = asked->step();
    if (status == SQLITE_DONE)
      return std::optional<wish>();
    if (status != SQLITE_ROW)
      return file.failed("read");
    return std::optional(wish{key, asked->text(0), asked->text(1),
                              unpacked(asked->text(2)), asked->number(3),
                              asked->number(4)});
  }

  result<standing> stands(const std::string &key) {
    auto held =
        file.prepare("SELECT l.id, l.resource, r.target, l.epoch, l.expires_ms "
                     "FROM leases l "
                     "JOIN resources r ON r.name = l.resource WHERE l.key = ?",
                     "read");
    if (!held)
      return held.error();
    *held << key;
    int status = held->step();
    if (status == SQLITE_ROW)
      return standing{0, lease{held->number(0), held->text(1), held->text(2),
                               static_cast<std::uint16_t>(held->number(3)),
                               held->number(4)}};
    if (status != SQLITE_DONE)
      return file.failed("read");
    auto before = file.prepare(
        "SELECT count(*) FROM tickets t, tickets me WHERE me.key = ? AND t.key "
        "NOT IN (SELECT key FROM leases) AND (t.priority > me.priority OR "
        "(t.priority = me.priority AND (t.asked_ms < me.asked_ms OR "
        "(t.asked_ms "
        "= me.asked_ms AND t.rowid < me.rowid))))",
        "read");
    if (!before)
      return before.error();
    *before << key;
    if (before->step() != SQLITE_ROW)
      return file.failed("read");
    return standing{before->number(0), std::nullopt};
  }

  /// Ends a ticket and its lease.
  result<void> end(const std::string &key) {
    if (auto done = change("DELETE FROM leases WHERE key = ?", key); !done)
      return done;
    return change("DELETE FROM tickets WHERE key = ?", key);
  }

  result<bool> end_what_is_late(std::int64_t now_ms) {
    if (auto done = change("DELETE FROM tickets WHERE key IN (SELECT key FROM "
                           "leases WHERE expires_ms <= ?) OR (seen_ms <= ? AND "
                           "key NOT IN (SELECT key FROM leases))",
                           now_ms, now_ms - ticket_ms);
        !done)
      return done.error();
    const bool any = file.changes() != 0;
    if (auto done =
            change("DELETE FROM leases WHERE key NOT IN (SELECT key FROM "
                   "tickets)");
        !done)
      return done.error();
    return any;
  }

  /// To whoever waits, in order.
  result<bool> hand_out(std::int64_t now_ms) {
    auto all = resources();
    if (!all)
      return all.error();
    std::erase_if(*all, [](const resource &one) {
      return one.drained || !one.holder.empty();
    });
    bool any = false;
    if (all->empty())
      return any;
    auto asked = file.prepare(
        "SELECT key, target, needs, lease_ms FROM tickets WHERE key NOT IN "
        "(SELECT key FROM leases) ORDER BY priority DESC, asked_ms, rowid",
        "read");
    if (!asked)
      return asked.error();
    int status = SQLITE_ROW;
    while (!all->empty() && (status = asked->step()) == SQLITE_ROW) {
      const std::vector<std::string> needs = unpacked(asked->text(2));
      // What can do least goes first: what can do more is kept for who needs
      // it.
      auto best = all->end();
      for (auto one = all->begin(); one != all->end(); ++one)
        if (serves(*one, asked->text(1), needs) &&
            (best == all->end() ||
             one->capabilities.size() < best->capabilities.size()))
          best = one;
      if (best == all->end())
        continue;
      const std::int64_t epoch = best->epoch == 0xffff ? 1 : best->epoch + 1;
      if (auto done = change("UPDATE resources SET epoch = ? WHERE name = ?",
                             epoch, best->name);
          !done)
        return done.error();
      if (auto done = change("INSERT INTO leases (key, resource, epoch, "
                             "expires_ms) VALUES (?, ?, ?, ?)",
                             asked->text(0), best->name, epoch,
                             now_ms + asked->number(3));
          !done)
        return done.error();
      all->erase(best);
      any = true;
    }
    if (status != SQLITE_ROW && status != SQLITE_DONE)
      return file.failed("read");
    return any;
  }

  result<bool> advance(std::int64_t now_ms) {
    auto late = end_what_is_late(now_ms);
    if (!late)
      return late;
    auto handed = hand_out(now_ms);
    if (!handed)
      return handed;
    return *late || *handed;
  }

  result<std::string> key_of(std::int64_t lease_id) {
    auto asked = file.prepare("SELECT key FROM leases WHERE id = ?", "read");
    if (!asked)
      return asked.error();
    *asked << lease_id;
    const int status = asked->step();
    if (status == SQLITE_ROW)
      return asked->text(0);
    if (status != SQLITE_DONE)
      return file.failed("read");
    return fail(errc::usage, "lease {} is over", lease_id);
  }

  result<standing> seen(const std::string &key, std::int64_t now_ms) {
    if (auto done =
            change("UPDATE tickets SET seen_ms = ? WHERE key = ?", now_ms, key);
        !done)
      return done.error();
    return stands(key);
  }

  /// A new ticket, when anything here can serve it.
  result<void> admit(const wish &one, std::int64_t now_ms) {
    const auto all = resources();
    if (!all)
      return all.error();
    std::vector<std::string> names, drained;
    for (const resource &each : *all) {
      names.push_back(each.name);
      if (serves(each, one.target, one.needs) && each.drained)
        drained.push_back(fmt::format("{} ({})", each.name, each.reason));
    }
    const auto able =
        std::count_if(all->begin(), all->end(), [&](const resource &each) {
          return serves(each, one.target, one.needs);
        });
    if (able == 0)
      return fail(errc::unsupported, "there is no {} here; there are: {}",
                  described(one), fmt::join(names, ", "));
    if (static_cast<std::size_t>(able) == drained.size())
      return fail(errc::board, "all that could serve are drained: {}",
                  fmt::join(drained, ", "));
    auto count = file.prepare("SELECT count(*) FROM tickets", "read");
    if (!count)
      return count.error();
    if (count->step() != SQLITE_ROW)
      return file.failed("read");
    if (count->number(0) >= most_waiting)
      return fail(errc::limit, "{} tickets wait already", most_waiting);
    return change(
        "INSERT INTO tickets (key, holder, target, needs, priority, "
        "lease_ms, asked_ms, seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        one.key, one.holder, one.target, packed(one.needs), one.priority,
        std::clamp<std::int64_t>(one.lease_ms, 1, most_lease_ms), now_ms,
        now_ms);
  }

  /// Another start of the machine than the last one ends all leases.
  result<void> begin_boot(const std::string &boot) {
    {
      auto asked = file.prepare("SELECT boot FROM boots", "read");
      if (!asked)
        return asked.error();
      const int status = asked->step();
      if (status != SQLITE_ROW && status != SQLITE_DONE)
        return file.failed("read");
      if (status == SQLITE_ROW && asked->text(0) == boot)
        return {};
    }
    for (const char *text :
         {"DELETE FROM leases", "DELETE FROM tickets", "DELETE FROM boots"})
      if (auto done = change(text); !done)
        return done;
    return change("INSERT INTO boots VALUES (?)", boot);
  }

  /// Changes a resource, and hands out what that made free.
  template <class... Values>
  result<void> manage(const std::string &name, std::int64_t now_ms,
                      const char *text, const Values &...values) {
    return sql::atomically(file, [&]() -> result<void> {
      if (auto done = change(text, values..., name); !done)
        return done;
      if (file.changes() == 0)
        return fail(errc::usage, "there is no resource {}", name);
      if (auto done = advance(now_ms); !done)
        return done.error();
      return {};
    });
  }
};

store::store(std::unique_ptr<state> opened) : state_(std::move(opened)) {}
store::~store() = default;
store::store(store &&other) noexcept = default;

result<store> store::open(const std::filesystem::path &file,
                          const std::string &boot) {
  auto opened = sql::connection::open(file, "the lab's state", steps);
  if (!opened)
    return opened.error();
  auto made = std::make_unique<state>(state{*std::move(opened)});
  if (!made->file.run("PRAGMA synchronous = FULL"))
    return made->file.failed("open");
  const auto begun =
      sql::atomically(made->file, [&] { return made->begin_boot(boot); });
  if (!begun)
    return begun.error();
  return store(std::move(made));
}

result<void> store::declare(const std::vector<resource> &all) {
  return sql::atomically(state_->file, [&]() -> result<void> {
    const auto known = state_->resources();
    if (!known)
      return known.error();
    for (const resource &one : *known) {
      const bool stays =
          std::any_of(all.begin(), all.end(),
                      [&](const auto &each) { return each.name == one.name; });
      if (stays)
        continue;
      for (const char *text :
           {"DELETE FROM tickets WHERE key IN (SELECT key FROM leases WHERE "
            "resource = ?)",
            "DELETE FROM leases WHERE resource = ?",
            "DELETE FROM resources WHERE name = ?"})
        if (auto done = state_->change(text, one.name); !done)
          return done;
    }
    for (const resource &one : all)
      if (auto done = state_->change(
              "INSERT INTO resources (name, target, capabilities) VALUES (?, "
              "?, ?) ON CONFLICT (name) DO UPDATE SET target = "
              "excluded.target, capabilities = excluded.capabilities",
              one.name, one.target, packed(one.capabilities));
          !done)
        return done;
    return {};
  });
}

result<standing> store::ask(const wish &one, std::int64_t now_ms) {
  return sql::atomically(state_->file, [&]() -> result<standing> {
    if (auto done = state_->end_what_is_late(now_ms); !done)
      return done.error();
    const auto known = state_->find(one.key);
    if (!known)
      return known.error();
    if (*known &&
        ((*known)->target != one.target || (*known)->needs != one.needs ||
         (*known)->holder != one.holder))
      return fail(errc::mismatch, "ticket {} is another wish's, of {}", one.key,
                  (*known)->holder);
    if (!*known)
      if (auto done = state_->admit(one, now_ms); !done)
        return done.error();
    if (auto done = state_->hand_out(now_ms); !done)
      return done.error();
    return state_->seen(one.key, now_ms);
  });
}

result<standing> store::look(const std::string &key, std::int64_t now_ms) {
  return sql::atomically(state_->file, [&]() -> result<standing> {
    if (auto done = state_->advance(now_ms); !done)
      return done.error();
    const auto known = state_->find(key);
    if (!known)
      return known.error();
    if (!*known)
      return fail(errc::usage, "there is no ticket {}, or it is over", key);
    return state_->seen(key, now_ms);
  });
}

result<lease> store::renew(std::int64_t id, std::int64_t lease_ms,
                           std::int64_t now_ms) {
  return sql::atomically(state_->file, [&]() -> result<lease> {
    if (auto done = state_->advance(now_ms); !done)
      return done.error();
    const auto key = state_->key_of(id);
    if (!key)
      return key.error();
    if (auto done = state_->change(
            "UPDATE leases SET expires_ms = ? WHERE id = ?",
            now_ms + std::clamp<std::int64_t>(lease_ms, 1, most_lease_ms), id);
        !done)
      return done.error();
    const auto stands = state_->stands(*key);
    if (!stands)
      return stands.error();
    return *stands->held;
  });
}

result<void> store::give_back(const std::string &key, use how,
                              const std::string &reason, std::int64_t now_ms) {
  return sql::atomically(state_->file, [&]() -> result<void> {
    const auto stands = state_->stands(key);
    if (!stands)
      return stands.error();
    if (stands->held) {
      const std::string &name = stands->held->resource;
      const auto done =
          how == use::good
              ? state_->change(
                    "UPDATE resources SET failures = 0 WHERE name = ?", name)
              : state_->change(
                    "UPDATE resources SET failures = failures + 1, drained = "
                    "drained OR failures + 1 >= ?, reason = CASE WHEN drained "
                    "OR failures + 1 < ? THEN reason ELSE ? END WHERE name = ?",
                    failures_to_drain, failures_to_drain,
                    fmt::format("{} failures in a row, the last: {}",
                                failures_to_drain, reason),
                    name);
      if (!done)
        return done;
    }
    if (auto done = state_->end(key); !done)
      return done;
    if (auto done = state_->advance(now_ms); !done)
      return done.error();
    return {};
  });
}

result<void> store::drain(const std::string &name, const std::string &reason,
                          std::int64_t now_ms) {
  return state_->manage(
      name, now_ms,
      "UPDATE resources SET drained = 1, reason = ? WHERE name = ?", reason);
}

result<void> store::undrain(const std::string &name, std::int64_t now_ms) {
  return state_->manage(name, now_ms,
                        "UPDATE resources SET drained = 0, failures = 0, "
                        "reason = '' WHERE name = ?");
}

result<bool> store::advance(std::int64_t now_ms) {
  return sql::atomically(state_->file, [&] { return state_->advance(now_ms); });
}

result<std::string> store::holder_of(const std::string &key) {
  const auto known = state_->find(key);
  if (!known)
    return known.error();
  return *known ? (*known)->holder : std::string();
}

result<std::string> store::key_of(std::int64_t lease_id) {
  return state_->key_of(lease_id);
}

result<std::vector<resource>> store::resources() { return state_->resources(); }

result<std::vector<ticket>> store::waiting() {
  auto asked = state_->file.prepare(
      "SELECT key, holder, target, priority, asked_ms FROM tickets WHERE key "
      "NOT "
      "IN (SELECT key FROM leases) ORDER BY priority DESC, asked_ms, rowid",
      "read");
  if (!asked)
    return asked.error();
  std::vector<ticket> all;
  int status = SQLITE_ROW;
  while ((status = asked->step()) == SQLITE_ROW)
    all.push_back({asked->text(0), asked->text(1), asked->text(2),
                   asked->number(3), asked->number(4)});
  if (status != SQLITE_DONE)
    return state_->file.failed("read");
  return all;
}

} // namespace seeker::lab
