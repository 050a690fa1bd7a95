// Appends lines to buffers and buffers to files.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "instruction_trace.hpp"

#include <cerrno>
#include <cstring>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "seeker/iss/listing.hpp"

namespace seeker::sim {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{64} << 10;
// Programs have fewer; one that makes up words shall not fill the memory.
constexpr std::size_t most_listings = 65'536;

} // namespace

instruction_trace::instruction_trace(std::filesystem::path folder)
    : folder_(std::move(folder)) {
  std::error_code failure;
  std::filesystem::create_directories(folder_, failure);
  if (failure)
    throw std::runtime_error("cannot write instructions to " +
                             folder_.string() + ": " + failure.message());
  of(0);
  if (!problem_.empty())
    throw std::runtime_error(problem_);
}

instruction_trace::~instruction_trace() {
  finish();
  for (const file &one : files_)
    if (one.handle >= 0)
      ::close(one.handle);
}

instruction_trace::file &instruction_trace::of(unsigned hart) {
  while (hart >= files_.size()) {
    const auto path = folder_ / fmt::format("hart_{}.txt", files_.size());
    file &made = files_.emplace_back();
    made.handle =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (made.handle < 0 && problem_.empty())
      problem_ = fmt::format("cannot write instructions to {}: {}",
                             path.string(), std::strerror(errno));
  }
  return files_[hart];
}

template <class... Parts>
void instruction_trace::line(unsigned hart, std::uint64_t cycle,
                             const char *format, const Parts &...parts) {
  if (!origin_ || !problem_.empty())
    return;
  file &one = of(hart);
  fmt::format_to(std::back_inserter(one.buffer), "{} ", cycle - *origin_);
  fmt::format_to(std::back_inserter(one.buffer), fmt::runtime(format),
                 parts...);
  one.buffer += '\n';
  if (one.buffer.size() >= buffer_bytes)
    flush(one);
}

void instruction_trace::flush(file &one) {
  std::string_view rest = one.buffer;
  while (problem_.empty() && !rest.empty()) {
    const ssize_t n = ::write(one.handle, rest.data(), rest.size());
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      problem_ =
          fmt::format("cannot write instructions to {}: {}", folder_.string(),
                      std::strerror(n < 0 ? errno : ENOSPC));
    else
      rest.remove_prefix(static_cast<std::size_t>(n));
  }
  one.buffer.clear();
}

std::string instruction_trace::finish() {
  for (file &one : files_)
    flush(one);
  return problem_;
}

const std::string &instruction_trace::listing(std::uint32_t instruction) {
  if (listings_.size() == most_listings)
    listings_.clear();
  const auto [found, is_new] = listings_.try_emplace(instruction);
  if (is_new)
    found->second = iss::listing_of(instruction);
  return found->second;
}

void instruction_trace::start(std::uint64_t cycle) {
  if (!origin_)
    origin_ = cycle;
}

void instruction_trace::done(std::uint64_t, std::uint32_t value) {
  if (value % 2 == 1) // no system call
    finish();
}

void instruction_trace::retire(unsigned hart, std::uint64_t cycle,
                               std::uint32_t pc, std::uint32_t instruction) {
  line(hart, cycle, "{:08x} {}", pc, listing(instruction));
}

void instruction_trace::write_x(unsigned hart, std::uint64_t cycle, unsigned rd,
                                std::uint32_t value) {
  line(hart, cycle, "x{} = {:08x}", rd, value);
}

void instruction_trace::write_f(unsigned hart, std::uint64_t cycle, unsigned rd,
                                std::uint64_t value) {
  line(hart, cycle, "f{} = {:016x}", rd, value);
}

void instruction_trace::trap(unsigned hart, std::uint64_t cycle,
                             std::uint32_t pc, std::uint32_t cause,
                             std::uint32_t value) {
  line(hart, cycle, "trap at {:08x}: {} {}, value {:08x}", pc,
       cause >> 31 ? "interrupt" : "cause", cause & 0x7FFF'FFFF, value);
}

} // namespace seeker::sim
