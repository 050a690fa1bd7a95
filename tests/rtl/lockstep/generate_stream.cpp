// Chunks of streams: patterns of one to four loops, indices, repeats, queued
// jobs, consumed exactly.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/assembler.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/layout.hpp"

#include "seeker/iss/decode.hpp"

#include <optional>
#include <vector>

namespace seeker::lockstep {
namespace {

using namespace rv;

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
  void read(std::uint32_t rd, std::uint32_t ssr, std::uint32_t reg) {
    if (r_.one_in(4)) {
      li(6, reg << 5 | ssr);
      (*this)(scfgr(rd, 6));
    } else {
      (*this)(scfgri(rd, reg, ssr));
    }
  }
  // The value is in x5.
  void start(std::uint32_t ssr, std::uint32_t reg) {
    if (r_.one_in(4)) {
      li(6, reg << 5 | ssr);
      (*this)(scfgw(5, 6));
    } else {
      (*this)(scfgwi(5, reg, ssr));
    }
  }

  // x5: the address of a byte of the hart's data.
  void point(std::uint32_t offset) {
    li(6, offset - layout::base_tcdm_offset);
    (*this)(add(5, layout::base_tcdm, 6));
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

// How far a loop leads.
std::int32_t span_of(std::int32_t step, std::uint32_t count) {
  return step * (static_cast<std::int32_t>(count) - 1);
}

// An indirect job over the `area`, as configure() gives it, when there are
// enough indices. The innermost loop goes from index to index, the others by
// multiples of 8 bytes.
std::optional<std::uint32_t>
configure_indirect(random &r, writer &w, std::uint32_t ssr, bool writes,
                   std::uint32_t area,
                   const std::vector<std::uint32_t> &counts) {
  const std::uint32_t size = r.below(4), shift = writes ? 0 : r.below(3);
  const std::uint32_t space =
      writes ? layout::stream_words / streams : layout::stream_words;
  const std::int32_t bytes = static_cast<std::int32_t>(
      size == 3 ? layout::wide_index_count << 3 : layout::index_count << size);
  std::vector<std::int32_t> steps = {1 << size}; // in bytes, absolute
  std::int32_t low = 0, high = span_of(steps[0], counts[0]);
  for (std::size_t k = 1; k < counts.size(); ++k) {
    // What the pointer moves by is a multiple of 8.
    std::int32_t inner = 0;
    for (std::size_t j = 0; j < k; ++j)
      inner += span_of(steps[j], counts[j]);
    steps.push_back((inner & 7) + 8 * r.between(-2, 2));
    const std::int32_t span = span_of(steps[k], counts[k]);
    (span < 0 ? low : high) += span;
  }
  high += 1 << size;
  if (high - low > bytes)
    return std::nullopt;
  std::int32_t inner = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const auto reg = static_cast<std::uint32_t>(k);
    w.configure(ssr, bound + reg, counts[k] - 1);
    w.configure(ssr, stride + reg,
                static_cast<std::uint32_t>(steps[k] - inner));
    inner += span_of(steps[k], counts[k]);
  }
  w.configure(ssr, index_config, shift << 8 | size);
  w.point(area + 8 * r.below(space - (layout::index_count << shift) + 1));
  w.start(ssr, index_base);
  const std::int32_t room = (bytes - (high - low)) >> size;
  w.point(layout::indices + 0x80 * size + (size == 3 ? 0x80 : 0) +
          static_cast<std::uint32_t>(-low + (r.between(0, room) << size)));
  return start + (writes ? 4 : 0) + static_cast<std::uint32_t>(counts.size()) -
         1;
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
  const std::vector<std::uint32_t> counts = factors(r, words);
  if (ssr < indirect_streams && r.one_in(3))
    if (const auto begin = configure_indirect(r, w, ssr, writes, area, counts))
      return *begin;
  std::vector<std::int32_t> steps(counts.size()); // in words, absolute
  std::int32_t low = 0, high = 0;
  do {
    low = high = 0;
    for (std::size_t k = 0; k < counts.size(); ++k) {
      steps[k] = r.between(-6, 6);
      const std::int32_t span = span_of(steps[k], counts[k]);
      (span < 0 ? low : high) += span;
    }
  } while (high - low >= static_cast<std::int32_t>(space));
  std::int32_t inner = 0; // where the inner loops have led to
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const auto reg = static_cast<std::uint32_t>(k);
    w.configure(ssr, bound + reg, counts[k] - 1);
    w.configure(ssr, stride + reg,
                static_cast<std::uint32_t>(steps[k] - inner) * 8);
    inner += span_of(steps[k], counts[k]);
  }
  const std::int32_t room = static_cast<std::int32_t>(space) - (high - low);
  w.point(area + static_cast<std::uint32_t>(r.between(0, room - 1) - low) * 8);
  return start + 8 + (writes ? 4 : 0) +
         static_cast<std::uint32_t>(counts.size()) - 1;
}

// Fields of an instruction, as the stagger mask has them.
constexpr std::uint32_t field_rd = 1, field_rs1 = 2, field_rs2 = 4,
                        field_rs3 = 8;

// Makes `word` use stream `ssr`; gives the fields that name it, none when it
// has no field for that.
std::uint32_t attach(random &r, std::uint32_t &word, std::uint32_t ssr,
                     bool writes) {
  const iss::instruction i = iss::decode(word);
  const auto put = [&](std::uint32_t shift, std::uint32_t reg) {
    word = (word & ~(31u << shift)) | reg << shift;
  };
  const bool accumulates =
      i.uses & iss::use::f_rs3 && i.rs3 == i.rd && (word & 0x7F) == 0x33;
  if (writes) {
    if (accumulates || !(i.uses & iss::use::f_rd) || i.rd < streams)
      return 0;
    put(7, ssr);
    return field_rd;
  }
  const bool one = i.uses & iss::use::f_rs1 && i.rs1 >= streams;
  const bool two = i.uses & iss::use::f_rs2 && i.rs2 >= streams;
  if (i.uses & iss::use::f_rs3 && !accumulates && i.rs3 >= streams &&
      r.one_in(4)) {
    put(27, ssr);
    return field_rs3;
  }
  if (!one && !two)
    return 0;
  if (one && two && r.one_in(6)) { // named twice: one datum
    put(15, ssr);
    put(20, ssr);
    return field_rs1 | field_rs2;
  }
  if (one && (!two || r.one_in(2))) {
    put(15, ssr);
    return field_rs1;
  }
  put(20, ssr);
  return field_rs2;
}

// What the integer core does meanwhile: it computes, and with `accesses` uses
// the private data.
void beside(random &r, writer &w, bool accesses) {
  if (!r.one_in(5))
    return;
  if (!accesses || r.one_in(2)) {
    w(addi(7, source(r), r.between(-5, 5)));
    return;
  }
  const place at = private_place(r, 4);
  w(r.one_in(2) ? lw(7, at.base, at.offset) : sw(7, at.base, at.offset));
}

} // namespace

