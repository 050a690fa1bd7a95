// Sequence numbers, window, repetition: the session's state machine.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/session/machine.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace seeker::session {
namespace {

wire::opcode operation(const wire::header &head) {
  return static_cast<wire::opcode>(head.code);
}

bool touches_memory(const wire::header &head) {
  switch (operation(head)) {
  case wire::opcode::write:
  case wire::opcode::read:
  case wire::opcode::fill:
  case wire::opcode::crc:
    return true;
  default:
    return false;
  }
}

bool changes_memory(const wire::header &head) {
  return operation(head) == wire::opcode::write ||
         operation(head) == wire::opcode::fill;
}

bool overlap(const wire::header &a, const wire::header &b) {
  return a.address < b.address + b.count && b.address < a.address + a.count;
}

// From the oldest unanswered request to a new one, less than a byte has, by as
// much as a sequence number can be skipped.
constexpr std::uint16_t most_reach = 0xff - 3;

/// Payload bytes that a request has on the link, there or back.
std::size_t weight(const wire::header &head) {
  return operation(head) == wire::opcode::write ||
                 operation(head) == wire::opcode::read
             ? head.count
             : 0;
}

} // namespace

std::string describe(const wire::header &head) {
  const auto name = wire::operation_name(head.code);
  if (touches_memory(head))
    return fmt::format("{} of {} bytes at 0x{:08x}", name, head.count,
                       head.address);
  if (operation(head) == wire::opcode::start)
    return fmt::format("{} at 0x{:08x}", name, head.address);
  return std::string(name);
}

machine::machine(options chosen)
    : options_(chosen), parser_(chosen.max_payload_bytes),
      window_frames_(chosen.window_frames), sequence_(chosen.first_sequence) {}

void machine::set_max_payload_bytes(std::size_t limit) {
  options_.max_payload_bytes = limit;
  parser_.set_max_payload_bytes(limit);
}

bool machine::window_is_open(std::size_t bytes) const {
  if (in_flight_.empty())
    return true;
  return in_flight_.size() < window_frames_ &&
         bytes_in_flight_ + bytes <= options_.window_bytes;
}

bool machine::must_wait(const wire::header &head) const {
  if (in_flight_.empty())
    return false;
  if (!touches_memory(head) || !window_is_open(weight(head)) ||
      distance_to(sequence_) > most_reach)
    return true;
  return std::any_of(
      in_flight_.begin(), in_flight_.end(), [&](const flight &other) {
        return other.alone ||
               ((changes_memory(head) || changes_memory(other.head)) &&
                overlap(head, other.head));
      });
}

/// From the oldest in flight to `sequence`; 0 when there is none.
std::uint16_t machine::distance_to(std::uint16_t sequence) const {
  std::uint16_t most = 0;
  for (const flight &one : in_flight_)
    most = std::max(most,
                    static_cast<std::uint16_t>(sequence - one.head.sequence));
  return most;
}

std::uint16_t machine::next_sequence() {
  // 0 is what answers to noise carry.
  do {
    if (sequence_ == 0)
      sequence_ = 1;
    const std::uint16_t candidate = sequence_++;
    if (find(candidate) == in_flight_.end())
      return candidate;
  } while (true);
}

ticket machine::submit(request wanted, time_point now) {
  const ticket id = ++last_ticket_;
  if (lost_) {
    done_.push_back({id, *lost_});
    return id;
  }
  waiting_.push_back({id, std::move(wanted)});
  launch(now);
  return id;
}

void machine::launch(time_point now) {
  while (!unlinked_ && !waiting_.empty() &&
         !must_wait(waiting_.front().wanted.head)) {
    pending next = std::move(waiting_.front());
    waiting_.pop_front();
    flight made;
    made.id = next.id;
    made.head = next.wanted.head;
    made.head.sequence = next_sequence();
    made.head.epoch = epoch_;
    made.head.reach =
        static_cast<std::uint8_t>(distance_to(made.head.sequence) + 1);
    if (made.head.has_payload())
      made.head.count = static_cast<std::uint32_t>(next.wanted.payload.size());
    made.frame = wire::encode_frame(made.head, next.wanted.payload);
    made.attempts = 1;
    made.alone = !touches_memory(made.head);
    if (in_flight_.empty())
      progress_ = now;
    bytes_in_flight_ += weight(made.head);
    transmit(made);
    in_flight_.push_back(std::move(made));
  }
}

void machine::transmit(const flight &one) {
  output_.insert(output_.end(), one.frame.begin(), one.frame.end());
  unsent_bytes_ += one.frame.size();
}

std::vector<std::byte> machine::take_output() {
  return std::exchange(output_, {});
}

void machine::sent(std::size_t count, time_point now) {
  unsent_bytes_ -= std::min(count, unsent_bytes_);
  timeouts_unsent_ = 0;
  progress_ = now;
}

machine::flights::iterator machine::find(std::uint16_t sequence) {
  return std::find_if(
      in_flight_.begin(), in_flight_.end(),
      [&](const flight &one) { return one.head.sequence == sequence; });
}

/// Sends one again, as the last in flight. False when that killed the link.
bool machine::repeat(flights::iterator one) {
  if (one->attempts >= options_.attempts) {
    lost(fail(
        errc::link_timeout, "no answer to {} after {} attempts of {} ms each",
        describe(one->head), one->attempts, options_.answer_timeout.count()));
    return false;
  }
  ++one->attempts;
  ++counts_.retries;
  transmit(*one);
  in_flight_.splice(in_flight_.end(), in_flight_, one);
  return true;
}

/// Sends again everything that was sent before `last`, and `last`.
void machine::repeat_through(flights::iterator last) {
  for (bool more = true; more;) {
    const auto front = in_flight_.begin();
    more = front != last;
    if (!repeat(front))
      return;
  }
}

