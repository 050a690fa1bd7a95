// Chunks of streams: patterns of one to four loops, indices, repeats, queued
// jobs, consumed exactly.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/assembler.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/layout.hpp"

#include "seeker/iss/decode.hpp"

#include <vector>

namespace seeker::lockstep {
namespace {

using namespace rv;

constexpr std::uint32_t ssr_csr = 0x7C0;
constexpr std::uint32_t streams = 3, indirect_streams = 2;
enum config : std::uint32_t {
  status = 0,
  repeat = 1,
  bound = 2,
  stride = 6,
  index_config = 10,
  index_base = 11,
  start = 16, // +4 writes, +8 affine, then the loops - 1
};
// Registers of bodies: never a stream's, however they stagger.
constexpr std::uint32_t first_register = 3, last_register = 24;

class writer {
public:
  writer(random &r, chunk &into) : r_(r), into_(into) {}
  void operator()(std::uint32_t word) { into_.words.push_back(word); }
  void li(std::uint32_t reg, std::uint32_t value) {
    for (std::uint32_t word : load_immediate(reg, value))
      into_.words.push_back(word);
  }
  // By the immediate or by a register.
  void configure(std::uint32_t ssr, std::uint32_t reg, std::uint32_t value) {
    li(5, value);
    start(ssr, reg);
  }
  // The value is in x5.
  void start(std::uint32_t ssr, std::uint32_t reg) {
    if (r_.one_in(4)) {
      li(6, reg << 5 | ssr);
      (*this)(6 << 20 | 5 << 15 | 2 << 12 | 1 << 7 | 0x2B);
    } else {
      (*this)(scfgwi(5, reg, ssr));
    }
  }

private:
  random &r_;
  chunk &into_;
};

// `count` as a product of 1 to 4 numbers.
std::vector<std::uint32_t> factors(random &r, std::uint32_t count) {
  std::vector<std::uint32_t> made;
  const std::uint32_t loops = 1 + r.below(4);
  for (std::uint32_t n = 1; n < loops; ++n) {
    std::vector<std::uint32_t> divisors;
    for (std::uint32_t d = 1; d <= count; ++d)
      if (count % d == 0)
        divisors.push_back(d);
    const std::uint32_t d =
        divisors[r.below(static_cast<std::uint32_t>(divisors.size()))];
    made.push_back(d);
    count /= d;
  }
  made.push_back(count);
  return made;
}

// A job that gives or takes `count` data; leaves the pointer's offset from the
// hart's data in x5 and gives the start register.
std::uint32_t configure(random &r, writer &w, std::uint32_t ssr, bool writes,
                        std::uint32_t count) {
  std::uint32_t times = 1;
  if (!writes && r.one_in(2))
    for (std::uint32_t t : {4u, 3u, 2u})
      if (count % t == 0)
        times = t;
  w.configure(ssr, repeat, times - 1);
  const std::uint32_t words = count / times;
  // Writes of two streams have no order: each has its part of the area.
  const std::uint32_t space =
      writes ? layout::stream_words / streams : layout::stream_words;
  const std::uint32_t area =
      writes ? layout::stream_write + 8 * space * ssr : layout::stream_read;
  const std::uint32_t base = // of the hart's data, without its number
      layout::base_tcdm_offset;
  const auto point = [&](std::uint32_t offset) {
    w.li(6, offset - base);
    w(add(5, layout::base_tcdm, 6));
  };
  if (ssr < indirect_streams && words <= layout::index_count && r.one_in(3)) {
    const std::uint32_t size = r.below(3), shift = writes ? 0 : r.below(2);
    w.configure(ssr, bound, words - 1);
    w.configure(ssr, stride, 8);
    w.configure(ssr, index_config, shift << 8 | size);
    point(area + 8 * r.below(space - (layout::index_count << shift) + 1));
    w.start(ssr, index_base);
    const std::uint32_t first = r.below(layout::index_count - words + 1);
    point(layout::indices + 0x80 * size + (first << size));
    return start + (writes ? 4 : 0);
  }
  const std::vector<std::uint32_t> counts = factors(r, words);
  std::vector<std::int32_t> steps(counts.size()); // in words, absolute
  std::int32_t low = 0, high = 0;
  do {
    low = high = 0;
    for (std::size_t k = 0; k < counts.size(); ++k) {
      steps[k] = r.between(-6, 6);
      const std::int32_t span =
          steps[k] * (static_cast<std::int32_t>(counts[k]) - 1);
      (span < 0 ? low : high) += span;
    }
  } while (high - low >= static_cast<std::int32_t>(space));
  std::int32_t inner = 0; // where the inner loops have led to
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const auto reg = static_cast<std::uint32_t>(k);
    w.configure(ssr, bound + reg, counts[k] - 1);
    w.configure(ssr, stride + reg,
                static_cast<std::uint32_t>(steps[k] - inner) * 8);
    inner += steps[k] * (static_cast<std::int32_t>(counts[k]) - 1);
  }
  const std::int32_t room = static_cast<std::int32_t>(space) - (high - low);
  point(area + static_cast<std::uint32_t>(r.between(0, room - 1) - low) * 8);
  return start + 8 + (writes ? 4 : 0) +
         static_cast<std::uint32_t>(counts.size()) - 1;
}

// Makes `word` use stream `ssr`; false when it has no field for that.
bool attach(random &r, std::uint32_t &word, std::uint32_t ssr, bool writes) {
  const iss::instruction i = iss::decode(word);
  const auto put = [&](std::uint32_t shift, std::uint32_t reg) {
    word = (word & ~(31u << shift)) | reg << shift;
  };
  const bool accumulates =
      i.uses & iss::use::f_rs3 && i.rs3 == i.rd && (word & 0x7F) == 0x33;
  if (writes) {
    if (accumulates || i.rd < streams)
      return false;
    put(7, ssr);
    return true;
  }
  const bool one = i.uses & iss::use::f_rs1 && i.rs1 >= streams;
  const bool two = i.uses & iss::use::f_rs2 && i.rs2 >= streams;
  if (!one && !two)
    return false;
  if (one && (!two || r.one_in(2)))
    put(15, ssr);
  else
    put(20, ssr);
  if (one && two && r.one_in(6)) { // named twice: one datum
    put(15, ssr);
    put(20, ssr);
  }
  return true;
}

} // namespace

