// The first difference between the RTL's run and the simulator's.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/compare.hpp"

#include "lockstep/layout.hpp"
#include "seeker/iss/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <tuple>

namespace seeker::lockstep {
namespace {

constexpr std::size_t context_instructions = 16;
constexpr std::int32_t mcycle = 0xB00, mcycleh = 0xB80, mip = 0x344;

class follower final : public iss::observer {
public:
  follower(const recorder &rtl, iss::machine &m, coverage &covered)
      : rtl_(rtl), machine_(m), covered_(covered), harts_(m.harts().size()) {
    machine_.follow(this);
  }

  // Follows one event of the RTL; the difference when there is one.
  std::optional<std::string> follow(const rtl_event &e) {
    now_ = &e;
    remember(e);
    const iss::hart &h = machine_.harts()[e.hart];
    if (e.trap)
      covered_.trapped(e.word);
    else
      covered_.executes(h, e.word);
    if (e.trap && e.word >> 31) {
      if (h.pc != e.pc)
        return report("interrupt", fmt::format("at {:#010x}", e.pc),
                      fmt::format("at {:#010x}", h.pc));
      machine_.interrupt(e.hart, e.word & 31);
      return difference_;
    }
    overrides_ = false;
    if (!e.trap)
      overrides_ = depends_on_time(iss::decode(e.word));
    const iss::machine::stepped s = machine_.step(e.hart);
    if (difference_)
      return difference_;
    const std::string theirs =
        e.trap ? trap_text(e.word, e.value) : iss::listing_of(e.word);
    if (s.what == iss::machine::outcome::waits)
      return report(fmt::format("at {:#010x}", e.pc), theirs,
                    fmt::format("waits: cause {} at {:#010x}",
                                static_cast<int>(machine_.waits_for(h)), s.pc));
    const bool traps = s.what == iss::machine::outcome::trapped;
    const std::string ours =
        traps ? trap_text(h.mcause, h.mtval) : iss::listing_of(s.i.word);
    if (s.pc != e.pc)
      return report("the pc", fmt::format("{:#010x}: {}", e.pc, theirs),
                    fmt::format("{:#010x}: {}", s.pc, ours));
    if (theirs != ours || traps != e.trap)
      return report(fmt::format("at {:#010x}", e.pc), theirs, ours);
    covered_.executed(h);
    return std::nullopt;
  }

  // What the RTL wrote and the simulator did not.
  std::optional<std::string> finish() {
    for (std::size_t hart = 0; hart < harts_.size(); ++hart) {
      for (std::size_t reg = 0; reg < 32; ++reg) {
        if (auto more =
                rest(hart, "x", reg, rtl_.of(hart).x[reg], harts_[hart].x[reg]))
          return more;
        if (auto more =
                rest(hart, "f", reg, rtl_.of(hart).f[reg], harts_[hart].f[reg]))
          return more;
      }
      if (auto other = compare_stores(hart))
        return other;
    }
    return std::nullopt;
  }

  void write_x(std::uint32_t hart, std::uint32_t reg,
               std::uint32_t value) override {
    const auto &all = rtl_.of(hart).x[reg];
    const std::size_t n = harts_[hart].x[reg]++;
    if (overrides_ && n < all.size())
      machine_.set_x(hart, reg, all[n].value);
    else
      check(hart, "x", reg, n, all, value);
  }
  void write_f(std::uint32_t hart, std::uint32_t reg,
               std::uint64_t value) override {
    covered_.result(value);
    check(hart, "f", reg, harts_[hart].f[reg]++, rtl_.of(hart).f[reg], value);
  }
  void store(std::uint32_t hart, std::uint32_t address, std::uint32_t bytes,
             std::uint64_t value) override {
    const auto strobes =
        static_cast<std::uint8_t>(((1u << bytes) - 1) << (address & 7));
    auto &stores = harts_[hart].stores;
    stores.push_back({address & ~7u, strobes,
                      masked(value << 8 * (address & 7), strobes),
                      machine_.cycle(), stores.size()});
  }

private:
  struct state {
    std::array<std::size_t, 32> x{}, f{}; // writes so far
    std::vector<lockstep::store> stores;
    std::deque<rtl_event> last;
  };

  void remember(const rtl_event &e) {
    auto &last = harts_[e.hart].last;
    last.push_back(e);
    if (last.size() > context_instructions)
      last.pop_front();
  }

  static std::string trap_text(std::uint32_t cause, std::uint32_t value) {
    return fmt::format("trap {:#x}, value {:#010x}", cause, value);
  }

  std::string report(std::string_view what, std::string_view rtl,
                     std::string_view iss) {
    std::string text =
        fmt::format("hart {}, cycle {}: {}\n  RTL  {}\n  ISS  {}\n"
                    "  the hart's last instructions:\n",
                    now_->hart, now_->cycle, what, rtl, iss);
    for (const rtl_event &e : harts_[now_->hart].last)
      text += fmt::format("    {:8} {:#010x} {}\n", e.cycle, e.pc,
                          e.trap ? trap_text(e.word, e.value)
                                 : iss::listing_of(e.word));
    return text;
  }