chunk stream_chunk(random &r) {
  if (r.one_in(8))
    return broadcast_chunk(r);
  chunk made{"streams", {}};
  writer w(r, made);
  w(csrrwi(0, 2, r.below(5))); // nothing in a body may trap
  const std::uint32_t iterations =
      r.of<std::uint32_t>({1, 2, 3, 4, 6, 8, 12, 12, 16, 24});
  const bool loop = iterations > 6 || r.below(3) != 0;
  const bool late = r.one_in(4); // the FPU waits for the jobs

  // Not both FP accesses in the body and integer accesses beside it: where they
  // meet, the latter would wait for a body that is not complete.
  const bool accesses = !late && r.one_in(2);
  std::vector<std::uint32_t> body;
  for (std::uint32_t n = 1 + r.below(loop ? 6 : 3); n != 0; --n)
    body.push_back(
        accesses && r.one_in(6)
            ? fp_access(r, first_register +
                               r.below(last_register - first_register + 1))
            : body_instruction(r, first_register, last_register));
  const auto length = static_cast<std::uint32_t>(body.size());
  // An inner loop over some of them.
  const std::uint32_t inner_first = loop && r.one_in(3) ? r.below(length) : 0;
  const std::uint32_t inner_length =
      loop && inner_first != 0 ? 1 + r.below(length - inner_first) : 0;
  const std::uint32_t inner_times = 1 + r.below(4);
  const auto is_inner = [&](std::uint32_t n) {
    return n >= inner_first && n - inner_first < inner_length;
  };
  // Sometimes two jobs for a stream, the second one queued: half of the data
  // each.
  const bool halves = iterations % 2 == 0 && r.one_in(3);
  struct used {
    std::uint32_t ssr;
    bool writes;
    std::uint32_t count;
  };
  std::vector<used> jobs;
  std::uint32_t fields = 0; // that name streams: they are not staggered
  for (std::uint32_t ssr = 0; ssr < streams; ++ssr) {
    if (r.one_in(4))
      continue;
    const bool writes = r.one_in(3);
    const std::uint32_t at = r.below(length);
    const std::uint32_t in = attach(r, body[at], ssr, writes);
    fields |= in;
    if (in != 0)
      jobs.push_back(
          {ssr, writes,
           iterations * (is_inner(at) ? inner_times : 1) / (halves ? 2 : 1)});
  }

  const bool fits = loop || iterations * length <= 24;
  const bool waits = late && fits && !halves;
  const auto enable = [&] { w(ssr_enable()); };
  const auto run = [&] {
    const auto frep = [&](std::uint32_t times, std::uint32_t count) {
      w.li(5, times - 1);
      w(frep_o(5, count, r.below(8), r.below(16) & ~fields));
    };
    if (loop)
      frep(iterations, length);
    for (std::uint32_t n = 0; n < (loop ? 1 : iterations); ++n)
      for (std::uint32_t k = 0; k < length; ++k) {
        if (inner_length != 0 && k == inner_first)
          frep(inner_times, inner_length);
        w(body[k]);
        beside(r, w, !waits && !accesses);
      }
    beside(r, w, true);
  };
  const auto start_jobs = [&] {
    for (const used &job : jobs) {
      w.start(job.ssr, configure(r, w, job.ssr, job.writes, job.count));
      if (halves)
        w.start(job.ssr, configure(r, w, job.ssr, job.writes, job.count));
    }
  };
  if (waits) {
    enable();
    run();
    start_jobs();
  } else {
    start_jobs();
    enable();
    run();
  }
  w(ssr_disable());
  // What was pushed is in memory when the streams say so.
  w(fmv_x_w(5, first_register));
  w(mv(5, 5));
  for (const used &job : jobs) {
    w(scfgri(5, status, job.ssr));
    w(b_type(5, 5, zero, -4));
    if (r.one_in(2))
      w.read(7, job.ssr, r.below(12));
  }
  w.point(layout::stream_write + 8 * r.below(layout::stream_words));
  w(fld(fp_register(r), 5, 0));
  return made;
}

// The same job for all streams, by one write a register.
chunk broadcast_chunk(random &r) {
  chunk made{"broadcast", {}};
  writer w(r, made);
  w(csrrwi(0, 2, r.below(5)));
  const std::uint32_t count = 1 + r.below(16), times = 1 + r.below(3);
  w.configure(all_ssrs, repeat, times - 1);
  w.configure(all_ssrs, bound, count - 1);
  w.configure(all_ssrs, stride, 8 * r.below(8));
  w.point(layout::stream_read + 8 * r.below(layout::stream_words - 128));
  w.start(all_ssrs, start + 8);
  w(ssr_enable());
  w.li(5, count * times - 1);
  w(frep_o(5, 1, r.below(8), r.of({0u, 1u})));
  w(r.of({fmadd_d(8, 0, 1, 2), fmadd_d(8, 2, 0, 1), fmadd_d(8, 1, 2, 0)}));
  w(ssr_disable());
  w(fmv_x_w(5, first_register));
  w(mv(5, 5));
  for (std::uint32_t ssr = 0; ssr < streams; ++ssr)
    w.read(5 + ssr, ssr, 1 + r.below(11));
  w.read(8, all_ssrs, 1 + r.below(11)); // of none
  return made;
}

} // namespace seeker::lockstep
