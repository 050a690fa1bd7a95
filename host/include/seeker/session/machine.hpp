// The host's side of the wire protocol as a state machine without I/O or clock.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Requests go in and bytes come out, bytes go in and answers come out, time is
// an argument. What it promises:
//
// - Requests are sent in the order of submission, several in flight at a time.
//   One that touches bytes which an unanswered one writes waits for it, so that
//   a repetition cannot reorder effects. identify, status, start and reset are
//   sent alone.
// - A request whose answer is missing is sent again with the same sequence
//   number: when a later one is answered (the bridge answers in order), when
//   either side saw bytes that are no frame, when a payload came damaged, or
//   when nothing moved for `answer_timeout`. After `attempts` the link is dead.
// - Each request tells which is the oldest unanswered one, so that the bridge
//   refuses what a link brings again after that.
// - When the link ends and is made anew, everything unanswered is sent again
//   over the new one. The bridge executes a start or reset once all the same;
//   all else is idempotent. After `attempts` links in a row without an answer
//   it gives up.
// - Each request completes once, with its answer (which may be a refusal) or
//   with an error. After the link is lost every request completes with that.
// - What it holds is bounded by the window and the requests submitted.
#pragma once

#include "seeker/base/error.hpp"
#include "seeker/wire/frame.hpp"
#include "seeker/wire/parser.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <list>
#include <optional>
#include <span>
#include <vector>

namespace seeker::session {

using time_point = std::chrono::steady_clock::time_point;
using ticket = std::uint64_t;

struct options {
  std::size_t window_frames = 64;
  std::size_t window_bytes = 256 * 1024; // payload in flight, both directions
  std::size_t max_payload_bytes = 64 * 1024; // of answers, until identified
  std::chrono::milliseconds answer_timeout{10'000};
  unsigned attempts = 8;
  std::uint16_t first_sequence = 1;
};

/// A request; sequence and epoch are filled in when it is sent.
struct request {
  wire::header head;
  std::vector<std::byte> payload;
};

struct answer {
  wire::header head;
  std::vector<std::byte> payload;
};

struct completion {
  ticket id;
  result<answer> outcome;
};

struct counters {
  std::uint64_t requests = 0;      // answered
  std::uint64_t retries = 0;       // frames sent again
  std::uint64_t timeouts = 0;      // times nothing moved for answer_timeout
  std::uint64_t noise_answers = 0; // the bridge saw bytes that are no frame
  std::uint64_t noise_runs = 0;    // we saw bytes that are no frame
  std::uint64_t damaged = 0;       // payloads with a wrong CRC, both sides
  std::uint64_t stale_answers = 0; // to requests answered before
  std::uint64_t relinks = 0;       // times the link was made anew
};

/// "write of 4096 bytes at 0x80000000", for messages.
std::string describe(const wire::header &head);

class machine {
public:
  explicit machine(options chosen);

  /// Whether the next request would be sent before others are answered, as far
  /// as the window goes. Submitting more is allowed; they queue up.
  bool has_room() const { return waiting_.empty() && window_is_open(0); }
  ticket submit(request wanted, time_point now);

  /// Takes the bytes to be sent; `sent` tells as they go out.
  std::vector<std::byte> take_output();
  bool has_output() const { return !output_.empty(); }
  void sent(std::size_t count, time_point now);

  void input(std::span<const std::byte> bytes, time_point now);

  /// When `elapsed` wants to be called; nothing while no request is in flight.
  std::optional<time_point> deadline() const;
  void elapsed(time_point now);

  /// The link ended, but may be made anew: time stands still, nothing is sent.
  void unlinked();
  void relinked(time_point now);

  /// The link ended, for this reason. Later submissions complete with it too.
  void lost(error cause);
  bool is_lost() const { return lost_.has_value(); }

  std::optional<completion> next_completion();

  void set_epoch(std::uint16_t epoch) { epoch_ = epoch; }
  std::uint16_t epoch() const { return epoch_; }
  /// The limit that identify told.
  void set_max_payload_bytes(std::size_t limit);
  const counters &counts() const { return counts_; }
  const options &chosen() const { return options_; }

private:
  struct flight {
    ticket id;
    wire::header head;
    std::vector<std::byte> frame;
    unsigned attempts;
    bool alone;
  };
  struct pending {
    ticket id;
    request wanted;
  };
  using flights = std::list<flight>;

  bool window_is_open(std::size_t bytes) const;
  bool must_wait(const wire::header &head) const;
  void launch(time_point now);
  void transmit(const flight &one);
  void repeat_through(flights::iterator last);
  bool repeat(flights::iterator one);
  void withdraw_last();
  void on_frame(std::span<const std::byte> payload);
  void on_answer(flights::iterator found, std::span<const std::byte> payload);
  void on_noise();
  flights::iterator find(std::uint16_t sequence);
  std::uint16_t next_sequence();
  std::uint16_t distance_to(std::uint16_t sequence) const;

  options options_;
  wire::parser parser_;
  std::deque<pending> waiting_;
  flights in_flight_;         // in the order of their last transmission
  std::size_t window_frames_; // grows to the options' after a link made anew
  std::size_t bytes_in_flight_ = 0;
  std::vector<std::byte> output_;
  std::size_t unsent_bytes_ = 0; // in output_, or taken and not yet sent
  unsigned timeouts_unsent_ = 0; // in a row, in which none of them went out
  std::deque<completion> done_;
  std::optional<error> lost_;
  bool unlinked_ = false;
  unsigned links_in_vain_ = 0; // made anew since the last answer
  time_point progress_{};
  ticket last_ticket_ = 0;
  std::uint16_t sequence_;
  std::uint16_t epoch_ = 0;
  counters counts_;
};

} // namespace seeker::session