  template <class T>
  void check(std::uint32_t hart, std::string_view file, std::uint32_t reg,
             std::size_t n, const std::vector<rtl_write<T>> &all, T value) {
    if (difference_ || (n < all.size() && all[n].value == value))
      return;
    difference_ =
        report(fmt::format("write {} of {}{} of hart {}", n, file, reg, hart),
               n < all.size() ? fmt::format("{:#x} in cycle {}", all[n].value,
                                            all[n].cycle)
                              : "none",
               fmt::format("{:#x}", value));
  }

  template <class T>
  std::optional<std::string>
  rest(std::size_t hart, std::string_view file, std::size_t reg,
       const std::vector<rtl_write<T>> &all, std::size_t written) {
    if (written == all.size())
      return std::nullopt;
    return fmt::format("hart {}: {}{} is written once more\n  RTL  {:#x} in "
                       "cycle {}\n  ISS  no more than {} times\n",
                       hart, file, reg, all[written].value, all[written].cycle,
                       written);
  }

  std::optional<std::string> compare_stores(std::size_t hart) {
    std::vector<lockstep::store> theirs = rtl_.of(hart).stores;
    std::vector<lockstep::store> &ours = harts_[hart].stores;
    const auto by_word = [](const lockstep::store &a,
                            const lockstep::store &b) {
      return std::tie(a.address, a.number) < std::tie(b.address, b.number);
    };
    std::sort(theirs.begin(), theirs.end(), by_word);
    std::sort(ours.begin(), ours.end(), by_word);
    const auto same = [](const lockstep::store &a, const lockstep::store &b) {
      return a.address == b.address && a.strobes == b.strobes &&
             a.data == b.data;
    };
    const auto [t, o] = std::mismatch(theirs.begin(), theirs.end(),
                                      ours.begin(), ours.end(), same);
    if (t == theirs.end() && o == ours.end())
      return std::nullopt;
    const auto text = [&](auto at, const auto &all) {
      return at == all.end()
                 ? std::string("none")
                 : fmt::format("{:#010x}, bytes {:08b}: {:#018x}, cycle {}",
                               at->address, at->strobes, at->data, at->cycle);
    };
    return fmt::format("hart {}: a store (the first by address)\n  RTL  {}\n"
                       "  ISS  {}\n",
                       hart, text(t, theirs), text(o, ours));
  }

  const recorder &rtl_;
  iss::machine &machine_;
  coverage &covered_;
  std::vector<state> harts_;
  const rtl_event *now_ = nullptr;
  bool overrides_ = false;
  std::optional<std::string> difference_;
};

std::optional<std::string> compare_memory(const range &where,
                                          std::span<const std::byte> theirs,
                                          iss::machine &m) {
  std::vector<std::byte> ours(where.bytes);
  m.read(where.address, ours);
  const auto [t, o] =
      std::mismatch(theirs.begin(), theirs.end(), ours.begin(), ours.end());
  if (t == theirs.end() && o == ours.end())
    return std::nullopt;
  const auto at = static_cast<std::uint32_t>(o - ours.begin()) & ~7u;
  const auto word = [&](std::span<const std::byte> bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data() + at, 8);
    return value;
  };
  return fmt::format("memory at the end: {:#010x}\n  RTL  {:#018x}\n  ISS  "
                     "{:#018x}\n",
                     where.address + at, word(theirs), word(ours));
}

} // namespace

bool depends_on_time(const iss::instruction &i) {
  switch (i.code) {
  case iss::op::amoswap_w: // acquires a lock
  case iss::op::lr_w:
  case iss::op::sc_w:
    return (i.word >> 25 & 3) == 3;
  case iss::op::dmstat:
    return true;
  case iss::op::dmstati: // the next id and errors, when all is done, do not
    return i.rs2 == 0 || i.rs2 == 2 || i.rs2 == 3;
  case iss::op::scfgri: // STATUS
    return (i.imm >> 5 & 0x7F) == 0;
  case iss::op::csrrw:
  case iss::op::csrrs:
  case iss::op::csrrc:
  case iss::op::csrrwi:
  case iss::op::csrrsi:
  case iss::op::csrrci:
    return i.imm == mcycle || i.imm == mcycleh || i.imm == mip;
  default:
    return false;
  }
}

outcome
compare(const program &p, const std::vector<piece> &image, const recorder &rtl,
        const config::configuration &config,
        std::span<const std::byte> boot_rom,
        const std::function<std::vector<std::byte>(const range &)> &memory,
        coverage &covered) {
  outcome made;
  iss::machine m(config, boot_rom);
  for (const piece &part : image)
    m.write(part.address, part.bytes);
  m.start(layout::entry, 0);
  covered.restart();
  follower f(rtl, m, covered);
  for (const rtl_event &e : rtl.events()) {
    made.difference = f.follow(e);
    if (made.difference)
      return made;
    made.instructions += !e.trap;
  }
  made.difference = f.finish();
  for (const range &where : results(p))
    if (!made.difference)
      made.difference = compare_memory(where, memory(where), m);
  return made;
}

} // namespace seeker::lockstep
