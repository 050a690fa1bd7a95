// A queue of bytes that lie in one piece.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace seeker::sim {

class byte_queue {
public:
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return bytes_.size() - front_; }
  [[nodiscard]] const std::byte *data() const { return bytes_.data() + front_; }

  void push(std::span<const std::byte> more) {
    // What was popped is moved out of the way once it is most of the memory.
    if (front_ > 4096 && front_ > size()) {
      bytes_.erase(bytes_.begin(),
                   bytes_.begin() + static_cast<std::ptrdiff_t>(front_));
      front_ = 0;
    }
    bytes_.insert(bytes_.end(), more.begin(), more.end());
  }

  // At most size() bytes.
  void pop(std::size_t count) {
    front_ += count;
    if (front_ == bytes_.size())
      clear();
  }

  void clear() {
    bytes_.clear();
    front_ = 0;
  }

  // All of it; the queue is empty then.
  [[nodiscard]] std::vector<std::byte> take() {
    std::vector<std::byte> all(
        bytes_.begin() + static_cast<std::ptrdiff_t>(front_), bytes_.end());
    clear();
    return all;
  }

private:
  std::vector<std::byte> bytes_;
  std::size_t front_ = 0;
};

} // namespace seeker::sim