chunk stream_chunk(random &r) {
  chunk made{"streams", {}};
  writer w(r, made);
  w(csrrwi(0, 2, r.below(5))); // nothing in a body may trap
  const std::uint32_t iterations =
      r.of<std::uint32_t>({1, 2, 3, 4, 6, 8, 12, 12, 16, 24});
  const bool loop = iterations > 6 || r.below(3) != 0;

  std::vector<std::uint32_t> body;
  for (std::uint32_t n = 1 + r.below(loop ? 6 : 3); n != 0; --n)
    body.push_back(body_instruction(r, first_register, last_register));
  struct used {
    std::uint32_t ssr;
    bool writes;
  };
  std::vector<used> jobs;
  for (std::uint32_t ssr = 0; ssr < streams; ++ssr) {
    if (r.one_in(4))
      continue;
    const bool writes = r.one_in(3);
    const auto at = r.below(static_cast<std::uint32_t>(body.size()));
    if (attach(r, body[at], ssr, writes))
      jobs.push_back({ssr, writes});
  }

  // Sometimes two jobs for a stream, the second one queued: half of the data
  // each.
  const bool halves = iterations % 2 == 0 && r.one_in(3);
  const std::uint32_t count = halves ? iterations / 2 : iterations;
  const bool late = r.one_in(4); // the FPU waits for the jobs
  const auto enable = [&] { w(csrrsi(0, ssr_csr, 1)); };
  const auto run = [&] {
    const std::uint32_t length = static_cast<std::uint32_t>(body.size());
    if (loop) {
      w.li(5, iterations - 1);
      w(frep_o(5, length, r.below(8)));
    }
    for (std::uint32_t n = 0; n < (loop ? 1 : iterations); ++n)
      for (std::uint32_t word : body)
        w(word);
  };
  const auto start_jobs = [&] {
    for (const used &job : jobs) {
      w.start(job.ssr, configure(r, w, job.ssr, job.writes, count));
      if (halves)
        w.start(job.ssr, configure(r, w, job.ssr, job.writes, count));
    }
  };
  const bool fits = loop || iterations * body.size() <= 24;
  if (late && fits && !halves) {
    enable();
    run();
    start_jobs();
  } else {
    start_jobs();
    enable();
    run();
  }
  w(i_type(0x73, 7, 0, 1, ssr_csr)); // csrrci
  // What was pushed is in memory when the streams say so.
  w(fmv_x_w(5, first_register));
  w(mv(5, 5));
  for (const used &job : jobs) {
    w(scfgri(5, status, job.ssr));
    w(b_type(5, 5, zero, -4));
    if (r.one_in(2))
      w(scfgri(7, 1 + r.below(9), job.ssr));
  }
  w.li(6, layout::stream_write + 8 * r.below(layout::stream_words) -
              layout::base_tcdm_offset);
  w(add(5, layout::base_tcdm, 6));
  w(fld(fp_register(r), 5, 0));
  return made;
}

} // namespace seeker::lockstep
