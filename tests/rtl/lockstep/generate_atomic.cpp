// Chunks of atomics: on private words, on words of all harts where the order
// does not matter, and under locks.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/assembler.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/layout.hpp"

namespace seeker::lockstep {
namespace {

using namespace rv;

constexpr std::uint32_t swap = 1, lr = 2, sc = 3;
constexpr std::uint32_t aq = 2, rl = 1;

// Changes a word that a lock guards: what it holds does not depend on who comes
// first when all add to it. How often a hart tries does: what acquires a lock
// is ordered both ways, which nothing else is (see depends_on_time).
chunk guarded_chunk(random &r) {
  chunk made{"lock", {}};
  const auto w = [&](std::uint32_t word) { made.words.push_back(word); };
  const std::uint32_t which = r.below(2);
  const auto lock = static_cast<std::int32_t>(layout::locks + 16 * which);
  w(addi(5, layout::base_shared, lock));
  if (which == 0) {
    w(addi(6, zero, 1));
    w(amo(swap, 7, 6, 5, aq | rl));
    w(b_type(1, 7, zero, -4));
  } else {
    w(amo(lr, 7, zero, 5, aq | rl));
    w(b_type(1, 7, zero, -4));
    w(addi(6, zero, 1));
    w(amo(sc, 7, 6, 5, aq | rl));
    w(b_type(1, 7, zero, -16));
  }
  // The counter's value is some hart's turn: it is compared all the same, for
  // the simulator follows the order of the RTL.
  w(lw(8, 5, 8));
  w(addi(8, 8, r.between(1, 100)));
  w(sw(8, 5, 8));
  if (r.one_in(2)) {
    w(amo(swap, 0, zero, 5, rl));
  } else {
    w(fence());
    w(sw(zero, 5, 0));
  }
  return made;
}

} // namespace

chunk atomic_chunk(random &r) {
  if (r.one_in(4))
    return guarded_chunk(r);
  chunk made{"atomics", {}};
  if (r.one_in(3)) { // on the words of all harts: no old value is determined
    // add, or, and, xor, max, min, maxu, minu: each word has one
    constexpr std::uint32_t kinds[] = {0, 8, 12, 4, 20, 16, 28, 24};
    const std::uint32_t word = r.below(layout::shared_words);
    made.words.push_back(
        addi(5, layout::base_shared, static_cast<std::int32_t>(word * 4)));
    made.words.push_back(amo(kinds[word], zero, source(r), 5, r.below(3)));
    return made;
  }
  const place at = private_place(r, 4);
  made.words.push_back(addi(5, at.base, at.offset));
  if (r.one_in(3)) {
    made.words.push_back(amo(lr, 6 + r.below(15), zero, 5, r.below(3)));
    if (r.one_in(3))
      made.words.push_back(
          sw(source(r), at.base, at.offset)); // ends the reservation
    made.words.push_back(amo(sc, 7, source(r), 5, r.below(3)));
    if (r.one_in(3))
      made.words.push_back(amo(sc, 8, source(r), 5));
  } else {
    for (std::uint32_t n = 1 + r.below(4); n != 0; --n)
      made.words.push_back(
          amo(r.of<std::uint32_t>({0, 1, 4, 8, 12, 16, 20, 24, 28}),
              6 + r.below(15), source(r), 5, r.below(3)));
  }
  made.words.push_back(lw(destination(r), at.base, at.offset));
  return made;
}

} // namespace seeker::lockstep
