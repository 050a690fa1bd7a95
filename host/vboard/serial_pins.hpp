// Bytes to and from the two wires of a serial line, a cycle of a clock at a
// time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// 8 data bits, no parity, one stop bit. Bits last clock / baud cycles, which
// need not be a whole number. It knows nothing of how the board does the same.
#pragma once

#include <cstdint>
#include <optional>

namespace seeker::vboard {

class serial_pins {
public:
  serial_pins(std::uint64_t clock_hz, std::uint64_t baud)
      : clock_(clock_hz), baud_(baud) {}

  // Whether the next byte can be sent.
  [[nodiscard]] bool can_send() const { return bits_left_ == 0; }
  void send(std::uint8_t byte) {
    frame_ = static_cast<unsigned>(byte) << 1 | 0x200u;
    bits_left_ = 10;
    sent_ = 0;
  }
  // The wire to the board in the next cycle.
  bool drive() {
    if (bits_left_ == 0)
      return true;
    const bool level = (frame_ & 1) != 0;
    sent_ += baud_;
    if (sent_ >= clock_) {
      sent_ -= clock_;
      frame_ >>= 1;
      --bits_left_;
    }
    return level;
  }

  // The wire from the board in a cycle; gives a byte when one is whole. What
  // has no stop bit is dropped.
  std::optional<std::uint8_t> sample(bool level) {
    if (!receiving_) {
      if (!level && was_high_) {
        receiving_ = true;
        received_ = clock_ / 2;
        bit_ = 0;
        byte_ = 0;
      }
      was_high_ = level;
      return std::nullopt;
    }
    received_ += baud_;
    if (received_ < clock_)
      return std::nullopt;
    received_ -= clock_;
    if (bit_ == 0 && level)
      receiving_ = false; // no start bit after all
    else if (bit_ >= 1 && bit_ <= 8)
      byte_ |= static_cast<std::uint8_t>(level ? 1u << (bit_ - 1) : 0u);
    else if (bit_ == 9) {
      receiving_ = false;
      was_high_ = level;
      return level ? std::optional(byte_) : std::nullopt;
    }
    ++bit_;
    return std::nullopt;
  }

  [[nodiscard]] bool is_quiet() const { return bits_left_ == 0 && !receiving_; }

private:
  std::uint64_t clock_;
  std::uint64_t baud_;
  unsigned frame_ = 0;
  unsigned bits_left_ = 0;
  std::uint64_t sent_ = 0;
  bool receiving_ = false;
  bool was_high_ = true;
  std::uint64_t received_ = 0;
  unsigned bit_ = 0;
  std::uint8_t byte_ = 0;
};

} // namespace seeker::vboard