void machine::input(std::span<const std::byte> bytes, time_point now) {
  while (!bytes.empty() && !lost_) {
    const auto step = parser_.push(bytes);
    bytes = bytes.subspan(step.consumed);
    switch (step.what) {
    case wire::parser::event::need_more:
      break;
    case wire::parser::event::frame:
      progress_ = now;
      on_frame(parser_.payload());
      break;
    case wire::parser::event::damaged:
      progress_ = now;
      ++counts_.damaged;
      if (const auto found = find(parser_.head().sequence);
          found != in_flight_.end())
        repeat_through(found);
      break;
    case wire::parser::event::oversize:
      lost(fail(errc::link_protocol,
                "an answer announces {} bytes of payload, at most {} come",
                parser_.head().count, options_.max_payload_bytes));
      break;
    case wire::parser::event::noise:
      ++counts_.noise_runs;
      on_noise();
      break;
    }
  }
  if (!lost_)
    launch(now);
}

void machine::on_noise() {
  // The oldest is the likely victim. Repeating it in vain does no harm, but
  // must not use up its attempts: time decides whether the link is dead.
  if (!in_flight_.empty() &&
      in_flight_.front().attempts + 1 < options_.attempts)
    repeat(in_flight_.begin());
}

void machine::on_frame(std::span<const std::byte> payload) {
  const wire::header &head = parser_.head();
  if (!head.is_response()) {
    ++counts_.noise_runs; // our own frames, reflected
    return;
  }
  if (head.sequence == 0 && head.status == wire::status::noise) {
    ++counts_.noise_answers;
    on_noise();
    return;
  }
  const auto found = find(head.sequence);
  if (found == in_flight_.end()) {
    ++counts_.stale_answers;
    return;
  }
  on_answer(found, payload);
}

void machine::on_answer(flights::iterator found,
                        std::span<const std::byte> payload) {
  const wire::header head = parser_.head();
  const wire::header &asked = found->head;
  const bool success = head.status == wire::status::ok;
  if (head.code != wire::answer_code(asked.code, success)) {
    lost(fail(errc::link_protocol, "{} was answered with code 0x{:02x}",
              describe(asked), head.code));
    return;
  }
  if (success && operation(asked) == wire::opcode::read &&
      head.count != asked.count) {
    lost(fail(errc::link_protocol, "{} was answered with {} bytes",
              describe(asked), head.count));
    return;
  }
  if (head.status == wire::status::payload_crc) {
    ++counts_.damaged;
    repeat_through(found);
    return;
  }
  // Answers come in order: what was sent before and has none was lost.
  if (found != in_flight_.begin()) {
    repeat_through(std::prev(found));
    if (lost_)
      return;
  }
  ++counts_.requests;
  links_in_vain_ = 0;
  window_frames_ = std::min(2 * window_frames_, options_.window_frames);
  bytes_in_flight_ -= weight(found->head);
  done_.push_back({found->id, answer{head, {payload.begin(), payload.end()}}});
  in_flight_.erase(found);
}

std::optional<time_point> machine::deadline() const {
  if (in_flight_.empty() || unlinked_)
    return std::nullopt;
  return progress_ + options_.answer_timeout;
}

void machine::elapsed(time_point now) {
  if (const auto late = deadline(); !late || now < *late)
    return;
  ++counts_.timeouts;
  progress_ = now;
  if (unsent_bytes_ != 0) {
    if (++timeouts_unsent_ >= options_.attempts)
      lost(fail(errc::link_timeout,
                "the link took none of {} bytes for {} ms, with {} outstanding",
                unsent_bytes_,
                timeouts_unsent_ * options_.answer_timeout.count(),
                describe(in_flight_.front().head)));
    return;
  }
  repeat_through(std::prev(in_flight_.end()));
}

void machine::unlinked() {
  unlinked_ = true;
  parser_.restart();
  output_.clear();
  unsent_bytes_ = 0;
}

void machine::relinked(time_point now) {
  unlinked_ = false;
  ++counts_.relinks;
  progress_ = now;
  if (!in_flight_.empty() && ++links_in_vain_ > options_.attempts) {
    lost(fail(errc::link_lost,
              "the link ended {} times in a row without an answer to {}",
              links_in_vain_, describe(in_flight_.front().head)));
    return;
  }
  // The link failed, not they: it costs none of their attempts. A link that
  // ends often gets little at a time, or it would never bring an answer.
  window_frames_ = 1;
  if (!in_flight_.empty()) {
    while (in_flight_.size() > 1)
      withdraw_last();
    transmit(in_flight_.front());
    ++counts_.retries;
  }
  launch(now);
}

/// Back to the front of those that wait, to be sent as if for the first time.
void machine::withdraw_last() {
  flight &last = in_flight_.back();
  bytes_in_flight_ -= weight(last.head);
  const auto payload =
      last.frame.begin() + static_cast<std::ptrdiff_t>(wire::header_bytes);
  waiting_.push_front({last.id, {last.head, {payload, last.frame.end()}}});
  in_flight_.pop_back();
  ++counts_.retries;
}

void machine::lost(error cause) {
  if (lost_)
    return;
  lost_ = std::move(cause);
  for (const flight &one : in_flight_)
    done_.push_back({one.id, *lost_});
  for (const pending &one : waiting_)
    done_.push_back({one.id, *lost_});
  in_flight_.clear();
  waiting_.clear();
  output_.clear();
  bytes_in_flight_ = 0;
}

std::optional<completion> machine::next_completion() {
  if (done_.empty())
    return std::nullopt;
  completion first = std::move(done_.front());
  done_.pop_front();
  return first;
}

} // namespace seeker::session
