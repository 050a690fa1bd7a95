// Who may use which board until when: resources, leases and the queue, in
// SQLite.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// No I/O but the file, and no clock: time is an argument, in milliseconds of
// the machine's boot clock, so that a wall clock that jumps moves no lease.
// Each call is one transaction: what was answered survives the end of the
// process.
//
// - A ticket is a client's wish, under a key that the client chose: asked
// twice,
//   it is the same ticket. It waits, then holds a lease, then is over. A
//   waiting ticket that nobody asks for within `ticket_ms` is over.
// - A lease holds one resource until it expires, and has the resource's epoch,
//   which is another for every lease: what an earlier holder sends to the board
//   afterwards is of an old epoch, and the board refuses it.
// - Resources go to tickets by priority, then by age; a ticket that waits for
// what
//   is not free holds up nobody who wants something else.
// - A resource whose leases end with `failures_to_drain` failures in a row is
//   drained, with its reason: tickets that only it could serve are refused at
//   once.
// - After a restart of the machine (`boot`) all leases are over.
#pragma once

#include "seeker/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seeker::lab {

inline constexpr std::int64_t ticket_ms = 30'000;
inline constexpr std::int64_t most_lease_ms = 24 * 3600 * 1000;
inline constexpr std::int64_t failures_to_drain = 3;
inline constexpr std::int64_t most_waiting = 10'000;

/// What there is to lease.
struct resource {
  std::string name;
  std::string target; // as --target has it
  std::vector<std::string> capabilities;
  std::uint16_t epoch = 0;
  std::int64_t failures = 0; // in a row
  bool drained = false;
  std::string reason; // of that
  std::string holder; // empty: free
  std::int64_t expires_ms = 0;
};

struct wish {
  std::string key;
  std::string holder;
  std::string target;             // empty: any
  std::vector<std::string> needs; // capabilities
  std::int64_t priority = 0;      // higher goes first
  std::int64_t lease_ms = 600'000;
};

struct lease {
  std::int64_t id = 0;
  std::string resource;
  std::string target;
  std::uint16_t epoch = 0;
  std::int64_t expires_ms = 0;
};

/// How a ticket stands: it waits (and how many go first), or holds a lease.
struct standing {
  std::int64_t position = 0;
  std::optional<lease> held;
};

struct ticket {
  std::string key, holder, target;
  std::int64_t priority = 0, asked_ms = 0;
};

/// How a lease was used, by its holder.
enum class use { good, failed };

class store {
public:
  /// `boot` differs from one start of the machine to the next.
  static result<store> open(const std::filesystem::path &file,
                            const std::string &boot);
  ~store();
  store(store &&other) noexcept;
  store &operator=(store &&) = delete;

  /// These are the resources from now on. One that is no longer there ends with
  /// its lease; the others keep epoch, lease and drain.
  result<void> declare(const std::vector<resource> &all);

  /// errc::unsupported when no resource could ever serve it, with what there
  /// is; errc::board when all that could are drained, with why; errc::limit
  /// when too many wait; errc::mismatch when the key is known with another
  /// wish.
  result<standing> ask(const wish &one, std::int64_t now_ms);
  /// errc::usage when the key is unknown, or its ticket is over.
  result<standing> look(const std::string &key, std::int64_t now_ms);
  /// Prolongs: the lease lasts `lease_ms` from now. errc::usage when it is
  /// over.
  result<lease> renew(std::int64_t id, std::int64_t lease_ms,
                      std::int64_t now_ms);
  /// Gives back; a lease that is over already is no error.
  result<void> give_back(const std::string &key, use how,
                         const std::string &reason, std::int64_t now_ms);
  result<void> drain(const std::string &name, const std::string &reason,
                     std::int64_t now_ms);
  result<void> undrain(const std::string &name, std::int64_t now_ms);

  /// Ends what is late, and hands out what is free. True when anything changed.
  result<bool> advance(std::int64_t now_ms);

  /// Of a ticket; empty when there is none.
  result<std::string> holder_of(const std::string &key);
  /// Of a lease. errc::usage when it is over.
  result<std::string> key_of(std::int64_t lease_id);
  result<std::vector<resource>> resources();
  result<std::vector<ticket>> waiting();

private:
  struct state;
  explicit store(std::unique_ptr<state> opened);
  std::unique_ptr<state> state_;
};

} // namespace seeker::lab
