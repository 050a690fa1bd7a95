// Draws the progress bar on stderr.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/cli/progress_bar.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace seeker::cli {

std::string progress_line(std::string_view phase, std::uint64_t done,
                          std::uint64_t whole, double seconds) {
  constexpr std::uint64_t width = 30;
  const double share =
      whole == 0 ? 1 : static_cast<double>(done) / static_cast<double>(whole);
  const auto filled = static_cast<std::size_t>(share * width);
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  return fmt::format("{:<10} [{}{}] {:3.0f} %  {:7.2f} MB  {:7.2f} MB/s", phase,
                     std::string(filled, '#'), std::string(width - filled, ' '),
                     100 * share, static_cast<double>(done) / 1e6, rate / 1e6);
}

progress_bar::progress_bar() : enabled_(::isatty(STDERR_FILENO) == 1) {}

progress_bar::~progress_bar() {
  if (is_open_)
    std::fputc('\n', stderr);
}

void progress_bar::show(std::string_view phase, std::uint64_t done,
                        std::uint64_t whole) {
  using namespace std::chrono_literals;
  if (!enabled_)
    return;
  const auto now = clock::now();
  if (phase != phase_) {
    phase_ = phase;
    began_ = now;
    drawn_ = {};
  }
  const bool is_last = done >= whole;
  if (!is_last && now - drawn_ < 50ms)
    return;
  if (is_last && !is_open_ && drawn_ != clock::time_point{})
    return; // its last line is complete
  drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - began_).count();
  fmt::print(stderr, "\r{}{}", progress_line(phase, done, whole, seconds),
             is_last ? "\n" : "");
  std::fflush(stderr);
  is_open_ = !is_last;
}

} // namespace seeker::cli
